package render

import (
	"fmt"
	"strings"
	"testing"

	"jackin/mux/vt"
)

var full = Caps{Colors: TrueColor, Sync: true, UnderlineStyles: true, Strike: true, Overline: true, Links: true, REP: true, ECH: true, BCE: true,
	Kitty: true, OtherKeys: true, ColorReports: true}

// shot is a pane of 20x6 below a strip, on an outer terminal of 20x7.
type shot struct {
	r     *Renderer
	pane  *vt.Screen
	frame vt.Frame
	at    Rect
}

func newShot(caps Caps, written string) *shot {
	s := &shot{r: New(caps), pane: vt.New(vt.Options{Cols: 20, Rows: 6}), at: Rect{0, 1, 20, 6}}
	s.r.Reset(20, 7)
	s.pane.Write([]byte(written))
	s.draw(nil)
	return s
}

func (s *shot) draw(covered []Rect) string {
	s.pane.CopyTo(&s.frame)
	return string(s.r.Pane(nil, &s.frame, s.at, covered))
}

func TestPaneBytes(t *testing.T) {
	lines := func(from, to int) string {
		var l []string
		for i := from; i <= to; i++ {
			l = append(l, strings.Repeat(string(rune('a'+i)), 12))
		}
		return strings.Join(l, "\r\n")
	}
	tests := []struct {
		name          string
		caps          Caps
		first, second string
		want          string
	}{
		{"nothing", full, "hello", "", ""},
		{"same text again", full, "hello", "\rhello", ""},
		{"one character", full, "", "a", "\x1b[2H\x1b[ma"},
		{"clear the row", full, "hello", "\r\x1b[K", "\x1b[2H\x1b[m\x1b[K"},
		{"two cells of the tail are spaces", full, "hello", "\x1b[4G\x1b[K", "\x1b[2;4H\x1b[m  "},
		{"background", full, "hello", "\r\x1b[44m\x1b[K", "\x1b[2H\x1b[0;44m\x1b[K\x1b[m"},
		{"background without BCE", Caps{}, "hello", "\r\x1b[44m\x1b[K", "\x1b[2H\x1b[0;44m" + strings.Repeat(" ", 20) + "\x1b[m"},
		{"clear the screen", full, lines(1, 5), "\x1b[2J", "\x1b[2H\x1b[m\x1b[J"},
		{"rewrite a small gap", full, "abcdef", "\x1b[1;1HX\x1b[1;5HY", "\x1b[2H\x1b[mXbcdY"},
		{"rewrite a small gap in the style behind it", full, "abcdef", "\x1b[H\x1b[31mX\x1b[1;5H\x1b[mY", "\x1b[2H\x1b[0;31mX\x1b[mbcdY"},
		{"jump a gap of another style", full, "a\x1b[1mb\x1b[mc", "\x1b[1;1HX\x1b[1;3HY", "\x1b[2H\x1b[mX\x1b[CY"},
		{"rewrite a small gap before an erased tail", full, "abcdefghi", "\x1b[1;1HX\x1b[1;4H\x1b[K", "\x1b[2H\x1b[mXbc\x1b[K"},
		{"jump a wide gap", full, "abcdefgh", "\x1b[1;1HX\x1b[1;8HY", "\x1b[2H\x1b[mX\x1b[8GY"},
		{"scroll up", full, lines(1, 6), "\r\n" + lines(7, 7), "\x1b[m\x1b[2r\x1b[S\x1b[r\x1b[7Hh\x1b[11b"},
		{"scroll down", full, lines(1, 6), "\x1b[H\x1bMaaaaaaaaaaaa", "\x1b[m\x1b[2r\x1b[T\x1b[r\na\x1b[11b"},
		{"scroll a region", full, lines(1, 6), "\x1b[2;4r\x1b[4H\n\x1b[r", "\x1b[m\x1b[3;5r\x1b[S\x1b[r"},
		{"scroll without SU", Caps{NoScroll: true}, "aaa\r\nbbb", "\x1b[S", "\x1b[2H\x1b[mbbb\r\n\x1b[K"},
		{"REP", full, "", "aaaaaaaaaaaaaaab", "\x1b[2H\x1b[ma\x1b[14bb"},
		{"REP of a line", full, "", strings.Repeat("─", 20), "\x1b[2H\x1b[m─\x1b[19b"},
		{"no REP", Caps{}, "", "aaaaaaaaaaaaaaab", "\x1b[2H\x1b[maaaaaaaaaaaaaaab"},
		{"no REP where it is not shorter", full, "", "aaaab", "\x1b[2H\x1b[maaaab"},
		{"SGR difference", full, "", "\x1b[1ma\x1b[4mb\x1b[22mc", "\x1b[2H\x1b[0;1ma\x1b[4mb\x1b[22mc\x1b[m"},
		{"SGR reset where it is shorter", full, "", "\x1b[1;3;7;38;5;99ma\x1b[m\x1b[4mb", "\x1b[2H\x1b[0;1;3;7;38;5;99ma\x1b[0;4mb\x1b[m"},
		{"bold and dim to dim", full, "", "\x1b[1;2;3;4;7ma\x1b[22;2mb", "\x1b[2H\x1b[0;1;2;4;3;7ma\x1b[22;2mb\x1b[m"},
		{"bold to dim", full, "", "\x1b[1ma\x1b[22;2mb", "\x1b[2H\x1b[0;1ma\x1b[0;2mb\x1b[m"},
		{"curly and its colour", full, "", "\x1b[4:3;58:2::1:2:3ma", "\x1b[2H\x1b[0;4:3;58:2::1:2:3ma\x1b[m"},
		{"curly where it is unknown", Caps{}, "", "\x1b[4:3;58:2::1:2:3ma", "\x1b[2H\x1b[0;4ma\x1b[m"},
		{"strike and overline unknown", Caps{}, "", "\x1b[9;53ma", "\x1b[2H\x1b[ma"},
		{"true colour", full, "", "\x1b[38;2;1;2;3ma", "\x1b[2H\x1b[0;38;2;1;2;3ma\x1b[m"},
		{"true colour on 256", Caps{Colors: Colors256}, "", "\x1b[38;2;255;0;0ma", "\x1b[2H\x1b[0;38;5;196ma\x1b[m"},
		{"true colour on 16", Caps{}, "", "\x1b[38;2;255;0;0ma", "\x1b[2H\x1b[0;91ma\x1b[m"},
		{"colour on mono", Caps{Colors: Mono}, "", "\x1b[1;31;44ma", "\x1b[2H\x1b[0;1ma\x1b[m"},
		{"link", full, "", "\x1b]8;id=x;http://a\x1b\\ab\x1b]8;;\x1b\\c", "\x1b[2H\x1b]8;id=x;http://a\x1b\\\x1b[mab\x1b]8;;\x1b\\c"},
		{"link without an id gets one", full, "", "\x1b]8;;http://a\x1b\\a", "\x1b[2H\x1b]8;id=j1;http://a\x1b\\\x1b[ma\x1b]8;;\x1b\\"},
		{"same link, another id", full, "", "\x1b]8;id=x;http://a\x1b\\a\x1b]8;id=y;http://a\x1b\\b",
			"\x1b[2H\x1b]8;id=x;http://a\x1b\\\x1b[ma\x1b]8;id=y;http://a\x1b\\b\x1b]8;;\x1b\\"},
		{"link unknown", Caps{}, "", "\x1b]8;;http://a\x1b\\a", "\x1b[2H\x1b[ma"},
		{"wide", full, "", "漢a", "\x1b[2H\x1b[m漢a"},
		{"half of a wide one overwritten", full, "漢", "\x1b[1;2Ha", "\x1b[2H\x1b[m a"},
		{"a move behind a cluster", full, "", "e\u0301a", "\x1b[2H\x1b[me\u0301\x1b[2Ga"},
		{"a cluster that may have wrapped", full, "", "\x1b[1;19He\u0301f\r\nx", "\x1b[2;19H\x1b[me\u0301\x1b[2;20Hf\r\nx"},
		{"wrapped line", full, "", strings.Repeat("ab", 10) + "cd", "\x1b[2H\x1b[m" + strings.Repeat("ab", 10) + "cd"},
		{"unwrapped lines", full, "", strings.Repeat("ab", 10) + "\r\ncd", "\x1b[2H\x1b[m" + strings.Repeat("ab", 10) + "\r\ncd"},
		{"reverse screen", full, "", "\x1b[?5h\x1b[31ma", "\x1b[2H\x1b[0;7;41ma\x1b[49m \x1b[18b" + strings.Repeat("\r\n \x1b[19b", 5) + "\x1b[m"},
	}
	for _, tt := range tests {
		s := newShot(tt.caps, tt.first)
		s.pane.Write([]byte(tt.second))
		if got := s.draw(nil); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
		if got := s.draw(nil); got != "" {
			t.Errorf("%s: drawn again: %q", tt.name, got)
		}
	}
}

func TestCovered(t *testing.T) {
	s := newShot(full, "0123456789abcdefghij\r\n0123456789abcdefghij")
	box := []Rect{{5, 1, 3, 1}}
	if got := s.draw(box); got != "" {
		t.Errorf("covering draws %q", got)
	}
	s.pane.Write([]byte("\x1b[1;5HXXXXX\n"))
	if got, want := s.draw(box), "\x1b[2;5H\x1b[mX\x1b[9GX"; got != want {
		t.Errorf("beside the box: got %q, want %q", got, want)
	}
	if got, want := s.draw(nil), "\x1b[2;6H\x1b[mXXX"; got != want {
		t.Errorf("uncovered: got %q, want %q", got, want)
	}
}

func TestNoScrollUnderCover(t *testing.T) {
	s := newShot(full, "first line here\r\nsecond line here\r\nthird line here\r\nfourth\r\nfifth\r\nsixth")
	hint := []Rect{{0, 6, 20, 1}}
	s.draw(hint)
	s.pane.Write([]byte("\n"))
	if got := s.draw(hint); !strings.HasPrefix(got, "\x1b[m\x1b[2;6r\x1b[S\x1b[r") {
		t.Errorf("above the hint row: got %q, want a scroll of rows 2 to 6", got)
	}
	middle := []Rect{{3, 3, 4, 1}}
	s.draw(middle)
	s.pane.Write([]byte("\n"))
	if got := s.draw(middle); !strings.HasPrefix(got, "\x1b[m\x1b[2;3r\x1b[S\x1b[r\n") || strings.Count(got, "S") > 1 {
		t.Errorf("a box in row 4: got %q, want a scroll of rows 2 and 3 alone", got)
	}
}

func TestCropAndPad(t *testing.T) {
	s := newShot(full, "")
	s.pane.Resize(4, 2)
	s.pane.Write([]byte("abcd"))
	s.at = Rect{0, 1, 6, 3}
	if got, want := s.draw(nil), "\x1b[2H\x1b[mabcd\x1b[2m··\x1b[3;5H··\r\n·\x1b[5b\x1b[m"; got != want {
		t.Errorf("padded: got %q, want %q", got, want)
	}
	s = newShot(full, "")
	s.at = Rect{0, 1, 4, 1}
	s.draw(nil)
	s.pane.Write([]byte("abc漢"))
	if got, want := s.draw(nil), "\x1b[2H\x1b[mabc"; got != want {
		t.Errorf("cropped through a wide character: got %q, want %q", got, want)
	}
}

func TestInvalidate(t *testing.T) {
	s := newShot(full, "hello\r\nworld")
	s.r.Invalidate(Rect{1, 1, 2, 1})
	if got, want := s.draw(nil), "\x1b[2;2H\x1b[mel"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s.r.Invalidate(Rect{-5, -5, 100, 100})
	if got, want := s.draw(nil), "\x1b[2H\x1b[mhello\x1b[K\r\nworld\x1b[K\r\n\x1b[J"; got != want {
		t.Errorf("everything: got %q, want %q", got, want)
	}
}

// TestHostileCells has what no emulator should let into a cell.
func TestHostileCells(t *testing.T) {
	s := newShot(full, "")
	s.pane.CopyTo(&s.frame)
	var cells []vt.Cell
	for _, r := range []rune{'a', 0x1b, 0x9b, 0x7f, 0x0a, 0x202e, 0x2066, 0x200b, 0xfeff, 0xd800, 'b'} {
		cells = append(cells, vt.Cell{Rune: uint32(r)})
	}
	cells = append(cells, vt.Cell{Rune: 'w', Attr: vt.AttrWide}, vt.Cell{Attr: vt.AttrSpacer}, vt.Cell{Attr: vt.AttrSpacer}, vt.Cell{Rune: 'v', Attr: vt.AttrWide})
	s.frame.Lines[0] = vt.Line{ID: 1 << 40, Gen: 1, Cells: cells}
	got := string(s.r.Pane(nil, &s.frame, s.at, nil))
	if want := "\x1b[2H\x1b[ma\x1b[9Cb"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSameFrameOfAnotherScreen(t *testing.T) {
	s := newShot(full, "hello")
	s.frame.Lines[0].Cells[0].Rune = 'j' // the same ID and Gen
	if got := string(s.r.Pane(nil, &s.frame, s.at, nil)); got != "" {
		t.Errorf("got %q for a line of the same ID and Gen", got)
	}
	s.r.Switch()
	if got, want := string(s.r.Pane(nil, &s.frame, s.at, nil)), "\x1b[2H\x1b[mj"; got != want {
		t.Errorf("after Switch: got %q, want %q", got, want)
	}
}

// TestRotatedLine has a line that scrolls out at the top and is wanted at the
// bottom: what comes in there is blank all the same.
func TestRotatedLine(t *testing.T) {
	s := newShot(full, "first first first\r\nsecond second\r\nthird third third\r\nfourth fourth\r\nfifth fifth fifth\r\nsixth")
	l := s.frame.Lines
	first := l[0]
	copy(l, l[1:])
	l[5] = first
	if got, want := string(s.r.Pane(nil, &s.frame, s.at, nil)), "\x1b[m\x1b[2r\x1b[S\x1b[r\x1b[7Hfirst first first"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSetCaps(t *testing.T) {
	s := newShot(Caps{}, "\x1b[38;2;250;0;0ma\x1b[mb")
	s.r.SetCaps(full)
	if got, want := s.draw(nil), "\x1b[2H\x1b[0;38;2;250;0;0ma\x1b[m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestForgetsInterned has more clusters and links than are remembered.
func TestForgetsInterned(t *testing.T) {
	s := newShot(full, "")
	for i := range 3 * maxInterned {
		fmt.Fprintf(s.pane, "\x1b[H\x1b]8;;http://h/%d\x1b\\%c\u0301\u0302%c", i, 'a'+i%26, 0x300+i%64)
		s.draw(nil)
		if n := len(s.r.interned.exts); n > maxInterned+200 {
			t.Fatalf("%d styles are remembered", n)
		}
	}
}

// TestMoreLinksThanRemembered has them all on the screen at once.
func TestMoreLinksThanRemembered(t *testing.T) {
	cols, rows := 100, 60
	pane := vt.New(vt.Options{Cols: cols, Rows: rows})
	for i := range cols * rows {
		fmt.Fprintf(pane, "\x1b]8;;http://h/%d\x1b\\%c", i, 'a'+i%26)
	}
	var f vt.Frame
	pane.CopyTo(&f)
	r := New(full)
	r.Reset(cols, rows)
	at := Rect{0, 0, cols, rows}
	if n := len(r.Pane(nil, &f, at, nil)); n < 20*cols*rows {
		t.Errorf("%d bytes for %d links", n, cols*rows)
	}
	if got := r.Pane(nil, &f, at, nil); len(got) > 0 {
		t.Errorf("nothing has changed, but %d bytes are sent", len(got))
	}
}

func TestSizes(t *testing.T) {
	for _, size := range [][2]int{{0, 0}, {1, 1}, {2, 1}, {1, 2}, {500, 200}} {
		s := newShot(full, "漢字\x1b[7mx\r\ny")
		s.r.Reset(size[0], size[1])
		s.at = Rect{0, 0, size[0], size[1]}
		s.draw(nil)
		s.at = Rect{-1, -1, size[0] + 2, size[1] + 2}
		s.draw([]Rect{{-3, -3, 4, 4}, {0, 0, 0, 5}})
		if got := s.draw([]Rect{{-3, -3, 4, 4}, {0, 0, 0, 5}}); got != "" {
			t.Errorf("%v: drawn again: %q", size, got)
		}
	}
	var f vt.Frame
	r := New(full)
	r.Pane(nil, &f, Rect{0, 0, 5, 5}, nil)
	r.Reset(5, 5)
	r.Pane(nil, &f, Rect{0, 0, 5, 5}, nil)
}
