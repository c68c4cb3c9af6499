package vt

import (
	"strings"
	"testing"
)

func TestResize(t *testing.T) {
	for _, c := range []struct {
		name       string
		cols, rows int
		input      string
		newCols    int
		newRows    int
		want       string
		x, y       int
		history    string
	}{
		{"wider joins", 5, 4, "abcdefgh\r\nx", 10, 4, "abcdefgh\nx", 1, 1, ""},
		{"narrower wraps", 10, 4, "abcdefgh\r\nx", 5, 4, "abcde\nfgh\nx", 1, 2, ""},
		{"narrower keeps hard lines", 10, 4, "abc\r\ndef", 5, 4, "abc\ndef", 3, 1, ""},
		{"narrower to history", 6, 2, "abcdef\r\ngh", 3, 2, "def\ngh", 2, 1, "abc+\n"},
		{"wider from history", 3, 2, "abcdefgh", 8, 2, "abcdefgh", 7, 0, ""},
		{"wide characters move whole", 6, 3, "a漢字b", 4, 3, "a漢\n字b", 3, 1, ""},
		{"wide characters back", 4, 3, "abc漢字", 8, 3, "abc漢字", 7, 0, ""},
		{"one column", 4, 2, "ab", 1, 2, "a\nb", 0, 1, ""},
		{"shorter drops below the cursor", 4, 4, "a\r\nb\r\nc\r\nd\x1b[2;1H", 4, 2, "a\nb", 0, 1, ""},
		{"shorter and wider", 4, 3, "abcdefghijkl\x1b[H", 8, 1, "abcdefgh", 0, 0, ""},
		{"shorter keeps the cursor", 4, 4, "a\r\nb\r\nc\r\nd", 4, 2, "c\nd", 1, 1, "a\nb\n"},
		{"taller takes back", 4, 2, "a\r\nb\r\nc\r\nd", 4, 4, "a\nb\nc\nd", 1, 3, ""},
		{"taller, cursor not at the end", 4, 2, "a\r\nb\r\nc\r\nd\x1b[H", 4, 3, "c\nd", 0, 0, "a\nb\n"},
		{"pending wrap stays", 4, 2, "abcd", 2, 2, "ab\ncd", 1, 1, ""},
		{"pending wrap resolved", 4, 2, "abcd", 8, 2, "abcd", 4, 0, ""},
		{"the cursor's row stays", 9, 3, "abcdefghi\r\n\r\n$\x1b[H", 3, 3, "abc\ndef\nghi", 0, 0, ""},
		{"text between margins stays", 8, 3, "\x1b[?69h\x1b[3;6sabcdefgh", 12, 3, "abcdef\n  gh", 4, 1, ""},
		{"wide characters on both sides of the edge", 4, 3, "ab漢字", 8, 3, "ab漢字", 6, 0, ""},
		{"LF ends a line", 4, 3, "abcdef\x1b[A\n", 8, 3, "abcd\nef", 2, 1, ""},
		{"erasing a line ends the one above", 4, 3, "abcdef\x1b[2K\x1b[1Gx", 8, 3, "abcd\nx", 1, 1, ""},
		{"ED 2 ends the history's line", 4, 2, "abcdefghijkl\x1b[2J\x1b[Hx", 8, 3, "x", 1, 0, "abcd\n"},
		{"colour of erased cells is no text", 6, 2, "ab\x1b[41m\x1b[K", 3, 2, "ab", 2, 0, ""},
	} {
		h := newHistory(t, 2, 0)
		s := New(Options{Cols: c.cols, Rows: c.rows, History: h})
		s.Write([]byte(c.input))
		s.Resize(c.newCols, c.newRows)
		checkInvariants(t, s)
		if got := rowsOf(s); got != c.want || s.x != c.x || s.y != c.y || historyText(h) != c.history {
			t.Errorf("%s: %q at %dx%d resized to %dx%d shows %q, cursor %d,%d, history %q; want %q, %d,%d, %q",
				c.name, c.input, c.cols, c.rows, c.newCols, c.newRows, got, s.x, s.y, historyText(h), c.want, c.x, c.y, c.history)
		}
	}
}

// TestResizeThereAndBack loses nothing: the text is the same at the old width,
// wide characters included unless a row had one column.
func TestResizeThereAndBack(t *testing.T) {
	h := newHistory(t, 16, 0)
	s := New(Options{Cols: 20, Rows: 6, History: h})
	for i := range 200 {
		s.Write([]byte(strings.Repeat("word ", i%13) + "漢字\r\n"))
	}
	text := func() string {
		return strings.ReplaceAll(historyText(h), "+\n", "") + s.Text()
	}
	s.Write([]byte("$ "))
	joined := strings.ReplaceAll(strings.ReplaceAll(text(), "\n", ""), " ", "")
	for _, size := range [][2]int{{7, 6}, {3, 2}, {2, 1}, {80, 3}, {33, 40}, {20, 6}} {
		s.Resize(size[0], size[1])
		checkInvariants(t, s)
	}
	if got := strings.ReplaceAll(strings.ReplaceAll(text(), "\n", ""), " ", ""); got != joined {
		t.Errorf("after resizes the text is %d bytes, want %d", len(got), len(joined))
	}
	if s.cols != 20 || s.LineText(s.y) != "$" {
		t.Errorf("the prompt's row is %q", s.LineText(s.y))
	}
}

// TestResizeBehindAlternate resizes a primary screen whose cursor nobody saved.
func TestResizeBehindAlternate(t *testing.T) {
	h := newHistory(t, 2, 0)
	s := New(Options{Cols: 10, Rows: 3, History: h})
	s.Write([]byte("one\r\ntwo\r\nthree\x1b[?1047h\x1b[2J"))
	s.Resize(10, 2)
	s.Resize(4, 2)
	s.Write([]byte("\x1b[?1047l"))
	checkInvariants(t, s)
	if got, want := rowsOf(s), "thre\ne"; got != want {
		t.Errorf("primary screen shows %q, want %q", got, want)
	}
	if got, want := historyText(h), "one\ntwo\n"; got != want {
		t.Errorf("history is %q, want %q", got, want)
	}
}

func TestResizeAlternate(t *testing.T) {
	s := New(Options{Cols: 10, Rows: 3})
	s.Write([]byte("abcdefgh\r\n$ \x1b[?1049h\x1b[Hfull screen\x1b[3;9Hx"))
	s.Resize(5, 2)
	checkInvariants(t, s)
	if got, want := rowsOf(s), "n"; got != want {
		t.Errorf("alternate screen shows %q, want %q", got, want)
	}
	s.Write([]byte("\x1b[?1049l"))
	checkInvariants(t, s)
	if got, want := rowsOf(s), "fgh\n$"; got != want || s.x != 2 || s.y != 1 {
		t.Errorf("primary screen shows %q with the cursor at %d,%d, want %q and 2,1", got, s.x, s.y, want)
	}
}

// TestResizeExtremes is quick at any size.
func TestResizeExtremes(t *testing.T) {
	s := New(Options{Cols: MaxCols + 1, Rows: MaxRows + 1, History: newHistory(t, 64, 0)})
	if s.cols != MaxCols || s.rows != MaxRows {
		t.Fatalf("size is %dx%d, want %dx%d", s.cols, s.rows, MaxCols, MaxRows)
	}
	line := strings.Repeat("x", MaxCols)
	for range MaxRows {
		s.Write([]byte(line))
	}
	for _, size := range [][2]int{{1, 1}, {MaxCols, MaxRows}, {-1, 0}, {80, 24}} {
		s.Resize(size[0], size[1])
		checkInvariants(t, s)
	}
}

// TestResizeCutsLine ends a line whose rest is dropped below the cursor.
func TestResizeCutsLine(t *testing.T) {
	s := New(Options{Cols: 4, Rows: 3})
	s.Write([]byte("abcdefghijkl\x1b[H"))
	s.Resize(4, 2)
	var f Frame
	s.CopyTo(&f)
	if !f.Lines[0].Wrapped || f.Lines[1].Wrapped {
		t.Errorf("rows wrap: %v, %v, want true, false", f.Lines[0].Wrapped, f.Lines[1].Wrapped)
	}
}
