package vt

import (
	"slices"
	"unicode/utf8"
)

// RowSpan says how rows are numbered: those of the history from first to before
// screen, as History numbers them, and the ones on show from screen to before
// end, row y of the screen being screen+y. A row keeps its number as it scrolls
// into the history; numbers only go back where a resize takes rows out of there.
func (s *Screen) RowSpan() (first, screen, end uint64) {
	if h := s.opts.History; h != nil {
		first = h.First()
		screen = first + uint64(h.Len())
	}
	return first, screen, screen + uint64(s.rows)
}

// CopyRows makes f the n rows from number first on (RowSpan), of the history and
// of the screen on show, one line each: Line.ID is the number plus one, Cells
// what of the row is part of its line, Wrapped that the next row continues it.
// Rows that aren't there any more, or not yet, are left out. All else in f is as
// CopyTo makes it, but f.Cols, which is the longest row's width and at least the
// screen's. f's memory is used again.
func (s *Screen) CopyRows(f *Frame, first uint64, n int) {
	_, screen, end := s.RowSpan()
	last := first + uint64(max(n, 0))
	if last < first || last > end {
		last = end
	}
	if h := s.opts.History; h != nil {
		h.CopyTo(f, first, n)
	} else {
		f.Lines, f.Cols = f.Lines[:0], 0
		f.clusters, f.exts = nil, nil
	}
	if k := len(f.Lines); k > 0 && f.Lines[k-1].ID == screen && s.g != &s.primary {
		f.Lines[k-1].Wrapped = false // the primary screen continues it, and isn't on show
	}
	own := adopter{f: f, clusters: s.tables.clusters, exts: s.tables.exts}
	for number := max(first, screen); number < last; number++ {
		y := int(number - screen)
		l := f.nextLine()
		s.copyLine(l, y)
		l.ID = number + 1
		own.cells(l.Cells)
		f.Cols = max(f.Cols, len(l.Cells))
	}
	f.Rows, f.Cols = len(f.Lines), max(f.Cols, s.cols)
	f.internGen = 0
	f.Cursor, f.Modes, f.Title = s.cursor(), s.modesNow(), s.titles.now
	f.ReverseScreen, f.Overrides = s.mode.reverseScreen, s.colors.share()
}

// copyLine makes l row y of the screen on show, but for its number. Its Gen is
// never that of a row of the history, 1.
func (s *Screen) copyLine(l *Line, y int) {
	r := s.g.row(y)
	l.Gen, l.Wrapped, l.Mark = r.gen+1, r.wrap, r.mark
	if !r.wrap {
		l.Cells = append(l.Cells[:0], r.cells[:r.used]...)
		return
	}
	// As lineLength, which writes.
	n := len(r.cells)
	next := s.g.row(min(y+1, s.rows-1))
	if last := r.at(n - 1); n > 1 && last.Rune == 0 && last.Attr&AttrSpacer == 0 && next.at(0).Attr&AttrWide != 0 {
		n--
	}
	used := min(r.used, n)
	l.Cells = slices.Grow(l.Cells[:0], n)[:n]
	copy(l.Cells, r.cells[:used])
	clear(l.Cells[used:])
}

// nextLine is one more line of f, with the memory of one that was there once.
func (f *Frame) nextLine() *Line {
	if n := len(f.Lines); n < cap(f.Lines) {
		f.Lines = f.Lines[:n+1]
	} else {
		f.Lines = append(f.Lines, Line{})
	}
	return &f.Lines[len(f.Lines)-1]
}

// Append adds copies of lines, which are of g, below those of f.
func (f *Frame) Append(g *Frame, lines []Line) {
	own := adopter{f: f, clusters: g.clusters, exts: g.exts}
	for i := range lines {
		l := f.nextLine()
		cells := append(l.Cells[:0], lines[i].Cells...)
		own.cells(cells)
		*l = lines[i]
		l.Cells = cells
		f.Cols = max(f.Cols, len(cells))
	}
	f.Rows = len(f.Lines)
}

// numbered says that c has a cluster or an extended style.
func numbered(c Cell) bool { return c.Rune&clusterBit != 0 || c.Ext != 0 }

// adopter numbers, for f, the clusters and styles of cells that have them from
// elsewhere. What finds no room in f is shown without it, as on a screen.
type adopter struct {
	f        *Frame
	clusters []string
	exts     []Ext
	// clusterOf and extOf are f's numbers of those that it has already.
	clusterOf map[uint32]uint32
	extOf     map[uint16]uint16
}

func (a *adopter) cells(cells []Cell) {
	for i := range cells {
		if c := &cells[i]; numbered(*c) {
			a.cell(c)
		}
	}
}

func (a *adopter) cell(c *Cell) {
	if a.clusterOf == nil {
		a.clusterOf, a.extOf = map[uint32]uint32{}, map[uint16]uint16{0: 0}
		// Others may share what the slices have now.
		a.f.clusters, a.f.exts = slices.Clip(a.f.clusters), slices.Clip(a.f.exts)
		if len(a.f.clusters) == 0 {
			a.f.clusters = []string{""}
		}
		if len(a.f.exts) == 0 {
			a.f.exts = []Ext{{}}
		}
	}
	if c.Rune&clusterBit != 0 {
		c.Rune = a.cluster(c.Rune &^ clusterBit)
	}
	n, ok := a.extOf[c.Ext]
	if !ok && len(a.f.exts) < maxExts {
		n = uint16(len(a.f.exts))
		a.f.exts = append(a.f.exts, a.exts[c.Ext])
		a.extOf[c.Ext] = n
	}
	c.Ext = n
}

func (a *adopter) cluster(theirs uint32) uint32 {
	n, ok := a.clusterOf[theirs]
	switch {
	case ok:
	case len(a.f.clusters) < maxClusters:
		n = uint32(len(a.f.clusters)) | clusterBit
		a.f.clusters = append(a.f.clusters, a.clusters[theirs])
		a.clusterOf[theirs] = n
	default:
		first, _ := utf8.DecodeRuneInString(a.clusters[theirs])
		n = uint32(first)
	}
	return n
}
