package main

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// TestScripts runs testdata/script: the verbs as a script calls them. Each has a
// run directory, a home and a config of its own; `up` waits for the server that
// the script has started in the background, and `running N` for N running tabs.
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
		},
		Deadline: time.Now().Add(5 * deadline),
	})
}

// poll runs jackin until it succeeds.
func poll(ts *testscript.TestScript, what string, args ...string) {
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(deadline); time.Now().Before(end); <-tick.C {
		if ts.Exec("jackin", args...) == nil {
			return
		}
	}
	ts.Fatalf("no %s of jackin %v within %s", what, args, deadline)
}
