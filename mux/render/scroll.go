package render

import (
	"slices"

	"jackin/mux/vt"
)

// scrollCost is about what a scroll costs in bytes: SGR 0, two DECSTBM and SU.
// Fewer cells than that are rather written.
const scrollCost = 16

// rowCost is about what it costs to get to another row.
const rowCost = 5

// scroll finds blocks of lines that are on the outer screen already, in other
// rows, and moves them with DECSTBM and SU or SD. No region reaches into a row
// that something covers, and the caller has made sure that the pane is as wide
// as the outer screen.
func (r *Renderer) scroll(dst []byte, f *vt.Frame, at, vis Rect) (_ []byte, scrolled bool) {
	if r.caps.NoScroll || r.blind {
		return dst, false
	}
	margins := false
	off := vis.Y - at.Y
	n := max(min(frameRows(f)-off, vis.Rows), 0)
	want, have := f.Lines[off:off+n], r.lines[vis.Y:vis.Y+n]
	for i := 0; i < n; i++ {
		if want[i].ID == 0 || want[i].ID == have[i].id {
			continue
		}
		p := findLine(have, want[i].ID, i)
		if p < 0 {
			continue
		}
		k := 1
		for i+k < n && p+k < n && want[i+k].ID == have[p+k].id && !rowCovered(r.covered, vis.Y+max(i, p)+k) {
			k++
		}
		if r.worthScrolling(want, i, p, k, vis.Y) {
			top, bottom := vis.Y+min(i, p), vis.Y+max(i, p)+k
			dst = r.scrollRegion(dst, top, bottom, p-i)
			scrolled = true
			margins = margins || top > 0 || bottom < r.rows
		}
		i += k - 1
	}
	if margins {
		dst = append(dst, "\x1b[r"...)
		r.out.x, r.out.y = 0, 0
	}
	return dst, scrolled
}

// findLine is the row of have that shows the line, -1 for none; the rows after
// near are looked at first: screens mostly scroll up.
func findLine(have []source, id uint64, near int) int {
	for p := near + 1; p < len(have); p++ {
		if have[p].id == id {
			return p
		}
	}
	for p := range near {
		if have[p].id == id {
			return p
		}
	}
	return -1
}

// worthScrolling says that moving k rows from p to i is fewer bytes than
// writing what differs, and that nothing covers the region.
func (r *Renderer) worthScrolling(want []vt.Line, i, p, k, top int) bool {
	lo, hi := min(i, p), max(i, p)+k
	for y := lo; y < hi && len(r.covered) > 0; y++ {
		if rowCovered(r.covered, top+y) {
			return false
		}
	}
	cost := scrollCost
	for y := lo; y < hi; y++ {
		if (y < i || y >= i+k) && r.lines[top+y].id == want[y].ID {
			cost += inked(r.grid[top+y]) // it was in its place, and is pushed out
		}
	}
	for j := range k {
		if n := differences(r.grid[top+i+j], r.grid[top+p+j], cost); n > 0 {
			cost -= n + rowCost
		}
		if cost <= 0 {
			return true
		}
	}
	return false
}

// inked is how many cells of row aren't blank.
func inked(row []vt.Cell) (n int) {
	for _, c := range row {
		if c != (vt.Cell{Rune: ' '}) {
			n++
		}
	}
	return n
}

func isBlank(row []vt.Cell) bool {
	for _, c := range row {
		if c != (vt.Cell{Rune: ' '}) {
			return false
		}
	}
	return true
}

// differences is how many cells differ, counted to limit.
func differences(a, b []vt.Cell, limit int) (n int) {
	for x := 0; x < len(a) && n < limit; x++ {
		if a[x] != b[x] {
			n++
		}
	}
	return n
}

// scrollRegion moves the content of rows top to bottom up by n, or down by -n.
// The caller resets the margins, if these aren't all rows.
func (r *Renderer) scrollRegion(dst []byte, top, bottom, n int) []byte {
	// What comes in has the background of the pen, or not (BCE): with the
	// default one it is the same everywhere.
	dst = r.setPen(dst, vt.Cell{})
	r.out.jumps++
	if top > 0 || bottom < r.rows {
		dst = appendMargins(dst, top, bottom, r.rows)
	}
	rows, lines := r.grid[top:bottom], r.lines[top:bottom]
	var fresh int
	if n > 0 {
		dst = appendCount(dst, n, 'S')
		rotate(rows, n)
		rotate(lines, n)
		fresh = len(rows) - n
	} else {
		dst = appendCount(dst, -n, 'T')
		rotate(rows, len(rows)+n)
		rotate(lines, len(rows)+n)
		n = -n
	}
	for y := fresh; y < fresh+n; y++ {
		fill(rows[y], vt.Cell{Rune: ' '})
		lines[y] = source{id: noLine}
	}
	return dst
}

// appendMargins is DECSTBM for the rows from top to before bottom, of rows.
func appendMargins(dst []byte, top, bottom, rows int) []byte {
	dst = append(dst, "\x1b["...)
	if top > 0 {
		dst = appendInt(dst, top+1)
	}
	if bottom < rows {
		dst = appendInt(append(dst, ';'), bottom)
	}
	return append(dst, 'r')
}

// rotate moves s to the left by n; what falls out comes in on the right.
func rotate[T any](s []T, n int) {
	slices.Reverse(s[:n])
	slices.Reverse(s[n:])
	slices.Reverse(s)
}

// eraseFrom is the first row from which on one ED does more than erasing rows
// one by one; a row that is not on the screen where none does. From there down
// all is to be blank; or nothing is known of the screen, and all is erased
// before it is drawn.
func (r *Renderer) eraseFrom(f *vt.Frame, at, vis Rect) int {
	bottom := vis.Y + vis.Rows
	if bottom < r.rows {
		return r.rows
	}
	first, saves := r.rows, 0
	for y := bottom - 1; y >= vis.Y && !rowCovered(r.covered, y); y-- {
		if !r.blind {
			if src := r.lines[y]; src.id != noLine && src == lineSource(f, y-at.Y) {
				if !isBlank(r.grid[y]) {
					break
				}
				continue
			}
			if r.compose(f, at, y, 0, r.cols); !isBlank(r.want) {
				break
			}
			if isBlank(r.grid[y]) {
				continue
			}
		}
		first = y
		saves++
	}
	if saves < 2 {
		return r.rows
	}
	return first
}

// eraseBelow erases the rows from y on.
func (r *Renderer) eraseBelow(dst []byte, y int) []byte {
	dst = r.moveTo(dst, 0, y)
	dst = r.setPen(dst, vt.Cell{})
	for ; y < r.rows; y++ {
		fill(r.grid[y], vt.Cell{Rune: ' '})
	}
	return append(dst, "\x1b[J"...)
}
