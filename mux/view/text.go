package view

import (
	"sort"
	"unicode"
	"unicode/utf8"

	"jackin/mux/vt"
)

// lineText is a line as text, without the blanks at its end.
type lineText struct {
	string
	// starts is the byte at which each cell begins, and the end; nil: each cell
	// is one byte.
	starts []int32
}

// text is l as text; with fold in lower case, letter by letter.
func (l *line) text(fold bool) lineText {
	cells := l.cells
	if !l.joined {
		cells = cells[:l.textEnd()]
	}
	b := make([]byte, 0, len(cells)+len(cells)/4)
	for i := range cells {
		c := cells[i].Rune
		switch {
		case cells[i].Attr&vt.AttrSpacer != 0 || c >= utf8.RuneSelf:
			return l.wideText(b, cells, i, fold)
		case c == 0:
			c = ' '
		case fold && c-'A' < 26:
			c += 'a' - 'A'
		}
		b = append(b, byte(c))
	}
	return lineText{string: string(b)}
}

// wideText is text from cell i on; b is what is before.
func (l *line) wideText(b []byte, cells []vt.Cell, i int, fold bool) lineText {
	starts := make([]int32, 0, len(cells)+1)
	for k := range i {
		starts = append(starts, int32(k))
	}
	for _, c := range cells[i:] {
		starts = append(starts, int32(len(b)))
		s := l.frame.Text(c)
		if !fold {
			b = append(b, s...)
			continue
		}
		for _, r := range s {
			b = utf8.AppendRune(b, unicode.ToLower(r))
		}
	}
	return lineText{string(b), append(starts, int32(len(b)))}
}

// byteOf is the byte at which cell i begins; behind the text, its end.
func (t lineText) byteOf(i int) int {
	if t.starts == nil {
		return min(i, len(t.string))
	}
	return int(t.starts[min(i, len(t.starts)-1)])
}

// cellOf is the cell that byte i is of.
func (t lineText) cellOf(i int) int {
	if t.starts == nil {
		return i
	}
	return sort.Search(len(t.starts), func(k int) bool { return int(t.starts[k]) > i }) - 1
}
