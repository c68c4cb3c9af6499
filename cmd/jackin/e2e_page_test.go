//go:build e2e

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// golden waits for the screen that our own emulator has recorded: tmux must see
// the same.
func (m *tmux) golden(name string) {
	m.t.Helper()
	want, err := os.ReadFile(filepath.Join("testdata", "screens", name+".txt"))
	if err != nil {
		m.t.Fatal(err)
	}
	if !pollFor(e2eWait/4, func() bool { return m.text() == string(want) }) {
		m.fatalf("screen %s isn't\n%s", name, want)
	}
}

// TestE2EPage follows the user's page by keystroke through a real terminal, with
// stand-ins for the agents.
func TestE2EPage(t *testing.T) {
	for _, size := range sizes {
		name := func(s string) string { return fmt.Sprintf("%s-%dx%d", s, size.cols, size.rows) }
		t.Run(name("with a key"), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.vars["MINIMAX_API_KEY"] = "sk-cp-canary-minimax"
			m := newTmux(t, size.cols, size.rows, w.environ(), w.work, w.binary)
			m.golden(name("agents"))
			m.keys("Enter")
			m.golden(name("providers"))
			m.keys("Escape")
			m.golden(name("agents"))
			m.keys("Enter")
			m.golden(name("providers"))
			m.keys("Down", "Enter")
			m.golden(name("claude-minimax"))

			m.keys(`C-\`)
			m.golden(name("strip"))
			m.typed("n")
			m.wait("New tab")
			m.keys("Enter")
			m.wait("Claude: provider")
			m.keys("Enter")
			m.golden(name("claude-anthropic"))

			for _, provider := range []struct{ key, label string }{{"", "Codex (OpenAI)"}, {"j", "Codex (MiniMax)"}} {
				m.leader("N")
				m.wait("New tab")
				m.typed("j")
				m.keys("Enter")
				m.wait("Codex: provider")
				m.typed(provider.key)
				m.keys("Enter")
				m.wait("codex stands in", provider.label[:9])
			}
			m.leader("n")
			m.wait("New tab")
			m.typed("k") // round the end
			m.keys("Enter")
			m.golden(name("five-tabs"))
			want := "Claude (MiniMax), Claude (Anthropic), Codex (OpenAI), Codex (MiniMax), Shell"
			if labels := w.labels(); labels != want {
				t.Errorf("labels are %s, want %s", labels, want)
			}
		})
		t.Run(name("empty screen"), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			m := newTmux(t, size.cols, size.rows, w.environ(), w.work, w.binary)
			m.wait("New tab")
			m.keys("Escape")
			m.golden(name("empty"))
			m.typed("N")
			m.golden(name("agents"))
			m.keys("Escape")
			m.golden(name("empty"))
			m.typed("Q")
			m.golden(name("quit"))
			m.typed("y")
			if code := m.exit(); code != 0 {
				t.Errorf("after Q the client exits %d, want 0; it shows:\n%s", code, m.text())
			}
		})
	}
	for name, vars := range map[string]map[string]string{
		"no key": {}, "empty key": {"MINIMAX_API_KEY": ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.vars = vars
			m := newTmux(t, 80, 24, w.environ(), w.work, w.binary)
			m.wait("New tab")
			m.keys("Enter")
			m.golden("claude-bare-80x24")
			m.leader("n")
			m.wait("New tab")
			m.typed("j")
			m.keys("Enter")
			m.wait("2 Codex", "codex stands in")
			if labels := w.labels(); labels != "Claude, Codex" {
				t.Errorf("labels are %s, want them bare", labels)
			}
		})
	}
	t.Run("dead tab", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t)
		w.script("claude", "echo last words; exit 3")
		m := newTmux(t, 80, 24, w.environ(), w.work, w.binary)
		m.wait("New tab")
		m.keys("Enter")
		m.golden("dead-80x24")
		w.script("claude", "echo second life; kill -TERM $$")
		m.keys("Enter")
		m.golden("dead-signal-80x24")
		m.typed("x")
		m.wait("Its last screen is gone then")
		m.typed("y")
		m.golden("empty-80x24")
		m.typed("D")
		if code := m.exit(); code != 0 {
			t.Errorf("after D the client exits %d, want 0; it shows:\n%s", code, m.text())
		}
	})
}
