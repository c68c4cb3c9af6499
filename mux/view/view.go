package view

import (
	"jackin/mux/keys"
	"jackin/mux/vt"
)

// Source is the terminal that a View looks at: a *vt.Screen. It is only used
// during the call that it is given to, and mustn't change meanwhile.
type Source interface {
	// RowSpan says which rows there are; see vt.Screen.
	RowSpan() (first, screen, end uint64)
	// CopyRows copies some of them; see vt.Screen.
	CopyRows(f *vt.Frame, first uint64, n int)
}

// Pos is a place in what a View shows: a cell of a row as the program printed
// it. The zero value is the first cell of the first row there ever was.
type Pos struct {
	// Row is the row's number, see vt.Screen.RowSpan.
	Row uint64
	// Off counts the row's cells from 0. In the last row of a line it may lie
	// behind the text: nothing is there then.
	Off int
}

// before says that p comes before q.
func (p Pos) before(q Pos) bool {
	return p.Row < q.Row || p.Row == q.Row && p.Off < q.Off
}

// View is what one client looks at while it doesn't look at the live screen. It
// is plain data: a copy is a snapshot, and what its fields point to is never
// changed. The zero value shows nothing; make one with Open.
type View struct {
	cols, rows int

	// frozen is the screen as it was when the view was opened, from the start of
	// its first line on; base is the number of its first row, seam says that a
	// row before it continues there all the same (see lineRows), and live is the
	// number of the screen's first row, liveCols the screen's width.
	frozen   *vt.Frame
	seam     bool
	base     uint64
	live     uint64
	liveCols int

	// top is the first cell shown.
	top Pos
	// cursor is where it is, or would be; it is shown once steer is set.
	cursor Pos
	steer  bool
	// want is the column that Up and Down keep to, -1 for that of the cursor.
	want int

	sel   selection
	drag  drag
	query query
	found found
}

// Action is what a View wants done after a keystroke or the like. The zero value
// is nothing.
type Action struct {
	// Leave: back to the live screen. The keystroke was used up by it.
	Leave bool
	// Copy is text for the clipboard; "" is none.
	Copy string
	// Cut says that Copy was more than MaxCopy and has been cut there.
	Cut bool
	// Search is a walk to do, instead of the one before; nil leaves that alone.
	Search *Search
	// Edit: open the history in an editor.
	Edit bool
	// Bell: there was nothing to do.
	Bell bool
}

// Open is a view of src as it is now, for an area of cols by rows, of which the
// last row is left to the hints. Nothing jumps: the screen's first row is the
// first one shown, and its last one lies below the hints, one row further down.
func Open(src Source, cols, rows int) View {
	v := View{cols: max(cols, 1), rows: max(rows, 1), want: -1}
	v.freeze(src)
	r := v.read(src)
	v.top = r.rowAt(Pos{Row: v.live}).start()
	c := v.frozen.Cursor
	v.cursor = r.clamp(Pos{Row: v.live + uint64(c.Y), Off: c.X})
	v.keepCursor(r)
	return v
}

// freeze copies the screen as it is now.
func (v *View) freeze(src Source) {
	first, screen, end := src.RowSpan()
	v.live, v.base, v.frozen, v.seam = screen, screen, &vt.Frame{}, false
	src.CopyRows(v.frozen, end, 0)
	v.liveCols = v.frozen.Cols
	// The screen's first line from its start on: a resize takes the part that is
	// in the history out of there.
	r := &reader{src: src, v: v, first: first, end: end, live: true}
	v.base = r.lineStart(screen)
	v.seam = v.base > first && r.continues(v.base-1)
	src.CopyRows(v.frozen, v.base, int(end-v.base))
}

// Resize gives the view another size; what is shown on top stays there, or
// where the end was shown, the end does.
func (v *View) Resize(src Source, cols, rows int) {
	r := v.read(src)
	atEnd := v.atLive(r)
	v.cols, v.rows = max(cols, 1), max(rows, 1)
	v.want = -1
	r = v.read(src)
	if atEnd {
		v.top = Pos{Row: v.live}
	}
	v.top = r.clampTop(v.top)
	v.cursor = r.clamp(v.cursor)
	if v.steer {
		v.reveal(r)
	}
	v.keepCursor(r)
}

// Size is that of the area, the hint row included, in cells.
func (v View) Size() (cols, rows int) { return v.cols, v.rows }

// height is how many rows of the area show something.
func (v *View) height() int { return max(v.rows-1, 1) }

// atLive says that the view shows what the screen showed as it was opened, or
// what is below.
func (v *View) atLive(r *reader) bool {
	return v.shownLive(r, v.top)
}

// AtEnd says that nothing is scrolled back.
func (v View) AtEnd(src Source) bool { return v.atLive(v.read(src)) }

// Behind is how many rows, as the program printed them, the view is scrolled
// back, and how many have left the screen since it was opened.
func (v View) Behind(src Source) (back, fresh int) {
	_, screen, _ := src.RowSpan()
	if screen > v.live {
		fresh = int(screen - v.live)
	}
	if r := v.read(src); !v.atLive(r) {
		back = max(1, int(v.live)-int(r.clamp(v.top).Row))
	}
	return back, fresh
}

// Key is a keystroke. Action.Leave is set for those that the view has no use for.
func (v *View) Key(src Source, k keys.Key) Action {
	if k.Released() || isModifier(k) {
		return Action{}
	}
	r := v.read(src)
	v.settle(r)
	if v.query.open {
		return v.queryKey(r, k)
	}
	return v.command(r, k)
}

// settle brings what is no longer there, because the history is trimmed or was
// cleared, back to what is.
func (v *View) settle(r *reader) {
	v.top = r.clampTop(v.top)
	v.cursor = r.clamp(v.cursor)
}
