package pid1

import (
	"encoding/json"
	"slices"
	"strings"

	"jackin/session"
	"jackin/session/env"
)

// restVar holds, as a JSON array of NAME=VALUE, what the base environment has and the
// server's own has not or has otherwise. No session gets it.
const restVar = "JACKIN_BASE_REST"

// serverEnviron is what a server's environment sets beside the base.
func serverEnviron(base []string) ([]session.Var, error) {
	var rest []string
	for _, kv := range base {
		name, _, _ := strings.Cut(kv, "=")
		replaced := slices.ContainsFunc(serverSet, func(v session.Var) bool { return v.Name == name })
		if replaced || slices.ContainsFunc(serverUnset, func(p string) bool { return env.Match(p, name) }) {
			rest = append(rest, kv)
		}
	}
	text, err := json.Marshal(rest)
	if err != nil {
		return nil, err
	}
	return append(slices.Clone(serverSet), session.Var{Name: restVar, Value: string(text)}), nil
}

// ServerBase is the base environment that every session starts from, of the
// environment that init has given the server.
func ServerBase(environ []string) []string {
	var rest, base []string
	for _, kv := range environ {
		name, value, _ := strings.Cut(kv, "=")
		switch {
		case name == restVar:
			// init has written it: what can't be read is none.
			_ = json.Unmarshal([]byte(value), &rest)
		case !slices.ContainsFunc(serverSet, func(v session.Var) bool { return v.Name == name }):
			base = append(base, kv)
		}
	}
	return append(base, rest...)
}
