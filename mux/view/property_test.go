package view

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"jackin/mux/keys"
	"jackin/mux/vt"
)

// FuzzView does what the bytes say to a terminal and a view of it, and looks at
// what must hold after each.
func FuzzView(f *testing.F) {
	f.Add([]byte("0123456789abcdefghijklmnopqrstuvwxyz"), uint8(9), uint8(5))
	f.Add([]byte("\x80\x01\x81\x02\x82\x03\x83\x04\x84\x90\x91\x92\x93\xa0\xa1\xb0\xb1\xc0\xc1\xd0"), uint8(1), uint8(1))
	f.Add([]byte("vjjlly gVkkk y \x20\x40\x60\x80\xa0\xc0\xe0 ?a\r nnN / b\r"), uint8(20), uint8(3))
	f.Fuzz(run)
}

// run does ops on a terminal of that size, more or less.
func run(t *testing.T, ops []byte, cols, rows uint8) {
	c, n := int(cols)%40+1, int(rows)%12+1
	h, err := vt.NewHistory(make([]byte, vt.MinHistoryBytes), 60, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := vt.New(vt.Options{Cols: c, Rows: n, History: h})
	s.Write([]byte(strings.ReplaceAll(numbered(int(rows)), "\n", "\r\n")))
	m := &machine{t: t, s: s, v: Open(s, c, n)}
	for i := 0; i < len(ops) && i < 120; i++ {
		arg := 0
		if i+1 < len(ops) {
			arg = int(ops[i+1])
		}
		m.do(ops[i], arg)
		m.check(fmt.Sprintf("after %d, %q", i, ops[:i+1]))
	}
}

// machine is a terminal, a view of it and the frame of that.
type machine struct {
	t *testing.T
	s *vt.Screen
	v View
	f vt.Frame
	// drawn is what the frame showed last, by the lines' identities.
	drawn map[[3]uint64]string
}

// outputs are what the program prints.
var outputs = [...]string{
	"\r\n", "text ", "漢字", "e\u0301👨‍👩‍👧", "long words that wrap around and around and around\r\n", "\x1b[H\x1b[2J", "\x1b[3J", "\x1bc",
	"\x1b[?1049h", "\x1b[?1049l", "\x1b[7;31mred\x1b[m", "\x1b]133;A\x07$ ", "\x1b[44m\x1b[K\x1b[m", "\x1b[5A", "\t", "a\r\nb\r\nc\r\n\r\nd",
	"\x1b]8;;http://a.b\x07link\x1b]8;;\x07", strings.Repeat("x", 300), "\x1b[?5h", strings.Repeat("y\r\n", 100),
}

// functionKeys are keys that no byte stands for.
var functionKeys = [...]string{"Up", "Down", "Left", "Right", "PageUp", "PageDown", "Home", "End", "Enter", "Backspace", "Delete"}

func (m *machine) do(op byte, arg int) {
	v, s := &m.v, m.s
	var a Action
	switch {
	case op < 0x20:
		a = v.Key(s, keyOf("Ctrl+"+string('a'+rune(op)%26)))
	case op < 0x80:
		a = v.Key(s, keyOf(string(rune(op))))
	case op < 0x98:
		s.Write([]byte(outputs[int(op-0x80)%len(outputs)]))
	case op < 0xb0:
		a = v.Key(s, keyOf(functionKeys[int(op-0x98)%len(functionKeys)]))
	case op < 0xb8:
		cols, rows := v.Size()
		action := keys.Action(op % 3)
		a = v.Mouse(s, keys.Mouse{Button: keys.ButtonLeft, Action: action, X: arg % (cols + 2), Y: arg/16%(rows+2) - 1, Mods: keys.Mods(arg & int(keys.Alt))}, arg%3+1)
	case op < 0xc0:
		a = v.Wheel(s, arg%20-10)
	case op < 0xc8:
		v.Resize(s, arg%16*2+1, arg/16%8+1)
	case op < 0xd0:
		s.Resize(arg%16*2+1, arg/16%8+1)
	case op < 0xd8:
		cols, rows := arg%16*2+1, arg/16%8+1
		s.Resize(cols, rows+1)
		v.Resize(s, cols, rows)
	case op < 0xe0:
		v.Tick(s)
	case op < 0xe8:
		a = v.Find(s, arg%2 == 0)
	case op < 0xf0:
		a = v.Paste(s, "li")
	default:
		a = v.Key(s, keys.Key{Code: keys.Escape})
	}
	if a.Search != nil {
		walk(v, s, a.Search)
	}
	if a.Leave {
		cols, rows := v.Size()
		*v = Open(s, cols, rows)
		m.drawn = nil
		m.checkOpen()
	}
}

// checkOpen says that nothing jumps as the view is opened.
func (m *machine) checkOpen() {
	cols, rows := m.v.Size()
	if c, r := m.s.Size(); c != cols || r != rows {
		return
	}
	var live vt.Frame
	m.s.CopyTo(&live)
	m.v.Draw(&m.f, m.s)
	for y := range m.v.height() {
		for x := range cols {
			var a, b vt.Cell
			if x < len(live.Lines[y].Cells) {
				a = live.Lines[y].Cells[x]
			}
			if x < len(m.f.Lines[y].Cells) {
				b = m.f.Lines[y].Cells[x]
			}
			if x > 0 && x == cols-1 && live.Lines[y].Wrapped && y+1 < rows && len(live.Lines[y+1].Cells) > 0 && live.Lines[y+1].Cells[0].Attr&vt.AttrWide != 0 {
				a.Bg = b.Bg // the column that a wide character left free is no cell of the line
			}
			if live.Text(a) != m.f.Text(b) || live.Ext(a) != m.f.Ext(b) || a.Fg != b.Fg || a.Bg != b.Bg || a.Attr != b.Attr {
				m.t.Fatalf("opened at %dx%d: cell %d,%d is %q %+v, want %q %+v", cols, rows, x, y, m.f.Text(b), b, live.Text(a), a)
			}
		}
	}
	if live.ReverseScreen != m.f.ReverseScreen {
		m.t.Fatalf("opened: reverse screen is %v", m.f.ReverseScreen)
	}
}

func (m *machine) check(when string) {
	t, v, s := m.t, m.v, m.s
	t.Helper()
	v.Draw(&m.f, s)
	cols, rows := v.Size()
	if m.f.Cols != cols || m.f.Rows != rows || len(m.f.Lines) != rows {
		t.Fatalf("%s: frame of %dx%d with %d lines, want %dx%d", when, m.f.Cols, m.f.Rows, len(m.f.Lines), cols, rows)
	}
	if c := m.f.Cursor; c.X < 0 || c.X >= cols || c.Y < 0 || c.Y >= v.height() {
		t.Fatalf("%s: cursor at %d,%d of %dx%d", when, c.X, c.Y, cols, rows)
	}
	ids := map[uint64]bool{}
	drawn := map[[3]uint64]string{}
	for y := range m.f.Lines {
		l := &m.f.Lines[y]
		if l.ID == 0 || ids[l.ID] || len(l.Cells) > cols {
			t.Fatalf("%s: row %d: ID %d again, or %d cells of %d", when, y, l.ID, len(l.Cells), cols)
		}
		ids[l.ID] = true
		look := ""
		for x, c := range l.Cells {
			wide, spacer := c.Attr&vt.AttrWide != 0, c.Attr&vt.AttrSpacer != 0
			if wide && (x+1 == len(l.Cells) || l.Cells[x+1].Attr&vt.AttrSpacer == 0) || spacer && (x == 0 || l.Cells[x-1].Attr&vt.AttrWide == 0) {
				t.Fatalf("%s: row %d: half of a wide character in column %d", when, y, x)
			}
			e := m.f.Ext(c)
			c.Rune, c.Ext = 0, 0
			look += fmt.Sprint(m.f.Text(l.Cells[x]), c, e)
		}
		key := [3]uint64{l.ID, l.Gen, uint64(cols)}
		drawn[key] = look
		if old, ok := m.drawn[key]; ok && old != look {
			t.Fatalf("%s: row %d changed without a change of Gen:\n%s\n%s", when, y, old, look)
		}
	}
	m.drawn = drawn
	v.Status(s)
	v.Hints()
	v.Cursor()
	v.Dragging()
	if v.sel.mode == selectStream || v.sel.mode == selectLines {
		got, _ := v.selected(v.read(s))
		if want := m.naive(); got != want {
			t.Fatalf("%s: selected %q, want %q", when, got, want)
		}
	}
}

// naive is the selection as text, of all rows at once and cell by cell.
func (m *machine) naive() string {
	v, s := m.v, m.s
	first, _, _ := s.RowSpan()
	first = min(first, v.base)
	var f vt.Frame
	s.CopyRows(&f, first, int(v.base-first))
	for n := first + uint64(len(f.Lines)); n < v.base; n++ {
		f.Lines = append(f.Lines, vt.Line{})
	}
	f.Append(v.frozen, v.frozen.Lines)
	if v.base > first {
		f.Lines[v.base-first-1].Wrapped = v.seam
	}
	from, to := v.sel.ends()
	start := Pos{Row: first}
	end := Pos{Row: first + uint64(len(f.Lines)) - 1}
	if from.before(start) {
		from = start
	}
	if to.before(start) {
		to = start
	}
	for _, p := range []*Pos{&from, &to} {
		if p.Row > end.Row {
			*p = end
		}
	}
	lo, hi := int(from.Row-first), int(to.Row-first)
	last := func(y int) bool { return y+1 >= len(f.Lines) || !f.Lines[y].Wrapped }
	if v.sel.mode == selectLines {
		for from.Off, to.Off = 0, vt.MaxCols; lo > 0 && !last(lo-1); lo-- {
		}
		for ; !last(hi); hi++ {
		}
	}
	var lines []string
	var b strings.Builder
	for y := lo; y <= hi; y++ {
		for x, c := range f.Lines[y].Cells {
			// An end on the right half of a wide character is on the character.
			if y == lo && (x < from.Off && !(x+1 == from.Off && c.Attr&vt.AttrWide != 0 && x+1 < len(f.Lines[y].Cells) && f.Lines[y].Cells[x+1].Attr&vt.AttrSpacer != 0)) || y == hi && x > to.Off {
				continue
			}
			b.WriteString(f.Text(c))
		}
		if last(y) || y == hi {
			lines = append(lines, strings.TrimRight(b.String(), " "))
			b.Reset()
		}
	}
	return strings.Join(lines, "\n")
}

// TestAnythingGoes is FuzzView on random operations, for every run of the tests.
func TestAnythingGoes(t *testing.T) {
	seeds := 60
	if testing.Short() {
		seeds = 10
	}
	for seed := range seeds {
		random := rand.New(rand.NewPCG(uint64(seed), 1))
		ops := make([]byte, 100)
		for i := range ops {
			// Half of it output, so that there is something to look at.
			if ops[i] = byte(random.UintN(256)); random.UintN(3) == 0 {
				ops[i] = 0x80 + byte(random.UintN(0x18))
			} else if random.UintN(8) == 0 {
				ops[i] = "vVhjklwbo/?nNgG[]"[random.UintN(17)]
			}
		}
		run(t, ops, byte(random.UintN(256)), byte(random.UintN(256)))
	}
}
