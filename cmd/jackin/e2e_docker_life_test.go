//go:build e2e

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestE2EDockerClients: two docker exec -it in terminals of different sizes show
// one tab; the SIGKILL of one CLI doesn't touch the other, nor the tab.
func TestE2EDockerClients(t *testing.T) {
	t.Parallel()
	c := newContainer(t)
	c.run(nil)
	first := c.attach(80, 24)
	first.wait("runs coding agents in tabs")
	first.send("n")
	first.wait("New tab")
	first.send("k\r") // Shell is the last
	first.wait("1 Shell")
	first.send("echo one-$((40+2))\r")
	first.wait("one-42")
	second := c.attach(120, 40)
	second.wait("1 Shell", "one-42")
	second.send("tput cols; echo two-$((40+3))\r")
	second.wait("two-43", "\n120\n")
	first.wait("two-43")
	before := identity(c.tabs())

	if err := first.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	<-first.done
	second.send("echo three-$((40+4))\r")
	second.wait("three-44")
	if after := identity(c.tabs()); after != before {
		t.Errorf("after the kill the tabs are\n%s, before\n%s", after, before)
	}
	second.send("\x1cd")
	if code := second.exit(); code != 0 {
		t.Errorf("after D the client exits %d", code)
	}
	third := c.attach(80, 24)
	third.wait("1 Shell", "three-44")
}

// TestE2EDockerStop: docker stop lets the tabs' programs end themselves and is
// over before docker's own limit.
func TestE2EDockerStop(t *testing.T) {
	t.Parallel()
	const limit = 10 * time.Second
	c := newContainer(t)
	dir := c.base + "/out"
	if err := os.Mkdir(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	c.run([]string{"-v", dir + ":/out"})
	c.must("jackin", "new", "--background", "--", "sh", "-c", `trap 'echo TERM >/out/trap; exit 7' TERM; echo ready; while :; do sleep 0.1; done`)
	c.must("jackin", "new", "--background", "--", "sh", "-c", `setsid sleep 86400 & exec cat`)
	c.must("jackin", "new", "--background", "shell")
	var before map[int]proc
	if !pollFor(e2eWait, func() bool {
		before, _ = c.processes()
		for _, p := range before {
			if p.cmdline == "sleep\x0086400\x00" {
				return true
			}
		}
		return false
	}) {
		t.Fatal("no grandchild in a session of its own")
	}
	started := time.Now()
	mustDocker(t, "stop", c.name)
	took := time.Since(started)
	t.Logf("docker stop took %s", took.Round(10*time.Millisecond))
	if took > limit {
		t.Errorf("docker stop took %s, more than %s", took, limit)
	}
	if code := c.inspect("{{.State.ExitCode}}"); code != "143" {
		t.Errorf("the container exits %s, want 143", code)
	}
	if got, err := os.ReadFile(dir + "/trap"); err != nil || string(got) != "TERM\n" {
		t.Errorf("the trap wrote %q, %v", got, err)
	}
	for pid := range before {
		if alive(pid) {
			t.Errorf("process %s is left", before[pid])
		}
	}

	// It comes back without tabs, and says so.
	mustDocker(t, "start", c.name)
	c.healthy()
	if tabs := c.tabs(); len(tabs) != 0 {
		t.Errorf("after a restart there are tabs: %v", tabs)
	}
	c.attach(80, 24).wait("runs coding agents in tabs")
}

// clients are the container's processes that are clients.
func (c *container) clients() []int {
	c.t.Helper()
	var found []int
	all, _ := c.processes()
	for pid, p := range all {
		if strings.HasPrefix(p.cmdline, "jackin\x00attach\x00") && alive(pid) {
			found = append(found, pid)
		}
	}
	return found
}

// TestE2EDockerKilledClient: a docker exec -it whose CLI is killed, or closed with
// its terminal, leaves its process, which is found out by its silence: detached, and
// at last gone. Of a jackin attach NAME nothing is left at once, however it ends.
func TestE2EDockerKilledClient(t *testing.T) {
	t.Parallel()
	const (
		detached = 35 * time.Second
		limit    = time.Minute // until the process ends: by config, the least
		soon     = 2 * time.Second
	)
	c := newContainer(t)
	config := c.file("config.toml", fmt.Sprintf("client_timeout = %q\n", limit), 0o644, 0)
	c.run([]string{"-v", config + ":/etc/jackin/config.toml:ro"})
	c.must("jackin", "new", "--background", "--", "sh", "-c", `while read -r line; do echo "got $line"; done`)
	before := identity(c.tabs())

	fromHost := func() *outer {
		return start(t, 80, 24, c.environ(), c.base, binary, "attach", c.name)
	}
	ways := []struct {
		name string
		end  func(o *outer) error
	}{
		{"killed", func(o *outer) error { return o.cmd.Process.Kill() }},
		{"closed by its terminal", func(o *outer) error { return o.cmd.Process.Signal(syscall.SIGHUP) }},
	}
	for _, way := range ways {
		o := fromHost()
		o.wait("1 sh")
		o.send("hello " + way.name + "\r")
		o.wait("got hello " + way.name)
		if n := len(c.clients()); n != 1 {
			t.Errorf("%d clients in the container, want 1", n)
		}
		if err := way.end(o); err != nil {
			t.Fatal(err)
		}
		if !pollFor(soon, func() bool { return len(c.clients()) == 0 }) {
			t.Errorf("jackin attach NAME, %s: after %s its process is there", way.name, soon)
		}
	}

	// Each CLI is ended in the same two ways.
	var ended []*outer
	for i := range ways {
		o := c.attach(80, 24)
		o.wait("1 sh", "got hello killed")
		typed := fmt.Sprintf("last %d", i)
		o.send(typed + "\r") // behind the answer of the terminal, which shows that it gives some
		o.wait("got " + typed)
		ended = append(ended, o)
	}
	for i, way := range ways {
		if err := way.end(ended[i]); err != nil {
			t.Fatal(err)
		}
	}
	killed := time.Now()
	for _, o := range ended {
		<-o.done
	}
	if !pollFor(detached, func() bool { return strings.Count(c.log(), "no sign of life: detached") == len(ways) }) {
		t.Errorf("the clients without CLIs aren't detached within %s", detached)
	}
	t.Logf("detached after %s", time.Since(killed).Round(time.Second))
	if n := len(c.clients()); n != len(ways) {
		t.Errorf("%d clients in the container before the limit, want %d", n, len(ways))
	}
	if !pollFor(limit, func() bool { return len(c.clients()) == 0 }) { // half of it has passed
		t.Errorf("the clients' processes are there after %s", time.Since(killed))
	}
	t.Logf("gone after %s", time.Since(killed).Round(time.Second))
	if after := identity(c.tabs()); after != before {
		t.Errorf("the tabs are\n%s, before\n%s", after, before)
	}
	last := c.attach(80, 24)
	last.wait("1 sh")
	last.send("still\r")
	last.wait("got still")
}

// TestE2EDockerServerKilled: the server's SIGKILL in a container leaves the
// sessions, and the client comes back by itself.
func TestE2EDockerServerKilled(t *testing.T) {
	t.Parallel()
	c := newContainer(t)
	c.run(nil)
	c.must("jackin", "new", "--background", "--", "sh", "-c", `while read -r line; do echo "got $line"; done`)
	o := c.attach(80, 24)
	o.send("one\r")
	o.wait("1 sh", "got one")
	before := identity(c.tabs())
	for i := range 3 {
		c.killServer()
		o.send(fmt.Sprintf("again %d\r", i))
		o.wait("1 sh", fmt.Sprintf("got again %d", i))
		if after := identity(c.tabs()); after != before {
			t.Errorf("after a kill the tabs are\n%s, before\n%s", after, before)
		}
	}
}

// zombies are the processes of the container that have ended and aren't reaped.
func (c *container) zombies() map[int]bool {
	c.t.Helper()
	found := map[int]bool{}
	all, _ := c.processes()
	for pid := range all {
		if stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid)); err == nil &&
			strings.HasPrefix(string(stat[strings.LastIndexByte(string(stat), ')'):]), ") Z") {
			found[pid] = true
		}
	}
	return found
}

// TestE2EDockerOrphans: init reaps what nobody else waits for.
func TestE2EDockerOrphans(t *testing.T) {
	t.Parallel()
	const orphans = 10000
	c := newContainer(t)
	c.run(nil)
	// The subshell ends at once: its child is init's.
	c.must("jackin", "new", "--background", "--", "bash", "-c",
		fmt.Sprintf(`for ((i = 0; i < %d; i++)); do (/bin/true &) ; done; echo; echo all-born; exec cat`, orphans))
	o := c.attach(80, 24)
	var last map[int]bool
	for born := false; !born; {
		// Nobody is a zombie at two looks a second apart.
		born = strings.Contains(o.text(), "\nall-born")
		now := c.zombies()
		for pid := range now {
			if last[pid] && alive(pid) == false && c.zombies()[pid] {
				t.Errorf("process %d is a zombie for more than a second", pid)
			}
		}
		last = now
		select {
		case <-time.After(time.Second):
		case <-o.done:
			t.Fatal("the client has ended")
		}
	}
	if !pollFor(e2eWait, func() bool { return len(c.zombies()) == 0 }) {
		t.Errorf("zombies are left: %v", c.zombies())
	}
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
