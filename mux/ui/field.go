package ui

// bullets stand for a masked text: as many for a long one as for a short one.
const bullets = "••••••••••••"

// Field is a line to edit in a row of a [Sheet]: an Input without a box. Make one
// with NewField.
type Field struct {
	Input
	// Masked shows bullets in place of the text, and never how many characters it
	// has.
	Masked bool
	// Empty is shown faintly while there is no text.
	Empty string
}

// NewField is a Field with the cursor at the end of text.
func NewField(text string) Field { return Field{Input: NewInput("", text)} }

// draw draws the field from x on over cols cells; focused: it asks for the cursor.
func (f Field) draw(c Canvas, x, y, cols int, focused bool) {
	if cols <= 0 {
		return
	}
	shown := f.Input
	if f.Masked && f.text != "" {
		shown.text, shown.at = bullets, len(bullets)
	}
	if shown.text == "" {
		putCut(c, x, y, cols, f.Empty, faint())
	} else {
		shown.drawLine(c, Rect{X: x, Y: y, Cols: cols, Rows: 1}, focused)
		return
	}
	if focused {
		c.ShowCursor(x, y)
	}
}
