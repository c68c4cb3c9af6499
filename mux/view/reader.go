package view

import (
	"sort"

	"jackin/mux/vt"
)

// lineRows bounds the length of a line that is looked at as one: one of more
// rows is cut at row numbers that this divides, but not within its first
// lineRows rows. Where a line is cut then doesn't depend on from where one comes.
const lineRows = 128

// Rows that are read at a time: a few around the one asked for, or for whoever
// walks through all of them, many.
const (
	fewRows  = 32
	manyRows = 500
)

// cachedLines is how many lines a reader remembers.
const cachedLines = 64

// reader is a View's rows during one call: those of the history from the source,
// those of the screen from the view's copy. Rows that should be there but aren't
// are blank.
type reader struct {
	src        Source
	v          *View
	first, end uint64 // rows first to before end are there
	live       bool   // all rows are the source's: the view has no copy yet
	window     int    // rows read around one that is asked for; 0 is fewRows

	page *vt.Frame // rows from at on
	at   uint64
	// reuse is a frame to read into again; nil: each page is its own.
	reuse *vt.Frame

	// lines are the last ones, at their first row's number modulo their count.
	lines [cachedLines]*line
}

func (v *View) read(src Source) *reader {
	first, _, _ := src.RowSpan()
	r := &reader{src: src, v: v, first: min(first, v.base), end: v.base + 1}
	if v.frozen != nil {
		r.end = v.base + uint64(max(len(v.frozen.Lines), 1))
	}
	return r
}

// load makes the page rows lo to before hi, as far as they exist.
func (r *reader) load(lo, hi uint64) {
	lo, hi = max(lo, r.first), min(hi, r.end)
	f := r.reuse
	if f == nil {
		f = &vt.Frame{Lines: emptyLines(int(hi-min(lo, hi)), r.v.cols)}
	}
	old := hi // the first row that isn't the source's
	if !r.live {
		old = min(hi, r.v.base)
	}
	r.src.CopyRows(f, lo, int(old)-int(min(lo, old)))
	for n := lo + uint64(len(f.Lines)); n < old; n++ {
		f.Lines = append(f.Lines, vt.Line{ID: n + 1})
	}
	if hi > old && r.v.frozen != nil {
		lines, base := r.v.frozen.Lines, r.v.base
		from, to := min(max(lo, base)-base, uint64(len(lines))), min(hi-base, uint64(len(lines)))
		f.Append(r.v.frozen, lines[from:to])
	}
	for n := lo + uint64(len(f.Lines)); n < hi; n++ {
		f.Lines = append(f.Lines, vt.Line{ID: n + 1})
	}
	r.page, r.at = f, lo
}

// usualCols is how many cells of a row memory is made ready for: few rows have
// more, however wide the screen.
const usualCols = 256

// emptyLines are no lines, with room for n of cols cells.
func emptyLines(n, cols int) []vt.Line {
	cols = min(cols, usualCols)
	lines, cells := make([]vt.Line, n), make([]vt.Cell, n*cols)
	for i := range lines {
		lines[i].Cells = cells[i*cols : i*cols : (i+1)*cols]
	}
	return lines[:0]
}

// row is row n, which exists; it is valid until the next call.
func (r *reader) row(n uint64) *vt.Line {
	if r.page == nil || n < r.at || n >= r.at+uint64(len(r.page.Lines)) {
		window := uint64(max(r.window, fewRows, r.v.height()+fewRows/4))
		lo, hi := n, n+window
		switch {
		case r.page == nil:
			lo = n - min(n, window/4)
		case n < r.at:
			lo, hi = n+1-min(n+1, window), n+1
		}
		r.load(lo, hi)
	}
	return &r.page.Lines[n-r.at]
}

// continues says that the row after n is of the same line.
func (r *reader) continues(n uint64) bool {
	switch {
	case n+1 >= r.end:
		return false
	case !r.live && n+1 == r.v.base:
		return r.v.seam
	}
	return r.row(n).Wrapped
}

// lineStart is the first row of n's line.
func (r *reader) lineStart(n uint64) uint64 {
	cut := n / lineRows * lineRows
	for s := n; ; s-- {
		if s+lineRows <= cut {
			return max(cut, r.first)
		}
		if s <= r.first || !r.continues(s-1) {
			return s
		}
		r.expect(n - s)
	}
}

// lineEnd is the row after the line that starts at row s.
func (r *reader) lineEnd(s uint64) uint64 {
	e := s + 1
	for e < r.end && r.continues(e-1) && (e%lineRows != 0 || e-s < lineRows) {
		e++
		r.expect(e - s)
	}
	return e
}

// expect has more rows read at a time, once a line has turned out to have n.
func (r *reader) expect(n uint64) {
	if n == fewRows/2 {
		r.window = max(r.window, 2*lineRows)
	}
}

// line is a line that the program printed, however many rows it took.
type line struct {
	first, end uint64 // its rows
	// at is where in cells each row begins.
	at    []int
	cells []vt.Cell
	// joined says that it goes on in the next line: it was cut at lineRows.
	joined bool
	mark   vt.Mark
	frame  *vt.Frame // resolves cells
	// starts is where in cells the view's rows begin.
	starts []int
	// one is the memory of at and starts where they have one element.
	one [2]int
}

// lineAt is the line that row n is of.
func (r *reader) lineAt(n uint64) *line {
	n = min(max(n, r.first), r.end-1)
	return r.lineFrom(r.lineStart(n))
}

// lineFrom is the line that starts at row s.
func (r *reader) lineFrom(s uint64) *line {
	cached := &r.lines[s%cachedLines]
	if *cached == nil || (*cached).first != s {
		*cached = r.lineOf(s, r.lineEnd(s))
	}
	return *cached
}

// lineOf is the line of rows first to before end.
func (r *reader) lineOf(first, end uint64) *line {
	if r.row(first); end > r.at+uint64(len(r.page.Lines)) || first < r.at {
		r.load(first, end+uint64(max(r.window, fewRows)))
	}
	rows := r.page.Lines[first-r.at : end-r.at]
	l := &line{first: first, end: end, joined: r.continues(end - 1), mark: rows[0].Mark, frame: r.page}
	if len(rows) == 1 {
		l.at, l.cells = l.one[:1:1], rows[0].Cells
	} else {
		n := 0
		for i := range rows {
			n += len(rows[i].Cells)
		}
		l.cells, l.at = make([]vt.Cell, 0, n), make([]int, len(rows))
		for i := range rows {
			l.at[i] = len(l.cells)
			l.cells = append(l.cells, rows[i].Cells...)
		}
	}
	if v := r.v; v.cols == v.liveCols && end > v.live {
		// As wide as the screen was, its rows stay what they were, also where a
		// program has written over a part of the line and it would wrap otherwise.
		k := int(max(v.live, first) - first)
		l.wrap(v.cols, l.at[k])
		if k == 0 {
			l.starts = l.starts[:0]
		}
		l.starts = append(l.starts, l.at[k:]...)
		return l
	}
	content := len(l.cells)
	for !l.joined && content > 0 && l.cells[content-1].Rune == 0 && l.cells[content-1].Attr&vt.AttrSpacer == 0 {
		content--
	}
	l.wrap(r.v.cols, content)
	// Erased cells at the end keep their background, but make no new row.
	l.cells = l.cells[:min(len(l.cells), l.starts[len(l.starts)-1]+r.v.cols)]
	return l
}

// wrap finds where the rows of the first content cells begin at a width.
func (l *line) wrap(cols, content int) {
	l.starts = l.one[1:2:2]
	if content > cols {
		l.starts = make([]int, 1, content/cols+1)
	}
	for at := 0; ; {
		n := min(cols, content-at)
		if at+n < content && n > 1 && l.cells[at+n].Attr&vt.AttrSpacer != 0 {
			n-- // the wide character goes to the next row as a whole
		}
		if at += n; at >= content {
			break
		}
		l.starts = append(l.starts, at)
	}
}

// offset is where in l.cells p is, or would be; p is of one of l's rows.
func (l *line) offset(p Pos) int {
	i := int(p.Row - l.first)
	if i+1 < len(l.at) {
		return min(l.at[i]+p.Off, max(l.at[i], l.at[i+1]-1))
	}
	return l.at[i] + p.Off
}

// pos is the place of offset o.
func (l *line) pos(o int) Pos {
	i := sort.Search(len(l.at), func(i int) bool { return l.at[i] > o }) - 1
	return Pos{Row: l.first + uint64(i), Off: o - l.at[i]}
}

// rowOf is which of the view's rows has offset o.
func (l *line) rowOf(o int) int {
	return sort.Search(len(l.starts), func(k int) bool { return l.starts[k] > o }) - 1
}

// rowEnd is the offset at which the view's row k ends.
func (l *line) rowEnd(k int) int {
	if k+1 < len(l.starts) {
		return l.starts[k+1]
	}
	return len(l.cells)
}

// textEnd is the offset behind the last cell that isn't blank.
func (l *line) textEnd() int {
	n := len(l.cells)
	for n > 0 && isBlank(l.cells[n-1]) {
		n--
	}
	return n
}

// snap is o, or the left half of the wide character whose right half o is.
func (l *line) snap(o int) int {
	if o > 0 && o < len(l.cells) && l.cells[o].Attr&vt.AttrSpacer != 0 {
		return o - 1
	}
	return o
}

// isBlank says that c shows nothing but its background.
func isBlank(c vt.Cell) bool {
	return (c.Rune == 0 || c.Rune == ' ') && c.Attr&vt.AttrSpacer == 0
}
