//go:build linux

package cli

import (
	"bytes"

	"github.com/spf13/cobra"

	"jackin/mux/wire"
)

type captureOptions struct{ ansi, history bool }

func newCapture(env Env) *cobra.Command {
	var o captureOptions
	cmd := &cobra.Command{
		Use:   "capture ID",
		Short: "Print what a tab shows",
		Long: `capture prints the screen of a tab, a line for each row of it, also where nobody
looks at it, and the last screen of one whose program has ended. ID is the tab's
number or its UUID.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return runCapture(env, args[0], o) },
	}
	cmd.Flags().BoolVar(&o.ansi, "ansi", false, "keep colours, attributes and links as escape sequences")
	cmd.Flags().BoolVar(&o.history, "history", false, "what was scrolled out first")
	return cmd
}

func runCapture(env Env, id string, o captureOptions) error {
	s, err := env.connect(answerTime)
	if err != nil {
		return err
	}
	defer s.close()
	var text bytes.Buffer
	s.data = &text
	if err := s.request(wire.VerbCapture, wire.Capture{Tab: id, ANSI: o.ansi, History: o.history}, nil); err != nil {
		return timedOut(err, answerTime)
	}
	_, err = env.Stdout.Write(text.Bytes())
	return err
}
