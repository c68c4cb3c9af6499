package ui

import "github.com/gdamore/tcell/v2"

// detailGap is the number of blanks between labels and details.
const detailGap = 2

// filterRows is the number of rows that the filter takes, where there is room.
func (l List) filterRows() int {
	if l.filtering || len(l.Items) > longList {
		return 1
	}
	return 0
}

// Rect implements Widget.
func (l List) Rect(cols, rows int) Rect {
	label, detail := l.columns()
	w := label + 4 // the pointer, and a blank at the end
	if detail > 0 {
		w += detailGap + detail
	}
	return boxRect(l.Title, w, len(l.Items)+l.filterRows(), cols, rows)
}

// columns are the widths of the widest label and detail.
func (l List) columns() (label, detail int) {
	for _, it := range l.Items {
		label = max(label, width(Clean(it.Label)))
		detail = max(detail, width(Clean(it.Detail)))
	}
	return label, detail
}

// Draw implements Widget.
func (l List) Draw(c Canvas) {
	in := drawBox(c, l.Title, "")
	if in.Cols <= 0 || in.Rows <= 0 {
		return
	}
	if l.filterRows() > 0 && in.Rows > 1 {
		l.drawFilter(c, in)
	}
	in = l.itemArea(c.Size())

	vis, marked := l.visible(), map[int][]int{}
	if l.filter != "" {
		for _, m := range l.matches() {
			marked[m.Index] = m.MatchedIndexes
		}
	}
	if len(vis) == 0 {
		putCut(c, in.X, in.Y, in.Cols, "nothing matches", faint())
		return
	}
	top := l.top(vis, in.Rows)
	label, _ := l.columns()
	for y := range min(in.Rows, len(vis)-top) {
		i := vis[top+y]
		l.drawItem(c, Rect{X: in.X, Y: in.Y + y, Cols: in.Cols, Rows: 1}, i, label, marked[i])
	}
	drawMore(c, in, top > 0, top+in.Rows < len(vis))
}

// itemArea is the part of a box of that size where items are.
func (l List) itemArea(cols, rows int) Rect {
	in := inside(cols, rows)
	if l.filterRows() > 0 && in.Rows > 1 {
		in.Y, in.Rows = in.Y+1, in.Rows-1
	}
	return in
}

// top is the first of the visible items that a window of rows shows.
func (l List) top(vis []int, rows int) int {
	at := 0
	for row, i := range vis {
		if i == l.Selected {
			at = row
		}
	}
	return window(at, len(vis), rows)
}

func (l List) drawFilter(c Canvas, in Rect) {
	x := in.X + put(c, in.X, in.Y, in.Cols, "/ ", accent())
	if l.filter == "" && !l.filtering {
		putCut(c, x, in.Y, in.X+in.Cols-x, "type to filter", faint())
		return
	}
	x += put(c, x, in.Y, in.X+in.Cols-x, l.filter, strong())
	c.ShowCursor(min(x, in.X+in.Cols-1), in.Y)
}

// drawItem draws item i with its detail from column label on, and the bytes of
// its label at marked underlined.
func (l List) drawItem(c Canvas, r Rect, i, label int, marked []int) {
	it := l.Items[i]
	style, detail, lead := plain(), faint(), "  "
	switch {
	case it.Disabled:
		style = faint()
	case i == l.Selected:
		style, detail, lead = selected(), bar(), "▸ "
	}
	end := r.X + r.Cols
	if i == l.Selected {
		fill(c, r.X, r.Y, r.Cols, style)
	}
	if r.Cols < label+2 {
		lead = "" // the label needs the room more
	}
	x := r.X + put(c, r.X, r.Y, r.Cols, lead, style)
	text := cut(it.Label, end-x)
	if len(marked) > 0 {
		putMarked(c, x, r.Y, text, marked, style)
	} else {
		put(c, x, r.Y, end-x, text, style)
	}
	if it.Detail == "" {
		return
	}
	x = min(x+label+detailGap, end)
	if room := end - x; room >= 4 { // less says nothing
		putCut(c, x, r.Y, room, it.Detail, detail)
	}
}

// putMarked is put with the characters underlined that start at the bytes
// marked.
func putMarked(c Canvas, x, y int, s string, marked []int, style tcell.Style) {
	at := 0
	for s != "" {
		cluster, w, rest := nextCluster(s)
		st := style
		for _, m := range marked {
			if m >= at && m < at+len(cluster) {
				st = style.Underline(true).Bold(true)
			}
		}
		if w > 0 {
			c.Put(x, y, cluster, st)
		}
		at, x, s = at+len(cluster), x+w, rest
	}
}

// Snapshot implements Widget.
func (l List) Snapshot() func(Canvas) { return l.Draw }

// Hints implements Widget.
func (l List) Hints() []Hint {
	h := []Hint{{"Enter", "choose"}, {"Esc", "back"}, {"↑↓", "move"}}
	if l.filterRows() > 0 {
		return append(h, Hint{"type", "filter"})
	}
	return append(h, Hint{"/", "filter"})
}
