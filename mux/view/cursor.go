package view

import (
	"unicode"
	"unicode/utf8"

	"jackin/mux/vt"
)

// column is the one that the cursor keeps to from row to row.
func (v *View) column(r *reader) int {
	if v.want >= 0 {
		return min(v.want, v.cols-1)
	}
	return r.column(v.cursor)
}

// onRow is the place in column x of w, or its last character where w is shorter.
// A block reaches beyond the text.
func (v *View) onRow(w visual, x int) Pos {
	if v.sel.mode != selectBlock && w.last() {
		x = min(x, max(w.line.textEnd()-w.from()-1, 0))
	}
	return w.place(x)
}

// moved has the selection follow the cursor.
func (v *View) moved() {
	if v.sel.mode != selectNone && !v.drag.active {
		v.sel.head, v.sel.headEnd = v.cursor, v.cursor
	}
}

// goTo takes the cursor to p, and shows it.
func (v *View) goTo(r *reader, p Pos) {
	v.steer, v.cursor, v.want = true, p, -1
	v.reveal(r)
	v.moved()
}

// upDown moves the cursor by n rows, or without one what is shown.
func (v *View) upDown(r *reader, n int) Action {
	if !v.steer {
		old := v.top
		v.scroll(r, n)
		return Action{Bell: v.top == old}
	}
	x := v.column(r)
	w := r.rowAt(v.cursor)
	to := r.move(w, n)
	if to.start() == w.start() {
		return Action{Bell: true}
	}
	v.goTo(r, v.onRow(to, x))
	v.want = x
	return Action{}
}

// left moves the cursor to the character before it, over the start of a line to
// the end of the one above.
func (v *View) left(r *reader) Action {
	w := r.rowAt(v.cursor)
	o := w.line.offset(v.cursor)
	switch {
	case v.sel.mode == selectBlock && o == w.from():
		return Action{Bell: true}
	case o > 0:
		v.goTo(r, w.line.pos(w.line.snap(o-1)))
	case w.line.first > r.first:
		l := r.lineAt(w.line.first - 1)
		v.goTo(r, l.pos(l.snap(max(l.textEnd()-1, 0))))
	default:
		return Action{Bell: true}
	}
	return Action{}
}

// right moves the cursor to the character behind it, over the end of a line to
// the start of the one below.
func (v *View) right(r *reader) Action {
	w := r.rowAt(v.cursor)
	l := w.line
	o := l.offset(v.cursor)
	next := o + 1
	if o < len(l.cells) && l.cells[o].Attr&vt.AttrWide != 0 {
		next++
	}
	switch {
	case v.sel.mode == selectBlock && next-w.from() >= v.cols || v.sel.mode == selectBlock && !w.last() && next >= w.end():
		return Action{Bell: true}
	case v.sel.mode == selectBlock || next < l.textEnd():
		v.goTo(r, l.pos(next))
	case l.end < r.end:
		v.goTo(r, Pos{Row: l.end})
	default:
		return Action{Bell: true}
	}
	return Action{}
}

// lineHome moves the cursor to the start of its line, or to its first character.
func (v *View) lineHome(r *reader, indent bool) {
	l := r.lineAt(v.cursor.Row)
	o := 0
	for n := l.textEnd(); indent && o < n && isBlank(l.cells[o]); {
		o++
	}
	v.goTo(r, l.pos(o))
}

// lineEnd moves the cursor to the last character of its line.
func (v *View) lineEnd(r *reader) {
	l := r.lineAt(v.cursor.Row)
	v.goTo(r, l.pos(l.snap(max(l.textEnd()-1, 0))))
}

// toRow moves the cursor to row y of those shown; beyond them it is the last.
func (v *View) toRow(r *reader, y int) {
	w := r.move(r.rowAt(v.top), min(y, v.height()-1))
	v.goTo(r, v.onRow(w, 0))
}

// wordClass tells characters that don't make one word.
type wordClass uint8

const (
	classBlank wordClass = iota
	classWord
	classOther
)

func (l *line) class(o int) wordClass {
	c := l.cells[o]
	if c.Attr&vt.AttrSpacer != 0 && o > 0 {
		c = l.cells[o-1]
	}
	if isBlank(c) {
		return classBlank
	}
	if r, _ := utf8.DecodeRuneInString(l.frame.Text(c)); r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) {
		return classWord
	}
	return classOther
}

// wordRight moves the cursor to the start of the next word; an empty line is one.
func (v *View) wordRight(r *reader) Action {
	l := r.lineAt(v.cursor.Row)
	o, n := l.offset(r.inside(v.cursor)), l.textEnd()
	if o < n {
		for c := l.class(o); o < n && l.class(o) == c && c != classBlank; {
			o++
		}
	}
	for {
		for o < n && l.class(o) == classBlank {
			o++
		}
		if o < n {
			v.goTo(r, l.pos(o))
			return Action{}
		}
		if l.end >= r.end {
			v.lineEnd(r)
			return Action{Bell: true}
		}
		l = r.lineAt(l.end)
		if o, n = 0, l.textEnd(); n == 0 {
			v.goTo(r, l.pos(0))
			return Action{}
		}
	}
}

// wordLeft moves the cursor to the start of its word, or of the one before.
func (v *View) wordLeft(r *reader) Action {
	l := r.lineAt(v.cursor.Row)
	o := min(l.offset(r.inside(v.cursor)), l.textEnd())
	for {
		for o > 0 && l.class(o-1) == classBlank {
			o--
		}
		if o > 0 {
			for c := l.class(o - 1); o > 0 && l.class(o-1) == c; {
				o--
			}
			v.goTo(r, l.pos(o))
			return Action{}
		}
		if l.first <= r.first {
			v.goTo(r, l.pos(0))
			return Action{Bell: true}
		}
		l = r.lineAt(l.first - 1)
		if o = l.textEnd(); o == 0 {
			v.goTo(r, l.pos(0))
			return Action{}
		}
	}
}
