package vt

// reflow wraps the primary screen's lines for another width. Its number of rows
// stays; what is too many leaves at the top, into the history, after the blank
// rows below the cursor. The cursor's row stays on the screen: what then is still
// too many, below it, is dropped.
func (s *Screen) reflow(cols int, c *cursorPlace) {
	f := reflower{s: s, cols: cols, cursor: c}
	f.collect()
	f.measure()
	f.emit()
}

// reflower is one reflow under way.
type reflower struct {
	s      *Screen
	cols   int
	cursor *cursorPlace
	lines  []wrappedLine
	// total is the rows that the lines take at the new width.
	total int
}

// wrappedLine is a line of one or more rows.
type wrappedLine struct {
	cells []Cell
	mark  Mark
	// wrap says that the line goes on below the last row of the screen.
	wrap bool
	// starts is where in cells its rows of the new width start.
	starts []int
	// cursor and saved are the offsets of the two cursors in the line, -1 if they
	// are elsewhere.
	cursor, saved int
}

// collect joins the rows to lines. The first one may have begun in the history.
func (f *reflower) collect() {
	s, g := f.s, &f.s.primary
	list := make([]*row, len(g.ring))
	for y := range list {
		list[y] = g.row(y)
	}
	line := wrappedLine{cursor: -1, saved: -1}
	line.cells, line.mark = s.takeOpenLine()
	started := len(line.cells) > 0
	for y, r := range list {
		if !started {
			line.mark = r.mark
		}
		started = true
		if y == f.cursor.y {
			line.cursor = len(line.cells) + f.cursor.x
			if f.cursor.pending {
				line.cursor++
			}
		}
		if y == g.saved.y {
			line.saved = len(line.cells) + g.saved.x
		}
		line.cells = append(line.cells, lineOf(list, y)...)
		if r.wrap && y < len(list)-1 {
			continue
		}
		line.wrap = r.wrap
		f.lines = append(f.lines, line)
		line, started = wrappedLine{cursor: -1, saved: -1}, false
	}
}

// takeOpenLine takes back from the history the start of the line that the first
// row continues.
func (s *Screen) takeOpenLine() (cells []Cell, mark Mark) {
	h := s.opts.History
	if h == nil || !h.open {
		return nil, MarkNone
	}
	cells, _, mark, _ = s.popLine()
	return cells, mark
}

// measure finds where the rows of each line start.
func (f *reflower) measure() {
	for i := range f.lines {
		l := &f.lines[i]
		content := len(l.cells)
		for !l.wrap && content > 0 && l.cells[content-1].Rune == 0 && l.cells[content-1].Attr&AttrSpacer == 0 {
			content--
		}
		if content <= f.cols {
			// Erased cells at the end keep their background, but make no new row.
			l.cells = l.cells[:min(len(l.cells), f.cols)]
		} else {
			l.cells = l.cells[:content]
		}
		for at := 0; ; {
			l.starts = append(l.starts, at)
			if at += wrapLength(l.cells[at:], f.cols); at >= len(l.cells) {
				break
			}
		}
		f.total += len(l.starts)
	}
}

// emit makes the rows.
func (f *reflower) emit() {
	s, g := f.s, &f.s.primary
	rows := len(g.ring)
	f.dropBlank(rows)
	skip := min(max(0, f.total-rows), f.cursorRow())
	list := make([]*row, 0, rows)
	y := -skip // the row of the screen that comes next
	for i := range f.lines {
		l := &f.lines[i]
		f.placeCursors(l, y)
		n := len(l.starts)
		gone := clamp(-y, 0, n)
		if gone > 0 && s.opts.History != nil {
			end, wrap := len(l.cells), l.wrap
			if gone < n {
				end, wrap = l.starts[gone], true
			}
			s.keepCells(l.cells[:end], wrap, l.mark)
		}
		for k := gone; k < n && len(list) < rows; k++ {
			end, wrap := len(l.cells), l.wrap
			if k+1 < n {
				end, wrap = l.starts[k+1], true
			}
			r := s.newRow(f.cols)
			r.used = copy(r.cells, l.cells[l.starts[k]:end])
			if r.used > 0 {
				healEdges(r.cells[:r.used]) // one column has no place for a wide character
			}
			r.wrap = wrap
			if k == 0 {
				r.mark = l.mark
			}
			list = append(list, r)
		}
		y += n
	}
	if len(list) == rows && y > rows {
		list[rows-1].wrap = false // what it went on in is gone
	}
	f.fill(list, rows)
}

// cursorRow is the row that the cursor will be in, counted from the first line.
func (f *reflower) cursorRow() int {
	row := 0
	for i := range f.lines {
		l := &f.lines[i]
		if l.cursor >= 0 {
			_, y, _ := f.place(l, l.cursor)
			return row + y
		}
		row += len(l.starts)
	}
	return row
}

// dropBlank takes lines without content off the end, as long as there are more
// rows than the screen has and the cursor is above them.
func (f *reflower) dropBlank(rows int) {
	for len(f.lines) > 1 && f.total > rows {
		l := &f.lines[len(f.lines)-1]
		if len(l.cells) > 0 || l.cursor >= 0 {
			return
		}
		f.lines = f.lines[:len(f.lines)-1]
		f.total--
	}
}

// fill makes list as long as the screen, with rows from the history above it
// where there are any, else with blank ones below, and installs it.
func (f *reflower) fill(list []*row, rows int) {
	s, g := f.s, &f.s.primary
	if missing := rows - len(list); missing > 0 && s.opts.History != nil {
		back := s.takeBack(missing, f.cols)
		f.cursor.y += len(back)
		g.saved.y += len(back)
		list = append(back, list...)
	}
	for len(list) < rows {
		list = append(list, s.newRow(f.cols))
	}
	f.cursor.y = clamp(f.cursor.y, 0, rows-1)
	g.ring, g.head = list, 0
}

// placeCursors sets the cursors that are in l, whose first row is row y.
func (f *reflower) placeCursors(l *wrappedLine, y int) {
	if l.cursor >= 0 {
		f.cursor.x, f.cursor.y, f.cursor.pending = f.place(l, l.cursor)
		f.cursor.y += y
		l.cursor = 0
	}
	if l.saved >= 0 {
		saved := &f.s.primary.saved
		saved.x, saved.y, _ = f.place(l, l.saved)
		saved.y += y
	}
}

// place is the column and row within l of the cell at offset.
func (f *reflower) place(l *wrappedLine, offset int) (x, y int, pending bool) {
	for y = len(l.starts) - 1; y > 0 && l.starts[y] > offset; y-- {
	}
	x = offset - l.starts[y]
	if x >= f.cols {
		return f.cols - 1, y, offset == len(l.cells) && x == f.cols
	}
	return x, y, false
}
