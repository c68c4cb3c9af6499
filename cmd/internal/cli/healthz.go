//go:build linux

package cli

import (
	"time"

	"github.com/spf13/cobra"

	"jackin/mux/wire"
)

// healthTime is how long a healthy server takes at most.
const healthTime = 2 * time.Second

func newHealthz(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "healthz",
		Short: "Exit 0 if the server answers within 2 seconds",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return runHealthz(env) },
	}
}

func runHealthz(env Env) error {
	s, err := env.connect(healthTime)
	if err != nil {
		return err
	}
	defer s.close()
	return timedOut(s.request(wire.VerbHealth, nil, nil), healthTime)
}
