package config

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// author writes random files of the schema, in every form that TOML has for them.
type author struct {
	r  *rand.Rand
	b  strings.Builder
	nl string
}

func (a *author) pick(s ...string) string { return s[a.r.IntN(len(s))] }
func (a *author) maybe() bool             { return a.r.IntN(2) == 0 }

func (a *author) line(s string) {
	a.b.WriteString(a.pick("", "", "  ", "\t") + s + a.pick("", "", " ", " # c", "\t# [x] = 'y'") + a.nl)
}

func (a *author) between() {
	for a.r.IntN(3) == 0 {
		a.b.WriteString(a.pick("", "# about it", "  # \"\"\" [env]", "\t", "#") + a.nl)
	}
}

func (a *author) key(parts ...string) string {
	for i, p := range parts {
		parts[i] = a.pick(p, p, p, `"`+p+`"`, "'"+p+"'")
	}
	return strings.Join(parts, a.pick(".", ".", " . "))
}

func (a *author) value() string {
	return a.pick(`"x"`, "'a # b'", "false", `"\"\\ \u00e9"`, "'''\nraw ''quoted\n[env]\n'''", "\"\"\"\\\"\"\"two\n# x = 1\"\"\"\"\"", `"$HOST"`,
		`{ op = "op://a/b/c" }`, `{op="op://a/b/c",account='me',}`, "{ # c\n op = 'op://a/b/c' # d\n }", `""`)
}

func (a *author) is(key, value string) string {
	return key + a.pick(" = ", "=", "  =\t") + value
}

// names returns some variables, none twice.
func (a *author) names() []string {
	var out []string
	for _, n := range []string{"A", "B", "C", "D"} {
		if a.maybe() {
			out = append(out, n)
		}
	}
	a.r.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

func (a *author) inline(elements []string) string {
	if len(elements) == 0 {
		return a.pick("{}", "{ }", "{\n}", "{ # nothing\n }")
	}
	s := a.pick("{", "{ ", "{\n  ", "{ # c\n")
	for i, e := range elements {
		s += e
		if i < len(elements)-1 {
			s += a.pick(", ", ",", " ,\n", ", # c\n", "# c\n,")
		}
	}
	return s + a.pick("}", " }", ",}", ", # c\n }", "\n}")
}

// env writes a layer at path, of which base parts are those of the header above.
func (a *author) env(path []string, header bool) (lines []string, tables func()) {
	names := a.names()
	form := a.r.IntN(3)
	if header && form == 1 {
		form = 0
	}
	switch form {
	case 0: // a table
		return nil, func() {
			a.between()
			a.line("[" + a.key(slices.Clone(path)...) + "]")
			var own []string
			for _, n := range names {
				a.between()
				switch a.r.IntN(6) {
				case 0:
					a.line(a.is(a.key(n, "op"), `"op://a/b/c"`))
				case 1:
					own = append(own, n)
				default:
					a.line(a.is(a.key(n), a.value()))
				}
			}
			for _, n := range own {
				a.line("[" + a.key(append(slices.Clone(path), n)...) + "]")
				a.line("op = 'op://a/b/c'")
				a.between()
			}
		}
	case 1: // dotted names
		for _, n := range names {
			lines = append(lines, a.is(a.key(append(slices.Clone(path), n)...), a.value()))
		}
		return lines, func() {}
	default:
		var elements []string
		for _, n := range names {
			elements = append(elements, a.is(a.key(n), a.value()))
		}
		return []string{a.is(a.key(slices.Clone(path)...), a.inline(elements))}, func() {}
	}
}

// file writes one.
func (a *author) file() string {
	if a.r.IntN(8) == 0 {
		a.b.WriteString(bom)
	}
	a.between()
	var root []string
	var tables []func()
	if a.maybe() {
		root = append(root, a.is("mouse", a.pick("true", "false")))
	}
	if a.maybe() {
		root = append(root, a.is("leader", a.pick("'f1'", "[ 'f1', # c\n 'f2'\n]")))
	}
	if a.maybe() {
		lines, table := a.env([]string{"env"}, false)
		root, tables = append(root, lines...), append(tables, table)
	}
	// An inline table can't be added to elsewhere, even where the parser would take it.
	inlineRoles := a.r.IntN(4) == 0
	for _, role := range []string{"r", "s"} {
		if inlineRoles {
			break
		}
		switch a.r.IntN(5) {
		case 0, 1: // tables
			tables = append(tables, func() {
				if a.maybe() {
					a.between()
					a.line("[" + a.key("roles", role) + "]")
					if a.maybe() {
						a.line(a.is("image", "'i'"))
					}
				}
				if a.maybe() {
					_, table := a.env([]string{"roles", role, "env"}, true)
					table()
				}
			})
		case 2: // dotted
			root = append(root, a.is(a.key("roles", role, "image"), "'i'"))
			if a.maybe() {
				lines, _ := a.env([]string{"roles", role, "env"}, false)
				root = append(root, lines...)
			}
		case 3: // a table's dotted names
			tables = append(tables, func() {
				a.line("[" + a.key("roles", role) + "]")
				for _, n := range a.names() {
					a.line(a.is(a.key("env", n), a.value()))
				}
			})
		}
	}
	if inlineRoles {
		root = append(root, a.is("roles", a.inline([]string{
			a.is("r", a.inline([]string{a.is(a.key("env", "A"), a.value()), "image = 'i'"})), a.is(a.key("s", "env", "B"), a.value()),
		})))
	}
	tables = append(tables, func() {
		if a.maybe() {
			a.line("[agents.claude]")
			a.line("command = ['claude', # c\n '--x']")
		}
	})
	a.r.Shuffle(len(root), func(i, j int) { root[i], root[j] = root[j], root[i] })
	a.r.Shuffle(len(tables), func(i, j int) { tables[i], tables[j] = tables[j], tables[i] })
	for _, l := range root {
		a.between()
		a.line(l)
	}
	for _, t := range tables {
		t()
	}
	a.between()
	text := a.b.String()
	if a.nl == "\r\n" {
		text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	}
	if a.maybe() {
		text = strings.TrimSuffix(text, a.nl)
	}
	return text
}

func (a *author) edit(t testing.TB) Edit {
	scope := Scope{Role: a.pick("", "", "r", "s", "t")}
	name := a.pick("A", "B", "C", "D", "E")
	role := Scope{Role: a.pick("r", "s", "t")}
	switch a.r.IntN(12) {
	case 0:
		return CreateRole(role)
	case 1:
		return DeleteRole(role)
	case 2:
		return SetOption("", "i2", "roles", role.Role, "image")
	case 3:
		return UnsetOption("", "roles", role.Role, "image")
	case 4:
		return SetOption("", true, "mouse")
	case 5:
		return SetOption("", []string{"f3", "f4"}, "leader")
	case 6, 7, 8:
		return UnsetEnv(scope, name)
	}
	return SetEnv(scope, name, source(t, a.pick("new", "!", "$V", "op://a/b/c", "op://a/b/c@me", "\"\\\n\té", "$$x")))
}

// testSplices makes edits on a random file, one after the other.
func testSplices(t *testing.T, seed1, seed2 uint64) {
	a := &author{r: rand.New(rand.NewPCG(seed1, seed2))}
	a.nl = a.pick("\n", "\n", "\r\n")
	text := a.file()
	d := decoder{file: "f"}
	d.global(text, operatorFile, &Config{Options: DefaultOptions()})
	if d.problems != nil {
		return // not every mixture is allowed
	}
	for range 4 {
		e := a.edit(t)
		after, err := e.splice(text)
		if err != nil {
			t.Fatal(err)
		}
		what := fmt.Sprintf("seeds %d, %d: %v %v %v\nbefore %q\n after %q", seed1, seed2, e.op, e.path, e.value, text, after)
		if err := checkSplice(e, text, after); err != nil {
			t.Fatalf("%v\n%s", err, what)
		}
		d := decoder{file: "f"}
		d.global(after, operatorFile, &Config{Options: DefaultOptions()})
		if d.problems != nil {
			t.Fatalf("%v\n%s", d.problems.join(), what)
		}
		checkKept(t, e, text, after, what)
		if again, err := e.splice(after); err != nil || again != after {
			t.Fatalf("a second time makes %q, %v\n%s", again, err, what)
		}
		text = after
	}
}

// checkKept: all lines but those of the edit's own name, and those of an inline
// table around it, are there byte for byte and in their order; only a blank one may go.
func checkKept(t *testing.T, e Edit, before, after, what string) {
	t.Helper()
	before, after = strings.TrimPrefix(before, bom), strings.TrimPrefix(after, bom)
	own := map[int]bool{}
	items := scan(before).items
	for _, it := range items {
		inline := !it.isHeader && it.value < len(before) && before[it.value] == '{' && isPrefix(it.path, e.path)
		if !inline && !isPrefix(e.path, it.path) {
			continue
		}
		for l := strings.Count(before[:it.at], "\n"); l <= strings.Count(before[:it.end], "\n"); l++ {
			own[l] = true
		}
	}
	rest := strings.Split(after, "\n")
	for i, l := range strings.Split(before, "\n") {
		l = strings.TrimSuffix(l, "\r")
		if own[i] || l == "" {
			continue
		}
		// A table that goes takes blanks and comments among and below its lines along.
		if text := strings.TrimSpace(l); (text == "" || text[0] == '#') && slices.ContainsFunc(items, func(it item) bool { return it.isHeader && isPrefix(e.path, it.path) }) {
			continue
		}
		at := slices.IndexFunc(rest, func(r string) bool { return strings.TrimSuffix(r, "\r") == l })
		if at < 0 {
			t.Fatalf("line %d, %q, is gone\n%s", i+1, l, what)
		}
		rest = rest[at+1:]
	}
}

func TestRandomSplices(t *testing.T) {
	for i := range uint64(600) {
		testSplices(t, i, 1)
	}
}

func FuzzSplice(f *testing.F) {
	for i := range uint64(20) {
		f.Add(i, i*7)
	}
	f.Fuzz(testSplices)
}
