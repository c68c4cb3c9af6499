package keys

import (
	"strconv"
	"unicode/utf8"

	"jackin/mux/vt"
)

const (
	// legacyMouse is the last column or row, from 1, that the first encoding has
	// a byte for. Events beyond it aren't reported.
	legacyMouse = 255 - 32
	// utf8Mouse is the same for the encoding of mode 1005.
	utf8Mouse = 2047 - 32
	// wheelLines is how many lines a step of the wheel scrolls where it becomes
	// cursor keys.
	wheelLines = 3
)

// EncodeMouse appends what a program gets of m that asked for tracking in that
// encoding: nothing, where it didn't ask for such an event. X and Y are the
// pane's.
func EncodeMouse(dst []byte, m Mouse, tracking vt.Mouse, encoding vt.MouseEncoding) []byte {
	switch {
	case m.X < 0 || m.Y < 0 || tracking == vt.MouseOff:
		return dst
	case tracking == vt.MouseX10:
		if m.Action != MousePress || m.Button < ButtonLeft || m.Button > ButtonRight {
			return dst
		}
		m.Mods = 0
	case m.Action == MouseMotion && (tracking == vt.MouseNormal || tracking == vt.MouseButton && m.Button == ButtonNone):
		return dst
	case m.Wheel() && m.Action != MousePress:
		return dst
	}
	cb := m.number(encoding == vt.MouseSGR)
	x, y := m.X+1, m.Y+1
	switch encoding {
	case vt.MouseSGR:
		dst = append(dst, "\x1b[<"...)
		final := byte('M')
		if m.Action == MouseRelease {
			final = 'm'
		}
		return append(decimals(dst, cb, x, y), final)
	case vt.MouseURXVT:
		return append(decimals(append(dst, "\x1b["...), cb+32, x, y), 'M')
	case vt.MouseUTF8:
		if x > utf8Mouse || y > utf8Mouse {
			return dst
		}
		dst = append(dst, "\x1b[M"...)
		for _, n := range []int{cb, x, y} {
			dst = utf8.AppendRune(dst, rune(n+32))
		}
		return dst
	}
	if x > legacyMouse || y > legacyMouse {
		return dst
	}
	return append(dst, 0x1b, '[', 'M', byte(cb+32), byte(x+32), byte(y+32))
}

// number is the first number of a report of m. Only SGR says which button was
// released.
func (m Mouse) number(sgr bool) int {
	cb := m.Button.number()
	if m.Action == MouseRelease && !sgr {
		cb = ButtonNone.number()
	}
	if m.Mods&Shift != 0 {
		cb |= mouseShift
	}
	if m.Mods&Alt != 0 {
		cb |= mouseAlt
	}
	if m.Mods&Ctrl != 0 {
		cb |= mouseCtrl
	}
	if m.Action == MouseMotion {
		cb |= mouseMotion
	}
	return cb
}

// decimals appends numbers with ; between them.
func decimals(dst []byte, numbers ...int) []byte {
	for i, n := range numbers {
		if i > 0 {
			dst = append(dst, ';')
		}
		dst = strconv.AppendInt(dst, int64(n), 10)
	}
	return dst
}

// AltScroll appends what a program gets of m that set alternate scroll (1007)
// and no mouse tracking, while its alternate screen shows: cursor keys for the
// wheel up and down, nothing for all else.
func AltScroll(dst []byte, m Mouse, p Protocol) []byte {
	k := Key{Code: Up}
	switch m.Button {
	case WheelUp:
	case WheelDown:
		k.Code = Down
	default:
		return dst
	}
	for range wheelLines {
		dst = Encode(dst, k, p)
	}
	return dst
}
