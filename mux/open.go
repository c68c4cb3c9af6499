package mux

import (
	"crypto/rand"
	"fmt"
	"strings"
	"unicode/utf8"

	"jackin/mux/ui"
	"jackin/mux/wire"
	"jackin/provider"
	"jackin/session"
	"jackin/session/link"
)

// Limits of a tab.
const (
	// maxTabs is how many tabs there may be, dead ones included; the next is
	// refused.
	maxTabs = 64
	// maxLabel is the longest label, in characters; the rest is cut off.
	maxLabel = 64
)

// newUUID is a random UUID (RFC 9562, version 4).
func newUUID() string {
	var b [16]byte
	rand.Read(b[:]) // it never fails: crypto/rand ends the process instead
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// open starts a new tab. done is called once, when it runs or why it doesn't;
// the tab is returned as soon as it is in the strip, nil where it never was.
func (s *server) open(l launch, label string, size session.Size, done func(*wire.Error)) *tab {
	if done == nil {
		done = func(*wire.Error) {}
	}
	if s.stopping {
		done(&wire.Error{Code: wire.CodeFailed, Message: "jackin is ending: no new tabs"})
		return nil
	}
	if len(s.tabs) >= maxTabs {
		done(&wire.Error{Code: wire.CodeFailed, Message: fmt.Sprintf("there are %d tabs, the most there can be: close one first", maxTabs)})
		return nil
	}
	if !size.Known() {
		size = session.DefaultSize
	}
	t := &tab{id: s.freeID(), uuid: newUUID(), label: cleanLabel(label), launch: l, state: starting, size: size}
	s.insert(t)
	if err := s.run(t, done); err != nil {
		s.removeTab(t)
		done(err)
		return nil
	}
	return t
}

// cleanLabel is a label that can be shown: no control characters, maxLabel long.
func cleanLabel(label string) string {
	label = strings.TrimSpace(ui.Clean(label))
	if utf8.RuneCountInString(label) > maxLabel {
		label = string([]rune(label)[:maxLabel])
	}
	return label
}

// run asks init for a session of t; what ran there before stays until the new
// one has started. Where the error isn't nil nothing was asked, and done isn't
// called.
func (s *server) run(t *tab, done func(*wire.Error)) *wire.Error {
	spec, err := s.spec(t)
	if err != nil {
		return err
	}
	rec, encodeErr := t.encodeRecord()
	if encodeErr != nil || len(rec) > link.MaxRecord {
		return &wire.Error{Code: wire.CodeFailed, Message: fmt.Sprintf("the command is too long: what jackin keeps of a tab takes %d bytes, %d at most", len(rec), link.MaxRecord)}
	}
	id := session.ID(newUUID())
	m := link.Spawn{ID: id, Spec: spec, Record: rec, Main: t.Main}
	if err := s.cfg.Link.Send(m); err != nil {
		return &wire.Error{Code: wire.CodeFailed, Message: fmt.Sprintf("start %s: %v", spec.Argv[0], err)}
	}
	s.pending[id] = &pendingRun{tab: t, done: done}
	return nil
}

// runAgain starts a dead tab's program anew, with the provider that it had. done,
// which may be nil, is called once, when it runs or why it doesn't.
func (s *server) runAgain(t *tab, done func(*wire.Error)) {
	if done == nil {
		done = func(*wire.Error) {}
	}
	switch {
	case s.stopping:
		done(&wire.Error{Code: wire.CodeFailed, Message: "jackin is ending: nothing is started"})
		return
	case !t.dead():
		done(&wire.Error{Code: wire.CodeFailed, Message: fmt.Sprintf("tab %d is %s", t.id, t.state)})
		return
	}
	before := t.state
	t.notice, t.waitingFor = "", ""
	if err := s.run(t, done); err != nil {
		if t.waitingFor != "" {
			t.state, t.notice = waiting, "waiting for "+t.waitingFor
		} else {
			t.state, t.notice = before, err.Message
		}
		defer done(err)
	} else {
		t.state, t.ahead = starting, nil
	}
	s.tabChanged(t)
	s.refreshAll()
}

// spec is what init is to start for t: the agent's program with the overlay of
// its provider, in which keys are names.
func (s *server) spec(t *tab) (session.Spec, *wire.Error) {
	spec := session.Spec{Argv: t.Command, Dir: t.Dir, Size: t.size}
	t.Keys, t.OldKey = nil, false
	if t.Agent != "" {
		o, err := s.overlay(t)
		if err != nil {
			return spec, err
		}
		spec.Argv, spec.Unset = o.Argv, o.Unset
		t.Conversation = o.Session
		for _, v := range o.Set {
			spec.Set = append(spec.Set, session.Var{Name: v.Name, Value: v.Value, Key: v.Key})
			if v.Key != "" {
				t.Keys = append(t.Keys, string(v.Key))
			}
		}
	}
	spec.Unset = append(append(spec.Unset, provider.BaseDrop()...), configEnvVar)
	agent := string(t.Agent)
	if agent == "" {
		agent = commandAgent
	}
	spec.Set = append(spec.Set,
		session.Var{Name: "TERM", Value: "xterm-256color"},
		session.Var{Name: "COLORTERM", Value: "truecolor"},
		session.Var{Name: "TERM_PROGRAM", Value: "jackin"},
		session.Var{Name: "TERM_PROGRAM_VERSION", Value: s.cfg.Build},
		session.Var{Name: "PWD", Value: t.Dir},
		session.Var{Name: "JACKIN_TAB", Value: t.uuid},
		session.Var{Name: "JACKIN_AGENT", Value: agent},
	)
	if t.Provider != "" {
		spec.Set = append(spec.Set, session.Var{Name: "JACKIN_PROVIDER", Value: string(t.Provider)})
	} else {
		spec.Unset = append(spec.Unset, "JACKIN_PROVIDER")
	}
	if t.Agent == "" {
		spec.Unset = append(spec.Unset, s.catalogue.Inherited(s.cfg.LookupEnv)...)
	}
	return spec, nil
}
