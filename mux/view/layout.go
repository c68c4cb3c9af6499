package view

// visual is one row of the view: row k of a line at the view's width.
type visual struct {
	line *line
	k    int
}

// start is the place of its first cell.
func (w visual) start() Pos { return w.line.pos(w.line.starts[w.k]) }

// from and end are the offsets in the line between which it lies.
func (w visual) from() int { return w.line.starts[w.k] }
func (w visual) end() int  { return w.line.rowEnd(w.k) }

// last says that the line ends in this row.
func (w visual) last() bool { return w.k == len(w.line.starts)-1 }

// rowAt is the row of the view that p is in; of what isn't there, the nearest.
func (r *reader) rowAt(p Pos) visual {
	p = r.inside(p)
	l := r.lineAt(p.Row)
	return visual{l, l.rowOf(l.offset(p))}
}

// inside is p, or the nearest row's start where p's isn't there.
func (r *reader) inside(p Pos) Pos {
	switch {
	case p.Row < r.first:
		return Pos{Row: r.first}
	case p.Row >= r.end:
		return Pos{Row: r.end - 1}
	}
	return p
}

// clamp is p, or the nearest place that is there: in a row, on the left half of
// a wide character, at most a row's width behind the text.
func (r *reader) clamp(p Pos) Pos {
	p = r.inside(p)
	l := r.lineAt(p.Row)
	o := l.snap(max(l.offset(p), 0))
	if k := l.rowOf(o); o-l.starts[k] >= r.v.cols {
		o = l.snap(l.starts[k] + r.v.cols - 1)
	}
	return l.pos(o)
}

// column is the column that p is shown in.
func (r *reader) column(p Pos) int {
	w := r.rowAt(p)
	return min(w.line.offset(r.inside(p))-w.from(), r.v.cols-1)
}

// place is the cell in column x of w; behind the text too where the line ends.
func (w visual) place(x int) Pos {
	o := w.from() + max(x, 0)
	if !w.last() {
		o = min(o, w.end()-1)
	}
	return w.line.pos(w.line.snap(o))
}

// next is the row below w; ok is false if w is the last.
func (r *reader) next(w visual) (_ visual, ok bool) {
	switch {
	case !w.last():
		return visual{w.line, w.k + 1}, true
	case w.line.end >= r.end:
		return w, false
	}
	return visual{r.lineFrom(w.line.end), 0}, true
}

// prev is the row above w; ok is false if w is the first.
func (r *reader) prev(w visual) (_ visual, ok bool) {
	switch {
	case w.k > 0:
		return visual{w.line, w.k - 1}, true
	case w.line.first <= r.first:
		return w, false
	}
	l := r.lineAt(w.line.first - 1)
	return visual{l, len(l.starts) - 1}, true
}

// move is the row n rows below w, above with a negative n, or the last there is.
func (r *reader) move(w visual, n int) visual {
	for ok := true; n > 0 && ok; n-- {
		w, ok = r.next(w)
	}
	for ok := true; n < 0 && ok; n++ {
		w, ok = r.prev(w)
	}
	return w
}

// lastTop is the row that is on top when the last one is at the bottom.
func (r *reader) lastTop() visual {
	return r.move(r.rowAt(Pos{Row: r.end - 1, Off: 1 << 30}), 1-r.v.height())
}

// clampTop is the start of the row that p is in, not further down than lastTop.
func (r *reader) clampTop(p Pos) Pos {
	top := r.rowAt(p)
	for w, y := top, 1; y < r.v.height(); y++ {
		var ok bool
		if w, ok = r.next(w); !ok {
			return r.lastTop().start()
		}
	}
	return top.start()
}

// sight is where p is seen: rows below the top, -1 above it, height or more
// below what is shown.
func (r *reader) sight(p Pos) int {
	p = r.inside(p)
	if p.before(r.v.top) {
		return -1
	}
	want := r.rowAt(p).start()
	w := r.rowAt(r.v.top)
	for y := range r.v.height() {
		if s := w.start(); !s.before(want) {
			return y
		}
		var ok bool
		if w, ok = r.next(w); !ok {
			return y
		}
	}
	return r.v.height()
}
