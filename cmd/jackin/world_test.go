package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"jackin/mux/wire"
)

var update = flag.Bool("update", false, "rewrite the recorded screens")

// binary is jackin, built once for all tests.
var binary string

func TestMain(m *testing.M) {
	if fake, ok := fakes()[filepath.Base(os.Args[0])]; ok {
		os.Exit(fake())
	}
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "jackin-test-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "jackin")
	args := append([]string{"build", "-o", binary}, raceFlag...)
	if out, err := exec.Command("go", append(args, ".")...).CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "go build: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// world is a jackin of its own: run directory, home, config, PATH with stand-ins
// for the agents.
type world struct {
	t                 *testing.T
	runDir, home, bin string
	work              string // the working directory
	config            string
	binary            string // what jackin and the verbs run
	vars              map[string]string
}

// newWorld makes a world without any key. Its jackin is ended with the test.
func newWorld(t *testing.T) *world {
	t.Helper()
	base := t.TempDir()
	w := &world{t: t, vars: map[string]string{}, binary: binary}
	for name, dir := range map[string]*string{"run": &w.runDir, "home": &w.home, "bin": &w.bin, "work": &w.work, "config": &w.config} {
		*dir = filepath.Join(base, name)
		if err := os.Mkdir(*dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, agent := range []string{"claude", "codex"} {
		w.script(agent, "echo "+agent+` stands in; read -r line; echo "got $line"; exec cat`)
	}
	t.Cleanup(w.end)
	return w
}

// script puts a shell script into PATH.
func (w *world) script(name, body string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.bin, name), []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil {
		w.t.Fatal(err)
	}
}

// environ is the environment that everything in the world is started with.
func (w *world) environ() []string {
	env := []string{
		"PATH=" + w.bin + ":" + filepath.Dir(binary) + ":/usr/local/bin:/usr/bin:/bin",
		"HOME=" + w.home, "SHELL=/bin/sh", "PS1=$ ", "LANG=C.UTF-8", "TERM=xterm-256color",
		"JACKIN_RUN_DIR=" + w.runDir, "JACKIN_CONFIG_DIR=" + w.config,
	}
	for name, value := range w.vars {
		env = append(env, name+"="+value)
	}
	return env
}

// jackin runs jackin on an outer terminal.
func (w *world) jackin(cols, rows int, args ...string) *outer {
	w.t.Helper()
	return start(w.t, cols, rows, w.environ(), w.work, append([]string{w.binary}, args...)...)
}

// result is what a verb printed and how it ended.
type result struct {
	stdout, stderr string
	code           int
}

// run runs a verb without a terminal.
func (w *world) run(args ...string) result {
	w.t.Helper()
	cmd := exec.Command(w.binary, args...)
	cmd.Env, cmd.Dir = w.environ(), w.work
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	cmd.WaitDelay = deadline
	if err := cmd.Run(); cmd.ProcessState == nil {
		w.t.Fatal(err)
	}
	return result{stdout.String(), stderr.String(), status(cmd.ProcessState)}
}

// must is run for a verb that has to succeed; it returns what it printed.
func (w *world) must(args ...string) string {
	w.t.Helper()
	r := w.run(args...)
	if r.code != 0 {
		w.t.Fatalf("jackin %s: exit %d, %s", strings.Join(args, " "), r.code, r.stderr)
	}
	return r.stdout
}

// daemon is an init in the background.
type daemon struct {
	t     *testing.T
	cmd   *exec.Cmd
	ended chan struct{} // closed when it was waited for
}

// exit waits for its end and returns its status.
func (d *daemon) exit() int {
	d.t.Helper()
	select {
	case <-d.ended:
	case <-time.After(deadline):
		d.t.Fatalf("init doesn't end within %s", deadline)
	}
	return status(d.cmd.ProcessState)
}

// daemon starts init in the background and waits until the server answers.
func (w *world) daemon(args ...string) *daemon {
	w.t.Helper()
	cmd := exec.Command(w.binary, append([]string{"init"}, args...)...)
	cmd.Env, cmd.Dir = w.environ(), w.work
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	d := &daemon{t: w.t, cmd: cmd, ended: make(chan struct{})}
	go func() { cmd.Wait(); close(d.ended) }()
	w.t.Cleanup(func() {
		cmd.Process.Kill()
		<-d.ended
	})
	w.eventually("healthy server", func() bool { return w.run("healthz").code == 0 })
	return d
}

// tabs are what ls prints.
func (w *world) tabs() []wire.Tab {
	w.t.Helper()
	var tabs []wire.Tab
	if err := json.Unmarshal([]byte(w.must("ls", "--json")), &tabs); err != nil {
		w.t.Fatal(err)
	}
	return tabs
}

// eventually polls what can't be waited for.
func (w *world) eventually(what string, ok func() bool) {
	w.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(deadline); time.Now().Before(end); <-tick.C {
		if ok() {
			return
		}
	}
	w.t.Fatalf("no %s within %s", what, deadline)
}

// end stops what runs in the world.
func (w *world) end() {
	if r := w.run("stop"); r.code != 0 && r.code != 3 {
		w.t.Errorf("stop: exit %d, %s", r.code, r.stderr)
	}
	if w.t.Failed() {
		if log, err := os.ReadFile(filepath.Join(w.runDir, "jackin.log")); err == nil {
			w.t.Logf("log:\n%s", log)
		}
	}
}

// remove takes a script out of PATH again, and has no other of its name found.
func (w *world) remove(name string) {
	w.t.Helper()
	if err := os.Remove(filepath.Join(w.bin, name)); err != nil {
		w.t.Fatal(err)
	}
}

// write writes a file, with the directories that it needs.
func (w *world) write(path, text string) {
	w.t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}
