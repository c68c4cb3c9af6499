package mux

import (
	"fmt"
	"unicode/utf8"

	"jackin/mux/ui"
	"jackin/mux/vt"
	"jackin/provider/config"
)

// What a program says beside its screen reaches the outer terminals of those that
// look at its tab, as the operator's policy has it:
//
//	allow   at once
//	ask     the strip says that there is a question; the leader opens it. What
//	        comes meanwhile takes the place of what is asked about
//	deny    never
//
// An answer for the tab holds until the tab is closed. Reading the clipboard is
// always denied, by the emulator. A client that only looks is told nothing that
// would change its machine.

// asking is what a tab's program wants and its user hasn't said yet.
type asking struct {
	event vt.Event
	// who may be told: the one that typed last in the tab when it came.
	viewer *viewer
}

// said does what the program of t says beside its screen.
func (s *server) said(t *tab, e vt.Event) {
	switch e.Kind {
	case vt.EventBell:
		for _, v := range s.viewers {
			if v.tab == t {
				v.bells++
			}
		}
		s.refreshViewers(t)
	case vt.EventProgramStatus:
		t.programStatus = e.Text
		s.lookConversation(t)
	case vt.EventProgress:
		t.progress = progress{e.State, e.Percent}
		if e.State == 0 {
			t.progress = progress{}
		}
		s.refreshViewers(t)
	case vt.EventClipboard:
		s.judge(t, e, s.options.Clipboard)
	case vt.EventNotify, vt.EventNotifyRaw:
		s.judge(t, e, s.options.Notifications)
	}
}

// judge passes e on, asks, or drops it.
func (s *server) judge(t *tab, e vt.Event, policy string) {
	if own, ok := t.policy[subject(e.Kind)]; ok {
		policy = own
	}
	switch policy {
	case config.PolicyAllow:
		s.tell(t, e)
	case config.PolicyAsk:
		if t.driver == nil {
			return // nobody looks
		}
		t.asks = &asking{e, t.driver}
		s.refreshViewers(t)
	}
}

// subject is what an answer for a tab holds for: both forms of a notification are
// one.
func subject(k vt.EventKind) vt.EventKind {
	if k == vt.EventNotifyRaw {
		return vt.EventNotify
	}
	return k
}

// tell passes e on to who looks at t; a clipboard is that of who typed there last.
func (s *server) tell(t *tab, e vt.Event) {
	for _, v := range s.viewers {
		if v.tab != t || v.life.silent || v.attach.ReadOnly || e.Kind == vt.EventClipboard && v != t.driver {
			continue
		}
		v.aside(e)
	}
}

// askNotice is what v's strip says while there is a question; "" without one.
func (s *server) askNotice(v *viewer) string {
	t := v.tab
	if t == nil || t.asks == nil || t.asks.viewer != v {
		return ""
	}
	what := "wants to notify you"
	if t.asks.event.Kind == vt.EventClipboard {
		what = "wants your clipboard"
	}
	return fmt.Sprintf("%s %s: %s", s.label(t), what, s.leaderName())
}

// askBox asks about what the program of v's tab wants.
func (s *server) askBox(v *viewer) box {
	t, a := v.tab, v.tab.asks
	uuid := t.uuid
	title := fmt.Sprintf("%s wants to notify you: %s", s.label(t), preview(a.event.Name+" "+a.event.Text))
	if a.event.Kind == vt.EventClipboard {
		title = fmt.Sprintf("%s wants to set your clipboard (%s): %s", s.label(t),
			plural(utf8.RuneCount(a.event.Data), "character", "characters"), preview(string(a.event.Data)))
	}
	answers := []struct {
		label string
		allow bool
		keep  string // the tab's policy from now on; "" leaves it
	}{
		{"Allow this once", true, ""},
		{"Allow it to this tab", true, config.PolicyAllow},
		{"Deny this once", false, ""},
		{"Deny it to this tab", false, config.PolicyDeny},
	}
	var items []ui.Item
	for _, a := range answers {
		items = append(items, ui.Item{Label: a.label})
	}
	return newBox(ui.NewList(title, items), func(s *server, v *viewer, l ui.List) {
		v.boxes, v.focus = nil, onPane
		t := s.tabByKey(uuid)
		if t == nil {
			return
		}
		if t.asks == a {
			t.asks = nil
		}
		answer := answers[l.Selected]
		if answer.keep != "" {
			if t.policy == nil {
				t.policy = map[vt.EventKind]string{}
			}
			t.policy[subject(a.event.Kind)] = answer.keep
		}
		if answer.allow {
			v.aside(a.event)
		}
		s.refreshViewers(t)
	})
}

// progress is how far a program says that it is (OSC 9;4). The zero value is
// nothing.
type progress struct{ state, percent int }

// progressFor is what v's terminal should show.
func (s *server) progressFor(v *viewer) progress {
	if v.tab == nil || v.tab.dead() || s.options.Progress == config.PolicyDeny {
		return progress{}
	}
	return v.tab.progress
}
