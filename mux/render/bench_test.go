package render

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"jackin/mux/vt"
)

var benchSizes = []struct{ cols, rows int }{{80, 24}, {200, 60}}

// benchPane is a screen full of text as an agent shows it: a colour now and
// then, blanks at the end of most rows.
func benchPane(cols, rows int) *vt.Screen {
	s := vt.New(vt.Options{Cols: cols, Rows: rows})
	for y := range rows {
		fmt.Fprintf(s, "\x1b[%d;1H\x1b[32m%3d\x1b[m ", y+1, y)
		for x := 4; x < cols-5-y%20; x += 8 {
			fmt.Fprintf(s, "\x1b[%dm%c%c%c word", 30+(x+y)%8, 'a'+x%26, 'a'+y%26, 'a'+(x+y)%26)
		}
	}
	return s
}

func BenchmarkNothing(b *testing.B) {
	for _, size := range benchSizes {
		b.Run(fmt.Sprintf("%dx%d", size.cols, size.rows), func(b *testing.B) {
			s := benchPane(size.cols, size.rows)
			r := New(full)
			r.Reset(size.cols, size.rows+1)
			at := Rect{0, 1, size.cols, size.rows}
			var f vt.Frame
			s.CopyTo(&f)
			buf := r.Pane(nil, &f, at, nil)
			b.ReportAllocs()
			for b.Loop() {
				buf = r.Pane(buf[:0], &f, at, nil)
			}
		})
	}
}

// A row is written anew; the timer can't be stopped around so short a thing, so
// that two frames take turns: each has the other's row changed.
func BenchmarkRow(b *testing.B) { benchTurns(b, false) }

// Every cell changes.
func BenchmarkEverything(b *testing.B) { benchTurns(b, true) }

func benchTurns(b *testing.B, everything bool) {
	for _, size := range benchSizes {
		b.Run(fmt.Sprintf("%dx%d", size.cols, size.rows), func(b *testing.B) {
			s := benchPane(size.cols, size.rows)
			r := New(full)
			r.Reset(size.cols, size.rows+1)
			at := Rect{0, 1, size.cols, size.rows}
			var f vt.Frame
			s.CopyTo(&f)
			buf := r.Pane(nil, &f, at, nil)
			other := make([]vt.Line, len(f.Lines))
			for y, l := range f.Lines {
				other[y] = l
				other[y].Cells = append([]vt.Cell(nil), l.Cells...)
				if everything || y == size.rows/2 {
					other[y].Gen++
					for x := range other[y].Cells {
						other[y].Cells[x].Rune = uint32('A' + (x*7+y)%26)
					}
				}
			}
			b.ReportAllocs()
			sent, n := 0, 0
			for b.Loop() {
				f.Lines, other = other, f.Lines
				buf = r.Pane(buf[:0], &f, at, nil)
				sent += len(buf)
				n++
			}
			b.ReportMetric(float64(sent)/float64(n), "B/frame")
		})
	}
}

// The screen scrolls by a line, and a new one comes in.
func BenchmarkScroll(b *testing.B) {
	for _, size := range benchSizes {
		b.Run(fmt.Sprintf("%dx%d", size.cols, size.rows), func(b *testing.B) {
			s := benchPane(size.cols, size.rows)
			r := New(full)
			r.Reset(size.cols, size.rows+1)
			at := Rect{0, 1, size.cols, size.rows}
			var f vt.Frame
			s.CopyTo(&f)
			buf := r.Pane(nil, &f, at, nil)
			id := uint64(1 << 40)
			b.ReportAllocs()
			sent, n := 0, 0
			for b.Loop() {
				first := f.Lines[0]
				copy(f.Lines, f.Lines[1:])
				id++
				first.ID = id
				f.Lines[len(f.Lines)-1] = first
				buf = r.Pane(buf[:0], &f, at, nil)
				sent += len(buf)
				n++
			}
			b.ReportMetric(float64(sent)/float64(n), "B/frame")
		})
	}
}

// An echo, as a whole frame.
func BenchmarkEcho(b *testing.B) {
	s := benchPane(80, 24)
	s.Write([]byte("\x1b[m\x1b[24;1H"))
	c := NewComposer(full)
	c.Enter(nil)
	c.Reset(80, 25)
	var f vt.Frame
	var buf []byte
	keys := []byte("abcdefgh\b\b\b\b\b\b\b\b")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		s.Write(keys[i%16 : i%16+1])
		s.CopyTo(&f)
		at := Rect{0, 1, 80, 24}
		buf = c.Frame(buf[:0], Scene{Pane: &f, At: at, Cursor: PaneCursor(&f, at, nil), Modes: PaneModes(&f)})
	}
}

func TestNoAllocations(t *testing.T) {
	s := benchPane(80, 24)
	s.Write([]byte("\x1b[24;1H\x1b]8;;http://a/\x1b\\e\u0301漢\x1b]8;;\x1b\\"))
	c := NewComposer(full)
	c.Enter(nil)
	c.Reset(80, 25)
	var f vt.Frame
	s.CopyTo(&f)
	buf := make([]byte, 0, 64<<10)
	at, covered := Rect{0, 1, 80, 24}, []Rect{{10, 5, 20, 3}}
	rng := rand.New(rand.NewPCG(1, 1))
	frame := func() {
		// Lines trade places, which scrolls; others change; the box moves.
		from := rng.IntN(12)
		first := f.Lines[from]
		copy(f.Lines[from:], f.Lines[from+1:from+12])
		f.Lines[from+11] = first
		l := &f.Lines[rng.IntN(24)]
		l.Gen++
		l.Cells[rng.IntN(3)].Rune = uint32('a' + rng.IntN(26))
		covered[0].X = rng.IntN(5)
		f.Cursor.X = rng.IntN(80)
		buf = c.Frame(buf[:0], Scene{Pane: &f, At: at, Covered: covered, Cursor: PaneCursor(&f, at, covered), Modes: PaneModes(&f)})
	}
	for range 200 {
		frame()
	}
	if n := testing.AllocsPerRun(500, frame); n > 0 {
		t.Errorf("a frame allocates %v times, want 0", n)
	}
}
