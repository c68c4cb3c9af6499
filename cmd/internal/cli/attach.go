package cli

import (
	"context"
	"errors"
	"fmt"
	"io"

	"jackin/mux/client"
	"jackin/mux/wire"
)

type attachOptions struct {
	start    bool     // start init where none runs
	picker   bool     // open the agent picker where there is no tab
	command  []string // opened in a tab of its own first
	tab      string
	readOnly bool
	name     string    // of the container to attach to; empty: here
	op       *operator // whose container it is
}

// runAttach attaches the terminal, and returns when it is detached.
func runAttach(ctx context.Context, env Env, o attachOptions) error {
	leave, err := attachOnce(ctx, env, o)
	switch {
	case err != nil:
		return err
	case leave.Code != 0:
		return fail(leave.Code, "%s", leave.Message)
	}
	if leave.Detached && o.name != "" {
		leave.Message = fmt.Sprintf("detached; jackin attach %s comes back", o.name)
	}
	if leave.Message != "" {
		fmt.Fprintln(env.Stderr, leave.Message)
	}
	return nil
}

// attachOnce attaches the terminal, and returns what the server said at the end.
func attachOnce(ctx context.Context, env Env, o attachOptions) (wire.Leave, error) {
	none := wire.Leave{}
	in, out, err := env.terminal()
	if err != nil {
		return none, err
	}
	var dial func(context.Context) (io.ReadWriteCloser, error)
	dir := "" // the host's means nothing in a container
	if o.name == "" {
		dir = env.Dir
		tell, err := env.prepareHere(out, &o)
		if err != nil {
			return none, err
		}
		defer tell()
		dial = env.dialHere
	} else {
		dial = func(context.Context) (io.ReadWriteCloser, error) {
			return env.dialContainer(o.op.engine, env.withoutKeys(o.op.config), o.name)
		}
	}
	log, logged, err := env.fileLog("attach")
	if err != nil {
		return none, err
	}
	defer logged()
	leave, err := client.Attach(ctx, client.Options{
		In: in, Out: out, Build: build(), Log: log, Dial: dial,
		Attach: wire.Attach{
			Tab: o.tab, Picker: o.picker && len(o.command) == 0, ReadOnly: o.readOnly, Dir: dir,
			Term: env.Getenv("TERM"), ColorTerm: env.Getenv("COLORTERM"),
		},
	})
	if errors.Is(err, client.ErrServerGone) {
		return none, fail(exitNoServer, "%v", err)
	}
	return leave, err
}
