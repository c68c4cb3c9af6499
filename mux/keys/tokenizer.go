package keys

import (
	"bytes"
	"slices"
	"time"
)

// Limits of a Tokenizer.
const (
	// heldLimit is the longest sequence in bytes that is kept while it is
	// unfinished. A string (OSC, DCS, APC) that grows past it is a reply of
	// kind ReplyOther, in pieces until its end; any other sequence is broken,
	// and goes on as Alt and the text that it looks like.
	heldLimit = 4 << 10
	// keyHold is how long bytes wait that may be a keystroke as well as the
	// beginning of a sequence: ESC while a question is unanswered, Alt+[.
	keyHold = 25 * time.Millisecond
	// sequenceHold is how long a sequence waits for its rest that nobody can
	// have typed; then its bytes go on as if typed.
	sequenceHold = 5 * time.Second
)

// Tokenizer cuts the outer terminal's input into tokens. The zero value is
// ready. Bytes that may still become something are held:
//
//	         ESC at the end of a read
//	ground ─────────────────────────────► held ──rest──► token
//	   ▲     no question open: it goes      │
//	   │     on at once, and is sent        │ Deadline, Flush
//	   └──────────◄──as keystrokes──────────┘
//	ground ──CSI 200~──► pasting ──CSI 201~──► ground
//
// An ESC that has gone on stays known for a moment: if a sequence goes on
// behind it, that is still recognised, and its Raw begins behind the ESC.
type Tokenizer struct {
	held []byte // an unfinished sequence, from its ESC on
	sent int    // how many of held's first bytes have gone on as keystrokes
	// until: held waits for its rest until then. Where all of it is sent: a rest
	// that comes later isn't one.
	until time.Time

	pasting bool
	// swallowing is inside a string that has grown past heldLimit, since a read
	// at lastRead.
	swallowing bool
	lastRead   time.Time

	asked []question
}

// Feed cuts p, read at now, and calls emit for each token in order. What p
// leaves unfinished comes with a later Feed, or with Flush at Deadline.
func (t *Tokenizer) Feed(p []byte, now time.Time, emit func(Token)) {
	if len(p) == 0 {
		return
	}
	if t.sent > 0 && t.sent == len(t.held) && (now.After(t.until) || !goesOn(t.held, p[0])) {
		t.forget()
	}
	if t.swallowing && now.Sub(t.lastRead) > sequenceHold {
		t.swallowing = false
	}
	t.lastRead = now
	for len(t.held) > 0 && len(p) > 0 {
		// Only as much is copied as a sequence can need: a paste that follows
		// stays where it is.
		n := min(len(p), heldLimit)
		data := slices.Concat(t.held, p[:n])
		p = p[n:]
		t.cut(data, len(p) > 0, now, emit)
	}
	if len(p) > 0 {
		t.cut(p, false, now, emit)
	}
}

// Deadline is when Flush is due; false while nothing waits for it.
func (t *Tokenizer) Deadline() (time.Time, bool) {
	return t.until, len(t.held) > t.sent && !t.pasting && !t.swallowing
}

// Flush lets go on what has waited until now for a rest that didn't come. It
// does nothing before Deadline.
func (t *Tokenizer) Flush(now time.Time, emit func(Token)) {
	if due, held := t.Deadline(); !held || now.Before(due) {
		return
	}
	held, sent := t.held, t.sent
	t.forget()
	for i := sent; i < len(held); {
		tok, n, found := scan(held[i:], t.expects(now, ReplyCPR))
		if found != complete {
			tok, n = giveUp(held[i:])
		}
		emit(tok)
		i += n
	}
	// A reply that lost its way right here is still one while it is expected.
	if until, ok := t.expecting(now); ok && held[0] == 0x1b && len(held) <= 2 {
		t.held, t.sent, t.until = held, len(held), until
	}
}

// forget drops what is held.
func (t *Tokenizer) forget() { t.held, t.sent = nil, 0 }

// cut emits the tokens of data, which begins with what was held, and holds
// what is unfinished at its end. With more to come at once, that waits for it.
func (t *Tokenizer) cut(data []byte, more bool, now time.Time, emit func(Token)) {
	sent := t.sent
	t.forget()
	for start := 0; start < len(data); {
		rest := data[start:]
		if t.pasting || t.swallowing {
			n := t.stream(rest, emit)
			if n == 0 && (t.pasting || t.swallowing) {
				t.held = bytes.Clone(rest)
				return
			}
			start += n
			continue
		}
		tok, n, found := scan(rest, t.expects(now, ReplyCPR))
		switch {
		case found == complete:
			t.note(tok)
			tok.Raw, tok.sent = rest[sent:n:n], uint8(sent)
		case found == partial && len(rest) < heldLimit && more:
			t.held, t.sent = bytes.Clone(rest), sent
			return
		case found == partial && len(rest) < heldLimit:
			t.hold(rest, sent, now, emit)
			return
		case found == partial && isString(rest):
			t.swallowing = true
			n = len(bytes.TrimSuffix(rest[:heldLimit], []byte{0x1b})) // which may end it
			tok = Token{Kind: ReplyEvent, Raw: rest[sent:n:n]}
		case sent > 0: // not the rest of what was sent
			start += sent
			sent = 0
			continue
		default:
			tok, n = giveUp(rest)
		}
		emit(tok)
		start += n
		sent = 0
	}
}

// stream emits the next piece of a paste or of an endless string.
func (t *Tokenizer) stream(b []byte, emit func(Token)) int {
	if t.pasting {
		return t.paste(b, emit)
	}
	return t.swallow(b, emit)
}

// note changes state by a token that was found.
func (t *Tokenizer) note(tok Token) {
	switch tok.Kind {
	case PasteStart:
		t.pasting = true
	case ReplyEvent:
		t.answered(tok.Reply.Kind)
	}
}

// hold keeps the unfinished end of a read, or lets an ESC go on at once.
func (t *Tokenizer) hold(rest []byte, sent int, now time.Time, emit func(Token)) {
	_, expecting := t.expecting(now)
	esc := Token{Kind: Keystroke, Key: Key{Code: Escape}}
	if !expecting && isEscapes(rest) && sent == 0 {
		for i := range rest {
			esc.Raw = rest[i : i+1 : i+1]
			emit(esc)
		}
		rest, sent = rest[len(rest)-1:], 1
	}
	t.held, t.sent = bytes.Clone(rest), sent
	t.until = now.Add(keyHold)
	if sent == 0 && !typeable(rest) {
		t.until = now.Add(sequenceHold)
	}
}

// isEscapes says that rest is nothing but ESC.
func isEscapes(rest []byte) bool { return len(bytes.TrimLeft(rest, "\x1b")) == 0 }

// typeable says that an unfinished sequence may be what a person typed, and
// that it must therefore not wait for long.
func typeable(rest []byte) bool {
	switch {
	case rest[0] != 0x1b || len(rest) <= 2: // UTF-8; ESC and one key
		return true
	case rest[1] == 0x1b || rest[1] == 'O':
		return true
	case rest[1] == '[' && len(rest) == 3 && rest[2] == '[':
		return true // the Linux console's function keys
	}
	return rest[1] == '[' && rest[len(rest)-1] == '$' && !bytes.ContainsAny(rest, "?;") // rxvt's Shift
}

// goesOn says that a sequence of which held was let go may go on with c.
func goesOn(held []byte, c byte) bool {
	if held[0] != 0x1b || len(held) > 2 {
		return false
	}
	if len(held) == 1 {
		return bytes.IndexByte([]byte("[]P_"), c) >= 0
	}
	switch held[1] {
	case '[':
		return c >= '0' && c <= '?'
	case ']', 'P':
		return c >= '0' && c <= '9' || c == '>' || c == '!'
	case '_':
		return c == 'G'
	}
	return false
}

// giveUp makes tokens of a sequence that is broken or was never finished: its
// first bytes are a key with Alt, and its rest is looked at again.
func giveUp(b []byte) (Token, int) {
	if k, ok := rxvtShift(b); ok {
		return Token{Kind: Keystroke, Raw: b, Key: k}, len(b)
	}
	if b[0] != 0x1b {
		return Token{Kind: Unknown, Raw: b[:1:1]}, 1
	}
	if len(b) > 1 && b[1] != 0x1b {
		if k, n := keyOfBytes(b[1:]); n > 0 {
			k = withAlt(k)
			return Token{Kind: Keystroke, Raw: b[: n+1 : n+1], Key: k}, n + 1
		}
	}
	return Token{Kind: Keystroke, Raw: b[:1:1], Key: Key{Code: Escape}}, 1
}
