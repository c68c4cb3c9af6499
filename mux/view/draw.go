package view

import (
	"sort"

	"jackin/mux/vt"
)

// How hits are marked: by colours of the first sixteen, and where a terminal has
// none by an underline; the current one is reverse and bold everywhere.
var (
	hitStyle     = vt.Cell{Fg: vt.Palette(0), Bg: vt.Palette(6), Attr: vt.Attr(0).WithUnderline(vt.UnderlineSingle)}
	currentStyle = vt.Cell{Fg: vt.Palette(3), Bg: vt.Palette(0), Attr: vt.AttrReverse | vt.AttrBold}
)

// keptAttrs are what a mark leaves of a cell's attributes.
const keptAttrs = vt.AttrWide | vt.AttrSpacer | vt.AttrItalic

// offBits are the low bits of a line's ID: where in its row it begins. A row has
// at most vt.MaxCols cells.
const offBits = 12

// Draw makes f what the view shows: always the size of the area, the last row
// blank and left to the hints. It changes nothing else, and may be called with
// the copy that a painter has. f is the view's own from one Draw to the next: IDs
// and Gens of its lines say what has scrolled and what has changed.
func (v View) Draw(f *vt.Frame, src Source) {
	if v.frozen == nil {
		*f = vt.Frame{}
		return
	}
	r := v.read(src)
	v.top = r.inside(v.top)
	r.load(v.top.Row-min(v.top.Row, 2), v.top.Row+uint64(v.rows+fewRows/4))
	v.top = r.clampTop(v.top)
	d := drawing{v: &v}
	d.from, d.to = v.sel.ends()
	d.from, d.to = r.inside(d.from), r.inside(d.to)
	if v.sel.mode == selectBlock {
		var first, last visual
		d.left, d.right, first, last = v.block(r)
		d.first, d.last = first.start(), last.start()
	}
	f.Cursor = vt.Cursor{X: r.column(v.cursor), Y: min(max(r.sight(v.cursor), 0), v.height()-1)}
	f.Cursor.Visible = v.steer && !v.query.open

	lines := f.Lines
	for len(lines) < v.rows {
		lines = append(lines[:cap(lines)], vt.Line{})
	}
	lines = lines[:v.rows]
	rows := v.visible(r)
	for y := range lines {
		if y < len(rows) {
			d.row(&lines[y], rows[y])
		} else {
			blankLine(&lines[y], (r.end+uint64(y)+1)<<offBits)
		}
	}
	cursor, title := f.Cursor, r.page.Title
	*f = *r.page // and with it what numbers in cells stand for
	f.Cols, f.Rows, f.Lines = v.cols, v.rows, lines
	f.ReverseScreen, f.Overrides = v.frozen.ReverseScreen, v.frozen.Overrides
	f.Cursor, f.Modes, f.Title = cursor, vt.Modes{}, title
}

// visible is the rows that are shown, all of r's page, so that clusters and styles
// are numbered alike.
func (v *View) visible(r *reader) []visual {
	rows := make([]visual, 0, v.height())
	for w, ok := r.rowAt(v.top), true; ok && len(rows) < cap(rows); {
		rows = append(rows, w)
		if len(rows) < cap(rows) {
			w, ok = r.next(w)
		}
	}
	for _, w := range rows {
		if w.line.frame != r.page {
			r.load(rows[0].line.first, rows[len(rows)-1].line.end)
			break
		}
	}
	for i := range rows {
		switch w := &rows[i]; {
		case w.line.frame == r.page:
		case i > 0 && rows[i-1].line.first == w.line.first:
			w.line = rows[i-1].line
		default:
			w.line = r.lineOf(w.line.first, w.line.end)
		}
	}
	return rows
}

func blankLine(l *vt.Line, id uint64) {
	l.ID, l.Gen, l.Cells, l.Wrapped, l.Mark = id, 1, l.Cells[:0], false, vt.MarkNone
}

// drawing is one Draw under way.
type drawing struct {
	v        *View
	from, to Pos // the selection's ends
	// left to right and first to last are a block's columns and rows.
	left, right int
	first, last Pos
}

// row makes l the view's row w.
func (d *drawing) row(l *vt.Line, w visual) {
	at := w.start()
	l.ID = (at.Row+1)<<offBits | uint64(at.Off)
	l.Wrapped = !w.last()
	l.Mark = vt.MarkNone
	if w.k == 0 {
		l.Mark = w.line.mark
	}
	l.Cells = append(l.Cells[:0], w.line.cells[w.from():w.end()]...)
	d.hits(l, w)
	d.selection(l, w)
	heal(l.Cells)
	l.Gen = hash(l.Cells, w.line.frame)
}

// heal makes halves of wide characters that have no room blanks.
func heal(cells []vt.Cell) {
	if len(cells) == 0 {
		return
	}
	if c := &cells[0]; c.Attr&vt.AttrSpacer != 0 {
		c.Rune, c.Attr = 0, c.Attr&^vt.AttrSpacer
	}
	if c := &cells[len(cells)-1]; c.Attr&vt.AttrWide != 0 {
		c.Rune, c.Attr = 0, c.Attr&^vt.AttrWide
	}
}

// hits marks those that lie in w.
func (d *drawing) hits(l *vt.Line, w visual) {
	list := d.v.found.hits
	if len(list) == 0 || w.end() == w.from() {
		return
	}
	start, last := w.start(), w.line.pos(w.end()-1)
	i := sort.Search(len(list), func(i int) bool { return !list[i].to.before(start) })
	for ; i < len(list) && !last.before(list[i].from); i++ {
		style := &hitStyle
		if d.v.found.jumped && list[i].from == d.v.found.current {
			style = &currentStyle
		}
		lo, hi := 0, len(l.Cells)
		if list[i].from.Row >= w.line.first {
			lo = max(w.line.offset(list[i].from)-w.from(), 0)
		}
		if list[i].to.Row < w.line.end {
			hi = min(w.line.offset(list[i].to)-w.from()+1, hi)
		}
		if hi < len(l.Cells) && l.Cells[hi].Attr&vt.AttrSpacer != 0 {
			hi++
		}
		for x := lo; x < hi; x++ {
			c := &l.Cells[x]
			c.Fg, c.Bg, c.Attr = style.Fg, style.Bg, c.Attr&keptAttrs|style.Attr
		}
	}
}

// selection marks what of w is selected.
func (d *drawing) selection(l *vt.Line, w visual) {
	lo, hi := 0, 0 // columns
	switch at := w.start(); d.v.sel.mode {
	case selectNone:
		return
	case selectLines:
		if w.line.end > d.from.Row && w.line.first <= d.to.Row {
			hi = d.v.cols
		}
	case selectBlock:
		if !at.before(d.first) && !d.last.before(at) {
			lo, hi = d.left, d.right+1 // beyond the text too
			if lo < len(l.Cells) && l.Cells[lo].Attr&vt.AttrSpacer != 0 {
				lo++
			}
			if hi < len(l.Cells) && l.Cells[hi].Attr&vt.AttrSpacer != 0 {
				hi++
			}
		}
	default:
		lo, hi = d.v.span(w.line, d.from, d.to)
		lo, hi = max(lo, w.from())-w.from(), min(hi, w.end())-w.from()
		if d.to.Row >= w.line.end && w.last() && !w.line.joined {
			hi = min(hi, max(w.line.textEnd()-w.from(), 0))
		}
		if len(w.line.cells) == 0 && d.from.Row < w.line.end && d.to.Row >= w.line.first {
			hi = 1 // an empty line is seen to be selected
		}
	}
	if lo >= hi {
		return
	}
	for len(l.Cells) < hi {
		l.Cells = append(l.Cells, vt.Cell{})
	}
	for x := lo; x < hi; x++ {
		l.Cells[x].Attr ^= vt.AttrReverse
	}
}

// hash is a number that cells which look different don't share.
func hash(cells []vt.Cell, f *vt.Frame) uint64 {
	const prime = 0x9e3779b97f4a7c15
	h := uint64(len(cells)) + prime
	mix := func(v uint64) {
		h = (h ^ v) * prime
		h ^= h >> 29
	}
	text := func(s string) {
		for i := range len(s) {
			mix(uint64(s[i]))
		}
		mix(uint64(len(s)))
	}
	for _, c := range cells {
		plain := c.Rune
		if plain > 0x10ffff {
			text(f.Text(c))
			plain = 0x10ffff
		}
		mix(uint64(plain) | uint64(c.Fg)<<32)
		mix(uint64(c.Bg) | uint64(c.Attr)<<32)
		if c.Ext != 0 {
			e := f.Ext(c)
			mix(uint64(e.UnderlineColor))
			text(e.Link)
			text(e.LinkID)
		}
	}
	return h
}
