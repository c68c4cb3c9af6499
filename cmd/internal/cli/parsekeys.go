//go:build linux

package cli

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"

	"jackin/provider/secret"
	"jackin/session/pid1"
)

// parseKeys reads what was piped into `keys push`: with a name its value alone,
// else lines NAME=VALUE, blank ones between them. Errors hold nothing of the
// text: any part of it may be a key. The values are parts of text.
func parseKeys(name string, text []byte, known []secret.Ref) ([]pid1.Pushed, error) {
	if len(text) > pid1.MaxPush {
		return nil, fmt.Errorf("standard input has more than %d bytes", pid1.MaxPush)
	}
	if name != "" {
		if !slices.Contains(known, secret.Ref(name)) {
			return nil, fmt.Errorf("there is no key %q", name)
		}
		k := pid1.Pushed{Name: secret.Ref(name), Value: trimLine(text)}
		if err := checkKey(k); err != nil {
			return nil, err
		}
		return []pid1.Pushed{k}, nil
	}
	var keys []pid1.Pushed
	n := 0
	for line := range bytes.Lines(text) {
		n++
		line = trimLine(line)
		if len(line) == 0 {
			continue
		}
		before, value, ok := bytes.Cut(line, []byte("="))
		if !ok {
			return nil, fmt.Errorf("line %d is not NAME=VALUE", n)
		}
		k := pid1.Pushed{Name: secret.Ref(before), Value: value}
		switch {
		case !slices.Contains(known, k.Name):
			return nil, fmt.Errorf("line %d names no key that jackin knows", n)
		case slices.ContainsFunc(keys, func(other pid1.Pushed) bool { return other.Name == k.Name }):
			return nil, fmt.Errorf("line %d names %s again", n, k.Name)
		}
		if err := checkKey(k); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		keys = append(keys, k)
	}
	if len(keys) == 0 {
		return nil, errors.New("standard input has no line NAME=VALUE")
	}
	return keys, nil
}

// checkKey says what is wrong with a value; an empty one removes the key.
func checkKey(k pid1.Pushed) error {
	if len(k.Value) == 0 {
		return nil
	}
	if err := pid1.CheckKey(k.Value); err != nil {
		return fmt.Errorf("the value of %s %w", k.Name, err)
	}
	return nil
}

// trimLine is a line without its end.
func trimLine(b []byte) []byte {
	if line, ok := bytes.CutSuffix(b, []byte("\n")); ok {
		return bytes.TrimSuffix(line, []byte("\r"))
	}
	return b
}

func joinRefs(names []secret.Ref) string {
	var list []string
	for _, n := range names {
		list = append(list, string(n))
	}
	return strings.Join(list, ", ")
}
