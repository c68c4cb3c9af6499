package vt

import "unicode/utf8"

// rect is a rectangle of cells, counted from 0, all sides inclusive.
type rect struct{ top, left, bottom, right int }

// bounds is what rectangles are counted and cut within: the screen, or the margins
// where the origin is theirs.
func (s *Screen) bounds() rect {
	b := rect{0, 0, s.rows - 1, s.cols - 1}
	if s.mode.origin {
		b.top, b.bottom = s.g.top, s.g.bottom
		if s.mode.leftRight {
			b.left, b.right = s.g.left, s.g.right
		}
	}
	return b
}

// rectangle reads top, left, bottom and right from parameter i on, counted from
// the origin, kept within the screen or the margins. It is false where nothing
// is left of it.
func (s *Screen) rectangle(i int) (rect, bool) {
	p, bounds := &s.parser, s.bounds()
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
			s.wipeRect(r)
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

// wipeRect blanks the characters of r that aren't protected; what they looked like
// stays.
func (s *Screen) wipeRect(r rect) {
	for y := r.top; y <= r.bottom; y++ {
		row := s.g.row(y)
		for x := r.left; x <= min(r.right, row.used-1); x++ {
			if c := row.cells[x]; c.Attr&AttrProtected == 0 && (c.Rune != 0 || c.Attr&AttrSpacer != 0) {
				c.Attr &^= AttrWide | AttrSpacer
				s.split(row, x, c)
				s.split(row, x+1, c)
				row.cells[x].Rune = 0
			}
		}
		s.touch(row)
	}
}

// copyRect copies r so that its corner comes to x, y; what leaves the screen, or
// the margins where the origin is theirs, is cut off.
func (s *Screen) copyRect(r rect, x, y int) {
	limit := s.bounds()
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
	p, bounds := &s.parser, s.bounds()
	for y := r.top; y <= r.bottom; y++ {
		left, right := r.left, r.right
		if !s.mode.blockExtent {
			if y > r.top {
				left = bounds.left
			}
			if y < r.bottom {
				right = bounds.right
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

// checksum is DECRQCRA's, as xterm reckons it: the negated sum of the characters'
// low bytes and of attributes. Blanks that nobody wrote count only as the first
// cell; a wide character's right half is 0xff, a concealed one a space.
func (s *Screen) checksum(r rect) uint16 {
	var sum uint16
	weights := [...]struct {
		attr Attr
		n    uint16
	}{{AttrReverse, 0x20}, {AttrBlink, 0x40}, {AttrBold, 0x80}}
	for y := r.top; y <= r.bottom; y++ {
		row := s.g.row(y)
		for x := r.left; x <= r.right; x++ {
			c := row.at(x)
			ch, style := uint16(c.Rune&0xff), uint16(0)
			switch {
			case c.Attr&AttrConceal != 0, c.Rune == 0 && c.Attr&AttrSpacer == 0:
				ch = ' '
			case c.Attr&AttrSpacer != 0:
				ch = 0xff
			case c.Rune&clusterBit != 0:
				first, _ := utf8.DecodeRuneInString(s.tables.clusters[c.Rune&^clusterBit])
				ch = uint16(first & 0xff)
			}
			for _, w := range weights {
				if c.Attr&w.attr != 0 {
					style += w.n
				}
			}
			if c.Attr.Underline() != UnderlineNone {
				style += 0x10
			}
			if c.Rune != 0 || ch != ' ' || style != 0 || y == r.top && x == r.left {
				sum += ch + style
			}
		}
	}
	return -sum
}
