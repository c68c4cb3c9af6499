package session

import (
	"fmt"

	"jackin/provider/secret"
)

// ID names one run of one program: a UUID. A tab that is run again gets a new
// session.
type ID string

// Size is a terminal's size in cells, columns first. The zero value is unknown.
type Size struct {
	Cols uint16 `json:"cols"`
	Rows uint16 `json:"rows"`
}

// DefaultSize is the size of a terminal that nobody looks at.
var DefaultSize = Size{Cols: 80, Rows: 24}

// Known says that neither side is zero: docker reports 0x0 before it knows.
func (s Size) Known() bool { return s.Cols > 0 && s.Rows > 0 }

// Var is one variable of a session's environment.
type Var struct {
	Name string `json:"name"`
	// Value is the literal value; it is ignored where Key is set.
	Value string `json:"value,omitempty"`
	// Key, where it isn't empty, names the key whose value init puts in.
	Key secret.Ref `json:"key,omitempty"`
}

// Spec is what to start: a program, where, with which changes to the base
// environment. It never holds a key, only references to one.
type Spec struct {
	// Argv is the program and its arguments; a name without a slash is looked
	// up in the PATH that the session will have.
	Argv []string `json:"argv"`
	// Dir is the absolute working directory.
	Dir string `json:"dir"`
	// Unset names what the session must not inherit; a trailing * matches any
	// rest of a name. It is applied before Set.
	Unset []string `json:"unset,omitempty"`
	// Set is added last; the last of two with one name wins.
	Set []Var `json:"set,omitempty"`
	// Size is the terminal's first size; DefaultSize where it isn't known.
	Size Size `json:"size"`
}

// Exit is how a session's leader ended: by a signal, or with a code.
type Exit struct {
	// Code is the exit status; it means nothing where Signal is set.
	Code int `json:"code"`
	// Signal is the number of the signal that killed it; 0 is none.
	Signal int `json:"signal,omitempty"`
}

// Status is the number that a shell gives for e: the code, or 128+signal.
func (e Exit) Status() int {
	if e.Signal != 0 {
		return 128 + e.Signal
	}
	return e.Code
}

// String says e as a tab does: "exited 3" or "killed by TERM".
func (e Exit) String() string {
	if e.Signal != 0 {
		return "killed by " + SignalName(e.Signal)
	}
	return fmt.Sprintf("exited %d", e.Code)
}
