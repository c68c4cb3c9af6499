package mux

import (
	"time"

	"golang.org/x/sys/unix"

	"jackin/session/link"
)

// quitting is the part of a stop in which the agents may end their own way.
type quitting struct {
	waiting map[*tab]bool
	done    bool
}

// beginQuit asks every agent to quit as its catalogue entry says; init goes on
// when they have, or after the time that it gave.
func (s *server) beginQuit() {
	if s.quitting != nil {
		return
	}
	s.stopping = true
	s.quitting = &quitting{waiting: map[*tab]bool{}}
	for _, t := range s.tabs {
		a, ok := s.catalogue.Agent(t.Agent)
		if !ok || t.dead() || t.pane == nil || (len(a.Quit.Type) == 0 && a.Quit.Signal == "") {
			continue
		}
		s.quitting.waiting[t] = true
		p := t.pane
		if n := unix.SignalNum("SIG" + a.Quit.Signal); a.Quit.Signal != "" && n != 0 {
			s.send(link.Signal{ID: t.session, Signal: int(n)})
		}
		if len(a.Quit.Type) > 0 {
			s.running.Go(func() { s.typeQuit(p, a.Quit.Type, a.Quit.Gap) })
		}
	}
	s.quitCheck()
	s.refreshAll()
}

// typeQuit types what an agent takes for the wish to end.
func (s *server) typeQuit(p *pane, words []string, gap time.Duration) {
	for i, w := range words {
		if i > 0 {
			t := time.NewTimer(gap)
			select {
			case <-t.C:
			case <-s.quit:
				t.Stop()
				return
			}
		}
		p.reply([]byte(w)) // never waits: a program that doesn't read is killed later
	}
}

// quitCheck tells init once every agent that was asked has ended.
func (s *server) quitCheck() {
	q := s.quitting
	if q == nil || q.done {
		return
	}
	for t := range q.waiting {
		if t.exit == nil && s.tabByKey(t.uuid) == t {
			return
		}
	}
	q.done = true
	s.send(link.QuitDone{})
}
