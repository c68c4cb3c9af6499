package keys

import "testing"

func TestParseKey(t *testing.T) {
	for _, tc := range []struct {
		name, legacy, app, kitty string
	}{
		{"enter", "\r", "\r", "\r"},
		{"Enter", "\r", "\r", "\r"},
		{"esc", "\x1b", "\x1b", "\x1b[27u"},
		{"tab", "\t", "\t", "\t"},
		{"shift+tab", "\x1b[Z", "\x1b[Z", "\x1b[9;2u"},
		{"backspace", "\x7f", "\x7f", "\x7f"},
		{"up", "\x1b[A", "\x1bOA", "\x1b[A"},
		{"ctrl+left", "\x1b[1;5D", "\x1b[1;5D", "\x1b[1;5D"},
		{"f5", "\x1b[15~", "\x1b[15~", "\x1b[15~"},
		{"pagedown", "\x1b[6~", "\x1b[6~", "\x1b[6~"},
		{"ctrl+c", "\x03", "\x03", "\x1b[99;5u"},
		{"alt+x", "\x1bx", "\x1bx", "\x1b[120;3u"},
		{"a", "a", "a", "a"},
		{"A", "A", "A", "A"},
		{"shift+a", "A", "A", "A"},
		{"shift+1", "!", "!", "!"},
		{"+", "+", "+", "+"},
		{"space", " ", " ", " "},
		{"ä", "ä", "ä", "ä"},
	} {
		k, err := ParseKey(tc.name)
		if err != nil {
			t.Errorf("ParseKey(%q): %v", tc.name, err)
			continue
		}
		for _, enc := range []struct {
			p    Protocol
			want string
		}{{Protocol{}, tc.legacy}, {Protocol{AppCursor: true}, tc.app}, {Protocol{KittyFlags: Disambiguate}, tc.kitty}} {
			if got := string(Encode(nil, k, enc.p)); got != enc.want {
				t.Errorf("%q under %+v is %q, want %q", tc.name, enc.p, got, enc.want)
			}
		}
	}
	for _, name := range []string{"", "nope", "ctrl+", "hyper+x", "ctrl+nope", "\x03", "\xff", "ab", "f99"} {
		if k, err := ParseKey(name); err == nil {
			t.Errorf("ParseKey(%q) = %+v, want an error", name, k)
		}
	}
}

func FuzzParseKey(f *testing.F) {
	for _, s := range []string{"enter", "ctrl+c", "shift+tab", "+", "ctrl++", "ä", "f12", "Ctrl + X"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k, err := ParseKey(s)
		if err != nil {
			return
		}
		// It goes to a program: one keystroke is a few bytes.
		for _, p := range []Protocol{{}, {KittyFlags: Disambiguate}, {ModifyOtherKeys: 2}} {
			if out := Encode(nil, k, p); len(out) > 32 {
				t.Errorf("ParseKey(%q) is sent as %q", s, out)
			}
		}
	})
}
