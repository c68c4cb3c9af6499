package ui

import (
	"strings"
	"testing"
)

// find is where text stands on what w draws in an area of that size.
func find(t *testing.T, w Widget, text string, cols, rows int) (x, y int, r Rect) {
	t.Helper()
	r = w.Rect(cols, rows)
	g := &grid{styles: &styleTable{}}
	g.reset(r.Cols, r.Rows)
	w.Draw(g)
	for y := range r.Rows {
		line := ""
		for x := range r.Cols {
			line += g.cells[y*r.Cols+x].text
		}
		if i := strings.Index(line, text); i >= 0 {
			return width(line[:i]), y, r
		}
	}
	t.Fatalf("no %q is shown", text)
	return 0, 0, r
}

func TestClick(t *testing.T) {
	items := make([]Item, 30)
	for i := range items {
		items[i] = Item{Label: "item " + string(rune('a'+i%26)) + string(rune('a'+i/26))}
	}
	items[1].Disabled = true
	for _, tc := range []struct {
		name, text string
		w          Widget
		want       Outcome
		selected   int
	}{
		{"item", "Codex", &List{Title: "New tab", Items: []Item{{Label: "Claude"}, {Label: "Codex"}}}, Chosen, 1},
		{"disabled item", "item ba", &List{Items: items}, Pending, 0},
		{"item of a long list", "item da", &List{Items: items}, Chosen, 3},
		{"item of a list that is scrolled", "item cb", &List{Items: items, Selected: 29}, Chosen, 28},
		{"title", "New tab", &List{Title: "New tab", Items: items}, Pending, 0},
		{"yes", "do it", dialog(), Chosen, ConfirmYes},
		{"no", "leave it", dialog(), Chosen, ConfirmNo},
		{"question", "Really", dialog(), Pending, ConfirmNo},
	} {
		x, y, r := find(t, tc.w, tc.text, 80, 24)
		got := tc.w.Click(x, y, r.Cols, r.Rows)
		selected := 0
		switch w := tc.w.(type) {
		case *List:
			selected = w.Selected
		case *Dialog:
			selected = w.Selected
		}
		if got != tc.want || selected != tc.selected {
			t.Errorf("%s: Click(%d, %d) = %v, selected %d, want %v, %d", tc.name, x, y, got, selected, tc.want, tc.selected)
		}
	}
}

func dialog() *Dialog {
	d := Confirm("Sure", []string{"Really?"}, "do it", "leave it")
	return &d
}

// TestClickAnywhere: no place and no size is out of range.
func TestClickAnywhere(t *testing.T) {
	message, input := &Message{Lines: []string{"text"}}, NewInput("t", "x")
	for _, w := range []Widget{&List{Items: []Item{{Label: "a"}, {Label: "b"}}}, dialog(), message, &input} {
		for cols := range 20 {
			for rows := range 8 {
				for y := -1; y <= rows; y++ {
					for x := -1; x <= cols; x++ {
						w.Click(x, y, cols, rows)
					}
				}
			}
		}
	}
}
