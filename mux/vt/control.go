package vt

// execute runs a C0 control. DEL is none, and nothing to a character before it.
func (s *Screen) execute(b byte) {
	if b == 0x7f {
		return
	}
	s.last.width = 0
	switch b {
	case 0x07:
		s.event(Event{Kind: EventBell})
	case '\b':
		s.backspace()
	case '\t':
		s.tabForward(1)
	case '\n', '\v', '\f':
		s.newLine()
	case '\r':
		s.carriageReturn()
	case 0x0e:
		s.charsets.lock(1)
	case 0x0f:
		s.charsets.lock(0)
	}
}

// control1 runs a C1 control, which is ESC and the byte 0x40 lower.
func (s *Screen) control1(b byte) {
	p := &s.parser
	p.clear()
	t := transitions[escape][b-0x40]
	p.state = t.state()
	if t.action() == doEsc {
		switch b - 0x40 {
		case 'D', 'E', 'H', 'M', 'N', 'O', 'Z':
			s.escDispatch(b - 0x40)
		}
	}
	s.last.width = 0
}

// escDispatch runs an escape sequence that ends in b.
func (s *Screen) escDispatch(b byte) {
	s.last.width = 0
	switch inter := s.parser.inter; inter {
	case 0:
		s.escape(b)
	case '#':
		if b == '8' {
			s.alignmentPattern()
		}
	case '(', ')', '*', '+':
		s.charsets.designate(int(inter-'('), b)
	case '-', '.', '/':
		s.charsets.designate(int(inter-'-')+1, b)
	case '%':
		if b == '@' || b == 'G' {
			s.charsets.g[0], s.charsets.gl = charsetASCII, 0
		}
	}
}

func (s *Screen) escape(b byte) {
	switch b {
	case '6':
		s.backIndex()
	case '7':
		s.saveCursor()
	case '8':
		s.restoreCursor()
	case '9':
		s.forwardIndex()
	case '=':
		s.mode.appKeypad = true
	case '>':
		s.mode.appKeypad = false
	case 'D':
		s.index()
	case 'E':
		s.index()
		s.carriageReturn()
	case 'H':
		if !s.wrapNext {
			s.g.tabs[s.x] = true
		}
	case 'M':
		s.reverseIndex()
	case 'N':
		s.charsets.shift(2)
	case 'O':
		s.charsets.shift(3)
	case 'V':
		s.pen.Attr |= AttrProtected
		s.mode.isoProtection = true
	case 'W':
		s.pen.Attr &^= AttrProtected
	case 'Z':
		s.deviceAttributes()
	case 'c':
		s.reset()
	case 'n':
		s.charsets.lock(2)
	case 'o':
		s.charsets.lock(3)
	}
}

func (s *Screen) carriageReturn() {
	s.wrapNext = false
	if s.mode.leftRight && (s.x >= s.g.left || s.mode.origin) {
		s.x = s.g.left
		return
	}
	s.x = 0
}

// backspace is BS: a column to the left; with reverse wrap (45) from the first
// column of a continued line to the end of the line above, with the extended one
// (1045) of any line, and from the first to the last.
func (s *Screen) backspace() {
	if s.mode.reverseWrap || s.mode.wrapsBackAll() {
		s.reverseBackspace()
		return
	}
	s.wrapNext = false
	if s.x > 0 && (!s.mode.leftRight || s.x != s.g.left) {
		s.x--
	}
}

func (s *Screen) reverseBackspace() {
	if s.wrapNext {
		// The cursor counts as behind the last column.
		s.wrapNext = false
		return
	}
	left, right := s.lineStart(), s.cols-1
	if s.mode.leftRight {
		right = s.g.right
	}
	switch {
	case s.x > left || s.x > 0 && s.x < left:
		s.x--
	case s.mode.wrapsBackAll() && s.y >= s.g.top && s.y <= s.g.bottom:
		s.x = right
		if s.y--; s.y < s.g.top {
			s.y = s.g.bottom
		}
	case s.y > s.g.top && s.y <= s.g.bottom && s.g.row(s.y-1).wrap:
		s.setWrap(s.g.row(s.y-1), false)
		s.y--
		s.x = right
		if last := s.row().at(s.x); s.x > 0 && last.Rune == 0 && last.Attr&AttrSpacer == 0 {
			s.x-- // what a wide character left free
		}
	}
}

// tabForward moves to the n-th tab stop to the right, the margin at most. A
// pending wrap stays.
func (s *Screen) tabForward(n int) {
	if s.wrapNext {
		return
	}
	limit := s.lineLimit() - 1
	for ; n > 0 && s.x < limit; n-- {
		for s.x++; s.x < limit && !s.g.tabs[s.x]; s.x++ {
		}
	}
}

func (s *Screen) tabBackward(n int) {
	if s.wrapNext {
		return
	}
	limit := 0
	if s.mode.leftRight && s.mode.origin {
		limit = s.g.left
	}
	for ; n > 0 && s.x > limit; n-- {
		for s.x--; s.x > limit && !s.g.tabs[s.x]; s.x-- {
		}
	}
}

// backIndex is DECBI: left, or the content right at the left margin.
func (s *Screen) backIndex() {
	s.wrapNext = false
	switch {
	case s.inColumns() && s.x == s.lineStart():
		if s.inMargins() {
			s.shiftColumns(s.x, 1)
		}
	case s.x > 0:
		s.x--
	}
}

// forwardIndex is DECFI: right, or the content left at the right margin, where a
// pending wrap stays.
func (s *Screen) forwardIndex() {
	switch {
	case s.inColumns() && s.x == s.lineLimit()-1:
		if s.inMargins() {
			s.shiftColumns(s.lineStart(), -1)
		}
	case s.x < s.cols-1:
		s.x++
	}
}

// alignmentPattern is DECALN: the screen full of E, the margins reset.
func (s *Screen) alignmentPattern() {
	s.g.resetMargins(s.cols, s.rows)
	e := s.pen
	e.Rune, e.Ext = 'E', 0
	s.unwrap(0)
	s.fillRows(0, s.rows-1, 0, s.cols-1, e)
	s.moveTo(0, 0)
}

func (s *Screen) saveCursor() {
	s.g.saved = savedCursor{
		x: s.x, y: s.y, pen: s.pen, underline: s.ext.UnderlineColor, charsets: s.charsets, origin: s.mode.origin,
	}
}

// restoreCursor is DECRC. An open link stays open: it is no part of the style.
func (s *Screen) restoreCursor() {
	c := &s.g.saved
	s.pen, s.charsets, s.mode.origin = c.pen, c.charsets, c.origin
	s.setExt(Ext{UnderlineColor: c.underline, Link: s.ext.Link, LinkID: s.ext.LinkID})
	s.moveTo(c.x, c.y)
}

// setExt changes the pen's extended style.
func (s *Screen) setExt(e Ext) {
	s.ext = e
	s.pen.Ext = s.tables.ext(e)
}

// reset is RIS: everything as New made it, the history empty, but for the colours
// of the outer terminal.
func (s *Screen) reset() {
	if s.opts.History != nil {
		s.opts.History.Clear()
	}
	s.showPrimary()
	for _, r := range s.primary.ring {
		s.renew(r)
	}
	s.primary.saved = savedCursor{}
	s.primary.resetTabs(s.cols)
	s.resetModes()
	s.x, s.y = 0, 0
	s.parser.reset()
	s.colors.resetDynamic()
	s.setTitle("")
	s.titles = titles{gen: s.titles.gen}
	s.event(Event{Kind: EventReset})
}

// resetModes puts back everything that sequences set but the content, the
// cursor's place and the screen that is shown.
func (s *Screen) resetModes() {
	s.mode = modes{}
	s.kitty = [2]kittyStack{}
	s.otherKey = 0
	s.cursorShape = 0
	s.charsets.reset()
	s.pen, s.ext = Cell{}, Ext{}
	s.g.resetMargins(s.cols, s.rows)
	s.wrapNext = false
	s.last.width = 0
}

// softReset is DECSTR, as xterm.js has it; and it ends DECLRMM, as in xterm.
func (s *Screen) softReset() {
	m := &s.mode
	m.hideCursor, m.insert, m.origin, m.reverseWrap, m.noAutowrap = false, false, false, false, false
	m.reverseWrapAll, m.leftRight = false, false
	m.appCursor, m.appKeypad, m.bracketedPaste, m.focus, m.sync = false, false, false, false, false
	s.cursorShape = 0
	s.charsets.reset()
	s.pen, s.ext = Cell{}, Ext{}
	s.g.resetMargins(s.cols, s.rows)
	s.g.saved = savedCursor{}
}
