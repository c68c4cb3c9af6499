package vt

// rect is a rectangle of cells, counted from 0, all sides inclusive.
type rect struct{ top, left, bottom, right int }

// rectangle reads top, left, bottom and right from parameter i on, counted from
// the origin, kept within the screen or the margins. It is false where nothing
// is left of it.
func (s *Screen) rectangle(i int) (rect, bool) {
	p := &s.parser
	bounds := rect{0, 0, s.rows - 1, s.cols - 1}
	if s.mode.origin {
		bounds.top, bounds.bottom = s.g.top, s.g.bottom
		if s.mode.leftRight {
			bounds.left, bounds.right = s.g.left, s.g.right
		}
	}
	r := rect{
		top:    bounds.top + min(p.get(i, 1), MaxRows+1) - 1,
		left:   bounds.left + min(p.get(i+1, 1), MaxCols+1) - 1,
		bottom: bounds.top + min(p.get(i+2, MaxRows), MaxRows) - 1,
		right:  bounds.left + min(p.get(i+3, MaxCols), MaxCols) - 1,
	}
	r.bottom, r.right = min(r.bottom, bounds.bottom), min(r.right, bounds.right)
	return r, r.top <= r.bottom && r.left <= r.right
}

// csiRectangle runs the operations on rectangles.
func (s *Screen) csiRectangle(id uint32) {
	p := &s.parser
	switch id {
	case seq(0, '$', 'x'): // DECFRA
		c := p.get(0, ' ')
		if r, ok := s.rectangle(1); ok && (c >= 0x20 && c < 0x7f || c >= 0xa0 && c <= 0xff) {
			cell := s.pen
			cell.Rune = uint32(c)
			s.fillRect(r, cell)
		}
	case seq(0, '$', 'z'): // DECERA
		if r, ok := s.rectangle(0); ok {
			s.fillRect(r, s.blank())
		}
	case seq(0, '$', '{'): // DECSERA
		if r, ok := s.rectangle(0); ok {
			for y := r.top; y <= r.bottom; y++ {
				s.erase(y, r.left, r.right+1, true)
			}
		}
	case seq(0, '$', 'v'): // DECCRA
		if r, ok := s.rectangle(0); ok {
			ox, oy := s.origin()
			s.copyRect(r, ox+min(p.get(6, 1), MaxCols)-1, oy+min(p.get(5, 1), MaxRows)-1)
		}
	case seq(0, '$', 'r'): // DECCARA
		if r, ok := s.rectangle(0); ok {
			s.changeRect(r, changeAttr)
		}
	case seq(0, '$', 't'): // DECRARA
		if r, ok := s.rectangle(0); ok {
			s.changeRect(r, reverseAttr)
		}
	case seq(0, '*', 'x'): // DECSACE
		s.mode.blockExtent = p.get(0, 0) == 2
	case seq(0, '*', 'y'): // DECRQCRA
		if r, ok := s.rectangle(2); ok {
			s.answer("\x1bP%d!~%04X\x1b\\", p.get(0, 0), s.checksum(r))
		} else {
			s.answer("\x1bP%d!~0000\x1b\\", p.get(0, 0))
		}
	}
}

func (s *Screen) fillRect(r rect, c Cell) {
	for y := r.top; y <= r.bottom; y++ {
		row := s.g.row(y)
		s.split(row, r.left, c)
		s.split(row, r.right+1, c)
		s.fillWithin(row, r.left, r.right+1, c)
		s.touch(row)
	}
}

// copyRect copies r so that its corner comes to x, y; what leaves the screen, or
// the margins where the origin is theirs, is cut off.
func (s *Screen) copyRect(r rect, x, y int) {
	limit := rect{0, 0, s.rows - 1, s.cols - 1}
	if s.mode.origin {
		limit.bottom = s.g.bottom
		if s.mode.leftRight {
			limit.right = s.g.right
		}
	}
	w, h := min(r.right-r.left+1, limit.right-x+1), min(r.bottom-r.top+1, limit.bottom-y+1)
	if w <= 0 || h <= 0 {
		return
	}
	buf := make([]Cell, w*h)
	for i := range h {
		row := s.g.row(r.top + i)
		for j := range w {
			buf[i*w+j] = row.at(r.left + j)
		}
		healEdges(buf[i*w : (i+1)*w])
	}
	for i := range h {
		row := s.g.row(y + i)
		s.split(row, x, Cell{})
		s.split(row, x+w, Cell{})
		row.reach(x + w)
		row.styled = true
		copy(row.cells[x:x+w], buf[i*w:(i+1)*w])
		s.touch(row)
	}
}

// healEdges blanks halves of wide characters at the ends of cells.
func healEdges(cells []Cell) {
	if first := &cells[0]; first.Attr&AttrSpacer != 0 {
		first.Rune, first.Attr = 0, first.Attr&^AttrSpacer
	}
	if last := &cells[len(cells)-1]; last.Attr&AttrWide != 0 {
		last.Rune, last.Attr = 0, last.Attr&^AttrWide
	}
}

// changeRect applies the attributes in parameters 4 and on to r: to the stream
// of cells from its first to its last corner, unless DECSACE says rectangle.
func (s *Screen) changeRect(r rect, change func(Attr, int) Attr) {
	p := &s.parser
	for y := r.top; y <= r.bottom; y++ {
		left, right := r.left, r.right
		if !s.mode.blockExtent {
			if y > r.top {
				left = 0
			}
			if y < r.bottom {
				right = s.cols - 1
			}
		}
		row := s.g.row(y)
		row.reach(right + 1)
		row.styled = true
		for x := left; x <= right; x++ {
			c := &row.cells[x]
			for i := 4; i < max(p.count, 5); i++ {
				c.Attr = change(c.Attr, p.get(i, 0))
			}
		}
		s.touch(row)
	}
}

// changeAttr is one parameter of DECCARA.
func changeAttr(a Attr, n int) Attr {
	switch n {
	case 0:
		return a.WithUnderline(UnderlineNone) &^ (AttrBold | AttrBlink | AttrReverse | AttrConceal)
	case 1:
		return a | AttrBold
	case 4:
		return a.WithUnderline(UnderlineSingle)
	case 5:
		return a | AttrBlink
	case 7:
		return a | AttrReverse
	case 8:
		return a | AttrConceal
	case 22:
		return a &^ AttrBold
	case 24:
		return a.WithUnderline(UnderlineNone)
	case 25:
		return a &^ AttrBlink
	case 27:
		return a &^ AttrReverse
	case 28:
		return a &^ AttrConceal
	}
	return a
}

// reverseAttr is one parameter of DECRARA.
func reverseAttr(a Attr, n int) Attr {
	underline := func() Attr {
		if a.Underline() == UnderlineNone {
			return a.WithUnderline(UnderlineSingle)
		}
		return a.WithUnderline(UnderlineNone)
	}
	switch n {
	case 0:
		a = underline()
		return a ^ (AttrBold | AttrBlink | AttrReverse | AttrConceal)
	case 1:
		return a ^ AttrBold
	case 4:
		return underline()
	case 5:
		return a ^ AttrBlink
	case 7:
		return a ^ AttrReverse
	case 8:
		return a ^ AttrConceal
	}
	return a
}

// checksum is DECRQCRA's, as xterm reckons it: the negated sum of characters and
// attributes.
func (s *Screen) checksum(r rect) uint16 {
	var sum uint16
	weights := [...]struct {
		attr Attr
		n    uint16
	}{{AttrProtected, 0x04}, {AttrConceal, 0x08}, {AttrReverse, 0x20}, {AttrBlink, 0x40}, {AttrBold, 0x80}}
	for y := r.top; y <= r.bottom; y++ {
		row := s.g.row(y)
		for x := r.left; x <= r.right; x++ {
			c := row.at(x)
			switch {
			case c.Attr&AttrSpacer != 0:
				continue
			case c.Rune == 0:
				sum += ' '
			case c.Rune&clusterBit != 0:
				for _, r := range s.tables.clusters[c.Rune&^clusterBit] {
					sum += uint16(r)
				}
			default:
				sum += uint16(c.Rune)
			}
			for _, w := range weights {
				if c.Attr&w.attr != 0 {
					sum += w.n
				}
			}
			if c.Attr.Underline() != UnderlineNone {
				sum += 0x10
			}
		}
	}
	return -sum
}
