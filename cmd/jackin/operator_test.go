package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// canary is in every key of the operator's scripts: it must be in no argument and no
// environment of docker or op, and in nothing that is printed.
const canary = "canary"

// standIn puts links to this binary into dir, under the names of what it stands in
// for.
func standIn(dir string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for name := range fakes() {
		if err := os.Symlink(self, filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// TestOperatorScripts runs testdata/operator: the operator's verbs, with stand-ins for
// docker and op. $WORK/shop is the directory of the workspace shop. `calls REGEXP`
// prints the recorded calls whose arguments match, `unseen` looks for canaries in all
// of them.
func TestOperatorScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "operator"),
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			state := filepath.Join(env.WorkDir, "fakes")
			env.Setenv("PATH", filepath.Join(env.WorkDir, "bin")+":"+filepath.Join(env.WorkDir, "standins")+":"+filepath.Dir(binary)+":/usr/local/bin:/usr/bin:/bin")
			env.Setenv(fakeVar, state)
			env.Setenv("JACKIN_RUN_DIR", filepath.Join(env.WorkDir, "run"))
			env.Setenv("JACKIN_CONFIG_DIR", filepath.Join(env.WorkDir, "config"))
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("SHELL", "/bin/sh")
			env.Setenv("ZAI_API_KEY", "canary-of-the-environment")
			standins := filepath.Join(env.WorkDir, "standins")
			env.Defer(func() { stopFakes(filepath.Join(standins, "docker"), env.Vars) })
			err := standIn(standins)
			for _, dir := range []string{state, filepath.Join(env.WorkDir, "shop"), filepath.Join(env.WorkDir, "config", "workspaces")} {
				err = errors.Join(err, os.MkdirAll(dir, 0o700))
			}
			workspace := filepath.Join(env.WorkDir, "config", "workspaces", "shop.toml")
			text := "workdir = \"" + filepath.Join(env.WorkDir, "shop") + "\"\n"
			if more, readErr := os.ReadFile(workspace); readErr == nil {
				text += string(more)
			}
			return errors.Join(err, os.WriteFile(workspace, []byte(text), 0o600))
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"poll": func(ts *testscript.TestScript, neg bool, args []string) { poll(ts, "success", args...) },
			"seen": func(ts *testscript.TestScript, neg bool, args []string) {
				want := regexp.MustCompile("(?m)" + args[1])
				pollUntil(ts, "screen with "+args[1], func() bool { return want.MatchString(ts.ReadFile("stdout")) }, "capture", args[0])
			},
			"calls":  printCalls,
			"unseen": unseen,
		},
		Deadline: time.Now().Add(5 * deadline),
	})
}

// stopFakes ends the containers that a script has left.
func stopFakes(docker string, environ []string) {
	for _, kv := range environ {
		state, ok := strings.CutPrefix(kv, fakeVar+"=")
		if !ok {
			continue
		}
		names, _ := filepath.Glob(filepath.Join(state, "containers", "*"))
		for _, name := range names {
			cmd := exec.Command(docker, "stop", filepath.Base(name))
			cmd.Env = environ
			_ = cmd.Run() // what has ended already complains
		}
	}
}

func recorded(ts *testscript.TestScript) []call {
	f, err := os.Open(filepath.Join(ts.Getenv(fakeVar), "calls"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	ts.Check(err)
	defer f.Close()
	var calls []call
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var c call
		ts.Check(json.Unmarshal(lines.Bytes(), &c))
		c.Argv[0] = filepath.Base(c.Argv[0])
		calls = append(calls, c)
	}
	return calls
}

// printCalls writes calls: one line each, its arguments and then, behind <, its input.
func printCalls(ts *testscript.TestScript, neg bool, args []string) {
	out := ts.Stdout() // nothing printed is something else than what was printed before
	for _, c := range recorded(ts) {
		line := strings.Join(c.Argv, " ")
		if c.Stdin != "" && c.Argv[1] != "cp" {
			line += " < " + strings.ReplaceAll(strings.TrimSuffix(c.Stdin, "\n"), "\n", " ")
		}
		ts.Logf("call: %s", line)
		if len(args) == 0 || strings.HasPrefix(line, strings.Join(args, " ")) {
			_, err := out.Write([]byte(line + "\n"))
			ts.Check(err)
		}
	}
}

// unseen fails where a canary was in an argument or a variable of a stand-in, or in
// what the last command has printed.
func unseen(ts *testscript.TestScript, neg bool, args []string) {
	for _, c := range recorded(ts) {
		if text := strings.Join(append(c.Argv, c.Environ...), "\n"); strings.Contains(text, canary) {
			ts.Fatalf("%s was called with a key", c.Argv[:min(3, len(c.Argv))])
		}
	}
	if strings.Contains(ts.ReadFile("stdout")+ts.ReadFile("stderr"), canary) {
		ts.Fatalf("a key was printed")
	}
}
