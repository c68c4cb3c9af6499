package ui

import (
	"fmt"
	"strings"
	"testing"
)

func TestMessageKeys(t *testing.T) {
	var long []string
	for i := range 30 {
		long = append(long, fmt.Sprint("line ", i))
	}
	// 10 rows less the border: 8 lines are seen, 22 is the last top.
	for _, tt := range []struct {
		lines   []string
		keys    string
		top     int
		outcome Outcome
	}{
		{long, "Esc", 0, Cancelled},
		{long, "q", 0, Cancelled},
		{long, "Enter", 0, Cancelled},
		{long, "Up k PageUp b", 0, Pending},
		{long, "Down j", 2, Pending},
		{long, "Down j Up", 1, Pending},
		{long, "Space", 7, Pending},
		{long, "PageDown PageDown PageUp", 7, Pending},
		{long, "End", 22, Pending},
		{long, "G", 22, Pending},
		{long, "End Down j Space Up", 21, Pending},
		{long, "End Home", 0, Pending},
		{long, "G g x", 0, Pending},
		{long[:8], "Down Space End", 0, Pending},
		{nil, "Down Space End Up", 0, Pending},
	} {
		m, out := Message{Title: "Help", Lines: tt.lines}, Pending
		for _, k := range strings.Fields(tt.keys) {
			out = m.Key(key(k), 40, 10)
		}
		if m.top != tt.top || out != tt.outcome {
			t.Errorf("%d lines, %q: top %d, outcome %d; want %d, %d", len(tt.lines), tt.keys, m.top, out, tt.top, tt.outcome)
		}
	}
}

// A screen that grows while the end is read shows no emptiness.
func TestMessageResized(t *testing.T) {
	var long []string
	for i := range 30 {
		long = append(long, fmt.Sprint("line ", i))
	}
	m := Message{Title: "Help", Lines: long}
	m.Key(key("End"), 40, 10)
	r := m.Rect(80, 24)
	text := snapshot(t, r.Cols, r.Rows, m.Draw)
	if !strings.Contains(text, "line 29") || !strings.Contains(text, "line 8 ") {
		t.Errorf("shows\n%s", text)
	}
	m.Key(key("Up"), 80, 24)
	if m.top != 7 {
		t.Errorf("top %d after Up, want 7", m.top)
	}
}
