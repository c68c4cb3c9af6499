package ui

import (
	"strings"
	"testing"
)

// What another goroutine draws doesn't change under it, and neither does a copy.
func TestSnapshot(t *testing.T) {
	var lines []string
	for range 30 {
		lines = append(lines, "a line")
	}
	list := NewList("Pick", numbered(12))
	ask := Confirm("Sure?", []string{"of it"}, "yes", "no")
	msg := Message{Title: "Help", Lines: append([]string{"first"}, lines...)}
	in := NewInput("Rename", "name")
	copies := []func(Canvas){List(list).Draw, Dialog(ask).Draw, Message(msg).Draw, Input(in).Draw}
	for i, w := range []Widget{&list, &ask, &msg, &in} {
		draw := w.Snapshot()
		before := snapshot(t, 40, 12, draw)
		for _, k := range strings.Fields("Down Down Left 7 Backspace") {
			w.Key(key(k), 40, 12)
		}
		if live := snapshot(t, 40, 12, w.Draw); live == before {
			t.Errorf("%T shows no change", w)
		}
		if after := snapshot(t, 40, 12, draw); after != before {
			t.Errorf("the snapshot of %T shows\n%s", w, after)
		}
		if after := snapshot(t, 40, 12, copies[i]); after != before {
			t.Errorf("the copy of %T shows\n%s", w, after)
		}
	}
}
