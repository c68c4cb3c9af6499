package view

import (
	"fmt"
	"strings"
	"testing"

	"jackin/mux/keys"
	"jackin/mux/vt"
)

// terminal is a screen with history that has printed text.
func terminal(t testing.TB, cols, rows int, text string) *vt.Screen {
	t.Helper()
	h, err := vt.NewHistory(make([]byte, 4<<20), 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := vt.New(vt.Options{Cols: cols, Rows: rows, History: h})
	s.Write([]byte(strings.ReplaceAll(text, "\n", "\r\n")))
	return s
}

// numbered is the text of n lines, `line 1` first, without a newline at the end.
func numbered(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "line %d", i+1)
	}
	return b.String()
}

// press presses keys by their names: characters, Ctrl+x, or a function key's.
func press(v *View, s Source, names ...string) (last Action) {
	for _, name := range names {
		last = v.Key(s, keyOf(name))
		for last.Search != nil {
			last = walk(v, s, last.Search)
		}
	}
	return last
}

func keyOf(name string) keys.Key {
	named := map[string]keys.Code{
		"Up": keys.Up, "Down": keys.Down, "Left": keys.Left, "Right": keys.Right, "PageUp": keys.PageUp,
		"PageDown": keys.PageDown, "Home": keys.Home, "End": keys.End, "Esc": keys.Escape, "Enter": keys.Enter,
		"Backspace": keys.Backspace, "Delete": keys.Delete, "F1": keys.F1, "Tab": keys.Tab,
	}
	if c, ok := named[name]; ok {
		return keys.Key{Code: c}
	}
	if c, ok := strings.CutPrefix(name, "Ctrl+"); ok {
		return keys.Key{Code: keys.Code(c[0]), Mods: keys.Ctrl}
	}
	k := keys.Key{Code: keys.Code([]rune(name)[0]), Text: name}
	if lower := strings.ToLower(name); lower != name {
		k.Code, k.Mods = keys.Code([]rune(lower)[0]), keys.Shift
	}
	return k
}

// typed is the names of the characters of s.
func typed(s string) []string { return strings.Split(s, "") }

// walk does a search to its end.
func walk(v *View, src Source, s *Search) (last Action) {
	for done := false; !done; {
		var news bool
		s.Read(src)
		if news, done = s.Match(); news {
			last = v.Found(src, s.Result())
		}
	}
	return last
}

// shown is what the view shows: its rows without the hint row, without blanks at
// their ends, joined by |.
func shown(v View, s Source) string {
	var f vt.Frame
	v.Draw(&f, s)
	rows := make([]string, v.height())
	for y := range rows {
		rows[y] = f.LineText(y)
	}
	return strings.Join(rows, "|")
}

// cursorAt is the place of the cursor on what is shown.
func cursorAt(v View, s Source) string {
	var f vt.Frame
	v.Draw(&f, s)
	if !f.Cursor.Visible {
		return "none"
	}
	return fmt.Sprintf("%d,%d", f.Cursor.X, f.Cursor.Y)
}

func TestOpenShowsTheScreen(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       string
	}{
		{"empty", "", "||"},
		{"short", "one\ntwo", "one|two|"},
		{"scrolled", numbered(10), "line 7|line 8|line 9"},
		{"wrapped", "abcdefghijklmnop\nend", "abcdefgh|ijklmnop|end"},
		{"wrapped from the history", "abcdefghijklmnopqrstuvwxyz0123456789", "ijklmnop|qrstuvwx|yz012345"},
		{"erased behind a wrap", "12345678x\b\x1b[X\nend", "12345678||end"},
		{"written over behind a wrap", "1\n2\nabcdefg漢字x\n\n\n\x1b[1;1Hover", "overx||"},
		{"wide at the edge", "abcdefg漢字\nend", "abcdefg|漢字|end"},
		{"alternate", numbered(10) + "\x1b[?1049h\x1b[Hvim", "vim||"},
	} {
		s := terminal(t, 8, 4, c.text)
		v := Open(s, 8, 4)
		if got := shown(v, s); got != c.want {
			t.Errorf("%s: view of %q is %q, want %q", c.name, c.text, got, c.want)
		}
	}
}

func TestScrolling(t *testing.T) {
	for _, c := range []struct {
		name string
		keys []string
		want string
	}{
		{"up", []string{"Up"}, "line 16|line 17|line 18"},
		{"k k j", []string{"k", "k", "j"}, "line 16|line 17|line 18"},
		{"down shows the row below the hints", []string{"Down"}, "line 18|line 19|line 20"},
		{"no further", []string{"j", "j", "j"}, "line 18|line 19|line 20"},
		{"page", []string{"PageUp"}, "line 15|line 16|line 17"},
		{"page and back", []string{"PageUp", "PageUp", "Ctrl+f"}, "line 15|line 16|line 17"},
		{"half", []string{"Ctrl+u", "Ctrl+u", "Ctrl+d"}, "line 16|line 17|line 18"},
		{"home", []string{"g"}, "line 1|line 2|line 3"},
		{"home, not above", []string{"Home", "Up", "PageUp"}, "line 1|line 2|line 3"},
		{"end", []string{"Home", "End"}, "line 18|line 19|line 20"},
	} {
		s := terminal(t, 20, 4, numbered(20))
		v := Open(s, 20, 4)
		if a := press(&v, s, c.keys...); a.Leave {
			t.Errorf("%s: left", c.name)
		}
		if got := shown(v, s); got != c.want {
			t.Errorf("%s: shown %q, want %q", c.name, got, c.want)
		}
	}
}

func TestLeaving(t *testing.T) {
	for _, c := range []struct {
		keys string
		want bool
	}{
		{"Esc", true}, {"q", true}, {"x", true}, {"F1", true}, {"Tab", true}, {"Enter", true}, {"Ctrl+c", true},
		{"PageDown", true}, {"PageUp PageDown", false}, {"PageUp PageDown PageDown", true}, {"PageUp Space", false},
		{"Up", false}, {"v Esc", false}, {"v Esc Esc", true}, {"/ Esc", false}, {"/ Esc Esc", true}, {"/ q", false},
		{"v PageDown PageDown", false}, {"G", false}, {"y", false}, {"v y", true}, {"v Enter", true},
	} {
		s := terminal(t, 20, 4, numbered(20))
		v := Open(s, 20, 4)
		if a := press(&v, s, strings.Fields(strings.ReplaceAll(c.keys, "Space", "\u00a0"))...); a.Leave != c.want {
			t.Errorf("%s: leaves = %v, want %v", c.keys, a.Leave, c.want)
		}
	}
}

func TestWheel(t *testing.T) {
	s := terminal(t, 20, 4, numbered(20))
	v := Open(s, 20, 4)
	for i, c := range []struct {
		by   int
		want string
		out  bool
	}{
		{-3, "line 14|line 15|line 16", false},
		{-100, "line 1|line 2|line 3", false},
		{15, "line 16|line 17|line 18", false},
		{3, "", true},
	} {
		a := v.Wheel(s, c.by)
		if a.Leave != c.out || !c.out && shown(v, s) != c.want {
			t.Errorf("step %d: wheel by %d: leave %v, shown %q; want %v, %q", i, c.by, a.Leave, shown(v, s), c.out, c.want)
		}
	}
	short := terminal(t, 20, 4, "no history")
	v = Open(short, 20, 4)
	if a := v.Wheel(short, -1); !a.Leave {
		t.Error("the wheel holds a screen that has nothing above it")
	}
	v = Open(s, 20, 4)
	press(&v, s, "v")
	if a := v.Wheel(s, 1); a.Leave {
		t.Error("the wheel leaves a selection")
	}
}

func TestHeldStill(t *testing.T) {
	s := terminal(t, 20, 4, numbered(20))
	v := Open(s, 20, 4)
	press(&v, s, "Up", "Up")
	before := shown(v, s)
	s.Write([]byte("\r\nnew 1\r\nnew 2\x1b[H\x1b[2Jdrawn anew"))
	if got := shown(v, s); got != before {
		t.Errorf("after output: shown %q, want %q", got, before)
	}
	if back, fresh := v.Behind(s); back != 2 || fresh != 2 {
		t.Errorf("behind %d, %d, want 2, 2", back, fresh)
	}
	if got, want := v.Status(s), "2 lines back · 2 new"; got != want {
		t.Errorf("status %q, want %q", got, want)
	}
	press(&v, s, "Down", "Down", "Down", "Down", "Down")
	if got, want := shown(v, s), "line 18|line 19|line 20"; got != want {
		t.Errorf("the end of what is held is %q, want %q", got, want)
	}
	press(&v, s, "G")
	if got, want := shown(v, s), "drawn anew||"; got != want {
		t.Errorf("after G: shown %q, want %q", got, want)
	}
	if got, want := v.Status(s), "held"; got != want {
		t.Errorf("after G: status %q, want %q", got, want)
	}
}

func TestTrimmedAndCleared(t *testing.T) {
	for _, c := range []struct{ name, out string }{
		{"cleared", "\x1b[3J"}, {"reset", "\x1bc"}, {"trimmed", strings.Repeat("x\r\n", 30_000)},
	} {
		s := terminal(t, 20, 4, numbered(100))
		v := Open(s, 20, 4)
		press(&v, s, "g")
		s.Write([]byte(c.out))
		if got, want := shown(v, s), "line 97|line 98|line 99"; got != want {
			t.Errorf("%s: shown %q, want %q", c.name, got, want)
		}
		press(&v, s, "Up", "h", "v", "l", "y")
		if got, want := shown(v, s), "line 97|line 98|line 99"; got != want {
			t.Errorf("%s, after keystrokes: shown %q, want %q", c.name, got, want)
		}
	}
}

func TestResize(t *testing.T) {
	text := numbered(30) + "\nabcdefghijklmnopqrstuvwxyz\nlast\nA\nB\nC\nD"
	for _, c := range []struct {
		name       string
		ups        int
		cols, rows int
		want       string
	}{
		{"same", 2, 10, 4, "line 30|abcdefghij|klmnopqrst"},
		{"taller", 2, 10, 6, "line 30|abcdefghij|klmnopqrst|uvwxyz|last"},
		{"taller than there is", 0, 10, 12, "line 28|line 29|line 30|abcdefghij|klmnopqrst|uvwxyz|last|A|B|C|D"},
		{"wider", 2, 26, 4, "line 30|abcdefghijklmnopqrstuvwxyz|last"},
		{"narrower", 0, 5, 4, "klmno|pqrst|uvwxy"},
		{"one", 2, 1, 1, "l"},
		{"one column", 1, 1, 4, "a|b|c"},
	} {
		s := terminal(t, 10, 4, text)
		v := Open(s, 10, 4)
		press(&v, s, "Up", "Up", "Up") // klmnopqrst uvwxyz last
		for range c.ups {
			press(&v, s, "Up")
		}
		if c.name == "taller than there is" {
			press(&v, s, "Down", "Down", "Down")
		}
		v.Resize(s, c.cols, c.rows)
		if got := shown(v, s); got != c.want {
			t.Errorf("%s: shown %q, want %q", c.name, got, c.want)
		}
	}
}

func TestResizeTakesRowsOutOfTheHistory(t *testing.T) {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	for _, size := range [][2]int{{12, 4}, {5, 4}, {8, 9}, {40, 2}} {
		s := terminal(t, 8, 4, "one\n"+alphabet)
		v := Open(s, 8, 4)
		s.Resize(size[0], size[1])
		v.Resize(s, size[0], size[1])
		press(&v, s, "h", "g", "V")
		for press(&v, s, "j") == (Action{}) {
		}
		if a := press(&v, s, "y"); a.Copy != "one\n"+alphabet {
			t.Errorf("at %v: copied %q", size, a.Copy)
		}
	}
}

func TestLongLine(t *testing.T) {
	text := strings.Repeat("0123456789", 500) // 625 rows, more than lineRows
	s := terminal(t, 8, 6, text)
	v := Open(s, 8, 6)
	press(&v, s, "H", "v", "g")
	if a := press(&v, s, "y"); !strings.HasPrefix(text, a.Copy) || len(a.Copy) != len(text)-6*8+1 {
		t.Errorf("copied %d bytes up to the screen, a part of the text: %v", len(a.Copy), strings.HasPrefix(text, a.Copy))
	}
	v = Open(s, 8, 6)
	press(&v, s, "h", "v", "g")
	if a := press(&v, s, "y"); a.Copy != text[:len(a.Copy)] || len(a.Copy) < len(text)-2*8 {
		t.Errorf("copied %d bytes, %d lines, want one of nearly %d", len(a.Copy), strings.Count(a.Copy, "\n")+1, len(text))
	}
}

func TestNarrowRowsInAWideView(t *testing.T) {
	// Many rows make one of the view: they are read in several pieces.
	var lines []string
	for i := range 20 {
		lines = append(lines, strings.Repeat("e"+string(rune(0x300+i))+"漢x", 30))
	}
	s := terminal(t, 4, 10, strings.Join(lines, "\n"))
	v := Open(s, 120, 10)
	press(&v, s, "End", "Down", "Down", "Down", "Down", "Down", "Down", "Down", "Down", "Down", "Down", "Down")
	var f vt.Frame
	v.Draw(&f, s)
	for y := range v.height() {
		if got, want := f.LineText(y), lines[len(lines)-v.height()+y]; got != want {
			t.Errorf("row %d is %q, want %q", y, got, want)
		}
	}
}

func TestPrompts(t *testing.T) {
	prompt := func(s string) string { return "\x1b]133;A\x07$ \x1b]133;B\x07" + s + "\n\x1b]133;C\x07" }
	s := terminal(t, 20, 5, prompt("one")+numbered(6)+"\n"+prompt("two")+numbered(6)+"\n"+prompt("three")+"x")
	v := Open(s, 20, 5)
	for i, c := range []struct {
		key, want string
		bell      bool
	}{
		{"[", "$ two|line 1|line 2|line 3", false},
		{"{", "$ one|line 1|line 2|line 3", false},
		{"[", "$ one|line 1|line 2|line 3", true},
		{"]", "$ two|line 1|line 2|line 3", false},
		{"}", "line 5|line 6|$ three|x", false},
		{"]", "line 5|line 6|$ three|x", true},
	} {
		if a := press(&v, s, c.key); a.Bell != c.bell || shown(v, s) != c.want {
			t.Errorf("step %d, %s: bell %v, shown %q; want %v, %q", i, c.key, a.Bell, shown(v, s), c.bell, c.want)
		}
	}
}

func TestCursor(t *testing.T) {
	text := "zero\none two-three  four\n  indented\n\nabcdefghijklmnopqrstuvwxyz\n漢字 x\nend"
	for _, c := range []struct{ keys, want string }{
		{"Up", "none"}, {"g", "none"},
		{"g H", "0,0"}, {"g L", "0,7"}, {"g M", "0,3"},
		{"g H Right Right", "2,0"}, {"g H l l l l", "0,1"}, {"g H l l l l h", "3,0"}, {"g H h", "0,0"},
		{"g H j $", "6,2"}, {"g H j $ 0", "0,1"}, {"g H j j j $ k", "6,2"}, // the wanted column
		{"g H w", "0,1"}, {"g H w w", "4,1"}, {"g H w w w", "7,1"}, {"g H w w w w w", "3,2"},
		{"g H w w w w w b", "8,1"}, {"g H w w w w w b b", "7,1"}, {"g H w b b", "0,0"},
		{"g H j j j ^", "2,3"}, {"g H w w w w w w", "2,3"}, {"g H w w w w w w w", "0,4"}, {"g H w w w w w w w b", "2,3"},
		{"g H j j j j j $", "1,7"}, {"g H j j j j j $ 0", "0,5"},
		{"G 0 k", "0,6"}, {"G 0 k l", "2,6"}, {"G 0 k l l", "4,6"}, {"G 0 k l l h h", "0,6"}, {"G 0 k $", "5,6"},
		{"g H g", "0,0"}, {"g H PageDown", "0,0"}, {"g H PageDown PageUp PageUp", "0,0"},
	} {
		s := terminal(t, 12, 9, text)
		v := Open(s, 12, 9)
		press(&v, s, strings.Fields(c.keys)...)
		if got := cursorAt(v, s); got != c.want {
			t.Errorf("%s: cursor at %s, want %s in %q", c.keys, got, c.want, shown(v, s))
		}
	}
}
