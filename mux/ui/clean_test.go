package ui

import (
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestClean(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"Claude (MiniMax)", "Claude (MiniMax)"},
		{"审查 é ✳", "审查 é ✳"},
		{"a\x1b[31mb\x1b]0;t\x07c\x7f", "a[31mb]0;tc"},
		{"a\u009b31mb\u0085c", "a31mb c"},
		{"a\tb\nc\r\nd\u2028e", "a b c  d e"},
		{"a\u202eb\u2066c\u200fd\u061ce", "abcde"},
		{"\ufeffa\u00adb\u200bc", "abc"},
		{"👩\u200d👧 ক\u200cষ", "👩\u200d👧 ক\u200cষ"},
		{"a\xffb\xc3", "a\ufffdb\ufffd"},
	} {
		if got := Clean(tt.in); got != tt.want {
			t.Errorf("Clean(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"", "plain", "a\x1b]0;t\x07", "\u009b2J", "\xff\x80", "\u202e审", "\n맇", "  indented two words"} {
		f.Add(s, 5)
		f.Add(s, 2)
	}
	f.Fuzz(func(t *testing.T, s string, n int) {
		got := Clean(s)
		if !utf8.ValidString(got) {
			t.Fatalf("Clean(%q) = %q, which is not UTF-8", s, got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == 0x2028 || r == 0x2029 {
				t.Fatalf("Clean(%q) = %q, with %q", s, got, r)
			}
		}
		if again := Clean(got); again != got {
			t.Fatalf("Clean(%q) = %q, and of that %q", s, got, again)
		}
		n = n & 63
		if c := cut(s, n); width(c) > n {
			t.Fatalf("cut(%q, %d) = %q, which is %d wide", s, n, c, width(c))
		}
		for _, l := range wrap(s, n) {
			if width(l) > max(n, 2) {
				t.Fatalf("wrap(%q, %d) has the line %q, which is %d wide", s, n, l, width(l))
			}
		}
	})
}
