package render

import (
	"slices"

	"jackin/mux/vt"
)

// Renderer knows what one outer terminal shows and brings it to what it should
// show. Use New. It is not safe for concurrent use.
type Renderer struct {
	caps   Caps
	styles vt.Attr // the attributes that the terminal can show
	// slowAttrs and slowColors are what a cell must not have to be shown as it is.
	slowAttrs  vt.Attr
	slowColors vt.Color

	cols, rows int
	grid       [][]vt.Cell // what the outer screen shows, in our own numbers
	lines      []source    // which line of the pane each row shows
	want       []vt.Cell   // one row of what it should show
	dirty      []int       // rows to look at
	interned   interned
	blind      bool // nothing at all is known of the screen

	view    view
	colors  overrides // of the frame shown last
	covered []Rect    // of the last call

	out terminal // the state that our bytes leave the terminal in
}

// source is the line that a row of the outer screen shows.
type source struct{ id, gen uint64 }

// Ids of a source that no line has.
const (
	noLine  = 1<<64 - 1 // not the cells of one line, or not all known
	padLine = 1<<64 - 2 // the mark beyond the frame's last row
)

// view is what the meaning of a row's source depends on.
type view struct {
	frame      *vt.Frame
	at         Rect
	cols, rows int
	reverse    bool
}

// New is a Renderer for a terminal with these capabilities. Reset tells it the
// size; until then it draws nothing.
func New(caps Caps) *Renderer {
	r := &Renderer{}
	r.interned.reset()
	r.SetCaps(caps)
	return r
}

// SetCaps changes what the terminal is known to understand. What it shows
// already is drawn again where that makes a difference.
func (r *Renderer) SetCaps(caps Caps) {
	r.caps = caps
	r.styles = vt.AttrBold | vt.AttrDim | vt.AttrItalic | vt.AttrBlink | vt.AttrReverse | vt.AttrConceal | underlineMask
	if caps.Strike {
		r.styles |= vt.AttrStrike
	}
	if caps.Overline {
		r.styles |= vt.AttrOverline
	}
	r.slowAttrs = ^r.styles
	if !caps.UnderlineStyles {
		r.slowAttrs |= underlineMask &^ vt.Attr(0).WithUnderline(vt.UnderlineSingle)
	}
	r.slowColors = 0
	if caps.Colors < TrueColor {
		r.slowColors |= vt.RGB(0, 0, 0)
	}
	if caps.Colors < Colors256 {
		r.slowColors |= vt.Palette(0)
	}
	r.Switch()
}

// Reset makes the whole outer screen unknown and gives its size.
func (r *Renderer) Reset(cols, rows int) {
	cols, rows = max(cols, 0), max(rows, 0)
	if cols != r.cols || rows != r.rows {
		cells := make([]vt.Cell, cols*rows)
		r.grid = make([][]vt.Cell, rows)
		for y := range r.grid {
			r.grid[y], cells = cells[:cols:cols], cells[cols:]
		}
		r.lines = make([]source, rows)
		r.want = make([]vt.Cell, cols)
		r.cols, r.rows = cols, rows
	}
	r.interned.reset()
	r.Invalidate(Rect{0, 0, cols, rows})
	r.blind = true
	r.out.lose()
}

// Invalidate makes the cells of a unknown: something else drew there.
func (r *Renderer) Invalidate(a Rect) {
	a = a.clip(r.cols, r.rows)
	if a.Cols == 0 {
		return
	}
	for y := a.Y; y < a.Y+a.Rows; y++ {
		r.lines[y] = source{id: noLine}
		row := r.grid[y][a.X : a.X+a.Cols]
		for x := range row {
			row[x] = vt.Cell{Rune: unknownRune}
		}
	}
}

// Switch says that the next frame shows another screen than the last one did,
// so that lines of the same ID aren't the same. Pane finds that out by itself
// when it is given another *vt.Frame.
func (r *Renderer) Switch() {
	r.view = view{}
	r.forgetLines()
}

func (r *Renderer) forgetLines() {
	for y := range r.lines {
		r.lines[y] = source{id: noLine}
	}
}

// Pane appends to dst the bytes that bring the rectangle at of the outer screen
// from what it shows to f: cropped where f is larger, filled with a dim mark
// where it is smaller. The covered rectangles, in outer coordinates, are left
// alone; once uncovered, they are drawn. Nothing is appended when nothing has
// to change.
//
// The bytes assume nothing of SGR state and cursor position, but that margins
// and links are off, insert and origin mode too and autowrap on (AppendEnter).
// They leave SGR 0, links closed, margins reset, the cursor anywhere.
//
// f is only read, and must always be the copy of one and the same screen (see
// Switch).
func (r *Renderer) Pane(dst []byte, f *vt.Frame, at Rect, covered []Rect) []byte {
	r.out.lose()
	dst = r.draw(dst, f, at, covered)
	return r.plain(dst)
}

// draw is Pane from a known state of the terminal (r.out) to another one.
func (r *Renderer) draw(dst []byte, f *vt.Frame, at Rect, covered []Rect) []byte {
	r.rebind(f, at, covered)
	vis := at.clip(r.cols, r.rows)
	if vis.Cols == 0 || vis.Rows == 0 {
		return dst
	}
	if r.markDirty(f, at, vis); len(r.dirty) == 0 {
		return dst
	}
	erase := r.rows
	if len(r.dirty) > 1 && vis.X == 0 && vis.Cols == r.cols {
		var scrolled bool
		if dst, scrolled = r.scroll(dst, f, at, vis); scrolled {
			r.markDirty(f, at, vis)
		}
		erase = r.eraseFrom(f, at, vis)
	}
	r.blind = false
	for _, y := range r.dirty {
		if y == erase {
			dst = r.eraseBelow(dst, y)
		}
		dst = r.row(dst, f, at, vis, y)
		r.lines[y] = lineSource(f, y-at.Y)
	}
	r.interned.settle()
	return dst
}

// rebind forgets what doesn't hold any more where the place, the frame, its
// colours or what covers it have changed.
func (r *Renderer) rebind(f *vt.Frame, at Rect, covered []Rect) {
	if (len(f.Overrides) > 0 || r.colors.set > 0) && r.colors.follow(f.Overrides) {
		r.forgetLines()
	}
	v := view{f, at, f.Cols, f.Rows, f.ReverseScreen}
	if v == r.view && slices.Equal(covered, r.covered) && !r.interned.full() {
		return
	}
	if r.interned.full() {
		r.interned.reset()
		r.Invalidate(Rect{0, 0, r.cols, r.rows})
	}
	if v != r.view {
		if old := r.view.at; old != at {
			r.leave(old.clip(r.cols, r.rows), at)
		}
		r.forgetLines()
		r.view = v
	}
	if slices.Equal(covered, r.covered) {
		return
	}
	for _, list := range [2][]Rect{r.covered, covered} {
		for _, c := range list {
			// What is covered is drawn by others; what is uncovered was.
			r.Invalidate(c)
		}
	}
	r.covered = append(r.covered[:0], covered...)
}

// leave makes unknown what was the pane's place and isn't any more.
func (r *Renderer) leave(old, at Rect) {
	for y := old.Y; y < old.Y+old.Rows; y++ {
		for x := old.X; x < old.X+old.Cols; x++ {
			if !at.Contains(x, y) {
				r.grid[y][x] = vt.Cell{Rune: unknownRune}
			}
		}
	}
}

// markDirty lists the rows that don't show the line that they should.
func (r *Renderer) markDirty(f *vt.Frame, at, vis Rect) {
	r.dirty = r.dirty[:0]
	top := vis.Y - at.Y
	n := max(min(frameRows(f)-top, vis.Rows), 0)
	have := r.lines[vis.Y : vis.Y+vis.Rows]
	for i := range n {
		if l := &f.Lines[top+i]; have[i].id != l.ID || have[i].gen != l.Gen {
			r.dirty = append(r.dirty, vis.Y+i)
		}
	}
	for i := n; i < vis.Rows; i++ {
		if have[i].id != padLine {
			r.dirty = append(r.dirty, vis.Y+i)
		}
	}
}

// frameRows is how many rows f has: a frame before its first copy has no lines.
func frameRows(f *vt.Frame) int { return min(f.Rows, len(f.Lines)) }

// lineSource is the source of a row that shows row i of f.
func lineSource(f *vt.Frame, i int) source {
	if i >= frameRows(f) {
		return source{id: padLine}
	}
	if l := &f.Lines[i]; l.ID != 0 {
		return source{l.ID, l.Gen}
	}
	return source{id: noLine}
}
