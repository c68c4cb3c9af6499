package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"jackin/mux/wire"
)

// Exit codes, one table for every verb.
const (
	exitOK           = 0
	exitFailed       = wire.CodeFailed
	exitUsage        = wire.CodeUsage
	exitNoServer     = wire.CodeNoServer
	exitNotFound     = wire.CodeNotFound
	exitVersion      = wire.CodeVersion
	exitNotPermitted = wire.CodeNotPermitted
)

// exitStatus is the table as each verb's help shows it.
const exitStatus = `EXIT STATUS
  0  done
  1  failed
  2  usage, or an attach inside a tab of the same server
  3  no jackin is running here
  4  no such tab, agent or provider
  5  the versions of client and server don't fit
  6  not permitted
  128+N  called off by the signal N`

// Error is why a verb failed, and what it exits with.
type Error struct {
	Code    int
	Message string
	Hints   []string
}

// Error is the message alone.
func (e *Error) Error() string { return e.Message }

// fail is an Error with a code and a formatted message.
func fail(code int, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// hint adds a line that says what to do.
func (e *Error) hint(format string, args ...any) *Error {
	e.Hints = append(e.Hints, fmt.Sprintf(format, args...))
	return e
}

// hints adds lines that say what to do; empty ones are left out.
func (e *Error) hints(lines []string) *Error {
	for _, line := range lines {
		if line != "" {
			e.Hints = append(e.Hints, line)
		}
	}
	return e
}

// silent ends a verb with a code, everything being said.
type silent struct{ code int }

func (s silent) Error() string { return fmt.Sprintf("exit %d", s.code) }

// exitCode prints err and returns what to exit with.
func exitCode(stderr io.Writer, err error) int {
	if err == nil {
		return exitOK
	}
	var quiet silent
	if errors.As(err, &quiet) {
		return quiet.code
	}
	e := asError(err)
	fmt.Fprintf(stderr, "jackin: %s\n", oneLine(e.Message))
	for _, h := range e.Hints {
		fmt.Fprintf(stderr, "hint: %s\n", oneLine(h))
	}
	return e.Code
}

// asError finds the code that belongs to err.
func asError(err error) *Error {
	var e *Error
	var refused *wire.Error
	switch {
	case errors.As(err, &e):
		return e
	case errors.As(err, &refused):
		return &Error{Code: refused.Code, Message: refused.Message, Hints: refused.Hints}
	}
	if e := rundirError(err); e != nil {
		return e
	}
	return fail(exitFailed, "%v", err)
}

// oneLine keeps a message that comes from elsewhere from looking like several.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' || r == '\r' }), "; ")
}
