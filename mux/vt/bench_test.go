package vt

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

// benchInputs are the kinds of output that the budgets are for, about 1 MB each.
func benchInputs() map[string][]byte {
	const size = 1 << 20
	r := rand.New(rand.NewPCG(1, 2))
	words := []string{"func", "return", "the", "error", "screen", "terminal", "0x1f", "package", "==", "value"}
	line := func(b *bytes.Buffer, n int) {
		for start := b.Len(); b.Len()-start < n; {
			b.WriteString(words[r.IntN(len(words))])
			b.WriteByte(' ')
		}
	}
	var ascii, sgr, utf, redraw bytes.Buffer
	for ascii.Len() < size {
		line(&ascii, 20+r.IntN(80))
		ascii.WriteString("\r\n")
	}
	for sgr.Len() < size {
		for range 6 {
			switch r.IntN(4) {
			case 0:
				fmt.Fprintf(&sgr, "\x1b[38;5;%dm", r.IntN(256))
			case 1:
				fmt.Fprintf(&sgr, "\x1b[1;38;2;%d;%d;%dm", r.IntN(256), r.IntN(256), r.IntN(256))
			case 2:
				fmt.Fprintf(&sgr, "\x1b[%dm", 30+r.IntN(8))
			case 3:
				fmt.Fprintf(&sgr, "\x1b[0;48;5;%dm", r.IntN(256))
			}
			line(&sgr, 8)
		}
		sgr.WriteString("\x1b[0m\r\n")
	}
	glyphs := []string{"漢字かな交じり文", "한국어 문장", "中文字符测试", "👍", "🚀 ", "👨‍👩‍👧", "é", "── ", "✳ "}
	for utf.Len() < size {
		for range 6 {
			utf.WriteString(glyphs[r.IntN(len(glyphs))])
		}
		utf.WriteString("\r\n")
	}
	for redraw.Len() < size {
		for y := range 24 {
			fmt.Fprintf(&redraw, "\x1b[%d;%dH", y+1, 1+r.IntN(8))
			line(&redraw, 60)
			redraw.WriteString("\x1b[K")
		}
	}
	return map[string][]byte{"ascii": ascii.Bytes(), "sgr": sgr.Bytes(), "utf8": utf.Bytes(), "redraw": redraw.Bytes()}
}

func BenchmarkWrite(b *testing.B) {
	inputs := benchInputs()
	for _, name := range []string{"ascii", "sgr", "utf8", "redraw"} {
		in := inputs[name]
		b.Run(name, func(b *testing.B) {
			h, err := NewHistory(make([]byte, 16<<20), DefaultHistoryLines, nil)
			if err != nil {
				b.Fatal(err)
			}
			s := New(Options{Cols: 80, Rows: 24, History: h})
			b.SetBytes(int64(len(in)))
			b.ReportAllocs()
			for b.Loop() {
				for at := 0; at < len(in); at += 4096 {
					s.Write(in[at:min(at+4096, len(in))])
				}
			}
		})
	}
}

func BenchmarkCopyTo(b *testing.B) {
	for _, size := range []struct{ cols, rows int }{{80, 24}, {200, 60}} {
		for _, what := range []string{"same", "row", "scroll", "all"} {
			b.Run(fmt.Sprintf("%dx%d/%s", size.cols, size.rows, what), func(b *testing.B) {
				s := New(Options{Cols: size.cols, Rows: size.rows})
				text := bytes.Repeat([]byte("x"), size.cols*size.rows-1)
				s.Write(text)
				change := map[string][]byte{
					"same": nil, "row": []byte("\x1b[5;1Hyyyy"), "scroll": []byte("\x1b[999;1H\nzzzz"), "all": append([]byte("\x1b[H"), text...),
				}[what]
				var f Frame
				s.CopyTo(&f)
				b.ReportAllocs()
				for b.Loop() {
					s.Write(change)
					s.CopyTo(&f)
				}
			})
		}
	}
}

func BenchmarkSnapshot(b *testing.B) {
	s := New(Options{Cols: 80, Rows: 24})
	s.Write(benchInputs()["sgr"][:1<<16])
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Restore(Options{}, s.Snapshot()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(s.Snapshot())), "bytes")
}

// BenchmarkResize changes the width of a screen with a full history there and back.
func BenchmarkResize(b *testing.B) {
	h, err := NewHistory(make([]byte, 16<<20), DefaultHistoryLines, nil)
	if err != nil {
		b.Fatal(err)
	}
	s := New(Options{Cols: 80, Rows: 24, History: h})
	for range 2 {
		s.Write(benchInputs()["ascii"])
	}
	b.ReportAllocs()
	for b.Loop() {
		s.Resize(60, 24)
		s.Resize(80, 24)
	}
}
