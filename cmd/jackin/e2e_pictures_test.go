//go:build e2e

package main

import (
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
