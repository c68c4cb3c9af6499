//go:build e2e

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// below is what can be seen below the strip, whose hint is gone after a while.
func (m *tmux) below() string {
	m.t.Helper()
	_, rows, _ := strings.Cut(m.visible(), "\n")
	return rows
}

// settled is below once it has stayed the same for a while.
func (m *tmux) settled() string {
	m.t.Helper()
	const still = time.Second
	last, since := m.below(), time.Now()
	pollFor(e2eWait, func() bool {
		if now := m.below(); now != last {
			last, since = now, time.Now()
		}
		return time.Since(since) > still
	})
	return last
}

// claudeHint is in what Claude Code shows for its first ten seconds and takes away
// by itself.
const claudeHint = "/effort"

// TestE2EDockerReattach: what a terminal shows of an agent, or of less, is the same
// after a detach and a new attach.
func TestE2EDockerReattach(t *testing.T) {
	t.Parallel()
	a, c := newDockerAgents(t, e2eImage(t))
	a.must("new", "claude", "--provider", "minimax", "--background")
	a.must("new", "codex", "--provider", "minimax", "--background")
	a.must("new", "--background", "--dir", "/", "--", "less", "/etc/bash.bashrc")
	attach := func(cols, rows, tab int) {
		a.term = newTmux(t, cols, rows, c.environ(), c.base, "docker", "exec", "-it", c.name, "jackin", "attach", "--tab", fmt.Sprint(tab))
		a.term.report = func() string { return a.report() + c.log() }
	}
	for _, size := range []struct{ cols, rows int }{{80, 24}, {120, 40}} {
		for id, tab := range []agentTab{agentTabs[0], agentTabs[2], {label: "less", ready: "#"}} {
			name := fmt.Sprintf("%s at %dx%d", tab.label, size.cols, size.rows)
			attach(size.cols, size.rows, id+1)
			a.ready(tab)
			if tab.label != "less" {
				a.prompt(tab, fmt.Sprintf("where are we at %d", size.cols))
			}
			a.term.waitGone(claudeHint)
			before := a.term.settled()
			a.term.leader("d")
			a.term.exit()
			attach(size.cols, size.rows, id+1)
			a.ready(tab)
			if after := a.term.settled(); after != before {
				t.Errorf("%s: after a detach and a new attach the screen is\n%s\nbefore\n%s", name, after, before)
			}
			a.term.leader("d")
			a.term.exit()
		}
	}
}

// TestE2EDockerStopAgents: docker stop lets each agent end its own way.
func TestE2EDockerStopAgents(t *testing.T) {
	t.Parallel()
	a, c := newDockerAgents(t, e2eImage(t))
	hook := filepath.Join(a.work, "session-end")
	settings, err := json.Marshal(map[string]any{"hooks": map[string]any{"SessionEnd": []any{map[string]any{
		"hooks": []any{map[string]string{"type": "command", "command": "echo ended >" + hook}},
	}}}})
	if err != nil {
		t.Fatal(err)
	}
	c.put("agent", "/home/agent/.claude/settings.json", string(settings))
	a.must("new", "claude", "--provider", "minimax", "--background")
	a.must("new", "codex", "--provider", "minimax", "--background")
	pids := map[int]string{}
	for _, tab := range a.tabs() {
		pids[*tab.Pid] = tab.Agent
	}
	for id, tab := range []agentTab{agentTabs[0], agentTabs[2]} {
		a.term = newTmux(t, 80, 24, c.environ(), c.base, "docker", "exec", "-it", c.name, "jackin", "attach", "--tab", fmt.Sprint(id+1))
		a.term.report = func() string { return a.report() + c.log() }
		a.prompt(tab, "where are we")
	}
	before, _ := c.processes()
	started := time.Now()
	mustDocker(t, "stop", c.name)
	took := time.Since(started)
	t.Logf("docker stop took %s", took.Round(10*time.Millisecond))
	if took > 10*time.Second {
		t.Errorf("docker stop took %s", took)
	}
	if code := c.inspect("{{.State.ExitCode}}"); code != "143" {
		t.Errorf("the container exits %s, want 143", code)
	}
	if text, err := os.ReadFile(hook); err != nil || string(text) != "ended\n" {
		t.Errorf("Claude Code's SessionEnd hook wrote %q, %v", text, err)
	}
	for pid := range before {
		if alive(pid) {
			t.Errorf("process %s is left", before[pid])
		}
	}
	// init's log says how each session ended.
	kept := t.TempDir()
	mustDocker(t, "cp", c.name+":/run/jackin/jackin.log", filepath.Join(kept, "jackin.log"))
	ends := (&agents{world: &world{t: t, runDir: kept}}).ends()
	want := map[string]string{"claude": "exited 143", "codex": "exited 0"}
	for pid, agent := range pids {
		if ends[pid] != want[agent] {
			t.Errorf("%s (%d) %s, want it to have %s", agent, pid, ends[pid], want[agent])
		}
	}
}
