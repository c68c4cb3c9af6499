package view

import "jackin/mux/vt"

// wheelRows is how far a step of the wheel goes.
const wheelRows = 3

// Wheel scrolls down by rows, up by -rows. Where nothing is scrolled back then, it
// leaves, unless there is a selection, a cursor or a search line.
func (v *View) Wheel(src Source, rows int) Action {
	r := v.read(src)
	v.settle(r)
	v.scroll(r, rows)
	if v.drag.active {
		v.extend(r)
		return Action{}
	}
	idle := v.sel.mode == selectNone && !v.steer && !v.query.open
	return Action{Leave: idle && v.atLive(r)}
}

// scroll moves what is shown by n rows, and takes the cursor along at the edges.
func (v *View) scroll(r *reader, n int) {
	v.top = r.clampTop(r.move(r.rowAt(v.top), n).start())
	v.keepCursor(r)
}

// page scrolls by n rows, the cursor with them; where there is nothing left to
// scroll the cursor goes to the first or last row.
func (v *View) page(r *reader, n int) Action {
	if !v.steer {
		if n > 0 && v.atLive(r) {
			return Action{Leave: true}
		}
		v.scroll(r, n)
		return Action{}
	}
	old, y, x := v.top, r.sight(v.cursor), v.column(r)
	v.top = r.clampTop(r.move(r.rowAt(v.top), n).start())
	if v.top == old {
		y = 0
		if n > 0 {
			y = v.height() - 1
		}
	}
	w := r.move(r.rowAt(v.top), y)
	v.cursor = v.onRow(w, x)
	v.want = x
	v.moved()
	return Action{}
}

// toFirst shows the oldest row.
func (v *View) toFirst(r *reader) {
	v.top = r.clampTop(Pos{Row: r.first})
	if v.steer {
		v.cursor = Pos{Row: r.first}
		v.want = -1
		v.moved()
	}
	v.keepCursor(r)
}

// toEnd shows the screen as it is now, its cursor's row above the hints. The hits are looked for anew: they may be
// others.
func (v *View) toEnd(src Source) Action {
	v.freeze(src)
	r := v.read(src)
	v.top = r.clampTop(Pos{Row: v.live})
	c := v.frozen.Cursor
	v.cursor = r.clamp(Pos{Row: v.live + uint64(c.Y), Off: c.X})
	v.want = -1
	v.moved()
	v.reveal(r)
	if v.found.pat == nil {
		return Action{}
	}
	pat := *v.found.pat
	v.found = found{pat: &pat, back: v.found.back, origin: v.cursor, jumped: true, current: v.found.current}
	return Action{Search: v.search()}
}

// toPrompt goes to the next row that a prompt starts in, or with a negative dir
// to the one before.
func (v *View) toPrompt(r *reader, dir int) Action {
	from := v.top.Row
	if v.steer {
		from = v.cursor.Row
	}
	r.window = manyRows
	defer func() { r.window = 0 }()
	for n := from; ; {
		if dir < 0 && n <= r.first || dir > 0 && n+1 >= r.end {
			return Action{Bell: true}
		}
		n = uint64(int64(n) + int64(dir))
		if r.row(n).Mark == vt.MarkPrompt {
			v.steer = true
			v.cursor, v.want = Pos{Row: n}, -1
			v.top = r.clampTop(v.cursor)
			v.reveal(r)
			v.moved()
			return Action{}
		}
	}
}

// reveal scrolls so that the cursor can be seen.
func (v *View) reveal(r *reader) {
	switch y := r.sight(v.cursor); {
	case y < 0:
		v.top = r.rowAt(v.cursor).start()
	case y >= v.height():
		v.top = r.move(r.rowAt(v.cursor), 1-v.height()).start()
	}
}

// center scrolls so that the cursor is in the middle, if it can't be seen.
func (v *View) center(r *reader) {
	if y := r.sight(v.cursor); y < 0 || y >= v.height() {
		v.top = r.clampTop(r.move(r.rowAt(v.cursor), -v.height()/2).start())
		v.reveal(r)
	}
}

// keepCursor takes the cursor to the nearest row that is shown.
func (v *View) keepCursor(r *reader) {
	y := r.sight(v.cursor)
	if y >= 0 && y < v.height() {
		return
	}
	x := v.column(r)
	w := r.rowAt(v.top)
	if y > 0 {
		w = r.move(w, v.height()-1)
	}
	v.cursor, v.want = v.onRow(w, x), x
	v.moved()
}
