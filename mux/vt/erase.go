package vt

// What ED and EL are told to erase.
const (
	eraseBelow   = 0
	eraseAbove   = 1
	eraseAll     = 2
	eraseHistory = 3
)

// eraseDisplay is ED, and with private DECSED, which spares protected cells.
func (s *Screen) eraseDisplay(what int, private bool) {
	keep := s.spares(private)
	switch what {
	case eraseBelow:
		if s.eraseFrom() == 0 {
			s.unwrap(s.y)
		}
		s.erase(s.y, s.eraseFrom(), s.cols, keep)
		s.eraseRows(s.y+1, s.rows-1, keep)
	case eraseAbove:
		s.unwrap(s.y)
		s.erase(s.y, 0, s.x+1, keep)
		if s.x+1 >= s.cols {
			s.setWrap(s.row(), false)
		}
		s.eraseRows(0, s.y-1, keep)
	case eraseAll:
		s.eraseRows(0, s.rows-1, keep)
	case eraseHistory:
		if s.opts.History != nil && s.g == &s.primary {
			s.opts.History.Clear()
			s.event(Event{Kind: EventHistoryCleared})
		}
	}
}

// eraseLine is EL, and with private DECSEL.
func (s *Screen) eraseLine(what int, private bool) {
	keep := s.spares(private)
	switch what {
	case eraseBelow:
		if s.eraseFrom() == 0 {
			s.unwrap(s.y)
		}
		s.erase(s.y, s.eraseFrom(), s.cols, keep)
	case eraseAbove:
		s.erase(s.y, 0, s.x+1, keep)
	case eraseAll:
		s.unwrap(s.y)
		s.erase(s.y, 0, s.cols, keep)
	}
}

// eraseChars is ECH.
func (s *Screen) eraseChars(n int) {
	s.wrapNext = false
	s.erase(s.y, s.x, s.x+min(n, s.cols-s.x), s.spares(false))
}

// eraseFrom is the first column of an erasure to the right. With a wrap pending
// the cursor counts as behind the last column.
func (s *Screen) eraseFrom() int {
	if s.wrapNext {
		return s.x + 1
	}
	return s.x
}

// spares says whether protected cells stay: DECSED and DECSEL spare those of
// DECSCA, ED, EL and ECH those of SPA (xterm keeps one kind at a time).
func (s *Screen) spares(private bool) bool { return private != s.mode.isoProtection }

// eraseRows blanks whole rows, both inclusive.
func (s *Screen) eraseRows(from, to int, keep bool) {
	for y := from; y <= to; y++ {
		s.unwrap(y)
		s.erase(y, 0, s.cols, keep)
		s.g.row(y).mark = MarkNone
	}
}

// erase blanks columns from..to-1 of row y.
func (s *Screen) erase(y, from, to int, keep bool) {
	r, blank := s.g.row(y), s.blank()
	if from >= to {
		return
	}
	s.touch(r)
	if keep {
		r.reach(to)
		r.styled = true
		for x := from; x < to; x++ {
			if r.cells[x].Attr&AttrProtected == 0 {
				s.split(r, x, blank)
				s.split(r, x+1, blank)
				r.cells[x] = blank
			}
		}
		return
	}
	s.split(r, from, blank)
	s.split(r, to, blank)
	s.fill(r, from, to, blank)
}
