//go:build linux

package cli

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"jackin/cmd/internal/rundir"
	"jackin/mux/wire"
)

func newEvents(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "events",
		Short: "Print a line whenever something has changed",
		Long: `events prints a JSON object on a line of its own for each change, until jackin
ends. An event is a hint that it is time to ask: jackin ls says what is. It has
time, event and, where it is about a tab, id and uuid; fields and events are only
ever added.

  listening  the next change will be heard; what came before may be missing
  opened, changed, closed  a tab
  keys       keys were set or removed; labels and providers may have changed
  missed     this listener was too slow for some events`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return runEvents(env) },
	}
}

// runEvents listens again when the server dies: init starts another one.
func runEvents(env Env) error {
	out := json.NewEncoder(env.Stdout)
	for first := true; ; first = false {
		s, err := env.connect(answerTime)
		if !first && errors.Is(err, rundir.ErrNoServer) {
			return nil
		}
		if err != nil {
			return err
		}
		err = s.events(out)
		s.close()
		if err != nil && !broken(err) {
			return err
		}
	}
}

// events prints what the server says until its end.
func (s *server) events(out *json.Encoder) error {
	if err := s.request(wire.VerbEvents, nil, nil); err != nil {
		return timedOut(err, answerTime)
	}
	s.conn.SetDeadline(time.Time{})
	if err := out.Encode(wire.Event{Time: time.Now().UTC(), Event: wire.EventListening}); err != nil {
		return err
	}
	for {
		t, p, err := s.wire.Read()
		if err != nil {
			return err
		}
		var e wire.Event
		if t != wire.TypeEvent {
			continue
		}
		if err := wire.Decode(p, &e); err != nil {
			return err
		}
		if err := out.Encode(e); err != nil {
			return err
		}
	}
}
