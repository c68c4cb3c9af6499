package launch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os/exec"
	"strings"
	"time"
)

const (
	// maxOutput is how much of a command's output is read; the rest is dropped, and
	// what comes of it is whatever can't be read then.
	maxOutput = 4 << 20
	// maxSaid is how much of a command's complaint is kept.
	maxSaid = 16 << 10
	// leaveTime is what a command's children may hold its output open after its end.
	leaveTime = time.Second
)

// Command is one call of an engine's command.
type Command struct {
	// Argv is the program and its arguments.
	Argv []string
	// Stdin is what it reads; nil is nothing.
	Stdin []byte
	// Progress gets what it says on standard error as it says it; nil: nobody.
	Progress io.Writer
	// Limit is how long it may take; zero: as long as ctx lets it.
	Limit time.Duration
}

// Runner runs commands.
type Runner interface {
	// Run returns what the command prints. Its error is an [*ExitError] where the
	// command has ended with another code than 0.
	Run(ctx context.Context, c Command) ([]byte, error)
}

// ExitError is a command that has ended with another code than 0.
type ExitError struct {
	// Program is the command's name.
	Program string
	Code    int
	// Said is what it wrote to standard error.
	Said string
}

// Error is what a jackin in a container said, else the last line that the command
// said, which is where engines say why.
func (e *ExitError) Error() string {
	if message, _, ok := e.Jackin(); ok {
		return message
	}
	lines := strings.Split(strings.TrimSpace(e.Said), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		line := strings.TrimSpace(lines[i])
		if line == "" || strings.HasPrefix(line, "Run '") || strings.HasPrefix(line, "See '") {
			continue
		}
		return fmt.Sprintf("%s: %s", e.Program, line)
	}
	return fmt.Sprintf("%s ended with %d", e.Program, e.Code)
}

// Jackin is what a jackin that was run in a container has said, with its hints; ok is
// false where it was the engine that complained. Code is jackin's own then.
func (e *ExitError) Jackin() (message string, hints []string, ok bool) {
	for line := range strings.Lines(e.Said) {
		line = strings.TrimSpace(line)
		if text, is := strings.CutPrefix(line, "jackin: "); is {
			message, ok = text, true // what comes before the last one are warnings
		}
		if text, is := strings.CutPrefix(line, "hint: "); is {
			hints = append(hints, text)
		}
	}
	return message, hints, ok
}

// Process runs commands as processes of this machine.
type Process struct {
	// Environ is theirs, already without keys; Dir is where they run.
	Environ []string
	Dir     string
	// LookPath finds programs.
	LookPath func(string) (string, error)
	// Log gets a line for each command, without its input; nil drops it.
	Log *slog.Logger
}

// Run implements Runner.
func (p Process) Run(ctx context.Context, c Command) ([]byte, error) {
	path, err := p.LookPath(c.Argv[0])
	if err != nil {
		return nil, fmt.Errorf("%s is not in PATH", c.Argv[0])
	}
	if c.Limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, c.Limit, fmt.Errorf("%s gives no answer within %s", c.Argv[0], c.Limit))
		defer cancel()
	}
	cmd := exec.CommandContext(ctx, path, c.Argv[1:]...)
	cmd.Env, cmd.Dir, cmd.WaitDelay = p.Environ, p.Dir, leaveTime
	if c.Stdin != nil {
		cmd.Stdin = bytes.NewReader(c.Stdin)
	}
	out, said := &kept{limit: maxOutput}, &kept{limit: maxSaid}
	cmd.Stdout, cmd.Stderr = out, said
	if c.Progress != nil {
		cmd.Stderr = io.MultiWriter(said, c.Progress)
	}
	began := time.Now()
	err = cmd.Run()
	if p.Log != nil {
		p.Log.Debug("engine", "args", c.Argv, "took", time.Since(began), "err", err)
	}
	var exit *exec.ExitError
	switch {
	case err == nil, errors.Is(err, exec.ErrWaitDelay):
		return out.text.Bytes(), nil
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case errors.As(err, &exit):
		return out.text.Bytes(), &ExitError{Program: c.Argv[0], Code: exit.ExitCode(), Said: said.text.String()}
	}
	return nil, fmt.Errorf("run %s: %w", c.Argv[0], err)
}

// kept is the beginning of what is written to it.
type kept struct {
	limit int
	text  bytes.Buffer
}

func (k *kept) Write(b []byte) (int, error) {
	if room := k.limit - k.text.Len(); room > 0 {
		k.text.Write(b[:min(len(b), room)])
	}
	return len(b), nil
}
