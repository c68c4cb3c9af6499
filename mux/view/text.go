package view

import (
	"slices"
	"sort"
	"unicode"
	"unicode/utf8"

	"jackin/mux/vt"
)

// lineText is a line as text, without the blanks at its end.
type lineText struct {
	bytes []byte
	// starts is the byte at which each cell begins, and the end; empty: each cell
	// is one byte.
	starts []int32
}

// read makes t the text of l; with fold in lower case, letter by letter.
func (t *lineText) read(l *line, fold bool) {
	cells := l.cells
	if !l.joined {
		cells = cells[:l.textEnd()]
	}
	t.bytes, t.starts = slices.Grow(t.bytes[:0], len(cells)), t.starts[:0]
	for i := range cells {
		c := cells[i].Rune
		switch {
		case cells[i].Attr&vt.AttrSpacer != 0 || c >= utf8.RuneSelf:
			t.readWide(l, cells, i, fold)
			return
		case c == 0:
			c = ' '
		case fold && c-'A' < 26:
			c += 'a' - 'A'
		}
		t.bytes = append(t.bytes, byte(c))
	}
}

// readWide is read from cell i on, the first that isn't a byte.
func (t *lineText) readWide(l *line, cells []vt.Cell, i int, fold bool) {
	for k := range i {
		t.starts = append(t.starts, int32(k))
	}
	for _, c := range cells[i:] {
		t.starts = append(t.starts, int32(len(t.bytes)))
		s := l.frame.Text(c)
		if !fold {
			t.bytes = append(t.bytes, s...)
			continue
		}
		for _, r := range s {
			t.bytes = utf8.AppendRune(t.bytes, unicode.ToLower(r))
		}
	}
	t.starts = append(t.starts, int32(len(t.bytes)))
}

// byteOf is the byte at which cell i begins; behind the text, its end.
func (t *lineText) byteOf(i int) int {
	if len(t.starts) == 0 {
		return min(i, len(t.bytes))
	}
	return int(t.starts[min(i, len(t.starts)-1)])
}

// cellOf is the cell that byte i is of.
func (t *lineText) cellOf(i int) int {
	if len(t.starts) == 0 {
		return i
	}
	return sort.Search(len(t.starts), func(k int) bool { return int(t.starts[k]) > i }) - 1
}
