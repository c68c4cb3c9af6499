//go:build linux

package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jackin/mux/wire"
)

// sendChunk is how much is sent in one request, in bytes: as base64 it fits into
// a frame.
const sendChunk = 64 << 10

type sendOptions struct {
	text  io.Reader // nil is none
	enter bool
	keys  []string
}

func newSend(env Env) *cobra.Command {
	var o sendOptions
	cmd := &cobra.Command{
		Use:   "send ID [TEXT | -] [--enter] [--key NAME]...",
		Short: "Type into a tab",
		Long: `send types TEXT into a tab as it is, nothing added and nothing changed; - is
standard input. Then come the keys, in the order of their options, then Enter.

NAME is a key as people write it: enter, esc, tab, space, backspace, up, down,
left, right, home, end, pageup, pagedown, insert, delete, f1 to f35, or a
character; with ctrl+, alt+, shift+ or super+ before it. It is sent the way that
the program in the tab has asked for.`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 2 && args[1] == "-" && cmd.ArgsLenAtDash() < 0:
				o.text = env.Stdin
			case len(args) == 2:
				o.text = strings.NewReader(args[1])
			case len(o.keys) == 0 && !o.enter:
				return usageError{errors.New("send wants a text, - for standard input, --key or --enter")}
			}
			return runSend(env, args[0], o)
		},
	}
	cmd.Flags().BoolVar(&o.enter, "enter", false, "press Enter at the end")
	cmd.Flags().StringArrayVar(&o.keys, "key", nil, "press the key `NAME` after the text; may be repeated")
	return cmd
}

func runSend(env Env, id string, o sendOptions) error {
	s, err := env.connect(answerTime)
	if err != nil {
		return err
	}
	defer s.close()
	send := func(q wire.Send) error {
		q.Tab = id
		s.conn.SetDeadline(time.Now().Add(answerTime))
		err := s.request(wire.VerbSend, q, nil)
		if isTimeout(err) {
			return fail(exitFailed, "what runs in tab %s doesn't read: it didn't take everything within %s", id, answerTime)
		}
		return timedOut(err, answerTime)
	}
	rest := wire.Send{Keys: o.keys, Enter: o.enter}
	if o.text != nil {
		buf := make([]byte, sendChunk)
		for {
			n, err := io.ReadFull(o.text, buf)
			if err == io.EOF || err == io.ErrUnexpectedEOF {
				rest.Text = buf[:n]
				break
			}
			if err != nil {
				return fmt.Errorf("read standard input: %w", err)
			}
			if err := send(wire.Send{Text: buf}); err != nil {
				return err
			}
		}
	}
	return send(rest)
}
