package vault_test

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jackin/cmd/internal/vault"
	"jackin/provider/config"
	"jackin/provider/secret"
)

const deadline = 20 * time.Second

// setting is NAME=TEXT as in a config file, or NAME! for one that is hidden.
func setting(t *testing.T, line int, text string) config.Setting {
	t.Helper()
	s := config.Setting{Scope: config.Scope{Workspace: "shop"}}
	s.File, s.Line = "/home/me/.config/jackin/workspaces/shop.toml", line
	name, value, ok := strings.Cut(text, "=")
	if !ok {
		s.Name, s.Source = strings.TrimSuffix(text, "!"), secret.Hidden()
		return s
	}
	source, err := secret.ParseSource(value)
	if err != nil {
		t.Fatal(err)
	}
	s.Name, s.Source = name, source
	return s
}

func settings(t *testing.T, texts ...string) []config.Setting {
	t.Helper()
	var list []config.Setting
	for i, text := range texts {
		list = append(list, setting(t, i+1, text))
	}
	return list
}

// fakeOp is a Resolver whose op is a shell script.
func fakeOp(t *testing.T, script string) vault.Resolver {
	t.Helper()
	path := filepath.Join(t.TempDir(), "op")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+script+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	return vault.Resolver{
		Environ:  vault.WithoutKeys([]string{"PATH=/usr/local/bin:/usr/bin:/bin", "DIR=" + filepath.Dir(path), "MINIMAX_API_KEY=sk-cp-canary-env", "ANTHROPIC_API_KEY=canary", "OP_ACCOUNT=me", "MINE=canary"}, "MINE"),
		LookPath: func(string) (string, error) { return path, nil },
	}
}

func TestResolve(t *testing.T) {
	env := map[string]string{"SET": "sk-cp-canary-host", "EMPTY": "", "SELF": "canary-self", "NUL": "canary\x00"}
	for _, tc := range []struct {
		name     string
		settings []string
		want     map[string]string
		problems []string
	}{
		{name: "nothing", want: map[string]string{}},
		{name: "literal", settings: []string{"A=sk-cp-canary"}, want: map[string]string{"A": "sk-cp-canary"}},
		{name: "empty literal", settings: []string{"A="}, want: map[string]string{"A": ""}},
		{name: "literal dollar", settings: []string{"A=$$SET"}, want: map[string]string{"A": "$SET"}},
		{name: "variable", settings: []string{"A=$SET", "B=${SET}"}, want: map[string]string{"A": "sk-cp-canary-host", "B": "sk-cp-canary-host"}},
		{name: "variable of the same name", settings: []string{"SELF=$SELF"}, want: map[string]string{"SELF": "canary-self"}},
		{name: "empty variable", settings: []string{"A=$EMPTY"}, want: map[string]string{"A": ""}},
		{name: "hidden", settings: []string{"A!"}, want: map[string]string{}},
		{name: "an unset variable stops no other name", settings: []string{"A=$UNSET", "B=x"}, want: map[string]string{"B": "x"},
			problems: []string{"A: the variable UNSET is not set here (workspace shop, shop.toml:1); export it, or write the value itself"}},
		{name: "NUL", settings: []string{"A=$NUL"}, want: map[string]string{}, problems: []string{"A: the value holds a NUL byte (workspace shop, shop.toml:1)"}},
		{name: "no op", settings: []string{"B=x", "A=op://canary/item/field"}, want: map[string]string{"B": "x"},
			problems: []string{"A: op is not in PATH (workspace shop, shop.toml:2); install 1Password's command line client"}},
	} {
		r := vault.Resolver{LookupEnv: func(name string) (string, bool) { v, ok := env[name]; return v, ok }}
		values, problems := r.All(t.Context(), settings(t, tc.settings...))
		check(t, tc.name, values, problems, tc.want, tc.problems)
	}
}

func check(t *testing.T, name string, values map[string]secret.Value, problems []*vault.Problem, want map[string]string, wantProblems []string) {
	t.Helper()
	got := map[string]string{}
	for name, v := range values {
		got[name] = v.Reveal()
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: values (-want +got):\n%s", name, diff)
	}
	var said []string
	for _, p := range problems {
		said = append(said, p.Message())
		if !strings.HasPrefix(p.Message(), p.Name+": ") || strings.Contains(p.Message()+p.Reason, "canary") {
			t.Errorf("%s: problem %+v lacks its name, or shows a value", name, p)
		}
	}
	if !slices.Equal(said, wantProblems) {
		t.Errorf("%s: problems %q, want %q", name, said, wantProblems)
	}
	if got, want := vault.Failure(problems), strings.Join(wantProblems, "\n"); got != want {
		t.Errorf("%s: Failure() = %q, want %q", name, got, want)
	}
	if printed := fmt.Sprintf("%v %+v %#v", values, values, problems); strings.Contains(printed, "canary") {
		t.Errorf("%s: printed values show a key: %s", name, printed)
	}
}

func TestOp(t *testing.T) {
	for _, tc := range []struct {
		name, script string
		want         string
		reason       string
	}{
		{name: "a value", script: `printf sk-cp-canary`, want: "sk-cp-canary"},
		{name: "a newline after it", script: `echo sk-cp-canary`, want: "sk-cp-canary"},
		{name: "several lines", script: `printf 'canary\nmore\n'`, want: "canary\nmore"},
		{name: "complains and works", script: `echo canary >&2; echo canary`, want: "canary"},
		{name: "empty", script: `echo`, reason: "the field is empty in 1Password"},
		{name: "a NUL", script: `printf 'canary\000'`, reason: "the value holds a NUL byte"},
		{name: "signed out", script: `echo '[ERROR] 2026/11/24 09:00:00 You are not currently signed in. Please run op signin canary' >&2; exit 1`, reason: "signed out of 1Password"},
		{name: "no item", script: `echo "[ERROR] \"canary\" isn't an item in the \"canary\" vault" >&2; exit 1`, reason: "1Password has no such item"},
		{name: "dismissed", script: `echo '[ERROR] authorization prompt dismissed, please try again' >&2; exit 1`, reason: "not confirmed in 1Password"},
		{name: "a value and a failure", script: `echo canary; exit 3`, reason: "op fails (exit status 3)"},
		{name: "killed", script: `kill -KILL $$`, reason: "op fails (signal: killed)"},
		{name: "endless", script: `while :; do echo canary-canary-canary-canary-canary-canary-canary-canary-canary; done`, reason: "the value is longer than 32768 bytes"},
	} {
		values, problems := fakeOp(t, tc.script).All(t.Context(), settings(t, "A=op://canary/item/field"))
		if tc.reason == "" {
			check(t, tc.name, values, problems, map[string]string{"A": tc.want}, nil)
			continue
		}
		if len(values) != 0 || len(problems) != 1 || problems[0].Reason != tc.reason || strings.Contains(problems[0].Message(), "canary") {
			t.Errorf("%s: All() = %v, %q, want %q", tc.name, values, vault.Failure(problems), tc.reason)
		}
	}
}

// op gets the reference as its argument and nobody's key in its environment.
func TestOpIsStartedClean(t *testing.T) {
	r := fakeOp(t, `echo "$@" >"$DIR/args"; env >"$DIR/env"; cat >"$DIR/stdin"; echo canary`)
	path, _ := r.LookPath("op")
	s := setting(t, 1, "A=x")
	var err error
	if s.Source, err = secret.Op("op://vault/item/field", "work"); err != nil {
		t.Fatal(err)
	}
	if _, problems := r.All(t.Context(), []config.Setting{s}); len(problems) > 0 {
		t.Fatal(vault.Failure(problems))
	}
	read := func(name string) string {
		b, err := os.ReadFile(filepath.Join(filepath.Dir(path), name))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	if got, want := read("args"), "read --no-newline op://vault/item/field --account work\n"; got != want {
		t.Errorf("op's arguments are %q, want %q", got, want)
	}
	if env := read("env"); strings.Contains(env, "canary") || !strings.Contains(env, "OP_ACCOUNT=me") {
		t.Errorf("op's environment is %q", env)
	}
	if in := read("stdin"); in != "" {
		t.Errorf("op's input is %q", in)
	}
}

// References are read at the same time, and what needs nobody comes before them.
func TestOpsRunAtOnce(t *testing.T) {
	// Each ends when both have begun.
	r := fakeOp(t, `touch "$DIR/$(basename "$3")"; until [ -e "$DIR/one" ] && [ -e "$DIR/two" ]; do read -r line; done; basename "$3"`)
	var got []string
	r.Each(t.Context(), settings(t, "A=op://v/i/one", "B=literal", "C=op://v/i/two"), func(result vault.Result) {
		if result.Problem != nil {
			t.Error(result.Problem.Message())
		}
		got = append(got, result.Name+"="+result.Value.Reveal())
	})
	if len(got) != 3 || got[0] != "B=literal" || !slices.Equal(slices.Sorted(slices.Values(got)), []string{"A=one", "B=literal", "C=two"}) {
		t.Errorf("Each() gave %q", got)
	}
}

// One that hangs, with a child that holds its output, ends at its limit and keeps no
// other one.
func TestOpHangs(t *testing.T) {
	r := fakeOp(t, `case $3 in *hangs) sleep 1000 & echo $! >"$DIR/pid"; wait;; esac; printf here`)
	r.Limit = 300 * time.Millisecond
	path, _ := r.LookPath("op")
	values, problems := r.All(t.Context(), settings(t, "A=op://v/i/hangs", "B=op://v/i/field"))
	check(t, "hangs", values, problems, map[string]string{"B": "here"}, []string{
		"A: op gives no answer within 300ms (workspace shop, shop.toml:1); unlock 1Password, and confirm if it asks for a fingerprint"})
	ended(t, filepath.Join(filepath.Dir(path), "pid"))
}

func TestOpIsCalledOff(t *testing.T) {
	r := fakeOp(t, `sleep 1000 & echo $! >"$DIR/pid"; touch "$DIR/runs"; wait`)
	path, _ := r.LookPath("op")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() {
		for end := time.Now().Add(deadline); time.Now().Before(end); {
			if _, err := os.Stat(filepath.Join(filepath.Dir(path), "runs")); err == nil {
				break
			}
		}
		cancel()
	}()
	_, problems := r.All(ctx, settings(t, "A=op://v/i/f"))
	if len(problems) != 1 || problems[0].Reason != "not resolved: called off" {
		t.Errorf("All() = %q", vault.Failure(problems))
	}
	ended(t, filepath.Join(filepath.Dir(path), "pid"))
	if _, problems = r.All(ctx, settings(t, "A=op://v/i/f", "B=x")); len(problems) != 1 {
		t.Errorf("All() after its context = %q", vault.Failure(problems))
	}
}

// ended waits for the process that a file names to be gone, or a zombie of somebody
// who doesn't wait for it.
func ended(t *testing.T, file string) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var pid int
	fmt.Sscan(string(b), &pid)
	for end := time.Now().Add(deadline); time.Now().Before(end); {
		if syscall.Kill(pid, 0) != nil {
			return
		}
		if out, err := exec.Command("ps", "-o", "stat=", "-p", fmt.Sprint(pid)).Output(); err != nil || strings.HasPrefix(strings.TrimSpace(string(out)), "Z") {
			return
		}
	}
	t.Errorf("process %d, which op has started, still runs", pid)
}

func TestLines(t *testing.T) {
	values := map[string]secret.Value{"B": secret.New("b"), "A": {}, "C": secret.New("x\ny"), "D": secret.New(strings.Repeat("x", secret.MaxText+1))}
	text, refused := vault.Lines(values)
	if string(text) != "A=\nB=b\n" || !slices.Equal(refused, []string{"C", "D"}) {
		t.Errorf("Lines() = %q, %q", text, refused)
	}
	if _, err := vault.EnvFile(values); err == nil || strings.Contains(err.Error(), "x\ny") {
		t.Errorf("EnvFile() of a value with two lines: %v", err)
	}
	maps.DeleteFunc(values, func(name string, _ secret.Value) bool { return name == "C" || name == "D" })
	if text, err := vault.EnvFile(values); err != nil || string(text) != "A=\nB=b\n" {
		t.Errorf("EnvFile() = %q, %v", text, err)
	}
	if got := vault.Environ([]string{"B=old", "X=1"}, values); !slices.Equal(got, []string{"X=1", "A=", "B=b"}) {
		t.Errorf("Environ() = %q", got)
	}
	if got := vault.Filled(values); !slices.Equal(got, []string{"B"}) {
		t.Errorf("Filled() = %q", got)
	}
}
