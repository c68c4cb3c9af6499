package mux

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"jackin/mux/wire"
	"jackin/provider"
	"jackin/session"
)

// replier gives a verb its answer: a body, or why there is none.
type replier func(body any, refusal *wire.Error)

// answer does what a verb asks. The answer may come later: it is written to
// the connection by whoever has it, in a goroutine of its own, so that a client
// that doesn't read delays nobody.
func (s *server) answer(r requested) {
	if r.file != nil {
		defer r.file.Close()
	}
	reply := s.replier(r)
	s.log.Debug("request", "verb", r.req.Verb)
	switch r.req.Verb {
	case wire.VerbHealth:
		reply(s.health(), nil)
	case wire.VerbList:
		reply(s.list(), nil)
	case wire.VerbProviders:
		var of wire.ProvidersOf
		if err := wire.Decode(r.req.Body, &of); err != nil {
			reply(nil, &wire.Error{Code: wire.CodeUsage, Message: err.Error()})
			return
		}
		reply(s.providers(of.Agent))
	case wire.VerbNew:
		s.answerNew(r.req.Body, reply)
	case wire.VerbCapture, wire.VerbSend, wire.VerbWait, wire.VerbRename, wire.VerbRestart, wire.VerbKill, wire.VerbExplain:
		s.answerTab(r, reply)
	case wire.VerbEvents:
		s.listen(r)
	case wire.VerbKeys:
		reply(s.keyRows(), nil)
	case wire.VerbPush:
		s.pushKeys(r.file, reply)
	case wire.VerbStop:
		reply(struct{}{}, nil)
		s.stop()
	default:
		reply(nil, &wire.Error{Code: wire.CodeUsage, Message: fmt.Sprintf("this server doesn't know %q: it is of another version (%s)", r.req.Verb, s.cfg.Build)})
	}
}

func (s *server) replier(r requested) replier {
	return func(body any, refusal *wire.Error) {
		resp := wire.Response{ID: r.req.ID, Error: refusal}
		if refusal == nil && body != nil {
			b, err := json.Marshal(body)
			if err != nil {
				resp.Error = &wire.Error{Code: wire.CodeFailed, Message: err.Error()}
			}
			resp.Body = b
		}
		s.running.Go(func() {
			if err := r.conn.WriteJSON(wire.TypeResponse, resp); err != nil {
				s.log.Debug("answer", "verb", r.req.Verb, "err", err)
			}
		})
	}
}

func (s *server) list() []wire.Tab {
	rows := make([]wire.Tab, 0, len(s.tabs))
	for _, t := range s.tabs {
		rows = append(rows, t.describe(s.label(t)))
	}
	return rows
}

// providers has a row for each provider of one agent, or of all.
func (s *server) providers(of string) ([]wire.ProviderRow, *wire.Error) {
	if _, ok := s.catalogue.Agent(provider.AgentID(of)); of != "" && !ok {
		return nil, s.noAgent(of)
	}
	rows := []wire.ProviderRow{}
	for _, a := range s.catalogue.Agents {
		if of != "" && string(a.ID) != of {
			continue
		}
		for _, p := range s.catalogue.Providers {
			serves := slices.ContainsFunc(p.Endpoints, func(e provider.Endpoint) bool { return e.Agent == a.ID })
			if !serves && p.ID != a.Native {
				continue
			}
			reason := s.catalogue.Unavailable(a.ID, p.ID, s)
			rows = append(rows, wire.ProviderRow{
				Agent: string(a.ID), Provider: string(p.ID), Label: p.Label,
				Native: a.Native == p.ID, Configured: reason == "", Reason: reason,
			})
		}
	}
	return rows, nil
}

func (s *server) noAgent(id string) *wire.Error {
	var names []string
	for _, a := range s.catalogue.Agents {
		names = append(names, string(a.ID))
	}
	return &wire.Error{Code: wire.CodeNotFound, Message: fmt.Sprintf("there is no agent %q", id),
		Hints: []string{"agents: " + strings.Join(names, ", ") + "; any other program: jackin new -- COMMAND"}}
}

func (s *server) answerNew(body json.RawMessage, reply replier) {
	var req wire.NewTab
	if err := wire.Decode(body, &req); err != nil {
		reply(nil, &wire.Error{Code: wire.CodeUsage, Message: err.Error()})
		return
	}
	l, refusal := s.launchOf(req)
	if refusal != nil {
		reply(nil, refusal)
		return
	}
	var target *viewer
	if !req.Background {
		target = s.viewerFor(req.From)
	}
	size := session.DefaultSize
	switch {
	case target != nil:
		size = target.paneSize()
	case req.Cols > 0 && req.Rows > 1:
		size = session.Size{Cols: uint16(min(req.Cols, maxCols)), Rows: uint16(min(req.Rows, maxRows) - 1)}
	}
	var t *tab
	t = s.open(l, req.Label, size, func(refusal *wire.Error) {
		if refusal != nil {
			reply(nil, refusal)
			return
		}
		if target != nil && !target.closed.Load() {
			s.show(target, t)
		}
		if !req.Background && req.From != "" {
			s.follow(req.From, t)
		}
		s.refreshAll()
		reply(t.describe(s.label(t)), nil)
	})
}

// launchOf checks a request before anything is started.
func (s *server) launchOf(req wire.NewTab) (launch, *wire.Error) {
	l := launch{Agent: provider.AgentID(req.Agent), Provider: provider.ID(req.Provider), Command: req.Command, Args: req.Args, Dir: req.Dir}
	if !filepath.IsAbs(l.Dir) {
		return l, &wire.Error{Code: wire.CodeUsage, Message: fmt.Sprintf("directory %q is not absolute", l.Dir)}
	}
	if st, err := os.Stat(l.Dir); err != nil || !st.IsDir() {
		return l, &wire.Error{Code: wire.CodeFailed, Message: fmt.Sprintf("there is no directory %q", l.Dir)}
	}
	if l.Agent == "" {
		if len(l.Command) == 0 || l.Command[0] == "" {
			return l, &wire.Error{Code: wire.CodeUsage, Message: "neither an agent nor a command"}
		}
		return l, nil
	}
	return s.checkAgent(l)
}

// checkAgent refuses an agent or a provider by name; an empty provider becomes
// the native one.
func (s *server) checkAgent(l launch) (launch, *wire.Error) {
	agent, ok := s.catalogue.Agent(l.Agent)
	if !ok {
		return l, s.noAgent(string(l.Agent))
	}
	if reason := s.missing(agent); reason != "" {
		return l, &wire.Error{Code: wire.CodeNotFound, Message: fmt.Sprintf("agent %q: %s", l.Agent, reason)}
	}
	if agent.Native == "" {
		if l.Provider != "" {
			return l, &wire.Error{Code: wire.CodeNotFound, Message: fmt.Sprintf("agent %q has no providers", l.Agent)}
		}
		return l, nil
	}
	if l.Provider == "" {
		l.Provider = agent.Native
	}
	if reason := s.catalogue.Unavailable(l.Agent, l.Provider, s); reason != "" {
		return l, &wire.Error{Code: wire.CodeNotFound, Message: fmt.Sprintf("provider %q for agent %q: %s", l.Provider, l.Agent, reason)}
	}
	return l, nil
}

// viewerFor is the client that a new tab is shown to: one that looks at the
// caller's tab, else the one that typed last.
func (s *server) viewerFor(from string) *viewer {
	var last *viewer
	for _, v := range s.viewers {
		if v.attach.ReadOnly {
			continue
		}
		if v.tab != nil && v.tab.uuid == from {
			return v
		}
		if last == nil || v.lastTyped.After(last.lastTyped) {
			last = v
		}
	}
	return last
}

// follow takes every other client that looks at the tab of the caller along.
func (s *server) follow(from string, t *tab) {
	for _, v := range s.viewers {
		if v.tab != nil && v.tab.uuid == from {
			s.show(v, t)
		}
	}
}
