package keys

// Code is a key: the character that it types without modifiers, or one of the
// constants below. 0 is no key: text that an input method composed.
//
// Function keys have the numbers of the kitty protocol, which lie in a private
// use area of Unicode; a private use character that somebody types is text
// without a key (Code 0), so the two can't be confused.
type Code rune

// The keys that are C0 controls and DEL on every terminal.
const (
	Tab       Code = 9
	Enter     Code = 13
	Escape    Code = 27
	Space     Code = ' '
	Backspace Code = 127
)

// The function keys.
const (
	Insert Code = 57348 + iota
	Delete
	Left
	Right
	Up
	Down
	PageUp
	PageDown
	Home
	End
	CapsLock
	ScrollLock
	NumLock
	PrintScreen
	Pause
	Menu
	F1
	F2
	F3
	F4
	F5
	F6
	F7
	F8
	F9
	F10
	F11
	F12
)

// F35 is the last function key; F13 to F34 lie between F12 and it.
const F35 = F1 + 34

// The keypad.
const (
	KP0 Code = 57399 + iota
	KP1
	KP2
	KP3
	KP4
	KP5
	KP6
	KP7
	KP8
	KP9
	KPDecimal
	KPDivide
	KPMultiply
	KPSubtract
	KPAdd
	KPEnter
	KPEqual
	KPSeparator
	KPLeft
	KPRight
	KPUp
	KPDown
	KPPageUp
	KPPageDown
	KPHome
	KPEnd
	KPInsert
	KPDelete
	KPBegin
)

// Ends of the ranges that are told apart; between them lie media keys and the
// modifiers themselves.
const (
	firstFunction Code = 57344
	firstMedia    Code = 57428
	firstModifier Code = 57441
	lastModifier  Code = 57454
	// lastFunction leaves room for keys that the protocol may still number.
	lastFunction Code = 57599
)

// isFunction says that c is a key that types no character of its own.
func (c Code) isFunction() bool {
	return c == Tab || c == Enter || c == Escape || c == Backspace || c >= firstFunction && c <= lastFunction
}

// isModifier says that c only modifies others: Shift, Caps Lock.
func (c Code) isModifier() bool {
	return c >= firstModifier && c <= lastModifier || c == CapsLock || c == ScrollLock || c == NumLock
}

// isKeypad says that c is on the keypad.
func (c Code) isKeypad() bool { return c >= KP0 && c <= KPBegin }

// isPrintable says that c is named by the character that it types.
func (c Code) isPrintable() bool {
	return c >= ' ' && !c.isFunction() && (c < 0x80 || c >= 0xa0) && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff)
}
