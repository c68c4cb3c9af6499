package ui

import "jackin/mux/keys"

// pressName is what a keystroke means to a widget.
type pressName uint8

const (
	pressOther pressName = iota // nothing
	// pressText is one that types; press.text is what.
	pressText
	// pressCtrl is a character with Ctrl; press.text is the character.
	pressCtrl
	pressEnter
	pressEscape
	pressTab
	pressBackTab
	pressBackspace
	pressDelete
	pressUp
	pressDown
	pressLeft
	pressRight
	pressHome
	pressEnd
	pressPageUp
	pressPageDown
)

// press is a keystroke as the widgets see it.
type press struct {
	name pressName
	text string
}

// pressOf is k as the widgets see it. A key with Ctrl or Alt is not the key
// alone; Shift and the locks make no difference but to Tab and to what is typed.
// Ctrl+C and Ctrl+[ go back like Esc, and Ctrl+H deletes: a terminal may say so
// for Backspace.
func pressOf(k keys.Key) press {
	const different = keys.Ctrl | keys.Alt | keys.Super | keys.Hyper | keys.Meta
	if k.Released() {
		return press{}
	}
	if k.Text != "" {
		return press{name: pressText, text: k.Text}
	}
	switch k.Mods & different {
	case 0:
		if k.Code == keys.Tab && k.Mods&keys.Shift != 0 {
			return press{name: pressBackTab}
		}
		return press{name: named(k.Code)}
	case keys.Ctrl:
		switch k.Code {
		case 'c', '[':
			return press{name: pressEscape}
		case 'h':
			return press{name: pressBackspace}
		}
		if k.Code > ' ' && k.Code < 0x7f {
			return press{name: pressCtrl, text: string(rune(k.Code))}
		}
	}
	return press{}
}

// named is a key that has a name, on the keypad too.
func named(c keys.Code) pressName {
	switch c {
	case keys.Enter, keys.KPEnter:
		return pressEnter
	case keys.Escape:
		return pressEscape
	case keys.Tab:
		return pressTab
	case keys.Backspace:
		return pressBackspace
	case keys.Delete, keys.KPDelete:
		return pressDelete
	case keys.Up, keys.KPUp:
		return pressUp
	case keys.Down, keys.KPDown:
		return pressDown
	case keys.Left, keys.KPLeft:
		return pressLeft
	case keys.Right, keys.KPRight:
		return pressRight
	case keys.Home, keys.KPHome:
		return pressHome
	case keys.End, keys.KPEnd:
		return pressEnd
	case keys.PageUp, keys.KPPageUp:
		return pressPageUp
	case keys.PageDown, keys.KPPageDown:
		return pressPageDown
	}
	return pressOther
}
