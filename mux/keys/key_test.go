package keys

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTokenKeys(t *testing.T) {
	r := newReader().read("Né\x1b[A\x1b[I")
	var got []string
	var raw []byte
	for _, tok := range r.tokens {
		for k := range tok.Keys() {
			got = append(got, sayKey(k.Key))
			raw = append(raw, k.Raw...)
		}
	}
	if d := cmp.Diff([]string{"shift+n:N=N", "é=é", "up"}, got); d != "" || string(raw) != "Né\x1b[A" {
		t.Errorf("Keys (-want +got):\n%s\nRaw %q", d, raw)
	}
	for range r.tokens[0].Keys() {
		break // and nothing is yielded after it
	}
}

func TestKeyRune(t *testing.T) {
	tests := map[string]rune{
		"a": 'a', "A": 'A', "日": '日', "\x1b[97;2u": 'A', "\x1b[57404u": '5', "\x1bOu": '5', "\x1b[32u": ' ',
		"\x01": 0, "\x1ba": 0, "\x1b[97;5u": 0, "\x1b[A": 0, "\r": 0, "\x1b[97;1:3u": 0, "\x1b[0;;128578:65039u": 0,
	}
	for in, want := range tests {
		for k := range feedOne(t, []byte(in)).Keys() {
			if got := k.Key.Rune(); got != want {
				t.Errorf("Rune of %q = %q, want %q", in, got, want)
			}
		}
	}
}

func TestKeyIs(t *testing.T) {
	k := feedOne(t, []byte("\x1b[13;130u")).Key // with Num Lock
	if !k.Is(Enter, Shift) || k.Is(Enter, 0) || k.Is(Tab, Shift) || k.Released() {
		t.Errorf("%s: Is or Released is wrong", sayKey(k))
	}
	if up := feedOne(t, []byte("\x1b[13;2:3u")).Key; !up.Is(Enter, Shift) || !up.Released() {
		t.Errorf("%s: Is or Released is wrong", sayKey(up))
	}
}

// Passing a keystroke on costs no allocation, whatever must become of it.
func TestTranslateAllocates(t *testing.T) {
	dst := make([]byte, 0, 256)
	for _, in := range []string{"hello", "\x1b[A", "\x1b[97;5u", "\x1b[27;2;13~"} {
		tok := feedOne(t, []byte(in))
		for _, pane := range []Protocol{legacy, appCursor, kitty1, kittyAll, others2} {
			if n := testing.AllocsPerRun(100, func() { dst = Translate(dst[:0], tok, kitty1, pane) }); n != 0 {
				t.Errorf("Translate(%q, %+v): %v allocations, want 0", in, pane, n)
			}
		}
	}
}
