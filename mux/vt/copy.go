package vt

import "strings"

// CopyTo makes f what the screen shows. It copies only rows that f doesn't have
// yet, wherever in f they are, and reuses f's memory: between screens of one
// size it allocates nothing. The caller keeps the screen from changing meanwhile.
func (s *Screen) CopyTo(f *Frame) {
	if f.Cols != s.cols || f.Rows != s.rows || len(f.Lines) != s.rows {
		f.resize(s.cols, s.rows)
	}
	if f.internGen != s.tables.gen {
		for y := range f.Lines {
			f.Lines[y].ID = 0
		}
		f.internGen = s.tables.gen
	}
	f.clusters, f.exts = s.tables.clusters, s.tables.exts
	f.Cursor, f.Modes, f.Title = s.cursor(), s.modesNow(), s.titles.now
	f.ReverseScreen, f.Overrides = s.mode.reverseScreen, s.colors.share()

	f.follow(s.g)
	for y := range f.Lines {
		r, l := s.g.row(y), &f.Lines[y]
		if l.ID == r.id && l.Gen == r.gen {
			continue
		}
		l.ID, l.Gen, l.Wrapped, l.Mark = r.id, r.gen, r.wrap, r.mark
		l.Cells = append(l.Cells[:0], r.cells[:r.used]...)
	}
}

// followTries is how many rows are looked for in vain before the rest is copied.
const followTries = 4

// follow moves f's lines to where their rows are in g now: rows scroll, and
// moving a line is cheaper than copying its cells.
func (f *Frame) follow(g *grid) {
	var newest uint64
	for y := range f.Lines {
		newest = max(newest, f.Lines[y].ID)
	}
	// Rows that went down are placed from the bottom, those that went up from the
	// top, so that no line is moved away before it is looked for.
	tries := followTries
	for y, shift := len(f.Lines)-1, 1; y > 0 && tries > 0; y-- {
		if id := g.row(y).id; id != f.Lines[y].ID && id <= newest {
			n := y - shift
			for ; n >= 0 && f.Lines[n].ID != id; n-- {
			}
			if n < 0 {
				tries--
				continue
			}
			shift = y - n
			f.Lines[y], f.Lines[n] = f.Lines[n], f.Lines[y]
		}
	}
	tries = followTries
	for y, shift := 0, 1; y < len(f.Lines)-1 && tries > 0; y++ {
		if id := g.row(y).id; id != f.Lines[y].ID && id <= newest {
			n := y + shift
			for ; n < len(f.Lines) && f.Lines[n].ID != id; n++ {
			}
			if n >= len(f.Lines) {
				tries--
				continue
			}
			shift = n - y
			f.Lines[y], f.Lines[n] = f.Lines[n], f.Lines[y]
		}
	}
}

// resize gives f lines without content for a screen of that size.
func (f *Frame) resize(cols, rows int) {
	f.Cols, f.Rows = cols, rows
	f.Lines = make([]Line, rows)
	cells := make([]Cell, cols*rows)
	for y := range f.Lines {
		f.Lines[y].Cells = cells[y*cols : y*cols : (y+1)*cols]
	}
}

// LineText is the text of f's row y without the blanks at its end.
func (f *Frame) LineText(y int) string {
	return cellsText(f.Lines[y].Cells, f.Text)
}

// Text is the screen as text: a line for each row, without the blanks at their
// ends, each with a newline.
func (s *Screen) Text() string {
	var b strings.Builder
	for y := range s.rows {
		b.WriteString(s.LineText(y))
		b.WriteByte('\n')
	}
	return b.String()
}

// LineText is the text of row y without the blanks at its end.
func (s *Screen) LineText(y int) string {
	r := s.g.row(y)
	f := Frame{clusters: s.tables.clusters}
	return cellsText(r.cells[:r.used], f.Text)
}

func cellsText(cells []Cell, text func(Cell) string) string {
	var b strings.Builder
	for _, c := range cells {
		b.WriteString(text(c))
	}
	return strings.TrimRight(b.String(), " ")
}
