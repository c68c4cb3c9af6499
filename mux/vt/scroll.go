package vt

// scrollUp moves the scrolling region up by n rows and blanks what comes in
// below. With keep, rows that leave the top of the primary screen go to the
// history.
func (s *Screen) scrollUp(n int, keep bool) {
	s.scrollRegionUp(s.g.top, n, s.blank(), keep)
}

// scrollRegionUp is scrollUp for rows top to the region's bottom (DL).
func (s *Screen) scrollRegionUp(top, n int, fill Cell, keep bool) {
	g := s.g
	h := g.bottom - top + 1
	n = min(n, h)
	if s.partial() {
		s.moveBetween(top+n, top, h-n)
		s.fillRows(g.bottom-n+1, g.bottom, g.left, g.right, fill)
		return
	}
	if keep && top == 0 && g == &s.primary && s.opts.History != nil {
		for y := range n {
			s.keepRow(y)
		}
	} else {
		s.unwrap(top)
	}
	g.rotateUp(top, g.bottom, n)
	for y := g.bottom - n + 1; y <= g.bottom; y++ {
		r := g.row(y)
		s.renew(r)
		s.fill(r, 0, s.cols, fill)
	}
	if y := g.bottom - n; y >= top && !keep {
		s.setWrap(g.row(y), false)
	}
}

// scrollRegionDown moves rows top to the region's bottom down by n.
func (s *Screen) scrollRegionDown(top, n int, fill Cell) {
	g := s.g
	h := g.bottom - top + 1
	n = min(n, h)
	if s.partial() {
		s.moveBetween(top, top+n, h-n)
		s.fillRows(top, top+n-1, g.left, g.right, fill)
		return
	}
	s.unwrap(top)
	g.rotateDown(top, g.bottom, n)
	for y := top; y < top+n; y++ {
		r := g.row(y)
		s.renew(r)
		s.fill(r, 0, s.cols, fill)
	}
	s.setWrap(g.row(g.bottom), false)
}

// keepRow packs row y of the primary screen into the history.
func (s *Screen) keepRow(y int) {
	r := s.primary.row(y)
	n := r.used
	if r.wrap {
		n = r.lineLength(s.primary.row(min(y+1, s.rows-1)))
	}
	s.opts.History.append(r.cells[:n], r.styled, r.wrap, r.mark, &s.tables)
}

// partial says that left or right margins are in force.
func (s *Screen) partial() bool {
	return s.mode.leftRight && (s.g.left > 0 || s.g.right < s.cols-1)
}

// moveBetween copies h rows, between the margins, from row src to row dst.
func (s *Screen) moveBetween(src, dst, h int) {
	g := s.g
	step, first := 1, 0
	if dst > src {
		step, first = -1, h-1
	}
	for i, y := 0, first; i < h; i, y = i+1, y+step {
		from, to := g.row(src+y), g.row(dst+y)
		s.split(from, g.left, Cell{})
		s.split(from, g.right+1, Cell{})
		s.split(to, g.left, Cell{})
		s.split(to, g.right+1, Cell{})
		from.reach(g.right + 1)
		to.reach(g.right + 1)
		copy(to.cells[g.left:g.right+1], from.cells[g.left:g.right+1])
		to.wrap, to.styled = false, true
		s.touch(to)
	}
}

// fillRows fills columns left to right of rows top to bottom, all inclusive.
func (s *Screen) fillRows(top, bottom, left, right int, c Cell) {
	for y := top; y <= bottom; y++ {
		r := s.g.row(y)
		s.split(r, left, c)
		s.split(r, right+1, c)
		s.fill(r, left, right+1, c)
		r.wrap = false
		s.touch(r)
	}
}

// fill sets the cells from..to-1 of r to c, without a look at wide characters at
// the ends and without touching r.
func (s *Screen) fill(r *row, from, to int, c Cell) {
	if c == (Cell{}) {
		switch {
		case to >= r.used:
			r.used = min(r.used, from)
		case from < to:
			clear(r.cells[from:to])
		}
		return
	}
	r.reach(from)
	r.styled = true
	cells := r.cells[from:to]
	for i := range cells {
		cells[i] = c
	}
	r.used = max(r.used, to)
}

// split makes sure that no wide character lies across the edge between columns
// x-1 and x: such a one becomes two cells like c, without a character.
func (s *Screen) split(r *row, x int, c Cell) {
	if x <= 0 || x >= r.used || r.cells[x].Attr&AttrSpacer == 0 {
		return
	}
	c.Rune = 0
	r.styled = true
	r.cells[x-1], r.cells[x] = c, c
}

// lineDown moves the cursor to the next row, and scrolls at the region's bottom.
func (s *Screen) lineDown() {
	switch {
	case s.y == s.g.bottom:
		if s.partial() && (s.x < s.g.left || s.x > s.g.right) {
			return
		}
		s.scrollUp(1, true)
	case s.y < s.rows-1:
		s.y++
	}
}

// index is IND: down, scrolling; what was a pending wrap is none.
func (s *Screen) index() {
	s.wrapNext = false
	if s.y == s.g.bottom {
		s.setWrap(s.row(), false)
	}
	s.lineDown()
}

// newLine is LF: IND, and the next row is a line of its own.
func (s *Screen) newLine() {
	s.setWrap(s.row(), false)
	s.index()
	if s.mode.lineFeed {
		s.carriageReturn()
	}
}

// reverseIndex is RI.
func (s *Screen) reverseIndex() {
	s.wrapNext = false
	switch {
	case s.y == s.g.top:
		if s.partial() && (s.x < s.g.left || s.x > s.g.right) {
			return
		}
		s.scrollRegionDown(s.g.top, 1, s.blank())
	case s.y > 0:
		s.y--
	}
}

// unwrap says that row y no longer continues the row above it.
func (s *Screen) unwrap(y int) {
	if y > 0 {
		s.setWrap(s.g.row(y-1), false)
	} else if s.g == &s.primary && s.opts.History != nil {
		s.opts.History.endLine()
	}
}

func (s *Screen) setWrap(r *row, wrap bool) {
	if r.wrap != wrap {
		r.wrap = wrap
		s.touch(r)
	}
}
