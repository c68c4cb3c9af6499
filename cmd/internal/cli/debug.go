package cli

import (
	"fmt"
	"io"
	"log/slog"
	"os"
)

// debugging says that --debug is among the options of a command line.
func debugging(args []string) bool {
	for _, a := range args {
		switch a {
		case "--":
			return false
		case "--debug":
			return true
		}
	}
	return false
}

// newLog writes debug lines as text; without debug it writes nothing. A log
// never has keys, environments, argument values, input or what screens show.
func newLog(w io.Writer, debug bool) *slog.Logger {
	if !debug {
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

// fileLog is the log of a verb that must not write on the terminal, because it draws
// there: a private file, which done names at the end.
func (e Env) fileLog(verb string) (log *slog.Logger, done func(), err error) {
	if !e.Debug {
		return newLog(nil, false), func() {}, nil
	}
	f, err := os.CreateTemp("", "jackin-"+verb+"-*.log") // 0600
	if err != nil {
		return nil, nil, fmt.Errorf("open debug log: %w", err)
	}
	return newLog(f, true), func() {
		f.Close()
		fmt.Fprintf(e.Stderr, "jackin: debug log: %s\n", f.Name())
	}, nil
}
