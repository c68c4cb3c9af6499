package keys

import (
	"unicode"
	"unicode/utf8"
)

// Mods is a set of modifiers, with the bits of the kitty protocol; the first
// three are xterm's too.
type Mods uint8

// The modifiers.
const (
	Shift Mods = 1 << iota
	Alt
	Ctrl
	Super
	Hyper
	Meta
	CapsLocked // Caps Lock is on
	NumLocked  // Num Lock is on
)

// locks are the modifiers that stay on by themselves: they change what a key
// types, never what it means.
const locks = CapsLocked | NumLocked

// Event is what happened to a key.
type Event uint8

// Only a terminal with kitty's event types says more than Press.
const (
	Press Event = iota
	Repeat
	Release
)

// Encoding is how the outer terminal said it.
type Encoding uint8

// The encodings of keystrokes.
const (
	Legacy Encoding = iota
	Kitty
	ModifyOtherKeys
)

// Key is one event of a key. The zero value is no key.
type Key struct {
	// Code is the key without modifiers: 'a' for A too. Where the terminal
	// doesn't tell the key, it is the character: '!' may be Shift and '1'.
	Code Code
	// Shifted is what the key types with Shift, 0 where nobody says.
	Shifted rune
	// Base is the key at that place of a US keyboard, 0 where nobody says.
	Base Code
	// Mods are those that were held. Shift is known of letters and function
	// keys, of other characters only where the terminal tells the key.
	Mods  Mods
	Event Event
	// Text is what the key types; "" for Ctrl, Alt, function keys, releases.
	Text     string
	Encoding Encoding
}

// Rune is the one character that k types, or 0.
func (k Key) Rune() rune {
	r, n := utf8.DecodeRuneInString(k.Text)
	if n == 0 || n != len(k.Text) {
		return 0
	}
	return r
}

// Is says that k is the key c with exactly the modifiers mods; Caps Lock and
// Num Lock don't count. It doesn't look at Event.
func (k Key) Is(c Code, mods Mods) bool {
	return k.Code == c && k.Mods&^locks == mods&^locks
}

// Released says that k is a key going up: it types nothing and does nothing,
// but a program that asked for events wants to know.
func (k Key) Released() bool { return k.Event == Release }

// IsCtrlZ says that a program would take k for the keystroke that suspends it:
// Ctrl+Z, in any encoding, with Shift too since a legacy byte can't say that,
// on a layout without Latin letters the key at Z's place.
func (k Key) IsCtrlZ() bool {
	return k.Mods&^(locks|Shift) == Ctrl && k.latin() == 'z'
}

// latin is the key that names k in a chord or a control character: its own
// code, or on a layout that has no such letters the US keyboard's.
func (k Key) latin() Code {
	if k.Code > unicode.MaxASCII && k.Base != 0 && !k.Code.isFunction() {
		return k.Base
	}
	return k.Code
}

// shiftedRune is what the key types with Shift. Where the terminal doesn't say,
// a letter's is its capital and a symbol's that of a US keyboard.
func (k Key) shiftedRune() rune {
	if k.Shifted != 0 {
		return k.Shifted
	}
	if r := usShifted(rune(k.Code)); r != 0 {
		return r
	}
	return unicode.ToUpper(rune(k.Code))
}

// types is the text of a key that isn't said by the terminal: that of its
// character, if no modifier makes it something else.
func (k Key) types() string {
	if k.Event == Release || k.Mods&^(locks|Shift) != 0 {
		return ""
	}
	if k.Code.isKeypad() {
		if r := keypadRune(k.Code); r != 0 && r != '\r' {
			return textOf(r)
		}
		return ""
	}
	if !k.Code.isPrintable() {
		return ""
	}
	upper := k.Mods&Shift != 0
	if k.Mods&CapsLocked != 0 && unicode.IsLetter(rune(k.Code)) {
		upper = !upper
	}
	if upper {
		return textOf(k.shiftedRune())
	}
	return textOf(rune(k.Code))
}

// keyOfRune is the key of a character that came as text or with Alt or Ctrl
// beside it: a capital is its letter with Shift.
func keyOfRune(r rune, mods Mods) Key {
	k := Key{Code: Code(r), Mods: mods}
	if k.Code.isFunction() && k.Code > unicode.MaxASCII {
		return Key{Mods: mods, Text: string(r)} // a private use character
	}
	if lower := unicode.ToLower(r); lower != r && unicode.ToUpper(lower) == r {
		k.Code, k.Shifted = Code(lower), r
		k.Mods |= Shift
	}
	if mods&^(locks|Shift) == 0 {
		k.Text = textOf(r)
	}
	return k
}

// textOf is string(r), without an allocation where r is ASCII.
func textOf(r rune) string {
	const ascii = " !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~"
	if i := int(r) - ' '; i >= 0 && i < len(ascii) {
		return ascii[i : i+1]
	}
	return string(r)
}

// usShifted is what Shift makes of a symbol on a US keyboard, or 0.
func usShifted(r rune) rune {
	const plain, shifted = "`1234567890-=[]\\;',./", `~!@#$%^&*()_+{}|:"<>?`
	for i, c := range plain {
		if c == r {
			return rune(shifted[i])
		}
	}
	return 0
}

// keypadRune is what a key of the keypad types with Num Lock: '\r' for its
// Enter, 0 for those that move.
func keypadRune(c Code) rune {
	const typed = "0123456789./*-+\r=,"
	if i := int(c - KP0); i >= 0 && i < len(typed) {
		return rune(typed[i])
	}
	return 0
}
