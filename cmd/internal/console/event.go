package console

import (
	"jackin/cmd/internal/screen"
	"jackin/mux/ui"
)

// Event takes what happened on a terminal of cols by rows cells.
func (m *Model) Event(e screen.Event, cols, rows int) {
	if e.Kind == screen.Pressed && pressOf(e.Key) == pressQuit {
		m.ended, m.interrupted = true, true
		return
	}
	switch {
	case m.question != nil:
		m.answer(e, cols, rows)
	case m.unreadable() != nil:
		m.unreadableEvent(e, cols, rows)
	default:
		m.pageEvent(e, cols, rows)
	}
}

// answer is an event while there is a question.
func (m *Model) answer(e screen.Event, cols, rows int) {
	q := m.question
	o := ui.Pending
	switch e.Kind {
	case screen.Pressed:
		o = q.Key(e.Key, cols, max(rows-1, 1))
	case screen.Clicked:
		o = ui.ClickOver(q, e.X, e.Y, cols, rows)
		if o == ui.Pending {
			if k, ok := hintAt(q.Hints(), e.X, e.Y, rows); ok {
				m.answer(screen.Event{Kind: screen.Pressed, Key: k}, cols, rows)
				return
			}
		}
	case screen.Pasted:
		if q.paste != nil {
			q.paste(e.Text)
		}
	}
	if o != ui.Pending {
		m.question = nil
		q.done(m, o)
	}
}

// unreadableEvent is one while config.toml can't be read: nothing can be edited.
func (m *Model) unreadableEvent(e screen.Event, cols, rows int) {
	if e.Kind == screen.Clicked {
		if k, ok := hintAt(m.unreadableHints(), e.X, e.Y, rows); ok {
			e = screen.Event{Kind: screen.Pressed, Key: k}
		}
	}
	if e.Kind != screen.Pressed {
		return
	}
	switch pressOf(e.Key) {
	case "r", pressReload:
		m.reload()
	case "q", pressEscape:
		m.ended = true
	}
}

func (m *Model) pageEvent(e screen.Event, cols, rows int) {
	p := m.page()
	m.say("") // what was said has been read
	switch e.Kind {
	case screen.Pressed:
		m.pressed(p, e, rows)
	case screen.Pasted:
		p.paste(m, e.Text)
	case screen.Clicked:
		m.clicked(p, e, cols, rows)
	}
}

func (m *Model) pressed(p page, e screen.Event, rows int) {
	press := pressOf(e.Key)
	if press == "" && e.Key.Text == "" && e.Key.Code == 0 {
		return
	}
	if press == pressReload {
		m.reload()
		m.jobs = append(m.jobs, ListJob{})
		m.say("read again")
		return
	}
	if press == pressKeys {
		showKeys(m, p.hints(m))
		return
	}
	if p.press(m, press, e) {
		return
	}
	s, bar := p.sheet(), p.tabs()
	switch press {
	case pressUp, "k":
		s.Move(-1)
	case pressDown, "j":
		s.Move(1)
	case pressPageUp:
		s.Move(-max(rows-6, 1))
	case pressPageDown:
		s.Move(max(rows-6, 1))
	case pressHome:
		s.Move(-len(s.Rows))
	case pressEnd:
		s.Move(len(s.Rows))
	case pressTab, pressRight:
		if n := len(bar.Names); n > 0 {
			p.goTab(m, (bar.Current+1)%n)
		}
	case pressBackTab, pressLeft:
		if n := len(bar.Names); n > 0 {
			p.goTab(m, (bar.Current+n-1)%n)
		}
	case pressEscape:
		p.leave(m)
	default:
		if len(press) == 1 && press[0] > '0' && int(press[0]-'0') <= len(bar.Names) {
			p.goTab(m, int(press[0]-'1'))
		}
	}
}

func (m *Model) clicked(p page, e screen.Event, cols, rows int) {
	at := m.layout(cols, rows)
	bar, s := p.tabs(), p.sheet()
	switch {
	case at.tabs.Contains(e.X, e.Y):
		if i := bar.Hit(e.X - at.tabs.X); i >= 0 {
			p.goTab(m, i)
		}
	case at.sheet.Contains(e.X, e.Y):
		i := s.Hit(e.Y-at.sheet.Y, at.sheet.Cols, at.sheet.Rows)
		if i < 0 {
			return
		}
		s.Selected = i
		if s.Rows[i].Field != nil {
			p.refresh(m)
		} else {
			p.press(m, pressEnter, screen.Event{Kind: screen.Clicked})
		}
	default:
		if k, ok := hintAt(p.hints(m), e.X, e.Y, rows); ok {
			m.pageEvent(screen.Event{Kind: screen.Pressed, Key: k}, cols, rows)
		}
	}
}
