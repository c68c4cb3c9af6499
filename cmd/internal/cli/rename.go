//go:build linux

package cli

import (
	"github.com/spf13/cobra"

	"jackin/mux/wire"
)

func newRename(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "rename ID LABEL",
		Short: "Give a tab another label",
		Long: `rename replaces the label that the strip shows; an empty LABEL brings back the
one that follows from agent and provider.`,
		Args: cobra.ExactArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			return env.ask(wire.VerbRename, wire.Rename{Tab: args[0], Label: args[1]}, nil)
		},
	}
}
