package screen

import (
	"time"
	"unicode/utf8"

	"jackin/mux/keys"
)

// Kind is what an Event is.
type Kind int

// The kinds of events.
const (
	// Woken: Wake was called, once or more, since the last one.
	Woken Kind = iota
	// Resized: the terminal has another size, or must be drawn anew.
	Resized
	// Pressed: a keystroke; the wheel is Up and Down.
	Pressed
	// Clicked: the left button went down at X, Y.
	Clicked
	// Pasted: Text was pasted.
	Pasted
)

// Event is one thing that happened.
type Event struct {
	Kind Kind
	Key  keys.Key // of Pressed
	X, Y int      // of Clicked, from 0
	Text string   // of Pasted
}

// maxPaste is how much of a paste is kept, in bytes; the rest is dropped.
const maxPaste = 64 << 10

// input makes events of what a terminal sends.
type input struct {
	tokens keys.Tokenizer
	paste  []byte
}

// feed gives emit the events of p, read at now.
func (in *input) feed(p []byte, now time.Time, emit func(Event)) {
	in.tokens.Feed(p, now, func(t keys.Token) { in.token(t, emit) })
}

// flush gives emit what has waited long enough for its rest.
func (in *input) flush(now time.Time, emit func(Event)) {
	in.tokens.Flush(now, func(t keys.Token) { in.token(t, emit) })
}

func (in *input) token(t keys.Token, emit func(Event)) {
	switch t.Kind {
	case keys.Keystroke, keys.Text:
		for k := range t.Keys() {
			emit(Event{Kind: Pressed, Key: k.Key})
		}
	case keys.PasteStart:
		in.paste = in.paste[:0]
	case keys.PasteData:
		in.paste = append(in.paste, t.Raw[:min(len(t.Raw), maxPaste-len(in.paste))]...)
	case keys.PasteEnd:
		if utf8.Valid(in.paste) {
			emit(Event{Kind: Pasted, Text: string(in.paste)})
		}
		clear(in.paste) // it may have been a key
	case keys.MouseEvent:
		in.mouse(t.Mouse, emit)
	}
}

func (in *input) mouse(m keys.Mouse, emit func(Event)) {
	if m.Action != keys.MousePress {
		return
	}
	switch m.Button {
	case keys.ButtonLeft:
		emit(Event{Kind: Clicked, X: m.X, Y: m.Y})
	case keys.WheelUp:
		emit(Event{Kind: Pressed, Key: keys.Key{Code: keys.Up}})
	case keys.WheelDown:
		emit(Event{Kind: Pressed, Key: keys.Key{Code: keys.Down}})
	}
}
