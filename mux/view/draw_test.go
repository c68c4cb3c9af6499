package view

import (
	"fmt"
	"strings"
	"testing"

	"jackin/mux/render"
	"jackin/mux/vt"
)

func TestDrawAtAllSizes(t *testing.T) {
	text := numbered(9) + "\nabcdefghij漢字e\u0301👨‍👩‍👧\n\nend"
	for cols := 1; cols <= 12; cols++ {
		for rows := 1; rows <= 6; rows++ {
			s := terminal(t, cols, rows, text)
			v := Open(s, cols, rows)
			m := &machine{t: t, s: s, v: v}
			m.checkOpen()
			for _, keys := range []string{"", "PageUp", "h", "v k k", "Ctrl+v k", "g", "G", "/ e Enter", "n"} {
				press(&m.v, s, strings.Fields(keys)...)
				m.check(fmt.Sprintf("%dx%d, %q", cols, rows, keys))
			}
		}
	}
}

func TestDrawIDs(t *testing.T) {
	s := terminal(t, 10, 6, numbered(20)+"\nabcdefghijklmnopqrstuvwxyz\nend")
	v := Open(s, 10, 6)
	press(&v, s, "Up", "h")
	draw := func() (list []vt.Line) {
		var f vt.Frame
		v.Draw(&f, s)
		return f.Lines[:v.height()]
	}
	old := draw()
	s.Write([]byte("\r\nmore\r\nand more\x1b[H\x1b[2J"))
	for y, l := range draw() {
		if l.ID != old[y].ID || l.Gen != old[y].Gen {
			t.Errorf("row %d is another after output", y)
		}
	}
	press(&v, s, "PageUp", "PageDown", "PageUp") // four rows further up, all in all
	for range 4 {
		v.scroll(v.read(s), 1)
	}
	for y, l := range draw() {
		if l.ID != old[y].ID || l.Gen != old[y].Gen {
			t.Errorf("row %d is another after scrolling up and down", y)
		}
	}
	v.scroll(v.read(s), -1)
	for y, l := range draw()[1:] {
		if l.ID != old[y].ID || l.Gen != old[y].Gen {
			t.Errorf("row %d is another when scrolled", y+1)
		}
	}
	s.Write([]byte("\x1b[H\x1b[2Je\u0301"))
	press(&v, s, "G")
	accent := draw()[0]
	s.Write([]byte("\x1b[He\u0302"))
	press(&v, s, "G")
	if l := draw()[0]; l.ID != accent.ID || l.Gen == accent.Gen {
		t.Error("a row with another cluster has the Gen of the one before")
	}
	old = draw()
	press(&v, s, "H", "v", "$")
	if l := draw()[0]; l.Gen == old[0].Gen {
		t.Error("a selected row has the Gen of one that isn't")
	}
}

// TestRendered draws through the renderer, as a client would see it.
func TestRendered(t *testing.T) {
	const cols, rows = 30, 8
	for _, depth := range []render.Depth{render.Mono, render.Colors16, render.TrueColor} {
		s := terminal(t, cols, rows, strings.Repeat("\x1b[32mgreen\x1b[m and 漢字 and e\u0301 words\n", 50)+"needle\n\n")
		v := Open(s, cols, rows)
		r := render.New(render.Caps{Colors: depth})
		r.Reset(cols, rows)
		outer := vt.New(vt.Options{Cols: cols, Rows: rows})
		var f vt.Frame
		for _, keys := range []string{"", "Up", "PageUp", "/ n e e d l e Enter", "H v j j", "o k", "Esc", "PageUp", "G", "g", "? a n d Enter n n", "V j", "Ctrl+v l"} {
			press(&v, s, strings.Fields(keys)...)
			v.Draw(&f, s)
			outer.Write(r.Pane(nil, &f, render.Rect{Cols: cols, Rows: rows}, nil))
			var seen vt.Frame
			outer.CopyTo(&seen)
			for y := range v.height() {
				if got, want := seen.LineText(y), f.LineText(y); got != want {
					t.Errorf("depth %d, after %q: row %d shows %q, want %q", depth, keys, y, got, want)
				}
				for x, c := range f.Lines[y].Cells {
					if x >= len(seen.Lines[y].Cells) {
						break
					}
					if d := seen.Lines[y].Cells[x]; (c.Attr^d.Attr)&vt.AttrReverse != 0 || c.Attr.Underline() != d.Attr.Underline() {
						t.Errorf("depth %d, after %q: cell %d,%d has the look of %+v, want %+v", depth, keys, x, y, d, c)
					}
				}
			}
		}
	}
}

func TestSnapshotsStay(t *testing.T) {
	// A painter draws copies while the loop goes on with the view.
	s := terminal(t, 20, 6, strings.Repeat("e\u0301 漢字 words\n", 60))
	v := Open(s, 20, 6)
	press(&v, s, strings.Fields("Up Up / w o r Enter n v k k")...)
	snapshot := v
	want := marked(snapshot, s)
	press(&v, s, strings.Fields("Esc G / e Enter n V g")...)
	v.Resize(s, 7, 3)
	walk(&v, s, v.search())
	if got := marked(snapshot, s); got != want {
		t.Errorf("the copy shows %q, want %q", got, want)
	}
}

// benchView is a view scrolled back in 10,000 rows of colourful text, with hits
// and a selection.
func benchView(b *testing.B) (View, *vt.Screen) {
	b.Helper()
	var text strings.Builder
	for i := range 12_000 {
		fmt.Fprintf(&text, "\x1b[3%dmline %d\x1b[m of \x1b[1;38;2;%d;2;3mmany words\x1b[0m, more or less, until the row is full enough\n", i%8, i, i%256)
	}
	s := terminal(b, 80, 24, text.String())
	v := Open(s, 80, 24)
	press(&v, s, strings.Fields("PageUp PageUp / o f Enter v k k k")...)
	return v, s
}

func BenchmarkDraw(b *testing.B) {
	v, s := benchView(b)
	var f vt.Frame
	b.ReportAllocs()
	for b.Loop() {
		v.Draw(&f, s)
	}
}

// BenchmarkDrawLongLine is of a line as long as the history.
func BenchmarkDrawLongLine(b *testing.B) {
	s := terminal(b, 80, 24, strings.Repeat("one very long line without an end ", 12_000))
	v := Open(s, 80, 24)
	press(&v, s, strings.Fields("PageUp PageUp PageUp")...)
	var f vt.Frame
	b.ReportAllocs()
	for b.Loop() {
		v.Draw(&f, s)
	}
}

func BenchmarkKey(b *testing.B) {
	v, s := benchView(b)
	up, down := keyOf("Up"), keyOf("Down")
	for b.Loop() {
		v.Key(s, up)
		v.Key(s, down)
	}
}

func BenchmarkSearch(b *testing.B) {
	v, s := benchView(b)
	for _, query := range []string{"words", "Words", "nothing"} {
		for _, regex := range []bool{false, true} {
			b.Run(fmt.Sprintf("%s/regex=%v", query, regex), func(b *testing.B) {
				pat, err := compile(query, regex)
				if err != nil {
					b.Fatal(err)
				}
				v.found = found{pat: pat, origin: v.cursor}
				b.ReportAllocs()
				steps := 0
				for b.Loop() {
					search := v.search()
					for done := false; !done; steps++ {
						search.Read(s)
						_, done = search.Match()
					}
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(steps), "µs/step")
			})
		}
	}
}
