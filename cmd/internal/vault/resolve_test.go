package vault_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jackin/cmd/internal/vault"
	"jackin/provider/config"
	"jackin/provider/secret"
)

// entry is NAME=TEXT as in a config file, or NAME! for one that is hidden.
func entry(t *testing.T, line int, text string) config.EnvEntry {
	t.Helper()
	e := config.EnvEntry{File: "/home/me/.config/jackin/config.toml", Line: line}
	name, value, ok := strings.Cut(text, "=")
	if !ok {
		e.Name, e.Source = strings.TrimSuffix(text, "!"), secret.Hidden()
		return e
	}
	source, err := secret.ParseSource(value)
	if err != nil {
		t.Fatal(err)
	}
	e.Name, e.Source = name, source
	return e
}

func TestResolve(t *testing.T) {
	env := map[string]string{"SET": "sk-cp-canary-host", "EMPTY": "", "SELF": "canary-self"}
	for _, tc := range []struct {
		name     string
		entries  []string
		want     map[string]string
		problems []string
	}{
		{name: "nothing", want: map[string]string{}},
		{name: "literal", entries: []string{"A=sk-cp-canary"}, want: map[string]string{"A": "sk-cp-canary"}},
		{name: "empty literal", entries: []string{"A="}, want: map[string]string{"A": ""}},
		{name: "literal dollar", entries: []string{"A=$$SET"}, want: map[string]string{"A": "$SET"}},
		{name: "variable", entries: []string{"A=$SET", "B=${SET}"}, want: map[string]string{"A": "sk-cp-canary-host", "B": "sk-cp-canary-host"}},
		{name: "variable of the same name", entries: []string{"SELF=$SELF"}, want: map[string]string{"SELF": "canary-self"}},
		{name: "empty variable", entries: []string{"A=$EMPTY"}, want: map[string]string{"A": ""}},
		{name: "hidden", entries: []string{"A!"}, want: map[string]string{}},
		{name: "a later layer", entries: []string{"A=one", "B=two", "A=$SET"}, want: map[string]string{"A": "sk-cp-canary-host", "B": "two"}},
		{name: "a later layer hides", entries: []string{"A=one", "A!"}, want: map[string]string{}},
		{name: "a later layer mends", entries: []string{"A=$UNSET", "A=x"}, want: map[string]string{"A": "x"}},
		{name: "an unset variable stops no other name", entries: []string{"A=$UNSET", "B=x"}, want: map[string]string{"B": "x"},
			problems: []string{"A: the variable UNSET is not set here; export it, or write the value itself (config.toml:1)"}},
		{name: "1Password", entries: []string{"B=x", "A=op://canary/item/field"}, want: map[string]string{"B": "x"},
			problems: []string{`A: this version can't resolve 1Password references; write the value itself, or "$NAME" for a variable (config.toml:2)`}},
	} {
		var entries []config.EnvEntry
		for i, text := range tc.entries {
			entries = append(entries, entry(t, i+1, text))
		}
		values, problems := vault.Resolve(t.Context(), entries, func(name string) (string, bool) { v, ok := env[name]; return v, ok })
		got := map[string]string{}
		for name, v := range values {
			got[name] = v.Reveal()
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("%s: values (-want +got):\n%s", tc.name, diff)
		}
		var said []string
		for _, p := range problems {
			said = append(said, p.Message)
			if !strings.HasPrefix(p.Message, p.Name+": ") || strings.Contains(p.Message, "canary") {
				t.Errorf("%s: problem %+v lacks its name, or shows a value", tc.name, p)
			}
		}
		if !slices.Equal(said, tc.problems) {
			t.Errorf("%s: problems %q, want %q", tc.name, said, tc.problems)
		}
		if printed := fmt.Sprintf("%v %+v %#v", values, values, problems); strings.Contains(printed, "canary") {
			t.Errorf("%s: printed values show a key: %s", tc.name, printed)
		}
	}
}

func TestResolveAfterItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	values, problems := vault.Resolve(ctx, []config.EnvEntry{entry(t, 1, "A=canary"), entry(t, 2, "B!")}, nil)
	if len(values) != 0 || len(problems) != 2 || problems[0].Message != "A: not resolved: context canceled (config.toml:1)" {
		t.Errorf("Resolve = %v, %+v", values, problems)
	}
}
