package keys

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// shape is how a function key is written: CSI 1 ; mods final, or
// CSI number ; mods ~.
type shape struct {
	code   Code
	final  byte // 0: number and ~
	number int
}

// shapes are the function keys of xterm; kitty writes the same ones but F3,
// whose R is the cursor position's too, and those after F12, which have their
// kitty number. Where two keys share a shape, the first one is read.
var shapes = []shape{
	{Up, 'A', 0}, {Down, 'B', 0}, {Right, 'C', 0}, {Left, 'D', 0}, {KPBegin, 'E', 0}, {End, 'F', 0}, {Home, 'H', 0},
	{F1, 'P', 0}, {F2, 'Q', 0}, {F3, 'R', 0}, {F4, 'S', 0},
	{Insert, 0, 2}, {Delete, 0, 3}, {PageUp, 0, 5}, {PageDown, 0, 6},
	{F5, 0, 15}, {F6, 0, 17}, {F7, 0, 18}, {F8, 0, 19}, {F9, 0, 20}, {F10, 0, 21}, {F11, 0, 23}, {F12, 0, 24},
	{F12 + 1, 0, 25}, {F12 + 2, 0, 26}, {F12 + 3, 0, 28}, {Menu, 0, 29}, {F12 + 4, 0, 29},
	{F12 + 5, 0, 31}, {F12 + 6, 0, 32}, {F12 + 7, 0, 33}, {F12 + 8, 0, 34},
}

// numbered are the shapes of terminals before or beside xterm, only read.
var numbered = []shape{
	{Home, 0, 1}, {End, 0, 4}, {Home, 0, 7}, {End, 0, 8},
	{F1, 0, 11}, {F2, 0, 12}, {F3, 0, 13}, {F4, 0, 14}, {KPBegin, 0, int(KPBegin)},
}

// keypadFinals are the finals of KP0 to KPSeparator in application mode.
const keypadFinals = "pqrstuvwxynojmkMXl"

// shapeOf is how the key c is written, if it is by a shape.
func shapeOf(c Code) (shape, bool) {
	i := slices.IndexFunc(shapes, func(s shape) bool { return s.code == c })
	if i < 0 {
		return shape{}, false
	}
	return shapes[i], true
}

// byNumber is the key of CSI n ~.
func byNumber(n int) (Code, bool) {
	for _, table := range [][]shape{shapes, numbered} {
		if i := slices.IndexFunc(table, func(s shape) bool { return s.final == 0 && s.number == n }); i >= 0 {
			return table[i].code, true
		}
	}
	return 0, false
}

// byFinal is the key of CSI c, or SS3 c.
func byFinal(c byte) (Code, bool) {
	i := slices.IndexFunc(shapes, func(s shape) bool { return s.final == c })
	if i < 0 {
		return 0, false
	}
	return shapes[i].code, true
}

// key is the keystroke that s says, if it says one.
func (s csi) key() (Key, bool) {
	if s.prefix != 0 || len(s.inter) > 0 {
		return Key{}, false
	}
	switch s.final {
	case 'u':
		return s.kittyKey()
	case '~':
		if s.num(0, 0) == 27 && s.count() == 3 {
			return s.otherKey()
		}
		if c, ok := byNumber(s.num(0, 0)); ok {
			return s.modified(Key{Code: c})
		}
	case 'Z':
		return s.modified(Key{Code: Tab, Mods: Shift})
	case 'I':
		if s.count() == 2 {
			return s.modified(Key{Code: Tab})
		}
	case 'a', 'b', 'c', 'd': // rxvt
		if c, ok := byFinal(s.final - 'a' + 'A'); ok && s.is("") {
			return Key{Code: c, Mods: Shift}, true
		}
	case '^', '@': // rxvt
		if c, ok := byNumber(s.num(0, 0)); ok && s.count() == 1 {
			k := Key{Code: c, Mods: Ctrl}
			if s.final == '@' {
				k.Mods |= Shift
			}
			return k, true
		}
	default:
		if c, ok := byFinal(s.final); ok && (s.num(0, 1) == 1 || s.num(0, 1) == 0) {
			return s.modified(Key{Code: c})
		}
	}
	return Key{}, false
}

// modified is k with the modifiers and the event of the second parameter.
func (s csi) modified(k Key) (Key, bool) {
	mods, event := s.sub(1, 0, 1), s.sub(1, 1, 1)
	if s.count() > 3 || mods < 0 || mods > 256 || event < 1 || event > 3 {
		return Key{}, false
	}
	k.Mods |= Mods(max(mods, 1) - 1)
	k.Event = Event(event - 1)
	if k.Event != Press || k.Mods&^(Shift|Alt|Ctrl|Super) != 0 {
		k.Encoding = Kitty
	}
	return k, true
}

// kittyKey is CSI code:shifted:base ; mods:event ; text u.
func (s csi) kittyKey() (Key, bool) {
	k, ok := s.modified(Key{Code: Code(s.sub(0, 0, 0)), Base: Code(s.sub(0, 2, 0))})
	k.Encoding = Kitty
	if !ok || len(s.body) == 0 || !k.Code.isPrintable() && !k.Code.isFunction() && k.Code != 0 || k.Base != 0 && !k.Base.isPrintable() {
		return Key{}, false
	}
	if shifted := Code(s.sub(0, 1, 0)); shifted != 0 {
		if !shifted.isPrintable() {
			return Key{}, false
		}
		k.Shifted = rune(shifted)
	}
	// xterm with formatOtherKeys says the capital, kitty never does.
	if plain := keyOfRune(rune(k.Code), 0); k.Code.isPrintable() && plain.Code != k.Code {
		k.Code, k.Shifted, k.Mods = plain.Code, plain.Shifted, k.Mods|Shift
	}
	text, ok := s.text()
	if !ok || text == "" && k.Code == 0 {
		return Key{}, false
	}
	if k.Text = text; text == "" {
		k.Text = k.types()
	}
	return k, true
}

// text is the third parameter: code points, none of them a control character.
func (s csi) text() (string, bool) {
	var text []byte
	field := s.field(2)
	for i := 0; len(field) > 0; i++ {
		c := Code(number(part(field, 0, ':'), 0))
		if c < ' ' || c >= 0x7f && c < 0xa0 || !utf8.ValidRune(rune(c)) {
			return "", false
		}
		text = utf8.AppendRune(text, rune(c))
		n := len(part(field, 0, ':'))
		field = field[min(n+1, len(field)):]
	}
	return string(text), true
}

// otherKey is modifyOtherKeys: CSI 27 ; mods ; code ~.
func (s csi) otherKey() (Key, bool) {
	c := Code(s.num(2, 0))
	var k Key
	switch {
	case c == 8:
		k = Key{Code: Backspace}
	case c == Tab || c == Enter || c == Escape || c == Backspace:
		k = Key{Code: c}
	case c.isPrintable():
		k = keyOfRune(rune(c), 0)
	default:
		return Key{}, false
	}
	capital := k.Mods
	k.Mods = 0
	k, ok := s.modified(k)
	if !ok {
		return Key{}, false
	}
	// With Shift held the code is what the key types with it; of a symbol
	// nobody says what it types without.
	if k.Mods |= capital; k.Mods&Shift != 0 && k.Code.isPrintable() && k.Shifted == 0 {
		k.Shifted = rune(c)
	}
	k.Encoding = ModifyOtherKeys
	k.Text = k.types()
	return k, true
}

// ss3Key is the key of SS3, with the modifiers that old terminals put there.
func ss3Key(s csi) (Key, bool) {
	mods := s.num(s.count()-1, 1)
	if mods < 1 || mods > 16 {
		return Key{}, false
	}
	k := Key{Mods: Mods(mods - 1)}
	switch c := s.final; {
	case c >= 'a' && c <= 'd': // rxvt
		k.Code, _ = byFinal(c - 'a' + 'A')
		k.Mods |= Ctrl
	default:
		var ok bool
		if k.Code, ok = byFinal(c); !ok {
			i := strings.IndexByte(keypadFinals, c)
			if i < 0 {
				return Key{}, false
			}
			k.Code = KP0 + Code(i)
			k.Text = k.types()
		}
	}
	return k, true
}

// rxvtShift is CSI n $, which rxvt sends for a function key with Shift, though
// it is the beginning of a longer sequence.
func rxvtShift(b []byte) (Key, bool) {
	if len(b) < 4 || string(b[:2]) != "\x1b[" || b[len(b)-1] != '$' {
		return Key{}, false
	}
	c, ok := byNumber(number(b[2:len(b)-1], 0))
	return Key{Code: c, Mods: Shift}, ok
}
