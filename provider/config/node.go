package config

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/BurntSushi/toml"
)

// decoder collects what is wrong with one file.
type decoder struct {
	file     string
	at       map[string]position
	problems problems
	said     []OptionValue // as far as they are known names
}

// node is a value and where it stands.
type node struct {
	d     *decoder
	path  []string
	value any
}

// parse returns the root of doc, or false if it isn't TOML at all; then d has the
// reason.
func (d *decoder) parse(doc string) (node, bool) {
	var tooDeep position
	if d.at, tooDeep = positions(doc); tooDeep != (position{}) {
		d.problems = append(d.problems, &Problem{
			File: d.file, Line: tooDeep.line, Col: tooDeep.col, Message: fmt.Sprintf("nested more than %d deep", maxDepth),
		})
		return node{}, false
	}
	var root map[string]any
	if _, err := toml.Decode(doc, &root); err != nil {
		d.problems = append(d.problems, syntaxProblem(d.file, err))
		return node{}, false
	}
	return node{d: d, value: root}, true
}

// problem says what is wrong with n. Its arguments must not be values of the file.
func (n node) problem(format string, args ...any) {
	at := n.position()
	n.d.problems = append(n.d.problems, &Problem{
		File: n.d.file, Line: at.line, Col: at.col, Message: fmt.Sprintf(format, args...),
	})
}

// position returns where n's name stands.
func (n node) position() position { return n.d.at[joinPath(n.path)] }

func (n node) name() string { return strings.Join(n.path, ".") }

// each calls f for the entries of a table in the file's order.
func (n node) each(f func(name string, n node)) {
	table, ok := n.value.(map[string]any)
	if !ok {
		n.mustBe("a table")
		return
	}
	var nodes []node
	for name, v := range table {
		nodes = append(nodes, node{n.d, append(slices.Clone(n.path), name), v})
	}
	slices.SortFunc(nodes, func(a, b node) int {
		p, q := a.position(), b.position()
		return cmp.Or(cmp.Compare(p.line, q.line), cmp.Compare(p.col, q.col), strings.Compare(a.name(), b.name()))
	})
	for _, child := range nodes {
		f(child.path[len(child.path)-1], child)
	}
}

// fields decodes a table whose names are all known.
func (n node) fields(known map[string]func(node)) {
	n.each(func(name string, child node) {
		decode, ok := known[name]
		if !ok {
			where := "here"
			if len(n.path) > 0 {
				where = "in [" + n.name() + "]"
			}
			child.problem("unknown name %q; known %s: %s", name, where, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
			return
		}
		decode(child)
	})
}

// mustBe says that n has another type than it must.
func (n node) mustBe(what string) {
	n.problem("%s must be %s, not %s", n.name(), what, typeName(n.value))
}

func (n node) text() (string, bool) {
	s, ok := n.value.(string)
	if !ok {
		n.mustBe("a text in quotes")
	}
	return s, ok
}

func (n node) bool() (bool, bool) {
	b, ok := n.value.(bool)
	if !ok {
		n.mustBe("true or false")
	}
	return b, ok
}

func (n node) texts(example string) ([]string, bool) {
	list, ok := n.value.([]any)
	if !ok {
		n.mustBe("a list of texts, such as " + example)
		return nil, false
	}
	texts := []string{}
	for _, v := range list {
		s, ok := v.(string)
		if !ok {
			n.problem("%s must be a list of texts, such as %s; it holds %s", n.name(), example, typeName(v))
			return nil, false
		}
		texts = append(texts, s)
	}
	return texts, true
}

// duration reads a duration between the two limits, both allowed.
func (n node) duration(least, most time.Duration) (time.Duration, bool) {
	s, ok := n.value.(string)
	if !ok {
		n.mustBe(`a duration in quotes, such as "90s"`)
		return 0, false
	}
	d, err := time.ParseDuration(s)
	if err != nil {
		n.problem(`%s must be a duration, such as "90s" or "5m"`, n.name())
		return 0, false
	}
	if d < least || d > most {
		n.problem("%s must be from %s to %s", n.name(), least, most)
		return 0, false
	}
	return d, true
}

// oneOf sets to, if n is one of the texts.
func (n node) oneOf(to *string, texts ...string) {
	s, ok := n.text()
	if !ok {
		return
	}
	if !slices.Contains(texts, s) {
		n.problem("%s must be one of %s", n.name(), strings.Join(texts, ", "))
		return
	}
	*to = s
}

// number sets to, if n is a number between the two limits, both allowed.
func (n node) number(to *float64, least, most float64) {
	var f float64
	switch v := n.value.(type) {
	case float64:
		f = v
	case int64:
		f = float64(v)
	default:
		n.mustBe("a number")
		return
	}
	if !(least <= f && f <= most) { // NaN is outside
		n.problem("%s must be from %v to %v", n.name(), least, most)
		return
	}
	*to = f
}

// integer sets to, if n is an integer between the two limits, both allowed.
func (n node) integer(to *int64, least, most int64) {
	v, ok := n.value.(int64)
	if !ok {
		n.mustBe("a number")
		return
	}
	if v < least || v > most {
		n.problem("%s must be from %d to %d", n.name(), least, most)
		return
	}
	*to = v
}

func typeName(v any) string {
	switch v.(type) {
	case string:
		return "a text"
	case bool:
		return "true or false"
	case int64, float64:
		return "a number"
	case map[string]any:
		return "a table"
	case []any, []map[string]any:
		return "a list"
	default:
		return "a date"
	}
}
