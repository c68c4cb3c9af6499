package keys

import (
	"strings"
	"testing"
)

func TestParseChord(t *testing.T) {
	tests := []struct{ in, want, err string }{
		{`ctrl+\`, `Ctrl+\`, ""}, {`Ctrl+Backslash`, `Ctrl+\`, ""}, {"control + space", "Ctrl+Space", ""}, {"ctrl++", "", "can't say"},
		{"alt++", "Alt++", ""}, {"alt+plus", "Alt++", ""}, {"f12", "F12", ""}, {"shift+F5", "Shift+F5", ""}, {"alt+x", "Alt+X", ""},
		{"ctrl+alt+shift+super+a", "Ctrl+Alt+Shift+Super+A", ""}, {"cmd+k", "Super+K", ""}, {"insert", "Insert", ""}, {"ctrl+j", "Ctrl+J", ""},
		{"ctrl+4", "Ctrl+4", ""}, {"alt+é", "Alt+É", ""}, {"shift+enter", "Shift+Enter", ""}, {"pageup", "Pageup", ""}, {"alt+esc", "Alt+Esc", ""},
		{"", "", "no key"}, {"ctrl", "", "no key"}, {"ctrl+", "", "no key"}, {"hyper+x", "", "no modifier"}, {"a+b", "", "no modifier"}, {"f36", "", "no key"},
		{"f0", "", "no key"}, {"f", "", "types text"}, {"x", "", "types text"}, {"shift+x", "", "types text"}, {"space", "", "types text"},
		{"enter", "", "every program"}, {"esc", "", "every program"}, {"ctrl+i", "", "every program"}, {"ctrl+m", "", "every program"},
		{"ctrl+[", "", "every program"}, {"ctrl+3", "", "every program"}, {"ctrl+?", "", "every program"}, {"ctrl+1", "", "can't say"},
		{"ctrl+é", "", "can't say"}, {"\x1b", "", "no key"}, {"ctrl+ab", "", "no key"}, {strings.Repeat("ctrl+", 20) + "x", "", "longer"},
		{"\xff", "", "no key"},
	}
	for _, tt := range tests {
		c, err := ParseChord(tt.in)
		switch {
		case tt.err == "" && (err != nil || c.String() != tt.want):
			t.Errorf("ParseChord(%q) = %v, %v, want %s", tt.in, c, err, tt.want)
		case tt.err != "" && (err == nil || !strings.Contains(err.Error(), tt.err)):
			t.Errorf("ParseChord(%q) = %v, %v, want an error with %q", tt.in, c, err, tt.err)
		case tt.err != "" && c != Chord{}:
			t.Errorf("ParseChord(%q) = %v beside an error", tt.in, c)
		}
	}
}

func TestMatches(t *testing.T) {
	tests := []struct {
		chord   string
		yes, no []string // what the outer terminal sends
	}{
		{
			`ctrl+\`,
			[]string{"\x1c", "\x1b[92;5u", "\x1b[92;5:1u", "\x1b[92;5:2u", "\x1b[92;5:3u", "\x1b[27;5;92~", "\x1b[92;69u", "\x1b[92;133u",
				"\x1b[52;5u", "\x1b[52;5:3u", "\x1b[27;5;52~", "\x1b[1105::92;5u", "\x1b[92::92;5u"},
			[]string{`\`, "4", "\x1d", "\x1b\x1c", "\x1b[92;6u", "\x1b[92;7u", "\x1b[92u", "\x1b[92;1:3u", "\x1b[35::92;5u", "\x1b[52;6u",
				"\x1b[53;5u", "\x1b[27;6;124~", "\x1b[92;13u"},
		},
		{
			"ctrl+space",
			[]string{"\x00", "\x1b[32;5u", "\x1b[27;5;32~", "\x1b[50;5u"},
			[]string{" ", "\x1b[32;2u", "\x1b\x00"},
		},
		{"ctrl+/", []string{"\x1f", "\x1b[47;5u", "\x1b[55;5u", "\x1b[27;5;47~"}, []string{"\x1e", "\x1b[95;5u", "/"}},
		{"ctrl+_", []string{"\x1f", "\x1b[45;6u", "\x1b[45:95;6u", "\x1b[27;6;95~"}, []string{"\x1b[45;5u"}},
		{"ctrl+b", []string{"\x02", "\x1b[98;5u", "\x1b[27;5;98~", "\x1b[1080::98;5u"}, []string{"\x01", "b", "\x1b[98;6u", "\x1b[98;7u"}},
		{"ctrl+shift+b", []string{"\x1b[98;6u", "\x1b[98:66;6u", "\x1b[27;6;66~"}, []string{"\x02", "\x1b[98;5u"}},
		{"f12", []string{"\x1b[24~", "\x1b[24;1:3~", "\x1b[24;129~"}, []string{"\x1b[24;5~", "\x1b[23~"}},
		{"alt+x", []string{"\x1bx", "\x1b[120;3u", "\x1b[27;3;120~"}, []string{"x", "\x1bX", "\x18", "\x1b\x18"}},
		{"alt+shift+x", []string{"\x1bX", "\x1b[120;4u", "\x1b[120:88;4u"}, []string{"\x1bx"}},
		{"super+k", []string{"\x1b[107;9u"}, []string{"k", "\x0b"}},
	}
	for _, tt := range tests {
		c, err := ParseChord(tt.chord)
		if err != nil {
			t.Fatal(err)
		}
		check := func(in string, want bool) {
			for key := range feedOne(t, []byte(in)).Keys() {
				if got := c.Matches(key.Key); got != want {
					t.Errorf("%s.Matches(%q: %s) = %v, want %v", c, in, sayKey(key.Key), got, want)
				}
			}
		}
		for _, in := range tt.yes {
			check(in, true)
		}
		for _, in := range tt.no {
			check(in, false)
		}
	}
	if (Chord{}).Matches(Key{}) || (Chord{}).Bytes(legacy) != nil || (Chord{}).String() != "" {
		t.Error("the zero Chord means something")
	}
}

// The leader twice sends it, in the words of the pane, and those are the leader.
func TestChordBytes(t *testing.T) {
	tests := []struct {
		chord string
		p     Protocol
		want  string
	}{
		{`ctrl+\`, legacy, "\x1c"}, {`ctrl+\`, kitty1, "\x1b[92;5u"}, {`ctrl+\`, kittyAll, "\x1b[92;5u"}, {`ctrl+\`, others1, "\x1c"},
		{`ctrl+\`, others2, "\x1b[27;5;92~"}, {"f12", legacy, "\x1b[24~"}, {"alt+x", legacy, "\x1bx"}, {"alt+shift+x", kittyClaud, "\x1b[120:88;4u"},
		{"ctrl+space", legacy, "\x00"},
	}
	for _, tt := range tests {
		c, err := ParseChord(tt.chord)
		if err != nil {
			t.Fatal(err)
		}
		got := c.Bytes(tt.p)
		if string(got) != tt.want {
			t.Errorf("%s.Bytes(%+v) = %q, want %q", c, tt.p, got, tt.want)
		}
		if k := feedOne(t, got).Key; !c.Matches(k) {
			t.Errorf("%s doesn't match its own %q", c, got)
		}
	}
}

func TestIsCtrlZ(t *testing.T) {
	for _, in := range []string{"\x1a", "\x1b[122;5u", "\x1b[122;5:3u", "\x1b[122;6u", "\x1b[122;69u", "\x1b[27;5;122~", "\x1b[27;6;90~", "\x1b[1103::122;5u"} {
		if k := feedOne(t, []byte(in)).Key; !k.IsCtrlZ() {
			t.Errorf("IsCtrlZ(%q) = false", in)
		}
	}
	for _, in := range []string{"\x19", "\x1b[122;3u", "\x1b[122;13u", "\x1bz", "\x1b[121;5u"} {
		if k := feedOne(t, []byte(in)).Key; k.IsCtrlZ() {
			t.Errorf("IsCtrlZ(%q) = true", in)
		}
	}
}

func FuzzParseChord(f *testing.F) {
	for _, s := range []string{`ctrl+\`, "ctrl+space", "f12", "alt+x", "ctrl++", "", "+", "ctrl+alt+shift+super+é"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseChord(s)
		if err != nil {
			return
		}
		again, err := ParseChord(c.String())
		if err != nil || again != c {
			t.Fatalf("ParseChord(%q) = %s, which is read as %v, %v", s, c, again, err)
		}
		if k := (Key{Code: c.code, Mods: c.mods}); !c.Matches(k) {
			t.Fatalf("%q doesn't match its own key", s)
		}
	})
}
