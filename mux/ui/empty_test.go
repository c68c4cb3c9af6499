package ui

import (
	"strings"
	"testing"
)

// The keystrokes come first, then the title, then the rest.
func TestEmptyScreenRows(t *testing.T) {
	e := EmptyScreen{Extra: []string{"extra one", "extra two"}}
	for _, tt := range []struct {
		rows int
		want string // a letter for each line
	}{
		{0, ""}, {1, "N"}, {2, "NQ"}, {3, "NQD"}, {4, "NQD"},
		{5, "j NQD"}, {6, "jr NQD"}, {7, "jr NQD"}, {8, "jr NQD e"}, {9, "jr NQD ee"}, {10, "jr NQD ee"},
	} {
		text := snapshot(t, 40, tt.rows, e.Draw)
		var got strings.Builder
		for _, l := range strings.Split(text, "\n") {
			if _, l, ok := strings.Cut(l, "|"); ok {
				got.WriteString((strings.Trim(l, " |") + " ")[:1])
			}
		}
		if g := strings.TrimSpace(got.String()); g != tt.want {
			t.Errorf("%d rows: lines %q, want %q:\n%s", tt.rows, g, tt.want, text)
		}
	}
}
