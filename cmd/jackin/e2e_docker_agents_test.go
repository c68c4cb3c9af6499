//go:build e2e

package main

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// newDockerAgents is a container of an image, with the agents in that, the two
// endpoints on the host, whose network it has, and options. Its verbs are those of
// any world: they go through docker exec.
func newDockerAgents(t *testing.T, image string, options ...string) (*agents, *container) {
	t.Helper()
	a := &agents{mm: newEndpoint(t, mmMarker), native: newEndpoint(t, nativeMarker), key: newCanaries()}
	c := newContainer(t)
	c.image = image
	a.world = &world{t: t, vars: map[string]string{}, bin: filepath.Join(c.base, "bin"), work: filepath.Join(c.base, "project"), home: "/home/agent"}
	for _, dir := range []string{a.bin, a.work} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("git", "init", "-q", a.work).CombinedOutput(); err != nil {
		t.Fatalf("git init: %v: %s", err, out)
	}
	if out, err := exec.Command("chown", "-R", "1000:1000", a.work).CombinedOutput(); err != nil {
		t.Fatalf("chown: %v: %s", err, out)
	}
	a.script("jackin", fmt.Sprintf(`exec docker exec %s jackin "$@"`, c.name))
	a.binary = filepath.Join(a.bin, "jackin")

	options = append([]string{"--network=host", "--health-interval", "1s", "-v", a.work + ":" + a.work, "-w", a.work, "-v", "/home/agent",
		"-v", c.file("config.toml", fmt.Sprintf("[providers.minimax.claude]\nbase_url = %q\n[providers.minimax.codex]\nbase_url = %q\n",
			a.mm.URL()+"/anthropic", a.mm.URL()+"/v1"), 0o644, 0) + ":/etc/jackin/config.toml:ro",
		"-e", "ANTHROPIC_BASE_URL=" + a.native.URL()}, options...)
	for name, value := range map[string]string{
		"MINIMAX_API_KEY": a.key.minimax, "ANTHROPIC_API_KEY": a.key.anthropic,
		"CLAUDE_CODE_OAUTH_TOKEN": a.key.oauth, "OPENAI_API_KEY": a.key.openai,
	} {
		options = append(options, c.key(name, value)...)
	}
	c.run(options)
	a.settleIn(c)
	return a, c
}

// settleIn writes what leads a native Codex to the endpoint. What the others need
// is in the image, where nothing asks a question at an agent's first start: Claude
// Code's home doesn't know its key.
func (a *agents) settleIn(c *container) {
	a.t.Helper()
	scratch := &agents{world: &world{t: a.t, home: a.t.TempDir(), work: a.work}, native: a.native}
	scratch.settle(a.key.anthropic)
	const name = ".codex/config.toml"
	text, err := os.ReadFile(filepath.Join(scratch.home, name))
	if err != nil {
		a.t.Fatal(err)
	}
	c.put("agent", "/home/agent/"+name, string(text))
}

// holdersIn are the tabs with their keys, by the pids that the host has for them.
func (a *agents) holdersIn(c *container) []holder {
	a.t.Helper()
	_, inside := c.processes()
	outside := map[int]int{}
	for pid, seen := range inside {
		outside[seen] = pid
	}
	keys := map[string][]string{
		"Claude (MiniMax)":   {a.key.minimax},
		"Codex (MiniMax)":    {a.key.minimax},
		"Claude (Anthropic)": {a.key.anthropic, a.key.oauth},
		"Codex (OpenAI)":     {a.key.openai},
		"Shell":              nil, // the credentials came by file
	}
	var list []holder
	for _, tab := range a.tabs() {
		k, known := keys[tab.Label]
		if !known || tab.Pid == nil {
			a.term.fatalf("tab %d is %s, %s", tab.ID, tab.Label, tab.State)
		}
		list = append(list, holder{pid: outside[*tab.Pid], uuid: tab.UUID, keys: k})
	}
	return list
}

// TestE2EDockerAgents: with mounted keys, the page's steps by keystroke through
// docker exec -it; Claude Code and Codex answer a typed prompt, each on each of
// its providers. No key is anywhere but in its tabs and in init's memory.
func TestE2EDockerAgents(t *testing.T) {
	t.Parallel()
	begin := time.Now().Add(-time.Second)
	a, c := newDockerAgents(t, e2eImage(t))
	a.term = newTmux(t, 80, 24, c.environ(), c.base, "docker", "exec", "-it", c.name, "jackin", "attach")
	a.term.report = func() string { return a.report() + c.log() }
	a.term.wait("runs coding agents in tabs")
	a.term.typed("n")
	a.open()
	a.must("new", "shell", "--background")
	// Codex with a mounted key of its maker's asks that maker, wherever its user's
	// config points: that tab is opened alone.
	for i, tab := range agentTabs[:3] {
		a.term.leader(fmt.Sprint(i + 1))
		a.prompt(tab, "where are we")
	}
	never(t, "MiniMax", a.mm, a.key.natives()...)
	never(t, "native", a.native, a.key.minimax, a.key.oauth, a.key.openai)
	o := c.attach(120, 40, "--tab", "5")
	o.wait("5 Shell")
	if !pollFor(e2eWait, func() bool { return c.inspect("{{.State.Health.Status}}") == "healthy" }) {
		t.Error("docker's own health checks don't succeed")
	}
	a.searchedIn(c, begin)

	// A shell of the tabs' user reads neither what is mounted nor init.
	o.send("cat /run/secrets/* /proc/1/environ /proc/1/mem 2>&1 | grep -c denied; ls /proc/1/fd 2>&1 | tail -1; id -un\r")
	o.wait("\n6\n", "Permission denied", "\nagent\n")

	started := time.Now()
	mustDocker(t, "stop", c.name)
	if took := time.Since(started); took > 10*time.Second {
		t.Errorf("docker stop took %s", took)
	}
	if code := c.inspect("{{.State.ExitCode}}"); code != "143" {
		t.Errorf("the container exits %s, want 143", code)
	}
	a.storedNowhere(c)
}

// searchedIn looks for every key from the host, as root.
func (a *agents) searchedIn(c *container, begin time.Time) {
	a.t.Helper()
	holders := a.holdersIn(c)
	root := c.pid()
	texts := append(a.key.natives(), a.key.minimax)
	found, all := search(a.t, texts, []int{root}, nil, begin)
	mounted := 0
	for _, text := range texts {
		held := map[int]bool{}
		for _, p := range found[text] {
			h := holderOf(all, p.proc, holders)
			switch {
			case p.what == "file" && filepath.Dir(p.path) == c.base: // what is mounted
				mounted++
			case p.what == "memfd" && p.proc.pid == root:
			case p.what == "environ" && h != nil && slices.Contains(h.keys, text):
				held[h.pid] = held[h.pid] || p.proc.pid == h.pid
			default:
				a.t.Errorf("%s is in the %s", keyName(text), p)
			}
		}
		for _, h := range holders {
			if slices.Contains(h.keys, text) && !held[h.pid] {
				a.t.Errorf("%s isn't in the environment of %s, where it belongs", keyName(text), all[h.pid])
			}
		}
	}
	if mounted != len(texts) {
		a.t.Errorf("%d mounted keys are found, want %d: the search misses files", mounted, len(texts))
	}
	_, holding := c.files(texts...)
	for _, text := range texts {
		for _, path := range holding[text] {
			if filepath.Dir(path) != "/run/secrets" {
				a.t.Errorf("%s is in the container's file %s", keyName(text), path)
			}
		}
		if len(holding[text]) == 0 {
			a.t.Errorf("%s isn't found where it is mounted: the search misses files", keyName(text))
		}
	}
	a.storedNowhere(c)
}

// storedNowhere checks what docker keeps: its description of the container, the
// log, every file and every volume.
func (a *agents) storedNowhere(c *container) {
	a.t.Helper()
	texts := append(a.key.natives(), a.key.minimax)
	logs := docker("", "logs", c.name)
	history := mustDocker(a.t, "history", "--no-trunc", e2eImage(a.t))
	for what, text := range map[string]string{
		"docker inspect": mustDocker(a.t, "inspect", c.name), "docker logs": logs.stdout + logs.stderr, "docker history": history,
	} {
		for _, key := range texts {
			if strings.Contains(text, key) {
				a.t.Errorf("%s is in %s", keyName(key), what)
			}
		}
	}
	// What is there for certain shows that the search can find something.
	const there = "hasCompletedOnboarding"
	seen := false
	if err := c.export(func(r io.Reader) error {
		for archive := tar.NewReader(r); ; {
			h, err := archive.Next()
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			if err := lookThrough(archive, append(texts, there), func(text string) {
				if text == there {
					seen = seen || h.Name == "root/.claude.json"
				} else {
					a.t.Errorf("%s is in the container's file %s", keyName(text), h.Name)
				}
			}); err != nil {
				return err
			}
		}
	}); err != nil || !seen {
		a.t.Errorf("search the container's files: %v; the search works: %v", err, seen)
	}
	seen = false
	for _, dir := range c.volumes() {
		lookIntoFiles(a.t, dir, time.Time{}, func(b string, at place) {
			for _, key := range texts {
				if strings.Contains(b, key) {
					a.t.Errorf("%s is in a volume's file %s", keyName(key), at.path)
				}
			}
			seen = seen || strings.Contains(b, there)
		})
	}
	if !seen {
		a.t.Errorf("the search of the volumes %q misses files", c.volumes())
	}
}

// lookThrough calls found for each of the texts that r holds.
func lookThrough(r io.Reader, texts []string, found func(string)) error {
	const piece = 1 << 20
	longest := 0
	for _, text := range texts {
		longest = max(longest, len(text))
	}
	buf := make([]byte, 0, piece+longest)
	for {
		n, err := io.ReadFull(r, buf[len(buf):len(buf)+piece])
		buf = buf[:len(buf)+n]
		for _, text := range texts {
			if bytes.Contains(buf, []byte(text)) {
				found(text)
			}
		}
		if err == io.EOF || err == io.ErrUnexpectedEOF {
			return nil
		}
		if err != nil {
			return err
		}
		// A text may begin in this piece and end in the next.
		buf = append(buf[:0], buf[len(buf)-longest:]...)
	}
}
