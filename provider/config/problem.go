package config

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// Problem is one thing that is wrong with a file.
type Problem struct {
	File string
	// Line and Col count from 1, Col in bytes. A Line of 0 means the whole file.
	Line, Col int
	// Message may hold names from the file, never a value of an [env].
	Message string
}

func (p *Problem) Error() string {
	if p.Line == 0 {
		return p.File + ": " + p.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Col, p.Message)
}

// problems are those of one file.
type problems []*Problem

// join returns all of them in the file's order as one error, one line each, or
// nil.
func (ps problems) join() error {
	slices.SortStableFunc(ps, func(a, b *Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col))
	})
	errs := make([]error, len(ps))
	for i, p := range ps {
		errs[i] = p
	}
	return errors.Join(errs...)
}

// syntaxProblem is what the TOML parser found. Its own words may quote what it
// stumbled over, which may be a key that lacks its quotes: ours replace them.
func syntaxProblem(file string, err error) *Problem {
	p := &Problem{File: file, Message: "not valid TOML"}
	var pe toml.ParseError
	if !errors.As(err, &pe) {
		return p
	}
	p.Line, p.Col = pe.Position.Line, pe.Position.Col
	said := strings.ToLower(pe.Message)
	for _, m := range [...]struct{ about, message string }{
		{"expected value", "expected a value; text stands in quotes"},
		{"expected a digit", "not a number; text stands in quotes"},
		{"invalid integer", "not a number; text stands in quotes"},
		{"invalid float", "not a number; text stands in quotes"},
		{"out of range", "not a number; text stands in quotes"},
		{"invalid datetime", "not a date; text stands in quotes"},
		{"end with a newline", "expected the end of the line after a value; text stands in quotes"},
		{"already been defined", "this name is defined twice"},
		{"already created", "this name is defined twice"},
		{"duplicate", "this name is defined twice"},
		{"key separator", `expected "=" after a name`},
		{"key name", `expected a name before "="`},
		{"table name", `expected "]" after a table's name`},
		{"hexadecimal", `invalid escape in a text; '...' takes backslashes as they are`},
		{"escape", `invalid escape in a text; '...' takes backslashes as they are`},
		{"cannot contain newlines", "a text doesn't end on its line"},
		{"control characters", "control character"},
		{"utf-8", "not UTF-8"},
		{"unexpected eof", "the file ends too soon"},
	} {
		if strings.Contains(said, m.about) {
			p.Message = m.message
			break
		}
	}
	return p
}
