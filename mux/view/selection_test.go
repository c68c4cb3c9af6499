package view

import (
	"strings"
	"testing"
	"time"

	"jackin/mux/keys"
	"jackin/mux/vt"
)

// marked is what is shown with what is in reverse in brackets, rows joined by |.
func marked(v View, s Source) string {
	var f vt.Frame
	v.Draw(&f, s)
	var b strings.Builder
	for y := range v.height() {
		if y > 0 {
			b.WriteByte('|')
		}
		on := false
		for _, c := range f.Lines[y].Cells {
			if now := c.Attr&vt.AttrReverse != 0; now != on {
				b.WriteByte("]["[map[bool]int{true: 1}[now]])
				on = now
			}
			b.WriteString(f.Text(c))
		}
		if on {
			b.WriteByte(']')
		}
	}
	return b.String()
}

func TestSelection(t *testing.T) {
	text := "first line  \nabcdefghijklmnop\n\n漢字かな\n  last\nx"
	// Shown at 8 columns: first li|ne|abcdefgh|ijklmnop||漢字かな|  last|x
	for _, c := range []struct{ name, keys, marked, text string }{
		{"one cell", "g H v", "[f]irst li|ne  |abcdefgh|ijklmnop||漢字かな|  last|x", "f"},
		{"over the wrap", "g H v j", "[first li]|[n]e  |abcdefgh|ijklmnop||漢字かな|  last|x", "first lin"},
		{"blanks dropped", "g H v j j", "[first li]|[ne]  |[a]bcdefgh|ijklmnop||漢字かな|  last|x", "first line\na"},
		{"backwards", "g H j l v k h", "[first li]|[ne]  |abcdefgh|ijklmnop||漢字かな|  last|x", "first line"},
		{"an empty line", "g H j j j v j", "first li|ne  |abcdefgh|[ijklmnop]|[ ]|漢字かな|  last|x", "ijklmnop\n"},
		{"wide", "g H j j j j j l v l", "first li|ne  |abcdefgh|ijklmnop||漢[字か]な|  last|x", "字か"},
		{"line", "g H j V", "[first li]|[ne      ]|abcdefgh|ijklmnop||漢字かな|  last|x", "first line"},
		{"lines", "g H j V j j j", "[first li]|[ne      ]|[abcdefgh]|[ijklmnop]|[        ]|漢字かな|  last|x", "first line\nabcdefghijklmnop\n"},
		{"block", "g H l Ctrl+v j j l", "f[ir]st li|n[e ] |a[bc]defgh|ijklmnop||漢字かな|  last|x", "ir\ne\nbc"},
		{"block beyond", "g H j j j l l Ctrl+v j j", "first li|ne  |abcdefgh|ij[k]lmnop|  [ ]|漢[字]かな|  last|x", "k\n\n字"},
		{"block on halves", "g H j j j j j l Ctrl+v j l", "first li|ne  |abcdefgh|ijklmnop||漢[字]かな|  [la]st|x", "字\nla"},
		{"kinds", "g H v j V v", "[first li]|[n]e  |abcdefgh|ijklmnop||漢字かな|  last|x", "first lin"},
		{"ended", "g H v j v", "first li|ne  |abcdefgh|ijklmnop||漢字かな|  last|x", ""},
	} {
		s := terminal(t, 8, 9, text)
		v := Open(s, 8, 9)
		press(&v, s, strings.Fields(c.keys)...)
		if got := marked(v, s); got != c.marked {
			t.Errorf("%s: marked %q, want %q", c.name, got, c.marked)
		}
		if c.text == "" {
			continue
		}
		if a := press(&v, s, "y"); a.Copy != c.text || !a.Leave || a.Cut {
			t.Errorf("%s: copied %q, want %q", c.name, a.Copy, c.text)
		}
	}
}

func TestOtherEnd(t *testing.T) {
	s := terminal(t, 20, 4, "abcdefgh")
	v := Open(s, 20, 4)
	press(&v, s, "H", "l", "l", "v", "l", "l", "o", "h", "o", "l")
	if got, want := marked(v, s), "a[bcdef]gh||"; got != want {
		t.Errorf("marked %q, want %q", got, want)
	}
	press(&v, s, "h", "h", "h", "h", "h")
	if got, want := marked(v, s), "[ab]cdefgh||"; got != want {
		t.Errorf("past the anchor: marked %q, want %q", got, want)
	}
}

func TestSelectionSurvivesResize(t *testing.T) {
	s := terminal(t, 10, 5, numbered(20)+"\nabcdefghijklmnopqrstuvwxyz")
	v := Open(s, 10, 5)
	press(&v, s, "G", "k", "0", "l", "v", "$")
	for _, cols := range []int{26, 3, 10, 1, 40} {
		s.Resize(cols, 5)
		v.Resize(s, cols, 5)
		probe := v
		if a := press(&probe, s, "y"); a.Copy != "bcdefghijklmnopqrstuvwxyz" {
			t.Errorf("at %d columns: copied %q", cols, a.Copy)
		}
	}
}

func TestCopyLimit(t *testing.T) {
	s := terminal(t, 400, 4, strings.Repeat(strings.Repeat("0123456789", 39)+"\n", 3000))
	v := Open(s, 400, 4)
	press(&v, s, "h", "v", "g")
	a := press(&v, s, "y")
	if !a.Cut || len(a.Copy) > MaxCopy || len(a.Copy) < MaxCopy-400 {
		t.Errorf("copied %d bytes, cut %v", len(a.Copy), a.Cut)
	}
}

// at is a mouse event of the left button.
func at(action keys.Action, x, y int) keys.Mouse {
	return keys.Mouse{Button: keys.ButtonLeft, Action: action, X: x, Y: y}
}

func TestDrag(t *testing.T) {
	text := numbered(20) + "\nalpha beta gamma\n\nsee https://example.com/a?b=c&d=(e), ok\nend\n"
	for _, c := range []struct {
		name       string
		clicks     int
		mods       keys.Mods
		x, y, a, b int
		text       string
	}{
		{"characters", 1, 0, 2, 0, 4, 0, "pha"},
		{"backwards", 1, 0, 4, 0, 2, 0, "pha"},
		{"a click", 1, 0, 4, 0, 4, 0, ""},
		{"lines below", 1, 0, 11, 0, 2, 2, "gamma\n\nsee"},
		{"behind the end", 1, 0, 6, 0, 38, 0, "beta gamma"},
		{"from behind the end", 1, 0, 38, 0, 2, 2, "\n\nsee"},
		{"word", 2, 0, 7, 0, 7, 0, "beta"},
		{"words", 2, 0, 7, 0, 12, 0, "beta gamma"},
		{"words back", 2, 0, 12, 0, 1, 0, "alpha beta gamma"},
		{"address", 2, 0, 20, 2, 20, 2, "https://example.com/a?b=c&d=(e)"},
		{"line", 3, 0, 7, 0, 7, 0, "alpha beta gamma"},
		{"lines", 3, 0, 7, 0, 1, 2, "alpha beta gamma\n\nsee https://example.com/a?b=c&d=(e), ok"},
		{"block", 1, keys.Alt, 1, 0, 3, 2, "lph\n\nee"},
	} {
		s := terminal(t, 40, 5, text)
		v := Open(s, 40, 5)
		if got, want := shown(v, s), "alpha beta gamma||see https://example.com/a?b=c&d=(e), ok|end"; got != want {
			t.Fatalf("shown %q, want %q", got, want)
		}
		down := at(keys.MousePress, c.x, c.y)
		down.Mods = c.mods
		v.Mouse(s, down, c.clicks)
		v.Mouse(s, at(keys.MouseMotion, c.a, c.b), 0)
		a := v.Mouse(s, at(keys.MouseRelease, c.a, c.b), 0)
		if a.Copy != c.text || !a.Leave {
			t.Errorf("%s: copied %q, leave %v; want %q", c.name, a.Copy, a.Leave, c.text)
		}
	}
}

func TestDragBeyondTheEdge(t *testing.T) {
	s := terminal(t, 20, 5, numbered(30))
	v := Open(s, 20, 5)
	v.Wheel(s, -10)
	v.Mouse(s, at(keys.MousePress, 3, 1), 1)
	v.Mouse(s, at(keys.MouseMotion, 5, -1), 0)
	if v.Dragging() != -1 {
		t.Fatalf("dragging %d, want -1", v.Dragging())
	}
	for range 3 {
		v.Tick(s)
	}
	if got, want := shown(v, s), "line 13|line 14|line 15|line 16"; got != want {
		t.Errorf("shown %q, want %q", got, want)
	}
	if got, want := marked(v, s), "line [13]|[line 14]|[line 15]|[line 16]"; got != want {
		t.Errorf("marked %q, want %q", got, want)
	}
	v.Mouse(s, at(keys.MouseMotion, 5, 4), 0)
	if v.Dragging() != 1 {
		t.Fatalf("dragging %d, want 1", v.Dragging())
	}
	for range 100 {
		v.Tick(s)
	}
	a := v.Mouse(s, at(keys.MouseRelease, 5, 4), 0)
	if !strings.HasPrefix(a.Copy, "e 17\nline 18\n") || !strings.HasSuffix(a.Copy, "\nline 29\nline 3") {
		t.Errorf("copied %q", a.Copy)
	}
	if v.Dragging() != 0 {
		t.Error("still dragging")
	}
}

func TestClickStaysScrolledBack(t *testing.T) {
	s := terminal(t, 20, 5, numbered(30))
	v := Open(s, 20, 5)
	v.Wheel(s, -10)
	v.Mouse(s, at(keys.MousePress, 3, 1), 1)
	if a := v.Mouse(s, at(keys.MouseRelease, 3, 1), 0); a.Leave || a.Copy != "" {
		t.Errorf("a click: %+v", a)
	}
	if got := cursorAt(v, s); got != "3,1" {
		t.Errorf("cursor at %s, want 3,1", got)
	}
	v.Mouse(s, at(keys.MousePress, 0, 1), 2)
	a := v.Mouse(s, at(keys.MouseRelease, 0, 1), 0)
	if a.Leave || a.Copy != "line" {
		t.Errorf("a double click: %+v", a)
	}
	if got, want := marked(v, s), "line 16|[line] 17|line 18|line 19"; got != want {
		t.Errorf("marked %q, want %q", got, want)
	}
}

func TestClickBesideAWideCharacter(t *testing.T) {
	// The last column of the first row is free: the wide one didn't fit.
	s := terminal(t, 8, 4, "abcdefg漢字")
	v := Open(s, 8, 4)
	for _, c := range []struct {
		x, y int
		want string
	}{{7, 0, "6,0"}, {1, 1, "0,1"}, {3, 1, "2,1"}, {6, 1, "6,1"}} {
		v.Mouse(s, at(keys.MousePress, c.x, c.y), 1)
		if got := cursorAt(v, s); got != c.want {
			t.Errorf("click at %d,%d: cursor at %s, want %s", c.x, c.y, got, c.want)
		}
	}
}

func TestBlockStaysInItsRow(t *testing.T) {
	s := terminal(t, 10, 5, "abc\ndef\nghi")
	v := Open(s, 10, 5)
	press(&v, s, "H", "j", "Ctrl+v")
	if a := press(&v, s, "h"); !a.Bell || cursorAt(v, s) != "0,1" {
		t.Errorf("left of the first column: %+v, cursor at %s", a, cursorAt(v, s))
	}
	for range 20 {
		press(&v, s, "l")
	}
	if got := cursorAt(v, s); got != "9,1" {
		t.Errorf("cursor at %s, want 9,1", got)
	}
}

func TestClicks(t *testing.T) {
	var c Clicks
	now := time.Unix(1000, 0)
	for i, e := range []struct {
		x, y  int
		after time.Duration
		want  int
	}{
		{1, 1, 0, 1}, {1, 1, 100 * time.Millisecond, 2}, {1, 1, 100 * time.Millisecond, 3}, {1, 1, 100 * time.Millisecond, 1},
		{1, 1, time.Second, 1}, {1, 1, 399 * time.Millisecond, 2}, {2, 1, time.Millisecond, 1}, {2, 2, time.Millisecond, 1},
		{2, 2, -time.Second, 1},
	} {
		now = now.Add(e.after)
		if got := c.Press(at(keys.MousePress, e.x, e.y), now); got != e.want {
			t.Errorf("press %d: %d, want %d", i, got, e.want)
		}
	}
}

func TestToken(t *testing.T) {
	for _, c := range []struct{ text, want string }{ // ^ before what is clicked on
		{"a ^word here", "word"}, {"^word", "word"}, {"wor^d", "word"}, {"a^ b", " "}, {"a^   b", "   "},
		{"snake_ca^se(x)", "snake_case"}, {"call^(x)", "("}, {"==^==> x", "===="}, {"--dry-r^un now", "--dry-run"}, {"^-v x", "-"},
		{"-^v x", "-v"}, {"a-^b", "a-b"}, {"a ^- b", "-"}, {"don^t.", "dont"}, {"1.2.^3, x", "1.2.3"}, {"me@exa^mple.com.", "me@example.com"},
		{"https://ex^ample.com", "https://example.com"}, {"^https://example.com.", "https://example.com"}, {"http^s://a.b/c,", "https://a.b/c"},
		{"(see https://a.b/^c)", "https://a.b/c"}, {"https://en.wikipedia.org/wiki/Go_(^game)", "https://en.wikipedia.org/wiki/Go_(game)"},
		{"(https://a.b/c_(^d))", "https://a.b/c_(d)"}, {"[x](https://a.b/^c)", "https://a.b/c"}, {"<https://a.b/^c>", "https://a.b/c"},
		{"https://a.b/?q=1&r=%20#fr^ag!", "https://a.b/?q=1&r=%20#frag"}, {"'https://a.b/^c'", "https://a.b/c"}, {"\"https://a.b/^c\"", "https://a.b/c"},
		{"git+ssh://git@a.b:22/^x.git", "git+ssh://git@a.b:22/x.git"}, {"mailto:me@a^.b", "mailto:me@a.b"}, {"www.ex^ample.com/x", "www.example.com/x"},
		{"http://[::1]:80^80/x", "http://[::1]:8080/x"}, {"file:///tmp/^x", "file:///tmp/x"}, {"x https://a.b y ^z", "z"},
		{"见https://a.b/文件^。好", "。"}, {"见https://a.b/文^件。好", "https://a.b/文件"},
		{"see https://a.b/^c: text", "https://a.b/c"}, {"https://a.b https://c^.d", "https://c.d"},
		{"cat ~/no^tes.txt", "~/notes.txt"}, {"./a/^b.go", "./a/b.go"}, {"../^x", "../x"}, {"^/etc/passwd", "/etc/passwd"}, {"cd ../^..", "../.."},
		{"mux/vt/ro^ws.go:12:5: oops", "mux/vt/rows.go:12:5"}, {"mux/vt/rows.go:1^2:5: oops", "mux/vt/rows.go:12:5"}, {"main.go:1^2: oops", "main.go:12"},
		{"ma^in.go:12:5", "main.go:12:5"}, {"main.go^: x", ":"}, {"ma^in.go, x", "main.go"}, {"in src/^a.", "src/a"}, {"go test ./^...", "./..."},
		{"--file=/tmp/^x", "/tmp/x"}, {"PATH=/bin:/usr/^bin:/sbin", "/usr/bin"}, {"(./a^/b)", "./a/b"}, {"host:/var/^log", "/var/log"},
		{"@scope/p^kg", "@scope/pkg"}, {"a/文件/^x", "a/文件/x"}, {"10.0.0.1:80^80", "10.0.0.1:8080"}, {"12:34:5^6", "56"},
		{"open \"my fi^le.txt\" now", "my file.txt"}, {"open ^\"my file\" now", "\"my file\""}, {"open \"my file^\" now", "\"my file\""},
		{"{'a': 'b ^c'}", "b c"}, {"run `go te^st` now", "go test"}, {"\"esc \\\" ap^ed\"", "esc \\\" aped"}, {"it's a ^dog's life", "dog"},
		{"say “hello wo^rld” x", "hello world"}, {"\"/a b/^c\"", "/a b/c"}, {"\"see ./a/^b.go now\"", "./a/b.go"}, {"\"a\" ^b \"c\"", "b"},
		{"'un^closed", "unclosed"}, {"5\" and ^6\"", "6"}, {"{\"k\":\"v ^w\"}", "v w"},
		{"漢字か^な x", "漢字かな"}, {"🚀^👨‍👩‍👧👨‍👩‍👧x", "👨‍👩‍👧👨‍👩‍👧"}, {"cafe\u0301 ^e\u0301te\u0301", "e\u0301te\u0301"}, {"க்ஷ^ி x", "க்ஷி"},
		{"^", ""},
	} {
		before, after, _ := strings.Cut(c.text, "^")
		text := before + after
		from, to := token(text, len(before))
		if got := text[from:to]; got != c.want {
			t.Errorf("token(%q) = %q, want %q", c.text, got, c.want)
		}
	}
}

func TestWordOverAWrap(t *testing.T) {
	s := terminal(t, 10, 8, "go: https://example.com/long/path 漢字")
	v := Open(s, 10, 8)
	for _, c := range []struct {
		x, y int
		want string
	}{{6, 0, "https://example.com/long/path"}, {2, 2, "https://example.com/long/path"}, {7, 3, "漢字"}, {4, 3, "漢字"}, {0, 0, "go"}} {
		v := v
		v.Mouse(s, at(keys.MousePress, c.x, c.y), 2)
		if a := v.Mouse(s, at(keys.MouseRelease, c.x, c.y), 0); a.Copy != c.want {
			t.Errorf("double click at %d,%d of %q: %q, want %q", c.x, c.y, shown(v, s), a.Copy, c.want)
		}
	}
}

func FuzzToken(f *testing.F) {
	for _, s := range []string{"see \"https://a.b/c\" and ./x.go:1:2", "it's 'x' `y`", "a\\\"b", "://", "www.", "👨‍👩‍👧 é", "::::", "\x80\xff\""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		for at := range s {
			if from, to := token(s, at); from > at || to <= at || to > len(s) {
				t.Fatalf("token(%q, %d) = %d, %d", s, at, from, to)
			}
		}
	})
}
