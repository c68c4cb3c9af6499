package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The canaries: whatever a test searches for must be there where it belongs.
const (
	minimaxKey = "sk-cp-canary-minimax-0123456789"
	nativeKey  = "sk-ant-canary-native-0123456789"
	openaiKey  = "sk-canary-openai-0123456789"
)

// report is a stand-in agent that writes its environment and arguments to files
// of its own and waits.
const report = `env >"$HOME/$JACKIN_TAB.env"; echo "$0 $*" >"$HOME/$JACKIN_TAB.args"; echo reported; exec cat`

// reported are the environment and the command line of a tab's program.
func (w *world) reported(uuid string) (env, args string) {
	w.t.Helper()
	read := func(kind string) string {
		var b []byte
		w.eventually("report of tab "+uuid, func() bool {
			var err error
			b, err = os.ReadFile(filepath.Join(w.home, uuid+"."+kind))
			return err == nil && len(b) > 0
		})
		return string(b)
	}
	args = read("args") // written after the environment
	return read("env"), args
}

// TestKeysGoToTheirTabs: each key is in the environment of the tabs that it is
// for, from a file and from the environment, and nowhere else.
func TestKeysGoToTheirTabs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.script("claude", report)
	w.script("codex", report)
	w.script("sh-report", report)
	secrets := t.TempDir()
	if err := os.WriteFile(filepath.Join(secrets, "MINIMAX_API_KEY"), []byte(minimaxKey+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.vars["MINIMAX_API_KEY"] = "sk-cp-a-file-beats-the-environment"
	w.vars["ANTHROPIC_API_KEY"] = nativeKey
	w.vars["OPENAI_API_KEY"] = openaiKey
	w.vars["SHELL"] = filepath.Join(w.bin, "sh-report")
	w.vars["TMUX"] = "a marker of another multiplexer"
	w.vars["CLAUDECODE"] = "1"
	w.daemon("--secrets-dir", secrets)
	for _, args := range []string{"claude --provider minimax", "claude", "codex --provider minimax", "codex", "shell", "-- sh-report"} {
		w.must(append([]string{"new", "--background"}, strings.Fields(args)...)...)
	}
	all := []string{minimaxKey, nativeKey, openaiKey, "a-file-beats"}
	for i, want := range [][]string{
		{"ANTHROPIC_AUTH_TOKEN=" + minimaxKey, "ANTHROPIC_BASE_URL=https://api.minimax.io/anthropic"},
		{"ANTHROPIC_API_KEY=" + nativeKey},
		{"MINIMAX_API_KEY=" + minimaxKey},
		{"OPENAI_API_KEY=" + openaiKey},
		{"ANTHROPIC_API_KEY=" + nativeKey, "OPENAI_API_KEY=" + openaiKey},
		{},
	} {
		tab := w.tabs()[i]
		env, args := w.reported(tab.UUID)
		for _, line := range want {
			if !strings.Contains("\n"+env, "\n"+line+"\n") {
				t.Errorf("tab %d, %s: no %s in its environment:\n%s", tab.ID, tab.Label, line, env)
			}
		}
		expected := strings.Join(want, "\n")
		for _, key := range all {
			if strings.Count(env, key) != strings.Count(expected, key) {
				t.Errorf("tab %d, %s: %q is %d times in its environment, want %d:\n%s", tab.ID, tab.Label, key, strings.Count(env, key), strings.Count(expected, key), env)
			}
			if strings.Contains(args, key) {
				t.Errorf("tab %d, %s: a key in its arguments: %s", tab.ID, tab.Label, args)
			}
		}
		for _, name := range []string{"TMUX=", "CLAUDECODE=", "JACKIN_BOOT=", "GOMEMLIMIT=", "LINES="} {
			if strings.Contains("\n"+env, "\n"+name) {
				t.Errorf("tab %d, %s: %s is in its environment", tab.ID, tab.Label, name)
			}
		}
		for _, line := range []string{"TERM=xterm-256color", "COLORTERM=truecolor", "TERM_PROGRAM=jackin", "LANG=C.UTF-8", "JACKIN_TAB=" + tab.UUID} {
			if !strings.Contains("\n"+env, "\n"+line+"\n") {
				t.Errorf("tab %d, %s: no %s in its environment", tab.ID, tab.Label, line)
			}
		}
	}
	log, err := os.ReadFile(filepath.Join(w.runDir, "jackin.log"))
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range all {
		if strings.Contains(string(log), key) {
			t.Errorf("%q is in the log", key)
		}
	}
}

// TestConfigEnv: [env] of the config, literals and host variables.
func TestConfigEnv(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.script("claude", report)
	w.script("sh-report", report)
	config := "[env]\nMINIMAX_API_KEY = \"$MY_KEY\"\nANTHROPIC_API_KEY = \"" + nativeKey + "\"\nREGION = \"eu\"\nLATER = \"op://Team/x/y\"\n"
	if err := os.WriteFile(filepath.Join(w.config, "config.toml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	w.vars["MY_KEY"] = minimaxKey
	w.vars["SHELL"] = filepath.Join(w.bin, "sh-report")
	o := w.jackin(80, 24)
	o.wait("New tab")
	o.send("\r")
	o.wait("Claude: provider")
	o.send("\x1b[B\r")
	o.wait("Claude (MiniMax)", "reported")
	w.must("new", "--background", "shell")
	w.must("new", "--background", "claude")
	tabs := w.tabs()
	env, _ := w.reported(tabs[0].UUID)
	if !strings.Contains(env, "ANTHROPIC_AUTH_TOKEN="+minimaxKey+"\n") || !strings.Contains(env, "REGION=eu\n") || strings.Contains(env, nativeKey) {
		t.Errorf("Claude on MiniMax got\n%s", env)
	}
	env, _ = w.reported(tabs[1].UUID)
	if strings.Contains(env, nativeKey) || !strings.Contains(env, "REGION=eu\n") {
		t.Errorf("the shell got a key that didn't come with the environment, or not the rest:\n%s", env)
	}
	env, _ = w.reported(tabs[2].UUID)
	if !strings.Contains(env, "ANTHROPIC_API_KEY="+nativeKey+"\n") {
		t.Errorf("native Claude got no key:\n%s", env)
	}
}

// TestServerWithoutKey: a caller's key that the running server hasn't is said.
func TestServerWithoutKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.daemon()
	w.vars["MINIMAX_API_KEY"] = minimaxKey
	r := w.run("new", "--background", "--", "cat")
	if r.code != 0 || !strings.Contains(r.stderr, "without MINIMAX_API_KEY") || !strings.Contains(r.stderr, "jackin keys push") || strings.Contains(r.stderr, minimaxKey) {
		t.Errorf("new: exit %d, %q", r.code, r.stderr)
	}
}

// TestOverlayUnsets: what would leak a native credential, or get past the
// redirect, isn't in a redirected tab.
func TestOverlayUnsets(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.script("claude", report)
	w.vars["MINIMAX_API_KEY"] = minimaxKey
	unset := []string{"ANTHROPIC_CUSTOM_HEADERS", "ANTHROPIC_SMALL_FAST_MODEL", "CLAUDE_CODE_USE_BEDROCK", "CLAUDE_CODE_OAUTH_REFRESH_TOKEN", "ANTHROPIC_UNIX_SOCKET"}
	for _, name := range unset {
		w.vars[name] = "leaks"
	}
	w.daemon()
	w.must("new", "--background", "claude", "--provider", "minimax")
	w.must("new", "--background", "claude")
	env, args := w.reported(w.tabs()[0].UUID)
	if strings.Contains(env, "leaks") {
		t.Errorf("the redirected tab got\n%s", env)
	}
	if !strings.Contains(args, "--permission-mode default") || !strings.Contains(args, "--session-id ") {
		t.Errorf("the redirected tab's arguments are %s", args)
	}
	env, args = w.reported(w.tabs()[1].UUID)
	if strings.Count(env, "leaks") != len(unset) || strings.Contains(args, "permission") {
		t.Errorf("the native tab got %s and\n%s", args, env)
	}
}
