package vt

// sgr runs SGR: it changes the pen.
func (s *Screen) sgr() {
	p := &s.parser
	for i := 0; i < p.count; i++ {
		v := int(p.params[i])
		switch {
		case v == 0:
			s.resetPen()
		case v >= 30 && v <= 37:
			s.pen.Fg = Palette(uint8(v - 30))
		case v >= 40 && v <= 47:
			s.pen.Bg = Palette(uint8(v - 40))
		case v >= 90 && v <= 97:
			s.pen.Fg = Palette(uint8(v - 90 + 8))
		case v >= 100 && v <= 107:
			s.pen.Bg = Palette(uint8(v - 100 + 8))
		case v == 38, v == 48, v == 58:
			c, n, ok := s.sgrColor(i)
			if ok {
				s.setColor(v, c)
			}
			i += n
		case v == 39:
			s.pen.Fg = 0
		case v == 49:
			s.pen.Bg = 0
		case v == 59:
			s.setColor(58, 0)
		case v == 4 && p.sub>>(i+1)&1 == 1 && i+1 < p.count:
			u := Underline(UnderlineSingle)
			if n := p.params[i+1]; n >= 0 && n <= int32(UnderlineDashed) {
				u = Underline(n)
			}
			s.pen.Attr = s.pen.Attr.WithUnderline(u)
		default:
			s.sgrAttr(v)
		}
		for i+1 < p.count && p.sub>>(i+1)&1 == 1 {
			i++
		}
	}
}

func (s *Screen) resetPen() {
	protected := s.pen.Attr & AttrProtected
	link := s.pen.Ext
	if s.ext.UnderlineColor != 0 {
		s.setExt(Ext{Link: s.ext.Link, LinkID: s.ext.LinkID})
		link = s.pen.Ext
	}
	s.pen = Cell{Attr: protected, Ext: link}
}

func (s *Screen) setColor(which int, c Color) {
	switch which {
	case 38:
		s.pen.Fg = c
	case 48:
		s.pen.Bg = c
	case 58:
		e := s.ext
		e.UnderlineColor = c
		s.setExt(e)
	}
}

// sgrColor reads the colour of the 38, 48 or 58 in parameter i: behind
// semicolons, behind colons with and without a colour space, or both mixed. It
// says how many of the parameters behind i it has used.
func (s *Screen) sgrColor(i int) (c Color, used int, ok bool) {
	p := &s.parser
	if i+1 < p.count && p.sub>>(i+1)&1 == 1 {
		n := i + 1
		for n < p.count && p.sub>>n&1 == 1 {
			n++
		}
		c, ok = colorOf(p.params[i+1:n], true)
		return c, n - i - 1, ok
	}
	end := i + 1
	for end < p.count && end <= i+4 && p.sub>>end&1 == 0 {
		end++
	}
	v := p.params[i+1 : end]
	switch {
	case len(v) == 0:
		return 0, 0, false
	case v[0] == 5:
		// 38;5:n is used too
		if len(v) == 1 && end < p.count && p.sub>>end&1 == 1 {
			c, ok = colorOf([]int32{5, p.params[end]}, false)
			return c, 2, ok
		}
		c, ok = colorOf(v[:min(2, len(v))], false)
		return c, min(2, len(v)), ok
	case v[0] == 2:
		if len(v) == 1 && end < p.count && p.sub>>end&1 == 1 {
			n := end
			for n < p.count && p.sub>>n&1 == 1 {
				n++
			}
			c, ok = colorOf(append([]int32{2}, p.params[end:n]...), true)
			return c, n - i - 1, ok
		}
		c, ok = colorOf(v, false)
		return c, len(v), ok
	}
	// Of a kind that isn't known the values are skipped too.
	return 0, len(v), false
}

// colorOf is the colour of 5;n or 2;r;g;b; with colons there may be a colour
// space behind the 2. What is missing is 0, as in xterm.js.
func colorOf(v []int32, colons bool) (Color, bool) {
	at := func(i int) uint8 {
		if i < len(v) && v[i] > 0 {
			return uint8(v[i])
		}
		return 0
	}
	switch {
	case len(v) == 0:
		return 0, false
	case v[0] == 5:
		return Palette(at(1)), true
	case v[0] == 2 && colons && len(v) >= 5:
		return RGB(at(2), at(3), at(4)), true
	case v[0] == 2:
		return RGB(at(1), at(2), at(3)), true
	}
	return 0, false
}

func (s *Screen) sgrAttr(v int) {
	a := &s.pen.Attr
	switch v {
	case 1:
		*a |= AttrBold
	case 2:
		*a |= AttrDim
	case 3:
		*a |= AttrItalic
	case 4:
		*a = a.WithUnderline(UnderlineSingle)
	case 5, 6:
		*a |= AttrBlink
	case 7:
		*a |= AttrReverse
	case 8:
		*a |= AttrConceal
	case 9:
		*a |= AttrStrike
	case 21:
		*a = a.WithUnderline(UnderlineDouble)
	case 22:
		*a &^= AttrBold | AttrDim
	case 23:
		*a &^= AttrItalic
	case 24:
		*a = a.WithUnderline(UnderlineNone)
	case 25:
		*a &^= AttrBlink
	case 27:
		*a &^= AttrReverse
	case 28:
		*a &^= AttrConceal
	case 29:
		*a &^= AttrStrike
	case 53:
		*a |= AttrOverline
	case 55:
		*a &^= AttrOverline
	}
}
