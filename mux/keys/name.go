package keys

import "unicode/utf8"

// ParseKey reads any one keystroke by the names that ParseChord knows: `enter`,
// `up`, `f5`, `ctrl+c`, `shift+tab`, `alt+x`; a single character is itself, a
// capital too. Which bytes it is depends on who gets it: see Encode.
func ParseKey(s string) (Key, error) {
	if r, n := utf8.DecodeRuneInString(s); n > 0 && n == len(s) && r != utf8.RuneError && Code(r).isPrintable() {
		return keyOfRune(r, 0), nil
	}
	c, err := parseChord(s)
	if err != nil {
		return Key{}, err
	}
	k := Key{Code: c.code, Mods: c.mods}
	if !c.code.isPrintable() {
		return k, nil
	}
	r := rune(c.code)
	if c.mods&Shift != 0 {
		k.Shifted = k.shiftedRune()
		r = k.Shifted
	}
	if c.mods&^Shift == 0 {
		k.Text = textOf(r)
	}
	return k, nil
}
