package ui

import (
	"fmt"

	"jackin/mux/keys"
)

// maxMessageCols is the width at which a message is wrapped, on however large a
// screen: longer lines are hard to read.
const maxMessageCols = 76

// Message is text to read, longer than the screen if need be: arrows, j, k, the
// page keys, Space, Home and End scroll; Esc, Enter and q close it.
type Message struct {
	Title string
	// Lines are the paragraphs. They are wrapped; leading blanks indent all of a
	// paragraph.
	Lines []string

	// top is the first wrapped line that is shown. It counts for the width that
	// the last Key was given; another width starts at about the same place.
	top int
}

// Key implements Widget.
func (m *Message) Key(k keys.Key, cols, rows int) Outcome {
	r := m.Rect(cols, rows)
	in := inside(r.Cols, r.Rows)
	last := max(len(m.wrapped(in.Cols))-in.Rows, 0)
	m.top = min(m.top, last)
	page := max(in.Rows-1, 1)
	p := pressOf(k)
	switch p.name {
	case pressEscape, pressEnter:
		return Cancelled
	case pressUp:
		m.top--
	case pressDown:
		m.top++
	case pressPageUp:
		m.top -= page
	case pressPageDown:
		m.top += page
	case pressHome:
		m.top = 0
	case pressEnd:
		m.top = last
	case pressText:
		switch p.text {
		case "q":
			return Cancelled
		case "k":
			m.top--
		case "j":
			m.top++
		case "b":
			m.top -= page
		case " ":
			m.top += page
		case "g":
			m.top = 0
		case "G":
			m.top = last
		}
	}
	m.top = min(max(m.top, 0), last)
	return Pending
}

// wrapped are the lines for a width of n cells.
func (m Message) wrapped(n int) []string {
	var lines []string
	for _, l := range m.Lines {
		lines = append(lines, wrap(l, n)...)
	}
	return lines
}

// Rect implements Widget.
func (m Message) Rect(cols, rows int) Rect {
	lines := m.wrapped(max(min(maxMessageCols, cols-frameCols), 1))
	w := 0
	for _, l := range lines {
		w = max(w, width(l))
	}
	return boxRect(m.Title, w, len(lines), cols, rows)
}

// Draw implements Widget.
func (m Message) Draw(c Canvas) {
	cols, rows := c.Size()
	in := inside(cols, rows)
	lines := m.wrapped(in.Cols)
	last := max(len(lines)-in.Rows, 0)
	top := min(m.top, last)
	more := ""
	if last > 0 {
		more = fmt.Sprintf("%d-%d of %d", top+1, top+in.Rows, len(lines))
	}
	drawBox(c, m.Title, more)
	if in.Cols <= 0 || in.Rows <= 0 {
		return
	}
	for y := range min(in.Rows, len(lines)-top) {
		putCut(c, in.X, in.Y+y, in.Cols, lines[top+y], plain())
	}
	drawMore(c, in, top > 0, top < last)
}

// Snapshot implements Widget.
func (m Message) Snapshot() func(Canvas) { return m.Draw }

// Hints implements Widget.
func (m Message) Hints() []Hint {
	return []Hint{{"Esc", "close"}, {"↑↓", "scroll"}, {"Space", "next page"}}
}
