package render

// Rect is a part of the outer screen, in cells counted from 0 at its top left.
// The zero value is empty.
type Rect struct{ X, Y, Cols, Rows int }

// Contains says that the cell at x, y is in r.
func (r Rect) Contains(x, y int) bool {
	return x >= r.X && x < r.X+r.Cols && y >= r.Y && y < r.Y+r.Rows
}

// clip is the part of r on a screen of that size.
func (r Rect) clip(cols, rows int) Rect {
	x, y := max(r.X, 0), max(r.Y, 0)
	return Rect{x, y, max(min(r.X+r.Cols, cols)-x, 0), max(min(r.Y+r.Rows, rows)-y, 0)}
}

// touchesRow says that r has a cell in row y.
func (r Rect) touchesRow(y int) bool { return r.Cols > 0 && y >= r.Y && y < r.Y+r.Rows }

// rowCovered says that a rectangle of covered has a cell in row y.
func rowCovered(covered []Rect, y int) bool {
	for _, c := range covered {
		if c.touchesRow(y) {
			return true
		}
	}
	return false
}

// openSpan is the first stretch of cells of row y, from x on and before end,
// that no rectangle covers. It is empty (from == end) where there is none.
func openSpan(covered []Rect, x, end, y int) (from, to int) {
	for moved := true; moved; {
		moved = false
		for _, c := range covered {
			if c.Contains(x, y) {
				x, moved = c.X+c.Cols, true
			}
		}
	}
	if x >= end {
		return end, end
	}
	to = end
	for _, c := range covered {
		if c.touchesRow(y) && c.X > x {
			to = min(to, c.X)
		}
	}
	return x, to
}
