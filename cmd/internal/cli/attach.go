package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"jackin/cmd/internal/rundir"
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

func newAttach(env Env) *cobra.Command {
	var o attachOptions
	var pipe bool
	cmd := &cobra.Command{
		Use:   "attach [NAME]",
		Short: "Attach this terminal, here or to a container",
		Long: `attach shows the tabs of the jackin that runs here, and types into them.
Ctrl+\ then D detaches; what runs in the tabs goes on.

With NAME it is the jackin in that container, over the pipe of docker exec -i:
every keystroke passes, docker's detach keys too.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case pipe && len(args) > 0:
				return usageError{errors.New("--pipe is for the inside of a container, and takes no name")}
			case pipe:
				return runPipe(env)
			case len(args) > 0:
				o.name = args[0]
				return runAttachName(cmd.Context(), env, o)
			}
			return runAttach(cmd.Context(), env, o)
		},
	}
	cmd.Flags().BoolVar(&pipe, "pipe", false, "pass bytes between standard input and output and the server")
	cmd.Flags().MarkHidden("pipe")
	cmd.Flags().StringVar(&o.tab, "tab", "", "the tab to show: its `ID`")
	cmd.Flags().BoolVar(&o.readOnly, "read-only", false, "look, and type nothing")
	return cmd
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
	if o.start {
		resolving, err := env.ensure()
		if err != nil {
			return none, err
		}
		if resolving == nil {
			resolving = env.inherited()
		}
		defer resolving.tell(env.Stderr)
	}
	dial := func(context.Context) (io.ReadWriteCloser, error) {
		return env.dialContainer(o.op.engine, env.withoutKeys(o.op.config), o.name)
	}
	dir := "" // the host's means nothing in a container
	if o.name == "" {
		dir = env.Dir
		dial = func(context.Context) (io.ReadWriteCloser, error) {
			conn, _, err := env.dial()
			return conn, err
		}
		s, err := env.connect(answerTime)
		if err != nil {
			return none, err
		}
		err = env.beforeAttach(s, out, &o)
		s.close()
		if err != nil {
			return none, timedOut(err, answerTime)
		}
	}
	log, logged, err := env.attachLog()
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

// beforeAttach refuses what can't work, and opens the command's tab.
func (e Env) beforeAttach(s *server, out *os.File, o *attachOptions) error {
	if own := e.Getenv("JACKIN_TAB"); own != "" {
		var tabs []wire.Tab
		if err := s.request(wire.VerbList, nil, &tabs); err != nil {
			return err
		}
		for _, t := range tabs {
			if t.UUID == own {
				return fail(exitUsage, "this is tab %d of this server; use jackin new", t.ID)
			}
		}
	}
	if len(o.command) > 0 {
		if e.Dir == "" {
			return fail(exitFailed, "the working directory is gone").hint("change to one that is there")
		}
		var tab wire.Tab
		// A size that can't be read is unknown.
		cols, rows, _ := term.GetSize(int(out.Fd()))
		req := wire.NewTab{Command: o.command, Dir: e.Dir, Background: true, Cols: cols, Rows: rows}
		if err := s.request(wire.VerbNew, req, &tab); err != nil {
			return err
		}
		o.tab = tab.UUID
	}
	return nil
}

// terminal is the outer terminal, or a line that says what is missing.
func (e Env) terminal() (in, out *os.File, err error) {
	in, ok := e.Stdin.(*os.File)
	if !ok || !term.IsTerminal(int(in.Fd())) {
		return nil, nil, fail(exitFailed, "standard input is not a terminal").hint("jackin ls, jackin new and the other verbs need none")
	}
	out, ok = e.Stdout.(*os.File)
	if !ok || !term.IsTerminal(int(out.Fd())) {
		return nil, nil, fail(exitFailed, "standard output is not a terminal")
	}
	return in, out, nil
}

// ensure starts init where nobody listens. The resolution is nil where none is under
// way.
func (e Env) ensure() (*resolution, error) {
	conn, _, err := e.dial()
	if err == nil {
		conn.Close()
		return nil, nil
	}
	// Somebody else's directory is no obstacle where there are others to try.
	if !errors.Is(err, rundir.ErrNoServer) && (e.Getenv(rundir.Variable) != "" || !errors.Is(err, rundir.ErrNotOurs)) {
		return nil, err
	}
	resolving, started := e.startBare()
	if started == nil {
		return resolving, nil
	}
	// Somebody else may have started one at the same time.
	if conn, _, err := e.dial(); err == nil {
		conn.Close()
		return nil, nil
	}
	return nil, started
}
