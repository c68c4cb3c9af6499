package vault

import (
	"fmt"
	"path/filepath"
	"strings"

	"jackin/provider/config"
)

// Problem is why one name has no value.
type Problem struct {
	Name string
	// Scope is the layer that it stands in.
	Scope config.Scope
	// Reason is a few words, for a row of a picker: "op is not in PATH".
	Reason string
	// Remedy is what to do; empty where the reason says it.
	Remedy string

	file string
	line int
}

func problem(s config.Setting, reason, remedy string) *Problem {
	return &Problem{Name: s.Name, Scope: s.Scope, Reason: reason, Remedy: remedy, file: filepath.Base(s.File), line: s.Line}
}

// Message is one line that says what is wrong, where it was written, and what to
// do. It begins with the name.
func (p *Problem) Message() string {
	text := fmt.Sprintf("%s: %s (%s, %s:%d)", p.Name, p.Reason, p.Scope, p.file, p.line)
	if p.Remedy != "" {
		text += "; " + p.Remedy
	}
	return text
}

// Failure is all problems as one message of a line each, or "" where there is none.
func Failure(problems []*Problem) string {
	lines := make([]string, len(problems))
	for i, p := range problems {
		lines[i] = p.Message()
	}
	return strings.Join(lines, "\n")
}
