package ui

import (
	"fmt"
	"strings"

	"jackin/mux/keys"
)

// maxDialogCols is the width at which a dialog's text is wrapped, on however
// large a screen.
const maxDialogCols = 64

// Choice is an answer to a Dialog.
type Choice struct {
	Label string
	// Key is the character that gives the answer at once, in either case; 0 is
	// none.
	Key rune
}

// Dialog is a question: the choices' own keys answer it, arrows, h, l and Tab
// move between the choices, Enter takes the selected one, Esc goes back.
type Dialog struct {
	Title string
	// Body is the question, a paragraph each; it is wrapped. What doesn't fit on
	// the screen is cut off, never the choices.
	Body    []string
	Choices []Choice
	// Selected is the index of the choice that Enter takes.
	Selected int
}

// Indexes of the choices of Confirm.
const (
	ConfirmYes = iota
	ConfirmNo
)

// Confirm asks before something is lost: y does it, n and Esc don't, and neither
// does Enter unless the user has moved to yes first.
func Confirm(title string, body []string, yes, no string) Dialog {
	return Dialog{
		Title:    title,
		Body:     body,
		Choices:  []Choice{ConfirmYes: {yes, 'y'}, ConfirmNo: {no, 'n'}},
		Selected: ConfirmNo,
	}
}

// Key implements Widget. Chosen: it is Choices[Selected].
func (d *Dialog) Key(k keys.Key, _, _ int) Outcome {
	p := pressOf(k)
	n := len(d.Choices)
	switch p.name {
	case pressEscape:
		return Cancelled
	case pressEnter:
		if n == 0 {
			return Cancelled
		}
		return Chosen
	case pressLeft, pressUp, pressBackTab:
		d.move(-1)
	case pressRight, pressDown, pressTab:
		d.move(1)
	case pressText:
		for i, c := range d.Choices {
			if c.Key != 0 && strings.EqualFold(p.text, string(c.Key)) {
				d.Selected = i
				return Chosen
			}
		}
		switch p.text {
		case "h", "k":
			d.move(-1)
		case "l", "j":
			d.move(1)
		}
	}
	return Pending
}

func (d *Dialog) move(by int) {
	if n := len(d.Choices); n > 0 {
		d.Selected = (d.Selected + by + n) % n
	}
}

// text is a choice as it is shown.
func (c Choice) text() string {
	s := Clean(c.Label)
	if c.Key != 0 {
		s = string(c.Key) + " " + s
	}
	return " " + s + " "
}

// choiceRows are the indexes of the choices that go on each row of n cells.
func (d Dialog) choiceRows(n int) [][]int {
	var rows [][]int
	used := 0
	for i, c := range d.Choices {
		w := width(c.text())
		if len(rows) == 0 || used+2+w > n {
			rows, used = append(rows, nil), 0
		} else {
			used += 2
		}
		rows[len(rows)-1] = append(rows[len(rows)-1], i)
		used += w
	}
	return rows
}

// lines is the body in lines of n cells.
func (d Dialog) lines(n int) []string {
	var lines []string
	for _, p := range d.Body {
		lines = append(lines, wrap(p, n)...)
	}
	return lines
}

// Rect implements Widget.
func (d Dialog) Rect(cols, rows int) Rect {
	limit := max(min(maxDialogCols, cols-frameCols), 1)
	w := 0
	lines := d.lines(limit)
	for _, l := range lines {
		w = max(w, width(l))
	}
	choices, choiceCols := d.choiceRows(limit), -2
	for _, c := range d.Choices {
		choiceCols += 2 + width(c.text())
	}
	w = max(w, min(choiceCols, limit))
	return boxRect(d.Title, w, len(lines)+1+len(choices), cols, rows)
}

// Draw implements Widget.
func (d Dialog) Draw(c Canvas) {
	in := drawBox(c, d.Title, "")
	if in.Cols <= 0 || in.Rows <= 0 {
		return
	}
	spans, choices := d.choiceSpans(in), d.choiceRows(in.Cols)
	lines := d.lines(in.Cols)
	room := max(in.Rows-len(choices), 0)
	if room > len(lines) {
		room-- // a blank row between question and choices
	}
	if hidden := len(lines) - room; hidden > 0 && room > 0 {
		lines = append(lines[:room-1:room-1], fmt.Sprintf("… %d more lines", hidden+1))
	}
	for i, l := range lines[:min(room, len(lines))] {
		putCut(c, in.X, in.Y+i, in.Cols, l, plain())
	}
	for _, s := range spans {
		style := accent()
		if s.choice == d.Selected {
			style = selected()
		}
		putCut(c, s.X, s.Y, s.Cols, d.Choices[s.choice].text(), style)
	}
}

// choiceSpan is where a choice is shown.
type choiceSpan struct {
	Rect
	choice int
}

// choiceSpans places the choices in the last rows of the part inside of a box,
// as far as they fit.
func (d Dialog) choiceSpans(in Rect) (spans []choiceSpan) {
	if in.Cols <= 0 || in.Rows <= 0 {
		return nil
	}
	choices := d.choiceRows(in.Cols)
	y := in.Y + max(in.Rows-len(choices), 0)
	for _, row := range choices[:min(len(choices), in.Rows)] {
		x, end := in.X, in.X+in.Cols
		for _, i := range row {
			w := min(width(d.Choices[i].text()), max(end-x, 0))
			spans = append(spans, choiceSpan{Rect{x, y, w, 1}, i})
			x += w + 2
		}
		y++
	}
	return spans
}

// Snapshot implements Widget.
func (d Dialog) Snapshot() func(Canvas) { return d.Draw }

// Hints implements Widget.
func (d Dialog) Hints() []Hint {
	var h []Hint
	for _, c := range d.Choices {
		if c.Key != 0 {
			h = append(h, Hint{string(c.Key), c.Label})
		}
	}
	return append(h, Hint{"Esc", "back"}, Hint{"←→", "move"}, Hint{"Enter", "take"})
}
