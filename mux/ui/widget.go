package ui

import (
	"github.com/gdamore/tcell/v2"

	"jackin/mux/keys"
)

// Rect is a rectangle of cells; X and Y count from 0 at the top left.
type Rect struct {
	X, Y, Cols, Rows int
}

// Empty says that r has no cell.
func (r Rect) Empty() bool { return r.Cols <= 0 || r.Rows <= 0 }

// Contains says that the cell x, y is in r.
func (r Rect) Contains(x, y int) bool {
	return x >= r.X && y >= r.Y && x < r.X+r.Cols && y < r.Y+r.Rows
}

// centred is the rectangle of that size, cut to an area of cols by rows and in
// the middle of it.
func centred(want Rect, cols, rows int) Rect {
	w, h := min(want.Cols, cols), min(want.Rows, rows)
	return Rect{X: max(cols-w, 0) / 2, Y: max(rows-h, 0) / 2, Cols: max(w, 0), Rows: max(h, 0)}
}

// Canvas is what a widget draws on: all of it, from 0, 0. Widgets assume that
// it is blank.
type Canvas interface {
	Size() (cols, rows int)
	// Put shows the first character of s (a grapheme cluster) at x, y and
	// returns the rest of s and the cells that the character took.
	Put(x, y int, s string, style tcell.Style) (rest string, width int)
	// ShowCursor asks for the cursor at x, y; nobody asking means no cursor.
	ShowCursor(x, y int)
}

// Outcome is what a keystroke did to a widget.
type Outcome uint8

const (
	// Pending: the widget goes on; it may look different.
	Pending Outcome = iota
	// Chosen: the user has decided; the widget's Selected or Text says for what.
	Chosen
	// Cancelled: the user wants to go back.
	Cancelled
)

// Widget is a box that has the keyboard. The area, cols by rows cells, is the
// part of the screen that it may cover; it is the same for Key and Rect.
type Widget interface {
	// Key changes the widget by one keystroke; unknown ones change nothing.
	Key(k keys.Key, cols, rows int) Outcome
	// Click is a click at x, y of the widget's own rectangle, which has cols by
	// rows cells; one beside everything changes nothing.
	Click(x, y, cols, rows int) Outcome
	// Rect is the part of the area that the widget wants to cover, which may
	// be empty where the area is.
	Rect(cols, rows int) Rect
	// Draw draws the widget on a canvas of Rect's size, or on any other.
	Draw(c Canvas)
	// Snapshot is a Draw of the widget as it is now, for another goroutine:
	// later keystrokes don't change it. (w.Draw itself, taken from a Widget, is
	// bound to the live one.)
	Snapshot() func(Canvas)
	// Hints is what the hint row says while the widget has the keyboard.
	Hints() []Hint
}

// Hint is a keystroke, or a mark, and what it means.
type Hint struct {
	Key, Meaning string
}
