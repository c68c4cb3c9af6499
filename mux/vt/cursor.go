package vt

// moveTo puts the cursor at an absolute place, kept within the screen, and
// within the margins where the origin is theirs.
func (s *Screen) moveTo(x, y int) {
	top, bottom, left, right := 0, s.rows-1, 0, s.cols-1
	if s.mode.origin {
		top, bottom = s.g.top, s.g.bottom
		if s.mode.leftRight {
			left, right = s.g.left, s.g.right
		}
	}
	s.x, s.y, s.wrapNext = clamp(x, left, right), clamp(y, top, bottom), false
}

// origin is the place that programs count from.
func (s *Screen) origin() (x, y int) {
	if !s.mode.origin {
		return 0, 0
	}
	if s.mode.leftRight {
		x = s.g.left
	}
	return x, s.g.top
}

// position is CUP: x and y count from 0 at the origin.
func (s *Screen) position(x, y int) {
	ox, oy := s.origin()
	s.moveTo(ox+min(x, s.cols), oy+min(y, s.rows))
}

// column is CHA.
func (s *Screen) column(x int) {
	ox, _ := s.origin()
	s.moveTo(ox+min(x, s.cols), s.y)
}

// line is VPA.
func (s *Screen) line(y int) {
	_, oy := s.origin()
	s.moveTo(s.x, oy+min(y, s.rows))
}

// up stops at the top margin if it starts at or below it.
func (s *Screen) up(n int) {
	top := 0
	if s.y >= s.g.top {
		top = s.g.top
	}
	s.moveTo(s.x, max(top, s.y-n))
}

func (s *Screen) down(n int) {
	bottom := s.rows - 1
	if s.y <= s.g.bottom {
		bottom = s.g.bottom
	}
	s.moveTo(s.x, min(bottom, s.y+min(n, s.rows)))
}

func (s *Screen) right(n int) {
	s.moveTo(min(s.lineLimit()-1, s.x+min(n, s.cols)), s.y)
}

// left stops at the left margin if it starts at or right of it, but with extended
// reverse wrap (1045).
func (s *Screen) left(n int) {
	if s.mode.wrapsBackAll() {
		for n = min(n, s.cols*s.rows); n > 0; n-- {
			s.reverseBackspace()
		}
		return
	}
	left := 0
	if s.mode.leftRight && s.x >= s.g.left {
		left = s.g.left
	}
	s.moveTo(max(left, s.x-min(n, s.cols)), s.y)
}

// setRegion is DECSTBM, both inclusive; a region of less than two rows is none.
func (s *Screen) setRegion(top, bottom int) {
	if bottom > s.rows-1 {
		bottom = s.rows - 1
	}
	if top >= bottom {
		return
	}
	s.g.top, s.g.bottom = top, bottom
	s.position(0, 0)
}

// setMargins is DECSLRM.
func (s *Screen) setMargins(left, right int) {
	if right > s.cols-1 {
		right = s.cols - 1
	}
	if left >= right {
		return
	}
	s.g.left, s.g.right = left, right
	s.position(0, 0)
}

// inMargins says that the cursor is inside all four margins.
func (s *Screen) inMargins() bool {
	if s.y < s.g.top || s.y > s.g.bottom {
		return false
	}
	return !s.mode.leftRight || s.x >= s.g.left && s.x <= s.g.right
}
