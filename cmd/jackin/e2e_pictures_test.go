//go:build e2e

package main

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jackin/cmd/internal/picture"
	"jackin/mux/vt"
)

var pictures = flag.String("pictures", "", "write the documentation's pictures into this directory")

// picture writes the screen as it is into the directory of -pictures.
func (o *outer) picture(name, title string) {
	o.t.Helper()
	o.mu.Lock()
	var f vt.Frame
	o.screen.CopyTo(&f)
	o.mu.Unlock()
	if *pictures == "" {
		return
	}
	if err := os.WriteFile(filepath.Join(*pictures, name+".svg"), picture.SVG(&f, title), 0o644); err != nil {
		o.t.Fatal(err)
	}
}

// TestE2EPictures shows jackin as the documentation does, with the real Claude
// Code; with -pictures it draws the pictures anew.
func TestE2EPictures(t *testing.T) {
	a := newAgents(t, newEndpoint(t, nativeMarker))
	// A directory that looks like somebody's: it is in the pictures.
	a.work = filepath.Join(os.TempDir(), "shop")
	if err := os.Mkdir(a.work, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		os.RemoveAll(a.work)
		a.work = a.home
	})
	a.settle(a.key.anthropic)
	o := start(t, 90, 24, a.environ(), a.work, a.binary)
	o.wait("New tab", "Claude", "Codex", "Shell")
	o.send("\r")
	o.wait("Claude: provider", "MiniMax")
	o.send("j")
	o.wait("▸ MiniMax")
	o.picture("provider-picker", "The provider picker over an empty screen: Anthropic, MiniMax")
	o.send("\r")
	o.until("Claude Code's prompt", func(s string) bool { return strings.Contains(s, "\n❯") })
	o.send("where are we?")
	o.wait("where are we?")
	o.send("\r")
	o.wait(mmMarker+": the working directory is", "done")
	o.picture("claude-tab", "Claude Code on MiniMax in a tab of jackin")
	a.must("new", "codex", "--provider", "minimax")
	o.wait("2 Codex (MiniMax)", "Ask Codex to do anything")
	a.must("new", "shell")
	o.wait("3 Shell")
	o.send("\x1c")
	o.wait("[3 Shell]")
	o.picture("strip", "The strip with three tabs and its keystrokes")
}

// TestE2EOperatorPictures shows what an operator sees: the console's Auth tab, its form,
// and launch's pickers. With -pictures it draws them anew.
func TestE2EOperatorPictures(t *testing.T) {
	w := newWorld(t)
	shop := filepath.Join(os.TempDir(), "shop")
	if err := os.Mkdir(shop, 0o700); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(shop) })
	state := filepath.Join(w.home, "fakes")
	w.vars[fakeVar] = state
	if err := errors.Join(standIn(w.bin), os.Mkdir(state, 0o700)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { stopFakes(filepath.Join(w.bin, "docker"), w.environ()) })
	w.write(filepath.Join(state, "op-key"), "canary-zai\n")
	w.write(filepath.Join(w.config, "config.toml"), "[env]\nZAI_API_KEY = \"op://Team/Z.AI/key\"\n")
	w.write(filepath.Join(w.config, "workspaces", "shop.toml"), "workdir = \""+shop+"\"\n")

	o := w.jackin(90, 16, "console")
	o.wait("▸ shop")
	o.send("\r")
	o.wait("[1 General]")
	o.send("\t\t")
	o.wait("[3 Auth]", "▸ MiniMax", "Ignore")
	o.send("\r")
	o.wait("MINIMAX_API_KEY", "▸ Mode   Ignore")
	o.send(" ")
	o.wait("▸ Mode    API Key", "type or paste it")
	o.send("\t\t\t")
	o.wait("▸ Value")
	o.send("sk-cp-canary-minimax")
	o.wait("••••", "[env] MINIMAX_API_KEY = a literal")
	o.picture("auth-form", "The form of MiniMax's key: API Key, workspace shop, a literal whose value isn't shown, and what Save writes where")
	o.send("\x13")
	o.wait("saved", "MiniMax    API Key  literal    workspace")
	o.picture("auth-tab", "The Auth tab of the workspace shop: each provider's mode, source, and which scope wins")
	o.send("l")
	o.wait("Launch shop", "▸ Claude", "Codex", "Shell")
	o.picture("launch-agents", "Launching shop: which agent?")
	o.send("\r")
	o.wait("Claude: provider", "▸ Anthropic")
	o.send("k") // round the end: Z.AI is greyed until its reference is resolved
	o.until("three rows to choose from", func(s string) bool { return strings.Contains(s, "▸ MiniMax") && !strings.Contains(s, "resolv") })
	o.picture("launch-providers", "Launching shop: which provider for Claude? Anthropic, Z.AI, MiniMax")
	o.send("\x1b")
	o.wait("Launch shop")
	o.send("\x1b")
	o.wait("nothing was launched")
	if screen := o.text(); strings.Contains(screen, canary) {
		t.Errorf("a key is on the screen:\n%s", screen)
	}
}
