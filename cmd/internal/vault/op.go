package vault

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"syscall"
	"time"

	"jackin/provider"
	"jackin/provider/config"
	"jackin/provider/secret"
)

const (
	// opProgram is 1Password's command line client.
	opProgram = "op"
	// maxComplaint is how much of op's complaint is looked at; the rest is dropped.
	maxComplaint = 8 << 10
	// endTime is what op's children may hold its output open after its end.
	endTime = time.Second
)

// errTooLong ends op when it writes more than a value can have.
var errTooLong = errors.New("too long")

// read has op read one reference.
func (r Resolver) read(ctx context.Context, s config.Setting) Result {
	fails := func(reason, remedy string) Result {
		return Result{Name: s.Name, Problem: problem(s, reason, remedy)}
	}
	if ctx.Err() != nil {
		return fails("not resolved: called off", "")
	}
	path := ""
	err := error(exec.ErrNotFound)
	if r.LookPath != nil {
		path, err = r.LookPath(opProgram)
	}
	if err != nil {
		return fails("op is not in PATH", "install 1Password's command line client")
	}
	limit := cmp.Or(r.Limit, DefaultLimit)
	bounded, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(bounded, path, opArgs(s.Source)...)
	cmd.Env = r.Environ
	// A process group of its own, so that its end is that of what it has started;
	// the terminal stays: 1Password remembers whom it has let in by it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = endTime
	value, complaint := &capped{limit: secret.MaxText + 1, full: errTooLong}, &capped{limit: maxComplaint}
	defer value.clear()
	cmd.Stdout, cmd.Stderr = value, complaint
	err = cmd.Run()
	switch {
	case value.over || len(value.text) > secret.MaxText:
		return fails(fmt.Sprintf("the value is longer than %d bytes", secret.MaxText), "name another field")
	case ctx.Err() != nil:
		return fails("not resolved: called off", "")
	case bounded.Err() != nil:
		return fails(fmt.Sprintf("op gives no answer within %s", limit), "unlock 1Password, and confirm if it asks for a fingerprint")
	case err != nil && !errors.Is(err, exec.ErrWaitDelay):
		return fails(opFailure(err, complaint.text))
	}
	// --no-newline is asked for; a program in op's place may not know it.
	text := bytes.TrimSuffix(bytes.TrimSuffix(value.text, []byte("\n")), []byte("\r"))
	if len(text) == 0 {
		return fails("the field is empty in 1Password", "")
	}
	return checked(s, Result{Name: s.Name, Value: secret.New(string(text)), Present: true})
}

// opArgs is the command line of op for a reference.
func opArgs(s secret.Source) []string {
	ref, account := s.Op()
	args := []string{"read", "--no-newline", ref}
	if account != "" {
		args = append(args, "--account", account)
	}
	return args
}

// opFailure says what op's complaint means. It is never passed on: it may quote the
// reference, or what it read.
func opFailure(err error, complaint []byte) (reason, remedy string) {
	said := strings.ToLower(string(complaint))
	for _, known := range []struct{ part, reason, remedy string }{
		{"not currently signed in", "signed out of 1Password", "run op signin"},
		{"not signed in", "signed out of 1Password", "run op signin"},
		{"no accounts configured", "op has no account", "run op account add, or turn on its integration with 1Password's app"},
		{"session expired", "signed out of 1Password", "run op signin"},
		{"authorization prompt dismissed", "not confirmed in 1Password", "try again, and confirm when it asks for a fingerprint"},
		{"authorization denied", "not confirmed in 1Password", "try again, and confirm when it asks for a fingerprint"},
		{"authorization timeout", "not confirmed in 1Password", "try again, and confirm when it asks for a fingerprint"},
		{"connecting to desktop app", "1Password's app is not running or is locked", "start and unlock it"},
		{"isn't a vault", "1Password has no such vault", "check the reference"},
		{"isn't an item", "1Password has no such item", "check the reference"},
		{"isn't a field", "the item has no such field", "check the reference"},
		{"does not have a field", "the item has no such field", "check the reference"},
		{"could not find", "1Password has no such item or field", "check the reference"},
		{"invalid secret reference", "op doesn't take the reference", "check it"},
	} {
		if strings.Contains(said, known.part) {
			return known.reason, known.remedy
		}
	}
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return "op fails (" + exit.ProcessState.String() + ")", "op read with the reference says why"
	}
	return "op can't be run", ""
}

// WithoutKeys is environ without the variables of the catalogue's keys and those of
// more, for programs that we start.
func WithoutKeys(environ []string, more ...string) []string {
	names := map[string]bool{}
	for _, name := range provider.Default().EnvironNames() {
		names[string(name)] = true
	}
	for _, name := range more {
		names[name] = true
	}
	var clean []string
	for _, kv := range environ {
		if name, _, _ := strings.Cut(kv, "="); !names[name] {
			clean = append(clean, kv)
		}
	}
	return clean
}

// capped keeps the first limit bytes of what is written; more is dropped, or where
// full isn't nil ends the writer.
type capped struct {
	limit int
	full  error
	text  []byte
	over  bool
}

var _ io.Writer = (*capped)(nil)

func (c *capped) Write(b []byte) (int, error) {
	room := c.limit - len(c.text)
	c.text = append(c.text, b[:min(len(b), room)]...)
	if len(b) > room {
		c.over = true
		if c.full != nil {
			return room, c.full
		}
	}
	return len(b), nil
}

func (c *capped) clear() { clear(c.text) }
