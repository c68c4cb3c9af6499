//go:build linux

package cli

import (
	"github.com/spf13/cobra"

	"jackin/mux/wire"
)

func newRestart(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "restart ID",
		Short: "Run a tab's program again",
		Long: `restart runs what the tab was opened with again, in its directory and on its
provider; what still runs there is ended first, as by kill. An agent takes up its
conversation where there is one to take up, else it begins a new one.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			return env.ask(wire.VerbRestart, wire.Restart{Tab: args[0]}, nil)
		},
	}
}
