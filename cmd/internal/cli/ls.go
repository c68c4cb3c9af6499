package cli

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"jackin/mux/wire"
)

type listOptions struct{ json bool }

func newList(env Env) *cobra.Command {
	var o listOptions
	cmd := &cobra.Command{
		Use:   "ls",
		Short: "List the tabs",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return runList(env, o) },
	}
	cmd.Flags().BoolVar(&o.json, "json", false, "print an array of objects; fields are only ever added")
	return cmd
}

func runList(env Env, o listOptions) error {
	tabs := []wire.Tab{}
	if err := env.ask(wire.VerbList, nil, &tabs); err != nil {
		return err
	}
	if o.json {
		return printJSON(env.Stdout, tabs)
	}
	w := tabwriter.NewWriter(env.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tLABEL\tSTATE\tPID\tDIRECTORY")
	for _, t := range tabs {
		fmt.Fprintf(w, "%d\t%s\t%s\t%s\t%s\n", t.ID, t.Label, stateOf(t), pidOf(t), t.Dir)
	}
	return w.Flush()
}

// stateOf is the state, and for a dead tab how it ended.
func stateOf(t wire.Tab) string {
	switch {
	case t.Exit == nil:
		return t.State
	case t.Exit.Code != nil:
		return fmt.Sprintf("exited %d", *t.Exit.Code)
	}
	return "killed by " + t.Exit.Signal
}

func pidOf(t wire.Tab) string {
	if t.Pid == nil {
		return "-"
	}
	return fmt.Sprint(*t.Pid)
}
