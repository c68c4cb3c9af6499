package mux

import (
	"fmt"
	"strings"

	"jackin/mux/wire"
	"jackin/session"
	"jackin/session/link"
)

// openFirst opens the tabs that init was started with, before any client is
// served. One that can't be opened is logged; where it is the main one, everything
// ends with the reason.
func (s *server) openFirst() {
	for _, f := range s.welcome.Tabs {
		refused := func(refusal *wire.Error) {
			if refusal != nil {
				s.firstRefused(f, refusal)
			}
		}
		l, refusal := s.launchOf(wire.NewTab{Agent: f.Agent, Provider: f.Provider, Command: f.Command, Dir: f.Dir})
		if refusal != nil {
			refused(refusal)
			continue
		}
		l.Main = f.Main
		s.open(l, "", session.Size{}, refused)
	}
}

// firstRefused says why there is no first tab.
func (s *server) firstRefused(f link.FirstTab, refusal *wire.Error) {
	s.log.Error("first tab not opened", "agent", f.Agent, "provider", f.Provider, "main", f.Main, "err", refusal.Message)
	if !f.Main || s.stopping {
		return
	}
	s.stopping = true
	what := f.Agent
	if f.Provider != "" {
		what += ":" + f.Provider
	}
	reason := fmt.Sprintf("the main tab, %s, can't be opened: %s", what, refusal.Message)
	s.send(link.Stop{Code: wire.CodeFailed, Reason: strings.ToValidUTF8(reason, "?")})
}
