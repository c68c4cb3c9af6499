//go:build e2e

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// hidden is what a narrower scope says by the mode Ignore.
const hidden = "hidden"

// workspaceFile is where the workspace is saved.
func (h *host) workspaceFile() string {
	return filepath.Join(h.config, "workspaces", h.workspace+".toml")
}

// added checks that a file of the config is as it was at first with this behind it, and
// for its owner alone.
func (h *host) added(path, want string) {
	h.world.t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		h.world.t.Fatal(err)
	}
	if got, kept := strings.CutPrefix(string(b), h.first[path]); !kept || got != want {
		h.world.t.Errorf("%s is\n%s\nwant what it was\n%s\nand\n%s", path, b, h.first[path], want)
	}
	if info, err := os.Stat(path); err != nil || want != "" && info.Mode().Perm() != 0o600 {
		h.world.t.Errorf("%s has the mode %v, %v, want 0600", path, info.Mode(), err)
	}
}

// entry is what the console writes for a value, or for hidden; "" for none.
func entry(table, value string) string {
	switch value {
	case "":
		return ""
	case hidden:
		return "\n[" + table + "]\nMINIMAX_API_KEY = false\n"
	}
	return fmt.Sprintf("\n[%s]\nMINIMAX_API_KEY = %q\n", table, value)
}

// form opens the MiniMax row of the workspace's Auth tab.
func (h *host) form(m *tmux) {
	m.wait("jackin console", h.workspace)
	m.keys("Enter")
	m.wait("General", "Environment", "Auth")
	m.typed("3")
	m.wait("MiniMax", "Z.AI", "Kimi")
	m.keys("Space")
	m.wait("› MiniMax", "Mode", "Scope")
}

// cycle presses Space in the form's row that has the focus until its value is as it
// should be.
func (h *host) cycle(m *tmux, row, value string) {
	h.world.t.Helper()
	line := func(screen string) string {
		for line := range strings.Lines(screen) {
			if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "▸ "+row+" "); ok {
				return strings.TrimSpace(rest)
			}
		}
		return ""
	}
	const values = 4 // as many as any row has
	for range values {
		before := line(m.until("focus on "+row, func(s string) bool { return line(s) != "" }))
		if before == value {
			return
		}
		m.keys("Space")
		m.until("other "+row, func(s string) bool { return line(s) != before })
	}
	m.fatalf("Space doesn't cycle %s to %q", row, value)
}

// saveInConsole saves the key as the page says: Auth tab, MiniMax row, Space, mode API
// Key, a scope, a literal key or a reference, Save. scope and source are as the form
// words them; the source hidden is the mode Ignore.
func (h *host) saveInConsole(m *tmux, scope, source, value string) {
	h.world.t.Helper()
	h.form(m)
	if source == hidden {
		h.cycle(m, "Mode", "Ignore")
	} else {
		h.cycle(m, "Mode", "API Key")
	}
	m.keys("Tab")
	h.cycle(m, "Scope", scope)
	if source != hidden {
		m.keys("Tab")
		h.cycle(m, "Source", source)
		m.keys("Tab")
		m.typed(value)
		m.wait("MINIMAX_API_KEY =")
		if s := m.text(); strings.Contains(s, "canary") {
			m.fatalf("the key is shown")
		}
	}
	m.keys("C-s")
	m.wait("saved", "Z.AI")
}

// pushInConsole takes the console's offer to push what has changed.
func (h *host) pushInConsole(m *tmux, said string) {
	h.world.t.Helper()
	m.wait("Push the keys?", h.container.name)
	m.typed("y")
	m.wait(h.container.name + ": " + said)
}

// leave ends the console.
func (h *host) leave(m *tmux) {
	h.world.t.Helper()
	m.keys("C-c")
	m.exit()
}
