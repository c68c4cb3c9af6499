package bench

import (
	"bytes"
	"fmt"
	"math/rand/v2"
)

// Corpus is a kind of output that programs print. Its text is the same in every
// run.
type Corpus string

// The corpora.
const (
	// ASCII is plain lines, as a compiler or a log prints them.
	ASCII Corpus = "ascii"
	// SGR is lines whose words change colours and attributes.
	SGR Corpus = "sgr"
	// UTF8 is lines of Chinese, Japanese, Korean, emoji and line drawing.
	UTF8 Corpus = "utf8"
	// Redraw is whole screens painted line by line with an addressed cursor, as
	// full-screen programs do.
	Redraw Corpus = "redraw"
)

// Corpora are all of them, in the order of the tables.
var Corpora = [...]Corpus{ASCII, SGR, UTF8, Redraw}

// seed makes the corpora what they are.
const seed = 0x6a61636b696e

var (
	words  = [...]string{"func", "return", "the", "error", "screen", "terminal", "0x1f", "package", "==", "value", "of", "a"}
	glyphs = [...]string{"漢字かな交じり文", "한국어 문장", "中文字符测试", "👍", "🚀 ", "👨‍👩‍👧", "é", "── ", "✳ ", "naïve "}
)

// Text is at least n bytes of the corpus, which ends at the end of a line, and
// for Redraw of a screen; rows is how many lines such a screen has.
func (c Corpus) Text(n, rows int) []byte {
	r := rand.New(rand.NewPCG(seed, uint64(len(c))))
	b := bytes.NewBuffer(make([]byte, 0, n+1<<14))
	for b.Len() < n {
		switch c {
		case SGR:
			coloured(b, r)
		case UTF8:
			for range 4 + r.IntN(5) {
				b.WriteString(glyphs[r.IntN(len(glyphs))])
			}
			b.WriteByte('\n')
		case Redraw:
			for y := range rows {
				fmt.Fprintf(b, "\x1b[%d;%dH", y+1, 1+r.IntN(8))
				prose(b, r, 60)
				b.WriteString("\x1b[K")
			}
		default:
			prose(b, r, 20+r.IntN(80))
			b.WriteByte('\n')
		}
	}
	return b.Bytes()
}

// prose appends words of at least n bytes in all.
func prose(b *bytes.Buffer, r *rand.Rand, n int) {
	for start := b.Len(); b.Len()-start < n; {
		b.WriteString(words[r.IntN(len(words))])
		b.WriteByte(' ')
	}
}

// coloured appends a line of six styles.
func coloured(b *bytes.Buffer, r *rand.Rand) {
	for range 6 {
		switch r.IntN(4) {
		case 0:
			fmt.Fprintf(b, "\x1b[38;5;%dm", r.IntN(256))
		case 1:
			fmt.Fprintf(b, "\x1b[1;38;2;%d;%d;%dm", r.IntN(256), r.IntN(256), r.IntN(256))
		case 2:
			fmt.Fprintf(b, "\x1b[%dm", 30+r.IntN(8))
		case 3:
			fmt.Fprintf(b, "\x1b[0;48;5;%dm", r.IntN(256))
		}
		prose(b, r, 8)
	}
	b.WriteString("\x1b[0m\n")
}
