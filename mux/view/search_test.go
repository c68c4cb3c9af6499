package view

import (
	"fmt"
	"strings"
	"testing"

	"jackin/mux/vt"
)

func TestSearch(t *testing.T) {
	text := "Needle one\n" + numbered(30) + "\nneedle two   \n" + numbered(5) + "\nhay nEEdle three\nlast"
	for _, c := range []struct{ name, keys, at, status string }{
		// Nothing is scrolled back: the search goes up.
		{"up", "/ n e e d l e Enter", "nEEdle", "3/3"},
		{"n goes on up", "/ n e e d l e Enter n", "needle", "2/3"},
		{"and around", "/ n e e d l e Enter n n n", "nEEdle", "3/3"},
		{"N is back", "/ n e e d l e Enter n N", "nEEdle", "3/3"},
		{"case", "/ N e e d l e Enter", "Needle", "1/1"},
		{"down", "g H / n e e d l e Enter", "needle", "2/3"},
		{"down, around", "g H ? n e e d l e Enter", "nEEdle", "3/3"},
		{"down and n", "g H / n e e d l e Enter n n", "Needle", "1/3"},
		{"incremental", "/ t w", "tw", ""},
		{"incremental, cut again", "/ t w Backspace Backspace n E", "nE", ""},
		{"regular expression", "/ Ctrl+r t h . e Enter", "thre", "1/1"},
		{"plain", "/ t h . e Enter", "none", "not found"},
		{"anchors", "g / Ctrl+r ^ n e e d l e \u00a0 t w o $ Enter", "needle two", "1/1"},
		{"class", "g / Ctrl+r \\ S o $ Enter", "wo", "1/1"},
		{"class and case", "g / Ctrl+r y \\ W n e e d l e Enter", "y nEEdle", "1/1"},
		{"below the hints", "/ l a s t Enter", "last", "1/1"},
		{"last again", "/ t w o Enter ? Enter", "two", "1/1"},
		{"recalled", "/ t w o Enter / Up Enter", "two", "1/1"},
		{"cancelled", "/ t w o Esc", "none", ""},
	} {
		s := terminal(t, 20, 6, text)
		v := Open(s, 20, 6)
		press(&v, s, keysOf(c.keys)...)
		if got := currentHit(v, s); got != c.at {
			t.Errorf("%s: at %q, want %q", c.name, got, c.at)
		}
		if got := v.Status(s); c.status != "" && !strings.HasSuffix(got, " · "+c.status) {
			t.Errorf("%s: status %q, want it to end in %q", c.name, got, c.status)
		}
	}
}

// keysOf are the names in s, \u00a0 for a space.
func keysOf(s string) []string {
	list := strings.Split(s, " ")
	for i := range list {
		list[i] = strings.ReplaceAll(list[i], "\u00a0", " ")
	}
	return list
}

// currentHit is the text that is marked as the current hit, "none" without.
func currentHit(v View, s Source) string {
	var f vt.Frame
	v.Draw(&f, s)
	var b strings.Builder
	for y := range f.Lines {
		for _, c := range f.Lines[y].Cells {
			if c.Fg == currentStyle.Fg && c.Attr&vt.AttrReverse != 0 {
				b.WriteString(f.Text(c))
			}
		}
	}
	if b.Len() == 0 {
		return "none"
	}
	return b.String()
}

func TestSearchMarks(t *testing.T) {
	s := terminal(t, 10, 6, "abc abc 漢字abc\nxabcx\nend")
	v := Open(s, 10, 6)
	press(&v, s, "H")
	press(&v, s, keysOf("? a b c Enter")...)
	var f vt.Frame
	v.Draw(&f, s)
	var got []string
	for y := range 3 {
		var b strings.Builder
		for _, c := range f.Lines[y].Cells {
			switch {
			case c.Fg == currentStyle.Fg && c.Bg == currentStyle.Bg && c.Attr&vt.AttrReverse != 0:
				b.WriteByte('!')
			case c.Bg == hitStyle.Bg && c.Attr.Underline() == vt.UnderlineSingle:
				b.WriteByte('=')
			default:
				b.WriteByte('.')
			}
		}
		got = append(got, b.String())
	}
	// The third one goes over the wrap: abc abc _ | 漢字abc
	if g, want := strings.Join(got, "|"), "===.===...|..===|.!!!."; g != want && g != "===.===.|....===|.!!!." {
		t.Errorf("marked %s, want %s (%q)", g, want, shown(v, s))
	}
}

func TestSearchOverAWrap(t *testing.T) {
	s := terminal(t, 8, 5, numbered(100)+"\n12345 split word 漢字かな and on\n"+numbered(50))
	for _, c := range []struct{ query, want string }{{"split word", "split word"}, {"字か", "字か"}, {"5 S", "none"}, {"5 s", "5 s"}} {
		v := Open(s, 8, 5)
		press(&v, s, "/")
		press(&v, s, typed(c.query)...)
		press(&v, s, "Enter")
		if got := currentHit(v, s); got != c.want {
			t.Errorf("search for %q: at %q, want %q, shown %q", c.query, got, c.want, shown(v, s))
		}
	}
}

func TestSearchLine(t *testing.T) {
	for _, c := range []struct {
		keys, status string
		col          int
	}{
		{"/", "?", 1}, {"g /", "/", 1}, {"g ?", "?", 1},
		{"g / a b c Left x", "/abxc · not found", 4}, {"g / a b c Home Delete", "/bc · not found", 1},
		{"g / a b c Ctrl+a x Ctrl+e y", "/xabcy · not found", 6}, {"g / a b c Ctrl+u", "/", 1}, {"g / a b \u00a0 c d Ctrl+w", "/ab  · not found", 4},
		{"g / l i n e Left Left Ctrl+k", "/li · 1/30", 3}, {"g / Ctrl+r (", "/( · regex · invalid: missing closing )", 2},
		{"g / Ctrl+r ( Enter", "/( · regex · invalid: missing closing )", 2}, {"g / Ctrl+r Ctrl+r 9", "/9 · 1/3", 2},
		{"g / é 漢", "/é漢 · not found", 4},
	} {
		s := terminal(t, 20, 5, numbered(30))
		v := Open(s, 20, 5)
		press(&v, s, keysOf(c.keys)...)
		if got := v.Status(s); got != c.status {
			t.Errorf("%s: status %q, want %q", c.keys, got, c.status)
		}
		if col, ok := v.Cursor(); !ok || col != c.col {
			t.Errorf("%s: cursor in column %d, %v, want %d", c.keys, col, ok, c.col)
		}
	}
}

func TestSearchLineLimits(t *testing.T) {
	s := terminal(t, 20, 5, numbered(3))
	v := Open(s, 20, 5)
	if a := v.Paste(s, "x"); !a.Bell {
		t.Error("pasting without a search line doesn't ring")
	}
	v.Find(s, false)
	v.Paste(s, "a\x1b[31m\tb\nc")
	if got, want := v.query.text, "a[31mb"; got != want {
		t.Errorf("pasted %q, want %q", got, want)
	}
	v.Paste(s, strings.Repeat("é", 10_000))
	if n := len(v.query.text); n > MaxQuery || n < MaxQuery-1 {
		t.Errorf("%d bytes, want %d", n, MaxQuery)
	}
	if col, _ := v.Cursor(); col >= 20 {
		t.Errorf("cursor in column %d of 20", col)
	}
}

func TestSearchBeginsBelowTheHints(t *testing.T) {
	s := terminal(t, 20, 4, numbered(20))
	v := Open(s, 20, 4)
	press(&v, s, keysOf("/ l i n e Enter")...)
	if got := v.Status(s); !strings.HasSuffix(got, "20/20") {
		t.Errorf("status %q", got)
	}
	v = Open(s, 20, 4)
	press(&v, s, keysOf("Up ? l i n e Enter")...)
	if got := v.Status(s); !strings.HasSuffix(got, "18/20") {
		t.Errorf("scrolled back: status %q", got)
	}
}

func TestSearchCancelled(t *testing.T) {
	s := terminal(t, 20, 5, numbered(100))
	v := Open(s, 20, 5)
	press(&v, s, "PageUp")
	before := shown(v, s)
	press(&v, s, keysOf("/ \u00a0 7")...)
	if shown(v, s) == before {
		t.Fatal("no jump while typing")
	}
	press(&v, s, "Esc")
	if got := shown(v, s); got != before {
		t.Errorf("after Esc: shown %q, want %q", got, before)
	}
	press(&v, s, keysOf("/ \u00a0 7 x")...)
	if got := shown(v, s); got != before {
		t.Errorf("where nothing is found: shown %q, want %q", got, before)
	}
}

func TestSearchReplaced(t *testing.T) {
	s := terminal(t, 20, 5, numbered(30))
	v := Open(s, 20, 5)
	v.Find(s, true)
	old := v.Key(s, keyOf("7")).Search
	now := v.Key(s, keyOf("x")).Search
	walk(&v, s, old)
	if got := currentHit(v, s); got != "none" {
		t.Errorf("a search that was replaced jumped to %q", got)
	}
	walk(&v, s, now)
	if got, want := v.Status(s), "?7x · not found"; got != want {
		t.Errorf("status %q, want %q", got, want)
	}
}

func TestSearchGoesInSteps(t *testing.T) {
	s := terminal(t, 20, 5, numbered(5000))
	v := Open(s, 20, 5)
	v.Find(s, true)
	search := v.Key(s, keyOf("5")).Search
	steps := 0
	for done := false; !done; steps++ {
		search.Read(s)
		rows := 0
		for _, l := range search.lines {
			rows += int(l.end - l.first)
		}
		if rows > manyRows {
			t.Fatalf("step %d: %d rows", steps, rows)
		}
		var news bool
		if news, done = search.Match(); news != (steps == 0 || done) {
			t.Errorf("step %d: news is %v", steps, news)
		}
	}
	if steps != 12 && steps != 11 {
		t.Errorf("%d steps", steps)
	}
	if got, want := len(search.Result().hits), countLines(5000, "5"); got != want {
		t.Errorf("%d hits, want %d", got, want)
	}
}

// countLines is how often s is in numbered(n).
func countLines(n int, s string) int { return strings.Count(numbered(n), s) }

func TestSearchLimit(t *testing.T) {
	s := terminal(t, 80, 5, strings.Repeat(strings.Repeat("a ", 40)+"\n", 400))
	v := Open(s, 80, 5)
	press(&v, s, "/", "a", "Enter")
	if got := v.Status(s); !strings.HasSuffix(got, "10000/10000+") {
		t.Errorf("status %q", got)
	}
}

func TestSearchFindsAll(t *testing.T) {
	// However the walk begins, each hit is found once.
	var b strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&b, "%s x%d\n", strings.Repeat("-", i%97), i)
	}
	b.WriteString(strings.Repeat("long ", 5000)) // a line of more than lineRows rows
	s := terminal(t, 30, 5, b.String())
	want := 3000
	for _, keys := range []string{"/", "g /", "g ?", "g H /", "g H ?", "PageUp Ctrl+u PageUp H /", "PageUp PageUp H ?"} {
		v := Open(s, 30, 5)
		press(&v, s, keysOf(keys)...)
		press(&v, s, keysOf("x Enter")...)
		if got := len(v.found.hits); got != want {
			t.Errorf("%s: %d hits, want %d", keys, got, want)
		}
		for i := 1; i < len(v.found.hits); i++ {
			if !v.found.hits[i-1].to.before(v.found.hits[i].from) {
				t.Fatalf("%s: hits %v, %v", keys, v.found.hits[i-1], v.found.hits[i])
			}
		}
	}
}

func TestNewestAfterSearch(t *testing.T) {
	s := terminal(t, 20, 5, numbered(30))
	v := Open(s, 20, 5)
	press(&v, s, keysOf("/ l i n e Enter")...)
	s.Write([]byte("\r\nline 31\r\nline 32"))
	press(&v, s, "G")
	if got := len(v.found.hits); got != 32 {
		t.Errorf("%d hits, want 32", got)
	}
}

func FuzzPattern(f *testing.F) {
	for _, s := range []string{"a", "É", "漢字", "(", "a.*b", "\\S+$", "^", "(?i)x", "[[:alpha:]]"} {
		f.Add(s, true, "some text 漢字 É")
		f.Add(s, false, "some text 漢字 É")
	}
	f.Fuzz(func(t *testing.T, query string, regex bool, text string) {
		if query == "" || len(query) > MaxQuery || len(text) > 1000 {
			return
		}
		pat, err := compile(query, regex)
		if err != nil {
			return
		}
		s := terminal(t, 10, 5, text)
		v := Open(s, 10, 5)
		r := v.read(s)
		for n := r.first; n < r.end; {
			l := r.lineFrom(n)
			for _, h := range pat.find(nil, l, new(lineText), 100) {
				if h.to.before(h.from) || h.from.Row < l.first || h.to.Row >= l.end || l.offset(h.to) >= len(l.cells) {
					t.Fatalf("hit %v in rows %d to %d", h, l.first, l.end)
				}
			}
			n = l.end
		}
	})
}
