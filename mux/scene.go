package mux

import (
	"jackin/mux/ui"
)

// scene is what a viewer shows at one moment. It is never changed: the loop
// publishes a new one, the painter draws the newest.
type scene struct {
	// cols and rows are the outer terminal's; 0 while they aren't known, and
	// then nothing is drawn.
	cols, rows int
	// redraws counts how often what the outer terminal showed was lost.
	redraws int
	profile profile
	strip   ui.Strip
	// pane is what lies below the strip; nil: the empty screen.
	pane  *pane
	empty ui.EmptyScreen
	// box covers a part of the pane; nil is none. It is the scene's own copy.
	box ui.Widget
	// look is what is shown of the pane instead of its live screen; nil is the
	// live screen.
	look *look
	// mouse says that the wheel and dragging are the view's where the program
	// doesn't want them.
	mouse bool
	// progress is what the outer terminal shows of the program's.
	progress progress
	// hints replaces the pane's last row; nil is none.
	hints []ui.Hint
	// status stands before the hints: how a dead tab ended. That of a look is
	// taken when it is drawn: it counts what comes meanwhile.
	status string
	// typing says that keystrokes go to the pane: its cursor is shown.
	typing bool
	// bells counts the bells so far: one more than the last scene rings.
	bells int
	// title is the outer terminal's.
	title string
}

// looks says that keystrokes go to the look: its hints and cursor are shown.
func (sc *scene) looks() bool { return sc.look != nil && sc.box == nil && !sc.strip.Focused }

// paneArea is the part of the outer screen below the strip.
func (sc *scene) paneArea() ui.Rect {
	return ui.Rect{Y: 1, Cols: sc.cols, Rows: max(sc.rows-1, 0)}
}

// hintArea is the row of the hints, empty without any or where it would be the
// strip's.
func (sc *scene) hintArea() ui.Rect {
	if (sc.hints == nil && sc.status == "") || sc.rows < 2 {
		return ui.Rect{}
	}
	return ui.Rect{Y: sc.rows - 1, Cols: sc.cols, Rows: 1}
}

// boxArea is where the box lies, centred above the hint row.
func (sc *scene) boxArea() ui.Rect {
	if sc.box == nil {
		return ui.Rect{}
	}
	cols, rows := sc.boxSpace()
	r := sc.box.Rect(cols, rows)
	r.Y++
	return r
}

// boxSpace is the size of the area that a box may cover: all but the strip and
// the hint row.
func (sc *scene) boxSpace() (cols, rows int) {
	return boxSpace(sc.cols, sc.rows)
}

func boxSpace(cols, rows int) (int, int) { return cols, max(rows-2, 0) }
