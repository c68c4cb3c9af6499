package vt

// Resize changes the size, clamped as in Options. The primary screen's lines
// that were wrapped are wrapped anew for another width. Rows that find no place
// any more go to the history, those below the cursor are dropped first; a screen
// that grows while the cursor is in its last row gets rows back from there. The
// alternate screen is cut or filled up: its program draws it again.
func (s *Screen) Resize(cols, rows int) {
	cols, rows = clamp(cols, 1, MaxCols), clamp(rows, 1, MaxRows)
	if cols == s.cols && rows == s.rows {
		return
	}
	onAlternate := s.g == &s.alternate
	place := cursorPlace{s.x, s.y, s.wrapNext}
	if onAlternate {
		place = cursorPlace{s.primary.leftX, s.primary.leftY, false}
	}
	if cols != s.cols {
		s.reflow(cols, &place)
	}
	s.setHeight(&s.primary, cols, rows, &place)
	if onAlternate {
		s.cutColumns(&s.alternate, cols)
		alt := cursorPlace{min(s.x, cols-1), s.y, false}
		s.setHeight(&s.alternate, cols, rows, &alt)
		s.x, s.y, s.wrapNext = alt.x, min(alt.y, rows-1), false
	} else {
		s.x, s.y, s.wrapNext = place.x, place.y, place.pending
	}
	s.primary.leftX, s.primary.leftY = place.x, place.y
	s.cols, s.rows = cols, rows
	for _, g := range []*grid{&s.primary, &s.alternate} {
		if len(g.ring) == 0 {
			continue
		}
		g.resetMargins(cols, rows)
		g.extendTabs(cols)
		g.saved.x, g.saved.y = clamp(g.saved.x, 0, cols-1), clamp(g.saved.y, 0, rows-1)
	}
	s.last.x, s.last.width = 0, 0
	s.gen++
	s.noteChange()
}

// cursorPlace is a cursor while its screen is being resized.
type cursorPlace struct {
	x, y    int
	pending bool
}

func (g *grid) extendTabs(cols int) {
	old := g.tabs
	g.resetTabs(cols)
	copy(g.tabs, old)
}

// cutColumns gives the rows of g another width, without wrapping them.
func (s *Screen) cutColumns(g *grid, cols int) {
	cells := make([]Cell, cols*len(g.ring))
	for i, r := range g.ring {
		s.split(r, cols, Cell{})
		to := cells[i*cols : (i+1)*cols : (i+1)*cols]
		r.used = copy(to, r.cells[:min(r.used, cols)])
		r.cells, r.wrap = to, false
		s.touch(r)
	}
}

// setHeight gives g another number of rows; its rows have the width cols already.
func (s *Screen) setHeight(g *grid, cols, rows int, c *cursorPlace) {
	old := len(g.ring)
	list := make([]*row, 0, max(old, rows))
	for y := range old {
		list = append(list, g.row(y))
	}
	history := s.opts.History
	if g != &s.primary {
		history = nil
	}
	if rows < old {
		below := min(old-rows, old-1-min(c.y, old-1))
		list = list[:old-below]
		if below > 0 {
			s.setWrap(list[len(list)-1], false)
		}
		for len(list) > rows {
			if history != nil {
				s.keepCells(lineOf(list, 0), list[0].wrap, list[0].mark)
			}
			list = list[1:]
			c.y--
			g.saved.y--
		}
	}
	if rows > old && history != nil && c.y == old-1 {
		back := s.takeBack(rows-old, cols)
		c.y += len(back)
		g.saved.y += len(back)
		list = append(back, list...)
	}
	for len(list) < rows {
		list = append(list, s.newRow(cols))
	}
	c.y = clamp(c.y, 0, rows-1)
	g.ring, g.head = list, 0
}

func (s *Screen) newRow(cols int) *row {
	r := &row{cells: make([]Cell, cols)}
	s.renew(r)
	r.styled = true
	return r
}

// lineOf is the cells of row y of list that are part of its line.
func lineOf(list []*row, y int) []Cell {
	r := list[y]
	if !r.wrap {
		return r.cells[:r.used]
	}
	return r.cells[:r.lineLength(list[min(y+1, len(list)-1)])]
}

// keepCells appends cells to the history, in records of at most MaxCols cells.
func (s *Screen) keepCells(cells []Cell, wrap bool, mark Mark) {
	for len(cells) > MaxCols {
		n := MaxCols
		if cells[n].Attr&AttrSpacer != 0 {
			n--
		}
		s.opts.History.append(cells[:n], true, true, mark, &s.tables)
		cells, mark = cells[n:], MarkNone
	}
	s.opts.History.append(cells, true, wrap, mark, &s.tables)
}

// maxJoin is the cells of a line that a resize takes back from the history at
// most: what is longer keeps a break there.
const maxJoin = 64 << 10

// takeBack takes up to n rows of cols cells back from the history.
func (s *Screen) takeBack(n, cols int) []*row {
	var back []*row // the last first
	for len(back) < n {
		cells, wrap, mark, ok := s.popLine()
		if !ok {
			break
		}
		var starts []int
		for at := 0; ; {
			starts = append(starts, at)
			next := at + wrapLength(cells[at:], cols)
			if next >= len(cells) {
				break
			}
			at = next
		}
		end := len(cells)
		for i := len(starts) - 1; i >= 0 && len(back) < n; i-- {
			r := s.newRow(cols)
			if r.used = copy(r.cells, cells[starts[i]:end]); r.used > 0 {
				healEdges(r.cells[:r.used])
			}
			r.wrap = wrap
			wrap, end = true, starts[i]
			if i == 0 {
				r.mark = mark
			}
			back = append(back, r)
		}
		if end > 0 {
			s.keepCells(cells[:end], true, mark)
		}
	}
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return back
}

// popLine takes back from the history the newest line, or as much of it as
// maxJoin allows. wrap says that the screen's first row continues it.
func (s *Screen) popLine() (cells []Cell, wrap bool, mark Mark, ok bool) {
	h := s.opts.History
	var parts [][]Cell
	for total := 0; total < maxJoin; {
		part, partWrap, partMark, popped := h.pop(nil, &s.tables)
		if !popped {
			break
		}
		if !ok {
			wrap, ok = partWrap, true
		}
		mark = partMark
		parts = append(parts, part)
		total += len(part)
		if !h.open {
			break
		}
	}
	if len(parts) == 1 {
		return parts[0], wrap, mark, ok
	}
	for i := len(parts) - 1; i >= 0; i-- {
		cells = append(cells, parts[i]...)
	}
	return cells, wrap, mark, ok
}

// wrapLength is how many of cells fit a row of cols cells; at least one, and
// with a wide character at the end of the row one less than cols.
func wrapLength(cells []Cell, cols int) int {
	if len(cells) <= cols {
		return len(cells)
	}
	if cols > 1 && cells[cols].Attr&AttrSpacer != 0 {
		return cols - 1
	}
	return cols
}
