package cli

import (
	"io"
	"log/slog"
	"os"
	"strings"
)

// Env is what a verb may touch of its process.
type Env struct {
	// Stdin, Stdout and Stderr are the streams; a verb that needs a terminal
	// needs files.
	Stdin          io.Reader
	Stdout, Stderr io.Writer
	// Environ is the environment, as of os.Environ.
	Environ []string
	// Dir is the working directory, absolute.
	Dir string
	// Args is the whole command line, the program's name first.
	Args []string
	// Debug is --debug, and Log where its lines go; nil is nowhere.
	Debug bool
	Log   *slog.Logger
}

// System is the process's own Env.
func System() Env {
	dir, err := os.Getwd()
	if err != nil {
		// The directory was removed under us: verbs that need one say so.
		dir = ""
	}
	return Env{Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Environ: os.Environ(), Dir: dir, Args: os.Args}
}

// Getenv is the value of a variable; "" where it isn't set.
func (e Env) Getenv(name string) string {
	v, _ := e.LookupEnv(name)
	return v
}

// LookupEnv is the value of a variable, and whether it is set. Of two settings
// the last counts.
func (e Env) LookupEnv(name string) (string, bool) {
	for i := len(e.Environ) - 1; i >= 0; i-- {
		if n, v, ok := strings.Cut(e.Environ[i], "="); ok && n == name {
			return v, true
		}
	}
	return "", false
}
