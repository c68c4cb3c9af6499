package mux

import (
	"fmt"
	"path/filepath"
	"strings"

	"jackin/mux/ui"
	"jackin/mux/wire"
	"jackin/provider"
)

// missing says why an agent can't be opened here; "" where it can.
func (s *server) missing(a provider.Agent) string {
	program := s.catalogue.Program(a.ID, s.cfg.LookupEnv, s.isProgram)
	switch {
	case s.isProgram(program):
		return ""
	case strings.ContainsRune(program, filepath.Separator):
		return program + " is not there or not executable"
	}
	return program + " is not in PATH"
}

// agentPicker asks for the agent of a new tab.
func (s *server) agentPicker() box {
	agents := s.catalogue.Agents
	items := make([]ui.Item, 0, len(agents))
	for _, a := range agents {
		reason := s.missing(a)
		items = append(items, ui.Item{Label: a.Label, Detail: reason, Disabled: reason != ""})
	}
	return newBox(ui.NewList("New tab", items), func(s *server, v *viewer, l ui.List) {
		s.agentChosen(v, agents[l.Selected])
	})
}

// agentChosen asks for the provider if there is a choice.
func (s *server) agentChosen(v *viewer, a provider.Agent) {
	offered := s.catalogue.Available(a.ID, s)
	if len(offered) > 1 {
		v.push(s.providerPicker(a, offered))
		return
	}
	l := launch{Agent: a.ID, Dir: s.dirFor(v)}
	if len(offered) == 1 {
		l.Provider = offered[0].ID
	}
	s.openFor(v, l)
}

func (s *server) providerPicker(a provider.Agent, offered []provider.Provider) box {
	items := make([]ui.Item, 0, len(offered))
	for _, p := range offered {
		items = append(items, ui.Item{Label: p.Label})
	}
	return s.providerBox(a, offered, ui.NewList(a.Label+": provider", items))
}

// providerBox asks with a list of what is offered; when keys change it offers
// what there is then, and keeps the selection.
func (s *server) providerBox(a provider.Agent, offered []provider.Provider, l ui.List) box {
	p := &l
	b := newBoxAt(p, func(s *server, v *viewer, l ui.List) {
		s.openFor(v, launch{Agent: a.ID, Provider: offered[l.Selected].ID, Dir: s.dirFor(v)})
	})
	b.renew = func(s *server) box {
		next := s.providerPicker(a, s.catalogue.Available(a.ID, s))
		if list, ok := next.widget.(*ui.List); ok && p.Selected >= 0 {
			*list = selectLabel(*list, p.Items[p.Selected].Label)
		}
		return next
	}
	return b
}

// dirFor is the directory of a tab that v opens: that of the tab it looks at,
// else its own.
func (s *server) dirFor(v *viewer) string {
	if v.tab != nil {
		return v.tab.Dir
	}
	if v.attach.Dir != "" {
		return v.attach.Dir
	}
	if home, ok := s.cfg.LookupEnv("HOME"); ok && filepath.IsAbs(home) {
		return home
	}
	return "/"
}

// openFor opens a tab that was picked and takes v there.
func (s *server) openFor(v *viewer, l launch) {
	v.boxes, v.focus = nil, onPane
	// Keys may have gone while the picker was up.
	if l.Agent != "" {
		if _, refusal := s.checkAgent(l); refusal != nil {
			v.push(complaint(refusal))
			return
		}
	}
	t := s.open(l, "", v.paneSize(), func(refusal *wire.Error) {
		if refusal != nil && !v.closed.Load() {
			v.push(complaint(refusal))
			s.refresh(v)
		}
	})
	if t != nil {
		s.show(v, t)
	}
	s.refreshAll()
}

// complaint says why something wasn't done.
func complaint(e *wire.Error) box {
	return newBox(ui.Message{Title: "Not opened", Lines: append([]string{e.Message}, e.Hints...)}, func(*server, *viewer, ui.Message) {})
}

// confirmClose asks before a tab goes.
func (s *server) confirmClose(t *tab) box {
	body := []string{fmt.Sprintf("Close tab %d, %s? What runs in it is ended.", t.id, s.label(t))}
	if t.dead() {
		body = []string{fmt.Sprintf("Close tab %d, %s? Its last screen is gone then.", t.id, s.label(t))}
	}
	uuid := t.uuid
	return newBox(ui.Confirm("Close", body, "close it", "keep it"), func(s *server, v *viewer, d ui.Dialog) {
		v.pop()
		v.focus = onPane
		if t := s.tabByKey(uuid); t != nil && d.Selected == ui.ConfirmYes {
			s.closeTab(t)
		}
	})
}

// confirmQuit asks before everything goes, and names what still runs.
func (s *server) confirmQuit() box {
	var running []string
	for _, t := range s.tabs {
		if !t.dead() {
			running = append(running, fmt.Sprintf("  %d %s", t.id, s.label(t)))
		}
	}
	body := []string{"End jackin? Nothing runs in it."}
	if len(running) > 0 {
		body = append([]string{"End jackin, and what still runs in it?"}, running...)
	}
	return newBox(ui.Confirm("End jackin", body, "end it", "go on"), func(s *server, v *viewer, d ui.Dialog) {
		v.pop()
		v.focus = onPane
		if d.Selected == ui.ConfirmYes {
			s.stop()
		}
	})
}

// helpBox is what ? shows.
func (s *server) helpBox() box {
	leader := s.leaderName()
	lines := []string{
		leader + ", then:",
		"  N  new tab",
		"  arrows, h, l  move between the tabs, Enter goes there",
		"  1-9  go to a tab",
		"  S  scroll back: v selects, y copies, e edits, Esc returns",
		"  /  search what was shown; n and N go on",
		"  R  rename the tab",
		"  X  close the tab",
		"  D  detach: what runs in the tabs goes on",
		"  Q  end jackin and what runs in it",
		"  :  all commands in a list",
		"  " + leader + "  sends it to the tab",
		"  Esc  back",
		"",
		"With no tab: N, Q, D. On a dead tab: Enter runs it again, X closes it, N opens another.",
		"",
		"Behind a label in the strip:",
	}
	for _, h := range ui.StateMarks() {
		lines = append(lines, fmt.Sprintf("  %s  %s", h.Key, h.Meaning))
	}
	lines = append(lines,
		"",
		"Everything else that you type reaches the tab byte for byte, with two exceptions: the leader ("+leader+"; Ctrl+4 is Ctrl+\\ on keyboards without that key), and Ctrl+Z in tabs of agents that could not be continued ("+s.noSuspendNames()+").",
		"Where your terminal and the program speak different keyboard protocols, keystrokes are translated. While a tab is scrolled back, keystrokes are the view's; one that it doesn't know returns.",
		"The wheel scrolls and dragging selects where the tab's program doesn't ask for the mouse; with Shift they are your terminal's own. A full-screen program that asked for it (1007) gets the wheel as arrows.",
		"With docker exec -it docker itself holds the first keystroke of its detach sequence (Ctrl-P) until the next one.",
	)
	return newBox(ui.Message{Title: "Help", Lines: lines}, func(*server, *viewer, ui.Message) {})
}

func (s *server) noSuspendNames() string {
	var names []string
	for _, a := range s.catalogue.Agents {
		if a.NoSuspend {
			names = append(names, a.Label)
		}
	}
	return strings.Join(names, ", ")
}
