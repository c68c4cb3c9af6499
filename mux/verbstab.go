package mux

import (
	"encoding/json"
	"fmt"
	"sync/atomic"

	"jackin/mux/keys"
	"jackin/mux/wire"
)

// answerTab does what a verb about one tab asks.
func (s *server) answerTab(r requested, reply replier) {
	switch r.req.Verb {
	case wire.VerbCapture:
		if q, t := body[wire.Capture](s, r.req.Body, reply); t != nil {
			s.capture(r, t, q, reply)
		}
	case wire.VerbSend:
		if q, t := body[wire.Send](s, r.req.Body, reply); t != nil {
			s.sendTo(r, t, q, reply)
		}
	case wire.VerbWait:
		if q, t := body[wire.Wait](s, r.req.Body, reply); t != nil {
			s.await(r, t, q.State, reply)
		}
	case wire.VerbExplain:
		if _, t := body[wire.Explain](s, r.req.Body, reply); t != nil {
			rows, refusal := s.explain(t)
			reply(rows, refusal)
		}
	case wire.VerbRename:
		if q, t := body[wire.Rename](s, r.req.Body, reply); t != nil {
			s.rename(t, q.Label)
			reply(t.describe(s.label(t)), nil)
		}
	case wire.VerbRestart:
		if _, t := body[wire.Restart](s, r.req.Body, reply); t != nil {
			s.restart(t, reply)
		}
	case wire.VerbKill:
		if q, t := body[wire.Kill](s, r.req.Body, reply); t != nil {
			s.kill(t, q, reply)
		}
	}
}

// body reads what a verb asks and finds the tab that it is about; without one
// the refusal is on its way.
func body[Q any](s *server, raw json.RawMessage, reply replier) (q Q, t *tab) {
	var of struct {
		Tab string `json:"tab"`
	}
	err := wire.Decode(raw, &of)
	if err == nil {
		err = wire.Decode(raw, &q)
	}
	if err != nil {
		reply(nil, &wire.Error{Code: wire.CodeUsage, Message: err.Error()})
		return q, nil
	}
	if t = s.tabByKey(of.Tab); t == nil {
		reply(nil, &wire.Error{Code: wire.CodeNotFound, Message: fmt.Sprintf("there is no tab %q", of.Tab), Hints: []string{"jackin ls"}})
	}
	return q, t
}

// capture sends what t shows, beside the loop.
func (s *server) capture(r requested, t *tab, q wire.Capture, reply replier) {
	p, gone := t.pane, &wire.Error{Code: wire.CodeFailed, Message: fmt.Sprintf("tab %d shows nothing: it is %s", t.id, t.state)}
	if p == nil {
		reply(nil, gone)
		return
	}
	s.running.Go(func() {
		text, ok := p.capture(q.ANSI, q.History)
		if !ok {
			reply(nil, gone)
			return
		}
		if err := r.conn.WriteRaw(wire.TypeData, text); err != nil {
			s.log.Debug("answer", "verb", r.req.Verb, "err", err)
			return
		}
		reply(struct{}{}, nil)
	})
}

// sendTo types into t. The waiting for a program that doesn't read is done
// beside the loop; it ends with the connection.
func (s *server) sendTo(r requested, t *tab, q wire.Send, reply replier) {
	if t.dead() || t.pane == nil {
		reply(nil, s.notRunning(t))
		return
	}
	bytes, refusal := s.encodeSend(t, q)
	if refusal != nil {
		reply(nil, refusal)
		return
	}
	p := t.pane
	s.running.Go(func() {
		var gone atomic.Bool
		sent := make(chan struct{})
		s.running.Go(func() {
			select {
			case <-r.over:
				gone.Store(true)
				p.release()
			case <-sent:
			}
		})
		p.send(bytes, &gone)
		close(sent)
		reply(struct{}{}, nil)
	})
}

// encodeSend is what t's program gets.
func (s *server) encodeSend(t *tab, q wire.Send) ([]byte, *wire.Error) {
	speaks := protocol(t.pane.modes.Load())
	out := q.Text
	names := q.Keys
	if q.Enter {
		names = append(names, "enter")
	}
	for _, name := range names {
		k, err := keys.ParseKey(name)
		if err != nil {
			return nil, &wire.Error{Code: wire.CodeUsage, Message: err.Error(),
				Hints: []string{"such as enter, esc, tab, up, pagedown, f5, ctrl+c, alt+x, shift+tab"}}
		}
		if k.IsCtrlZ() && s.noSuspend(t) {
			return nil, &wire.Error{Code: wire.CodeFailed, Message: fmt.Sprintf("tab %d gets no %s: its program could not be continued", t.id, name)}
		}
		out = keys.Encode(out, k, speaks)
	}
	return out, nil
}

func (s *server) notRunning(t *tab) *wire.Error {
	how := string(t.state)
	if t.dead() && t.status() != "" {
		how = t.status()
	}
	return &wire.Error{Code: wire.CodeFailed, Message: fmt.Sprintf("nothing runs in tab %d: %s", t.id, how),
		Hints: []string{fmt.Sprintf("jackin restart %d", t.id)}}
}

// rename gives t a label, or with an empty one the computed one back.
func (s *server) rename(t *tab, label string) {
	t.label = cleanLabel(label)
	s.saveTab(t)
	s.tabChanged(t)
	s.refreshAll()
}
