package mux

import (
	"fmt"
	"strconv"

	"jackin/mux/ui"
	"jackin/mux/vt"
	"jackin/session"
)

// refreshAll gives every viewer a new scene.
func (s *server) refreshAll() {
	for _, v := range s.viewers {
		s.refresh(v)
	}
}

// refreshViewers gives those who look at t a new scene.
func (s *server) refreshViewers(t *tab) {
	for _, v := range s.viewers {
		if v.tab == t {
			s.refresh(v)
		}
	}
}

// refresh publishes what v should show now.
func (s *server) refresh(v *viewer) {
	if v.closed.Load() {
		return
	}
	sc := &scene{cols: v.cols, rows: v.rows, redraws: v.redraws, profile: v.profile, bells: v.bells, mouse: s.options.Mouse, progress: s.progressFor(v)}
	sc.strip = s.strip(v)
	if v.tab == nil {
		sc.empty = ui.EmptyScreen{Extra: s.emptyLines()}
	} else {
		sc.pane = v.tab.pane
		sc.title = s.label(v.tab)
		if w := v.look(); w != nil && sc.pane != nil {
			sc.look = &look{w.view, w.number}
		}
	}
	switch n := len(v.boxes); {
	case n > 0:
		sc.box = v.boxes[n-1].copy()
		sc.hints = sc.box.Hints()
	case v.focus == onStrip:
		sc.hints = stripHints()
	case v.tab == nil:
	case sc.look != nil:
		sc.hints = viewHints(sc.look.view)
	case v.tab.dead():
		row := ui.DeadTab(v.tab.status())
		sc.hints, sc.status = row.Hints, row.Status
	default:
		sc.typing = true
	}
	v.scene.Store(sc)
	v.wake()
}

func stripHints() []ui.Hint {
	// In the order of their use: a narrow terminal shows the first ones, and that
	// there is help.
	return []ui.Hint{
		{Key: "N", Meaning: "new tab"}, {Key: "←→", Meaning: "move"}, {Key: "1-9", Meaning: "go to"},
		{Key: "S", Meaning: "scroll back"}, {Key: "/", Meaning: "search"},
		{Key: "X", Meaning: "close"}, {Key: "D", Meaning: "detach"}, {Key: "Q", Meaning: "end jackin"},
		{Key: "?", Meaning: "help"}, {Key: "R", Meaning: "rename"}, {Key: ":", Meaning: "commands"}, {Key: "Esc", Meaning: "back"},
	}
}

// status is how a dead tab ended, or why it doesn't run.
func (t *tab) status() string {
	var status string
	if t.exit != nil {
		status = t.exit.String()
	}
	switch {
	case t.notice == "":
		return status
	case status == "":
		return t.notice
	}
	return status + ", " + t.notice
}

// strip is the row of tabs as v sees it.
func (s *server) strip(v *viewer) ui.Strip {
	strip := ui.Strip{Focused: v.focus == onStrip && len(v.boxes) == 0, Selected: v.selected}
	for _, t := range s.tabs {
		strip.Tabs = append(strip.Tabs, ui.StripTab{
			ID: t.id, Label: s.label(t), State: t.stripState(), Exit: exitMark(t.exit), OldKey: t.OldKey,
		})
	}
	if v.tab != nil {
		strip.Current = v.tab.id
	}
	strip.Notice = v.notice
	if ask := s.askNotice(v); ask != "" {
		strip.Notice = ask
	}
	if s.leaderUses < hintUses {
		strip.Hint = s.leaderName() + " then N: new tab"
	}
	return strip
}

func (t *tab) stripState() ui.TabState {
	switch t.state {
	case running:
		return ui.StateRunning
	case waiting:
		return ui.StateWaiting
	case exited:
		return ui.StateExited
	}
	return ui.StateStarting
}

// exitMark is the end of a session in a few cells.
func exitMark(e *session.Exit) string {
	switch {
	case e == nil:
		return ""
	case e.Signal != 0:
		return session.SignalName(e.Signal)
	}
	return strconv.Itoa(e.Code)
}

// emptyLines are what the empty screen says beside its keystrokes.
func (s *server) emptyLines() []string {
	var found int
	for _, a := range s.catalogue.Agents {
		if a.Native != "" && s.missing(a) == "" {
			found++
		}
	}
	if found > 0 {
		return nil
	}
	return []string{
		fmt.Sprintf("No agent is in PATH: %s is always there.", s.shellLabel()),
		"jackin demo is a tour with stand-ins for them.",
	}
}

// shellLabel is the agent that needs nothing installed.
func (s *server) shellLabel() string {
	for _, a := range s.catalogue.Agents {
		if a.Native == "" {
			return a.Label
		}
	}
	return "a command"
}

// paneEvent does what a program says beside its screen.
func (s *server) paneEvent(p *pane, kind vt.EventKind) {
	e := p.said[kind].Swap(nil)
	if t := s.tabByPane(p); t != nil && e != nil {
		s.said(t, *e)
	}
}

// leaderName is the leader as people write it.
func (s *server) leaderName() string { return s.leaders[0].String() }
