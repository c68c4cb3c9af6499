package vt

import (
	"fmt"
	"strings"
	"testing"
)

// rowsText is all rows of s by CopyRows, n at a time, a + behind those that the
// next one continues.
func rowsText(t *testing.T, s *Screen, n int) string {
	t.Helper()
	first, _, end := s.RowSpan()
	var b strings.Builder
	var f Frame
	for number := first; number < end; {
		s.CopyRows(&f, number, n)
		if want := min(n, int(end-number)); len(f.Lines) != want || f.Rows != want {
			t.Fatalf("%d rows from %d: %d lines, want %d", n, number, len(f.Lines), want)
		}
		for y, l := range f.Lines {
			if l.ID != number+1 {
				t.Fatalf("row %d has ID %d", number, l.ID)
			}
			b.WriteString(f.LineText(y))
			if l.Wrapped {
				b.WriteByte('+')
			}
			b.WriteByte('\n')
			number++
		}
	}
	return b.String()
}

func TestCopyRows(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"empty", "", "\n\n\n"},
		{"screen alone", "a\r\nb", "a\nb\n\n"},
		{"history", "a\r\nb\r\nc\r\nd\r\ne", "a\nb\nc\nd\ne\n"},
		{"a line over the seam", "abcdefghijklmnopqrstuvwxyz", "abcdef+\nghijkl+\nmnopqr+\nstuvwx+\nyz\n"},
		{"wide at the seam", "abcde漢abcde漢abcde漢x\r\n\n", "abcde+\n漢abcd+\ne漢abc+\nde漢x\n\n\n"},
		{"clusters on both sides", "e\u0301\r\n👨‍👩‍👧\r\ne\u0301o\u0302\r\nx\r\n👨‍👩‍👧e\u0301", "e\u0301\n👨‍👩‍👧\ne\u0301o\u0302\nx\n👨‍👩‍👧e\u0301\n"},
		{"alternate", "abcdefghijklmnopqrstuvwxyz\x1b[?1049h\x1b[Halt", "abcdef+\nghijkl\nalt\n\n\n"},
	} {
		for _, n := range []int{1, 2, 100} {
			s := New(Options{Cols: 6, Rows: 3, History: newHistory(t, 2, 0)})
			s.Write([]byte(c.in))
			if got := rowsText(t, s, n); got != c.want {
				t.Errorf("%s, %d at a time: %q, want %q", c.name, n, got, c.want)
			}
		}
	}
}

func TestCopyRowsOutside(t *testing.T) {
	s := New(Options{Cols: 6, Rows: 3, History: newHistory(t, 2, 10)})
	for i := range 5000 {
		fmt.Fprintf(s, "%d\r\n", i)
	}
	first, screen, end := s.RowSpan()
	if first == 0 || end-screen != 3 || screen-first != 10 {
		t.Fatalf("span %d, %d, %d", first, screen, end)
	}
	for _, c := range []struct {
		first uint64
		n     int
		want  int
	}{{0, 10, 0}, {first - 2, 5, 3}, {end - 1, 5, 1}, {end, 5, 0}, {end + 7, 5, 0}, {first, -1, 0}, {first, 0, 0}, {0, 1 << 40, 13}, {^uint64(0), 5, 0}} {
		var f Frame
		if s.CopyRows(&f, c.first, c.n); len(f.Lines) != c.want {
			t.Errorf("%d rows from %d: %d lines, want %d", c.n, c.first, len(f.Lines), c.want)
		}
	}
	none := New(Options{Cols: 6, Rows: 3})
	none.Write([]byte("a\r\nb\r\nc\r\nd"))
	if got, want := rowsText(t, none, 2), "b\nc\nd\n"; got != want {
		t.Errorf("without a history: %q, want %q", got, want)
	}
}

func TestCopyRowsStyles(t *testing.T) {
	link := "\x1b]8;;http://a.b\x1b\\link\x1b]8;;\x1b\\ \x1b[4:3;58;5;9me\u0301\x1b[m"
	s := New(Options{Cols: 20, Rows: 2, History: newHistory(t, 2, 0)})
	fmt.Fprintf(s, "\x1b]133;A\x07%s\r\n\x1b]133;A\x07%s\r\nx", link, link)
	var f Frame
	s.CopyRows(&f, 0, 3)
	var joined Frame
	s.CopyRows(&joined, 2, 1)
	joined.Append(&f, f.Lines[1:])
	for name, l := range map[string]struct {
		f *Frame
		y int
	}{"history": {&f, 0}, "screen": {&f, 1}, "joined": {&joined, 1}} {
		c := l.f.Lines[l.y].Cells
		if got, want := l.f.Ext(c[0]), (Ext{Link: "http://a.b"}); got != want {
			t.Errorf("%s: link %+v, want %+v", name, got, want)
		}
		if got, want := l.f.Ext(c[5]), (Ext{UnderlineColor: Palette(9)}); got != want || l.f.Text(c[5]) != "e\u0301" {
			t.Errorf("%s: style %+v of %q, want %+v", name, got, l.f.Text(c[5]), want)
		}
		if l.f.Lines[l.y].Mark != MarkPrompt {
			t.Errorf("%s: mark %d", name, l.f.Lines[l.y].Mark)
		}
	}
	if joined.Rows != 3 || &joined.Lines[1].Cells[0] == &f.Lines[1].Cells[0] {
		t.Errorf("appended lines share cells, or %d rows aren't 3", joined.Rows)
	}
}

func BenchmarkCopyRows(b *testing.B) {
	s := New(Options{Cols: 80, Rows: 24, History: newHistory(b, 512, 0)})
	in := benchInputs()["sgr"]
	for range 4 {
		s.Write(in)
	}
	var f Frame
	first, _, end := s.RowSpan()
	b.ReportAllocs()
	for b.Loop() {
		for n := first; n < end; n += 500 {
			s.CopyRows(&f, n, 500)
		}
	}
	b.ReportMetric(float64(end-first), "rows")
}

// TestCopyRowsKeepsColors: what was copied stays when the program sets another
// colour.
func TestCopyRowsKeepsColors(t *testing.T) {
	s := New(Options{})
	s.Write([]byte("\x1b]4;1;rgb:11/22/33\x07"))
	var f Frame
	s.CopyRows(&f, 0, 1)
	s.Write([]byte("\x1b]4;2;rgb:44/55/66\x07\x1b]4;1;rgb:77/88/99\x07"))
	if want := (RGBColor{0x11, 0x22, 0x33}); len(f.Overrides) != 1 || f.Overrides[1] != want {
		t.Errorf("the copy's colours are %v, want 1 as %v", f.Overrides, want)
	}
}
