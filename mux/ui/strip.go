package ui

import (
	"github.com/gdamore/tcell/v2"
)

// Plus is the id of the strip's `+`, where a tab's would stand.
const Plus = -1

// StripTab is a tab as the strip shows it.
type StripTab struct {
	// ID is the tab's number, from 1.
	ID    int
	Label string
	State TabState
	// Exit says how an exited tab ended, in a few cells: `1`, `TERM`.
	Exit string
	// Activity is shown while the tab runs.
	Activity Activity
	// OldKey: the program runs with a key that has changed since.
	OldKey bool
	// Attention: the tab waits for the operator.
	Attention bool
}

// Strip is the row of tabs. It only shows: the keystrokes that it has while it
// is focused belong to its owner.
type Strip struct {
	Tabs []StripTab
	// Current is the id of the tab that the pane shows; 0 is none.
	Current int
	// Focused: the strip has the keyboard.
	Focused bool
	// Selected is the id of the tab, or Plus, that Enter would go to; it counts
	// while the strip is focused.
	Selected int
	// Hint is shown at the right end where there is room for it.
	Hint string
	// Notice is a short message; it takes the place of Hint and, where it must,
	// half of the row.
	Notice string
}

// Draw draws the strip on the first row of c.
func (s Strip) Draw(c Canvas) {
	cols, rows := c.Size()
	if rows < 1 {
		return
	}
	for _, sp := range s.Layout(cols) {
		s.drawSpan(c, sp)
	}
}

func (s Strip) drawSpan(c Canvas, sp Span) {
	switch sp.Kind {
	case SpanSeparator, SpanHint:
		put(c, sp.X, 0, sp.Cols, sp.Text, faint())
		return
	case SpanNotice:
		put(c, sp.X, 0, sp.Cols, sp.Text, alert())
		return
	case SpanHiddenLeft, SpanHiddenRight:
		style := faint()
		if sp.attention {
			style = alert()
		}
		put(c, sp.X, 0, sp.Cols, sp.Text, style)
		return
	}
	base := s.highlight(sp.Tab)
	text := put(c, sp.X, 0, sp.Cols, sp.Text, base)
	fill(c, sp.X+text, 0, sp.Cols-text, base)
	if sp.mark != "" {
		style := sp.markTone.style()
		if base != plain() {
			style = base
		}
		put(c, sp.X+sp.markAt, 0, sp.Cols-sp.markAt, sp.mark, style)
	}
	if s.Focused && sp.Tab == s.Selected && sp.Cols >= 3 {
		// Without colours, too, it must show who has the keyboard.
		put(c, sp.X, 0, 1, "[", base)
		put(c, sp.X+sp.Cols-1, 0, 1, "]", base)
	}
}

// highlight is the style of the tab with that id, or of Plus.
func (s Strip) highlight(id int) tcell.Style {
	switch {
	case s.Focused && id == s.Selected:
		return selected().Foreground(tcell.ColorTeal)
	case id == s.Current && s.Focused:
		return strong().Underline(true)
	case id == s.Current:
		return selected()
	}
	return plain()
}

// focus is the id that must be visible.
func (s Strip) focus() int {
	if s.Focused {
		return s.Selected
	}
	return s.Current
}
