package bench

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestCorpora(t *testing.T) {
	const n = 1 << 16
	for _, c := range Corpora {
		text := c.Text(n, 24)
		if !bytes.Equal(text, c.Text(n, 24)) {
			t.Errorf("%s differs from one time to the next", c)
		}
		if len(text) < n || len(text) > n+1<<13 {
			t.Errorf("%s has %d bytes, want %d and a line or screen more at most", c, len(text), n)
		}
		if !utf8.Valid(text) {
			t.Errorf("%s isn't UTF-8", c)
		}
		for r := '①'; r < '①'+20; r++ {
			if strings.ContainsRune(string(text), r) {
				t.Errorf("%s has %c, a mark of the measures", c, r)
			}
		}
	}
	for _, tc := range []struct {
		corpus Corpus
		part   string
	}{{SGR, "\x1b[1;38;2;"}, {UTF8, "👨‍👩‍👧"}, {Redraw, "\x1b[24;"}, {ASCII, "terminal \n"}} {
		if !bytes.Contains(tc.corpus.Text(n, 24), []byte(tc.part)) {
			t.Errorf("%s has no %q", tc.corpus, tc.part)
		}
	}
	for _, b := range ASCII.Text(n, 24) {
		if b != '\n' && (b < ' ' || b > '~') {
			t.Fatalf("%s has the byte %#x", ASCII, b)
		}
	}
}
