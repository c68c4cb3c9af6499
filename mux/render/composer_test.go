package render

import (
	"testing"

	"jackin/mux/vt"
)

// stage is a client of 20x7 that looks at a pane below a strip.
type stage struct {
	c     *Composer
	pane  *vt.Screen
	frame vt.Frame
}

func newStage(caps Caps, written string) *stage {
	s := &stage{c: NewComposer(caps), pane: vt.New(vt.Options{Cols: 20, Rows: 6})}
	s.c.Enter(nil)
	s.c.Reset(20, 7)
	s.pane.Write([]byte(written))
	s.show(Scene{})
	return s
}

func (s *stage) show(scene Scene) string {
	s.pane.CopyTo(&s.frame)
	scene.Pane, scene.At = &s.frame, Rect{0, 1, 20, 6}
	scene.Cursor, scene.Modes = PaneCursor(&s.frame, scene.At, scene.Covered), PaneModes(&s.frame)
	return string(s.c.Frame(nil, scene))
}

func TestFrameBytes(t *testing.T) {
	tests := []struct {
		name          string
		caps          Caps
		first, second string
		want          string
	}{
		{"nothing", full, "$ ", "", ""},
		{"an echo", full, "$ ", "l", "l"},
		{"an echo, cursor hidden meanwhile or not", Caps{}, "$ ", "l", "l"},
		{"a coloured echo", Caps{}, "$ ", "\x1b[31ml", "\x1b[31ml\x1b[m"},
		{"backspace", full, "$ ls", "\b \b", "\x1b[?2026h\b \b\x1b[?2026l"},
		{"backspace without sync", Caps{}, "$ ls", "\b \b", "\x1b[?25l\b \b\x1b[?25h"},
		{"backspace, the cursor being hidden", Caps{}, "$ ls\x1b[?25l", "\b \b", "\b "},
		{"a move", full, "$ ls", "\r", "\r"},
		{"the cursor hides", full, "", "\x1b[?25l", "\x1b[?25l"},
		{"the cursor shows", full, "\x1b[?25l", "a\x1b[?25h", "a\x1b[?25h"},
		{"shape", full, "", "\x1b[5 q", "\x1b[5 q"},
		{"shape of a hidden cursor", full, "\x1b[?25l", "\x1b[5 q", ""},
		{"enter", full, "$ ", "\r\n", "\r\n"},
		{"paste mode", full, "$ ", "\x1b[?2004h", "\x1b[?2004h"},
	}
	for _, tt := range tests {
		s := newStage(tt.caps, tt.first)
		s.show(Scene{})
		s.pane.Write([]byte(tt.second))
		got := s.show(Scene{})
		if got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
		if got := s.show(Scene{}); got != "" {
			t.Errorf("%s: shown again: %q", tt.name, got)
		}
	}
}

func TestFrameSurfaces(t *testing.T) {
	s := newStage(full, "$ ")
	got := s.show(Scene{Surfaces: [][]byte{nil, []byte("\x1b[1;1H\x1b[7mstrip")}})
	if want := "\x1b[?2026h\x1b[1;1H\x1b[7mstrip\x1b[m\x1b[2;3H\x1b[?2026l"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := s.show(Scene{Surfaces: [][]byte{nil, {}}}); got != "" {
		t.Errorf("empty surfaces: got %q", got)
	}
	s.pane.Write([]byte("ls"))
	box := []Rect{{2, 1, 10, 3}}
	got = s.show(Scene{Covered: box, Surfaces: [][]byte{[]byte("BOX")}})
	if want := "\x1b[?2026hBOX\x1b[m\x1b[?25l\x1b[?2026l"; got != want {
		t.Errorf("covered cursor and text: got %q, want %q", got, want)
	}
	if got, want := s.show(Scene{}), "\x1b[?2026h\x1b[2;3Hls\x1b[8X\n\x1b[10X\n\x1b[10X"; len(got) < len(want) {
		t.Errorf("uncovered: got %q, want the box erased as in %q", got, want)
	}
}

func TestFrameWithoutPane(t *testing.T) {
	s := newStage(full, "hello")
	draw := [][]byte{[]byte("\x1b[2J\x1b[Hempty")}
	got := string(s.c.Frame(nil, Scene{Surfaces: draw}))
	if want := "\x1b[?2026h\x1b[2J\x1b[Hempty\x1b[m\x1b[?25l\x1b[?2026l"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := string(s.c.Frame(nil, Scene{})); got != "" {
		t.Errorf("nothing changed: got %q", got)
	}
	if got, want := s.show(Scene{}), "\x1b[?2026h\x1b[2Hhello\x1b[K\r\n\x1b[J\x1b[2;6H\x1b[?25h\x1b[?2026l"; got != want {
		t.Errorf("the pane again: got %q, want %q", got, want)
	}
}

func TestLost(t *testing.T) {
	s := newStage(full, "$ ")
	s.c.Lost()
	if got, want := s.show(Scene{}), "\x1b[2;3H"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	s.c.Lost()
	s.pane.Write([]byte("l"))
	if got, want := s.show(Scene{}), "\x1b[?2026h\x1b[2;3H\x1b[ml\x1b[?2026l"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestModes(t *testing.T) {
	all := OuterModes{BracketedPaste: true, Focus: true, Mouse: vt.MouseButton, AppKeypad: true, KittyFlags: 5, ModifyOtherKeys: 2,
		ColorReports: true, CursorColor: vt.RGB(0, 0x0a, 0xff), Title: "t"}
	tests := []struct {
		name     string
		old, new OuterModes
		caps     Caps
		want     string
	}{
		{"none", all, all, full, ""},
		{"all on", OuterModes{}, all, full, "\x1b[?2004h\x1b[?1004h\x1b[?1006h\x1b[?1002h\x1b=\x1b[=5;1u\x1b[>4;2m" +
			"\x1b[?2031h\x1b]12;rgb:00/0a/ff\x1b\\\x1b]2;t\x1b\\"},
		{"all off", all, OuterModes{}, full, "\x1b[?2004l\x1b[?1004l\x1b[?1002l\x1b[?1006l\x1b>\x1b[=0;1u\x1b[>4m\x1b[?2031l\x1b]112\x1b\\"},
		{"keyboards unknown", OuterModes{}, OuterModes{KittyFlags: 1, ModifyOtherKeys: 1}, Caps{}, ""},
		{"colour reports unknown", OuterModes{}, OuterModes{ColorReports: true}, Caps{}, ""},
		{"cursor colour where there are few", OuterModes{}, OuterModes{CursorColor: vt.RGB(1, 2, 3)}, Caps{}, "\x1b]12;rgb:01/02/03\x1b\\"},
		{"cursor colour changes", OuterModes{CursorColor: vt.RGB(1, 2, 3)}, OuterModes{CursorColor: vt.RGB(1, 2, 4)}, full, "\x1b]12;rgb:01/02/04\x1b\\"},
		{"no cursor colour on mono", OuterModes{}, OuterModes{CursorColor: vt.RGB(1, 2, 3)}, Caps{Colors: Mono}, ""},
		{"no cursor colour on the Linux console", OuterModes{}, OuterModes{CursorColor: vt.RGB(1, 2, 3)}, Caps{NoScroll: true}, ""},
		{"mouse changes", OuterModes{Mouse: vt.MouseNormal}, OuterModes{Mouse: vt.MouseAny}, full, "\x1b[?1000l\x1b[?1003h"},
		{"X10 is taken from clicks", OuterModes{Mouse: vt.MouseNormal}, OuterModes{Mouse: vt.MouseX10}, full, ""},
		{"hostile title", OuterModes{}, OuterModes{Title: "a\x1b]52;c;\ab\u202e\u0085"}, full, "\x1b]2;a]52;c;b\x1b\\"},
		{"title of nothing", OuterModes{}, OuterModes{Title: "\x1b"}, full, ""},
	}
	for _, tt := range tests {
		if got := string(tt.new.AppendTo(nil, tt.old, tt.caps)); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestModesKnownLater(t *testing.T) {
	s := newStage(Caps{Colors: Mono}, "\x1b[=5u\x1b[>4;2m\x1b[?2031h\x1b]12;#010203\a")
	s.c.SetCaps(full)
	if got, want := s.show(Scene{}), "\x1b[=5;1u\x1b[>4;2m\x1b[?2031h\x1b]12;rgb:01/02/03\x1b\\"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestEnterLeave has a terminal that a program has left in a bad state, and
// gives it back.
func TestEnterLeave(t *testing.T) {
	outer := vt.New(vt.Options{Cols: 20, Rows: 7})
	outer.Write([]byte("shell$ "))
	outer.Write(AppendEnter(nil))
	outer.Write([]byte("\x1b[?2026h\x1b[?6h\x1b[4h\x1b[2;3r\x1b[?7l\x1b]12;#ff0000\a\x1b[?1003;1006;1004;2004;2031;1h\x1b=\x1b[=31u\x1b[>4;2m\x1b[5 q\x1b[?25l\x1b[1;31m\x1b(0" +
		"\x1b]8;;http://a/\x1b\\x"))
	outer.Write(AppendLeave(nil))
	var f vt.Frame
	outer.CopyTo(&f)
	want := vt.Modes{AltScroll: f.Modes.AltScroll}
	if f.Modes != want {
		t.Errorf("modes are %+v, want %+v", f.Modes, want)
	}
	if len(f.Overrides) > 0 {
		t.Errorf("colours are %v, want the terminal's own", f.Overrides)
	}
	if want := (vt.Cursor{X: 7, Visible: true}); f.Cursor != want {
		t.Errorf("cursor is %+v, want %+v", f.Cursor, want)
	}
	outer.Write([]byte("q"))
	outer.CopyTo(&f)
	if got, want := f.Lines[0].Cells[7], (vt.Cell{Rune: 'q'}); got != want {
		t.Errorf("what is typed is shown as %+v, want %+v", got, want)
	}
}
