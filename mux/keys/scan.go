package keys

import (
	"bytes"
	"unicode/utf8"
)

// found is what scan makes of the beginning of its input.
type found uint8

const (
	complete found = iota // a token
	partial               // the beginning of a token, or of several
	broken                // an ESC, and what follows doesn't go on as it began
)

// scan looks for a token at the beginning of b, which isn't empty, and says how
// long it is. With cpr, what may be a cursor position report is one.
func scan(b []byte, cpr bool) (tok Token, n int, f found) {
	if b[0] == 0x1b {
		// Where a sequence is too long must not depend on how reads were cut.
		tok, n, f = scanEscape(b[:min(len(b), heldLimit)], cpr)
	} else if n = textRun(b); n > 0 {
		tok, f = Token{Kind: Text}, complete
	} else if k, m := keyOfBytes(b); m > 0 {
		tok, n, f = Token{Kind: Keystroke, Key: k}, m, complete
	} else if !utf8.FullRune(b) {
		f = partial
	} else {
		tok, n, f = Token{Kind: Unknown}, 1, complete
	}
	if f == complete {
		tok.Raw = b[:n:n]
	}
	return tok, n, f
}

// textRun is how many bytes at the beginning of b are typed text.
func textRun(b []byte) int {
	i := 0
	for i < len(b) {
		if c := b[i]; c < utf8.RuneSelf {
			if isControl(rune(c)) {
				break
			}
			i++
			continue
		}
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n <= 1 {
			break
		}
		i += n
	}
	return i
}

// keyOfBytes is the legacy key at the beginning of b: a control character or
// one character. 0: there is none, or not all of it yet.
func keyOfBytes(b []byte) (Key, int) {
	if len(b) == 0 {
		return Key{}, 0
	}
	switch c := b[0]; {
	case c == 0:
		return Key{Code: Space, Mods: Ctrl}, 1
	case c == byte(Tab), c == byte(Enter), c == byte(Escape), c == byte(Backspace):
		return Key{Code: Code(c)}, 1
	case c <= 26:
		return Key{Code: Code('a' + c - 1), Mods: Ctrl}, 1
	case c < ' ':
		return Key{Code: Code('@' + c), Mods: Ctrl}, 1
	}
	r, n := utf8.DecodeRune(b)
	if r == utf8.RuneError && n <= 1 {
		return Key{}, 0
	}
	return keyOfRune(r, 0), n
}

// withAlt is k with Alt held too.
func withAlt(k Key) Key {
	k.Mods |= Alt
	if k.Code != 0 {
		k.Text = ""
	}
	return k
}

// scanEscape is scan for what begins with ESC.
func scanEscape(b []byte, cpr bool) (Token, int, found) {
	if len(b) == 1 {
		return Token{}, 0, partial
	}
	switch b[1] {
	case 0x1b:
		return scanTwoEscapes(b, cpr)
	case '[':
		return scanCSI(b, cpr)
	case 'O':
		return scanSS3(b)
	case ']', 'P', '_', '^', 'X':
		return scanString(b)
	}
	k, n := keyOfBytes(b[1:])
	switch {
	case n > 0:
		return Token{Kind: Keystroke, Key: withAlt(k)}, n + 1, complete
	case !utf8.FullRune(b[1:]):
		return Token{}, 0, partial
	}
	return Token{Kind: Keystroke, Key: Key{Code: Escape}}, 1, complete
}

// scanTwoEscapes tells Escape and a sequence from a function key with Alt, as
// rxvt, and Apple's Terminal with Option as Meta, send it.
func scanTwoEscapes(b []byte, cpr bool) (Token, int, found) {
	escape := Token{Kind: Keystroke, Key: Key{Code: Escape}}
	if len(b) == 2 {
		return Token{}, 0, partial
	}
	if b[2] != '[' && b[2] != 'O' {
		return escape, 1, complete
	}
	tok, n, f := scanEscape(b[1:], cpr)
	switch {
	case f == partial:
		return Token{}, 0, partial
	case f == complete && tok.Kind == Keystroke && tok.Key.Encoding == Legacy && !bytes.ContainsRune(b[:n+1], ';'):
		tok.Key = withAlt(tok.Key)
		return tok, n + 1, complete
	}
	return escape, 1, complete
}

// scanSS3 is scan for ESC O: cursor keys, F1 to F4, the keypad.
func scanSS3(b []byte) (Token, int, found) {
	i := 2
	for i < len(b) && (b[i] >= '0' && b[i] <= '9' || b[i] == ';') {
		i++
	}
	if i == len(b) {
		return Token{}, 0, partial
	}
	s := csi{body: b[2:i], final: b[i]}
	k, ok := ss3Key(s)
	if !ok {
		return Token{}, 0, broken
	}
	return Token{Kind: Keystroke, Key: k}, i + 1, complete
}

// isString says that b begins a string: OSC, DCS, APC, PM or SOS.
func isString(b []byte) bool {
	if len(b) < 2 || b[0] != 0x1b {
		return false
	}
	switch b[1] {
	case ']', 'P', '_', '^', 'X':
		return true
	}
	return false
}

// scanString is scan for a string, which ends with ST, an OSC with BEL too. A
// control character in it means that somebody typed Alt+].
func scanString(b []byte) (Token, int, found) {
	for i := 2; i < len(b); i++ {
		switch c := b[i]; {
		case c == 0x07 && b[1] == ']':
			return Token{Kind: ReplyEvent, Reply: stringReply(b[1], string(b[2:i]))}, i + 1, complete
		case c == 0x1b && i+1 == len(b):
			return Token{}, 0, partial
		case c == 0x1b && b[i+1] == '\\':
			return Token{Kind: ReplyEvent, Reply: stringReply(b[1], string(b[2:i]))}, i + 2, complete
		case isControl(rune(c)):
			return Token{}, 0, broken
		}
	}
	return Token{}, 0, partial
}
