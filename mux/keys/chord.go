package keys

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxChord is the longest text in bytes that can name a chord.
const maxChord = 64

// Chord is a keystroke that the configuration names: a key and the modifiers
// that are held with it. The zero value matches nothing.
type Chord struct {
	code Code
	mods Mods
}

// chordMods are the names of modifiers.
var chordMods = []struct {
	name string
	mod  Mods
}{
	{"ctrl", Ctrl}, {"control", Ctrl}, {"alt", Alt}, {"option", Alt}, {"shift", Shift}, {"super", Super}, {"cmd", Super},
}

// chordKeys are the names of keys that no single character names; the first
// name of a key is the one that String says.
var chordKeys = []struct {
	name string
	code Code
}{
	{"space", Space}, {"enter", Enter}, {"return", Enter}, {"tab", Tab}, {"esc", Escape}, {"escape", Escape},
	{"backspace", Backspace}, {"backslash", '\\'}, {"plus", '+'}, {"insert", Insert}, {"delete", Delete},
	{"left", Left}, {"right", Right}, {"up", Up}, {"down", Down}, {"pageup", PageUp}, {"pagedown", PageDown},
	{"home", Home}, {"end", End}, {"menu", Menu}, {"pause", Pause}, {"printscreen", PrintScreen},
	{"scrolllock", ScrollLock},
}

// ParseChord reads a chord as a person writes it: `ctrl+\`, `ctrl+space`,
// `alt+x`, `f12`. A key that types text, or does what every program needs
// (Enter, Tab, Escape, Backspace and the Ctrl keys that send the same bytes), is
// an error: it would be lost to the program.
func ParseChord(s string) (Chord, error) {
	c, err := parseChord(s)
	if err != nil {
		return Chord{}, err
	}
	if err := c.check(); err != nil {
		return Chord{}, fmt.Errorf("parse keystroke %q: %w", s, err)
	}
	return c, nil
}

// parseChord reads any keystroke, also one that no chord can be.
func parseChord(s string) (Chord, error) {
	if len(s) > maxChord {
		return Chord{}, fmt.Errorf("parse keystroke: longer than %d bytes", maxChord)
	}
	var c Chord
	rest := strings.ToLower(strings.TrimSpace(s))
	for {
		name, after, more := strings.Cut(rest, "+")
		if !more || after == "" { // the last one, which may be + itself
			break
		}
		i := slices.IndexFunc(chordMods, func(m struct {
			name string
			mod  Mods
		}) bool {
			return m.name == strings.TrimSpace(name)
		})
		if i < 0 {
			return Chord{}, fmt.Errorf("parse keystroke %q: no modifier %q; there are ctrl, alt, shift and super", s, name)
		}
		c.mods |= chordMods[i].mod
		rest = strings.TrimSpace(after)
	}
	var ok bool
	if c.code, ok = chordCode(rest); !ok {
		return Chord{}, fmt.Errorf("parse keystroke %q: no key %q", s, rest)
	}
	return c, nil
}

// chordCode is the key that name names.
func chordCode(name string) (Code, bool) {
	for _, k := range chordKeys {
		if k.name == name {
			return k.code, true
		}
	}
	if n := number([]byte(strings.TrimPrefix(name, "f")), 0); strings.HasPrefix(name, "f") && n >= 1 && n <= 35 {
		return F1 + Code(n-1), true
	}
	r, n := utf8.DecodeRuneInString(name)
	c := Code(r)
	return c, n > 0 && n == len(name) && r != utf8.RuneError && c.isPrintable() && c != Space
}

// check says why c can't be taken from the programs.
func (c Chord) check() error {
	if c.mods&^Shift == 0 {
		switch {
		case c.code.isPrintable():
			return fmt.Errorf("it types text; add ctrl or alt")
		case c.mods == 0 && c.code <= Backspace:
			return fmt.Errorf("every program needs it")
		}
	}
	if c.mods == Ctrl && c.code.isPrintable() {
		switch b, ok := controlOf(rune(c.code)); {
		case !ok:
			return fmt.Errorf("most terminals can't say it")
		case b == byte(Tab), b == byte(Enter), b == byte(Escape), b == byte(Backspace):
			return fmt.Errorf("terminals send it as Tab, Enter, Escape or Backspace, which every program needs")
		}
	}
	return nil
}

// Matches says that k is c, in whatever encoding it came: legacy, kitty,
// modifyOtherKeys. Presses, repeats and releases match. Caps Lock and Num Lock
// don't count, and on a layout without Latin letters it is the key at the same
// place of a US keyboard.
//
// A chord with Ctrl is matched by whatever sends the same legacy byte, and in
// every encoding by the digit that does: a keyboard without \ has Ctrl+4 for
// Ctrl+\.
func (c Chord) Matches(k Key) bool {
	if c.code == 0 {
		return false
	}
	mods := k.Mods &^ locks
	if k.latin() == c.code && mods == c.mods {
		return true
	}
	// A character that needs Shift on this keyboard.
	if mods == c.mods|Shift && Code(k.shiftedRune()) == c.code {
		return true
	}
	if c.mods&Ctrl == 0 || mods != c.mods {
		return false
	}
	b, ok := controlOf(rune(c.code))
	theirs, has := controlOf(rune(k.latin()))
	digit := k.latin() >= '2' && k.latin() <= '8'
	return ok && has && b == theirs && (digit || k.Encoding == Legacy)
}

// Bytes is what a pane that speaks p gets for c.
func (c Chord) Bytes(p Protocol) []byte {
	if c.code == 0 {
		return nil
	}
	k := Key{Code: c.code, Mods: c.mods}
	if c.mods&Shift != 0 && c.code.isPrintable() {
		k.Shifted = k.shiftedRune()
	}
	return Encode(nil, k, p)
}

// String is c as a person writes it: Ctrl+\, F12.
func (c Chord) String() string {
	if c.code == 0 {
		return ""
	}
	var s string
	for _, m := range []struct {
		mod  Mods
		name string
	}{{Ctrl, "Ctrl+"}, {Alt, "Alt+"}, {Shift, "Shift+"}, {Super, "Super+"}} {
		if c.mods&m.mod != 0 {
			s += m.name
		}
	}
	if c.code >= F1 && c.code <= F35 {
		return fmt.Sprintf("%sF%d", s, c.code-F1+1)
	}
	if c.code.isPrintable() && c.code != Space {
		return s + strings.ToUpper(string(rune(c.code)))
	}
	for _, k := range chordKeys {
		if k.code == c.code {
			return s + strings.ToUpper(k.name[:1]) + k.name[1:]
		}
	}
	return s
}
