package ui

// hintSeparator stands between the parts of a hint row.
const hintSeparator = " · "

// HintRow is one row that says which keystrokes there are and, for a tab without
// a program, why. It only shows.
type HintRow struct {
	// Status stands before the hints; empty without one.
	Status string
	Hints  []Hint
}

// DeadTab is the row under the last screen of a tab without a program; status
// is how it ended, as in `exited 1`.
func DeadTab(status string) HintRow {
	return HintRow{Status: status, Hints: []Hint{
		{"Enter", "runs it again"}, {"X", "closes"}, {"N", "new tab"},
	}}
}

// Rect is the last row of an area.
func (h HintRow) Rect(cols, rows int) Rect {
	return Rect{Y: max(rows-1, 0), Cols: max(cols, 0), Rows: min(max(rows, 0), 1)}
}

// StatusColumn is where a row's Status begins on a screen of so many columns.
func StatusColumn(cols int) int {
	if cols < minBoxCols {
		return 0
	}
	return 1
}

// Draw draws the row on the first row of c. What doesn't fit is left out from
// the right, a hint at a time.
func (h HintRow) Draw(c Canvas) {
	cols, rows := c.Size()
	if rows < 1 {
		return
	}
	fill(c, 0, 0, cols, bar())
	x, end := StatusColumn(cols), cols-1
	if x == 0 {
		end = cols
	}
	first := true
	if status := cut(h.Status, end-x); status != "" {
		x += put(c, x, 0, end-x, status, selected())
		first = false
	}
	for _, hint := range h.Hints {
		key, meaning := Clean(hint.Key), Clean(hint.Meaning)
		w := width(key) + 1 + width(meaning)
		if !first {
			w += width(hintSeparator)
		}
		if x+w > end {
			return
		}
		if !first {
			x += put(c, x, 0, end-x, hintSeparator, bar())
		}
		first = false
		x += put(c, x, 0, end-x, key, selected())
		x += put(c, x, 0, end-x, " "+meaning, bar())
	}
}
