//go:build e2e

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestE2EDockerPage follows the user's page with a real engine and the real Claude
// Code and Codex: the key is saved in the console, the pickers come before the
// container, the labels are the page's, the key is in the processes of its tabs and
// nowhere else. Then the key is changed and pushed, the container restarted and
// launched again, and MiniMax is removed in the console.
func TestE2EDockerPage(t *testing.T) {
	t.Parallel()
	first, second := newCanaries().minimax, newCanaries().minimax
	h := newHost(t, fmt.Sprintf("[providers.minimax.claude]\nbase_url = %q\n[providers.minimax.codex]\nbase_url = %q\n[env]\nANTHROPIC_BASE_URL = %q\n",
		nowhereURL+"/anthropic", nowhereURL+"/v1", nowhereURL+"/native"))
	watch := startWatch(t, first, second)

	h.saveInConsole(first)

	m := h.terminal("launch", h.workspace)
	m.wait("Launch "+h.workspace, "Claude", "Codex", "Shell")
	h.nothingMade()
	m.keys("Enter")
	m.wait("Claude: provider", "Anthropic", "MiniMax")
	h.nothingMade()
	m.keys("Escape")
	m.wait("Launch "+h.workspace, "Codex")
	m.keys("Enter")
	m.wait("Claude: provider")
	m.keys("Down")
	h.nothingMade()
	m.keys("Enter")
	m.wait("1 Claude (MiniMax)", "\n❯")
	if got := h.containers(); !slices.Equal(got, []string{h.container.name}) {
		t.Errorf("the containers of the workspace are %q, want %s alone", got, h.container.name)
	}

	// In the multiplexer.
	for i, tab := range []struct {
		agent, provider string // keystrokes
		label           string
	}{{"", "", "Claude (Anthropic)"}, {"j", "", "Codex (OpenAI)"}, {"j", "j", "Codex (MiniMax)"}, {"k", "", "Shell"}} {
		m.leader("n")
		m.wait("New tab")
		m.typed(tab.agent)
		m.keys("Enter")
		if tab.label != "Shell" {
			m.wait(": provider", "MiniMax")
			m.typed(tab.provider)
			m.keys("Enter")
		}
		h.tab(i+2, tab.label)
	}
	h.overlaid(first)
	h.searched(first, true)
	h.detach(m)

	// The key is changed and pushed: a new tab has the new one, the old tab its own.
	h.does(second+"\n", "config", "env", "set", "MINIMAX_API_KEY", "--workspace", h.workspace)
	if said := h.does("", "keys", "push", "--to", h.container.name); !strings.Contains(said, "MINIMAX_API_KEY is set") {
		t.Errorf("keys push --to says %q", said)
	}
	h.container.must("jackin", "new", "--background", "claude", "--provider", "minimax")
	h.has(h.tab(6, "Claude (MiniMax)"), second)
	h.has(h.tab(1, "Claude (MiniMax)"), first)

	// A restart loses keys and tabs; the next launch brings them back.
	mustDocker(t, "restart", h.container.name)
	h.healthy()
	if tabs := h.container.tabs(); len(tabs) != 0 {
		t.Fatalf("after the restart there are the tabs %+v", tabs)
	}
	m = h.terminal("launch", h.workspace)
	m.wait("Launch " + h.workspace)
	m.keys("Enter")
	m.wait("Claude: provider", "MiniMax")
	m.keys("Down", "Enter")
	m.wait("1 Claude (MiniMax)", "\n❯")
	h.has(h.tab(1, "Claude (MiniMax)"), second)
	h.searched(first, false)
	h.searched(second, true)
	h.detach(m)
	watch.check(t)
	h.keyless([]string{"docker"}, first, second)

	h.ignoreInConsole()
	m = h.terminal("launch", h.workspace, "--new")
	m.wait("Launch " + h.workspace)
	m.keys("Enter")
	m.wait("1 Claude │")
	h.container.name += "-2"
	h.has(h.tab(1, "Claude"), "")
	h.detach(m)
}

// workspaceFile is where the workspace is saved.
func (h *host) workspaceFile() string {
	return filepath.Join(h.config, "workspaces", h.workspace+".toml")
}

// saved checks what the workspace's file says beside what it said at first.
func (h *host) saved(want string) {
	h.world.t.Helper()
	b, err := os.ReadFile(h.workspaceFile())
	if err != nil {
		h.world.t.Fatal(err)
	}
	first, rest, _ := strings.Cut(string(b), "\n[env]\n")
	if first != fmt.Sprintf("workdir = %q # where it is\nimage = %q\n", h.work, h.image) || rest != want {
		h.world.t.Errorf("the workspace's file is\n%s", b)
	}
	if info, err := os.Stat(h.workspaceFile()); err != nil || info.Mode().Perm() != 0o600 {
		h.world.t.Errorf("the workspace's file has the mode %v, %v, want 0600", info.Mode(), err)
	}
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

// saveInConsole saves the key as the page says: Auth tab, MiniMax row, Space, mode API
// Key, a literal key, Save.
func (h *host) saveInConsole(key string) {
	h.world.t.Helper()
	m := h.terminal("console")
	h.form(m)
	m.wait("Ignore")
	m.keys("Space")
	m.wait("API Key", "Source", "literal", "Value")
	m.keys("Tab", "Tab", "Tab")
	m.wait("▸ Value")
	m.typed(key)
	m.wait("▸ Value   •", "[env] MINIMAX_API_KEY = ")
	if s := m.text(); strings.Contains(s, key[:12]) {
		m.fatalf("the key is shown")
	}
	m.keys("C-s")
	m.wait("saved", "API Key", "Z.AI")
	h.leave(m)
	h.saved(fmt.Sprintf("MINIMAX_API_KEY = %q\n", key))
}

// ignoreInConsole removes it again.
func (h *host) ignoreInConsole() {
	h.world.t.Helper()
	m := h.terminal("console")
	h.form(m)
	m.wait("API Key")
	m.keys("Space")
	m.wait("Ignore")
	m.keys("C-s")
	m.wait("saved", "Ignore", "Z.AI")
	h.leave(m)
	h.saved("")
}

// leave ends the console.
func (h *host) leave(m *tmux) {
	h.world.t.Helper()
	m.keys("C-c")
	m.exit()
}

// nothingMade checks that launch has made no container.
func (h *host) nothingMade() {
	h.world.t.Helper()
	if got := h.containers(); len(got) != 0 {
		h.world.t.Errorf("while launch asks there are the containers %q", got)
	}
}

// has checks that of all keys a tab's process has this one, as Claude Code's token;
// "" is none.
func (h *host) has(p proc, key string) {
	h.world.t.Helper()
	if got := p.value("ANTHROPIC_AUTH_TOKEN"); got != key {
		h.world.t.Errorf("process %s has the token %q, want %q", p, got, key)
	}
	if key == "" {
		if names := p.holds("sk-cp-canary"); names != nil {
			h.world.t.Errorf("process %s has a key in %q", p, names)
		}
	}
}

// overlaid checks the environment of each of the five tabs' processes against the page.
func (h *host) overlaid(key string) {
	h.world.t.Helper()
	claude := h.tab(1, "Claude (MiniMax)")
	for name, want := range map[string]string{
		"ANTHROPIC_AUTH_TOKEN": key, "ANTHROPIC_BASE_URL": nowhereURL + "/anthropic",
		"ANTHROPIC_DEFAULT_OPUS_MODEL": "MiniMax-M3", "ANTHROPIC_DEFAULT_SONNET_MODEL": "MiniMax-M3",
		"ANTHROPIC_DEFAULT_HAIKU_MODEL": "MiniMax-M3", "API_TIMEOUT_MS": "3000000",
		"CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1",
	} {
		if got := claude.value(name); got != want {
			h.world.t.Errorf("Claude (MiniMax) has %s=%q, want %q", name, got, want)
		}
	}
	if codex := h.tab(4, "Codex (MiniMax)"); codex.holds(key) == nil {
		h.world.t.Errorf("Codex (MiniMax) has no variable with its key")
	}
	for id, label := range map[int]string{2: "Claude (Anthropic)", 3: "Codex (OpenAI)", 5: "Shell"} {
		p := h.tab(id, label)
		if names := p.holds(key); names != nil {
			h.world.t.Errorf("%s has the key in %q", label, names)
		}
		if got := p.value("ANTHROPIC_BASE_URL"); got != nowhereURL+"/native" {
			h.world.t.Errorf("%s has ANTHROPIC_BASE_URL=%q, want the container's own", label, got)
		}
	}
}

// searched looks for a key in everything that there is now. Where it is inUse it must be
// in the environment of MiniMax tabs, in init's memory and in the workspace's file;
// elsewhere it may be nowhere at all.
func (h *host) searched(key string, inUse bool) {
	t := h.world.t
	t.Helper()
	root := h.pid()
	found, all := search(t, []string{key}, []int{root}, []string{h.base()}, h.begin)
	engine := strings.TrimSpace(mustDocker(t, "info", "-f", "{{.DockerRootDir}}"))
	for _, dir := range append([]string{"/var/log", filepath.Join(engine, "containers")}, h.volumes()...) {
		lookIntoFiles(t, dir, h.begin, func(b string, at place) {
			if strings.Contains(b, key) {
				t.Errorf("a key is in the %s", at)
			}
		})
	}
	var tab, memory, file bool
	for _, p := range found[key] {
		switch {
		case !inUse:
			t.Errorf("a key that was replaced is in the %s", p)
		case p.what == "environ" && p.proc.value("JACKIN_PROVIDER") == "minimax" && below(all, p.proc.pid, []int{root}) != 0:
			tab = true
		case p.what == "memfd" && p.proc.pid == root:
			memory = true
		case p.what == "file" && p.path == h.workspaceFile():
			file = true
		default:
			t.Errorf("the key is in the %s", p)
		}
	}
	if inUse && !(tab && memory && file) {
		t.Errorf("the key is found in a tab: %v, in init's memory: %v, in the config: %v; all must be", tab, memory, file)
	}
	for what, text := range map[string]string{
		"docker inspect": mustDocker(t, "inspect", h.container.name), "docker logs": h.logs(),
		"the environment of docker exec": h.container.must("env"), "jackin keys list": h.container.must("jackin", "keys", "list"),
		"jackin ls": h.container.must("jackin", "ls", "--json"), "env explain": h.container.must("jackin", "env", "explain", "1"),
	} {
		if strings.Contains(text, key) {
			t.Errorf("the key is in %s", what)
		}
	}
	if n, holding := h.files(key); len(holding[key]) != 0 || n < 1000 {
		t.Errorf("of %d files in the container these have the key: %q", n, holding[key])
	}
}

// TestE2EDockerPageScopes: which key a launched tab has, for every scope and source,
// and that neither docker nor op is ever called with one.
func TestE2EDockerPageScopes(t *testing.T) {
	const hidden = "hidden"
	for _, s := range []struct {
		name string
		// Values by scope, as they are typed; "" is not set, hidden is Ignore.
		global, workspace, role string
		// field is what 1Password says; "": nobody is signed in.
		field string
		// want is the key of the tab. "": the picker isn't shown, or has MiniMax greyed.
		want   string
		greyed string
		op     bool
	}{
		{name: "global", global: "sk-cp-canary-global", want: "sk-cp-canary-global"},
		{name: "workspace over global", global: "sk-cp-canary-global", workspace: "sk-cp-canary-workspace", want: "sk-cp-canary-workspace"},
		{name: "role over workspace", global: "sk-cp-canary-global", workspace: "sk-cp-canary-workspace", role: "sk-cp-canary-role", want: "sk-cp-canary-role"},
		{name: "ignored", global: "sk-cp-canary-global", workspace: hidden},
		{name: "1Password", global: "sk-cp-canary-global", workspace: "op://Team/MiniMax/key", field: "sk-cp-canary-vault", want: "sk-cp-canary-vault", op: true},
		{name: "1Password signed out", global: "sk-cp-canary-global", workspace: "op://Team/MiniMax/key", greyed: "signed out of 1Password", op: true},
		{name: "host variable", workspace: "$PAGE_MINIMAX", want: "sk-cp-canary-host"},
	} {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			h := newHost(t, "[roles.backend]\n[agents.claude]\ncommand = [\"sh\", \"-c\", \"echo stands in; exec cat\"]\n")
			// The operator's own environment is no reason for anything to have these.
			h.vars["MINIMAX_API_KEY"], h.vars["ZAI_API_KEY"] = "sk-cp-canary-environment", "canary-zai"
			if strings.HasPrefix(s.workspace, "$") {
				h.vars[s.workspace[1:]] = s.want
			}
			scope := []string{"--workspace", h.workspace}
			set := func(value string, scope ...string) {
				args := append([]string{"config", "env", "set", "MINIMAX_API_KEY"}, scope...)
				if value == hidden {
					args, value = append([]string{"config", "env", "unset", "MINIMAX_API_KEY", "--hide"}, scope...), ""
				} else if value == "" {
					return
				}
				h.does(value+"\n", args...)
			}
			set(s.global)
			set(s.workspace, scope...)
			set(s.role, append([]string{"--role", "backend"}, scope...)...)
			if s.field != "" {
				h.write(filepath.Join(h.vault(), "key"), s.field)
				if err := os.Chown(filepath.Join(h.vault(), "key"), operatorID, operatorID); err != nil {
					t.Fatal(err)
				}
			}
			args := []string{"launch", h.workspace}
			if s.role != "" {
				args = append(args, "--role", "backend")
				h.container.name += "-backend"
			}
			m := h.terminal(args...)
			m.wait("Launch "+h.workspace, "Claude")
			m.keys("Enter")
			label := "Claude"
			switch {
			case s.want != "":
				label = "Claude (MiniMax)"
				m.wait("Claude: provider", "MiniMax")
				m.waitGone("resolving")
				h.nothingMade()
				m.keys("Down", "Enter")
			case s.greyed != "":
				m.wait("Claude: provider", "MiniMax", s.greyed)
				h.nothingMade()
				m.keys("Down", "Enter") // it can't be chosen: Anthropic still is
			}
			m.wait("1 "+label, "stands in")
			p := h.tab(1, label)
			h.has(p, s.want)
			for _, key := range []string{"sk-cp-canary-", "canary-zai"} {
				if names := p.holds(key); s.want == "" && names != nil || s.want != "" && key == "canary-zai" && names != nil {
					t.Errorf("the tab has a key in %q", names)
				}
			}
			said := h.detach(m)
			if unresolved := strings.Contains(said, "not resolved: MINIMAX_API_KEY: "); unresolved != (s.greyed != "") {
				t.Errorf("launch says at its end\n%s", said)
			}
			programs := []string{"docker"}
			if s.op {
				programs = append(programs, "op")
			}
			h.keyless(programs, "canary-")
			if inspect := mustDocker(t, "inspect", h.container.name); strings.Contains(inspect, "canary-") || strings.Contains(h.logs(), "canary-") {
				t.Error("docker inspect or docker logs have a key")
			}
		})
	}
}
