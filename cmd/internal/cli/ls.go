//go:build linux

package cli

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"jackin/mux/wire"
)

type listOptions struct{ json, resources bool }

func newList(env Env) *cobra.Command {
	var o listOptions
	cmd := &cobra.Command{
		Use:   "ls",
		Short: "List the tabs",
		Args:  cobra.NoArgs,
		RunE:  func(*cobra.Command, []string) error { return runList(env, o) },
	}
	cmd.Flags().BoolVar(&o.json, "json", false, "print an array of objects; fields are only ever added")
	cmd.Flags().BoolVar(&o.resources, "resources", false, `add processes, zombies and memory, of each tab and in all, and the limits
(with --json: one object, the array is its "tabs")`)
	return cmd
}

func runList(env Env, o listOptions) error {
	if o.resources {
		list, err := env.listResources()
		switch {
		case err != nil:
			return err
		case o.json:
			return printJSON(env.Stdout, list)
		}
		return list.print(env.Stdout)
	}
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
