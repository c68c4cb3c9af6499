package keys

import "unicode"

// Encode appends the bytes that a terminal sends for k under p: nothing, where
// p has no word for it (a release under a legacy protocol, a modifier alone).
func Encode(dst []byte, k Key, p Protocol) []byte {
	if k.Event != Press && p.KittyFlags&ReportEvents != 0 {
		return encodeKitty(dst, k, p)
	}
	if k.Event == Release {
		return dst
	}
	if p.kitty() {
		return encodeKitty(dst, k, p)
	}
	if out, ok := encodeOther(dst, k, p); ok {
		return out
	}
	return encodeLegacy(dst, k, p)
}

// encodeLegacy is xterm after a reset, with the modes of p. A key that types
// text sends nothing with Super, Hyper or Meta: such are a desktop's own
// shortcuts, and typing their letter would be the surprise.
func encodeLegacy(dst []byte, k Key, p Protocol) []byte {
	if k.Code.isKeypad() {
		var done bool
		if dst, k, done = encodeKeypad(dst, k, p); done {
			return dst
		}
	}
	mods := k.Mods &^ locks
	if s, ok := shapeOf(k.Code); ok {
		return encodeShape(dst, s, mods&(Shift|Alt|Ctrl|Super), p.AppCursor)
	}
	if k.Text != "" {
		return append(dst, k.Text...)
	}
	if mods&(Super|Hyper|Meta) != 0 {
		return dst
	}
	if mods&Alt != 0 && (k.Code.isPrintable() || k.Code <= unicode.MaxASCII && k.Code.isFunction()) {
		dst = append(dst, 0x1b)
	}
	switch k.Code {
	case Enter:
		dst = append(dst, '\r')
		if p.LineFeed {
			dst = append(dst, '\n')
		}
		return dst
	case Tab:
		if mods&Shift != 0 {
			return append(dst, "\x1b[Z"...)
		}
		return append(dst, '\t')
	case Escape:
		return append(dst, 0x1b)
	case Backspace:
		if p.BackarrowBS != (mods&Ctrl != 0) {
			return append(dst, 0x08)
		}
		return append(dst, 0x7f)
	}
	if !k.Code.isPrintable() {
		return dst
	}
	r := rune(k.Code)
	if mods&Shift != 0 {
		r = k.shiftedRune()
	}
	if mods&Ctrl != 0 {
		if c, ok := k.control(); ok {
			return append(dst, c)
		}
	}
	return append(dst, string(r)...)
}

// encodeShape writes a function key; application mode and F1 to F4 are SS3
// while no modifier is held.
func encodeShape(dst []byte, s shape, mods Mods, appCursor bool) []byte {
	switch {
	case s.final == 0:
		dst = decimals(append(dst, "\x1b["...), s.number)
		if mods != 0 {
			dst = decimals(append(dst, ';'), int(mods)+1)
		}
		return append(dst, '~')
	case mods != 0:
		dst = decimals(append(dst, "\x1b[1;"...), int(mods)+1)
	case appCursor || s.final >= 'P':
		dst = append(dst, "\x1bO"...)
	default:
		dst = append(dst, "\x1b["...)
	}
	return append(dst, s.final)
}

// encodeKeypad writes a key of the keypad in application mode; otherwise the
// key is the one of the same name beside the keypad.
func encodeKeypad(dst []byte, k Key, p Protocol) ([]byte, Key, bool) {
	i := int(k.Code - KP0)
	// Num Lock has the digits typed whatever the mode; it has no say in Enter.
	if mods := k.Mods &^ CapsLocked; p.AppKeypad && i < len(keypadFinals) && (mods == 0 || mods == NumLocked && k.Code == KPEnter) {
		return append(dst, 0x1b, 'O', keypadFinals[i]), k, true
	}
	k.Code = beside(k.Code)
	return dst, k, false
}

// beside is the key that does the same as c of the keypad.
func beside(c Code) Code {
	switch r := keypadRune(c); {
	case r != 0:
		return Code(r)
	case c == KPBegin:
		return c
	}
	return [...]Code{Left, Right, Up, Down, PageUp, PageDown, Home, End, Insert, Delete}[c-KPLeft]
}

// control is the control character that Ctrl makes of a key: of the character
// with Shift, if that one has one, else of the key, on a layout without Latin
// letters of the US keyboard's. Where there is none, Ctrl does nothing.
func (k Key) control() (byte, bool) {
	if k.Mods&Shift != 0 {
		if c, ok := controlOf(k.shiftedRune()); ok {
			return c, true
		}
	}
	return controlOf(rune(k.latin()))
}

// controlOf is the mapping of X11 and kitty, digits' twins included.
func controlOf(r rune) (byte, bool) {
	switch {
	case r >= '@' && r <= '_', r >= 'a' && r <= '~':
		return byte(r) & 0x1f, true
	case r == ' ' || r == '2' || r == '`':
		return 0, true
	case r >= '3' && r <= '7':
		return byte(r-'3') + 0x1b, true
	case r == '/':
		return 0x1f, true
	case r == '8' || r == '?':
		return 0x7f, true
	}
	return 0, false
}

// encodeOther is xterm's modifyOtherKeys; false: the key is said as without it.
//
// Level 1 leaves a key alone that legacy bytes can say: Alt by itself, Ctrl
// with a letter. Level 2 says every modifier but Shift with a character, which
// is typed: that is where we differ from xterm, which says it of letters, since
// a terminal's Shift and its Caps Lock look the same to us.
func encodeOther(dst []byte, k Key, p Protocol) ([]byte, bool) {
	mods := k.Mods & (Shift | Alt | Ctrl | Super)
	if p.ModifyOtherKeys == 0 || mods == 0 || k.Code.isKeypad() {
		return dst, false
	}
	code := int(k.Code)
	switch {
	case k.Code == Enter || k.Code == Tab:
		if p.ModifyOtherKeys == 1 {
			if mods&Alt != 0 {
				mods &^= Alt | Ctrl
			}
			if mods == 0 || k.Code == Tab && mods == Shift {
				return dst, false
			}
		}
	case k.Code == Escape:
		if p.ModifyOtherKeys == 1 {
			return dst, false
		}
	case k.Code == Backspace:
		if p.ModifyOtherKeys == 1 || mods == Ctrl {
			return dst, false
		}
		if mods&Ctrl != 0 {
			code = 8
		}
	case !k.Code.isPrintable():
		return dst, false
	default:
		r := rune(k.Code)
		if mods&Shift != 0 {
			r = k.shiftedRune()
		}
		if p.ModifyOtherKeys == 1 {
			mods = othersOfCharacter(r, mods)
		}
		if mods == 0 || mods == Shift && r != ' ' {
			return dst, false
		}
		code = int(r)
	}
	dst = append(dst, "\x1b[27;"...)
	return append(decimals(dst, int(mods)+1, code), '~'), true
}

// othersOfCharacter is which modifiers level 1 says of a character; 0: it is
// left to its legacy bytes.
func othersOfCharacter(r rune, mods Mods) Mods {
	_, isControl := controlOf(r)
	letter := r >= '@' && r <= '~'
	switch {
	case mods&Ctrl == 0: // Shift types another character, Alt is an ESC
		return 0
	case isControl && mods&(Alt|Super) == 0, letter:
		return 0
	}
	return mods
}
