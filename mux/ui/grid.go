package ui

import "github.com/gdamore/tcell/v2"

// grid is the canvas of a Surface.
type grid struct {
	cols, rows       int
	cells            []gridCell
	styles           *styleTable
	cursor           bool
	cursorX, cursorY int
}

// gridCell is a character: width 1, or 2 and the next cell has width 0.
type gridCell struct {
	text  string
	width uint8
	style uint16 // in the grid's styleTable
}

// maxStyles is how many styles a styleTable holds before it is emptied between
// two frames; what was drawn with them is sent again.
const maxStyles = 1024

// styleTable numbers the styles that were drawn with, so that cells are small
// and quick to compare. The plain style is 0.
type styleTable struct {
	all   []tcell.Style
	index map[tcell.Style]uint16
	last  uint16
}

func (t *styleTable) number(style tcell.Style) uint16 {
	if t.index == nil {
		t.index = map[tcell.Style]uint16{tcell.StyleDefault: 0}
		t.all = []tcell.Style{tcell.StyleDefault}
	}
	if t.all[t.last] == style {
		return t.last
	}
	n, ok := t.index[style]
	if !ok {
		// One frame can't have more styles than cells, but more than numbers:
		// what is beyond them is plain.
		if len(t.all) > 1<<16-1 {
			return 0
		}
		n = uint16(len(t.all))
		t.index[style] = n
		t.all = append(t.all, style)
	}
	t.last = n
	return n
}

// reset makes g blank, with a size of cols by rows.
func (g *grid) reset(cols, rows int) {
	if n := cols * rows; cap(g.cells) < n {
		g.cells = make([]gridCell, n)
	} else {
		g.cells = g.cells[:n]
	}
	g.cols, g.rows, g.cursor = cols, rows, false
	g.styles.number(tcell.StyleDefault)
	for i := range g.cells {
		g.cells[i] = gridCell{text: " ", width: 1}
	}
}

// equal says that g shows what h shows; their sizes are the same.
func (g *grid) equal(h *grid) bool {
	if g.cursor != h.cursor || g.cursorX != h.cursorX || g.cursorY != h.cursorY {
		return false
	}
	for i := range g.cells {
		if g.cells[i] != h.cells[i] {
			return false
		}
	}
	return true
}

// Size implements Canvas.
func (g *grid) Size() (cols, rows int) { return g.cols, g.rows }

// Put implements Canvas. A character that doesn't fit is not shown; of a wide
// one that is overwritten in one half, the other is a blank.
func (g *grid) Put(x, y int, s string, style tcell.Style) (rest string, width int) {
	var cluster string
	if len(s) == 1 && s[0] >= 0x20 && s[0] < 0x7f {
		cluster, width = s, 1
	} else {
		for s = Clean(s); width == 0 && s != ""; {
			cluster, width, s = nextCluster(s)
		}
		rest = s
	}
	if width == 0 || x < 0 || y < 0 || y >= g.rows || x+width > g.cols {
		return rest, width
	}
	at := y*g.cols + x
	g.split(x, x+width, y)
	n := g.styles.number(style)
	g.cells[at] = gridCell{text: cluster, width: uint8(width), style: n}
	if width == 2 {
		g.cells[at+1] = gridCell{style: n}
	}
	return rest, width
}

// putASCII is Put for each character of s, which is printable ASCII: most of what
// is drawn, in one go.
func (g *grid) putASCII(x, y int, s string, style tcell.Style) {
	from, to := max(x, 0), min(x+len(s), g.cols)
	if y < 0 || y >= g.rows || from >= to {
		return
	}
	g.split(from, to, y)
	n := g.styles.number(style)
	cells := g.cells[y*g.cols+from : y*g.cols+to]
	s = s[from-x:]
	for i := range cells {
		cells[i] = gridCell{text: s[i : i+1], width: 1, style: n}
	}
}

// split makes blanks of the other halves of the wide characters that lose one by
// what is put on columns from to to.
func (g *grid) split(from, to, y int) {
	row := g.cells[y*g.cols : (y+1)*g.cols]
	if row[from].width == 0 {
		row[from-1].text, row[from-1].width = " ", 1
	}
	if to < g.cols && row[to].width == 0 {
		row[to].text, row[to].width = " ", 1
	}
}

// ShowCursor implements Canvas.
func (g *grid) ShowCursor(x, y int) {
	g.cursorX, g.cursorY = x, y
	g.cursor = x >= 0 && y >= 0 && x < g.cols && y < g.rows
}
