//go:build linux

package cli

import (
	"context"
	"errors"
	"io"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"jackin/cmd/internal/rundir"
	"jackin/mux/wire"
)

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

// prepareHere has a server run here and opens the command's tab in it. tell says, when
// the terminal is free again, what came of the config's references.
func (e Env) prepareHere(out *os.File, o *attachOptions) (tell func(), err error) {
	var resolving *resolution
	if o.start {
		if resolving, err = e.ensure(); err != nil {
			return nil, err
		}
		if resolving == nil {
			resolving = e.inherited()
		}
	}
	s, err := e.connect(answerTime)
	if err != nil {
		return nil, err
	}
	defer s.close()
	if err := e.beforeAttach(s, out, o); err != nil {
		return nil, timedOut(err, answerTime)
	}
	return func() { resolving.tell(e.Stderr) }, nil
}

// dialHere is dial for a client.
func (e Env) dialHere(context.Context) (io.ReadWriteCloser, error) {
	conn, _, err := e.dial()
	return conn, err
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
