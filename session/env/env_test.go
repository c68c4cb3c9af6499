package env

import (
	"errors"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jackin/provider/secret"
	"jackin/session"
)

func TestBase(t *testing.T) {
	for _, test := range []struct {
		name                string
		environ, drop, want []string
	}{
		{"nothing", nil, nil, nil},
		{"nothing dropped", []string{"A=1", "B="}, nil, []string{"A=1", "B="}},
		{"by name", []string{"A=1", "AB=2"}, []string{"A"}, []string{"AB=2"}},
		{"by pattern", []string{"TMUX=1", "TMUX_PANE=2", "ATMUX=3"}, []string{"TMUX*"}, []string{"ATMUX=3"}},
		{"both of a key that is there twice", []string{"K=1", "A=1", "K=2"}, []string{"K"}, []string{"A=1"}},
		{"first of two", []string{"A=1", "A=2"}, nil, []string{"A=1"}},
		{"no names", []string{"A", "=C:", "", "B=1"}, nil, []string{"B=1"}},
		{"a value with =", []string{"A=b=c"}, []string{"A=b"}, []string{"A=b=c"}},
	} {
		if diff := cmp.Diff(test.want, Base(test.environ, test.drop)); diff != "" {
			t.Errorf("%s: Base(%q, %q) (-want +got):\n%s", test.name, test.environ, test.drop, diff)
		}
	}
}

func TestBuild(t *testing.T) {
	for _, test := range []struct {
		name        string
		base, unset []string
		set         []session.Var
		want        []Entry
	}{
		{"nothing", nil, nil, nil, nil},
		{"base", []string{"A=b=c"}, nil, nil, []Entry{{Name: "A", Value: "b=c"}}},
		{"unset before set", []string{"A=1", "B=2"}, []string{"*"}, []session.Var{{Name: "A", Value: "3"}},
			[]Entry{{Name: "A", Value: "3"}}},
		{"inner pattern", []string{"CLAUDE_CODE_A_SESSION_B=1", "CLAUDE_CODE_A=2"}, []string{"CLAUDE_CODE_*SESSION*"}, nil,
			[]Entry{{Name: "CLAUDE_CODE_A", Value: "2"}}},
		{"set replaces", []string{"A=1", "B=2"}, nil, []session.Var{{Name: "A", Value: ""}},
			[]Entry{{Name: "B", Value: "2"}, {Name: "A"}}},
		{"last of two", nil, nil, []session.Var{{Name: "A", Value: "1"}, {Name: "B", Value: "2"}, {Name: "A", Key: "K"}},
			[]Entry{{Name: "B", Value: "2"}, {Name: "A", Key: "K"}}},
		{"a key hides a value", nil, nil, []session.Var{{Name: "A", Value: "x", Key: "K"}}, []Entry{{Name: "A", Key: "K"}}},
	} {
		if diff := cmp.Diff(test.want, Build(test.base, test.unset, test.set)); diff != "" {
			t.Errorf("%s: Build(%q, %q, %v) (-want +got):\n%s", test.name, test.base, test.unset, test.set, diff)
		}
	}
}

func TestFill(t *testing.T) {
	keys := map[secret.Ref]secret.Value{"K": secret.New("sk-cp-canary"), "EMPTY": {}, "NUL": secret.New("sk-cp-canary\x00")}
	get := func(r secret.Ref) (secret.Value, bool) { v, ok := keys[r]; return v, ok }

	got, err := Fill([]Entry{{Name: "A", Value: "1"}, {Name: "T", Key: "K"}}, get)
	if diff := cmp.Diff([]string{"A=1", "T=sk-cp-canary"}, got); err != nil || diff != "" {
		t.Errorf("Fill: %v (-want +got):\n%s", err, diff)
	}
	for _, test := range []struct {
		entry Entry
		want  string
	}{
		{Entry{Name: "T", Key: "NONE"}, "waiting for NONE"},
		{Entry{Name: "T", Key: "EMPTY"}, "waiting for EMPTY"},
		{Entry{Name: "T", Key: "NUL"}, `set variable "T": its value holds a NUL byte`},
		{Entry{Name: "A", Value: "\x00"}, `set variable "A": its value holds a NUL byte`},
		{Entry{Name: "A=B", Value: "1"}, `set variable "A=B": that is no name`},
		{Entry{Value: "1"}, `set variable "": that is no name`},
	} {
		got, err := Fill([]Entry{{Name: "T", Key: "K"}, test.entry}, get)
		if err == nil || err.Error() != test.want || got != nil {
			t.Errorf("Fill(%v) = %d variables, %v, want %q", test.entry, len(got), err, test.want)
		}
	}
	_, err = Fill([]Entry{{Name: "T", Key: "NONE"}}, get)
	if missing := new(MissingKeyError); !errors.As(err, &missing) || missing.Key != "NONE" {
		t.Errorf("Fill: %v, want a MissingKeyError", err)
	}
}

func TestMatch(t *testing.T) {
	for _, test := range []struct {
		pattern, name string
		want          bool
	}{
		{"A", "A", true}, {"A", "AB", false}, {"A", "", false}, {"", "", true}, {"", "A", false},
		{"A*", "A", true}, {"A*", "AB", true}, {"A*", "BA", false},
		{"*A", "BA", true}, {"*A", "A", true}, {"*A", "AB", false}, {"*", "", true}, {"*", "A", true},
		{"A*B", "AB", true}, {"A*B", "AXB", true}, {"A*B", "A", false}, {"AB*B", "AB", false},
		{"A*B*C", "AXBXBXC", true}, {"A*B*C", "ACB", false}, {"A**B", "AB", true},
		{"*SESSION*", "A_SESSION_ID", true}, {"*SESSION*", "SESSIO", false},
		{"A?", "AB", false}, {"[A]", "A", false}, {"a", "A", false},
	} {
		if got := Match(test.pattern, test.name); got != test.want {
			t.Errorf("Match(%q, %q) = %v, want %v", test.pattern, test.name, got, test.want)
		}
	}
}

// path.Match agrees, where it reads a pattern as we do.
func FuzzMatch(f *testing.F) {
	f.Add("A*B*", "AXBX")
	f.Add("**A", "BA")
	f.Fuzz(func(t *testing.T, pattern, name string) {
		got := Match(pattern, name)
		if strings.ContainsAny(pattern, `?[]\/`) || strings.Contains(name, "/") {
			return
		}
		if want, err := path.Match(pattern, name); err == nil && got != want {
			t.Errorf("Match(%q, %q) = %v, want %v", pattern, name, got, want)
		}
	})
}
