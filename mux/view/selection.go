package view

import (
	"strings"

	"jackin/mux/vt"
)

// MaxCopy is how many bytes a selection can be as text; what is beyond is cut
// off, between characters, and the Action says so.
const MaxCopy = 1 << 20

// selectMode is what lies between the ends of a selection.
type selectMode uint8

const (
	selectNone   selectMode = iota
	selectStream            // all cells in reading order
	selectLines             // whole lines, as the program printed them
	selectBlock             // a rectangle of the view's rows
)

// selection is from a piece to another, both included. The zero value is none.
type selection struct {
	mode selectMode
	// anchor to anchorEnd is the piece where it began, head to headEnd that at
	// the cursor: one cell each, or with the mouse a word.
	anchor, anchorEnd Pos
	head, headEnd     Pos
}

// ends is the first and the last cell.
func (s *selection) ends() (from, to Pos) {
	from, to = s.anchor, s.anchorEnd
	if s.head.before(from) {
		from = s.head
	}
	if to.before(s.headEnd) {
		to = s.headEnd
	}
	return from, to
}

// selectBy starts a selection at the cursor, makes one another kind, or ends it
// where it is of that kind already.
func (v *View) selectBy(r *reader, mode selectMode) {
	v.steer = true
	switch v.sel.mode {
	case mode:
		v.sel = selection{}
	case selectNone:
		v.sel = selection{mode, v.cursor, v.cursor, v.cursor, v.cursor}
	default:
		v.sel.mode = mode
	}
	v.reveal(r)
}

// otherEnd takes the cursor to the end of the selection where it isn't.
func (v *View) otherEnd(r *reader) Action {
	if v.sel.mode == selectNone {
		return Action{Bell: true}
	}
	at := v.sel.anchor
	if v.sel.anchor.before(v.cursor) {
		v.sel.anchor, v.sel.anchorEnd = v.sel.headEnd, v.sel.headEnd
	} else {
		at = v.sel.anchorEnd
		v.sel.anchor, v.sel.anchorEnd = v.sel.head, v.sel.head
	}
	v.goTo(r, r.clamp(at))
	return Action{}
}

// copyOut copies the selection and leaves.
func (v *View) copyOut(r *reader) Action {
	if v.sel.mode == selectNone {
		return Action{Bell: true}
	}
	text, cut := v.selected(r)
	return Action{Leave: true, Copy: text, Cut: cut}
}

// selected is the selection as text: a line for each that the program printed,
// however it was wrapped, or for each row of a block; without blanks at the ends
// of lines and without a newline at the end.
func (v *View) selected(r *reader) (text string, cut bool) {
	r.window = manyRows
	defer func() { r.window = 0 }()
	var b copyText
	if v.sel.mode == selectBlock {
		v.blockText(r, &b)
	} else {
		v.streamText(r, &b)
	}
	return b.text.String(), b.cut
}

func (v *View) streamText(r *reader, b *copyText) {
	from, to := v.sel.ends()
	from, to = r.inside(from), r.inside(to)
	for n := from.Row; !b.cut; {
		l := r.lineAt(n)
		lo, hi := v.span(l, from, to)
		b.cells(l, lo, hi)
		if l.end > to.Row || l.end >= r.end {
			return
		}
		if !l.joined {
			b.newline()
		}
		n = l.end
	}
}

// span is which offsets of l are selected, from lo to before hi, by a selection
// by characters or lines between from and to. Behind the text there is nothing.
func (v *View) span(l *line, from, to Pos) (lo, hi int) {
	hi = len(l.cells)
	if to.Row < l.first || from.Row >= l.end {
		return 0, 0
	}
	if v.sel.mode == selectLines {
		return 0, hi
	}
	if from.Row >= l.first {
		lo = l.snap(l.offset(from))
	}
	if to.Row < l.end {
		o := l.snap(l.offset(to))
		if o < len(l.cells) && l.cells[o].Attr&vt.AttrWide != 0 {
			o++
		}
		hi = min(hi, o+1)
	}
	return min(lo, hi), hi
}

// block is the columns and the first and last row of a selected rectangle.
func (v *View) block(r *reader) (left, right int, top, bottom visual) {
	left, right = r.column(v.sel.anchor), r.column(v.sel.head)
	if left > right {
		left, right = right, left
	}
	from, to := v.sel.ends()
	return left, right, r.rowAt(from), r.rowAt(to)
}

// blockSpan is the offsets of w's line in columns left to right, from lo to before
// hi. A wide character counts where its left half is.
func (w visual) blockSpan(left, right int) (lo, hi int) {
	l := w.line
	lo, hi = min(w.from()+left, w.end()), min(w.from()+right+1, w.end())
	if lo < w.end() && l.cells[lo].Attr&vt.AttrSpacer != 0 {
		lo++
	}
	return min(lo, hi), hi
}

func (v *View) blockText(r *reader, b *copyText) {
	left, right, w, bottom := v.block(r)
	last := bottom.start()
	for ok := true; ok && !b.cut; {
		lo, hi := w.blockSpan(left, right)
		b.cells(w.line, lo, hi)
		if !w.start().before(last) {
			return
		}
		b.newline()
		w, ok = r.next(w)
	}
}

// copyText collects text to copy; blanks wait until it is known that something
// follows them in their line.
type copyText struct {
	text   strings.Builder
	blanks int
	cut    bool
}

func (b *copyText) newline() {
	b.blanks = 0
	b.add("\n")
}

func (b *copyText) cells(l *line, lo, hi int) {
	for _, c := range l.cells[lo:hi] {
		if isBlank(c) {
			b.blanks++
			continue
		}
		if b.blanks > 0 {
			b.add(strings.Repeat(" ", b.blanks))
			b.blanks = 0
		}
		b.add(l.frame.Text(c))
	}
}

func (b *copyText) add(s string) {
	if b.cut || b.text.Len()+len(s) > MaxCopy {
		b.cut = true
		return
	}
	b.text.WriteString(s)
}
