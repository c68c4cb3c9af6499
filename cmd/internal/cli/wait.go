//go:build linux

package cli

import (
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"jackin/cmd/internal/rundir"
	"jackin/mux/wire"
)

type waitOptions struct {
	state   string
	timeout time.Duration // 0 is none
}

func newWait(env Env) *cobra.Command {
	var o waitOptions
	cmd := &cobra.Command{
		Use:   "wait ID --for STATE [--timeout D]",
		Short: "Wait until a tab is in a state",
		Long: `wait returns when the tab is in STATE: starting, waiting (for its key), running
or exited. A tab that is closed meanwhile has exited; for another state that is
code 4. After D, such as 30s or 5m, it gives up with code 1.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			switch {
			case o.state == "":
				return usageError{errors.New("wait wants --for STATE")}
			case !wire.IsState(o.state):
				return usageError{fmt.Errorf("a tab is never %q: --for wants starting, waiting, running or exited", o.state)}
			case o.timeout < 0:
				return usageError{errors.New("--timeout is before now")}
			}
			return runWait(env, args[0], o)
		},
	}
	cmd.Flags().StringVar(&o.state, "for", "", "the `STATE` to wait for")
	cmd.Flags().DurationVar(&o.timeout, "timeout", 0, "how long to wait at most, as a `D`uration (default: for ever)")
	return cmd
}

// runWait asks again when the server dies: init starts another one.
func runWait(env Env, id string, o waitOptions) error {
	var end time.Time
	if o.timeout > 0 {
		end = time.Now().Add(o.timeout)
	}
	for first := true; ; first = false {
		s, err := env.connect(answerTime)
		if !first && errors.Is(err, rundir.ErrNoServer) {
			return fail(exitNoServer, "jackin has ended")
		}
		if err != nil {
			return err
		}
		s.conn.SetDeadline(end)
		err = s.request(wire.VerbWait, wire.Wait{Tab: id, State: o.state}, nil)
		s.close()
		switch {
		case broken(err):
			continue
		case isTimeout(err):
			return fail(exitFailed, "tab %s is not %s after %s", id, o.state, o.timeout)
		}
		return err
	}
}
