package vault

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"jackin/provider/secret"
)

// Lines is values as `keys push` reads them, NAME=VALUE a line, sorted; an empty
// value removes the key. Names whose value no key can have are left out, and
// returned: what holds a control character or is too long. The caller clears the
// bytes when they have been written.
func Lines(values map[string]secret.Value) (text []byte, refused []string) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		v := values[name].Reveal()
		if len(v) > secret.MaxText || strings.ContainsFunc(v, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			refused = append(refused, name)
			continue
		}
		text = append(text, name...)
		text = append(text, '=')
		text = append(text, v...)
		text = append(text, '\n')
	}
	return text, refused
}

// EnvFile is values as a container engine's --env-file reads them, sorted. The error
// names a variable of more than one line, which that format can't hold.
func EnvFile(values map[string]secret.Value) ([]byte, error) {
	var text []byte
	for _, name := range slices.Sorted(maps.Keys(values)) {
		v := values[name].Reveal()
		if strings.ContainsAny(v, "\r\n") {
			return nil, fmt.Errorf("the value of %s has more than one line, which a container can't be given", name)
		}
		text = append(text, name+"="+v+"\n"...)
	}
	return text, nil
}

// Environ is environ with values, which win.
func Environ(environ []string, values map[string]secret.Value) []string {
	out := make([]string, 0, len(environ)+len(values))
	for _, kv := range environ {
		name, _, _ := strings.Cut(kv, "=")
		if _, replaced := values[name]; !replaced {
			out = append(out, kv)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		out = append(out, name+"="+values[name].Reveal())
	}
	return out
}

// Filled are the names whose value isn't empty, sorted.
func Filled(values map[string]secret.Value) []string {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !values[name].Empty() {
			names = append(names, name)
		}
	}
	return names
}
