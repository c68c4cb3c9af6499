package ui

import "strconv"

// maxLabel is the width of the longest label in the strip, in cells; more of it
// is cut off, so that one label can't take the row from the other tabs.
const maxLabel = 32

// SpanKind is what a Span of the strip is.
type SpanKind uint8

// The kinds of spans.
const (
	SpanTab SpanKind = iota
	SpanPlus
	SpanSeparator
	SpanHiddenLeft
	SpanHiddenRight
	SpanHint
	SpanNotice
)

// Span is a part of the strip's row.
type Span struct {
	Kind    SpanKind
	X, Cols int
	// Tab is the id of a tab; Plus for the `+`; for a count of hidden tabs the
	// hidden one next to those that show; else 0.
	Tab int
	// Text is what the span shows, without the mark of a tab's state.
	Text string

	mark      string
	markAt    int // from X
	markTone  tone
	attention bool // a hidden tab wants it
}

// Hit is what is under cell x of a strip of cols cells: a tab's id, Plus, or 0
// for nothing. A count of hidden tabs stands for the nearest of them.
func (s Strip) Hit(x, cols int) int {
	for _, sp := range s.Layout(cols) {
		if x >= sp.X && x < sp.X+sp.Cols {
			return sp.Tab
		}
	}
	return 0
}

const (
	plusText  = " + "
	separator = "│"
	// hintGap is the least number of blanks before the hint.
	hintGap = 2
	// minPlusCols: a narrower row has no `+`; N still works.
	minPlusCols = 16
)

// Layout places everything that the strip shows in a row of cols cells, from
// left to right, without overlap.
func (s Strip) Layout(cols int) []Span {
	if cols <= 0 {
		return nil
	}
	tabs := make([]Span, len(s.Tabs))
	total := 0
	for i, t := range s.Tabs {
		tabs[i] = tabSpan(t)
		total += tabs[i].Cols + 1
	}
	plus := width(plusText)

	avail := cols
	right, kind := s.Hint, SpanHint
	if s.Notice != "" {
		right, kind = cut(s.Notice, max(cols-total-plus-hintGap-1, cols/2)), SpanNotice
		avail = max(cols-width(right)-hintGap-1, 0)
	}

	spans := make([]Span, 0, 2*len(tabs)+4)
	x := 0
	add := func(sp Span) {
		sp.X = x
		spans = append(spans, sp)
		x += sp.Cols
	}
	addPlus := func() { add(Span{Kind: SpanPlus, Tab: Plus, Text: plusText, Cols: plus}) }

	if total+plus <= avail {
		for _, t := range tabs {
			add(t)
			add(Span{Kind: SpanSeparator, Text: separator, Cols: 1})
		}
		addPlus()
	} else {
		room := avail
		withPlus := cols >= minPlusCols && avail >= minPlusCols
		if withPlus {
			room -= plus + 1
		}
		for i, sp := range s.scroll(tabs, room) {
			if i > 0 {
				add(Span{Kind: SpanSeparator, Text: separator, Cols: 1})
			}
			add(sp)
		}
		if withPlus {
			if x > 0 {
				add(Span{Kind: SpanSeparator, Text: separator, Cols: 1})
			}
			addPlus()
		}
	}

	if right = Clean(right); right != "" {
		w := width(right)
		if at := cols - w - 1; at >= x+hintGap || kind == SpanNotice && at >= x {
			spans = append(spans, Span{Kind: kind, X: at, Cols: w, Text: right})
		}
	}
	return spans
}

// tabSpan is ` ID LABEL MARK `.
func tabSpan(t StripTab) Span {
	sp := Span{Kind: SpanTab, Tab: t.ID}
	if label := cut(t.Label, maxLabel); label != "" {
		sp.Text = " " + strconv.Itoa(t.ID) + " " + label
	} else {
		sp.Text = " " + strconv.Itoa(t.ID)
	}
	sp.Cols = width(sp.Text) + 1
	sp.mark, sp.markTone = t.mark()
	if sp.mark != "" {
		sp.mark = cut(sp.mark, maxLabel)
		sp.markAt = sp.Cols
		sp.Cols += width(sp.mark) + 1
	}
	return sp
}

// minTab is the least that a tab takes beside counts of hidden ones, in cells; in
// a row too narrow for that, the counts are left out.
const minTab = 4

// minLabel is the least of a label that is worth showing, in cells: a blank, a
// letter and the ellipsis.
const minLabel = 3

// narrow is sp in at most cols cells: the label gives way first, then the mark,
// the number last.
func narrow(sp Span, cols int) Span {
	if sp.Cols <= cols {
		return sp
	}
	markCols := sp.Cols - width(sp.Text) - 1
	number := " " + strconv.Itoa(sp.Tab)
	if room := cols - 1 - markCols; room >= width(number)+minLabel {
		sp.Text = cut(sp.Text, room)
		if sp.mark != "" {
			sp.markAt = width(sp.Text) + 1
		}
		sp.Cols = width(sp.Text) + 1 + markCols
		return sp
	}
	sp.mark = ""
	sp.Text = cut(number, cols)
	if cols < 3 {
		sp.Text = cut(strconv.Itoa(sp.Tab), cols)
	}
	sp.Cols = min(width(sp.Text)+1, cols)
	return sp
}

// scroll is as many of tabs, which don't all fit into room cells, as do, with
// the one that must be visible among them and counts of those that don't.
func (s Strip) scroll(tabs []Span, room int) []Span {
	if room <= 0 || len(tabs) == 0 {
		return nil
	}
	at := len(tabs) - 1
	for i, t := range s.Tabs {
		if t.ID == s.focus() {
			at = i
		}
	}
	from, to := at, at+1
	fits := func(from, to int) bool { return s.windowCols(tabs, from, to) <= room }
	// One more on each side in turn, until neither fits.
	for grown := true; grown; {
		grown = false
		if to < len(tabs) && fits(from, to+1) {
			to, grown = to+1, true
		}
		if from > 0 && fits(from-1, to) {
			from, grown = from-1, true
		}
	}

	left, right := s.hiddenLeft(from), s.hiddenRight(to)
	if !fits(from, to) {
		// Only the one tab, and too wide: it takes what the counts leave, or
		// all of it where that isn't much.
		rest := room - (s.windowCols(tabs, from, to) - tabs[at].Cols)
		if rest < minTab {
			return []Span{narrow(tabs[at], room)}
		}
		tabs[at] = narrow(tabs[at], rest)
	}
	var spans []Span
	if left.Cols > 0 {
		spans = append(spans, left)
	}
	spans = append(spans, tabs[from:to]...)
	if right.Cols > 0 {
		spans = append(spans, right)
	}
	return spans
}

// windowCols is what tabs from up to to take, with separators and the counts of
// the others.
func (s Strip) windowCols(tabs []Span, from, to int) int {
	n := to - from - 1
	for _, t := range tabs[from:to] {
		n += t.Cols
	}
	if l := s.hiddenLeft(from).Cols; l > 0 {
		n += l + 1
	}
	if r := s.hiddenRight(to).Cols; r > 0 {
		n += r + 1
	}
	return n
}

// hiddenLeft counts the tabs before from: `‹4`, and `‹4 2!` where two of them
// want attention.
func (s Strip) hiddenLeft(from int) Span {
	if from == 0 {
		return Span{}
	}
	sp := Span{Kind: SpanHiddenLeft, Tab: s.Tabs[from-1].ID, Text: "‹" + strconv.Itoa(from)}
	if n := attention(s.Tabs[:from]); n > 0 {
		sp.Text += " " + strconv.Itoa(n) + markAttend
		sp.attention = true
	}
	sp.Text += " "
	sp.Cols = width(sp.Text)
	return sp
}

// hiddenRight counts the tabs from to on: `4›`, and `2! 4›`.
func (s Strip) hiddenRight(to int) Span {
	if to == len(s.Tabs) {
		return Span{}
	}
	sp := Span{Kind: SpanHiddenRight, Tab: s.Tabs[to].ID, Text: strconv.Itoa(len(s.Tabs)-to) + "›"}
	if n := attention(s.Tabs[to:]); n > 0 {
		sp.Text = strconv.Itoa(n) + markAttend + " " + sp.Text
		sp.attention = true
	}
	sp.Text = " " + sp.Text + " "
	sp.Cols = width(sp.Text)
	return sp
}

func attention(tabs []StripTab) int {
	n := 0
	for _, t := range tabs {
		if t.Attention {
			n++
		}
	}
	return n
}
