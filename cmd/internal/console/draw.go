package console

import (
	"strings"

	"jackin/mux/ui"
)

// roomy is how many rows a terminal has that can spare blank ones.
const roomy = 16

// layout is where the parts of a page are.
type layout struct {
	tabs, sheet, status ui.Rect
}

func (m *Model) layout(cols, rows int) layout {
	y := 1
	at := layout{}
	if len(m.page().tabs().Names) > 0 {
		at.tabs = ui.Rect{X: 1, Y: y, Cols: max(cols-1, 0), Rows: 1}
		y++
	}
	if rows >= roomy {
		y++
	}
	bottom := rows - 2 // the status and the hints
	if rows < roomy && !m.hasStatus() {
		bottom++
	}
	at.sheet = ui.Rect{X: 1, Y: y, Cols: max(cols-2, 0), Rows: max(bottom-y, 0)}
	if m.hasStatus() {
		at.status = ui.Rect{X: 1, Y: bottom, Cols: max(cols-2, 0), Rows: 1}
	}
	return at
}

// hasStatus says that there is something to say above the hints.
func (m *Model) hasStatus() bool { return m.statusText() != "" }

func (m *Model) statusText() string {
	if m.status == "" && m.changed() {
		return "! the config has changed on disk: F5 reads it again"
	}
	if m.alarming {
		return "! " + m.status
	}
	return m.status
}

// Draw draws all of it.
func (m *Model) Draw(c ui.Canvas) {
	cols, rows := c.Size()
	if lines := m.unreadable(); lines != nil {
		m.drawUnreadable(c, lines)
		return
	}
	p, at := m.page(), m.layout(cols, rows)
	ui.TitleRow{Parts: m.path()}.Draw(c)
	p.tabs().Draw(ui.Within(c, at.tabs))
	p.sheet().Draw(ui.Within(c, at.sheet))
	if text := m.statusText(); text != "" {
		alert := strings.HasPrefix(text, "! ")
		ui.StatusRow{Text: text, Alert: alert}.Draw(ui.Within(c, at.status))
	}
	if m.question != nil {
		ui.DrawOver(c, m.question)
		return
	}
	hints := ui.HintRow{Hints: p.hints(m)}
	hints.Draw(ui.Within(c, hints.Rect(cols, rows)))
}

// path names the pages from the first to the one that is shown.
func (m *Model) path() []string {
	parts := []string{"jackin console"}
	for _, p := range m.pages[1:] {
		parts = append(parts, p.title())
	}
	return parts
}

func (m *Model) unreadableHints() []ui.Hint {
	return []ui.Hint{{Key: "R", Meaning: "read it again"}, {Key: "Q", Meaning: "quit"}}
}

// drawUnreadable is the one screen for a config.toml that can't be read.
func (m *Model) drawUnreadable(c ui.Canvas, lines []string) {
	cols, rows := c.Size()
	ui.TitleRow{Parts: []string{"jackin console", "the config can't be read"}}.Draw(c)
	s := ui.Sheet{Selected: -1}
	for _, l := range lines {
		s.Rows = append(s.Rows, ui.SheetRow{Kind: ui.SheetAlert, Cells: []string{l}})
	}
	s.Rows = append(s.Rows, note(""),
		note("Nothing is changed in it from here: mend it with an editor, then press R."))
	s.Draw(ui.Within(c, ui.Rect{X: 1, Y: min(2, rows), Cols: max(cols-2, 0), Rows: max(rows-3, 0)}))
	hints := ui.HintRow{Hints: m.unreadableHints()}
	hints.Draw(ui.Within(c, hints.Rect(cols, rows)))
}

// Rows of sheets.
func item(cells ...string) ui.SheetRow { return ui.SheetRow{Cells: cells} }

func button(text string) ui.SheetRow {
	return ui.SheetRow{Kind: ui.SheetButton, Cells: []string{text}}
}

func heading(text string) ui.SheetRow {
	return ui.SheetRow{Kind: ui.SheetHeading, Cells: []string{text}}
}

// columns names the columns of the items below.
func columns(names ...string) ui.SheetRow {
	return ui.SheetRow{Kind: ui.SheetHeading, Cells: names}
}

func note(text string) ui.SheetRow { return ui.SheetRow{Kind: ui.SheetNote, Cells: []string{text}} }

func warn(text string) ui.SheetRow { return ui.SheetRow{Kind: ui.SheetAlert, Cells: []string{text}} }
