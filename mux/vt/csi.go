package vt

// A control sequence is told by its prefix, intermediates and final byte.
const (
	prefixShift = 24
	interShift  = 8
)

func seq(prefix, inter, final byte) uint32 {
	return uint32(prefix)<<prefixShift | uint32(inter)<<interShift | uint32(final)
}

// csiDispatch runs the control sequence that ends in final. Unknown ones do
// nothing.
func (s *Screen) csiDispatch(final byte) {
	p := &s.parser
	if final == 'm' && p.prefix == 0 && p.inter == 0 {
		s.sgr()
		s.last.width = 0
		return
	}
	if p.sub != 0 {
		p.dropSubs()
	}
	if p.prefix == 0 && p.inter == 0 {
		s.csiPlain(final)
	} else {
		s.csiMarked(uint32(p.prefix)<<prefixShift | uint32(p.inter)<<interShift | uint32(final))
	}
	s.last.width = 0
}

// csiPlain runs a sequence without prefix and intermediates.
func (s *Screen) csiPlain(final byte) {
	p := &s.parser
	n := p.get(0, 1)
	switch final {
	case '@':
		s.insertChars(n)
	case 'A':
		s.up(n)
	case 'B':
		s.down(n)
	case 'C':
		s.right(n)
	case 'D':
		s.left(n)
	case 'E':
		s.down(n)
		s.carriageReturn()
	case 'F':
		s.up(n)
		s.carriageReturn()
	case 'G', '`':
		s.column(n - 1)
	case 'H', 'f':
		s.position(p.get(1, 1)-1, n-1)
	case 'I':
		s.tabForward(n)
	case 'J':
		s.eraseDisplay(p.get(0, 0), false)
	case 'K':
		s.eraseLine(p.get(0, 0), false)
	case 'L':
		s.insertLines(n)
	case 'M':
		s.deleteLines(n)
	case 'P':
		s.deleteChars(n)
	case 'S':
		s.scrollUp(n, false)
	case 'T':
		// With five parameters it is highlight tracking, which nobody has.
		if p.count == 1 {
			s.scrollRegionDown(s.g.top, n, Cell{})
		}
	case 'X':
		s.eraseChars(n)
	case 'Z':
		s.tabBackward(n)
	case '^':
		s.scrollRegionDown(s.g.top, n, Cell{})
	case 'a':
		s.moveTo(s.x+min(n, s.cols), s.y)
	case 'b':
		s.repeat(n)
	case 'c':
		if p.get(0, 0) == 0 {
			s.deviceAttributes()
		}
	case 'd':
		s.line(n - 1)
	case 'e':
		s.moveTo(s.x, s.y+min(n, s.rows))
	case 'g':
		s.clearTabs(p.get(0, 0))
	case 'h':
		s.setModes(false, true)
	case 'l':
		s.setModes(false, false)
	case 'n':
		s.deviceStatus(p.get(0, 0))
	case 'r':
		s.setRegion(p.get(0, 1)-1, p.get(1, s.rows)-1)
	case 's':
		if s.mode.leftRight {
			s.setMargins(p.get(0, 1)-1, p.get(1, s.cols)-1)
		} else {
			s.saveCursor()
		}
	case 't':
		s.windowOp()
	case 'u':
		s.restoreCursor()
	case 'x':
		s.reportParameters(p.get(0, 0))
	}
}

// csiMarked runs a sequence with a prefix or intermediates.
func (s *Screen) csiMarked(id uint32) {
	p := &s.parser
	n := p.get(0, 1)
	switch id {
	case seq('?', 0, 'J'):
		s.eraseDisplay(p.get(0, 0), true)
	case seq('?', 0, 'K'):
		s.eraseLine(p.get(0, 0), true)
	case seq('?', 0, 'W'):
		if p.get(0, 0) == 5 {
			s.g.resetTabs(s.cols)
		}
	case seq('?', 0, 'h'):
		s.setModes(true, true)
	case seq('?', 0, 'l'):
		s.setModes(true, false)
	case seq('?', 0, 'n'):
		s.deviceStatusPrivate(p.get(0, 0))
	case seq('?', 0, 'r'):
		s.restoreModes()
	case seq('?', 0, 's'):
		s.saveModes()
	case seq('?', 0, 'u'):
		s.reportKitty()
	case seq('?', 0, 'm'):
		s.reportModifyKeys(p.get(0, 0))
	case seq('>', 0, 'c'):
		if p.get(0, 0) == 0 {
			s.secondaryAttributes()
		}
	case seq('=', 0, 'c'):
		if p.get(0, 0) == 0 {
			s.tertiaryAttributes()
		}
	case seq('>', 0, 'm'):
		s.setModifyKeys()
	case seq('>', 0, 'n'):
		if p.get(0, 0) == modifyOtherKeys {
			s.otherKey = 0
		}
	case seq('>', 0, 'q'):
		if p.get(0, 0) == 0 {
			s.reportVersion()
		}
	case seq('>', 0, 'u'):
		s.kittyStack().push(p.get(0, 0))
	case seq('<', 0, 'u'):
		s.kittyStack().pop(n)
	case seq('=', 0, 'u'):
		s.kittyStack().set(p.get(0, 0), p.get(1, 1))
	case seq(0, ' ', '@'):
		s.shiftAll(-n)
	case seq(0, ' ', 'A'):
		s.shiftAll(n)
	case seq(0, ' ', 'q'):
		s.setCursorShape(p.get(0, 0))
	case seq(0, '!', 'p'):
		s.softReset()
	case seq(0, '"', 'q'):
		s.setProtection(p.get(0, 0))
	case seq(0, '\'', '}'):
		if s.inMargins() {
			s.shiftColumns(s.x, n)
		}
	case seq(0, '\'', '~'):
		if s.inMargins() {
			s.shiftColumns(s.x, -n)
		}
	case seq(0, '$', 'p'):
		s.reportMode(p.get(0, 0), false)
	case seq('?', '$', 'p'):
		s.reportMode(p.get(0, 0), true)
	default:
		s.csiRectangle(id)
	}
}

// setCursorShape is DECSCUSR; unknown shapes change nothing.
func (s *Screen) setCursorShape(n int) {
	if n <= maxCursorShape {
		s.cursorShape = CursorShape(n)
	}
}

const maxCursorShape = 6

// setProtection is DECSCA.
func (s *Screen) setProtection(n int) {
	s.mode.isoProtection = false
	switch n {
	case 1:
		s.pen.Attr |= AttrProtected
	case 0, 2:
		s.pen.Attr &^= AttrProtected
	}
}

// clearTabs is TBC.
func (s *Screen) clearTabs(n int) {
	switch n {
	case 0:
		if !s.wrapNext {
			s.g.tabs[s.x] = false
		}
	case 3:
		clear(s.g.tabs)
	}
}
