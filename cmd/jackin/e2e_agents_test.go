//go:build e2e

package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"jackin/cmd/internal/loopback"
	"jackin/mux/wire"
)

// agents is a world with the real CLIs in it, and two endpoints: one plays
// MiniMax, the other the agents' own makers.
type agents struct {
	*world
	mm, native *loopback.Server
	key        canaries
	init       *initProcess
	term       *tmux
}

// canaries are the keys of one test, unlike those of any other.
type canaries struct{ minimax, anthropic, oauth, openai string }

func newCanaries() canaries {
	unique := rand.Text()
	return canaries{
		minimax:   "sk-cp-canary-minimax-" + unique,
		anthropic: "sk-ant-api03-canary-anthropic-" + unique,
		oauth:     "sk-ant-oat01-canary-oauth-" + unique,
		openai:    "sk-canary-openai-" + unique,
	}
}

// natives are the credentials of the agents' makers.
func (c canaries) natives() []string { return []string{c.anthropic, c.oauth, c.openai} }

// What the endpoints begin their answers with.
const (
	mmMarker     = "ANSWER-minimax"
	nativeMarker = "ANSWER-native"
)

// newEndpoint is a provider on loopback.
func newEndpoint(t *testing.T, marker string) *loopback.Server {
	t.Helper()
	s, err := loopback.Start(loopback.Options{Marker: marker})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// newAgents makes the world: nothing runs in it yet. The agents' own first
// questions are answered by files in its home.
func newAgents(t *testing.T, native *loopback.Server) *agents {
	t.Helper()
	prefix := os.Getenv("JACKIN_E2E_AGENTS")
	if prefix == "" {
		t.Fatal("JACKIN_E2E_AGENTS must name the directory that .ci/agents has filled: run .ci/e2e")
	}
	// The endpoints end after the world: an agent that waits for an answer ends
	// another way than one that has it.
	a := &agents{mm: newEndpoint(t, mmMarker), native: native, key: newCanaries()}
	a.world = newWorld(t)
	for _, cli := range []string{"claude", "codex"} {
		program := filepath.Join(prefix, "bin", cli)
		if _, err := os.Stat(program); err != nil {
			t.Fatalf("%s isn't installed: %v: run .ci/e2e", cli, err)
		}
		a.remove(cli)
		if err := os.Symlink(program, filepath.Join(a.bin, cli)); err != nil {
			t.Fatal(err)
		}
	}
	a.vars = map[string]string{
		"MINIMAX_API_KEY": a.key.minimax, "ANTHROPIC_API_KEY": a.key.anthropic,
		"CLAUDE_CODE_OAUTH_TOKEN": a.key.oauth, "OPENAI_API_KEY": a.key.openai,
		// The pinned version, not a newer one from npm in the middle of a test.
		"DISABLE_AUTOUPDATER": "1",
		"ANTHROPIC_BASE_URL":  native.URL(), "CODEX_HOME": filepath.Join(a.home, ".codex"),
		"TMPDIR": a.dir("tmp"), "XDG_CACHE_HOME": a.dir("cache"),
	}
	a.write(filepath.Join(a.config, "config.toml"), fmt.Sprintf("[providers.minimax.claude]\nbase_url = %q\n[providers.minimax.codex]\nbase_url = %q\n",
		a.mm.URL()+"/anthropic", a.mm.URL()+"/v1"))
	a.settle(a.key.anthropic)
	if out, err := exec.Command("git", "init", "-q", a.work).CombinedOutput(); err != nil {
		t.Fatalf("git init: %v: %s", err, out)
	}
	return a
}

// settle writes what a user of both CLIs has in the home after the first day.
func (a *agents) settle(anthropic string) {
	a.t.Helper()
	claude, err := json.Marshal(map[string]any{
		"hasCompletedOnboarding": true,
		"customApiKeyResponses":  map[string]any{"approved": []string{anthropic[len(anthropic)-20:]}},
		"projects":               map[string]any{a.work: map[string]any{"hasTrustDialogAccepted": true}},
	})
	if err != nil {
		a.t.Fatal(err)
	}
	a.write(filepath.Join(a.home, ".claude.json"), string(claude))
	a.write(filepath.Join(a.home, ".codex", "config.toml"), fmt.Sprintf(`model_provider = "native"
[model_providers.native]
name = "Native"
base_url = %q
env_key = "OPENAI_API_KEY"
wire_api = "responses"
[projects.%q]
trust_level = "trusted"
`, a.native.URL()+"/v1", a.work))
}

// base is the directory that everything of the world is in.
func (w *world) base() string { return filepath.Dir(w.runDir) }

// dir makes another directory of the world's.
func (w *world) dir(name string) string {
	w.t.Helper()
	dir := filepath.Join(w.base(), name)
	if err := os.Mkdir(dir, 0o700); err != nil {
		w.t.Fatal(err)
	}
	return dir
}

// initProcess is an init in the foreground of nobody.
type initProcess struct {
	cmd   *exec.Cmd
	ended chan struct{}
}

func (p *initProcess) pid() int { return p.cmd.Process.Pid }

// startInit starts init with every key in its environment, and waits until the
// server answers.
func (w *world) startInit() *initProcess {
	w.t.Helper()
	stderr, err := os.Create(filepath.Join(w.base(), "init.stderr"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer stderr.Close()
	p := &initProcess{cmd: exec.Command(w.binary, "init", "--debug"), ended: make(chan struct{})}
	p.cmd.Env, p.cmd.Dir, p.cmd.Stderr = w.environ(), w.work, stderr
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := p.cmd.Start(); err != nil {
		w.t.Fatal(err)
	}
	go func() { p.cmd.Wait(); close(p.ended) }()
	w.t.Cleanup(func() {
		if w.run("stop").code != 0 {
			p.cmd.Process.Kill()
		}
		<-p.ended
	})
	w.eventually("healthy server", func() bool { return w.run("healthz").code == 0 })
	return p
}

// attach runs the client on a terminal, keys in its environment: plain jackin,
// as a user types it. runDir is where it finds the socket.
func (a *agents) attach(cols, rows int, runDir string) {
	a.t.Helper()
	environ := slices.DeleteFunc(a.environ(), func(kv string) bool { return strings.HasPrefix(kv, "JACKIN_RUN_DIR=") })
	a.term = newTmux(a.t, cols, rows, append(environ, "JACKIN_RUN_DIR="+runDir), a.work, a.binary)
	a.term.report = a.report
}

// report is what a failure says beside the screen.
func (a *agents) report() string {
	var b bytes.Buffer
	for _, e := range []struct {
		name string
		s    *loopback.Server
	}{{"MiniMax", a.mm}, {"native", a.native}} {
		fmt.Fprintf(&b, "%s saw:\n", e.name)
		for _, r := range e.s.Requests() {
			fmt.Fprintf(&b, "  %s %s %s %s -> %s\n", r.Time.Format("15:04:05.000"), r.Method, r.Path, r.Model, r.Reply)
		}
	}
	log, _ := os.ReadFile(filepath.Join(a.runDir, "jackin.log"))
	const tail = 4 << 10
	fmt.Fprintf(&b, "end of the log:\n%s", log[max(0, len(log)-tail):])
	return b.String()
}

// agentTab is one of the four tabs that every test of the agents has.
type agentTab struct {
	label  string
	ready  string // at the begin of a row once it takes a prompt
	marker string // of the endpoint that answers it
	rows   int    // steps down in the agent picker
	next   int    // steps down in the provider picker
}

var agentTabs = []agentTab{
	{label: "Claude (MiniMax)", ready: "❯", marker: mmMarker, next: 1},
	{label: "Claude (Anthropic)", ready: "❯", marker: nativeMarker},
	{label: "Codex (MiniMax)", ready: "› Ask Codex", marker: mmMarker, rows: 1, next: 1},
	{label: "Codex (OpenAI)", ready: "› Ask Codex", marker: nativeMarker, rows: 1},
}

// open opens the four tabs by keystroke; the agent picker of the first is there.
func (a *agents) open() {
	a.t.Helper()
	for i, tab := range agentTabs {
		if i > 0 {
			a.term.leader("n")
		}
		a.term.wait("New tab")
		for range tab.rows {
			a.term.keys("Down")
		}
		a.term.keys("Enter")
		a.term.wait(": provider")
		for range tab.next {
			a.term.keys("Down")
		}
		a.term.keys("Enter")
		a.term.waitGone(": provider")
		a.ready(tab)
	}
	var want []string
	for _, tab := range agentTabs {
		want = append(want, tab.label)
	}
	if got := a.labels(); got != strings.Join(want, ", ") {
		a.term.fatalf("the tabs are %s, want %s", got, strings.Join(want, ", "))
	}
}

// ready waits for the agent on the screen to take a prompt.
func (a *agents) ready(tab agentTab) {
	a.t.Helper()
	a.term.until(tab.label+" that takes a prompt", func(s string) bool {
		return strings.Contains(s, "\n"+tab.ready)
	})
}

// ask gives the agent in each tab a prompt and waits for its answers.
func (a *agents) ask(prompt string) {
	a.t.Helper()
	for i, tab := range agentTabs {
		a.term.leader(fmt.Sprint(i + 1))
		a.prompt(tab, prompt)
	}
}

// prompt types a prompt, which no screen has shown before, for the agent on the
// screen, and waits for its answer.
func (a *agents) prompt(tab agentTab, prompt string) {
	a.t.Helper()
	a.ready(tab)
	a.term.typed(prompt)
	a.term.wait(prompt)
	a.submit(tab, prompt)
	want := squeeze(tab.marker + ": the working directory is " + a.work)
	a.term.until("answer of "+tab.label, func(s string) bool {
		s = squeeze(s)
		at := strings.LastIndex(s, squeeze(prompt))
		return at >= 0 && strings.Contains(s[at:], want)
	})
}

// submit presses Enter until the prompt isn't what is being typed any more: Codex
// takes an Enter that comes soon after a burst of characters for a part of a paste.
func (a *agents) submit(tab agentTab, prompt string) {
	a.t.Helper()
	const again = 15 * time.Second
	for range 4 {
		a.term.keys("Enter")
		if pollFor(again, func() bool {
			s := squeeze(a.term.text())
			// What is typed stands last; once it is sent the empty input does.
			at := strings.LastIndex(s, squeeze(prompt))
			return at < 0 || strings.Contains(s[at:], squeeze(tab.ready)) || strings.Contains(s[at:], "esc")
		}) {
			return
		}
	}
	a.term.fatalf("Enter doesn't send the prompt in %s", tab.label)
}

// squeeze takes the blanks out of a screen: an answer is wrapped somewhere.
func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// identity is what must stay of a tab whatever happens to the server.
func identity(tabs []wire.Tab) string {
	var b strings.Builder
	for _, t := range tabs {
		pid := 0
		if t.Pid != nil {
			pid = *t.Pid
		}
		fmt.Fprintf(&b, "%d %s %s %s pid %d\n", t.ID, t.UUID, t.Label, t.State, pid)
	}
	return b.String()
}
