//go:build linux

package cli

import (
	"errors"
	"fmt"
	"strconv"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"jackin/mux/wire"
)

func newEnv(env Env) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "env",
		Short: "Say what a tab's environment is",
		Long:  "env explain says each variable of a tab and where it comes from; keys are masked.",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			return usageError{errors.New("env wants explain")}
		},
	}
	explain := newEnvExplain(env)
	explain.Args = usageArgs(explain.Args)
	explain.DisableFlagsInUseLine = true
	cmd.AddCommand(explain)
	return cmd
}

type envExplainOptions struct{ json bool }

func newEnvExplain(env Env) *cobra.Command {
	var o envExplainOptions
	cmd := &cobra.Command{
		Use:   "explain ID",
		Short: "Say each variable of a tab and where it comes from",
		Long: `env explain says which variables the program of a tab has, as it would get them if
it was run now, and where each comes from: what init was started with or the
container has, the config's [env], the agent, the provider, a key, jackin. Keys
are masked, and so is what is named like one.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return runEnvExplain(env, args[0], o) },
	}
	cmd.Flags().BoolVar(&o.json, "json", false, "print an array of objects; fields are only ever added")
	return cmd
}

func runEnvExplain(env Env, id string, o envExplainOptions) error {
	rows := []wire.Variable{}
	if err := env.ask(wire.VerbExplain, wire.Explain{Tab: id}, &rows); err != nil {
		return err
	}
	if o.json {
		return printJSON(env.Stdout, rows)
	}
	w := tabwriter.NewWriter(env.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tFROM\tVALUE")
	for _, v := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\n", v.Name, originOf(v), valueOf(v))
	}
	return w.Flush()
}

// originOf is where a variable is from, in words.
func originOf(v wire.Variable) string {
	if v.Detail != "" {
		return v.Origin + " " + v.Detail
	}
	return v.Origin
}

// valueOf is a variable's value on one line.
func valueOf(v wire.Variable) string {
	switch {
	case v.Removed:
		return "(removed)"
	case v.Masked:
		return "(masked)"
	}
	quoted := strconv.Quote(v.Value)
	if quoted == `"`+v.Value+`"` {
		return v.Value // nothing in it would leave the line
	}
	return quoted
}
