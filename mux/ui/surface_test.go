package ui

import (
	"bytes"
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gdamore/tcell/v2"
	"pgregory.net/rapid"
)

func newSurface(t testing.TB, p Profile, r Rect) *Surface {
	t.Helper()
	s, err := NewSurface(p)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	s.Place(r)
	return s
}

func hello(c Canvas) { put(c, 0, 0, 20, "hello 审查!", plain()) }

func TestSurfaceDraws(t *testing.T) {
	r := Rect{X: 10, Y: 5, Cols: 12, Rows: 2}
	s := newSurface(t, Profile{Colors: 256}, r)
	m := newTerminal(t, r)
	s.Draw(hello)
	b := s.AppendTo([]byte("kept"))
	if !bytes.HasPrefix(b, []byte("kept\x1b[m\x1b[6;11H\x1b[m")) {
		t.Errorf("begins with %q, want dst, a reset, a cursor address and a reset", b[:min(len(b), 20)])
	}
	if !bytes.HasSuffix(b, []byte("\x1b[m")) {
		t.Errorf("ends with %q, want a reset", b[len(b)-5:])
	}
	m.write(b[4:])
	want := "hello 审查! \n            \n"
	if strings.ReplaceAll(m.text(), "\n", "|") != strings.ReplaceAll(want, "\n", "|") {
		t.Errorf("shows\n%swant\n%s", m.text(), want)
	}
}

func TestSurfaceSendsOnlyChanges(t *testing.T) {
	r := Rect{X: 3, Y: 1, Cols: 20, Rows: 2}
	s := newSurface(t, Profile{}, r)
	m := newTerminal(t, r)
	if b := s.AppendTo(nil); len(b) != 0 {
		t.Errorf("before any Draw: %q, want nothing", b)
	}
	s.Draw(hello)
	m.write(s.AppendTo(nil))
	for range 2 {
		s.Draw(hello)
		if b := s.AppendTo(nil); len(b) != 0 {
			t.Errorf("nothing changed: %q, want nothing", b)
		}
	}
	m.writes = 0
	s.Draw(func(c Canvas) {
		hello(c)
		put(c, 1, 0, 1, "u", plain())
	})
	m.write(s.AppendTo(nil))
	if m.writes != 1 || !strings.HasPrefix(m.text(), "hullo") {
		t.Errorf("%d characters for one that changed, shows\n%s", m.writes, m.text())
	}
	// The wide characters go, and come back.
	s.Draw(func(c Canvas) { put(c, 0, 0, 20, "hullo ab", plain()) })
	m.write(s.AppendTo(nil))
	s.Draw(hello)
	m.write(s.AppendTo(nil))
	if !strings.HasPrefix(m.text(), "hello 审查! ") {
		t.Errorf("shows\n%s", m.text())
	}
}

func TestSurfaceInvalidate(t *testing.T) {
	r := Rect{X: 0, Y: 0, Cols: 10, Rows: 1}
	s := newSurface(t, Profile{}, r)
	s.Draw(hello)
	first := s.AppendTo(nil)
	s.Draw(func(c Canvas) { put(c, 0, 0, 5, "stale", plain()) })
	s.Invalidate()
	if b := s.AppendTo(nil); len(b) != 0 {
		t.Errorf("after Invalidate: %q, want nothing before the next Draw", b)
	}
	s.Draw(hello)
	if b := s.AppendTo(nil); !bytes.Equal(b, first) {
		t.Errorf("after Invalidate: %q, want all of %q", b, first)
	}
}

func TestSurfacePlace(t *testing.T) {
	s := newSurface(t, Profile{}, Rect{X: 0, Y: 0, Cols: 10, Rows: 1})
	for _, r := range []Rect{
		{X: 5, Y: 7, Cols: 10, Rows: 1},
		{X: 5, Y: 7, Cols: 14, Rows: 3},
		{X: 0, Y: 0, Cols: 1, Rows: 1},
		{X: 500, Y: 200, Cols: 12, Rows: 2},
	} {
		s.Draw(hello) // dropped by the move
		s.Place(r)
		s.Place(r)
		m := newTerminal(t, r)
		s.Draw(hello)
		m.write(s.AppendTo(nil))
		if got := m.text(); strings.Contains(got, "·") || !strings.HasPrefix(got, "hello 审查!"[:min(r.Cols, 6)]) {
			t.Errorf("at %v it shows\n%s", r, got)
		}
	}
	for _, r := range []Rect{{}, {Cols: 0, Rows: 3}, {X: -1, Cols: 3, Rows: 3}} {
		s.Place(r)
		s.Draw(hello)
		if b := s.AppendTo(nil); len(b) != 0 || !s.Rect().Empty() {
			t.Errorf("at %v: %q, want nothing", r, b)
		}
	}
}

func TestSurfaceCursor(t *testing.T) {
	s := newSurface(t, Profile{}, Rect{X: 10, Y: 5, Cols: 20, Rows: 3})
	if _, _, ok := s.Cursor(); ok {
		t.Error("a cursor before any Draw")
	}
	s.Draw(func(c Canvas) { c.ShowCursor(2, 1) })
	if x, y, ok := s.Cursor(); x != 12 || y != 6 || !ok {
		t.Errorf("Cursor() = %d, %d, %v; want 12, 6, true", x, y, ok)
	}
	s.Draw(func(c Canvas) { c.ShowCursor(2, 9) })
	if _, _, ok := s.Cursor(); ok {
		t.Error("a cursor outside of the surface")
	}
}

func TestSurfaceIsSafeFromText(t *testing.T) {
	r := Rect{X: 1, Y: 1, Cols: 40, Rows: 1}
	for _, text := range []string{
		"a\x1b]0;title\x07b", "a\x1b[2Jb", "a\u009b2Jb", "a\nb", "a\u202eb", "\xff\xfe", "$<5>a", "a\x00b", "e\u0301\u0301x",
		"👩‍👩‍👧‍👦 🏴\U000e0067\U000e0062 ❤️ 1️⃣ 🇩🇪 🇩", strings.Repeat("a\u0300", 100), "a" + strings.Repeat("\u0300", 300),
	} {
		s := newSurface(t, Profile{}, r)
		m := newTerminal(t, r)
		s.Draw(func(c Canvas) { c.Put(0, 0, text, plain()) })
		s.Draw(func(c Canvas) { put(c, 0, 0, 40, text, plain()) })
		m.write(s.AppendTo(nil))
		if strings.Contains(m.text(), "·") {
			t.Errorf("%q: not all of the row was sent: %s", text, m.text())
		}
	}
}

// Where tcell's table of widths isn't ours, the cells still are.
func TestSurfaceWidthsAreOurs(t *testing.T) {
	var cells tcell.CellBuffer
	cells.Resize(2, 1)
	var differ []string
	for r := rune(0xa0); r < 0x20000 && len(differ) < 200; r++ {
		for _, s := range []string{string(r), string(r) + "\ufe0f"} {
			if s = Clean(s); s == "" {
				continue
			}
			cluster, w, rest := nextCluster(s)
			if _, theirs := cells.Put(0, 0, cluster, plain()); rest == "" && w > 0 && w != theirs {
				differ = append(differ, cluster)
			}
		}
	}
	if len(differ) == 0 {
		t.Fatal("the tables agree on all that was tried: nothing is left to show")
	}
	r := Rect{Cols: 6, Rows: 1}
	for _, cluster := range differ {
		_, w, _ := nextCluster(cluster)
		s := newSurface(t, Profile{}, r)
		m := newTerminal(t, r)
		s.Draw(func(c Canvas) { put(c, 1, 0, 5, cluster+"x", plain()) })
		m.write(s.AppendTo(nil))
		if want := " " + strings.Repeat("?", w) + "x" + strings.Repeat(" ", 4-w) + "\n"; m.text() != want {
			t.Fatalf("%q, %d cells wide, is %q, want %q", cluster, w, m.text(), want)
		}
	}
}

// A character that tcell takes for several is sent whole.
func TestSurfaceSendsWholeText(t *testing.T) {
	for _, text := range []string{"क्षि", "कार्यक्षेत्र", "e\u0301\u0302", "👩‍👩‍👧‍👦", "🏳️‍🌈", "กำ", "நி", "각"} {
		s := newSurface(t, Profile{}, Rect{Cols: 20, Rows: 1})
		s.Draw(func(c Canvas) { put(c, 0, 0, 20, text, plain()) })
		got := regexp.MustCompile(`  \x08\x08|\x1b\[1;[0-9]+H`).ReplaceAllString(string(s.AppendTo(nil)), "")
		if !strings.Contains(got, text) {
			t.Errorf("of %q is sent %q", text, got)
		}
	}
}

func TestSurfaceProfiles(t *testing.T) {
	colours := func(c Canvas) {
		for i, col := range []tcell.Color{
			tcell.ColorRed, tcell.ColorTeal, tcell.PaletteColor(208), tcell.NewRGBColor(255, 135, 0), tcell.ColorAliceBlue,
		} {
			c.Put(i, 0, "x", tcell.StyleDefault.Foreground(col).Bold(true))
			c.Put(i, 1, "x", tcell.StyleDefault.Background(col))
		}
	}
	tests := []struct {
		name string
		p    Profile
		fg   [5]string
		bg   [5]string
	}{
		{"mono", Profile{}, [5]string{}, [5]string{}},
		{"8", Profile{Colors: 8}, [5]string{"31", "36", "33", "33", "37"}, [5]string{"41", "46", "43", "43", "47"}},
		{"16", Profile{Colors: 16}, [5]string{"91", "36", "93", "93", "97"}, [5]string{"101", "46", "103", "103", "107"}},
		{"88 counts as 16", Profile{Colors: 88}, [5]string{"91", "36", "93", "93", "97"}, [5]string{"101", "46", "103", "103", "107"}},
		{"256", Profile{Colors: 256}, [5]string{"91", "36", "38;5;208", "38;5;208", "38;5;231"}, [5]string{"101", "46", "48;5;208", "48;5;208", "48;5;231"}},
		{"true colour", Profile{Colors: 256, TrueColor: true}, [5]string{"91", "36", "38;5;208", "38;2;255;135;0", "38;2;240;248;255"},
			[5]string{"101", "46", "48;5;208", "48;2;255;135;0", "48;2;240;248;255"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := Rect{Cols: 5, Rows: 2}
			s := newSurface(t, tt.p, r)
			m := newTerminal(t, r)
			s.Draw(colours)
			m.write(s.AppendTo(nil))
			for i := range 5 {
				wantFg, wantBg := "[1]", ""
				if tt.fg[i] != "" {
					wantFg, wantBg = "["+tt.fg[i]+"][1]", "["+tt.bg[i]+"]"
				}
				if got := m.cells[[2]int{i, 0}].sgr; got != wantFg {
					t.Errorf("foreground %d: SGR %q, want %q", i, got, wantFg)
				}
				if got := m.cells[[2]int{i, 1}].sgr; got != wantBg {
					t.Errorf("background %d: SGR %q, want %q", i, got, wantBg)
				}
			}
		})
	}
}

// Random changes, moves and losses: the terminal shows what was drawn.
func TestSurfaceMirror(t *testing.T) {
	words := []string{"a", "Z", "é", "e\u0301", "审", "😀", " ", "│", "●", "👩‍👧", "\x1b", "ﾊ"}
	styles := []tcell.Style{plain(), strong(), bar(), accent(), faint()}
	rapid.Check(t, func(rt *rapid.T) {
		s, err := NewSurface(Profile{Colors: 16})
		if err != nil {
			rt.Fatal(err)
		}
		defer s.Close()
		place := func() Rect {
			return Rect{rapid.IntRange(0, 9).Draw(rt, "x"), rapid.IntRange(0, 9).Draw(rt, "y"),
				rapid.IntRange(1, 9).Draw(rt, "cols"), rapid.IntRange(1, 3).Draw(rt, "rows")}
		}
		r := place()
		s.Place(r)
		m := newTerminal(t, r)
		for range rapid.IntRange(1, 6).Draw(rt, "frames") {
			switch rapid.IntRange(0, 5).Draw(rt, "what") {
			case 0:
				if next := place(); next != r {
					r = next
					s.Place(r)
					m = newTerminal(t, r)
				}
			case 1:
				s.Invalidate()
				m = newTerminal(t, r)
			}
			want := grid{styles: &styleTable{}}
			want.reset(r.Cols, r.Rows)
			n := rapid.IntRange(0, 12).Draw(rt, "puts")
			s.Draw(func(c Canvas) {
				for range n {
					x, y := rapid.IntRange(-1, r.Cols).Draw(rt, "px"), rapid.IntRange(0, r.Rows).Draw(rt, "py")
					w, st := rapid.SampledFrom(words).Draw(rt, "word"), rapid.SampledFrom(styles).Draw(rt, "style")
					c.Put(x, y, w, st)
					want.Put(x, y, w, st)
				}
			})
			m.write(s.AppendTo(nil))
			for i, c := range want.cells {
				x, y := i%r.Cols, i/r.Cols
				got := m.cells[[2]int{r.X + x, r.Y + y}]
				if got.text != c.text {
					rt.Fatalf("cell %d,%d is %q, want %q", x, y, got.text, c.text)
				}
				if bold := strings.Contains(got.sgr, "[1]"); bold != (want.styles.all[c.style] == strong() || want.styles.all[c.style] == accent()) {
					rt.Fatalf("cell %d,%d has SGR %q, want %v", x, y, got.sgr, c.style)
				}
			}
		}
	})
}

func TestManySurfacesAtOnce(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			r := Rect{X: i, Y: i, Cols: 60 + i, Rows: 1}
			s := newSurface(t, Profile{Colors: 256, TrueColor: i%2 == 0}, r)
			m := newTerminal(t, r)
			for n := range 30 {
				st := strip()
				st.Current = n%3 + 1
				s.Draw(st.Draw)
				m.write(s.AppendTo(nil))
				if n%10 == 9 {
					r.Y++
					s.Place(r)
					m = newTerminal(t, r)
				}
			}
		})
	}
	wg.Wait()
}

// A surface costs no goroutine, whatever is done with it: an idle server with
// many clients must have nothing to wake.
func TestSurfaceHoldsNoGoroutine(t *testing.T) {
	before := runtime.NumGoroutine()
	var all []*Surface
	for range 20 {
		s := newSurface(t, Profile{}, Rect{Cols: 10, Rows: 1})
		// More sizes than tcell's queue of events has places.
		for i := range 300 {
			s.Place(Rect{Cols: 10 + i%7, Rows: 1 + i%3})
			s.Draw(hello)
		}
		all = append(all, s)
	}
	// tcell starts one for each new size, which ends by itself.
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for range 5000 {
		if runtime.NumGoroutine() <= before {
			break
		}
		<-tick.C
	}
	if n := runtime.NumGoroutine(); n > before {
		t.Errorf("%d goroutines for %d surfaces", n-before, len(all))
	}
	all[0].Close()
	all[0].Close()
	all[0].Draw(hello)
	all[0].Place(Rect{Cols: 30, Rows: 3})
	all[0].Draw(hello)
}

func BenchmarkStripNothingChanged(b *testing.B) {
	s := newSurface(b, Profile{Colors: 256}, Rect{Cols: 80, Rows: 1})
	st := strip()
	s.Draw(st.Draw)
	b.ReportAllocs()
	for b.Loop() {
		s.Draw(st.Draw)
	}
}

// One tab's mark changes.
func BenchmarkStripUpdate(b *testing.B) {
	s := newSurface(b, Profile{Colors: 256}, Rect{Cols: 80, Rows: 1})
	st := strip()
	var out []byte
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		st.Tabs[2].Activity = Activity(n%2 + 1)
		n++
		s.Draw(st.Draw)
		out = s.AppendTo(out[:0])
	}
	if len(out) == 0 {
		b.Fatal("nothing was sent")
	}
}

func BenchmarkStripSwitch(b *testing.B) {
	s := newSurface(b, Profile{Colors: 256}, Rect{Cols: 80, Rows: 1})
	st := strip()
	var out []byte
	b.ReportAllocs()
	n := 0
	for b.Loop() {
		st.Current = n%3 + 1
		n++
		s.Draw(st.Draw)
		out = s.AppendTo(out[:0])
	}
}

func BenchmarkListMove(b *testing.B) {
	l := NewList("Claude with", []Item{{Label: "Anthropic"}, {Label: "MiniMax"}, {Label: "Z.AI", Detail: "no key", Disabled: true}})
	r := l.Rect(80, 22)
	s := newSurface(b, Profile{Colors: 256}, Rect{r.X, r.Y + 1, r.Cols, r.Rows})
	var out []byte
	b.ReportAllocs()
	for b.Loop() {
		l.Key(key("Down"), 80, 22)
		s.Draw(l.Draw)
		out = s.AppendTo(out[:0])
	}
	_ = fmt.Sprint(len(out))
}
