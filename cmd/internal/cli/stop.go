//go:build linux

package cli

import (
	"time"

	"github.com/spf13/cobra"

	"jackin/mux/wire"
)

// stopTime is how long stop waits for the end: init's own deadline is 8 s.
const stopTime = 30 * time.Second

func newStop(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "stop [NAME]",
		Short: "End every session, and jackin, here or in a container",
		Long: `stop lets each agent quit its own way, then ends what is left with TERM and HUP
and at last with KILL, and returns when all of it is gone.

With NAME it ends that container of launch's, which the next launch starts again;
one that was launched with --ephemeral is removed.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return runStopName(cmd.Context(), env, args[0])
			}
			return runStop(env)
		},
	}
}

func runStop(env Env) error {
	s, err := env.connect(stopTime)
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.request(wire.VerbStop, nil, nil); err != nil && !broken(err) {
		return timedOut(err, stopTime)
	}
	// The server keeps the connection until its own end.
	for {
		_, _, err := s.wire.Read()
		switch {
		case err == nil:
		case broken(err):
			return env.awaitEnd()
		default:
			return timedOut(err, stopTime)
		}
	}
}

// awaitEnd returns when nobody listens any more: init takes its socket away at
// its very end.
func (e Env) awaitEnd() error {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(stopTime); time.Now().Before(end); <-tick.C {
		conn, _, err := e.dial()
		if err != nil {
			return nil
		}
		conn.Close()
	}
	return fail(exitFailed, "jackin doesn't end within %s", stopTime)
}
