package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/term"

	"jackin/mux/wire"
)

// TestRefusals: bad input gets one clear line, hints, and the contract's exit
// code; nothing is lost.
func TestRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.remove("codex")
	w.daemon()
	w.must("new", "--background", "--", "cat")
	for _, tc := range []struct {
		args string
		code int
		want string // in the first line
	}{
		{"", 1, "standard input is not a terminal"},
		{"attach", 1, "standard input is not a terminal"},
		{"frobnicate", 2, `there is no verb "frobnicate"`},
		{"--frobnicate", 2, "unknown flag"},
		{"ls extra", 2, "unknown command"},
		{"new", 2, "new wants an agent, or a command behind --"},
		{"new claude codex", 2, "one agent at a time"},
		{"new nobody", 4, `there is no agent "nobody"`},
		{"new codex", 4, "codex is not in PATH"},
		{"new claude --provider nobody", 4, `unknown provider "nobody"`},
		{"new claude --provider minimax", 4, "MINIMAX_API_KEY is not set"},
		{"new shell --provider anthropic", 4, `agent "shell" has no providers`},
		{"new --provider minimax -- cat", 2, "--provider goes with an agent"},
		{"new claude --dir /nowhere", 1, `there is no directory "/nowhere"`},
		{"new -- no-such-program", 1, "no-such-program"},
		{"providers nobody", 4, `there is no agent "nobody"`},
		{"init", 1, "jackin is running already"},
		{"init extra", 2, `init takes no argument "extra"`},
		{"init --frobnicate", 2, "unknown flag"},
		{"help nothing", 2, `there is no verb or topic "nothing"`},
		{"serve", 2, "serve is started by init alone"},
	} {
		r := w.run(strings.Fields(tc.args)...)
		first, rest, _ := strings.Cut(r.stderr, "\n")
		if r.code != tc.code || !strings.HasPrefix(first, "jackin: ") || !strings.Contains(first, tc.want) {
			t.Errorf("jackin %s: exit %d, %q, want exit %d and %q", tc.args, r.code, r.stderr, tc.code, tc.want)
		}
		for _, line := range strings.Split(strings.TrimSpace(rest), "\n") {
			if line != "" && !strings.HasPrefix(line, "hint: ") {
				t.Errorf("jackin %s says more than hints: %q", tc.args, r.stderr)
			}
		}
		if r.stdout != "" {
			t.Errorf("jackin %s prints %q", tc.args, r.stdout)
		}
	}
	if tabs := w.tabs(); len(tabs) != 1 || tabs[0].State != "running" {
		t.Errorf("after all that the tabs are %+v, want the one that was there", tabs)
	}
}

// TestNoServer: verbs that need a server say that there is none.
func TestNoServer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, verb := range []string{"ls", "new shell", "providers", "healthz", "stop"} {
		if r := w.run(strings.Fields(verb)...); r.code != 3 || !strings.Contains(r.stderr, "no jackin is running here\nhint: ") {
			t.Errorf("jackin %s: exit %d, %q, want exit 3", verb, r.code, r.stderr)
		}
	}
	if entries, err := os.ReadDir(w.runDir); err != nil || len(entries) != 0 {
		t.Errorf("the verbs left %v in the run directory, %v", entries, err)
	}
	o := w.jackin(80, 24, "attach")
	if code := o.exit(); code != 3 {
		t.Errorf("attach: exit %d, want 3", code)
	}
	if !strings.Contains(o.text(), "no jackin is running here") {
		t.Errorf("attach shows\n%s", o.text())
	}
}

// TestRunDirectory: one that isn't ours is refused, and nothing is started.
func TestRunDirectory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(w.runDir, link); err != nil {
		t.Fatal(err)
	}
	real := w.runDir
	w.runDir = link
	for _, args := range [][]string{{"init"}, {"ls"}, {"healthz"}} {
		if r := w.run(args...); r.code != 6 || !strings.Contains(r.stderr, "is a symbolic link") {
			t.Errorf("jackin %s: exit %d, %q, want exit 6", args, r.code, r.stderr)
		}
	}
	o := w.jackin(200, 24)
	if code := o.exit(); code != 6 || !strings.Contains(o.text(), "is a symbolic link") {
		t.Errorf("jackin: exit %d, want 6; it shows\n%s", code, o.text())
	}
	o.checkCooked()
	w.runDir = real
	if entries, err := os.ReadDir(real); err != nil || len(entries) != 0 {
		t.Errorf("the run directory has %v, %v", entries, err)
	}
}

// checkCooked says that the program has left the terminal as it was.
func (o *outer) checkCooked() {
	o.t.Helper()
	o.mu.Lock()
	raw := o.raw.String()
	o.mu.Unlock()
	if strings.Contains(raw, "\x1b[?1049h") && !strings.Contains(raw[strings.LastIndex(raw, "\x1b[?1049h"):], "\x1b[?1049l") {
		o.t.Errorf("the alternate screen was not left")
	}
}

// TestBadConfig: all of what is wrong with a config is said at once, with places,
// and nothing is started.
func TestBadConfig(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text := "[env]\nOK = \"x\"\n\n[rolls.backend]\nimage = \"i\"\n\n[agents.claude]\ncomand = [\"claude\"]\n"
	if err := os.WriteFile(filepath.Join(w.config, "config.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	r := w.run("init")
	if r.code != 1 || !strings.Contains(r.stderr, "config.toml:4:") || !strings.Contains(r.stderr, "rolls") ||
		!strings.Contains(r.stderr, "config.toml:8:1") || !strings.Contains(r.stderr, "comand") || strings.Count(r.stderr, "\n") != 1 {
		t.Errorf("init with two unknown names: exit %d, %q", r.code, r.stderr)
	}
	o := w.jackin(200, 24)
	if code := o.exit(); code != 1 || !strings.Contains(o.text(), "comand") {
		t.Errorf("jackin: exit %d, want 1; it shows\n%s", code, o.text())
	}
	if err := os.WriteFile(filepath.Join(w.config, "config.toml"), []byte("[providers.minimax.claude]\nbase_url = \"https://api.minimaxi.com/anthropic\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := w.run("init"); r.code != 1 || !strings.Contains(r.stderr, "China") {
		t.Errorf("init with the endpoint for China: exit %d, %q", r.code, r.stderr)
	}
}

// TestAttachInsideTab: an attach to the server whose tab it runs in is refused.
func TestAttachInsideTab(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.jackin(120, 24, "--", "sh", "-c", "jackin attach; echo attach $?; jackin; echo plain $?; jackin new -- sh -c 'echo sibling; exec cat'; exec cat")
	o.wait("sibling")
	o.send(leader + "1")
	o.wait("this is tab 1 of this server; use jackin new", "attach 2", "plain 2")
}

// TestOddTerminals: TERM=dumb, a terminal without a size and a stale socket are
// no errors.
func TestOddTerminals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := os.WriteFile(filepath.Join(w.runDir, "jackin.sock"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	w.vars["TERM"] = "dumb"
	o := w.jackin(80, 24)
	o.wait("New tab")
	o.send("\x1b")
	unsized := w.jackin(0, 0, "attach")
	unsized.mu.Lock()
	unsized.screen.Resize(80, 24)
	unsized.mu.Unlock()
	unsized.wait("end jackin")
	if !term.IsTerminal(int(o.pty.Fd())) {
		t.Error("the test's PTY is gone")
	}
}

// TestJSON: the fields of the lists.
func TestJSON(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.vars["MINIMAX_API_KEY"] = "sk-cp-canary-minimax"
	w.daemon()
	if out := w.must("ls", "--json"); strings.TrimSpace(out) != "[]" {
		t.Errorf("ls --json without tabs prints %q, want []", out)
	}
	id := strings.TrimSpace(w.must("new", "claude", "--provider", "minimax", "--background"))
	if id != "1" {
		t.Errorf("new prints %q, want 1", id)
	}
	w.must("new", "--background", "--label", "tests", "--dir", "/", "--", "sh", "-c", "exit 7")
	w.eventually("dead tab", func() bool { return w.tabs()[1].State == "exited" })
	var rows []map[string]any
	if err := json.Unmarshal([]byte(w.must("ls", "--json")), &rows); err != nil {
		t.Fatal(err)
	}
	claude, command := rows[0], rows[1]
	if claude["agent"] != "claude" || claude["provider"] != "minimax" || claude["label"] != "Claude (MiniMax)" ||
		claude["state"] != "running" || claude["activity"] != "unknown" || claude["exit"] != nil || claude["dir"] != w.work {
		t.Errorf("claude's row is %v", claude)
	}
	if command["agent"] != "command" || command["provider"] != nil || command["label"] != "tests" || command["pid"] != nil ||
		command["dir"] != "/" || command["exit"].(map[string]any)["code"] != 7.0 {
		t.Errorf("the command's row is %v", command)
	}
	for _, name := range []string{"id", "uuid", "label", "agent", "provider", "dir", "pid", "state", "activity", "exit"} {
		if _, ok := command[name]; !ok {
			t.Errorf("ls --json has no %q", name)
		}
	}
	var providers []wire.ProviderRow
	out := w.must("providers", "--json")
	if err := json.Unmarshal([]byte(out), &providers); err != nil {
		t.Fatal(err)
	}
	configured := map[string]bool{}
	for _, p := range providers {
		configured[p.Agent+" "+p.Provider] = p.Configured
	}
	for pair, want := range map[string]bool{
		"claude anthropic": true, "claude minimax": true, "claude zai": false, "claude kimi": false,
		"codex openai": true, "codex minimax": true,
	} {
		if got, ok := configured[pair]; !ok || got != want {
			t.Errorf("providers says %v of %s, want %v", got, pair, want)
		}
	}
	if strings.Contains(out, "canary") {
		t.Error("providers prints a key")
	}
}

// TestDebug: --debug says more on standard error, and never a key.
func TestDebug(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.vars["MINIMAX_API_KEY"] = minimaxKey
	w.daemon("--debug")
	r := w.run("--debug", "new", "claude", "--provider", "minimax", "--background")
	if r.code != 0 || !strings.Contains(r.stderr, "verb=new") {
		t.Errorf("new --debug: exit %d, %q", r.code, r.stderr)
	}
	if r := w.run("ls", "--debug"); !strings.Contains(r.stderr, "verb=ls") {
		t.Errorf("ls --debug says %q", r.stderr)
	}
	w.vars["TMPDIR"] = t.TempDir()
	o := w.jackin(120, 24, "attach", "--debug")
	o.wait("claude stands in")
	o.send(leader + "d")
	o.wait("debug log: ")
	o.exit()
	logs, err := filepath.Glob(filepath.Join(w.vars["TMPDIR"], "jackin-attach-*.log"))
	if err != nil || len(logs) != 1 {
		t.Fatalf("attach --debug left %v, %v", logs, err)
	}
	for _, path := range append(logs, filepath.Join(w.runDir, "jackin.log")) {
		b, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(b), "DEBUG") || strings.Contains(string(b), minimaxKey) {
			t.Errorf("%s: %v, it has no debug line, or a key:\n%s", path, err, b)
		}
		if st, err := os.Stat(path); err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("%s has the mode %v, %v, want 0600", path, st.Mode(), err)
		}
	}
}
