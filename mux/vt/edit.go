package vt

// insertChars is ICH.
func (s *Screen) insertChars(n int) {
	s.wrapNext = false
	if !s.inColumns() {
		return
	}
	s.insertBlanks(s.row(), s.x, n, s.lineLimit(), s.blank())
}

// deleteChars is DCH.
func (s *Screen) deleteChars(n int) {
	s.wrapNext = false
	if !s.inColumns() {
		return
	}
	s.deleteCells(s.row(), s.x, n, s.lineLimit(), s.blank())
}

// inColumns says that the cursor is between the left and right margins.
func (s *Screen) inColumns() bool {
	return !s.mode.leftRight || s.x >= s.g.left && s.x <= s.g.right
}

// insertBlanks moves columns x..limit-1 of r right by n; what passes limit is lost.
func (s *Screen) insertBlanks(r *row, x, n, limit int, blank Cell) {
	n = min(n, limit-x)
	s.touch(r)
	s.split(r, x, blank)
	s.split(r, limit, blank)
	s.split(r, limit-n, blank)
	if r.used > x {
		r.reach(min(limit, r.used+n))
		end := min(limit, r.used)
		copy(r.cells[x+n:end], r.cells[x:end-n])
	}
	s.fillWithin(r, x, x+n, blank)
}

// deleteCells removes n columns of r from x on; blanks come in before limit.
func (s *Screen) deleteCells(r *row, x, n, limit int, blank Cell) {
	n = min(n, limit-x)
	s.touch(r)
	s.split(r, x, blank)
	s.split(r, x+n, blank)
	s.split(r, limit, blank)
	if r.used > x {
		r.reach(limit)
		copy(r.cells[x:limit-n], r.cells[x+n:limit])
	}
	s.fillWithin(r, limit-n, limit, blank)
}

// fillWithin is fill for a stretch that cells may follow.
func (s *Screen) fillWithin(r *row, from, to int, c Cell) {
	if from < r.used || c != (Cell{}) {
		s.fill(r, from, to, c)
	}
}

// insertLines is IL: the cursor goes to the start of the line.
func (s *Screen) insertLines(n int) {
	s.wrapNext = false
	if !s.inMargins() {
		return
	}
	s.scrollRegionDown(s.y, n, s.blank())
	s.x = s.lineStart()
}

// deleteLines is DL.
func (s *Screen) deleteLines(n int) {
	s.wrapNext = false
	if !s.inMargins() {
		return
	}
	s.scrollRegionUp(s.y, n, s.blank(), false)
	s.x = s.lineStart()
}

// shiftColumns moves what is right of column x, in all rows of the scrolling
// region, right by n columns, or left for a negative n (DECIC, DECDC, DECBI, DECFI).
func (s *Screen) shiftColumns(x, n int) {
	limit := s.cols
	if s.mode.leftRight {
		limit = s.g.right + 1
	}
	if x >= limit {
		return
	}
	for y := s.g.top; y <= s.g.bottom; y++ {
		r := s.g.row(y)
		if n > 0 {
			s.insertBlanks(r, x, n, limit, s.blank())
		} else {
			s.deleteCells(r, x, -n, limit, s.blank())
		}
		s.unwrap(y)
	}
}

// shiftAll is SL and SR: the scrolling region's content by n columns.
func (s *Screen) shiftAll(n int) {
	if s.inMargins() {
		s.shiftColumns(s.lineStart(), n)
	}
}
