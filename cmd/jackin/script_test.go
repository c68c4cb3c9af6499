package main

import (
	"errors"
	"net"
	"path/filepath"
	"regexp"
	"syscall"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"jackin/mux/wire"
)

// TestScripts runs testdata/script: the verbs as a script calls them. Each has a
// run directory, a home and a config of its own; `up` waits for the server that
// the script has started in the background, `poll VERB...` for a verb's success,
// `seen ID REGEXP` for what a tab shows; `killserver` kills the server.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: *update,
		Setup: func(env *testscript.Env) error {
			run := filepath.Join(env.WorkDir, "run")
			env.Setenv("PATH", filepath.Join(env.WorkDir, "bin")+":"+filepath.Dir(binary)+":/usr/local/bin:/usr/bin:/bin")
			env.Setenv("JACKIN_RUN_DIR", run)
			env.Setenv("JACKIN_CONFIG_DIR", filepath.Join(env.WorkDir, "config"))
			env.Setenv("HOME", env.WorkDir)
			env.Setenv("SHELL", "/bin/sh")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"up": func(ts *testscript.TestScript, neg bool, args []string) {
				poll(ts, "healthy server", "healthz")
			},
			"poll": func(ts *testscript.TestScript, neg bool, args []string) {
				poll(ts, "success", args...)
			},
			"seen": func(ts *testscript.TestScript, neg bool, args []string) {
				want := regexp.MustCompile("(?m)" + args[1])
				pollUntil(ts, "screen with "+args[1], func() bool { return want.MatchString(ts.ReadFile("stdout")) }, "capture", args[0])
			},
			"killserver": func(ts *testscript.TestScript, neg bool, args []string) {
				ts.Check(killServer(filepath.Join(ts.Getenv("JACKIN_RUN_DIR"), "jackin.sock")))
			},
		},
		Deadline: time.Now().Add(5 * deadline),
	})
}

// poll runs jackin until it succeeds.
func poll(ts *testscript.TestScript, what string, args ...string) {
	pollUntil(ts, what, func() bool { return true }, args...)
}

// pollUntil runs jackin until it succeeds and ok says so too.
func pollUntil(ts *testscript.TestScript, what string, ok func() bool, args ...string) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(deadline); time.Now().Before(end); <-tick.C {
		if ts.Exec("jackin", args...) == nil && ok() {
			return
		}
	}
	ts.Fatalf("no %s of jackin %v within %s", what, args, deadline)
}

// killServer kills the server that listens at socket; init starts another one.
func killServer(socket string) error {
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return err
	}
	defer conn.Close()
	w := wire.NewConn(conn)
	if err := errors.Join(
		w.WriteJSON(wire.TypeHello, wire.Hello{Version: wire.Version}),
		w.WriteJSON(wire.TypeRequest, wire.Request{ID: 1, Verb: wire.VerbHealth})); err != nil {
		return err
	}
	for {
		t, p, err := w.Read()
		if err != nil {
			return err
		}
		if t != wire.TypeResponse {
			continue
		}
		var r wire.Response
		var h wire.Health
		if err := errors.Join(wire.Decode(p, &r), wire.Decode(r.Body, &h)); err != nil {
			return err
		}
		return syscall.Kill(h.Pid, syscall.SIGKILL)
	}
}
