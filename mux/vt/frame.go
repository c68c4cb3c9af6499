package vt

// CursorShape is a cursor as DECSCUSR numbers it (0 default, 1 and 2 block,
// 3 and 4 underline, 5 and 6 bar; odd ones blink).
type CursorShape uint8

// Cursor is where a screen shows its cursor, and how.
type Cursor struct {
	// X and Y count from 0 in cells. X is at most Cols-1, a pending wrap included.
	X, Y int
	// Visible is DECTCEM.
	Visible bool
	Shape   CursorShape
}

// Line is one row of a Frame.
type Line struct {
	// ID stays with a row while it scrolls; no two rows of a screen share one.
	// 0 is a line that has not been copied yet.
	ID uint64
	// Gen is raised by every change of the row: a line with the same ID and Gen
	// has the same cells.
	Gen uint64
	// Cells are the row's; those from len(Cells) to Frame.Cols are zero Cells.
	Cells []Cell
	// Wrapped says that the next row continues this one.
	Wrapped bool
	// Mark is the OSC 133 mark of the row.
	Mark Mark
}

// Frame is a copy of what a screen shows, owned by one reader: Screen.CopyTo
// fills it while the screen can't change, and then the reader encodes it at
// leisure. The zero value is empty and ready for CopyTo.
type Frame struct {
	Cols, Rows int
	Lines      []Line
	Cursor     Cursor
	// ReverseScreen is DECSCNM: default colours are swapped.
	ReverseScreen bool
	// Modes are what the program asked of its terminal.
	Modes Modes
	// Overrides are the palette entries that the program has set (OSC 4), and its
	// foreground, background and cursor colour under the keys OverrideForeground
	// to OverrideCursor (OSC 10, 11, 12). nil if there are none. Read only.
	Overrides map[int]RGBColor
	// Title is what OSC 0 or 2 set last, without control characters.
	Title string

	clusters  []string
	exts      []Ext
	internGen uint64
}

// Text is the character of c: a space for a blank, the whole cluster where
// there are several code points, "" for the right half of a wide character.
func (f *Frame) Text(c Cell) string {
	switch {
	case c.Attr&AttrSpacer != 0:
		return ""
	case c.Rune == 0:
		return " "
	case c.Rune&clusterBit != 0:
		return f.clusters[c.Rune&^clusterBit]
	}
	return string(rune(c.Rune))
}

// Comparable says that cells of f and g may be compared with ==. If not, the
// screen has numbered clusters and styles anew in between, and cells that have
// them must be compared by Text and Ext.
func (f *Frame) Comparable(g *Frame) bool { return f.internGen == g.internGen }

// Ext is the extended style of c; the zero Ext where it has none.
func (f *Frame) Ext(c Cell) Ext {
	if c.Ext == 0 {
		return Ext{}
	}
	return f.exts[c.Ext]
}

// Modes is what a program asked of its terminal, as far as whoever shows the
// screen or encodes input for it must know.
type Modes struct {
	AppCursor       bool  // DECCKM (1)
	AppKeypad       bool  // DECPAM or 66
	BracketedPaste  bool  // 2004
	Focus           bool  // 1004
	AltScreen       bool  // 47, 1047 or 1049
	AltScroll       bool  // 1007
	Sync            bool  // 2026 is set: a frame of the program is under way
	ColorReports    bool  // 2031
	Mouse           Mouse // 9, 1000, 1002 or 1003
	MouseEncoding   MouseEncoding
	KittyFlags      uint8 // the top of the current screen's stack; 0 is legacy
	ModifyOtherKeys uint8 // 0, 1 or 2
	LineFeed        bool  // LNM (20)
	BackarrowBS     bool  // DECBKM (67): Backspace sends BS
	CursorHidden    bool  // DECTCEM (25) is reset
	CursorShape     CursorShape
}

// Mouse is which mouse events a program asked for.
type Mouse uint8

// The tracking modes of xterm.
const (
	MouseOff    Mouse = iota
	MouseX10          // 9: presses only
	MouseNormal       // 1000: presses and releases
	MouseButton       // 1002: and motion while a button is down
	MouseAny          // 1003: and all motion
)

// MouseEncoding is how mouse events are written.
type MouseEncoding uint8

// The encodings of xterm.
const (
	MouseLegacy MouseEncoding = iota
	MouseUTF8                 // 1005
	MouseSGR                  // 1006
	MouseURXVT                // 1015
)
