package ui

import (
	"strings"

	"github.com/sahilm/fuzzy"

	"jackin/mux/keys"
)

// longList is the number of items up to which letters move and choose; in a
// longer list they are typed into the filter, as they are after `/` in any.
const longList = 9

// maxFilter is the length of a filter in bytes; more typing is ignored.
const maxFilter = 64

// Item is a row of a List.
type Item struct {
	Label string
	// Detail is shown faintly behind the label: for a disabled item, the reason.
	Detail string
	// Disabled: it is shown grey and can't be selected.
	Disabled bool
}

// List is a box of which one item is picked: arrows, j and k, Home, End and the
// page keys move, Enter chooses, Esc goes back (out of the filter first). Up and
// Down go round the ends. Make one with NewList.
type List struct {
	Title string
	Items []Item
	// Selected is the index in Items of the selected one, which is never a
	// disabled one; -1 where there is none.
	Selected int

	filtering bool
	filter    string
}

// NewList is a List with the first item selected that can be.
func NewList(title string, items []Item) List {
	l := List{Title: title, Items: items}
	l.settle(l.visible())
	return l
}

// Retain replaces the items, as when a reason changes while the list is up, and
// keeps the selection by index if that is still possible.
func (l *List) Retain(items []Item) {
	l.Items = items
	vis := l.visible()
	for _, i := range vis {
		if i == l.Selected && !items[i].Disabled {
			return
		}
	}
	l.settle(vis)
}

// Filter is what was typed to filter the list.
func (l List) Filter() string { return l.filter }

// Key implements Widget. Chosen: it is Items[Selected].
func (l *List) Key(k keys.Key, cols, rows int) Outcome {
	p := pressOf(k)
	switch p.name {
	case pressEnter:
		if l.Selected < 0 {
			return Pending
		}
		return Chosen
	case pressEscape:
		if !l.filtering {
			return Cancelled
		}
		l.setFilter("", false)
	case pressUp, pressBackTab:
		l.move(-1, true)
	case pressDown, pressTab:
		l.move(1, true)
	case pressHome:
		l.move(-len(l.Items), false)
	case pressEnd:
		l.move(len(l.Items), false)
	case pressPageUp:
		l.move(-l.page(cols, rows), false)
	case pressPageDown:
		l.move(l.page(cols, rows), false)
	case pressBackspace:
		if l.filtering {
			_, n := lastCluster(l.filter)
			l.setFilter(l.filter[:n], l.filter != "" && n > 0)
		}
	case pressText:
		l.typed(p.text)
	}
	return Pending
}

func (l *List) typed(text string) {
	switch {
	case !l.filtering && text == "/":
		l.filtering = true
	case l.filtering || len(l.Items) > longList:
		text = Clean(text)
		if len(l.filter)+len(text) <= maxFilter && (text != " " || l.filter != "") {
			l.setFilter(l.filter+text, true)
		}
	case text == "j":
		l.move(1, true)
	case text == "k":
		l.move(-1, true)
	}
}

// setFilter selects the best match, or with an empty filter stays where it is.
func (l *List) setFilter(filter string, on bool) {
	l.filter, l.filtering = filter, on
	vis := l.visible()
	if filter == "" {
		for _, i := range vis {
			if i == l.Selected {
				return
			}
		}
	}
	l.settle(vis)
}

// settle selects the first of vis that can be.
func (l *List) settle(vis []int) {
	l.Selected = -1
	for _, i := range vis {
		if !l.Items[i].Disabled {
			l.Selected = i
			return
		}
	}
}

// move selects the item that is by steps further among those that can be, going
// round the ends or stopping there.
func (l *List) move(by int, round bool) {
	var can []int
	at := 0
	for _, i := range l.visible() {
		if l.Items[i].Disabled {
			continue
		}
		if i == l.Selected {
			at = len(can)
		}
		can = append(can, i)
	}
	if len(can) == 0 {
		return
	}
	at += by
	if round {
		at = (at%len(can) + len(can)) % len(can)
	}
	l.Selected = can[min(max(at, 0), len(can)-1)]
}

// page is how far the page keys go: what is seen at once, less a line.
func (l List) page(cols, rows int) int {
	r := l.Rect(cols, rows)
	return max(inside(r.Cols, r.Rows).Rows-l.filterRows()-1, 1)
}

// visible are the indexes of the items that the filter leaves, in the order in
// which they are shown.
func (l List) visible() []int {
	var vis []int
	if l.filter == "" {
		for i := range l.Items {
			vis = append(vis, i)
		}
		return vis
	}
	for _, m := range l.matches() {
		vis = append(vis, m.Index)
	}
	return vis
}

func (l List) matches() fuzzy.Matches {
	return fuzzy.FindFrom(strings.TrimSpace(l.filter), labels(l.Items))
}

// labels is what a filter looks at.
type labels []Item

func (l labels) String(i int) string { return Clean(l[i].Label) }
func (l labels) Len() int            { return len(l) }
