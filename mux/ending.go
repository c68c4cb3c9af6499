package mux

import (
	"fmt"
	"time"

	"golang.org/x/sys/unix"

	"jackin/mux/wire"
	"jackin/session"
	"jackin/session/link"
)

// How long a program that is to end has after SIGTERM: init's own times for a
// session that is closed.
const (
	hangupAfter = time.Second
	killAfter   = 5 * time.Second
	// keepTime is for how long after a signal an exit counts as its effect, and
	// the tab stays: a signal may also mean something else to a program.
	keepTime = 2 * killAfter
)

// kill ends what runs in t, or signals it.
func (s *server) kill(t *tab, q wire.Kill, reply replier) {
	if q.Close && (q.Signal == 0 || !s.runs(t)) {
		s.closeTab(t)
		reply(struct{}{}, nil)
		return
	}
	switch {
	case !s.runs(t):
		reply(nil, s.notRunning(t))
	case q.Signal < 0 || q.Signal > 64:
		reply(nil, &wire.Error{Code: wire.CodeUsage, Message: fmt.Sprintf("there is no signal %d", q.Signal)})
	case q.Signal != 0:
		t.keep = time.Now().Add(keepTime)
		s.send(link.Signal{ID: t.session, Signal: q.Signal})
		if q.Close {
			s.closeTab(t)
		}
		reply(struct{}{}, nil)
	default:
		t.onExit = append(t.onExit, func(bool) { reply(struct{}{}, nil) })
		s.endRun(t)
	}
}

// runs says that t has a process that can be signalled.
func (s *server) runs(t *tab) bool { return t.state == running && t.session != "" && t.exit == nil }

// restart runs t's program again, once what runs there has ended.
func (s *server) restart(t *tab, reply replier) {
	again := func() {
		s.runAgain(t, func(refusal *wire.Error) {
			if refusal != nil {
				reply(nil, refusal)
				return
			}
			reply(t.describe(s.label(t)), nil)
		})
	}
	if !s.runs(t) {
		again()
		return
	}
	if t.Main {
		reply(nil, &wire.Error{Code: wire.CodeFailed, Message: fmt.Sprintf("tab %d is the main tab: jackin ends with what runs in it", t.id)})
		return
	}
	t.onExit = append(t.onExit, func(closed bool) {
		if closed {
			reply(nil, &wire.Error{Code: wire.CodeNotFound, Message: fmt.Sprintf("tab %d was closed", t.id)})
			return
		}
		again()
	})
	s.endRun(t)
}

// endRun ends t's program, and keeps the tab: SIGTERM, SIGHUP for the shells that
// ignore it, SIGKILL.
func (s *server) endRun(t *tab) {
	t.keep = time.Now().Add(keepTime)
	s.insist(t.session, unix.SIGTERM)
	s.insist(t.session, unix.SIGCONT) // a stopped one gets neither
	s.after(hangupAfter, insist{t.session, unix.SIGHUP})
	s.after(killAfter, insist{t.session, unix.SIGKILL})
}

// insist signals a session that hasn't ended yet.
func (s *server) insist(id session.ID, signal unix.Signal) {
	if t := s.tabBySession(id); t != nil && t.exit == nil {
		s.send(link.Signal{ID: id, Signal: int(signal)})
	}
}

// ended calls who waits for the end of t's run.
func (s *server) ended(t *tab, closed bool) {
	list := t.onExit
	t.onExit = nil
	for _, f := range list {
		f(closed)
	}
}
