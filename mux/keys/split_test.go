package keys

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// neverAnswered is a question that keeps a Tokenizer expecting.
const neverAnswered ReplyKind = 255

// merged is tokens with those put together that reads may cut anywhere, and an
// Escape that had to go on at once put back before what it began.
func merged(tokens []Token) []Token {
	var out []Token
	for _, t := range tokens {
		t.Raw = bytes.Clone(t.Raw)
		n := len(out)
		if n > 0 && t.sent == 1 && out[n-1].Key.Code == Escape {
			t.Raw = append([]byte{0x1b}, t.Raw...)
			t.sent = 0
			out[n-1] = t
			continue
		}
		if n > 0 && t.Kind == out[n-1].Kind && (t.Kind == Text || t.Kind == PasteData || t.Kind == ReplyEvent && t.Reply.Kind == ReplyOther) {
			out[n-1].Raw = append(out[n-1].Raw, t.Raw...)
			continue
		}
		out = append(out, t)
	}
	return out
}

// readParts is the tokens of in, cut at the lengths of cuts, over and over.
func readParts(in []byte, cuts []int, asking bool) (tokens []Token, left []byte) {
	r := newReader()
	for i := 0; len(in) > 0; i++ {
		if asking {
			r.Expect(r.now, neverAnswered, neverAnswered)
			r.asked = slices.DeleteFunc(r.asked, func(q question) bool { return q.kind != neverAnswered })
		}
		n := len(in)
		if len(cuts) > 0 {
			n = min(cuts[i%len(cuts)], n)
		}
		r.Feed(in[:n:n], r.now, r.emit)
		r.now = r.now.Add(10 * time.Microsecond)
		in = in[n:]
	}
	r.wait(2 * sequenceHold)
	return r.tokens, r.held[r.sent:]
}

// sequences are what terminals send, one whole thing each.
var sequences = []string{
	"a", "héllo", "日本", "\r", "\x03", "\x1c", "\x7f", "\x1b[A", "\x1b[1;5A", "\x1b[3~", "\x1b[97;5u", "\x1b[92;5:3u", "\x1b[27;5;92~",
	"\x1b[<0;10;5M", "\x1b[M !!", "\x1b[I", "\x1b[200~x\x1b[201\x1c\x1b[201~", "\x1b[200~\x1b[201~", "\x1b[?62;4c", "\x1b[0n", "\x1b[?2026;2$y",
	"\x1b]11;rgb:11/22/33\x1b\\", "\x1b]11;rgb:11/22/33\x07", "\x1bP>|XTerm(380)\x1b\\", "\x1b_Gi=1;OK\x1b\\", "\x1b[24;80R", "\x1b[5;6X",
	"\xe9",
}

// withAltKeys adds those that only a held ESC keeps together, and broken ones.
var withAltKeys = append([]string{"\x1b[1\x18", "\x1b]x\x03", "\x1b[12\x1b[B",
	"\x1bx", "\x1bOA", "\x1b\x1b[A", "\x1b\x1bOP", "\x1bé", "\x1b[[A", "\x1b\x1b", "\x1b", "\x1bO", "\x1b["}, sequences...)

func TestAnySplit(t *testing.T) {
	for _, asking := range []bool{true, false} {
		from := sequences
		if asking {
			from = withAltKeys
		}
		rapid.Check(t, func(t *rapid.T) {
			parts := rapid.SliceOfN(rapid.SampledFrom(from), 1, 12).Draw(t, "parts")
			cuts := rapid.SliceOfN(rapid.IntRange(1, 9), 1, 8).Draw(t, "cuts")
			in := []byte(joined(parts))
			whole, _ := readParts(in, nil, asking)
			got, _ := readParts(in, cuts, asking)
			if d := cmp.Diff(words(merged(whole)), words(merged(got))); d != "" {
				t.Fatalf("%q, a question open: %v (-in one read +in several):\n%s", in, asking, d)
			}
		})
	}
}

func joined(parts []string) (s string) {
	for _, p := range parts {
		s += p
	}
	return s
}

// words are tokens as text, their bytes too.
func words(tokens []Token) (out []string) {
	for _, t := range tokens {
		out = append(out, say(t)+" "+string(t.Raw))
	}
	return out
}

// FuzzFeed holds, for any input cut anywhere: the tokens are the input, byte
// for byte; little is held; and while a question is open it doesn't matter how
// reads were cut.
func FuzzFeed(f *testing.F) {
	for _, s := range withAltKeys {
		f.Add([]byte(s), uint8(1), true)
	}
	f.Add([]byte(joined(withAltKeys)), uint8(3), false)
	f.Add([]byte("\x1b]52;"+string(bytes.Repeat([]byte("x"), 2*heldLimit))+"\x1b\\a"), uint8(200), true)
	f.Add([]byte("\x1b["+string(bytes.Repeat([]byte("1;"), heldLimit))+"A\xe9\x1b"), uint8(100), true)
	f.Fuzz(func(t *testing.T, in []byte, cut uint8, asking bool) {
		if len(in) > 4*heldLimit { // a million reads show no more
			in = in[:4*heldLimit]
		}
		whole, _ := readParts(in, nil, asking)
		got, left := readParts(in, []int{int(cut)%251 + 1}, asking)
		var raw []byte
		for _, tok := range got {
			raw = append(raw, tok.Raw...)
			if tok.Kind == Keystroke && !tok.Key.Code.isPrintable() && !tok.Key.Code.isFunction() && tok.Key.Text == "" {
				t.Fatalf("%q: a key that is none: %+v", tok.Raw, tok.Key)
			}
			Translate(nil, tok, kittyAll, legacy)
			Translate(nil, tok, legacy, kittyAll)
			Translate(nil, tok, others2, kittyCodex)
		}
		if raw = append(raw, left...); !bytes.Equal(raw, in) {
			t.Fatalf("Raw together = %q, want %q", raw, in)
		}
		if len(left) > heldLimit {
			t.Fatalf("%d bytes held", len(left))
		}
		if d := cmp.Diff(words(merged(whole)), words(merged(got))); asking && d != "" {
			t.Fatalf("%q by %d (-in one read +in several):\n%s", in, cut, d)
		}
	})
}

// FuzzTranslate holds that a key said in one protocol is never said with control
// characters that aren't its own: what a pane gets is again one token.
func FuzzTranslate(f *testing.F) {
	f.Add([]byte("\x1b[97:65:97;6:2;65u"), uint8(0), uint8(0), uint8(31), uint8(0))
	f.Add([]byte("\x1b[27;5;92~"), uint8(0), uint8(2), uint8(5), uint8(0))
	f.Add([]byte("\x1bOA"), uint8(0), uint8(1), uint8(0), uint8(0))
	f.Fuzz(func(t *testing.T, in []byte, outerFlags, outerOthers, paneFlags, paneOthers uint8) {
		outer := Protocol{KittyFlags: outerFlags & allFlags, ModifyOtherKeys: outerOthers % 3}
		pane := Protocol{KittyFlags: paneFlags & allFlags, ModifyOtherKeys: paneOthers % 3}
		r := newReader()
		r.Feed(in, r.now, r.emit)
		r.wait(2 * sequenceHold)
		for _, tok := range r.tokens {
			if tok.Kind != Keystroke || tok.sent > 0 {
				continue
			}
			out := Translate(nil, tok, outer, pane)
			if len(out) == 0 || bytes.Equal(out, tok.Raw) || bytes.HasPrefix(out, []byte("\x1b\x1b")) {
				continue
			}
			back := newReader()
			back.Feed(out, back.now, back.emit)
			back.wait(2 * sequenceHold)
			if len(back.tokens) != 1 {
				t.Fatalf("%q is said as %q, which is %q", tok.Raw, out, back.said())
			}
		}
	})
}
