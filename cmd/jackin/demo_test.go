package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestDemo is what a newcomer does: they see a tab of an agent and what it was
// given, ask it something, open another with another provider, and end it all.
func TestDemo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tmp := t.TempDir()
	w.vars["TMPDIR"] = tmp
	w.vars["ANTHROPIC_API_KEY"] = "sk-ant-canary" // theirs, not the demo's
	o := w.jackin(80, 24, "demo")
	screen := o.wait("1 Claude (MiniMax)", "A stand-in for Claude", "ANTHROPIC_BASE_URL=http://127.0.0.1:",
		"ANTHROPIC_AUTH_TOKEN=sk-cp-**** (masked", "Ctrl+\\ then N")
	if strings.Contains(screen, "not-a-real-key") {
		t.Errorf("the key is on the screen:\n%s", screen)
	}
	if w.run("ls").code != 3 {
		t.Error("the demo is where the user's own jackin would be")
	}
	o.send("where are we?\r")
	o.wait("MiniMax's stand-in answers: the working directory is "+w.work[:20], "model MiniMax-M3")

	o.send(leader + "N")
	o.wait("New tab")
	o.send("j\r")
	o.wait("Codex: provider", "OpenAI", "MiniMax")
	o.send("\r")
	o.wait("2 Codex (OpenAI)", "A stand-in for Codex", "nothing is set")
	o.send("hello\r")
	o.wait("the agent's own maker's stand-in answers")

	o.send(leader + "Q")
	o.wait("End jackin")
	o.send("y")
	if code := o.exit(); code != 0 {
		t.Errorf("it exits with %d, want 0; it shows\n%s", code, o.text())
	}
	empty(t, tmp)
	if strings.Contains(o.raw.String(), "canary") {
		t.Error("the user's own key was shown")
	}
}

// TestDemoEnds: whichever way the demo's terminal is left, nothing is left behind.
func TestDemoEnds(t *testing.T) {
	for _, tc := range []struct {
		name   string
		keys   string
		signal syscall.Signal
		code   int
	}{
		{"detached", leader + "D", 0, 0},
		{"terminated", "", syscall.SIGTERM, 143},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			tmp := t.TempDir()
			w.vars["TMPDIR"] = tmp
			o := w.jackin(80, 24, "demo")
			o.wait("A stand-in for Claude")
			if tc.signal != 0 {
				o.cmd.Process.Signal(tc.signal)
			} else {
				o.send(tc.keys)
			}
			if code := o.exit(); code != tc.code {
				t.Errorf("it exits with %d, want %d; it shows\n%s", code, tc.code, o.text())
			}
			empty(t, tmp)
		})
	}
}

// TestDemoKilled: a demo that can't clean up takes its jackin with it.
func TestDemoKilled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tmp := t.TempDir()
	w.vars["TMPDIR"] = tmp
	o := w.jackin(80, 24, "demo")
	o.wait("A stand-in for Claude")
	dirs, err := filepath.Glob(filepath.Join(tmp, "jackin-demo-*", "run"))
	if err != nil || len(dirs) != 1 {
		t.Fatalf("run directories are %q, %v, want one", dirs, err)
	}
	own := *w
	own.runDir = dirs[0]
	if own.run("healthz").code != 0 {
		t.Fatal("the demo's own jackin isn't found")
	}
	o.cmd.Process.Kill()
	w.eventually("end of the demo's jackin", func() bool { return own.run("ls").code == 3 })
}

func empty(t *testing.T, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestDemoIsNamed: who has no agents is told of the demo.
func TestDemoIsNamed(t *testing.T) {
	t.Parallel()
	const text = "[agents.claude]\ncommand = [\"not-there\"]\n[agents.codex]\ncommand = [\"not-there\"]\n"
	w := newWorld(t)
	if err := os.WriteFile(filepath.Join(w.config, "config.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o := w.jackin(80, 24)
	o.wait("New tab")
	o.send("\x1b")
	o.wait("No agent is in PATH", "jackin demo")
}
