package ui

import (
	"strings"

	"jackin/mux/keys"
	"jackin/mux/vt"
)

// maxInput is the length of an Input's text in bytes, unless it says less; what
// is typed or pasted beyond is left out.
const maxInput = 1024

// inputCols is how much of a longer text an Input shows, where there is room.
const inputCols = 40

// Input is a line of text to edit: arrows, Home, End (and Ctrl+A, Ctrl+E) move;
// Backspace, Delete, Ctrl+W (a word), Ctrl+U (to the start) and Ctrl+K (to the
// end) delete; Enter accepts, Esc goes back. Make one with NewInput.
type Input struct {
	Title string
	// Limit is the longest text in bytes; 0 is 1024.
	Limit int

	text string
	at   int // the cursor: a byte offset between two characters of text
}

// NewInput is an Input with the cursor at the end of text.
func NewInput(title, text string) Input {
	text = Clean(text)
	return Input{Title: title, text: text, at: len(text)}
}

// Text is what was typed, as one clean line.
func (in Input) Text() string { return in.text }

// Key implements Widget. Chosen: it is Text.
func (in *Input) Key(k keys.Key, _, _ int) Outcome {
	p := pressOf(k)
	switch p.name {
	case pressEnter:
		return Chosen
	case pressEscape:
		return Cancelled
	case pressLeft:
		_, in.at = lastCluster(in.text[:in.at])
	case pressRight:
		in.at = in.after()
	case pressHome:
		in.at = 0
	case pressEnd:
		in.at = len(in.text)
	case pressBackspace:
		_, n := lastCluster(in.text[:in.at])
		in.remove(n, in.at)
	case pressDelete:
		in.remove(in.at, in.after())
	case pressText:
		in.insert(p.text)
	case pressCtrl:
		in.control(p.text)
	}
	return Pending
}

func (in *Input) control(letter string) {
	switch letter {
	case "a":
		in.at = 0
	case "e":
		in.at = len(in.text)
	case "k":
		in.remove(in.at, len(in.text))
	case "u":
		in.remove(0, in.at)
	case "w":
		head := strings.TrimRight(in.text[:in.at], " ")
		in.remove(strings.LastIndexByte(head, ' ')+1, in.at)
	}
}

// Paste inserts s as typed text: line ends become spaces.
func (in *Input) Paste(s string) { in.insert(strings.TrimRight(s, "\r\n")) }

func (in *Input) insert(s string) {
	limit := in.Limit
	if limit <= 0 || limit > maxInput {
		limit = maxInput
	}
	// Large pastes are cut before they are looked at, then between characters.
	room := limit - len(in.text)
	if len(s) > 4*maxInput {
		s = s[:4*maxInput]
	}
	s = Clean(s)
	end := 0
	for rest := s; rest != ""; {
		_, _, rest = vt.NextCluster(rest)
		if len(s)-len(rest) > room {
			break
		}
		end = len(s) - len(rest)
	}
	s = s[:end]
	in.text = in.text[:in.at] + s + in.text[in.at:]
	in.at += len(s)
}

func (in *Input) remove(from, to int) {
	in.text = in.text[:from] + in.text[to:]
	in.at = from
}

// after is the offset behind the character at the cursor.
func (in Input) after() int {
	if in.at == len(in.text) {
		return in.at
	}
	cluster, _, _ := vt.NextCluster(in.text[in.at:])
	return in.at + len(cluster)
}

// lastCluster is the last character of s, and its offset.
func lastCluster(s string) (cluster string, at int) {
	for rest := s; rest != ""; {
		cluster, _, rest = vt.NextCluster(rest)
		at = len(s) - len(rest) - len(cluster)
	}
	return cluster, at
}

// Rect implements Widget.
func (in Input) Rect(cols, rows int) Rect {
	return boxRect(in.Title, max(inputCols, min(width(in.text)+1, maxDialogCols)), 1, cols, rows)
}

// Draw implements Widget.
func (in Input) Draw(c Canvas) {
	r := drawBox(c, in.Title, "")
	if r.Cols <= 0 || r.Rows <= 0 {
		return
	}
	in.drawLine(c, r, true)
}

// drawLine draws the text on the first row of r; focused: it asks for the cursor.
func (in Input) drawLine(c Canvas, r Rect, focused bool) {
	// Scrolled so that the cursor, and the character at it, can be seen.
	head := in.text[:in.at]
	for head != "" && width(head) > r.Cols-1 {
		_, _, head = vt.NextCluster(head)
	}
	start := in.at - len(head)
	put(c, r.X, r.Y, r.Cols, in.text[start:], plain())
	if start > 0 && r.Cols > 1 {
		_, w, _ := nextCluster(in.text[start:])
		fill(c, r.X, r.Y, w, plain())
		put(c, r.X, r.Y, 1, ellipsis, faint())
	}
	if focused {
		c.ShowCursor(r.X+min(width(head), r.Cols-1), r.Y)
	}
}

// Snapshot implements Widget.
func (in Input) Snapshot() func(Canvas) { return in.Draw }

// Hints implements Widget.
func (in Input) Hints() []Hint {
	return []Hint{{"Enter", "accept"}, {"Esc", "back"}, {"Ctrl+U", "clear"}}
}
