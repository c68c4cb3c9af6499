package cli

import (
	"io"
	"os"

	"golang.org/x/term"
)

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

// isTerminal says that what is read from r is typed, and shown.
func isTerminal(r io.Reader) bool {
	in, ok := r.(*os.File)
	return ok && term.IsTerminal(int(in.Fd()))
}
