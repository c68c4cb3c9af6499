package vt

// modes is what SM, RM, DECSET and DECRST change. The zero value is the default.
type modes struct {
	appCursor, appKeypad  bool
	origin                bool
	noAutowrap            bool
	reverseWrap           bool // 45: back into the lines that this one continues
	reverseWrapAll        bool // 1045: and into any other, round the screen
	insert, lineFeed      bool
	reverseScreen         bool
	hideCursor            bool
	leftRight             bool // DECLRMM
	allowColumns          bool // 40: DECCOLM clears the screen
	columns132            bool // DECCOLM, of which only the side effects are done
	bracketedPaste, focus bool
	sync                  bool
	colorReports          bool
	noClusters            bool // 2027 reset: a cell for each code point with a width
	altScroll             bool
	backarrowBS           bool
	metaEscape            bool // 1036, remembered only
	mouse                 Mouse
	mouseEncoding         MouseEncoding
	isoProtection         bool // SPA was the last to protect, not DECSCA
	blockExtent           bool // DECSACE: rectangles, not streams
	saved                 savedModes
}

// wrapsBackAll says that the extended reverse wrap is in force: with autowrap alone.
func (m *modes) wrapsBackAll() bool { return m.reverseWrapAll && !m.noAutowrap }

// savedModes is XTSAVE's memory: a bit set and a value for each mode of the table.
type savedModes struct{ known, value uint64 }

// Modes is what the program asks of its terminal now.
func (s *Screen) Modes() Modes { return s.modesNow() }

func (s *Screen) modesNow() Modes {
	m := &s.mode
	return Modes{
		AppCursor:       m.appCursor,
		AppKeypad:       m.appKeypad,
		BracketedPaste:  m.bracketedPaste,
		Focus:           m.focus,
		AltScreen:       s.g == &s.alternate,
		AltScroll:       m.altScroll,
		Sync:            m.sync,
		ColorReports:    m.colorReports,
		Mouse:           m.mouse,
		MouseEncoding:   m.mouseEncoding,
		KittyFlags:      s.kittyStack().flags,
		ModifyOtherKeys: s.otherKey,
		LineFeed:        m.lineFeed,
		BackarrowBS:     m.backarrowBS,
		CursorHidden:    m.hideCursor,
		CursorShape:     s.cursorShape,
	}
}

// What DECRQM answers.
const (
	modeUnknown      = 0
	modeSet          = 1
	modeReset        = 2
	modeAlwaysSet    = 3
	modeAlwaysUnset  = 4
	privateModeStart = 1 << 16
)

// flag is the switch behind a mode that is just remembered, and whether it is
// kept inverted; nil for the others.
func (m *modes) flag(mode int) (f *bool, inverted bool) {
	switch mode {
	case 4:
		return &m.insert, false
	case 20:
		return &m.lineFeed, false
	case privateModeStart + 1:
		return &m.appCursor, false
	case privateModeStart + 5:
		return &m.reverseScreen, false
	case privateModeStart + 7:
		return &m.noAutowrap, true
	case privateModeStart + 25:
		return &m.hideCursor, true
	case privateModeStart + 40:
		return &m.allowColumns, false
	case privateModeStart + 45:
		return &m.reverseWrap, false
	case privateModeStart + 66:
		return &m.appKeypad, false
	case privateModeStart + 67:
		return &m.backarrowBS, false
	case privateModeStart + 1004:
		return &m.focus, false
	case privateModeStart + 1007:
		return &m.altScroll, false
	case privateModeStart + 1036:
		return &m.metaEscape, false
	case privateModeStart + 1045:
		return &m.reverseWrapAll, false
	case privateModeStart + 2004:
		return &m.bracketedPaste, false
	case privateModeStart + 2026:
		return &m.sync, false
	case privateModeStart + 2027:
		return &m.noClusters, true
	case privateModeStart + 2031:
		return &m.colorReports, false
	}
	return nil, false
}

// setModes is SM, RM, DECSET and DECRST.
func (s *Screen) setModes(private, on bool) {
	for _, v := range s.parser.params[:s.parser.count] {
		mode := int(v)
		if private {
			if mode >= privateModeStart {
				continue
			}
			mode += privateModeStart
		} else if mode >= privateModeStart {
			continue
		}
		s.setMode(mode, on)
	}
}

// setMode sets one mode; unknown ones are passed over.
func (s *Screen) setMode(mode int, on bool) {
	m := &s.mode
	if f, inverted := m.flag(mode); f != nil {
		*f = on != inverted
		return
	}
	switch mode - privateModeStart {
	case 2:
		if on {
			s.charsets.reset()
		}
	case 3:
		s.setColumns(on)
	case 6:
		m.origin = on
		s.position(0, 0)
	case 9:
		s.setMouse(MouseX10, on)
	case 12:
		s.setBlink(on)
	case 69:
		if m.leftRight = on; !on {
			s.g.left, s.g.right = 0, s.cols-1
		}
	case 1000:
		s.setMouse(MouseNormal, on)
	case 1002:
		s.setMouse(MouseButton, on)
	case 1003:
		s.setMouse(MouseAny, on)
	case 1005:
		s.setMouseEncoding(MouseUTF8, on)
	case 1006:
		s.setMouseEncoding(MouseSGR, on)
	case 1015:
		s.setMouseEncoding(MouseURXVT, on)
	case 47, 1047:
		s.switchScreen(on)
	case 1048:
		s.saveOrRestore(on)
	case 1049:
		if on {
			s.saveCursor()
		}
		s.switchScreen(on)
		if !on {
			s.restoreCursor()
		}
	}
}

func (s *Screen) saveOrRestore(save bool) {
	if save {
		s.saveCursor()
	} else {
		s.restoreCursor()
	}
}

func (s *Screen) switchScreen(alternate bool) {
	if alternate {
		s.showAlternate()
	} else {
		s.showPrimary()
	}
}

// setMouse follows xterm: setting one kind of tracking replaces another, and
// resetting any ends it.
func (s *Screen) setMouse(m Mouse, on bool) {
	if on {
		s.mode.mouse = m
	} else {
		s.mode.mouse = MouseOff
	}
}

func (s *Screen) setMouseEncoding(e MouseEncoding, on bool) {
	if on {
		s.mode.mouseEncoding = e
	} else {
		s.mode.mouseEncoding = MouseLegacy
	}
}

// setBlink is mode 12: the cursor's shape of DECSCUSR, blinking or not.
func (s *Screen) setBlink(on bool) {
	shape := max(s.cursorShape, 1)
	if on {
		s.cursorShape = (shape-1)/2*2 + 1
	} else {
		s.cursorShape = (shape-1)/2*2 + 2
	}
}

// setColumns is DECCOLM where mode 40 allows it. The width is the tab's, not the
// program's: only the side effects happen.
func (s *Screen) setColumns(on bool) {
	if !s.mode.allowColumns {
		return
	}
	s.mode.columns132 = on
	s.mode.leftRight = false
	s.g.resetMargins(s.cols, s.rows)
	s.moveTo(0, 0)
	s.eraseRows(0, s.rows-1, false)
}

// modeState is what DECRQM answers for a mode.
func (s *Screen) modeState(mode int) int {
	m := &s.mode
	state := func(on bool) int {
		if on {
			return modeSet
		}
		return modeReset
	}
	if f, inverted := m.flag(mode); f != nil {
		return state(*f != inverted)
	}
	switch mode {
	case 2:
		return modeAlwaysUnset
	case 12:
		return modeAlwaysSet
	}
	switch mode - privateModeStart {
	case 2:
		return modeAlwaysSet // there is no VT52 mode
	case 3:
		if !m.allowColumns {
			return modeAlwaysUnset
		}
		return state(m.columns132)
	case 6:
		return state(m.origin)
	case 8:
		return modeAlwaysSet
	case 9:
		return state(m.mouse == MouseX10)
	case 12:
		return state(s.cursorShape&1 == 1)
	case 69:
		return state(m.leftRight)
	case 1000:
		return state(m.mouse == MouseNormal)
	case 1002:
		return state(m.mouse == MouseButton)
	case 1003:
		return state(m.mouse == MouseAny)
	case 1005:
		return state(m.mouseEncoding == MouseUTF8)
	case 1006:
		return state(m.mouseEncoding == MouseSGR)
	case 1015:
		return state(m.mouseEncoding == MouseURXVT)
	case 47, 1047, 1049:
		return state(s.g == &s.alternate)
	case 1048:
		return modeSet
	}
	return modeUnknown
}

// saveModes is XTSAVE, restoreModes XTRESTORE. Only a few modes are worth a bit.
var savable = [...]int{1, 3, 5, 6, 7, 9, 12, 25, 40, 45, 47, 66, 67, 69, 1000, 1002, 1003, 1004, 1005, 1006, 1007, 1015, 1036, 1045, 1047, 1049, 2004, 2026, 2027, 2031}

func (s *Screen) saveModes() {
	for _, v := range s.parser.params[:s.parser.count] {
		for i, mode := range savable {
			if mode == int(v) {
				s.mode.saved.known |= 1 << i
				s.mode.saved.value &^= 1 << i
				if s.modeState(privateModeStart+mode) == modeSet {
					s.mode.saved.value |= 1 << i
				}
			}
		}
	}
}

func (s *Screen) restoreModes() {
	for _, v := range s.parser.params[:s.parser.count] {
		for i, mode := range savable {
			if mode == int(v) && s.mode.saved.known>>i&1 == 1 {
				on := s.mode.saved.value>>i&1 == 1
				if (s.modeState(privateModeStart+mode) == modeSet) != on {
					s.setMode(privateModeStart+mode, on)
				}
			}
		}
	}
}

// showAlternate switches to the alternate screen, blank in the pen's background.
func (s *Screen) showAlternate() {
	if s.g == &s.alternate {
		return
	}
	s.primary.leftX, s.primary.leftY = s.x, s.y
	s.alternate.init(s, s.cols, s.rows)
	// As in xterm left and right margins are of both screens; as in xterm.js the
	// scrolling region is of one.
	s.alternate.left, s.alternate.right = s.primary.left, s.primary.right
	s.g = &s.alternate
	s.eraseRows(0, s.rows-1, false)
	s.last.width = 0
}

// showPrimary switches to the primary screen; the alternate one is forgotten.
func (s *Screen) showPrimary() {
	if s.g == &s.primary {
		return
	}
	s.primary.left, s.primary.right = s.alternate.left, s.alternate.right
	s.alternate = grid{}
	s.g = &s.primary
	s.last.width = 0
}
