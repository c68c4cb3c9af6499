package view

import (
	"time"

	"jackin/mux/keys"
)

// clickTime is how soon after a click another one at the same place makes a
// double click of it.
const clickTime = 400 * time.Millisecond

// Clicks counts the clicks at one place. It outlives a View, which the first of
// two clicks may open and close again. The zero value has seen none.
type Clicks struct {
	x, y  int
	at    time.Time
	count int
}

// Press says which click of a row the press m is, at the time now: 1, 2 for a
// double click, 3, and then from 1 on again.
func (c *Clicks) Press(m keys.Mouse, now time.Time) int {
	if c.count == 0 || m.X != c.x || m.Y != c.y || now.Sub(c.at) > clickTime || now.Before(c.at) {
		c.count = 0
	}
	c.x, c.y, c.at = m.X, m.Y, now
	c.count = c.count%3 + 1
	return c.count
}

// drag is the left button held down. The zero value is none.
type drag struct {
	active bool
	x, y   int // where the mouse is
	from   Pos // the cell where it was pressed
	words  bool
	lines  bool
	block  bool
	// steered says that there was a cursor before.
	steered bool
}

// Mouse is an event of the mouse; its place counts from the pane's first cell, so
// that the strip above is row -1. clicks is what Clicks says of a press. The left
// button selects: characters, with the second click words, with the third lines,
// with Alt or Ctrl held a block. Its release copies, and leaves where nothing is
// scrolled back. The wheel scrolls. A click alone moves the cursor.
func (v *View) Mouse(src Source, m keys.Mouse, clicks int) Action {
	switch {
	case m.Action == keys.MousePress && m.Button == keys.WheelUp:
		return v.Wheel(src, -wheelRows)
	case m.Action == keys.MousePress && m.Button == keys.WheelDown:
		return v.Wheel(src, wheelRows)
	}
	r := v.read(src)
	v.settle(r)
	switch {
	case m.Action == keys.MousePress && m.Button == keys.ButtonLeft:
		if m.Y >= 0 && m.Y < v.height() {
			v.press(r, m, clicks)
		}
	case !v.drag.active:
	case m.Action == keys.MouseMotion:
		v.drag.x, v.drag.y = m.X, m.Y
		v.extend(r)
	case m.Action == keys.MouseRelease:
		v.drag.x, v.drag.y = m.X, m.Y
		v.extend(r)
		return v.release(r)
	}
	return Action{}
}

// Dragging says to which side the mouse has dragged a selection out of the area:
// -1 above, 1 below, else 0. Call Tick every now and then while it isn't 0.
func (v View) Dragging() int {
	switch {
	case !v.drag.active:
	case v.drag.y < 0:
		return -1
	case v.drag.y >= v.height():
		return 1
	}
	return 0
}

// Tick scrolls a row to where Dragging says, the selection with it.
func (v *View) Tick(src Source) {
	if n := v.Dragging(); n != 0 {
		r := v.read(src)
		v.settle(r)
		v.scroll(r, n)
		v.extend(r)
	}
}

func (v *View) press(r *reader, m keys.Mouse, clicks int) {
	v.query.open = false
	v.sel = selection{}
	v.drag = drag{
		active: true, x: m.X, y: m.Y, words: clicks == 2, lines: clicks >= 3,
		block: m.Mods&(keys.Alt|keys.Ctrl) != 0, steered: v.steer,
	}
	v.drag.from = v.under(r)
	v.cursor, v.want, v.steer = v.drag.from, -1, true
	switch {
	case v.drag.lines:
		v.sel = selection{selectLines, v.cursor, v.cursor, v.cursor, v.cursor}
	case v.drag.words:
		from, to := r.word(v.cursor)
		v.sel = selection{selectStream, from, to, from, to}
	}
}

// under is the cell under the mouse, or the nearest.
func (v *View) under(r *reader) Pos {
	y := min(max(v.drag.y, 0), v.height()-1)
	w := r.move(r.rowAt(v.top), y)
	return w.place(min(max(v.drag.x, 0), v.cols-1))
}

// extend takes the selection to the mouse.
func (v *View) extend(r *reader) {
	p := v.under(r)
	v.cursor, v.want = p, -1
	switch {
	case v.sel.mode == selectNone && p == v.drag.from:
		return
	case v.sel.mode == selectNone:
		v.sel = selection{selectStream, v.drag.from, v.drag.from, p, p}
		if v.drag.block {
			v.sel.mode = selectBlock
		}
	case v.drag.words:
		v.sel.head, v.sel.headEnd = r.word(p)
	default:
		v.sel.head, v.sel.headEnd = p, p
	}
}

// release ends a drag.
func (v *View) release(r *reader) Action {
	steered := v.drag.steered
	v.drag = drag{}
	if v.sel.mode == selectNone {
		return Action{Leave: !steered && v.atLive(r)}
	}
	text, cut := v.selected(r)
	return Action{Leave: v.atLive(r), Copy: text, Cut: cut}
}

// word is the first and the last cell of what a double click on p takes.
func (r *reader) word(p Pos) (from, to Pos) {
	l := r.lineAt(p.Row)
	o := l.snap(l.offset(p))
	if o >= l.textEnd() {
		return p, p
	}
	var text lineText
	text.read(l, false)
	lo, hi := token(string(text.bytes), text.byteOf(o))
	return l.pos(text.cellOf(lo)), l.pos(text.cellOf(max(hi-1, lo)))
}
