//go:build linux

package cli

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"jackin/mux/wire"
)

// maxSignal is the highest signal number of Linux.
const maxSignal = 64

type killOptions struct {
	signal string
	close  bool
}

func newKill(env Env) *cobra.Command {
	var o killOptions
	cmd := &cobra.Command{
		Use:   "kill ID [--signal S] [--close]",
		Short: "End what runs in a tab",
		Long: `kill ends a tab's program and everything that it has started: TERM, a second
later HUP, after 5 s KILL, and returns when it has ended. The tab stays, with its
last screen, unless --close closes it. With --signal that signal is sent to all
of it, and nothing else is done.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			q := wire.Kill{Tab: args[0], Close: o.close}
			if o.signal != "" {
				var err error
				if q.Signal, err = parseSignal(o.signal); err != nil {
					return usageError{err}
				}
			}
			return env.ask(wire.VerbKill, q, nil)
		},
	}
	cmd.Flags().StringVar(&o.signal, "signal", "", "send the signal `S`, a name (TERM, SIGINT) or a number")
	cmd.Flags().BoolVar(&o.close, "close", false, "close the tab")
	return cmd
}

// parseSignal reads a signal's name, with or without SIG, or its number.
func parseSignal(s string) (int, error) {
	if n, err := strconv.Atoi(s); err == nil {
		if n < 1 || n > maxSignal {
			return 0, fmt.Errorf("there is no signal %d", n)
		}
		return n, nil
	}
	name := strings.ToUpper(s)
	if n := unix.SignalNum("SIG" + strings.TrimPrefix(name, "SIG")); n != 0 {
		return int(n), nil
	}
	return 0, fmt.Errorf("there is no signal %q", s)
}
