package keys

// Button is a mouse button, or a direction of the wheel.
type Button uint8

// The buttons. ButtonNone is motion without one, and a release of which the
// terminal doesn't say the button.
const (
	ButtonNone Button = iota
	ButtonLeft
	ButtonMiddle
	ButtonRight
	WheelUp
	WheelDown
	WheelLeft
	WheelRight
	Button8
	Button9
	Button10
	Button11
)

// Action is what a mouse button did.
type Action uint8

// The actions. The wheel is only ever pressed.
const (
	MousePress Action = iota
	MouseRelease
	MouseMotion
)

// Mouse is one event of the mouse.
type Mouse struct {
	Button Button
	Action Action
	// X and Y count cells from 0.
	X, Y int
	// Mods has no more than Shift, Alt and Ctrl.
	Mods Mods
}

// Wheel says that m is a step of the wheel.
func (m Mouse) Wheel() bool { return m.Button >= WheelUp && m.Button <= WheelRight }

// Bits of a button's number in a report.
const (
	mouseShift  = 4
	mouseAlt    = 8
	mouseCtrl   = 16
	mouseMotion = 32
)

// buttonOf is the button of a report's number cb, which has none of the bits
// above: 0 to 2, 3 for none, 64 and on the wheel, 128 and on the further ones.
func buttonOf(cb int) (Button, bool) {
	switch n := cb & 3; {
	case cb < 3:
		return ButtonLeft + Button(n), true
	case cb == 3:
		return ButtonNone, true
	case cb >= 64 && cb < 68:
		return WheelUp + Button(n), true
	case cb >= 128 && cb < 132:
		return Button8 + Button(n), true
	}
	return ButtonNone, false
}

// number is a button's number in a report; see buttonOf.
func (b Button) number() int {
	switch {
	case b == ButtonNone:
		return 3
	case b <= ButtonRight:
		return int(b - ButtonLeft)
	case b <= WheelRight:
		return 64 + int(b-WheelUp)
	}
	return 128 + int(b-Button8)
}

// mouseOf is the event of a report: cb has the button and all bits, x and y
// count from 1. A release is said beside it only by SGR.
func mouseOf(cb, x, y int, released bool) (Mouse, bool) {
	b, ok := buttonOf(cb &^ (mouseShift | mouseAlt | mouseCtrl | mouseMotion))
	if !ok || x < 1 || y < 1 {
		return Mouse{}, false
	}
	m := Mouse{Button: b, X: x - 1, Y: y - 1}
	for _, bit := range []struct {
		bit int
		mod Mods
	}{{mouseShift, Shift}, {mouseAlt, Alt}, {mouseCtrl, Ctrl}} {
		if cb&bit.bit != 0 {
			m.Mods |= bit.mod
		}
	}
	switch {
	case cb&mouseMotion != 0:
		m.Action = MouseMotion
	case released && !m.Wheel():
		m.Action = MouseRelease
	}
	return m, true
}

// mouse is the event that s says: SGR's, or urxvt's.
func (s csi) mouse() (Mouse, bool) {
	if s.final != 'M' && s.final != 'm' || len(s.inter) > 0 || s.count() != 3 {
		return Mouse{}, false
	}
	cb, x, y := s.num(0, 0), s.num(1, 0), s.num(2, 0)
	switch {
	case s.prefix == '<':
		if cb < 0 {
			return Mouse{}, false
		}
		return mouseOf(cb, x, y, s.final == 'm')
	case s.prefix == 0 && s.final == 'M' && cb >= 32:
		return withoutRelease(cb-32, x, y)
	}
	return Mouse{}, false
}

// x10Mouse is the event of the three bytes behind CSI M, each 32 too large.
func x10Mouse(b []byte) (Mouse, bool) {
	if b[0] < 32 {
		return Mouse{}, false
	}
	return withoutRelease(int(b[0])-32, int(b[1])-32, int(b[2])-32)
}

// withoutRelease is mouseOf for the encodings in which no button, without
// motion, is the release of some button.
func withoutRelease(cb, x, y int) (Mouse, bool) {
	m, ok := mouseOf(cb, x, y, false)
	if m.Button == ButtonNone && m.Action == MousePress {
		m.Action = MouseRelease
	}
	return m, ok
}
