//go:build linux

package cli

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"jackin/mux/wire"
)

type providersOptions struct {
	json  bool
	agent string
}

func newProviders(env Env) *cobra.Command {
	var o providersOptions
	cmd := &cobra.Command{
		Use:   "providers [AGENT]",
		Short: "Say which providers are configured, and why the others aren't",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.agent = args[0]
			}
			return runProviders(env, o)
		},
	}
	cmd.Flags().BoolVar(&o.json, "json", false, "print an array of objects; fields are only ever added")
	return cmd
}

func runProviders(env Env, o providersOptions) error {
	var rows []wire.ProviderRow
	if err := env.ask(wire.VerbProviders, wire.ProvidersOf{Agent: o.agent}, &rows); err != nil {
		return err
	}
	if o.json {
		return printJSON(env.Stdout, rows)
	}
	w := tabwriter.NewWriter(env.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "AGENT\tPROVIDER\tCONFIGURED\tREASON")
	for _, r := range rows {
		configured, reason := "no", r.Reason
		if r.Configured {
			configured = "yes"
		}
		if r.Native {
			reason = "native"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.Agent, r.Provider, configured, reason)
	}
	return w.Flush()
}
