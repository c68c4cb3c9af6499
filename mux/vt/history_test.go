package vt

import (
	"errors"
	"fmt"
	"strings"
	"testing"
)

func newHistory(t testing.TB, blocks, limit int) *History {
	t.Helper()
	h, err := NewHistory(make([]byte, blocks*blockSize), limit, nil)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// historyText is all rows of h, a + behind those that the next one continues.
func historyText(h *History) string {
	var f Frame
	h.CopyTo(&f, h.First(), h.Len())
	var b strings.Builder
	for y, l := range f.Lines {
		b.WriteString(f.LineText(y))
		if l.Wrapped {
			b.WriteByte('+')
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestHistoryKeepsRows(t *testing.T) {
	h := newHistory(t, 2, 0)
	s := New(Options{Cols: 6, Rows: 2, History: h})
	s.Write([]byte("plain\r\n\x1b[1;31mred\x1b[0m \x1b]8;id=i;http://example.com\x1b\\link\x1b]8;;\x1b\\!\r\n漢字e\u0301👨‍👩‍👧\x1b[42m\x1b[K\r\n\r\n\r\n"))
	if got, want := historyText(h), "plain\nred li+\nnk!\n漢字e\u0301+\n👨‍👩‍👧\n\n"; got != want {
		t.Fatalf("history is %q, want %q", got, want)
	}
	var f Frame
	h.CopyTo(&f, 1, 3)
	cells := f.Lines[0].Cells
	if i, _ := cells[0].Fg.Index(); i != 1 || cells[0].Attr != AttrBold || cells[3].Attr != 0 {
		t.Errorf("styles of %q are %+v", f.LineText(0), cells)
	}
	if e := f.Ext(cells[4]); e != (Ext{Link: "http://example.com", LinkID: "i"}) {
		t.Errorf("link is %+v", e)
	}
	if wide := f.Lines[2].Cells; wide[0].Attr != AttrWide || wide[1].Attr != AttrSpacer || f.Text(wide[4]) != "e\u0301" {
		t.Errorf("wide cells are %+v", wide)
	}
	if f.Lines[0].ID != 2 || f.Rows != 3 {
		t.Errorf("line numbers start at %d with %d rows, want 2 and 3", f.Lines[0].ID, f.Rows)
	}
}

func TestHistoryLimits(t *testing.T) {
	for _, c := range []struct{ blocks, limit, lines, want int }{
		{4, 100, 50, 50}, {4, 100, 100, 100}, {4, 100, 5000, 100}, {2, 100000, 20000, 0},
	} {
		h := newHistory(t, c.blocks, c.limit)
		s := New(Options{Cols: 40, Rows: 1, History: h})
		for i := range c.lines {
			fmt.Fprintf(s, "line %d\r\n", i)
		}
		if c.limit == 100 && len(h.blocks) > 2 {
			t.Errorf("%d lines at a limit of %d: %d blocks in use", c.lines, c.limit, len(h.blocks))
		}
		if c.want > 0 && h.Len() != c.want {
			t.Errorf("%d lines at a limit of %d: %d kept, want %d", c.lines, c.limit, h.Len(), c.want)
		}
		if c.want == 0 && (h.Len() < 500 || h.Len() >= c.lines) {
			t.Errorf("%d lines in %d blocks: %d kept", c.lines, c.blocks, h.Len())
		}
		if got, want := h.First()+uint64(h.Len()), uint64(c.lines); got != want {
			t.Errorf("%d lines: numbers end at %d", c.lines, got)
		}
		var f Frame
		h.CopyTo(&f, h.First(), 1)
		if got, want := f.LineText(0), fmt.Sprintf("line %d", h.First()); got != want {
			t.Errorf("oldest of %d lines is %q, want %q", c.lines, got, want)
		}
		h.CopyTo(&f, h.First()+uint64(h.Len())-1, 9)
		if got, want := f.LineText(0), fmt.Sprintf("line %d", c.lines-1); got != want || f.Rows != 1 {
			t.Errorf("newest of %d lines is %q of %d, want %q", c.lines, got, f.Rows, want)
		}
	}
}

func TestHistoryMemory(t *testing.T) {
	if _, err := NewHistory(make([]byte, MinHistoryBytes-1), 1, nil); !errors.Is(err, ErrHistoryMemory) {
		t.Errorf("NewHistory of too little memory: %v, want %v", err, ErrHistoryMemory)
	}
	var freed []int
	h, err := NewHistory(make([]byte, 4*blockSize), 0, func(off, n int) { freed = append(freed, off, n) })
	if err != nil {
		t.Fatal(err)
	}
	s := New(Options{Cols: 80, Rows: 2, History: h})
	for range 400 {
		s.Write([]byte(strings.Repeat("x", 70) + "\r\n"))
	}
	s.Write([]byte("\x1b[3J"))
	if h.Len() != 0 || len(freed) != 4 || freed[1] != blockSize {
		t.Errorf("after ED 3 %d rows are kept and %v freed", h.Len(), freed)
	}
	s.Write([]byte("a\r\nb\r\nc\x1bc"))
	if h.Len() != 0 || h.Open() {
		t.Errorf("after RIS %d rows are kept", h.Len())
	}
}

// TestHistoryReload takes over the memory of a process that died.
func TestHistoryReload(t *testing.T) {
	mem := make([]byte, 4*blockSize)
	h, _ := NewHistory(mem, 0, nil)
	s := New(Options{Cols: 8, Rows: 2, History: h})
	for i := range 3000 {
		fmt.Fprintf(s, "%d\r\n", i)
	}
	s.Write([]byte("open line of many columns"))
	want := historyText(h)
	again, err := NewHistory(mem, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := historyText(again); got != want {
		t.Errorf("reloaded history has %d bytes of text, want %d", len(got), len(want))
	}
	if !again.Open() {
		t.Errorf("the reloaded history's line is closed")
	}
	// A block that was being written to when the process died is left out whole.
	mem[blockSize+blockHeader+7] ^= 1
	broken, err := NewHistory(mem, 0, nil)
	if err != nil {
		t.Fatal(err)
	}
	if broken.Len() == 0 || broken.Len() >= again.Len() {
		t.Errorf("with a broken block %d of %d rows are left", broken.Len(), again.Len())
	}
}

func TestHistoryLongRows(t *testing.T) {
	h := newHistory(t, 8, 0)
	s := New(Options{Cols: MaxCols, Rows: 1, History: h})
	// Every cell with a link of its own doesn't fit a block.
	for i := range MaxCols {
		fmt.Fprintf(s, "\x1b]8;;http://example.com/%d\x1b\\%c", i, 'a'+i%26)
	}
	s.Write([]byte("\r\n"))
	got := strings.NewReplacer("+\n", "", "\n", "").Replace(historyText(h))
	if len(got) != MaxCols || got[:3] != "abc" {
		t.Errorf("a row of %d links came back with %d cells", MaxCols, len(got))
	}
}

func TestUnpackRowDropsControls(t *testing.T) {
	var tab tables
	tab.init()
	// Two wide characters, three plain ones and a cluster, each with a control.
	rec := append([]byte{0, 8, 0, textWide, 0x1b, textWide, 0xc2, 0x9b, 'a', 0x7f, 0x07, textCluster}, appendString(nil, "e\x1b")...)
	cells, _, _ := unpackRow(nil, rec, &tab)
	text := ""
	for _, c := range cells {
		text += string(tab.appendText(nil, c))
	}
	if text != "a" {
		t.Errorf("unpacked %q, want %q", text, "a")
	}
}

func FuzzHistoryLoad(f *testing.F) {
	mem := make([]byte, 2*blockSize)
	h, _ := NewHistory(mem, 0, nil)
	s := New(Options{Cols: 20, Rows: 2, History: h})
	s.Write([]byte(strings.Join(fragments, "") + "\r\n\r\n\r\n"))
	for i := range 2 {
		n := blockHeader + 300
		f.Add(append([]byte(nil), mem[i*blockSize:i*blockSize+n]...))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		mem := make([]byte, 2*blockSize)
		copy(mem, data)
		h, err := NewHistory(mem, 0, nil)
		if err != nil {
			t.Fatal(err)
		}
		historyText(h)
		s := New(Options{Cols: 7, Rows: 3, History: h})
		s.Resize(9, 8)
		checkInvariants(t, s)
		// What the checksum vouches for may be wrong all the same.
		var tab tables
		tab.init()
		cells, _, _ := unpackRow(nil, data, &tab)
		for _, c := range cells {
			text := string(tab.appendText(nil, c))
			if cleanText([]byte(text), len(text)) != text {
				t.Fatalf("unpacked %q", text)
			}
		}
	})
}
