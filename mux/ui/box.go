package ui

import "github.com/gdamore/tcell/v2"

// frameCols and frameRows are what a box's border and padding take.
const (
	frameCols = 4
	frameRows = 2
)

// A box without room for its border and at least minBoxCols by minBoxRows cells
// has none: all of it is for what it says.
const (
	minBoxCols = 9
	minBoxRows = 3
)

// boxRect is where a box goes that wants to show cols by rows cells under title:
// in the middle of the area, a little smaller than it where that is possible.
func boxRect(title string, cols, rows, areaCols, areaRows int) Rect {
	cols = max(cols, width(Clean(title))+2)
	return centred(Rect{Cols: cols + frameCols, Rows: rows + frameRows}, areaCols, areaRows)
}

// inside is the part of a box of that size that its content gets.
func inside(cols, rows int) Rect {
	if cols < minBoxCols || rows < minBoxRows {
		return Rect{Cols: cols, Rows: rows}
	}
	return Rect{X: frameCols / 2, Y: frameRows / 2, Cols: cols - frameCols, Rows: rows - frameRows}
}

// drawBox draws a border with title in it, and more at the right of the lower
// edge, around the whole canvas, and returns the part inside.
func drawBox(c Canvas, title, more string) Rect {
	cols, rows := c.Size()
	in := inside(cols, rows)
	if in.X == 0 {
		return in
	}
	right, bottom := cols-1, rows-1
	for x := 1; x < right; x++ {
		c.Put(x, 0, "─", border())
		c.Put(x, bottom, "─", border())
	}
	for y := 1; y < bottom; y++ {
		c.Put(0, y, "│", border())
		c.Put(right, y, "│", border())
	}
	c.Put(0, 0, "╭", border())
	c.Put(right, 0, "╮", border())
	c.Put(0, bottom, "╰", border())
	c.Put(right, bottom, "╯", border())
	if title = cut(title, cols-6); title != "" {
		put(c, 2, 0, cols-4, " "+title+" ", strong())
	}
	if more = cut(more, cols-6); more != "" {
		w := width(more) + 2
		put(c, right-1-w, bottom, w, " "+more+" ", faint())
	}
	return in
}

// drawMore marks in a box's right border that there is more above or below.
func drawMore(c Canvas, in Rect, above, below bool) {
	cols, _ := c.Size()
	if in.X == 0 || in.Rows <= 0 {
		return
	}
	mark := func(y int, s string, on bool, style tcell.Style) {
		if on {
			c.Put(cols-1, y, s, style)
		}
	}
	mark(in.Y, "↑", above, strong())
	mark(in.Y+in.Rows-1, "↓", below, strong())
}

// window is the first of total lines that a window of rows shows, so that line
// at is in it and, where there are so many, about half of them on either side.
func window(at, total, rows int) int {
	return max(min(at-rows/2, total-rows), 0)
}
