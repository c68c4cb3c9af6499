package ui

import "github.com/gdamore/tcell/v2"

// SheetKind is what a row of a Sheet is.
type SheetKind uint8

const (
	// SheetItem can be selected. Its cells stand in columns.
	SheetItem SheetKind = iota
	// SheetButton can be selected, and stands alone.
	SheetButton
	// SheetHeading says what follows: of several cells, the columns of the items.
	SheetHeading
	// SheetNote is text, wrapped. So is SheetAlert, which the user shall not overlook.
	SheetNote
	SheetAlert
)

// SheetRow is a row of a Sheet.
type SheetRow struct {
	Kind SheetKind
	// Cells are its columns; all but items and headings have one.
	Cells []string
	// Field is edited behind the first cell. Nil: there is none.
	Field *Field
}

// Sheet is a page of rows of which one is selected: a table, or a form. What they
// do is their owner's.
type Sheet struct {
	Rows []SheetRow
	// Selected is the index of the selected row, which is an item or a button; -1
	// where there is none.
	Selected int
}

// CanSelect says that row i can be selected.
func (s Sheet) CanSelect(i int) bool {
	return i >= 0 && i < len(s.Rows) && s.Rows[i].Kind <= SheetButton
}

// Settle selects the row nearest to the selected one that can be.
func (s *Sheet) Settle() {
	for by := range len(s.Rows) + max(s.Selected, 0) + 1 {
		for _, i := range []int{s.Selected - by, s.Selected + by} {
			if s.CanSelect(i) {
				s.Selected = i
				return
			}
		}
	}
	s.Selected = -1
}

// Move selects the row that is by steps further among those that can be, and stops
// at the ends.
func (s *Sheet) Move(by int) {
	step := 1
	if by < 0 {
		step, by = -1, -by
	}
	for i := s.Selected + step; i >= 0 && i < len(s.Rows) && by > 0; i += step {
		if s.CanSelect(i) {
			s.Selected = i
			by--
		}
	}
}

// sheetLine is a line of the screen: a row, or a part of one.
type sheetLine struct {
	row  int
	text string // of notes
}

// lead is what stands before an item: the pointer, or blanks.
const lead = 2

// lines are those of all rows in a width of cols cells.
func (s Sheet) lines(cols int) []sheetLine {
	var lines []sheetLine
	for i, r := range s.Rows {
		if r.Kind <= SheetHeading {
			lines = append(lines, sheetLine{row: i})
			continue
		}
		text := ""
		if len(r.Cells) > 0 {
			text = r.Cells[0]
		}
		for _, l := range wrap(text, max(cols-lead, 1)) {
			lines = append(lines, sheetLine{i, l})
		}
	}
	return lines
}

// top is the first line that a window of rows shows.
func (s Sheet) top(lines []sheetLine, rows int) int {
	at := 0
	for y, l := range lines {
		if l.row == s.Selected {
			at = y
		}
	}
	return window(at, len(lines), rows)
}

// Hit is the index of the row at y of a sheet of cols by rows cells, if it can be
// selected, or -1.
func (s Sheet) Hit(y, cols, rows int) int {
	lines := s.lines(cols)
	y += s.top(lines, rows)
	if y < 0 || y >= len(lines) || !s.CanSelect(lines[y].row) {
		return -1
	}
	return lines[y].row
}

// Draw draws the rows on c, scrolled so that the selected one is among them.
func (s Sheet) Draw(c Canvas) {
	cols, rows := c.Size()
	lines := s.lines(cols)
	top := s.top(lines, rows)
	columns := s.columns(cols - lead)
	for y := range min(rows, len(lines)-top) {
		s.drawLine(c, y, lines[top+y], columns)
	}
	if top > 0 {
		put(c, cols-1, 0, 1, "↑", strong())
	}
	if top+rows < len(lines) {
		put(c, cols-1, rows-1, 1, "↓", strong())
	}
}

func (s Sheet) drawLine(c Canvas, y int, line sheetLine, columns []int) {
	cols, _ := c.Size()
	r := s.Rows[line.row]
	style, mark := plain(), "  "
	switch {
	case r.Kind == SheetHeading && len(r.Cells) < 2:
		putCut(c, 0, y, cols, cell(r, 0), strong())
		return
	case r.Kind == SheetHeading:
		style = faint()
	case r.Kind == SheetNote:
		putCut(c, lead, y, cols-lead, line.text, faint())
		return
	case r.Kind == SheetAlert:
		putCut(c, lead, y, cols-lead, line.text, alert())
		return
	case line.row == s.Selected:
		style, mark = selected(), "▸ "
	}
	if line.row == s.Selected && r.Field == nil && r.Kind == SheetItem {
		fill(c, 0, y, cols, style)
	}
	put(c, 0, y, lead, mark, style)
	if r.Kind == SheetButton {
		putCut(c, lead, y, cols-lead, "[ "+cell(r, 0)+" ]", style)
		return
	}
	s.drawCells(c, y, line.row, columns, style)
}

// drawCells draws a row in columns, and its field behind the first of them.
func (s Sheet) drawCells(c Canvas, y, row int, columns []int, style tcell.Style) {
	cols, _ := c.Size()
	r, x := s.Rows[row], lead
	for i, w := range columns {
		if i < len(r.Cells) {
			putCut(c, x, y, min(w, cols-x), r.Cells[i], cellStyle(style, i))
		}
		x += w + detailGap
		if r.Field != nil {
			r.Field.draw(c, x, y, cols-x, row == s.Selected)
			return
		}
	}
}

// cellStyle tells a row's first cell from the rest.
func cellStyle(style tcell.Style, i int) tcell.Style {
	if i == 0 && style == plain() {
		return strong()
	}
	return style
}

func cell(r SheetRow, i int) string {
	if i < len(r.Cells) {
		return r.Cells[i]
	}
	return ""
}

// leastColumn is how narrow a column gets where there is no room for all.
const leastColumn = 4

// columns are the widths of the items' columns in cols cells: as wide as what they
// hold, or the widest of them narrower until all have room.
func (s Sheet) columns(cols int) []int {
	var widths []int
	for _, r := range s.Rows {
		if r.Kind != SheetItem && !(r.Kind == SheetHeading && len(r.Cells) > 1) {
			continue
		}
		for i, text := range r.Cells {
			if i == len(widths) {
				widths = append(widths, 0)
			}
			widths[i] = max(widths[i], width(Clean(text)))
		}
	}
	for {
		sum, widest := 0, -1
		for i, w := range widths {
			if w > 0 {
				sum += w + detailGap
			}
			// The first column says what the row is: it gives way last.
			if w > leastColumn && (widest <= 0 || w >= widths[widest]) {
				widest = i
			}
		}
		if sum-detailGap <= cols || widest < 0 {
			return widths
		}
		widths[widest]--
	}
}
