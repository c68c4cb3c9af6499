package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"jackin/cmd/internal/loopback"
)

// consoleConfig has comments, which must stay.
const consoleConfig = `# what all workspaces share
[env]
ZAI_API_KEY = "$NOT_SET" # later

[roles.backend]
image = "shop-backend"
`

// file is a config file as it is now.
func (w *world) file(name string) string {
	w.t.Helper()
	b, err := os.ReadFile(filepath.Join(w.config, name))
	if err != nil {
		w.t.Fatal(err)
	}
	return string(b)
}

// saved checks a config file, whose workdir is put in its place, and that only its
// owner can read it.
func (w *world) saved(name, want string) {
	w.t.Helper()
	want = strings.ReplaceAll(want, "WORK", w.work)
	if got := w.file(name); got != want {
		w.t.Errorf("%s is\n%s\nwant\n%s", name, got, want)
	}
	info, err := os.Stat(filepath.Join(w.config, name))
	if err != nil || info.Mode().Perm() != 0o600 {
		w.t.Errorf("%s has mode %v, %v, want 0600", name, info.Mode(), err)
	}
}

// noKey checks that a key was never sent to the terminal.
func (o *outer) noKey(key string) {
	o.t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	if strings.Contains(o.raw.String(), key) {
		o.t.Errorf("the key was on the screen")
	}
}

// TestConsolePage follows the user's page: the Auth tab, the form, a literal key for
// the workspace; then Ignore, which removes it.
func TestConsolePage(t *testing.T) {
	for _, size := range sizes {
		name := func(s string) string { return fmt.Sprintf("console-%s-%dx%d", s, size.cols, size.rows) }
		t.Run(name("page"), func(t *testing.T) {
			t.Parallel()
			w := operatorWorld(t, consoleConfig, "# the shop\n")
			w.vars["XDG_RUNTIME_DIR"] = w.runDir
			o := w.jackin(size.cols, size.rows, "console")
			o.wait("jackin console", "shop", "Global settings")
			o.send("\r")
			o.golden(name("auth-none"), "General", "Environment", "Auth", o.to("3", "MiniMax"))
			o.send("\r")
			o.golden(name("form-ignore"), "Mode", "Ignore", "workspace shop")
			o.send(" ")
			o.golden(name("form-api-key"), "API Key", "literal", "type or paste it")
			o.send("\t\t\t")
			o.wait("▸ Value")
			o.send("\x1b[200~ " + minimaxKey + "\n\x1b[201~")
			o.golden(name("form-typed"), "•••", "= a literal")
			o.send("\x13") // Ctrl+S
			o.golden(name("auth-saved"), "saved:", "API Key", "literal")
			w.saved("workspaces/shop.toml", "workdir = \"WORK\"\n# the shop\n\n[env]\nMINIMAX_API_KEY = \""+minimaxKey+"\"\n")

			o.send(" ")
			o.golden(name("form-saved"), "(saved", "nothing changes")
			o.send(" ")
			o.golden(name("form-remove"), "Ignore", "is removed")
			o.send("\x13")
			o.wait("saved:", "Ignore")
			w.saved("workspaces/shop.toml", "workdir = \"WORK\"\n# the shop\n\n[env]\n")
			w.saved("config.toml", consoleConfig)
			o.noKey(minimaxKey)
			o.send("\x1b")
			o.wait("Global settings")
			o.send("q")
			if code := o.exit(); code != 0 {
				t.Errorf("the console exits with %d\n%s", code, o.text())
			}
			o.restored()
		})
	}
}

// to types, and returns what is to be waited for then.
func (o *outer) to(keys, text string) string {
	o.t.Helper()
	o.wait("General")
	o.send(keys)
	return text
}

// restored checks that the terminal has its own screen and modes again.
func (o *outer) restored() {
	o.t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	if raw := o.raw.String(); !strings.Contains(raw, "\x1b[?1000l\x1b[?2004l\x1b[m\x1b[?25h\x1b[?1049l") {
		o.t.Errorf("the terminal was left as it was in the console")
	}
}

// TestConsoleIgnoreHides: over a global key, Ignore for the workspace writes false,
// and says so before.
func TestConsoleIgnoreHides(t *testing.T) {
	t.Parallel()
	w := operatorWorld(t, "[env]\nMINIMAX_API_KEY = \""+minimaxKey+"\" # mine\n", "")
	o := w.jackin(80, 24, "console")
	o.wait("Global settings")
	o.send("\r")
	o.wait("General")
	o.send("3")
	o.wait("MiniMax", "API Key", "global")
	o.send("\r")
	o.wait("Scope", "global")
	o.send("\t\x1b[D") // the scope before: of shop no other than its own
	o.wait("workspace shop")
	o.send("\x1b[A \x1b[A")
	o.golden("console-form-hide-80x24", "global has a key: false is written here", "workspaces/shop.toml: [env] MINIMAX_API_KEY = false")
	o.send("\x13")
	o.wait("saved:", "Ignore", "wins over global")
	w.saved("workspaces/shop.toml", "workdir = \"WORK\"\n\n[env]\nMINIMAX_API_KEY = false\n")
	if got := w.file("config.toml"); !strings.Contains(got, minimaxKey+"\" # mine") {
		t.Errorf("config.toml is %s", got)
	}
	// Esc saves nothing, and asks if anything was changed.
	o.send("\r ")
	o.wait("API Key")
	o.send("\x1b")
	o.golden("console-discard-80x24", "Discard?")
	o.send("y")
	o.wait("Ignore", "wins over global")
	w.saved("workspaces/shop.toml", "workdir = \"WORK\"\n\n[env]\nMINIMAX_API_KEY = false\n")
	o.send("\x03")
	if code := o.exit(); code != 130 {
		t.Errorf("Ctrl+C: exit %d, want 130", code)
	}
	o.restored()
	o.noKey(minimaxKey)
}

// TestConsoleAsks: Test asks the endpoint that base_url says, with the key, and says
// what came back.
func TestConsoleAsks(t *testing.T) {
	t.Parallel()
	server, err := loopback.Start(loopback.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	w := operatorWorld(t, fmt.Sprintf(`[env]
MINIMAX_API_KEY = "op://Team/MiniMax/key"
[providers.minimax.claude]
base_url = "%[1]s/anthropic"
[providers.minimax.codex]
base_url = "%[1]s/v1"
`, server.URL()), "")
	w.behave("op-key", minimaxKey)
	log := filepath.Join(w.home, "tmp")
	if err := os.Mkdir(log, 0o700); err != nil {
		t.Fatal(err)
	}
	w.vars["TMPDIR"] = log
	o := w.jackin(80, 24, "console", "--debug")
	o.wait("Global settings")
	o.send("\x1b[F\r") // the last row
	o.wait("General")
	o.send("3\r")
	o.wait("1Password reference", "op://Team/MiniMax/key")
	o.send("\x14")
	o.wait("Test: Claude", "Test: Codex", "200 OK: the key is taken")
	if screen := o.text(); strings.Count(screen, "200 OK: the key is taken") != 2 {
		t.Errorf("the screen shows\n%s", screen)
	}
	var asked []string
	for _, r := range server.Requests() {
		asked = append(asked, r.Method+" "+r.Path+" "+r.Key()+" "+r.Model)
	}
	want := "POST /anthropic/v1/messages " + minimaxKey + " MiniMax-M3, POST /v1/responses " + minimaxKey + " MiniMax-M3"
	if got := strings.Join(asked, ", "); got != want {
		t.Errorf("the endpoint was asked %s, want %s", got, want)
	}
	syscall.Kill(o.cmd.Process.Pid, syscall.SIGTERM)
	if code := o.exit(); code != 143 {
		t.Errorf("TERM: exit %d, want 143", code)
	}
	o.restored()
	o.noKey(minimaxKey)
	names, err := filepath.Glob(filepath.Join(log, "jackin-console-*.log"))
	if err != nil || len(names) != 1 {
		t.Fatalf("logs: %v, %v", names, err)
	}
	o.wait("debug log: ")
	b, err := os.ReadFile(names[0])
	info, statErr := os.Stat(names[0])
	if err != nil || statErr != nil || info.Mode().Perm() != 0o600 || strings.Contains(string(b), minimaxKey) {
		t.Errorf("the log has mode %v and says %s", info.Mode(), b)
	}
}

// TestConsoleRuns: launch by the verb's own code, back, the tabs of what runs, and
// keys pushed after a change.
func TestConsoleRuns(t *testing.T) {
	t.Parallel()
	w := operatorWorld(t, "", "")
	o := w.jackin(80, 24, "console")
	o.wait("Global settings")
	o.send("l")
	o.wait("Launch shop", "Claude")
	o.send("\r")
	o.wait("1 Claude", "claude stands in")
	o.send(leader + "d")
	o.wait("jackin-shop", "1 Claude", "1 running")
	o.send("\r")
	o.wait("General")
	o.send("3\r ")
	o.wait("API Key")
	o.send("\x1b[200~" + minimaxKey + "\x1b[201~")
	o.wait("= a literal")
	o.send("\x13")
	o.golden("console-push-80x24", "Push the keys?", "jackin-shop")
	o.send("y")
	o.wait("MINIMAX_API_KEY is set")
	pushed := false
	for line := range strings.Lines(w.called()) {
		var c call
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		pushed = pushed || strings.Contains(c.Stdin, "MINIMAX_API_KEY="+minimaxKey)
		if strings.Contains(fmt.Sprint(c.Argv, c.Environ), minimaxKey) {
			t.Errorf("docker was called with the key in %q", c.Argv)
		}
	}
	if !pushed {
		t.Errorf("the key was not pushed: %s", w.called())
	}
	o.send("\x1b")
	o.wait("Global settings")
	o.send("\x1b[B\r")
	o.wait("1 Claude (Anthropic)", "claude stands in")
	o.send(leader + "d")
	o.wait("Global settings", "(Anthropic)")
	o.send("q")
	if code := o.exit(); code != 0 {
		t.Errorf("exit %d\n%s", code, o.text())
	}
	o.noKey(minimaxKey)
}

// TestConsoleColours: without colour the same screens, by attributes alone; with sixteen
// no other.
func TestConsoleColours(t *testing.T) {
	t.Parallel()
	colour := regexp.MustCompile(`\x1b\[(?:\d+;)*(?:[34][0-7]|9[0-7]|10[0-7]|[34]8)(?:;\d+)*m`)
	direct := regexp.MustCompile(`\x1b\[(?:\d+;)*[34]8[;:]`)
	for _, tc := range []struct {
		vars    map[string]string
		colours bool
	}{
		{map[string]string{"NO_COLOR": "1"}, false},
		{map[string]string{"TERM": "xterm-mono"}, false},
		{map[string]string{"TERM": "xterm"}, true},
	} {
		w := operatorWorld(t, consoleConfig, "# the shop\n")
		for name, value := range tc.vars {
			w.vars[name] = value
		}
		o := w.jackin(80, 24, "console")
		o.wait("Global settings")
		o.send("\r")
		o.golden("console-auth-none-80x24", "General", o.to("3", "MiniMax"))
		o.send("\r ")
		o.golden("console-form-api-key-80x24", "API Key", "type or paste it")
		o.send("\x1b")
		o.golden("console-discard-80x24", "Discard?")
		o.send("\x03")
		o.exit()
		o.mu.Lock()
		raw := o.raw.String()
		o.mu.Unlock()
		if got := colour.FindString(raw); (got != "") != tc.colours || direct.MatchString(raw) {
			t.Errorf("%v: the terminal got %q", tc.vars, got)
		}
	}
}

// TestConsoleEnds: a signal ends the console also while a verb has the terminal; an
// interrupt there calls off the verb alone.
func TestConsoleEnds(t *testing.T) {
	t.Parallel()
	w := operatorWorld(t, "[env]\nMINIMAX_API_KEY = \"op://Team/MiniMax/key\"\n", "default_agent = \"claude\"\n")
	o := w.jackin(80, 24, "console")
	o.wait("Global settings")
	for _, tc := range []struct {
		signal syscall.Signal
		want   string
	}{{syscall.SIGINT, "! called off"}, {syscall.SIGTERM, ""}} {
		o.send("l")
		o.wait("Claude: provider", "resolving")
		syscall.Kill(o.cmd.Process.Pid, tc.signal)
		if tc.want != "" {
			o.wait("Global settings", tc.want)
		}
	}
	if code := o.exit(); code != 143 {
		t.Errorf("TERM while launching: exit %d, want 143\n%s", code, o.text())
	}
	o.restored()
}

// TestConsoleRefuses: no terminal, and a config that can't be read.
func TestConsoleRefuses(t *testing.T) {
	t.Parallel()
	w := operatorWorld(t, "[env]\nMINIMAX_API_KEY = "+minimaxKey+"\n", "")
	if r := w.run("console"); r.code != 2 || strings.Count(r.stderr, "\n") != 1 || !strings.Contains(r.stderr, "terminal") {
		t.Errorf("without a terminal: exit %d, %s", r.code, r.stderr)
	}
	for _, size := range sizes {
		o := w.jackin(size.cols, size.rows, "console")
		o.wait("can't be read", "config.toml:2:", "text stands in quotes")
		o.noKey(minimaxKey)
		o.send("q")
		if code := o.exit(); code != 0 {
			t.Errorf("exit %d", code)
		}
	}
	if got := w.file("config.toml"); got != "[env]\nMINIMAX_API_KEY = "+minimaxKey+"\n" {
		t.Errorf("the file is now %s", got)
	}
}

// TestConsoleChanged: a file that has changed meanwhile is never written over unsaid.
func TestConsoleChanged(t *testing.T) {
	t.Parallel()
	w := operatorWorld(t, consoleConfig, "")
	o := w.jackin(80, 24, "console")
	o.wait("Global settings")
	o.send("\r")
	o.wait("General")
	o.send("3\r ")
	o.wait("type or paste it")
	o.send("\x1b[200~" + minimaxKey + "\x1b[201~")
	o.wait("= a literal")
	more := fmt.Sprintf("workdir = %q\n# another editor was here\n", w.work)
	w.write(filepath.Join(w.config, "workspaces", "shop.toml"), more)
	o.send("\x13")
	o.golden("console-changed-80x24", "The config has changed", "reload")
	if got := w.file("workspaces/shop.toml"); got != more {
		t.Errorf("shop.toml is %s", got)
	}
	o.send("r")
	o.wait("read again", "•••")
	o.send("\x13")
	o.wait("saved:")
	w.saved("workspaces/shop.toml", "workdir = \"WORK\"\n# another editor was here\n\n[env]\nMINIMAX_API_KEY = \""+minimaxKey+"\"\n")
	o.resize(40, 12)
	o.wait("MiniMax", "[3 Auth]")
	o.send("\x03")
	o.exit()
}
