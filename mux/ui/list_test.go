package ui

import (
	"fmt"
	"strings"
	"testing"
)

// item makes Items of labels; one that begins with `-` is disabled.
func items(labels ...string) []Item {
	var all []Item
	for _, l := range labels {
		label, disabled := strings.CutPrefix(l, "-")
		all = append(all, Item{Label: label, Disabled: disabled})
	}
	return all
}

func numbered(n int) []Item {
	var all []Item
	for i := range n {
		all = append(all, Item{Label: fmt.Sprint("item ", i), Disabled: i%5 == 4})
	}
	return all
}

func TestListKeys(t *testing.T) {
	three := items("Anthropic", "MiniMax", "Kimi")
	holes := items("-a", "b", "-c", "d", "-e")
	for _, tt := range []struct {
		items   []Item
		keys    string // separated by blanks; Space is a blank
		want    int
		outcome Outcome
		filter  string
	}{
		{three, "", 0, Pending, ""},
		{three, "Enter", 0, Chosen, ""},
		{three, "Esc", 0, Cancelled, ""},
		{three, "Down", 1, Pending, ""},
		{three, "j j Enter", 2, Chosen, ""},
		{three, "Down Down Down", 0, Pending, ""},
		{three, "Up", 2, Pending, ""},
		{three, "k k", 1, Pending, ""},
		{three, "Tab", 1, Pending, ""},
		{three, "BackTab", 2, Pending, ""},
		{three, "Ctrl+c", 0, Cancelled, ""},
		{three, "End", 2, Pending, ""},
		{three, "End Home", 0, Pending, ""},
		{three, "PageDown", 2, Pending, ""},
		{three, "PageDown PageDown PageUp", 0, Pending, ""},
		{three, "x Z 1 Left Right Delete Ctrl+a Backspace", 0, Pending, ""},

		{holes, "", 1, Pending, ""},
		{holes, "Down", 3, Pending, ""},
		{holes, "Down Down", 1, Pending, ""},
		{holes, "Up", 3, Pending, ""},
		{holes, "End", 3, Pending, ""},
		{holes, "Home Enter", 1, Chosen, ""},
		{items("-a", "-b"), "Down Up Enter", -1, Pending, ""},
		{nil, "Down Up Home PageDown j / x Enter", -1, Pending, "x"},
		{nil, "Esc", -1, Cancelled, ""},

		{three, "/ m", 1, Pending, "m"},
		{three, "/ k", 2, Pending, "k"},
		{three, "/ k Enter", 2, Chosen, "k"},
		{three, "/ k Esc", 2, Pending, ""},
		{three, "/ k Esc j", 0, Pending, ""},
		{three, "/ k Esc Esc", 2, Cancelled, ""},
		{three, "/ Esc", 0, Pending, ""},
		{three, "/ Backspace j", 1, Pending, ""},
		{three, "/ k Backspace Backspace j", 0, Pending, ""},
		{three, "/ z z", -1, Pending, "zz"},
		{three, "/ z z Enter Down Up", -1, Pending, "zz"},
		{three, "/ z z Backspace Backspace", 0, Pending, ""},
		{holes, "/ a", -1, Pending, "a"},

		{numbered(10), "j", -1, Pending, "j"},
		{numbered(10), "i t e m Space 7 Enter", 7, Chosen, "item 7"},
		{numbered(10), "7 Esc Down", 8, Pending, ""},
		{numbered(10), "Space Down", 1, Pending, ""},
		{numbered(9), "j", 1, Pending, ""},
		{numbered(60), "PageDown", 25, Pending, ""},
		{numbered(60), "PageDown PageDown PageUp", 25, Pending, ""},
		{numbered(60), "End PageDown", 58, Pending, ""},
	} {
		l := NewList("Title", tt.items)
		out := Pending
		for _, k := range strings.Fields(tt.keys) {
			out = l.Key(key(k), 80, 24)
		}
		if l.Selected != tt.want || out != tt.outcome || l.Filter() != tt.filter {
			t.Errorf("%d items, %q: selected %d, outcome %d, filter %q; want %d, %d, %q",
				len(tt.items), tt.keys, l.Selected, out, l.Filter(), tt.want, tt.outcome, tt.filter)
		}
	}
}

func TestListRetain(t *testing.T) {
	l := NewList("", items("a", "b", "c"))
	l.Key(key("Down"), 80, 24)
	l.Retain(items("a", "b", "-c", "d"))
	if l.Selected != 1 {
		t.Errorf("selected %d, want 1 as before", l.Selected)
	}
	l.Retain(items("-a", "-b", "c"))
	if l.Selected != 2 {
		t.Errorf("selected %d, want 2, the only one left", l.Selected)
	}
	l.Retain(nil)
	if l.Selected != -1 {
		t.Errorf("selected %d of none", l.Selected)
	}
}

// The selected item is seen wherever it is and however low the box.
func TestListScrollsToSelected(t *testing.T) {
	l := NewList("Pick", numbered(50))
	for range 45 {
		l.Key(key("Down"), 30, 7)
		text := snapshot(t, 30, 7, l.Draw)
		want := "▸ " + l.Items[l.Selected].Label + " "
		if !strings.Contains(text, want) {
			t.Fatalf("%q isn't shown:\n%s", want, text)
		}
	}
}

func TestListFilterLimit(t *testing.T) {
	l := NewList("", numbered(12))
	for range 100 {
		l.Key(key("审"), 80, 24)
	}
	if got := len(l.Filter()); got > maxFilter || got < maxFilter-3 {
		t.Errorf("the filter has %d bytes, want about %d", got, maxFilter)
	}
}
