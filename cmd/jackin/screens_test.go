package main

import (
	"fmt"
	"strings"
	"testing"
)

// The leader, as a terminal without any protocol sends it.
const leader = "\x1c"

// sizes are those of the recorded screens.
var sizes = []struct{ cols, rows int }{{80, 24}, {40, 12}}

// TestPage follows the user's page by keystroke, with a MiniMax key and without.
func TestPage(t *testing.T) {
	for _, size := range sizes {
		name := func(s string) string { return fmt.Sprintf("%s-%dx%d", s, size.cols, size.rows) }
		t.Run(name("with a key"), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.vars["MINIMAX_API_KEY"] = "sk-cp-canary-minimax"
			o := w.jackin(size.cols, size.rows)
			o.golden(name("agents"), "New tab", "Shell")
			o.send("\r")
			o.golden(name("providers"), "Claude: provider", "MiniMax")
			o.send("\x1b") // back to the agents
			o.wait("New tab", "Shell")
			o.send("\r")
			o.wait("Claude: provider")
			o.send("\x1b[B\r")
			o.golden(name("claude-minimax"), "Claude (MiniMax)", "claude stands in")

			o.send(leader)
			o.golden(name("strip"), "[")
			o.send("n")
			o.wait("New tab")
			o.send("\r")
			o.wait("Claude: provider")
			o.send("\r")
			o.golden(name("claude-anthropic"), "(Anthropic)", "claude stands in")

			for _, provider := range []struct{ keys, label string }{{"\r", "Codex (OpenAI)"}, {"j\r", "Codex (MiniMax)"}} {
				o.send(leader + "N")
				o.wait("New tab")
				o.send("j\r")
				o.wait("Codex: provider")
				o.send(provider.keys)
				o.wait(provider.label[:9], "codex stands in")
			}
			o.send(leader + "n")
			o.wait("New tab")
			o.send("k\r") // round the end: Shell
			o.wait("5 Shell", "$")
			o.golden(name("five-tabs"), "5 Shell", "$")
			labels := w.labels()
			want := "Claude (MiniMax), Claude (Anthropic), Codex (OpenAI), Codex (MiniMax), Shell"
			if labels != want {
				t.Errorf("labels are %s, want %s", labels, want)
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
			o := w.jackin(80, 24)
			o.wait("New tab")
			o.send("\r")
			o.golden("claude-bare-80x24", "1 Claude", "claude stands in")
			o.send(leader + "n")
			o.wait("New tab")
			o.send("j\r")
			o.wait("2 Codex", "codex stands in")
			if labels := w.labels(); labels != "Claude, Codex" {
				t.Errorf("labels are %s, want them bare", labels)
			}
			if r := w.run("new", "claude", "--provider", "minimax"); r.code != 4 || !strings.Contains(r.stderr, "MINIMAX_API_KEY is not set") {
				t.Errorf("new with a provider that isn't configured: exit %d, %s", r.code, r.stderr)
			}
		})
	}
}

// labels are the tabs' labels in the order of the strip.
func (w *world) labels() string {
	w.t.Helper()
	var labels []string
	for _, tab := range w.tabs() {
		labels = append(labels, tab.Label)
	}
	return strings.Join(labels, ", ")
}

// TestPickerGreysOut: an agent that isn't there can't be picked.
func TestPickerGreysOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.remove("codex")
	o := w.jackin(80, 24)
	o.golden("agents-no-codex-80x24", "New tab", "codex is not in PATH")
	o.send("j\r") // past the grey one
	o.wait("1 Shell", "$")
}

// TestEmptyScreen: its bare keystrokes, and the picker that Esc takes away.
func TestEmptyScreen(t *testing.T) {
	t.Parallel()
	for _, size := range sizes {
		w := newWorld(t)
		o := w.jackin(size.cols, size.rows)
		o.wait("New tab")
		o.send("\x1b")
		o.waitGone("New tab")
		o.golden(fmt.Sprintf("empty-%dx%d", size.cols, size.rows), "new tab", "detach")
		o.send("N")
		o.wait("New tab")
		o.send("\x1b")
		o.waitGone("New tab")
		o.send("Q")
		o.golden(fmt.Sprintf("quit-%dx%d", size.cols, size.rows), "End jackin?")
		o.send("n")
		o.waitGone("End jackin?")
		o.send("Q")
		o.wait("End jackin?")
		o.send("y")
		if code := o.exit(); code != 0 {
			t.Errorf("after Q the client exits %d, want 0", code)
		}
		w.eventually("end of the server", func() bool { return w.run("healthz").code == 3 })
	}
}

// TestDeadTab: its last screen and status stay, and its bare keystrokes work.
func TestDeadTab(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.script("claude", "echo last words; exit 3")
	o := w.jackin(80, 24)
	o.wait("New tab")
	o.send("\r")
	o.golden("dead-80x24", "last words", "exited 3")
	w.script("claude", "echo second life; kill -TERM $$")
	o.send("\r")
	o.golden("dead-signal-80x24", "second life", "killed by TERM")
	if tabs := w.tabs(); len(tabs) != 1 || tabs[0].State != "exited" || tabs[0].Exit == nil || tabs[0].Exit.Signal != "TERM" || tabs[0].Pid != nil {
		t.Errorf("ls shows %+v", tabs)
	}
	o.send("n")
	o.wait("New tab")
	o.send("\x1b")
	o.waitGone("New tab")
	o.send("x")
	o.wait("Its last screen is gone then")
	o.send("y")
	o.wait("new tab", "end jackin") // the empty screen
}

// TestExitZero: an agent that ends well closes its tab, a command's stays.
func TestExitZero(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.jackin(80, 24, "--", "sh", "-c", "echo a command; exit 0")
	o.wait("a command", "exited 0")
	o.send("n")
	o.wait("New tab")
	o.send("k\r")
	o.wait("2 Shell", "$")
	o.send("exit\r")
	o.wait("exited 0", "1 sh")
	o.waitGone("2 Shell")
}

// TestStrip: the keystrokes behind the leader.
func TestStrip(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, name := range []string{"one", "two", "three"} {
		w.script(name, "echo I am "+name+"; exec cat")
	}
	o := w.jackin(80, 24, "--", "one")
	o.wait("I am one")
	for _, name := range []string{"two", "three"} {
		w.must("new", "--", name)
		o.wait("I am " + name)
	}
	o.send(leader + "1")
	o.wait("I am one")
	o.send("typed\r") // the focus is on the pane
	o.wait("typed\ntyped")
	o.send(leader + "\x1b[C") // right: the tab is shown, the focus stays
	o.wait("I am two", "[2 two")
	o.send("l")
	o.wait("I am three", "[3 three")
	o.send("h\r")
	o.wait("I am two")
	o.send("more\r")
	o.wait("more\nmore")
	o.send(leader + "?")
	o.golden("help-80x24", "Help")
	o.send("\x1b")
	o.waitGone("Help")
	o.send(leader + leader) // twice: to the program, which the terminal kills with QUIT
	o.wait("killed by QUIT")
	o.send(leader + "3")
	o.wait("I am three")
	o.send(leader + "x")
	o.wait("Close tab 3")
	o.send("\r") // the safe answer
	o.waitGone("Close tab 3")
	o.send(leader + "x")
	o.wait("Close tab 3")
	o.send("y")
	o.waitGone("3 three")
	o.send(leader + "d")
	if code := o.exit(); code != 0 {
		t.Errorf("after D the client exits %d, want 0", code)
	}
	if len(w.tabs()) != 2 {
		t.Errorf("after D there are %+v, want the two tabs", w.tabs())
	}
	o = w.jackin(80, 24, "attach")
	o.wait("1 one")
}
