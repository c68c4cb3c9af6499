package keys

import "unicode/utf8"

// encodeKitty is the kitty protocol with the flags of p, for a key that they
// don't leave to the legacy encoding.
func encodeKitty(dst []byte, k Key, p Protocol) []byte {
	flags := p.KittyFlags
	event := k.Event
	if flags&ReportEvents == 0 {
		event = Press
	}
	if k.Code.isKeypad() && !p.kitty() {
		k.Code = beside(k.Code)
	}
	if flags&ReportAll == 0 {
		switch {
		case k.Code.isModifier():
			return dst
		case k.Text != "" && event != Release:
			return append(dst, k.Text...)
		case k.Mods&^locks == 0 && (k.Code == Enter || k.Code == Tab || k.Code == Backspace):
			// So that a shell stays usable when a program has crashed.
			if event == Release {
				return dst
			}
			return append(dst, byte(k.Code))
		}
	}
	if k.Code == 0 && k.Text == "" {
		return dst
	}
	number, final := int(k.Code), byte('u')
	if s, ok := shapeOf(k.Code); ok && (k.Code <= F12 || k.Code == KPBegin) && k.Code != Menu {
		number, final = 1, s.final
		if s.final == 0 {
			number, final = s.number, '~'
		}
		if k.Code == F3 { // its R would be a cursor position
			number, final = 13, '~'
		}
	}
	dst = append(dst, "\x1b["...)
	mods := k.Mods != 0 || event != Press
	text := flags&(ReportAll|ReportText) == ReportAll|ReportText && k.Text != "" && event != Release
	if number != 1 || mods {
		dst = decimals(dst, number)
	}
	if flags&ReportAlternates != 0 && k.Code.isPrintable() {
		dst = k.appendAlternates(dst)
	}
	if mods || text {
		dst = append(dst, ';')
	}
	if mods {
		dst = decimals(dst, int(k.Mods)+1)
		if event != Press {
			dst = decimals(append(dst, ':'), int(event)+1)
		}
	}
	if text {
		for i, r := range k.Text {
			sep := byte(':')
			if i == 0 {
				sep = ';'
			}
			dst = decimals(append(dst, sep), int(r))
		}
	}
	return append(dst, final)
}

// appendAlternates appends the shifted key, if Shift is held, and the US
// keyboard's, if it is another one.
func (k Key) appendAlternates(dst []byte) []byte {
	shifted := k.Shifted
	if k.Mods&Shift == 0 || !utf8.ValidRune(shifted) {
		shifted = 0
	}
	if shifted == 0 && k.Base == 0 {
		return dst
	}
	dst = append(dst, ':')
	if shifted != 0 {
		dst = decimals(dst, int(shifted))
	}
	if k.Base != 0 {
		dst = decimals(append(dst, ':'), int(k.Base))
	}
	return dst
}
