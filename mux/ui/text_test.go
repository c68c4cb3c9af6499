package ui

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCut(t *testing.T) {
	for _, tt := range []struct {
		in   string
		n    int
		want string
	}{
		{"hello", 5, "hello"},
		{"hello", 4, "hel…"},
		{"hello", 1, "…"},
		{"hello", 0, ""},
		{"hello", -3, ""},
		{"two words", 5, "two…"},
		{"审查审查", 8, "审查审查"},
		{"审查审查", 7, "审查审…"},
		{"审查审查", 6, "审查…"},
		{"e\u0301e\u0301", 2, "e\u0301e\u0301"},
		{"a\x1bb", 2, "ab"},
	} {
		if got := cut(tt.in, tt.n); got != tt.want {
			t.Errorf("cut(%q, %d) = %q, want %q", tt.in, tt.n, got, tt.want)
		}
	}
}

func TestWrap(t *testing.T) {
	for _, tt := range []struct {
		in   string
		n    int
		want []string
	}{
		{"", 10, []string{""}},
		{"one two", 7, []string{"one two"}},
		{"one two three", 7, []string{"one two", "three"}},
		{"one two three", 8, []string{"one two", "three"}},
		{"one  two", 3, []string{"one", "two"}},
		{"abcdefgh ij", 3, []string{"abc", "def", "gh", "ij"}},
		{"  one two", 6, []string{"  one", "  two"}},
		{"    one", 6, []string{"one"}},
		{"审查审", 3, []string{"审", "查", "审"}},
		{"审查", 1, []string{"审", "查"}},
		{"x", 0, nil},
	} {
		if d := cmp.Diff(tt.want, wrap(tt.in, tt.n)); d != "" {
			t.Errorf("wrap(%q, %d) (-want +got):\n%s", tt.in, tt.n, d)
		}
	}
}

// A server must not stand still for a text that is long.
func TestWrapIsLinear(t *testing.T) {
	s := strings.Repeat("审x ", 1<<17)
	if got := len(wrap(s, 3)); got != 1<<17 {
		t.Errorf("%d lines, want %d", got, 1<<17)
	}
}
