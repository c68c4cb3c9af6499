package vault

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"jackin/provider/config"
	"jackin/provider/secret"
)

// Problem is why one name has no value.
type Problem struct {
	Name string
	// Message is one line that says what is wrong, where it was written, and what
	// to do. It begins with the name.
	Message string
}

// Resolve returns the values of entries, which may come from several layers, the
// broadest first: of two with one name the later counts. A name that is hidden has
// no value. One may be empty: it is there, but not configured. getenv looks up the
// operator's environment. If ctx ends, names that weren't resolved until then are
// problems.
func Resolve(ctx context.Context, entries []config.EnvEntry, getenv func(string) (string, bool)) (map[string]secret.Value, []Problem) {
	last := make(map[string]int, len(entries))
	for i, e := range entries {
		last[e.Name] = i
	}
	values := make(map[string]secret.Value, len(last))
	var problems []Problem
	for i, e := range entries {
		if last[e.Name] != i {
			continue
		}
		v, ok, err := resolve(ctx, e.Source, getenv)
		switch {
		case err != nil:
			problems = append(problems, Problem{
				Name:    e.Name,
				Message: fmt.Sprintf("%s: %v (%s:%d)", e.Name, err, filepath.Base(e.File), e.Line),
			})
		case ok:
			values[e.Name] = v
		}
	}
	return values, problems
}

// resolve reports false for a source that stands for no value.
func resolve(ctx context.Context, s secret.Source, getenv func(string) (string, bool)) (secret.Value, bool, error) {
	if err := ctx.Err(); err != nil {
		return secret.Value{}, false, fmt.Errorf("not resolved: %w", err)
	}
	switch s.Kind() {
	case secret.KindLiteral:
		return s.Literal(), true, nil
	case secret.KindHost:
		v, ok := getenv(s.HostVariable())
		if !ok {
			return secret.Value{}, false, fmt.Errorf("the variable %s is not set here; export it, or write the value itself", s.HostVariable())
		}
		return secret.New(v), true, nil
	case secret.KindOp:
		return secret.Value{}, false, errors.New(`this version can't resolve 1Password references; write the value itself, or "$NAME" for a variable`)
	default: // hidden, or nothing said
		return secret.Value{}, false, nil
	}
}
