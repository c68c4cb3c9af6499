package vt

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
)

func TestPrintAllocatesNothing(t *testing.T) {
	h := newHistory(t, 64, 0)
	s := New(Options{Cols: 80, Rows: 24, History: h})
	for _, in := range []string{
		strings.Repeat("plain text that wraps at the edge of the screen, ", 40) + "\r\n",
		"\x1b[1;38;5;12mstyle\x1b[0m \x1b[48;2;1;2;3mand\x1b[m \x1b[4:3mcolour\x1b[24m\r\n",
		"漢字 한글 ✳ ─── é 👍\r\n",
		"\x1b[5;10Hredraw\x1b[K\x1b[2;5r\x1b[3L\x1b[r\x1b[10@\x1b[3P\x1b[2J",
		"\x1b[?2026h\x1b[?25l\x1b[H\x1b[?25h\x1b[?2026l",
	} {
		p := []byte(in)
		s.Write(p)
		if n := testing.AllocsPerRun(200, func() { s.Write(p) }); n != 0 {
			t.Errorf("Write(%.40q) allocates %v times", in, n)
		}
	}
}

func TestCopyToAllocatesNothing(t *testing.T) {
	s := New(Options{Cols: 80, Rows: 24})
	var f Frame
	line := []byte("some text\r\nand \x1b[31mmore\x1b[m\r\n")
	s.Write(line)
	s.CopyTo(&f)
	if n := testing.AllocsPerRun(200, func() { s.Write(line); s.CopyTo(&f) }); n != 0 {
		t.Errorf("CopyTo allocates %v times", n)
	}
}

// TestCopyToMovesRows sees that rows that scrolled aren't copied.
func TestCopyToMovesRows(t *testing.T) {
	for _, c := range []struct {
		name, scroll string
		copied       int
	}{
		{"up", "\x1b[10;1H\nx", 1}, {"up by three", "\x1b[10;1H\n\n\n", 3}, {"down", "\x1b[H\x1bMx", 1},
		{"region", "\x1b[3;7r\x1b[7;1H\nx\x1b[r", 1}, {"lines inserted", "\x1b[4;1H\x1b[2L", 2}, {"nothing", "", 0},
	} {
		s := New(Options{Cols: 10, Rows: 10})
		for y := range 10 {
			fmt.Fprintf(s, "\x1b[%d;1Hrow %d", y+1, y)
		}
		var f Frame
		s.CopyTo(&f)
		// A cell that no row has tells the copied lines from those moved.
		mark := Cell{Rune: '!'}
		for y := range f.Lines {
			f.Lines[y].Cells[0] = mark
		}
		s.Write([]byte(c.scroll))
		s.CopyTo(&f)
		copied := 0
		for y := range f.Lines {
			if len(f.Lines[y].Cells) == 0 || f.Lines[y].Cells[0] != mark {
				copied++
			}
		}
		if copied != c.copied {
			t.Errorf("%s: %d rows copied, want %d", c.name, copied, c.copied)
		}
	}
}

// TestBoundedMemory feeds what makes tables and strings grow.
func TestBoundedMemory(t *testing.T) {
	s := New(Options{Cols: 80, Rows: 24, History: newHistory(t, 16, 0)})
	var b strings.Builder
	feed := func(i int) {
		switch i % 5 {
		case 0:
			fmt.Fprintf(&b, "\x1b]8;id=%d;http://example.com/%d/%s\x1b\\x", i, i, strings.Repeat("y", 200))
		case 1:
			fmt.Fprintf(&b, "e%c%c%c", 0x300+i%100, 0x300+i/100%100, 0x300+i/10000%100)
		case 2:
			fmt.Fprintf(&b, "\x1b[58:2::%d:%d:%dmz", i%256, i/256%256, i/65536%256)
		case 3:
			fmt.Fprintf(&b, "\x1b]2;%d\a\x1b[22t\x1b[>1u\x1b[?1049h\x1b7\x1b[?1049l", i)
		case 4:
			fmt.Fprintf(&b, "\x1b]4;%d;#%06x\a%s", i%300, i, strings.Repeat("\u0301", 50))
		}
	}
	var m runtime.MemStats
	for i := range 150_000 {
		feed(i)
		if b.Len() > 1<<16 {
			s.Write([]byte(b.String()))
			b.Reset()
		}
	}
	checkInvariants(t, s)
	runtime.GC()
	runtime.ReadMemStats(&m)
	if limit := uint64(32 << 20); m.HeapAlloc > limit {
		t.Errorf("%d bytes in use, want at most %d", m.HeapAlloc, limit)
	}
	if len(s.tables.exts) > maxExts || len(s.tables.clusters) > maxClusters {
		t.Errorf("tables of %d and %d entries", len(s.tables.exts), len(s.tables.clusters))
	}
	runtime.KeepAlive(s)
}

// TestCollect keeps what is on the screen.
func TestCollect(t *testing.T) {
	s := screenOf(t, 20, 2, "\x1b[58:5:9mgone\re\u0301\x1b[59m\x1b]8;;http://gone.com\x1b\\gone\b\b\b\b\x1b]8;;http://e.com\x1b\\link\x1b[58:5:3m!")
	for i := range 100 {
		s.Write([]byte(fmt.Sprintf("\x1b[2;1Ha%c\x1b[2;1H", 0x300+i)))
	}
	var f Frame
	s.CopyTo(&f)
	had := len(s.tables.clusters)
	s.collect()
	if len(s.tables.clusters) >= had {
		t.Errorf("%d clusters after a collection of %d", len(s.tables.clusters), had)
	}
	before := f
	var after Frame
	s.CopyTo(&after)
	if before.Comparable(&after) {
		t.Errorf("frames are comparable across a collection")
	}
	s.CopyTo(&f)
	if got := f.LineText(0); got != "e\u0301link!" {
		t.Errorf("after the collection row 0 is %q", got)
	}
	if got, want := f.Ext(f.Lines[0].Cells[5]), (Ext{Link: "http://e.com", UnderlineColor: Palette(3)}); got != want {
		t.Errorf("after the collection the style is %+v, want %+v", got, want)
	}
	s.Write([]byte("\x1b[1;7Hx"))
	s.CopyTo(&f)
	if got, want := f.Ext(f.Lines[0].Cells[6]), (Ext{Link: "http://e.com", UnderlineColor: Palette(3)}); got != want {
		t.Errorf("after the collection the pen is %+v, want %+v", got, want)
	}
}

func TestStacksAreBounded(t *testing.T) {
	s := New(Options{})
	for i := range 40 {
		fmt.Fprintf(s, "\x1b]2;%d\a\x1b[22t\x1b[=%du\x1b[>0u", i, i%32)
	}
	if len(s.titles.stack) != titleDepth || s.kitty[0].depth != kittyDepth {
		t.Fatalf("stacks hold %d titles and %d flags", len(s.titles.stack), s.kitty[0].depth)
	}
	s.Write([]byte("\x1b[23t\x1b[23t\x1b[<2u"))
	if s.titles.now != "38" || s.kitty[0].flags != 38%32 {
		t.Errorf("below the top are title %q and flags %d, want 38 and %d", s.titles.now, s.kitty[0].flags, 38%32)
	}
}

// TestHostileInput feeds what costs memory in each way by itself, in small pieces
// and never ended where it can be, and looks at what is held.
func TestHostileInput(t *testing.T) {
	const size = 3 << 20
	for _, c := range []struct {
		name string
		// start is written once, then each piece with its number in it.
		start, piece string
		limit        uint64 // bytes in use in the end, above those before
	}{
		{"an operating system command without end", "\x1b]0;", "xxxxxxxxxxxx%d", 3 * maxOSC},
		{"a clipboard without end", "\x1b]52;c;", "aGVsbG8%d", 3 * maxOSC},
		{"a device control string without end", "\x1bP$q", "mmmmmmmm%d", 1 << 20},
		{"an application command without end", "\x1b_G", "AAAAAAAA%d", 1 << 20},
		{"parameters without end", "\x1b[", "1;%d:", 1 << 20},
		{"intermediates without end", "\x1b ", "$%d", 1 << 20},
		{"a cluster without end", "e", "\u0301\u0302\u200d%.0d", 1 << 20},
		{"links", "", "\x1b]8;id=%d;http://example.com/" + strings.Repeat("y", 2000) + "\x1b\\x", 4 * maxExtBytes},
		{"links that nothing shows", "", "\x1b]8;id=%d;http://example.com/" + strings.Repeat("y", 2000) + "\x1b\\", 4 * maxExtBytes},
		{"underline colours", "\x1b[4m", "\x1b[58;5;1m\x1b]8;;u%d\ax", 8 << 20},
		{"clusters", "", "e\u0301\u0302%[1]d\u0301", 8 << 20},
		{"titles", "", "\x1b]2;" + strings.Repeat("t", 900) + "%d\a\x1b[22t", 1 << 20},
		{"keyboard flags", "", "\x1b[>%du", 1 << 20},
		{"colours", "", "\x1b]4;%d;#123456\a", 1 << 20},
		{"alternate screens", "", "\x1b[?1049h%d\x1b7", 1 << 20},
		{"marks and tab stops", "", "\x1b]133;A\a\x1bH%d\n", 2 << 20},
		{"saved cursors in links", "", "\x1b]8;;http://%d.example\a\x1b7\x1b[?1048h", 8 << 20},
	} {
		s := New(Options{Cols: 80, Rows: 24, History: newHistory(t, 16, 0)})
		before := heapInUse()
		s.Write([]byte(c.start))
		var b []byte
		for i, written := 0, 0; written < size; i++ {
			b = fmt.Appendf(b, c.piece, i)
			if len(b) > 4<<10 {
				s.Write(b)
				written += len(b)
				b = b[:0]
			}
		}
		if used := heapInUse() - min(before, heapInUse()); used > c.limit {
			t.Errorf("%s: %d bytes held, want at most %d", c.name, used, c.limit)
		}
		checkInvariants(t, s)
		if len(s.tables.exts) > maxExts || len(s.tables.clusters) > maxClusters || len(s.parser.str) > maxOSC || len(s.titles.stack) > titleDepth {
			t.Errorf("%s: %d styles, %d clusters, a string of %d, %d titles", c.name, len(s.tables.exts), len(s.tables.clusters), len(s.parser.str), len(s.titles.stack))
		}
		// What comes behind is shown.
		s.Write([]byte("\x18\x1b\\\x1bc\x1b]8;;http://e.example\aok"))
		var f Frame
		s.CopyTo(&f)
		if got := f.LineText(0); got != "ok" || f.Ext(f.Lines[0].Cells[0]).Link == "" {
			t.Errorf("%s: behind it %q is shown, link %+v", c.name, got, f.Ext(f.Lines[0].Cells[0]))
		}
		runtime.KeepAlive(s)
	}
}

func heapInUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
