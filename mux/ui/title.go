package ui

import "strings"

// titleSeparator stands between the parts of a title.
const titleSeparator = " › "

// TitleRow is the first row of a screen of its own: where one is, the widest part
// first. Where there is no room, the widest parts go. It only shows.
type TitleRow struct{ Parts []string }

// Draw draws the row on the first row of c.
func (t TitleRow) Draw(c Canvas) {
	cols, rows := c.Size()
	if rows < 1 {
		return
	}
	fill(c, 0, 0, cols, bar())
	parts := t.Parts
	text := strings.Join(parts, titleSeparator)
	for len(parts) > 1 && width(Clean(text)) > cols-2 {
		parts = parts[1:]
		text = ellipsis + titleSeparator + strings.Join(parts, titleSeparator)
	}
	putCut(c, StatusColumn(cols), 0, cols-2, text, selected())
}

// StatusRow is a line about what was done last. It only shows.
type StatusRow struct {
	Text string
	// Alert: it is a problem.
	Alert bool
}

// Draw draws the line on the first row of c.
func (s StatusRow) Draw(c Canvas) {
	cols, _ := c.Size()
	style := strong()
	if s.Alert {
		style = alert()
	}
	putCut(c, 0, 0, cols, s.Text, style)
}
