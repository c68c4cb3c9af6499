package keys

import (
	"iter"
	"unicode/utf8"
)

// Kind is what a Token is.
type Kind uint8

// The kinds of tokens.
const (
	// Unknown is a whole sequence that nobody knows, or bytes that aren't UTF-8:
	// it goes to the pane as it is.
	Unknown Kind = iota
	// Keystroke is a key that isn't plain text; Token.Key says which.
	Keystroke
	// Text is one or more typed characters, none of them a control character.
	Text
	// PasteStart begins a bracketed paste. Until PasteEnd all is PasteData.
	PasteStart
	// PasteData is a piece of a paste, cut anywhere, in the middle of a
	// character too: none of it is a keystroke.
	PasteData
	// PasteEnd ends a bracketed paste.
	PasteEnd
	// MouseEvent is in Token.Mouse.
	MouseEvent
	// FocusIn says that the outer terminal has got the focus (mode 1004).
	FocusIn
	// FocusOut says that it has lost it.
	FocusOut
	// ReplyEvent is an answer of the outer terminal; it is never for a pane.
	ReplyEvent
)

// Token is one thing that the outer terminal sent. Raw of all tokens, one after
// the other, is the input byte for byte.
type Token struct {
	Kind Kind
	// Raw is part of what was given to Feed, or of memory that isn't used again:
	// it stays as it is for as long as Feed's argument does.
	Raw   []byte
	Key   Key   // of a Keystroke
	Mouse Mouse // of a MouseEvent
	Reply Reply // of a ReplyEvent

	// sent is how many bytes of the sequence went on before, as keystrokes,
	// because nobody could know that more would follow; Raw is without them.
	sent uint8
}

// Keys are the keystrokes of a Keystroke or a Text, one token of Kind Keystroke
// each, and nothing of any other: for whoever must look at each by itself.
func (t Token) Keys() iter.Seq[Token] {
	return func(yield func(Token) bool) {
		switch t.Kind {
		case Keystroke:
			yield(t)
		case Text:
			for b := t.Raw; len(b) > 0; {
				r, n := utf8.DecodeRune(b)
				if !yield(Token{Kind: Keystroke, Raw: b[:n:n], Key: keyOfRune(r, 0)}) {
					return
				}
				b = b[n:]
			}
		}
	}
}
