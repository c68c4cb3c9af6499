package vt

// row is one line of a grid.
type row struct {
	// cells has the grid's width. Those from used on are stale memory: they count
	// as zero Cells, so that clearing a row is O(1).
	cells []Cell
	used  int
	// wrap says that the next row continues this one.
	wrap bool
	// styled is set where a cell may have a style; without, packing needn't look.
	styled bool
	// mark is the OSC 133 mark of the row.
	mark Mark
	id   uint64
	gen  uint64
}

// at is the cell in column x.
func (r *row) at(x int) Cell {
	if x >= r.used {
		return Cell{}
	}
	return r.cells[x]
}

// reach makes the cells before x real ones.
func (r *row) reach(x int) {
	if r.used < x {
		clear(r.cells[r.used:x])
		r.used = x
	}
}

// lineLength is how many cells of r, a wrapped row, are part of its line: all but
// the column that a wide character left free when it went to the next row.
func (r *row) lineLength(next *row) int {
	n := len(r.cells)
	if last := r.at(n - 1); n > 1 && last.Rune == 0 && last.Attr&AttrSpacer == 0 && next.at(0).Attr&AttrWide != 0 {
		n--
	}
	r.reach(n)
	return n
}

// grid is a screen's worth of rows, with what belongs to one of the two screens
// alone. Its rows are a ring, so that scrolling everything is a step of head.
type grid struct {
	ring []*row
	head int

	// top and bottom are the scrolling region (DECSTBM), left and right the
	// margins (DECSLRM), all inclusive.
	top, bottom int
	left, right int
	tabs        []bool
	saved       savedCursor
	// leftX and leftY are where the cursor was when the other screen was shown:
	// what a resize meanwhile keeps in sight.
	leftX, leftY int
}

// savedCursor is what DECSC keeps. The zero value is the home position in
// default style.
type savedCursor struct {
	x, y int
	// pen is the style; its Ext is that of the underline colour alone.
	pen       Cell
	underline Color
	charsets  charsets
	origin    bool
}

func (g *grid) init(s *Screen, cols, rows int) {
	g.ring = make([]*row, rows)
	g.head = 0
	cells := make([]Cell, cols*rows)
	headers := make([]row, rows)
	for y := range g.ring {
		r := &headers[y]
		r.cells = cells[y*cols : (y+1)*cols : (y+1)*cols]
		s.renew(r)
		g.ring[y] = r
	}
	g.saved = savedCursor{}
	g.resetMargins(cols, rows)
	g.resetTabs(cols)
}

// renew makes r a blank row that has never been seen.
func (s *Screen) renew(r *row) {
	s.nextID++
	r.id = s.nextID
	r.used, r.wrap, r.styled, r.mark = 0, false, false, MarkNone
	s.touch(r)
}

func (g *grid) resetMargins(cols, rows int) {
	g.top, g.bottom, g.left, g.right = 0, rows-1, 0, cols-1
}

// tabWidth is the distance of the default tab stops.
const tabWidth = 8

func (g *grid) resetTabs(cols int) {
	g.tabs = make([]bool, cols)
	for x := 0; x < cols; x += tabWidth {
		g.tabs[x] = true
	}
}

// index is where row y is in the ring.
func (g *grid) index(y int) int {
	i := g.head + y
	if i >= len(g.ring) {
		i -= len(g.ring)
	}
	return i
}

func (g *grid) row(y int) *row { return g.ring[g.index(y)] }

// rotateUp moves rows top+n..bottom up by n; those that were above end up at the
// bottom, content and all.
func (g *grid) rotateUp(top, bottom, n int) {
	h := bottom - top + 1
	if n %= h; n == 0 {
		return
	}
	if h == len(g.ring) {
		g.head = g.index(n)
		return
	}
	if n == 1 {
		first := g.row(top)
		for y := top; y < bottom; y++ {
			g.ring[g.index(y)] = g.row(y + 1)
		}
		g.ring[g.index(bottom)] = first
		return
	}
	g.reverse(top, top+n-1)
	g.reverse(top+n, bottom)
	g.reverse(top, bottom)
}

func (g *grid) rotateDown(top, bottom, n int) {
	h := bottom - top + 1
	g.rotateUp(top, bottom, h-n%h)
}

func (g *grid) reverse(i, j int) {
	for ; i < j; i, j = i+1, j-1 {
		a, b := g.index(i), g.index(j)
		g.ring[a], g.ring[b] = g.ring[b], g.ring[a]
	}
}
