package render

import (
	"testing"

	"jackin/mux/vt"
)

func TestOverrideBytes(t *testing.T) {
	tests := []struct {
		name          string
		caps          Caps
		first, second string
		want          string
	}{
		{"an entry of the palette", full, "\x1b]4;1;#102030\a", "\x1b[31ma\x1b[41mb", "\x1b[2H\x1b[0;38;2;16;32;48ma\x1b[48;2;16;32;48mb\x1b[m"},
		{"another entry", full, "\x1b]4;1;#102030\a", "\x1b[32ma", "\x1b[2H\x1b[0;32ma\x1b[m"},
		{"on 256 colours", Caps{Colors: Colors256}, "\x1b]4;1;#ff0000\a", "\x1b[31ma", "\x1b[2H\x1b[0;38;5;196ma\x1b[m"},
		{"on 16", Caps{}, "\x1b]4;200;#ff0000\a", "\x1b[38;5;200ma", "\x1b[2H\x1b[0;91ma\x1b[m"},
		{"on mono", Caps{Colors: Mono}, "\x1b]4;1;#ff0000\a\x1b]11;#ff0000\a", "\x1b[31ma", "\x1b[2H\x1b[ma"},
		{"set later", full, "a\x1b[31mb", "\x1b]4;1;#102030\a", "\x1b[2;2H\x1b[0;38;2;16;32;48mb\x1b[m"},
		{"set anew", full, "\x1b]4;1;#102030\aa\x1b[31mb", "\x1b]4;1;#405060\a", "\x1b[2;2H\x1b[0;38;2;64;80;96mb\x1b[m"},
		{"removed", full, "\x1b]4;1;#102030\aa\x1b[31mb", "\x1b]104\a", "\x1b[2;2H\x1b[0;31mb\x1b[m"},
		{"one for another", full, "\x1b]4;1;#102030\a\x1b[31ma\x1b[32mb", "\x1b]104;1\a\x1b]4;2;#405060\a", "\x1b[2H\x1b[0;31ma\x1b[38;2;64;80;96mb\x1b[m"},
		{"foreground", full, "\x1b]10;#102030\a", "a b", "\x1b[2H\x1b[0;38;2;16;32;48ma\x1b[Cb\x1b[m"},
		{"background erases", full, "\x1b]11;#000010\aabcdef", "\r\x1b[K", "\x1b[2H\x1b[0;48;2;0;0;16m\x1b[K\x1b[m"},
		{"background of a screen", full, "", "\x1b]11;#000010\a", "\x1b[2H\x1b[0;48;2;0;0;16m\x1b[K\n\x1b[K\n\x1b[K\n\x1b[K\n\x1b[K\n\x1b[K\x1b[m"},
		{"reverse video", full, "\x1b]10;#010203\a\x1b]11;#040506\a", "\x1b[7ma", "\x1b[2H\x1b[0;7;38;2;1;2;3;48;2;4;5;6ma\x1b[m"},
		{"underline", full, "\x1b]4;1;#102030\a", "\x1b[4;58;5;1ma", "\x1b[2H\x1b[0;4;58:2::16:32:48ma\x1b[m"},
		{"the cursor's is no cell's", full, "", "\x1b]12;#102030\aa", "\x1b[2H\x1b[ma"},
	}
	for _, tt := range tests {
		s := newShot(tt.caps, tt.first)
		s.pane.Write([]byte(tt.second))
		if got := s.draw(nil); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
		if got := s.draw(nil); got != "" {
			t.Errorf("%s: drawn again: %q", tt.name, got)
		}
	}
}

// TestOverrideReverseScreen has each default colour set alone, and both, on a
// reversed screen, where they change places.
func TestOverrideReverseScreen(t *testing.T) {
	tests := []struct{ name, written, want string }{
		{"foreground", "\x1b]10;#010203\a", "\x1b[2H\x1b[0;7;38;2;1;2;3ma"},
		{"background", "\x1b]11;#040506\a", "\x1b[2H\x1b[0;7;48;2;4;5;6ma"},
		{"both", "\x1b]10;#010203\a\x1b]11;#040506\a", "\x1b[2H\x1b[0;7;38;2;1;2;3;48;2;4;5;6ma"},
		{"and the text's own", "\x1b]10;#010203\a\x1b]11;#040506\a\x1b[31m", "\x1b[2H\x1b[0;7;38;2;1;2;3;41ma"},
	}
	for _, tt := range tests {
		s := newShot(full, "\x1b[?5h")
		s.pane.Write([]byte(tt.written + "a"))
		if got := s.draw(nil); len(got) < len(tt.want) || got[:len(tt.want)] != tt.want {
			t.Errorf("%s: got %q, want %q first", tt.name, got, tt.want)
		}
	}
}

// TestOverridePad has a pane that is smaller than its place: what is beside it
// isn't the program's.
func TestOverridePad(t *testing.T) {
	s := newShot(full, "")
	s.pane.Resize(4, 2)
	s.at = Rect{0, 1, 6, 3}
	s.draw(nil)
	s.pane.Write([]byte("\x1b]10;#010203\a\x1b]11;#040506\a"))
	if got, want := s.draw(nil), "\x1b[2H\x1b[0;48;2;4;5;6m    \r\n    \x1b[m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestOverrideOtherFrame goes to a screen without, and back.
func TestOverrideOtherFrame(t *testing.T) {
	s := newShot(full, "\x1b]4;1;#102030\a\x1b[31ma")
	plain := vt.New(vt.Options{Cols: 20, Rows: 6})
	plain.Write([]byte("\x1b[31ma"))
	var f vt.Frame
	plain.CopyTo(&f)
	if got, want := string(s.r.Pane(nil, &f, s.at, nil)), "\x1b[2H\x1b[0;31ma\x1b[m"; got != want {
		t.Errorf("without: got %q, want %q", got, want)
	}
	if got, want := s.draw(nil), "\x1b[2H\x1b[0;38;2;16;32;48ma\x1b[m"; got != want {
		t.Errorf("back: got %q, want %q", got, want)
	}
}

// BenchmarkOverrides is BenchmarkRow with a theme: 16 entries and the defaults.
func BenchmarkOverrides(b *testing.B) {
	s := benchPane(80, 24)
	s.Write([]byte("\x1b]10;#c0c0c0\a\x1b]11;#101010\a"))
	for i := range 16 {
		s.Write([]byte("\x1b]4;" + string([]byte{'0' + byte(i/10), '0' + byte(i%10)}) + ";#304050\a"))
	}
	r := New(full)
	r.Reset(80, 25)
	at := Rect{0, 1, 80, 24}
	var f vt.Frame
	s.CopyTo(&f)
	if len(f.Overrides) != 18 {
		b.Fatalf("%d overrides, want 18", len(f.Overrides))
	}
	buf := r.Pane(nil, &f, at, nil)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		l := &f.Lines[12]
		l.Gen++
		for x := range l.Cells {
			l.Cells[x].Rune = uint32('A' + (x*7+n)%26)
		}
		buf = r.Pane(buf[:0], &f, at, nil)
	}
}
