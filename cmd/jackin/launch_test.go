package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// operatorWorld is a world whose docker and op are stand-ins; the working directory is
// that of the workspace shop.
func operatorWorld(t *testing.T, config, workspace string) *world {
	t.Helper()
	w := newWorld(t)
	state := filepath.Join(w.home, "fakes")
	w.vars[fakeVar] = state
	for _, dir := range []string{state, filepath.Join(w.config, "workspaces")} {
		if err := os.MkdirAll(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name := range fakes() {
		self, err := os.Executable()
		if err == nil {
			err = os.Symlink(self, filepath.Join(w.bin, name))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	w.write(filepath.Join(w.config, "config.toml"), config)
	w.write(filepath.Join(w.config, "workspaces", "shop.toml"), fmt.Sprintf("workdir = %q\n%s", w.work, workspace))
	t.Cleanup(func() { stopFakes(filepath.Join(w.bin, "docker"), w.environ()) })
	return w
}

// behave writes a file that the stand-ins go by, or with an empty text removes it.
func (w *world) behave(name, text string) {
	w.t.Helper()
	path := filepath.Join(w.vars[fakeVar], name)
	if text == "" {
		if err := os.Remove(path); err != nil {
			w.t.Fatal(err)
		}
		return
	}
	w.write(path+".new", text)
	if err := os.Rename(path+".new", path); err != nil {
		w.t.Fatal(err)
	}
}

// called reports what the stand-ins were called with, all of it.
func (w *world) called() string {
	b, _ := os.ReadFile(filepath.Join(w.vars[fakeVar], "calls"))
	return string(b)
}

// TestLaunchPickers: agent, then provider, whose rows follow their keys; Esc goes back;
// nothing starts before; the native provider waits for nobody, and a key that comes
// late is pushed.
func TestLaunchPickers(t *testing.T) {
	t.Parallel()
	w := operatorWorld(t, `[env]
ZAI_API_KEY = "$NOT_SET"
MINIMAX_API_KEY = "op://Team/MiniMax/key"
`, "")
	o := w.jackin(80, 24, "launch")
	o.wait("Launch shop", "Claude", "Codex", "Shell")
	o.send("\r")
	o.wait("Claude: provider", "Anthropic", "Z.AI", "the variable NOT_SET is not set here", "MiniMax", "resolving")
	o.send("\x1b")
	o.wait("Launch shop")
	o.send("\x1b[B\r") // Codex
	o.wait("Codex: provider", "OpenAI", "MiniMax")
	o.send("\x1b")
	o.wait("Launch shop")
	if calls := w.called(); strings.Contains(calls, `"create"`) {
		t.Errorf("before anything was picked docker was called: %s", calls)
	}
	o.send("\x1b[A\r\r") // Claude on Anthropic, which waits for nobody
	o.wait("1 Claude │", "claude stands in")
	w.behave("op-key", minimaxKey)
	o.wait("1 Claude (Anthropic)") // it isn't the only one any more
	w.eventually("late key", func() bool { return strings.Contains(w.called(), "MINIMAX_API_KEY="+minimaxKey) })
	o.send(leader + "d")
	o.wait("detached; jackin attach jackin-shop comes back", "set in the container: MINIMAX_API_KEY", "not resolved: ZAI_API_KEY")
	if code := o.exit(); code != 0 {
		t.Errorf("launch exits with %d\n%s", code, o.text())
	}
}

// TestLaunchPickerFollowsKeys: a row can be chosen when its key has come.
func TestLaunchPickerFollowsKeys(t *testing.T) {
	t.Parallel()
	w := operatorWorld(t, `[env]
MINIMAX_API_KEY = "op://Team/MiniMax/key"
`, `default_agent = "claude"`)
	w.script("claude", `echo "token $ANTHROPIC_AUTH_TOKEN"; exec cat`)
	o := w.jackin(80, 24, "launch", "shop")
	o.wait("Claude: provider", "resolving")
	w.behave("op-key", minimaxKey)
	o.waitGone("resolving")
	o.send("\x1b[B\r")
	o.wait("1 Claude (MiniMax)", "token "+minimaxKey)
	o.send(leader + "d")
	if code := o.exit(); code != 0 {
		t.Errorf("launch exits with %d\n%s", code, o.text())
	}
	// Esc in the first picker leaves.
	o = w.jackin(80, 24, "launch", "shop", "--new")
	o.wait("Claude: provider")
	o.send("\x1b")
	o.wait("Launch shop")
	o.send("\x1b")
	if code := o.exit(); code != 1 || !strings.Contains(o.text(), "nothing was launched") {
		t.Errorf("Esc in the first picker: exit %d\n%s", code, o.text())
	}
}

// TestLaunchCalledOff: a signal ends op too, and gives the terminal back.
func TestLaunchCalledOff(t *testing.T) {
	t.Parallel()
	w := operatorWorld(t, `[env]
MINIMAX_API_KEY = "op://Team/MiniMax/key"
`, "")
	o := w.jackin(80, 24, "launch", "shop", "--agent", "claude", "--provider", "minimax")
	o.wait("waiting for MINIMAX_API_KEY")
	w.eventually("op", func() bool { return strings.Contains(w.called(), "op://Team") })
	syscall.Kill(o.cmd.Process.Pid, syscall.SIGTERM)
	if code := o.exit(); code != 143 || !strings.Contains(o.text(), "called off") {
		t.Errorf("a TERM while a key is waited for: exit %d\n%s", code, o.text())
	}
	for line := range strings.Lines(w.called()) {
		var c call
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		if filepath.Base(c.Argv[0]) == "op" {
			w.eventually("end of op", func() bool { return syscall.Kill(c.Pid, 0) != nil })
		}
	}
	o = w.jackin(80, 24, "launch", "shop")
	o.wait("Launch shop")
	syscall.Kill(o.cmd.Process.Pid, syscall.SIGHUP)
	if code := o.exit(); code != 129 {
		t.Errorf("a HUP while it asks: exit %d\n%s", code, o.text())
	}
	if calls := w.called(); strings.Contains(calls, `"create"`) {
		t.Errorf("docker was called: %s", calls)
	}
}

// TestAttachNameRenewsKeys: a container that has lost its keys, as one that was
// restarted, is given them again.
func TestAttachNameRenewsKeys(t *testing.T) {
	t.Parallel()
	w := operatorWorld(t, `[env]
MINIMAX_API_KEY = "sk-cp-canary-first"
`, "")
	if got := w.must("launch", "shop", "--agent", "shell"); got != "jackin-shop\n" {
		t.Fatalf("launch prints %q", got)
	}
	docker := filepath.Join(w.bin, "docker")
	for _, verb := range []string{"stop", "start"} {
		if out, err := runIn(w, docker, verb, "jackin-shop"); err != nil {
			t.Fatalf("docker %s: %v, %s", verb, err, out)
		}
	}
	o := w.jackin(80, 24, "attach", "jackin-shop")
	o.wait("new tab")
	o.send("n\r")
	o.wait("Claude: provider", "MiniMax")
	o.send("\x1b[B\r")
	o.wait("1 Claude (MiniMax)")
	o.send(leader + "d")
	o.wait("container jackin-shop lacks MINIMAX_API_KEY", "set in the container: MINIMAX_API_KEY")
	if code := o.exit(); code != 0 {
		t.Errorf("attach exits with %d\n%s", code, o.text())
	}
}

// runIn runs a program as the world's user would.
func runIn(w *world, argv ...string) ([]byte, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env, cmd.Dir = w.environ(), w.work
	return cmd.CombinedOutput()
}
