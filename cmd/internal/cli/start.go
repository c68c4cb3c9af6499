//go:build linux

package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

const (
	// startTime is how long init may take until it listens.
	startTime = 20 * time.Second
	// readyFD is the descriptor on which init says that it listens.
	readyFD = 3
)

// initStart is how init is started. The zero value is the ordinary way.
type initStart struct {
	args []string // added to init's own
	// environ is init's environment; nil is the caller's.
	environ []string
	// bound has init stop when this process ends, or the thread that starts it.
	bound bool
}

// startInit starts init in a session of its own and returns when it listens.
// init gets the whole environment, keys included, and cleans itself.
func (e Env) startInit(o initStart) error {
	exe, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	ready, readyW, err := os.Pipe()
	if err != nil {
		return err
	}
	defer ready.Close()
	complaint, complaintW, err := os.Pipe()
	if err != nil {
		readyW.Close()
		return err
	}
	defer complaint.Close()
	cmd := exec.Command(exe, "init", fmt.Sprintf("--ready-fd=%d", readyFD))
	if e.Debug {
		cmd.Args = append(cmd.Args, "--debug")
	}
	if o.bound {
		cmd.Args = append(cmd.Args, fmt.Sprintf("--bound-to=%d", os.Getpid()))
	}
	cmd.Args = append(cmd.Args, o.args...)
	cmd.Args[0] = "jackin"
	cmd.Env = e.Environ
	if o.environ != nil {
		cmd.Env = o.environ
	}
	cmd.Stderr = complaintW
	cmd.ExtraFiles = []*os.File{readyW}
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	e.Log.Debug("starting init", "program", exe)
	err = cmd.Start()
	readyW.Close()
	complaintW.Close()
	if err != nil {
		return fmt.Errorf("start init: %w", err)
	}
	// A pipe that init closes without a byte is an init that has failed.
	ready.SetReadDeadline(time.Now().Add(startTime))
	n, err := ready.Read(make([]byte, 1))
	if n == 1 {
		// Until now init's standard error was ours: warnings about keys.
		complaint.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		text, _ := io.ReadAll(io.LimitReader(complaint, maxComplaint))
		e.Stderr.Write(text)
		return cmd.Process.Release()
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		cmd.Process.Kill()
		cmd.Wait()
		return fail(exitFailed, "init doesn't listen within %s", startTime)
	}
	text, _ := io.ReadAll(io.LimitReader(complaint, maxComplaint))
	return initFailed(cmd.Wait(), text)
}

// initFailed passes on what init said and how it ended.
func initFailed(err error, text []byte) error {
	var exit *exec.ExitError
	if !errors.As(err, &exit) || exit.ExitCode() <= 0 {
		return fail(exitFailed, "init ended at its start: %v: %s", err, bytes.TrimSpace(text))
	}
	e := &Error{Code: exit.ExitCode()}
	var talk []string
	for _, line := range strings.Split(strings.TrimSpace(string(text)), "\n") {
		switch {
		case strings.HasPrefix(line, "hint: "):
			e.Hints = append(e.Hints, strings.TrimPrefix(line, "hint: "))
		case line != "":
			talk = append(talk, strings.TrimPrefix(line, "jackin: "))
		}
	}
	e.Message = strings.Join(talk, "; ")
	if e.Message == "" {
		e.Message = fmt.Sprintf("init ended at its start with %d", e.Code)
	}
	return e
}
