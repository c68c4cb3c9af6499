package main

import (
	"strings"
	"testing"
)

// TestResize: every size has a screen, down to one cell, with the pane, the
// strip, a picker and the help up; what runs sees each size.
func TestResize(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.script("size", `trap 'stty size' WINCH; stty size; while :; do read -r line; done`)
	o := w.jackin(80, 24, "--", "size")
	o.wait("23 80")
	for _, keys := range []string{"", leader, "n", "\x1b", leader + "?", "\x1b"} {
		o.send(keys)
		for _, size := range []struct{ cols, rows int }{{40, 12}, {1, 1}, {3, 2}, {200, 60}, {10, 3}, {80, 1}, {80, 24}} {
			o.resize(size.cols, size.rows)
		}
	}
	o.until("the last size, and no box", func(s string) bool {
		return strings.Contains(s, "23 80") && strings.Contains(s, "1 size") && !strings.Contains(s, "Help")
	})
	o.send("exit")
	o.wait("exit")
}
