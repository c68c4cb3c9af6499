//go:build e2e

package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestE2EServerKilled: ten SIGKILLs of the server, half of them with the binary
// deleted. The agents don't notice: same processes, labels and numbers, and what
// is typed afterwards is answered.
func TestE2EServerKilled(t *testing.T) {
	t.Parallel()
	const kills = 10
	a := newAgents(t, newEndpoint(t, nativeMarker))
	a.copyBinary()
	a.init = a.startInit()
	a.attach(80, 24, a.runDir)
	a.open()
	a.script("counter", `i=0; while :; do i=$((i+1)); echo "line $i."; sleep 0.02; done`)
	a.must("new", "--", "counter")
	a.term.wait("5 counter", "line ")
	before := identity(a.tabs())
	for i := range kills {
		if i == kills/2 {
			if err := os.Remove(a.binary); err != nil {
				t.Fatal(err)
			}
			a.binary = binary // for the verbs
		}
		last := lastLine(a.term.text())
		a.killServer(a.init.pid())
		a.term.until("new output after a kill", func(s string) bool { return lastLine(s) > last })
		if after := identity(a.tabs()); after != before {
			a.term.fatalf("after kill %d the tabs are\n%s, before they were\n%s", i+1, after, before)
		}
		// An agent repaints, and reads what is typed.
		tab := i % len(agentTabs)
		a.term.leader(strconv.Itoa(tab + 1))
		a.ready(agentTabs[tab])
		typed := fmt.Sprintf("typed %d", i)
		a.term.typed(typed)
		a.term.wait(typed)
		for range typed {
			a.term.keys("BSpace")
		}
		a.term.waitGone(typed)
		a.term.leader("5")
		a.term.wait("line ")
	}
	a.ask("where are we after all that")
	a.seen(1)
	if after := identity(a.tabs()); after != before {
		a.term.fatalf("after the prompts the tabs are\n%s, before they were\n%s", after, before)
	}
}

// lastLine is the highest number that the counter shows; 0 without any.
func lastLine(screen string) int {
	last := 0
	for _, row := range strings.Split(screen, "\n") {
		var n int
		if _, err := fmt.Sscanf(row, "line %d.", &n); err == nil {
			last = max(last, n)
		}
	}
	return last
}

// TestE2EStop: SIGTERM of init ends the agents, each its own way, and leaves no
// process.
func TestE2EStop(t *testing.T) {
	t.Parallel()
	const limit = 10 * time.Second
	a := newAgents(t, newEndpoint(t, nativeMarker))
	a.init = a.startInit()
	a.attach(80, 24, a.runDir)
	a.open()
	a.ask("where are we")
	agentOf := map[int]string{}
	for _, tab := range a.tabs() {
		agentOf[*tab.Pid] = tab.Agent
	}
	before := a.own()
	if len(before) < len(agentTabs)+3 { // init, server, client
		t.Fatalf("only %d processes of the test's are found: %v", len(before), before)
	}
	started := time.Now()
	if err := syscall.Kill(a.init.pid(), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-a.init.ended:
	case <-timer.C:
		a.term.fatalf("init doesn't end within %s", limit)
	}
	t.Logf("init ended after %s", time.Since(started).Round(time.Millisecond))
	if code := status(a.init.cmd.ProcessState); code != 128+int(syscall.SIGTERM) {
		t.Errorf("init exits %d, want 143", code)
	}
	if code := a.term.exit(); code != 0 {
		t.Errorf("the client exits %d, want 0", code)
	}
	for _, p := range a.own() {
		t.Errorf("process %s is left", p)
	}
	for pid := range before {
		if alive(pid) {
			t.Errorf("process %s is left", before[pid])
		}
	}
	// TERM makes Claude Code clean up and exit 143, the two Ctrl+C make Codex exit
	// 0; a signal that ends Codex would leave its terminal as it is.
	want := map[string]string{"claude": "exited 143", "codex": "exited 0"}
	ends := a.ends()
	for pid, agent := range agentOf {
		if ends[pid] != want[agent] {
			t.Errorf("%s (%d) %s, want it to have %s", agent, pid, ends[pid], want[agent])
		}
	}
}

// own are the processes that run with the test's home or run directory: all that
// the test has started and what those have.
func (a *agents) own() map[int]proc {
	a.t.Helper()
	own := map[int]proc{}
	for pid, p := range processTable(a.t) {
		if p.value("HOME") == a.home || p.value("JACKIN_RUN_DIR") == a.runDir {
			own[pid] = p
		}
	}
	return own
}

// ends are how sessions ended, by pid, as init's log has it.
func (a *agents) ends() map[int]string {
	a.t.Helper()
	f, err := os.Open(filepath.Join(a.runDir, "jackin.log"))
	if err != nil {
		a.t.Fatal(err)
	}
	defer f.Close()
	ends := map[int]string{}
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var entry struct {
			Process, Msg, Exit string
			Pid                int
		}
		if json.Unmarshal(lines.Bytes(), &entry) == nil && entry.Process == "init" && entry.Msg == "session ended" {
			ends[entry.Pid] = entry.Exit
		}
	}
	return ends
}

// TestE2ERunAgain: an agent that was killed is run again by Enter, and its
// conversation goes on.
func TestE2ERunAgain(t *testing.T) {
	t.Parallel()
	a := newAgents(t, newEndpoint(t, nativeMarker))
	a.init = a.startInit()
	a.attach(120, 40, a.runDir)
	a.open()
	a.ask("where are we")
	for i, tab := range agentTabs {
		id := strconv.Itoa(i + 1)
		a.term.leader(id)
		a.ready(tab)
		a.must("kill", id, "--signal", "KILL")
		a.term.wait("killed by KILL")
		a.term.keys("Enter")
		a.term.waitGone("killed by KILL")
		a.ready(tab)
		// The earlier prompts look like the one that waits; what is below doesn't.
		below := map[string]string{"❯": "mode on"}[tab.ready]
		a.term.until("the conversation of before in "+tab.label, func(s string) bool {
			return strings.Contains(squeeze(s), squeeze(tab.marker+": the working directory is "+a.work)) && strings.Contains(s, below)
		})
		a.prompt(tab, "and where now, in tab "+id)
	}
}
