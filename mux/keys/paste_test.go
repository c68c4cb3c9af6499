package keys

import (
	"bytes"
	"testing"
)

// A paste streams through: no copy of it is kept, and its end is found wherever
// it is cut.
func TestBigPaste(t *testing.T) {
	chunk := bytes.Repeat([]byte("0123456789abcde\x1c"), 4<<10)
	r := newReader()
	total, ends := 0, 0
	emit := func(tok Token) {
		switch tok.Kind {
		case PasteData:
			total += len(tok.Raw)
		case PasteEnd:
			ends++
		case PasteStart:
		default:
			t.Fatalf("%s in a paste", say(tok))
		}
	}
	r.Feed([]byte("\x1b[200~"), r.now, emit)
	const chunks = 1 << 10 // of 64 KB
	allocs := testing.AllocsPerRun(chunks-1, func() { r.Feed(chunk, r.now, emit) })
	if allocs != 0 {
		t.Errorf("%v allocations a chunk, want 0", allocs)
	}
	for i := range len(pasteEnd) {
		r.Feed([]byte(pasteEnd[i:i+1]), r.now, emit)
	}
	if total != chunks*len(chunk) || ends != 1 {
		t.Errorf("%d bytes and %d ends, want %d and 1", total, ends, chunks*len(chunk))
	}
}

func TestPasteEndSplit(t *testing.T) {
	in := "\x1b[200~a\x1b[20\x1b\x1b[201~b"
	for i := 6; i < len(in); i++ {
		for j := i; j < len(in); j++ {
			r := newReader().read("\x1b[200~", in[6:i], in[i:j], in[j:])
			var data string
			for _, tok := range r.tokens {
				if tok.Kind == PasteData {
					data += string(tok.Raw)
				}
			}
			said := r.said()
			if data != "a\x1b[20\x1b" || said[len(said)-1] != `text "b"` {
				t.Errorf("split at %d and %d: data %q, %q", i, j, data, said)
			}
		}
	}
}
