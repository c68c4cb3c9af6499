package ui

import "github.com/gdamore/tcell/v2"

// Within is the part r of c as a canvas of its own, for a widget that covers no more
// than its Rect. What would be beside it isn't shown.
func Within(c Canvas, r Rect) Canvas { return within{c, r} }

type within struct {
	of   Canvas
	rect Rect
}

func (p within) Size() (cols, rows int) { return max(p.rect.Cols, 0), max(p.rect.Rows, 0) }

func (p within) Put(x, y int, s string, style tcell.Style) (rest string, width int) {
	if s == "" {
		return "", 0
	}
	cluster, width, rest := nextCluster(s)
	if x < 0 || y < 0 || y >= p.rect.Rows || x+width > p.rect.Cols {
		return rest, width
	}
	p.of.Put(p.rect.X+x, p.rect.Y+y, cluster, style)
	return rest, width
}

func (p within) ShowCursor(x, y int) {
	if x >= 0 && y >= 0 && x < p.rect.Cols && y < p.rect.Rows {
		p.of.ShowCursor(p.rect.X+x, p.rect.Y+y)
	}
}
