package vt

// feedString takes the bytes of an OSC, DCS or ignored string up to its end, and
// says how many that was. ESC ends a string, whatever follows it; CAN and SUB
// cancel it.
func (s *Screen) feedString(b []byte) int {
	p := &s.parser
	for i, c := range b {
		switch {
		case c >= 0x20 && (c != 0x9c || !p.c2):
			p.c2 = c == 0xc2
			continue
		case c == 0x9c:
			s.putString(b[:i])
			if n := len(p.str); n > 0 {
				p.str = p.str[:n-1]
			}
			s.endString(ground)
		case c == 0x1b:
			s.putString(b[:i])
			s.endString(escape)
		case c == 0x07 && p.state == oscString:
			s.putString(b[:i])
			p.bell = true
			s.endString(ground)
			p.bell = false
		case c == 0x18 || c == 0x1a:
			p.state = ground
			p.clear()
			s.last.width = 0
		default:
			p.c2 = false
			s.putString(b[:i])
			if p.state == dcsString {
				s.putString(b[i : i+1])
			}
		}
		return i + 1
	}
	s.putString(b)
	return len(b)
}

// putString adds to the string under way, as far as its limit allows.
func (s *Screen) putString(b []byte) {
	p := &s.parser
	limit := maxOSC
	switch p.state {
	case dcsString:
		limit = maxDCS
	case oscString:
	default:
		return
	}
	if p.overlong || len(p.str)+len(b) > limit {
		p.overlong = true
		return
	}
	p.str = append(p.str, b...)
}

// endString runs the string under way and goes to next.
func (s *Screen) endString(next state) {
	p := &s.parser
	s.last.width = 0
	st := p.state
	p.state = next
	if !p.overlong {
		switch st {
		case oscString:
			s.oscDispatch(p.str)
		case dcsString:
			s.dcsDispatch(p.str)
		}
	}
	if cap(p.str) > keepString {
		p.str = nil
	}
	p.clear()
}
