//go:build linux

package cli

import (
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"jackin/mux/wire"
)

type newOptions struct {
	provider, dir, label string
	background           bool
	agent                string
	args                 []string // behind --
}

func newNew(env Env) *cobra.Command {
	var o newOptions
	cmd := &cobra.Command{
		Use:   "new AGENT [-- ARG...] | new -- COMMAND [ARG]...",
		Short: "Open a tab and print its number",
		Long: `new opens a tab with an agent (claude, codex, shell), or with any command behind
two dashes, and prints the tab's number. An agent gets its own maker's provider
unless --provider names another; ARGs are added to its command line. Clients
that look at the caller's tab, else the one that typed last, are taken there.`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			dash := cmd.ArgsLenAtDash()
			named := args
			if dash >= 0 {
				named, o.args = args[:dash], args[dash:]
			}
			switch len(named) {
			case 0:
			case 1:
				o.agent = named[0]
			default:
				return usageError{fmt.Errorf("one agent at a time, not %q: arguments for it go behind --", named)}
			}
			return runNew(env, o)
		},
	}
	cmd.Flags().StringVar(&o.provider, "provider", "", "the `P`rovider that answers the agent")
	cmd.Flags().StringVar(&o.dir, "dir", "", "the working `D`irectory (default: the caller's)")
	cmd.Flags().StringVar(&o.label, "label", "", "the tab's `L`abel")
	cmd.Flags().BoolVar(&o.background, "background", false, "leave every client where it is")
	return cmd
}

func runNew(env Env, o newOptions) error {
	if o.agent == "" && len(o.args) == 0 {
		return usageError{errors.New("new wants an agent, or a command behind --")}
	}
	dir, err := env.absolute(o.dir)
	if err != nil {
		return err
	}
	req := wire.NewTab{
		Agent: o.agent, Provider: o.provider, Dir: dir, Label: o.label,
		Background: o.background, From: env.Getenv("JACKIN_TAB"),
	}
	if o.agent == "" {
		if o.provider != "" {
			return usageError{errors.New("--provider goes with an agent, not with a command")}
		}
		req.Command = o.args
	} else {
		req.Args = o.args
	}
	var tab wire.Tab
	if err := env.ask(wire.VerbNew, req, &tab); err != nil {
		return err
	}
	_, err = fmt.Fprintln(env.Stdout, tab.ID)
	return err
}

// absolute is dir seen from the caller's directory, which it is where empty.
func (e Env) absolute(dir string) (string, error) {
	if filepath.IsAbs(dir) {
		return filepath.Clean(dir), nil
	}
	if e.Dir == "" {
		return "", fail(exitFailed, "the working directory is gone").hint("name one with --dir")
	}
	return filepath.Join(e.Dir, dir), nil
}
