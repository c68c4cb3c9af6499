package env

import (
	"fmt"
	"strings"

	"jackin/provider/secret"
	"jackin/session"
)

// Entry is one variable: a literal, or a reference to a key.
type Entry struct {
	Name string
	// Value is the literal; it is empty where Key is set.
	Value string
	// Key, where it isn't empty, names the key whose value Fill puts in.
	Key secret.Ref
}

// Base returns the variables of environ, NAME=VALUE each, whose names match none
// of the patterns in drop. What has no name is left out; of two with one name the
// first counts, as it does for getenv, and the other is left out.
func Base(environ, drop []string) []string {
	var base []string
	seen := make(map[string]bool)
	for _, kv := range environ {
		name, _, ok := strings.Cut(kv, "=")
		if !ok || name == "" || seen[name] || matchAny(drop, name) {
			continue
		}
		seen[name] = true
		base = append(base, kv)
	}
	return base
}

// Build returns base without what matches a pattern of unset, then set. The last
// of two entries of set with one name wins, and set wins over base.
func Build(base, unset []string, set []session.Var) []Entry {
	last := make(map[string]int, len(set))
	for i, v := range set {
		last[v.Name] = i
	}
	var entries []Entry
	for _, kv := range base {
		name, value, _ := strings.Cut(kv, "=")
		if _, replaced := last[name]; !replaced && !matchAny(unset, name) {
			entries = append(entries, Entry{Name: name, Value: value})
		}
	}
	for i, v := range set {
		switch {
		case last[v.Name] != i:
		case v.Key != "":
			entries = append(entries, Entry{Name: v.Name, Key: v.Key})
		default:
			entries = append(entries, Entry{Name: v.Name, Value: v.Value})
		}
	}
	return entries
}

// MissingKeyError says that a key which an environment refers to has no value
// now. No session starts without it.
type MissingKeyError struct{ Key secret.Ref }

func (e *MissingKeyError) Error() string { return "waiting for " + string(e.Key) }

// Fill returns entries as NAME=VALUE, with the values of keys that get returns.
// The error is a [*MissingKeyError] for the first key that get doesn't know or
// that is empty, or names a variable that can't be in an environment. It never
// holds a value.
func Fill(entries []Entry, get func(secret.Ref) (secret.Value, bool)) ([]string, error) {
	environ := make([]string, 0, len(entries))
	for _, e := range entries {
		value := e.Value
		if e.Key != "" {
			v, ok := get(e.Key)
			if !ok || v.Empty() {
				return nil, &MissingKeyError{Key: e.Key}
			}
			value = v.Reveal()
		}
		if e.Name == "" || strings.ContainsAny(e.Name, "=\x00") {
			return nil, fmt.Errorf("set variable %q: that is no name", e.Name)
		}
		if strings.IndexByte(value, 0) >= 0 {
			return nil, fmt.Errorf("set variable %q: its value holds a NUL byte", e.Name)
		}
		environ = append(environ, e.Name+"="+value)
	}
	return environ, nil
}

// Match reports whether name matches pattern, in which each * stands for any run
// of characters, also an empty one, and everything else for itself.
func Match(pattern, name string) bool {
	parts := strings.Split(pattern, "*")
	first, rest := parts[0], parts[1:]
	if len(rest) == 0 {
		return name == pattern
	}
	name, ok := strings.CutPrefix(name, first)
	if !ok {
		return false
	}
	last := rest[len(rest)-1]
	for _, part := range rest[:len(rest)-1] {
		i := strings.Index(name, part)
		if i < 0 {
			return false
		}
		name = name[i+len(part):]
	}
	return strings.HasSuffix(name, last)
}

func matchAny(patterns []string, name string) bool {
	for _, p := range patterns {
		if Match(p, name) {
			return true
		}
	}
	return false
}
