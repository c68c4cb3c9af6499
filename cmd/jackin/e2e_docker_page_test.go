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
// nowhere else. Then the key is changed and pushed, from the console and by the verb,
// the container restarted and launched again, and MiniMax is removed in the console.
func TestE2EDockerPage(t *testing.T) {
	t.Parallel()
	first, second, third := newCanaries().minimax, newCanaries().minimax, newCanaries().minimax
	h := newHost(t, fmt.Sprintf("[providers.minimax.claude]\nbase_url = %q\n[providers.minimax.codex]\nbase_url = %q\n[env]\nANTHROPIC_BASE_URL = %q\n",
		nowhereURL+"/anthropic", nowhereURL+"/v1", nowhereURL+"/native"))
	watch := startWatch(t, first, second, third)

	m := h.terminal("console")
	h.saveInConsole(m, "workspace "+h.workspace, "literal", first)
	h.leave(m)
	h.added(h.workspaceFile(), entry("env", first))

	m = h.terminal("launch", "--debug", h.workspace)
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
	if said := h.detach(m); !strings.Contains(said, "debug log: ") || strings.Contains(said, "canary") {
		t.Errorf("launch --debug says\n%s", said)
	}

	// The key is changed and pushed: a new tab has the new one, an old tab its own.
	m = h.terminal("console")
	h.saveInConsole(m, "workspace "+h.workspace, "literal", second)
	h.pushInConsole(m, "MINIMAX_API_KEY is set")
	h.leave(m)
	h.container.must("jackin", "new", "--background", "claude", "--provider", "minimax")
	h.has(h.tab(6, "Claude (MiniMax)"), second)
	h.does(third+"\n", "config", "env", "set", "MINIMAX_API_KEY", "--workspace", h.workspace)
	if said := h.does("", "keys", "push", "--to", h.container.name); !strings.Contains(said, "MINIMAX_API_KEY is set") {
		t.Errorf("keys push --to says %q", said)
	}
	h.container.must("jackin", "new", "--background", "claude", "--provider", "minimax")
	h.has(h.tab(7, "Claude (MiniMax)"), third)
	h.has(h.tab(6, "Claude (MiniMax)"), second)
	h.has(h.tab(1, "Claude (MiniMax)"), first)
	m = h.terminal("attach", h.container.name, "--tab", "1")
	m.wait("1 Claude (MiniMax)", "↻") // the strip says that its key is an old one
	h.detach(m)

	// A restart loses keys and tabs; the next launch, from the console, brings them back.
	mustDocker(t, "restart", h.container.name)
	h.healthy()
	if tabs := h.container.tabs(); len(tabs) != 0 {
		t.Fatalf("after the restart there are the tabs %+v", tabs)
	}
	m = h.terminal("console")
	m.wait("jackin console", h.workspace)
	m.typed("L")
	m.wait("Launch " + h.workspace)
	m.keys("Enter")
	m.wait("Claude: provider", "MiniMax")
	m.keys("Down", "Enter")
	m.wait("1 Claude (MiniMax)", "\n❯")
	h.has(h.tab(1, "Claude (MiniMax)"), third)
	h.searched(first, false)
	h.searched(second, false)
	h.searched(third, true)
	m.leader("d")
	m.wait("jackin console", h.workspace)
	watch.check(t)
	h.keyless([]string{"docker"}, first, second, third)

	// MiniMax is removed: it is in no picker, and the label is bare.
	h.saveInConsole(m, "workspace "+h.workspace, hidden, "")
	h.pushInConsole(m, "MINIMAX_API_KEY is removed")
	m.wait("MiniMax    Ignore")
	h.leave(m)
	h.added(h.workspaceFile(), "\n[env]\n")
	m = h.terminal("launch", h.workspace, "--new")
	m.wait("Launch " + h.workspace)
	m.keys("Enter")
	m.wait("1 Claude │")
	h.detach(m)
	h.container.must("jackin", "new", "--background", "claude")
	h.has(h.tab(2, "Claude"), "") // in the container that had it
	h.container.name += "-2"
	h.has(h.tab(1, "Claude"), "")
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
			for _, at := range []struct{ scope, value string }{
				{"global", s.global}, {"workspace " + h.workspace, s.workspace}, {"workspace " + h.workspace + " x role backend", s.role},
			} {
				if at.value == "" {
					continue
				}
				source := "literal"
				switch {
				case at.value == hidden:
					source = hidden
				case strings.HasPrefix(at.value, "op:"):
					source = "1Password reference"
				case strings.HasPrefix(at.value, "$"):
					source = "host variable"
				}
				m := h.terminal("console")
				h.saveInConsole(m, at.scope, source, at.value)
				h.leave(m)
			}
			h.added(filepath.Join(h.config, "config.toml"), entry("env", s.global))
			h.added(h.workspaceFile(), entry("env", s.workspace)+entry("roles.backend.env", s.role))
			if s.field != "" {
				h.write(filepath.Join(h.vault(), "key"), s.field)
				if err := os.Chown(filepath.Join(h.vault(), "key"), operatorID, operatorID); err != nil {
					t.Fatal(err)
				}
			}
			if name, ok := strings.CutPrefix(s.workspace, "$"); ok {
				h.vars[name] = s.want // while no layer names it it is a variable like any other
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
