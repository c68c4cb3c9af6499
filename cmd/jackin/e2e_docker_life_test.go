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
	// Its grandchild in a session of its own is told to end, not only gone with PID 1.
	c.must("jackin", "new", "--background", "--", "sh", "-c",
		`setsid sh -c 'trap "echo TERM >/out/grandchild; exit" TERM; sleep 86400 & wait' & exec cat`)
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
	for _, name := range []string{"trap", "grandchild"} {
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != "TERM\n" {
			t.Errorf("the %s wrote %q, %v", name, got, err)
		}
	}
	for pid := range before {
		if alive(pid) {
			t.Errorf("process %s is left", before[pid])
		}
	}
}

// TestE2EDockerStopMain: docker stop ends with the main tab's code, however that
// ended.
func TestE2EDockerStopMain(t *testing.T) {
	t.Parallel()
	for _, main := range []struct {
		name, typed, code string
	}{
		{"ended by its own signal", "echo set-42", "129"}, // a shell's is SIGHUP
		{"with a code of its own", "exec sh -c 'trap \"exit 9\" HUP; echo set-42; while :; do sleep 0.1; done'", "9"},
		{"killed at last", "trap '' HUP TERM; echo set-42", "137"},
	} {
		t.Run(main.name, func(t *testing.T) {
			t.Parallel()
			c := newContainer(t)
			c.run(nil, "init", "--main", "shell")
			o := c.attach(80, 24)
			o.wait("1 Shell")
			o.send(main.typed + "\r")
			o.wait("\nset-42\n")
			started := time.Now()
			mustDocker(t, "stop", c.name)
			if took := time.Since(started); took > 10*time.Second {
				t.Errorf("docker stop took %s", took)
			}
			if code := c.inspect("{{.State.ExitCode}}"); code != main.code {
				t.Errorf("the container exits %s, want %s", code, main.code)
			}
		})
	}
}

// TestE2EDockerRestart: docker restart comes back to the empty screen, without the
// tabs. What could be kept is: mounted keys, the home, volumes; a pushed key isn't.
func TestE2EDockerRestart(t *testing.T) {
	t.Parallel()
	c := newContainer(t)
	key := newCanaries()
	c.run(append(c.key("MINIMAX_API_KEY", key.minimax), "-v", "/workspace"))
	if r := docker(key.openai+"\n", "exec", "-i", c.name, "jackin", "keys", "push", "OPENAI_API_KEY"); r.code != 0 {
		t.Fatalf("keys push: exit %d, %s", r.code, r.stderr)
	}
	c.must("jackin", "new", "shell", "--background")
	o := c.attach(80, 24)
	o.wait("1 Shell")
	o.send("echo kept >~/kept; echo kept >/workspace/kept; cat ~/kept\r")
	o.wait("\nkept\n")
	if list := c.must("jackin", "keys", "list"); !strings.Contains(list, "MINIMAX_API_KEY") || !strings.Contains(list, "OPENAI_API_KEY") {
		t.Errorf("before the restart the keys are %q", list)
	}
	before := c.pid()
	started := time.Now()
	mustDocker(t, "restart", c.name)
	if took := time.Since(started); took > 10*time.Second {
		t.Errorf("docker restart took %s", took)
	}
	if code := o.exit(); code != 0 {
		t.Errorf("the client exits %d, want 0", code)
	}
	c.healthy()
	if after := c.pid(); after == before || alive(before) {
		t.Errorf("init was process %d and is %d", before, after)
	}
	o = c.attach(80, 24)
	screen := o.wait("runs coding agents in tabs", "new tab", "end jackin", "detach")
	if tabs := c.tabs(); len(tabs) != 0 || strings.Contains(screen, "1 Shell") {
		t.Errorf("after docker restart there are tabs: %v, and the screen is\n%s", tabs, screen)
	}
	if list := c.must("jackin", "keys", "list"); !strings.Contains(list, "MINIMAX_API_KEY") || strings.Contains(list, "OPENAI_API_KEY") {
		t.Errorf("after docker restart the keys are %q", list)
	}
	o.send("n")
	o.wait("New tab")
	o.send("k\r") // Shell is the last
	o.wait("1 Shell")
	o.send("cat ~/kept /workspace/kept\r")
	o.wait("\nkept\nkept\n")
}

// top is how many processes docker top shows whose command lines have words in them.
func (c *container) top(words string) int {
	c.t.Helper()
	return strings.Count(mustDocker(c.t, "top", c.name, "-eo", "pid,args"), words)
}

// cliProcess is the one process on the host whose arguments begin with begin.
func cliProcess(t *testing.T, begin string) int {
	t.Helper()
	var found []int
	for pid, p := range processTable(t) {
		if strings.HasPrefix(p.cmdline, begin) && alive(pid) {
			found = append(found, pid)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d processes run %q, want 1", len(found), begin)
	}
	return found[0]
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

	// Each runs in a terminal of its own, which answers, as a client shows by taking
	// what is typed behind the answers.
	begin := func(typed string, argv ...string) *tmux {
		m := newTmux(t, 80, 24, c.environ(), c.base, argv...)
		m.wait("1 sh")
		m.typed(typed)
		m.keys("Enter")
		m.wait("got " + typed)
		return m
	}
	ways := []struct {
		name string
		end  func(m *tmux, cli int)
	}{
		{"killed", func(_ *tmux, cli int) {
			if err := syscall.Kill(cli, syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
		}},
		{"closed by its terminal", func(m *tmux, _ int) { m.must("kill-server") }},
	}
	for _, way := range ways {
		m := begin("hello "+way.name, binary, "attach", c.name)
		if n := c.top("attach --pipe"); n != 1 {
			t.Errorf("docker top shows %d clients, want 1", n)
		}
		way.end(m, cliProcess(t, binary+"\x00attach\x00"+c.name+"\x00"))
		if !pollFor(soon, func() bool { return c.top("attach --pipe") == 0 }) {
			t.Errorf("jackin attach NAME, %s: after %s its process is in docker top", way.name, soon)
		}
	}

	// Each CLI is ended in the same two ways.
	var killed time.Time
	for _, way := range ways {
		m := begin("last "+way.name, "docker", "exec", "-it", c.name, "jackin", "attach")
		cli := cliProcess(t, "docker\x00exec\x00-it\x00"+c.name+"\x00")
		way.end(m, cli)
		killed = time.Now()
		if !pollFor(e2eWait, func() bool { return !alive(cli) }) {
			t.Errorf("docker exec -it, %s: its CLI is there", way.name)
		}
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
