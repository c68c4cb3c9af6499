package mux

import (
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"jackin/mux/wire"
)

// Limits of who waits for news.
const (
	// maxHints is how many events may wait for a listener; what comes then is
	// dropped, and one event says so.
	maxHints = 256
	// maxWaits is how many verbs may wait for a tab's state; the next is refused.
	maxWaits = 256
)

// wait is a verb that wants an answer once a tab is in a state.
type wait struct {
	conn  *wire.Conn
	tab   *tab
	state state
	reply replier
}

// listener is a connection that wants events. Its queue is filled by the loop
// and written by a goroutine of its own.
type listener struct {
	conn   *wire.Conn
	queue  chan wire.Event
	missed atomic.Bool // the queue was full
}

// await answers once t is in a state.
func (s *server) await(r requested, t *tab, want string, reply replier) {
	switch {
	case !wire.IsState(want):
		reply(nil, &wire.Error{Code: wire.CodeUsage, Message: fmt.Sprintf("a tab is never %q", want)})
	case t.state == state(want):
		reply(struct{}{}, nil)
	case len(s.waits) >= maxWaits:
		reply(nil, &wire.Error{Code: wire.CodeFailed, Message: fmt.Sprintf("%d verbs wait for tabs, the most there can be", maxWaits)})
	default:
		s.waits = append(s.waits, wait{r.conn, t, state(want), reply})
	}
}

// tabChanged tells who waits of t's new state or label.
func (s *server) tabChanged(t *tab) {
	s.tabEvent(wire.EventChanged, t)
	s.waits = slices.DeleteFunc(s.waits, func(w wait) bool {
		due := w.tab == t && w.state == t.state
		if due {
			w.reply(struct{}{}, nil)
		}
		return due
	})
}

// tabClosed tells who waits that t is gone, which is an end too.
func (s *server) tabClosed(t *tab) {
	s.tabEvent(wire.EventClosed, t)
	s.waits = slices.DeleteFunc(s.waits, func(w wait) bool {
		switch {
		case w.tab != t:
			return false
		case w.state == exited:
			w.reply(struct{}{}, nil)
		default:
			w.reply(nil, &wire.Error{Code: wire.CodeNotFound, Message: fmt.Sprintf("tab %d was closed", t.id)})
		}
		return true
	})
}

// listen makes a listener of a connection.
func (s *server) listen(r requested) {
	l := &listener{conn: r.conn, queue: make(chan wire.Event, maxHints)}
	s.listeners = append(s.listeners, l)
	s.running.Go(func() {
		err := r.conn.WriteJSON(wire.TypeResponse, wire.Response{ID: r.req.ID})
		for err == nil {
			select {
			case e := <-l.queue:
				err = r.conn.WriteJSON(wire.TypeEvent, e)
				if err == nil && len(l.queue) == 0 && l.missed.Swap(false) {
					err = r.conn.WriteJSON(wire.TypeEvent, wire.Event{Time: time.Now().UTC(), Event: wire.EventMissed})
				}
			case <-r.over:
				return
			case <-s.quit:
				return
			}
		}
		s.log.Debug("write event", "err", err)
	})
}

func (s *server) tabEvent(what string, t *tab) {
	s.event(wire.Event{Event: what, ID: t.id, UUID: t.uuid})
}

// event tells every listener, and waits for none.
func (s *server) event(e wire.Event) {
	if len(s.listeners) == 0 {
		return
	}
	e.Time = time.Now().UTC()
	for _, l := range s.listeners {
		select {
		case l.queue <- e:
		default:
			l.missed.Store(true)
		}
	}
}

// hungUp forgets what a connection that has ended still waited for.
func (s *server) hungUp(conn *wire.Conn) {
	s.waits = slices.DeleteFunc(s.waits, func(w wait) bool { return w.conn == conn })
	s.listeners = slices.DeleteFunc(s.listeners, func(l *listener) bool { return l.conn == conn })
}
