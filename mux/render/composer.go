package render

import "jackin/mux/vt"

// Scene is what one client should see.
type Scene struct {
	// Pane is the screen to show at At; nil is none, and then the surfaces draw
	// everything.
	Pane *vt.Frame
	At   Rect
	// Covered is where surfaces lie over the pane.
	Covered []Rect
	// Surfaces are what the interface has newly drawn, in this order, after the
	// pane. They may leave SGR and cursor in any state, but no link open, no
	// margins set. A surface whose rectangle is new draws it whole.
	Surfaces [][]byte
	// Cursor is where the cursor stands on the outer screen; outside of it, it is
	// not shown.
	Cursor vt.Cursor
	Modes  OuterModes
}

// PaneCursor is the cursor of a pane shown at at, on the outer screen; not
// visible where it is cut off or covered.
func PaneCursor(f *vt.Frame, at Rect, covered []Rect) vt.Cursor {
	c := f.Cursor
	c.X, c.Y = c.X+at.X, c.Y+at.Y
	if !at.Contains(c.X, c.Y) {
		c.Visible = false
	}
	for _, r := range covered {
		if r.Contains(c.X, c.Y) {
			c.Visible = false
		}
	}
	return c
}

// Composer makes the frames of one client and owns all that is written to its
// terminal: what else has to go there (a question, a bell) goes between two
// frames, and leaves cursor and SGR alone; else Lost is called. Use
// NewComposer. It is not safe for concurrent use.
type Composer struct {
	r      *Renderer
	cursor vt.Cursor // as the terminal has it
	modes  OuterModes
	bare   bool // the last frame had no pane
}

// NewComposer is a Composer for a terminal of these capabilities. Reset tells
// it the size, and has to be called first.
func NewComposer(caps Caps) *Composer { return &Composer{r: New(caps)} }

// SetCaps changes what the terminal is known to understand. Modes that it can
// have only now are sent with the next frame.
func (c *Composer) SetCaps(caps Caps) {
	if !c.r.caps.Kitty {
		c.modes.KittyFlags = 0 // never sent
	}
	if !c.r.caps.OtherKeys {
		c.modes.ModifyOtherKeys = 0
	}
	if !c.r.caps.ColorReports {
		c.modes.ColorReports = false
	}
	if !c.r.caps.cursorColor() {
		c.modes.CursorColor = 0
	}
	c.r.SetCaps(caps)
}

// Enter appends AppendEnter, and knows that modes and cursor are plain then.
func (c *Composer) Enter(dst []byte) []byte {
	c.entered()
	return AppendEnter(dst)
}

// Resume appends AppendPlain, and knows that modes and cursor are plain then.
func (c *Composer) Resume(dst []byte) []byte {
	c.entered()
	return AppendPlain(dst)
}

func (c *Composer) entered() {
	c.cursor = vt.Cursor{Visible: true}
	c.modes = OuterModes{}
	c.Lost()
}

// Reset says that the terminal has this size now, and that what it shows is
// unknown. Modes and cursor stay as they are.
func (c *Composer) Reset(cols, rows int) { c.r.Reset(cols, rows) }

// Invalidate says that what the terminal shows in a is unknown.
func (c *Composer) Invalidate(a Rect) { c.r.Invalidate(a) }

// Switch is Renderer.Switch.
func (c *Composer) Switch() { c.r.Switch() }

// Lost says that something moved the cursor or changed SGR between two frames.
func (c *Composer) Lost() { c.r.out.lose() }

// The brackets of a frame.
const (
	syncBegin  = "\x1b[?2026h"
	syncEnd    = "\x1b[?2026l"
	hideCursor = "\x1b[?25l"
	showCursor = "\x1b[?25h"
)

// Frame appends the bytes that bring the terminal from the last scene to s.
// They are one whole frame, for one write: synchronized where the terminal can,
// else with the cursor hidden meanwhile. Where nothing has changed nothing is
// appended. A frame of a few characters at the cursor, as an echo is, has no
// brackets: nobody could see it half done.
func (c *Composer) Frame(dst []byte, s Scene) []byte {
	dst = s.Modes.AppendTo(dst, c.modes, c.r.caps)
	c.modes = s.Modes

	start := len(dst)
	open, visible := c.bracket()
	dst = append(dst, open...)
	body := len(dst)
	c.r.out.jumps = 0
	dst = c.pane(dst, s)
	dst, drawn := c.surfaces(dst, s.Surfaces)
	if len(dst) == body || c.r.out.jumps == 0 && !drawn {
		// Not needed: the body moves to its place.
		n := copy(dst[start:], dst[body:])
		dst, open, visible = dst[:start+n], "", c.cursor.Visible
	}
	c.cursor.Visible = visible
	dst = c.placeCursor(dst, s.Cursor)
	if open == syncBegin {
		dst = append(dst, syncEnd...)
	}
	return dst
}

// bracket is what a frame opens with, and whether the cursor is shown then.
func (c *Composer) bracket() (open string, visible bool) {
	switch {
	case c.r.caps.Sync:
		return syncBegin, c.cursor.Visible
	case c.cursor.Visible:
		return hideCursor, false
	}
	return "", false
}

func (c *Composer) pane(dst []byte, s Scene) []byte {
	if s.Pane == nil {
		if !c.bare {
			c.r.Invalidate(Rect{0, 0, c.r.cols, c.r.rows})
			c.bare = true
		}
		return dst
	}
	c.bare = false
	dst = c.r.draw(dst, s.Pane, s.At, s.Covered)
	return c.r.plain(dst)
}

func (c *Composer) surfaces(dst []byte, all [][]byte) (_ []byte, drawn bool) {
	for _, s := range all {
		if len(s) > 0 {
			dst, drawn = append(dst, s...), true
		}
	}
	if drawn {
		dst = append(dst, "\x1b[m"...)
		c.r.out.lose()
		c.r.out.pen.known = true
	}
	return dst, drawn
}

// placeCursor brings the cursor from where the frame left it to where it
// belongs, in shape and visibility too.
func (c *Composer) placeCursor(dst []byte, to vt.Cursor) []byte {
	if !(Rect{0, 0, c.r.cols, c.r.rows}).Contains(to.X, to.Y) {
		to.Visible = false
	}
	if to.Visible {
		dst = c.r.moveTo(dst, to.X, to.Y)
		if to.Shape != c.cursor.Shape {
			dst = append(dst, "\x1b["...)
			dst = append(appendInt(dst, int(to.Shape)), " q"...)
			c.cursor.Shape = to.Shape
		}
	}
	switch {
	case to.Visible && !c.cursor.Visible:
		dst = append(dst, showCursor...)
	case !to.Visible && c.cursor.Visible:
		dst = append(dst, hideCursor...)
	}
	c.cursor.Visible = to.Visible
	return dst
}
