package render

import (
	"unicode/utf8"

	"jackin/mux/vt"
)

// row brings row y of the outer screen to what it should show.
func (r *Renderer) row(dst []byte, f *vt.Frame, at, vis Rect, y int) []byte {
	i, end := y-at.Y, vis.X+vis.Cols
	wraps := at.X == 0 && f.Cols == r.cols && i > 0 && i <= frameRows(f) && f.Lines[i-1].Wrapped
	for from := vis.X; from < end; {
		var to int
		if from, to = openSpan(r.covered, from, end, y); from == to {
			break
		}
		r.compose(f, at, y, from, to)
		dst = r.span(dst, y, from, to, wraps && from == 0)
		from = to
	}
	return dst
}

// span writes the cells of row y from from to to (r.want) that differ from
// what is shown (r.grid). wraps says that the row continues the one above.
func (r *Renderer) span(dst []byte, y, from, to int, wraps bool) []byte {
	shown, want := r.grid[y][from:to], r.want[from:to]
	i, j := differing(shown, want)
	if i == j {
		return dst
	}
	// The tail of blanks is erased in one go where it touches the edge.
	tail := len(want)
	if last := want[len(want)-1]; to == r.cols && r.erasable(last) {
		for tail > i && want[tail-1] == last {
			tail--
		}
		if j-tail <= eraseCost && !r.canErase(last) || j-tail < eraseCost {
			tail = len(want)
		}
	}
	for x := i; x < min(j, tail); {
		n := width(want[x])
		if same(shown, want, x) {
			x += n
			continue
		}
		dst = r.reach(dst, from+x, y, shown, want, from, wraps)
		if k := plainRun(shown[x:min(j, tail)], want[x:min(j, tail)]); k > 0 {
			dst = r.setPen(dst, want[x])
			for _, c := range want[x : x+k] {
				dst = append(dst, byte(c.Rune))
			}
			r.out.x += k
			x += k
			continue
		}
		run := 1
		if n == 1 && want[x].Rune&clusterBit == 0 {
			for x+run < min(j, tail) && want[x+run] == want[x] {
				run++
			}
		}
		dst = r.write(dst, want[x], run, x+run == j)
		x += run * n
	}
	if tail < j {
		// An own wrap isn't enough here: EL would erase in the row above.
		dst = r.reach(dst, from+tail, y, shown, want, from, false)
		dst = r.eraserFor(dst, want[tail])
		dst = append(dst, "\x1b[K"...)
	}
	copy(shown[i:j], want[i:j])
	return dst
}

// plainRun is how many cells from the first on are ASCII in one style, changed,
// and no two neighbours alike: the common case, for which nothing has to be
// weighed.
func plainRun(shown, want []vt.Cell) int {
	shown = shown[:len(want)]
	like := want[0]
	if like.Attr&halves != 0 {
		return 0
	}
	for k := range want {
		c := want[k]
		if c.Rune >= 0x7f || c.Rune < 0x20 || c == shown[k] || k+1 < len(want) && c == want[k+1] {
			return k
		}
		like.Rune = c.Rune
		if c != like {
			return k
		}
	}
	return len(want)
}

// eraseCost is the bytes of EL, CSI K.
const eraseCost = 3

// differing is the part of the row that is not shown yet, from the start of a
// character on.
func differing(shown, want []vt.Cell) (from, to int) {
	to = len(want)
	for from < to && shown[from] == want[from] {
		from++
	}
	for to > from && shown[to-1] == want[to-1] {
		to--
	}
	if from < to && want[from].Attr&vt.AttrSpacer != 0 {
		from--
	}
	return from, to
}

// same says that the whole character at x is shown already.
func same(shown, want []vt.Cell, x int) bool {
	return shown[x] == want[x] && (want[x].Attr&vt.AttrWide == 0 || shown[x+1] == want[x+1])
}

func width(c vt.Cell) int {
	if c.Attr&vt.AttrWide != 0 {
		return 2
	}
	return 1
}

// erasable says that erasing leaves a cell like c.
func (r *Renderer) erasable(c vt.Cell) bool {
	return c == vt.Cell{Rune: ' ', Bg: c.Bg} && (r.caps.BCE || c.Bg.IsDefault())
}

// canErase says that erasing with the pen as it is leaves cells like c. Only
// the background counts; but some terminals erase in reverse, and some
// underlined.
func (r *Renderer) canErase(c vt.Cell) bool {
	const visible = vt.AttrReverse | vt.AttrStrike | vt.AttrOverline | underlineMask
	p := &r.out.pen
	return p.known && p.style.Bg == c.Bg && p.style.Attr&visible == 0 && p.style.Ext == 0
}

// eraserFor makes the pen one that erases to c.
func (r *Renderer) eraserFor(dst []byte, c vt.Cell) []byte {
	if r.canErase(c) {
		return dst
	}
	return r.setPen(dst, c)
}

// maxGap is how many cells are rather written again than jumped over: CUF
// takes four bytes then.
const maxGap = 4

// reach brings the cursor to x, y to write there. from is the column of
// shown[0] and want[0].
func (r *Renderer) reach(dst []byte, x, y int, shown, want []vt.Cell, from int, wraps bool) []byte {
	t := &r.out
	if wraps && x == 0 && t.x == r.cols && t.y == y-1 {
		// The outer terminal's own wrap costs nothing, and whoever selects text
		// with it gets the line in one.
		t.x, t.y = 0, y
		return dst
	}
	if gap := x - t.x; t.y == y && t.x >= from && gap > 0 && gap <= maxGap {
		cells := want[t.x-from : x-from] // shown already, or they had been written
		next := want[x-from]
		again := t.pen.known && plainCells(cells, t.pen.style)
		if !again && plainCells(cells, next) {
			dst, again = r.setPen(dst, next), true
		}
		if again {
			for _, c := range cells {
				dst = append(dst, byte(c.Rune))
			}
			t.x = x
			return dst
		}
	}
	return r.moveTo(dst, x, y)
}

// plainCells says that all cells are ASCII in the style of like.
func plainCells(cells []vt.Cell, like vt.Cell) bool {
	style := styleOf(like)
	for _, c := range cells {
		if c.Rune >= 0x7f || c.Rune < 0x20 || styleOf(c) != style {
			return false
		}
	}
	return true
}

// write writes run cells like c; run is 1 for a wide one and a cluster. last
// says that nothing of the row follows that a cursor left behind would cost.
func (r *Renderer) write(dst []byte, c vt.Cell, run int, last bool) []byte {
	if c.Rune&clusterBit != 0 {
		return r.writeCluster(dst, c)
	}
	t := &r.out
	if last && r.caps.ECH && r.erasable(c) && run > countCost(run) {
		dst = r.eraserFor(dst, c)
		return appendCount(dst, run, 'X')
	}
	dst = r.setPen(dst, c)
	size := utf8.RuneLen(rune(c.Rune))
	switch {
	case size == 1 && run == 1:
		dst = append(dst, byte(c.Rune))
	case r.caps.REP && (run-1)*size > countCost(run-1):
		dst = utf8.AppendRune(dst, rune(c.Rune))
		dst = appendCount(dst, run-1, 'b')
	default:
		for range run {
			dst = utf8.AppendRune(dst, rune(c.Rune))
		}
	}
	t.x += run * width(c)
	return dst
}

// writeCluster writes a character of several code points. Terminals disagree
// about their width, so afterwards the cursor's place counts as unknown: what
// follows begins with an explicit move.
func (r *Renderer) writeCluster(dst []byte, c vt.Cell) []byte {
	dst = r.setPen(dst, c)
	text := r.interned.clusters[c.Rune&^clusterBit]
	t := &r.out
	if t.x+2*utf8.RuneCountInString(text) >= r.cols {
		t.y = -1 // it may have wrapped
	}
	t.x = -1
	return append(dst, text...)
}
