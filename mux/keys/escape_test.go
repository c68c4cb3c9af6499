package keys

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestEscape(t *testing.T) {
	t.Run("no question: at once", func(t *testing.T) {
		r := newReader()
		if got := r.read("\x1b").said(); !cmp.Equal(got, []string{"key esc"}) {
			t.Errorf("ESC = %q", got)
		}
		if due, held := r.Deadline(); held {
			t.Errorf("Deadline() = %v, want none", due)
		}
		if got := r.read("\x1b\x1b").said(); !cmp.Equal(got, []string{"key esc", "key esc"}) {
			t.Errorf("ESC ESC = %q", got)
		}
		if got := r.wait(30 * time.Millisecond).read("[A").said(); !cmp.Equal(got, []string{`text "[A"`}) {
			t.Errorf("[A typed later = %q", got)
		}
	})
	t.Run("a question: after 25 ms", func(t *testing.T) {
		r := newReader()
		r.Expect(r.now, ReplyDA1)
		r.read("\x1b")
		if got := r.wait(23 * time.Millisecond).said(); got != nil {
			t.Errorf("after 24 ms = %q", got)
		}
		if got := r.wait(time.Millisecond).said(); !cmp.Equal(got, []string{"key esc"}) {
			t.Errorf("after 25 ms = %q", got)
		}
		if got := r.read("x").said(); !cmp.Equal(got, []string{`text "x"`}) {
			t.Errorf("x = %q", got)
		}
	})
	t.Run("a question, and a key behind it in time", func(t *testing.T) {
		r := newReader()
		r.Expect(r.now, ReplyDA1)
		if got := r.read("\x1b", "[A", "\x1b", "x").said(); !cmp.Equal(got, []string{"key up", "key alt+x"}) {
			t.Errorf("= %q", got)
		}
	})
	t.Run("the answer ends it", func(t *testing.T) {
		r := newReader()
		r.Expect(r.now, ReplyXTVERSION, ReplyDA1)
		r.read("\x1b[?62c").said()
		if got := r.read("\x1b").said(); !cmp.Equal(got, []string{"key esc"}) {
			t.Errorf("ESC after DA1 = %q", got)
		}
	})
	t.Run("5 s end it", func(t *testing.T) {
		r := newReader()
		r.Expect(r.now, ReplyDSR)
		r.wait(answerTime + time.Millisecond)
		if got := r.read("\x1b").said(); r.Expecting(r.now) || !cmp.Equal(got, []string{"key esc"}) {
			t.Errorf("ESC after 5 s = %q", got)
		}
	})
}

// What may be a key as well as a beginning goes on after 25 ms, in the tokens
// that it would be if typed.
func TestHeldKeys(t *testing.T) {
	tests := []struct {
		in   string
		want []string
	}{
		{"\x1b[", []string{"key alt+["}}, {"\x1bO", []string{"key shift+alt+o:O"}}, {"\x1b]", []string{"key alt+]"}},
		{"\x1bP", []string{"key shift+alt+p:P"}}, {"\x1b_", []string{"key alt+_"}}, {"\x1bX", []string{"key shift+alt+x:X"}},
		{"\x1b[[", []string{"key alt+[", `text "["`}}, {"\x1b\x1b[", []string{"key esc", "key alt+["}},
		{"\x1bO5", []string{"key shift+alt+o:O", `text "5"`}},
		{"\xe2\x82", []string{`unknown "\xe2"`, `unknown "\x82"`}}, {"\x1b\xc3", []string{"key esc", `unknown "\xc3"`}},
		{"\x1b[7$", []string{"key shift+home"}},
	}
	for _, tt := range tests {
		r := newReader().read(tt.in)
		if got := r.wait(23 * time.Millisecond).said(); got != nil {
			t.Errorf("%q after 24 ms = %q", tt.in, got)
		}
		if got := r.wait(time.Millisecond).said(); !cmp.Equal(got, tt.want) {
			t.Errorf("%q after 25 ms = %q, want %q", tt.in, got, tt.want)
		}
		if _, held := r.Deadline(); held {
			t.Errorf("%q: held after Flush", tt.in)
		}
	}
}

// What nobody can have typed waits for its rest for longer, but not for ever.
func TestHeldSequences(t *testing.T) {
	for _, in := range []string{"\x1b[?6", "\x1b[92;", "\x1b]11;rgb:", "\x1bP1+r", "\x1b]11;rgb:0/0/0\x1b"} {
		r := newReader().read(in)
		if got := r.wait(sequenceHold - 2*time.Millisecond).said(); got != nil {
			t.Errorf("%q before its time = %q", in, got)
		}
		r.wait(2 * time.Millisecond)
		var raw []byte
		for _, tok := range r.tokens {
			raw = append(raw, tok.Raw...)
		}
		if string(raw) != in {
			t.Errorf("%q after its time: Raw = %q", in, raw)
		}
	}
	if got := newReader().read("\x1b[92;").wait(time.Second).read("5u").said(); !cmp.Equal(got, []string{`key ctrl+\`}) {
		t.Errorf("a leader in two reads = %q", got)
	}
}

// An ESC that went on at once is the beginning of what comes right behind it.
func TestSplitBehindEscape(t *testing.T) {
	tests := []struct {
		rest string
		want []string
	}{
		{"[?62;22c", []string{"key esc", "reply 1"}},
		{"[200~\x1c\x1b[201~", []string{"key esc", "paste", `data "\x1c"`, "end"}},
		{"[92;5u", []string{"key esc", `key ctrl+\`}},
		{"[<0;1;1M", []string{"key esc", "mouse b1 a0 m0 0,0"}},
		{"]11;rgb:0/0/0\x1b\\", []string{"key esc", fmt.Sprint("reply ", ReplyBackground)}},
		{"OA", []string{"key esc", `text "OA"`}}, // O is what vim's users type there
		{"[\x03", []string{"key esc", `text "["`, "key ctrl+c"}},
		{"x", []string{"key esc", `text "x"`}},
	}
	for _, tt := range tests {
		if got := newReader().read("\x1b", tt.rest).said(); !cmp.Equal(got, tt.want) {
			t.Errorf("ESC, %q = %q, want %q", tt.rest, got, tt.want)
		}
		if len(tt.rest) > 2 {
			if got := newReader().read("\x1b", tt.rest[:1], tt.rest[1:2], tt.rest[2:]).said(); !cmp.Equal(got, tt.want) {
				t.Errorf("ESC, %q in three = %q, want %q", tt.rest, got, tt.want)
			}
		}
	}
	if got := newReader().read("\x1b", "[").wait(keyHold).said(); !cmp.Equal(got, []string{"key esc", `text "["`}) {
		t.Errorf("ESC, [ = %q", got)
	}
	// Raw begins behind what was sent, and so does what the pane gets.
	r := newReader().read("\x1b", "[A")
	if got := string(r.tokens[1].Raw); got != "[A" {
		t.Errorf("Raw = %q, want [A", got)
	}
	if got := Translate(nil, r.tokens[1], Protocol{}, Protocol{AppCursor: true}); string(got) != "OA" {
		t.Errorf("Translate = %q, want OA", got)
	}
}

// More of one read is no later read: an ESC where it is cut inside goes on with
// what follows.
func TestLongRead(t *testing.T) {
	for n := heldLimit - 4; n < heldLimit+4; n++ {
		text := strings.Repeat("x", n)
		r := newReader().read("\xe2", "\x82\xac"+text+"\x1b[92;5u")
		said := r.said()
		if last := said[len(said)-1]; last != `key ctrl+\` || slices.Contains(said, "key esc") {
			t.Errorf("%d bytes before the leader = %q", n, said[1:])
		}
	}
}

// Within the time of a question a reply is one however long its parts took.
func TestLateReplySplitAnywhere(t *testing.T) {
	for _, reply := range []string{"\x1b[?62;4c", "\x1bP>|kitty(0.40)\x1b\\", "\x1b]11;rgb:11/22/33\x07", "\x1b_Gi=1;OK\x1b\\", "\x1b[0n"} {
		for i := 1; i < len(reply); i++ {
			for _, gap := range []time.Duration{5 * time.Millisecond, 80 * time.Millisecond, time.Second} {
				r := newReader()
				r.Expect(r.now, ReplyDA1, ReplyXTVERSION, ReplyBackground, ReplyGraphics, ReplyDSR)
				r.wait(3 * time.Second).read(reply[:i]).wait(gap).read(reply[i:])
				got := r.said()
				if last := got[len(got)-1]; !strings.HasPrefix(last, "reply") {
					t.Errorf("%q | %v | %q = %q", reply[:i], gap, reply[i:], got)
				}
				if n := len(got); n > 1 && (i > 2 || gap < keyHold) {
					t.Errorf("%q | %v | %q: %q reached the pane", reply[:i], gap, reply[i:], got)
				}
			}
		}
	}
}
