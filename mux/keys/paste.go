package keys

import "bytes"

// pasteEnd ends a bracketed paste, in which nothing else means anything.
const pasteEnd = "\x1b[201~"

// paste emits the next piece of a paste and says how long it is; 0: all of b
// may be the beginning of the end.
func (t *Tokenizer) paste(b []byte, emit func(Token)) int {
	n := bytes.Index(b, []byte(pasteEnd))
	if n == 0 {
		t.pasting = false
		n = len(pasteEnd)
		emit(Token{Kind: PasteEnd, Raw: b[:n:n]})
		return n
	}
	if n < 0 {
		n = len(b) - endOverlap(b, pasteEnd)
	}
	if n > 0 {
		emit(Token{Kind: PasteData, Raw: b[:n:n]})
	}
	return n
}

// endOverlap is how many bytes at the end of b may be the beginning of mark.
func endOverlap(b []byte, mark string) int {
	for n := min(len(mark)-1, len(b)); n > 0; n-- {
		if string(b[len(b)-n:]) == mark[:n] {
			return n
		}
	}
	return 0
}

// swallow emits the next piece of a string that is too long to be held, and
// says how long it is; 0: b is one ESC, which may end it, or the string has
// ended before b.
func (t *Tokenizer) swallow(b []byte, emit func(Token)) int {
	n := bytes.IndexFunc(b, isControl)
	switch {
	case n < 0:
		n = len(b)
	case n > 0: // the control comes next
	case b[0] == 0x07:
		n = 1
		t.swallowing = false
	case b[0] != 0x1b || len(b) > 1 && b[1] != '\\': // somebody typed: it isn't a string
		t.swallowing = false
		return 0
	case len(b) == 1:
		return 0
	default:
		n = 2
		t.swallowing = false
	}
	emit(Token{Kind: ReplyEvent, Raw: b[:n:n]})
	return n
}

// isControl says that r is a C0 control or DEL.
func isControl(r rune) bool { return r < ' ' || r == 0x7f }
