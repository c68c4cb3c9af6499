package ui

// DrawOver draws a widget over whatever c shows, with its hints on the last row.
func DrawOver(c Canvas, w Widget) {
	cols, rows := c.Size()
	r := overRect(w, cols, rows)
	for y := range r.Rows {
		fill(c, r.X, r.Y+y, r.Cols, plain())
	}
	w.Draw(Within(c, r))
	hints := HintRow{Hints: w.Hints()}
	if rows > 1 {
		hints.Draw(Within(c, hints.Rect(cols, rows)))
	}
}

// ClickOver is a click at x, y of a screen of cols by rows cells, on which DrawOver
// has drawn w.
func ClickOver(w Widget, x, y, cols, rows int) Outcome {
	r := overRect(w, cols, rows)
	if !r.Contains(x, y) {
		return Pending
	}
	return w.Click(x-r.X, y-r.Y, r.Cols, r.Rows)
}

// overRect leaves the last row to the hints.
func overRect(w Widget, cols, rows int) Rect { return w.Rect(cols, max(rows-1, 1)) }
