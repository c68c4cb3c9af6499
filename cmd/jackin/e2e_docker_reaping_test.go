//go:build e2e

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// instance is one process among all that have its number over time.
type instance struct {
	pid     int
	started int64 // in clock ticks since the machine's start
}

// zombies are the processes of the container that have ended and aren't reaped.
func (c *container) zombies() map[instance]bool {
	c.t.Helper()
	found := map[instance]bool{}
	all, _ := c.processes()
	for pid := range all {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue // it has been reaped
		}
		// From the third field on; the twenty-second is when it started.
		fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
		started, err := strconv.ParseInt(fields[19], 10, 64)
		if err != nil {
			c.t.Fatal(err)
		}
		if fields[0] == "Z" {
			found[instance{pid, started}] = true
		}
	}
	return found
}

// TestE2EDockerOrphans: init reaps what nobody else waits for, at once: no zombie is
// older than a second at any look.
func TestE2EDockerOrphans(t *testing.T) {
	t.Parallel()
	const (
		orphans = 10000
		oldest  = time.Second
	)
	c := newContainer(t)
	c.run(nil)
	// The subshell ends at once: its child is init's.
	c.must("jackin", "new", "--background", "--", "bash", "-c",
		fmt.Sprintf(`for ((i = 0; i < %d; i++)); do (/bin/true &) ; done; echo; echo all-born; exec cat`, orphans))
	o := c.attach(80, 24)
	since := map[instance]time.Time{} // the look at which each zombie was seen first
	looks, seen := 0, 0
	look := func() (left int) {
		looks++
		begun := time.Now()
		now := c.zombies()
		for z := range since {
			if !now[z] {
				delete(since, z)
			}
		}
		for z := range now {
			if first, old := since[z]; !old {
				since[z] = time.Now()
				seen++
			} else if age := begun.Sub(first); age > oldest {
				t.Fatalf("process %d is a zombie for %s, at look %d", z.pid, age, looks)
			}
		}
		return len(now)
	}
	if !pollFor(3*e2eWait, func() bool {
		look()
		return strings.Contains(o.text(), "\nall-born")
	}) {
		t.Fatalf("the orphans aren't born; the screen shows\n%s", o.text())
	}
	if !pollFor(e2eWait, func() bool { return look() == 0 }) {
		t.Errorf("zombies are left: %v", c.zombies())
	}
	t.Logf("%d looks, %d zombies seen on their way", looks, seen)
	if tabs := c.tabs(); len(tabs) != 1 || tabs[0].State != "running" {
		t.Errorf("the tabs are %v", tabs)
	}
}

// pidsRefused is how many forks the kernel has refused to the control group that
// a process is in.
func pidsRefused(t *testing.T, pid int) int {
	t.Helper()
	groups, err := os.ReadFile(fmt.Sprintf("/proc/%d/cgroup", pid))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(groups)), "\n") {
		_, line, _ = strings.Cut(line, ":")
		controllers, path, _ := strings.Cut(line, ":")
		if controllers != "" && controllers != "pids" {
			continue
		}
		// Version 1 has a hierarchy for each controller, version 2 one for all.
		events, err := os.ReadFile(filepath.Join("/sys/fs/cgroup", controllers, path, "pids.events"))
		if err != nil {
			continue
		}
		var n int
		if _, err := fmt.Sscanf(string(events), "max %d", &n); err != nil {
			t.Fatalf("pids.events: %q: %v", events, err)
		}
		return n
	}
	t.Fatalf("process %d is in no control group that counts processes: %s", pid, groups)
	return 0
}

// TestE2EDockerPidsLimit: at the limit of processes init lives and reaps, and the
// container stops in time.
func TestE2EDockerPidsLimit(t *testing.T) {
	t.Parallel()
	const bomb = `b() { while :; do (b) & done 2>/dev/null; }; echo boom; b`
	c := newContainer(t)
	c.run([]string{"--pids-limit", "64"})
	c.must("jackin", "new", "--background", "--", "cat")
	c.must("jackin", "new", "--background", "--", "bash", "-c", bomb)
	root := c.pid()
	hits := pidsRefused(t, root)
	full := func() bool { return pidsRefused(t, root) > hits }
	if !pollFor(e2eWait, full) {
		t.Fatal("the bomb doesn't go off")
	}
	for range 10 { // for a while at the limit
		if !alive(root) {
			t.Fatal("init has ended")
		}
		<-time.After(500 * time.Millisecond)
	}
	started := time.Now()
	mustDocker(t, "stop", c.name)
	if took := time.Since(started); took > 10*time.Second {
		t.Errorf("docker stop took %s", took)
	}
	if code := c.inspect("{{.State.ExitCode}}"); code != "143" {
		t.Errorf("the container exits %s, want 143", code)
	}

	// Killed from outside, it leaves what was there before.
	mustDocker(t, "start", c.name)
	c.healthy()
	c.must("jackin", "new", "--background", "--", "cat")
	before := identity(c.tabs())
	root = c.pid()
	hits = pidsRefused(t, root)
	bombed := c.must("jackin", "new", "--background", "--", "bash", "-c", bomb)
	if !pollFor(e2eWait, full) {
		t.Fatal("the bomb doesn't go off")
	}
	// All at once and until none is left: each that is left forks.
	if !pollFor(e2eWait, func() bool {
		left := 0
		all, _ := c.processes()
		for pid, p := range all {
			if p.name == "bash" && pid != root {
				_ = syscall.Kill(pid, syscall.SIGSTOP)
			}
		}
		all, _ = c.processes()
		for _, p := range all {
			if p.name == "bash" && alive(p.pid) {
				_ = syscall.Kill(p.pid, syscall.SIGKILL)
				left++
			}
		}
		return left == 0
	}) {
		t.Fatal("the bomb can't be killed")
	}
	started = time.Now()
	c.must("jackin", "healthz")
	if took := time.Since(started); took > 2*time.Second {
		t.Errorf("healthz took %s", took)
	}
	c.must("jackin", "ls")
	var kept strings.Builder
	for _, line := range strings.SplitAfter(identity(c.tabs()), "\n") {
		if !strings.HasPrefix(line, strings.TrimSpace(bombed)+" ") {
			kept.WriteString(line)
		}
	}
	if kept.String() != before {
		t.Errorf("after the bomb the tabs are\n%s, before\n%s", kept.String(), before)
	}
}
