package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestBareLayers: plain jackin resolves the global layer and that of the workspace that
// the current directory is in. A reference of 1Password's holds nothing up: its key is
// pushed when it comes, by another process than the client; what can't be resolved is
// said when the screen is free again.
func TestBareLayers(t *testing.T) {
	t.Parallel()
	w := operatorWorld(t, `[env]
MINIMAX_API_KEY = "sk-cp-canary-global"
KIMI_CODE_API_KEY = "op://Team/Kimi/slow"
ZAI_API_KEY = "op://Team/Z.AI/gone"
REGION = "us"
NOTE = "op://Team/Note/note"
`, `[env]
REGION = "eu"
MINIMAX_API_KEY = "$MINE"
`)
	w.vars["MINE"] = "sk-cp-canary-mine"
	w.behave("op-gone-fails", `"Z.AI" isn't an item in the "Team" vault: canary`)
	w.behave("op-note", "from 1Password")
	w.script("claude", `echo "token $ANTHROPIC_AUTH_TOKEN region $REGION note $NOTE"; exec cat`)
	o := w.jackin(160, 24)
	o.wait("New tab", "Claude")
	o.send("\r")
	o.wait("Claude: provider", "Anthropic", "MiniMax")
	if text := o.text(); strings.Contains(text, "Kimi") {
		t.Errorf("a key that isn't there yet is offered:\n%s", text)
	}
	w.behave("op-slow", "sk-ki-canary-slow")
	o.wait("Kimi")
	o.send("\x1b[B\r")
	o.wait("1 Claude (MiniMax)", "token sk-cp-canary-mine region eu note from 1Password")
	w.eventually("pushed key", func() bool { return strings.Contains(w.must("keys", "list"), "KIMI_CODE_API_KEY") })
	if got := w.must("env", "explain", "1"); !strings.Contains(got, "config") || strings.Contains(got, "canary") {
		t.Errorf("env explain says\n%s", got)
	}
	if b, err := os.ReadFile(fmt.Sprintf("/proc/%d/environ", o.cmd.Process.Pid)); err != nil || strings.Contains(string(b), "canary") {
		t.Errorf("the client's environment is %q, %v", b, err)
	}
	o.send(leader + "d")
	o.wait("detached", "not resolved: ZAI_API_KEY: 1Password has no such item (global, config.toml:4)")
	if code := o.exit(); code != 0 || strings.Contains(o.text(), "canary") && strings.Contains(o.text(), "isn't an item") {
		t.Errorf("exit %d\n%s", code, o.text())
	}
	for _, line := range strings.Split(w.called(), "\n") {
		if strings.Contains(line, "canary") {
			t.Errorf("op was called with a key: %s", line)
		}
	}
	// A second jackin asks nobody again.
	before := strings.Count(w.called(), "\n")
	o = w.jackin(80, 24)
	o.wait("1 Claude (MiniMax)")
	o.send(leader + "d")
	o.wait("detached")
	o.exit()
	if after := strings.Count(w.called(), "\n"); after != before {
		t.Errorf("op was called again: %d calls, then %d", before, after)
	}
}

// TestBareWithKeysInTheEnvironment: the program executes itself again without them, and
// what 1Password has is there by then.
func TestBareWithKeysInTheEnvironment(t *testing.T) {
	t.Parallel()
	w := operatorWorld(t, `[env]
MINIMAX_API_KEY = "op://Team/MiniMax/key"
`, "")
	w.vars["ZAI_API_KEY"] = "canary-zai"
	w.behave("op-key", minimaxKey)
	o := w.jackin(80, 24)
	o.wait("New tab")
	o.send("\r")
	o.wait("Z.AI", "MiniMax")
	o.send("\x1b")
	o.wait("New tab")
	o.send("\x1b")
	o.waitGone("New tab") // else ESC and d could be one keystroke
	o.send("d")
	o.wait("detached")
	o.exit()
	b, err := os.ReadFile(filepath.Join(w.vars[fakeVar], "calls"))
	if err != nil || strings.Contains(string(b), "canary") {
		t.Errorf("op was called with %s, %v", b, err)
	}
}
