//go:build e2e

package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// TestE2EDockerTerminal: docker run -it shows jackin on the terminal; D detaches
// and says how to come back; a stop ends docker run with init's code.
func TestE2EDockerTerminal(t *testing.T) {
	t.Parallel()
	c := newContainer(t)
	o := start(t, 80, 24, c.environ(), c.base, "docker", "run", "-it", "--name", c.name,
		"--log-driver", "none", "--detach-keys", "\xff,\xff,\xff", e2eImage(t))
	o.wait("New tab")
	o.send("k\r") // Shell is the last
	o.wait("1 Shell")
	o.send("echo $((6*7))\x10") // Ctrl+P, the shell's last line, which docker doesn't hold back now
	o.send("\x15echo $((6*8))\r")
	o.wait("\n48\n")
	o.send("\x1cd")
	o.wait("detached, Enter attaches again")
	o.send("\r")
	o.wait("1 Shell", "\n48\n")
	mustDocker(t, "stop", c.name)
	if code := o.exit(); code != 143 {
		t.Errorf("docker run exits %d, want 143", code)
	}
}

// TestE2EDockerMain: the end of the main tab is the container's, with its code.
func TestE2EDockerMain(t *testing.T) {
	t.Parallel()
	c := newContainer(t)
	c.run(nil, "init", "--main", "shell")
	o := c.attach(80, 24)
	o.wait("1 Shell")
	o.send("exit 7\r")
	if code := strings.TrimSpace(mustDocker(t, "wait", c.name)); code != "7" {
		t.Errorf("the container exits %s, want 7", code)
	}
	if code := o.exit(); code != 0 {
		t.Errorf("the client exits %d, want 0", code)
	}
	if raw := o.raw.String(); !strings.Contains(raw, "\x1b[?1049l") {
		t.Errorf("the client's last bytes are %q, the primary screen isn't back", raw[max(0, len(raw)-200):])
	}
}

// TestE2EDockerStopVerb: jackin stop in the container ends it, and the clients; all
// say so before PID 1 takes them along.
func TestE2EDockerStopVerb(t *testing.T) {
	t.Parallel()
	c := newContainer(t)
	c.run(nil)
	c.must("jackin", "new", "shell", "--background")
	o := c.attach(80, 24)
	o.wait("1 Shell")
	if r := c.exec("jackin", "stop"); r.code != 0 {
		t.Errorf("jackin stop: exit %d, %s", r.code, r.stderr)
	}
	if code := o.exit(); code != 0 {
		t.Errorf("the client exits %d, want 0", code)
	}
	if code := strings.TrimSpace(mustDocker(t, "wait", c.name)); code != "0" {
		t.Errorf("the container exits %s, want 0", code)
	}
}

// logs are what docker keeps of the container's output.
func (c *container) logs() string {
	r := docker("", "logs", c.name)
	return r.stdout + r.stderr
}

// TestE2EDockerKeyFiles: a key file that a tab could read is warned about, with
// the command that mends it; a pushed key is in no file.
func TestE2EDockerKeyFiles(t *testing.T) {
	t.Parallel()
	key := newCanaries().minimax
	for _, file := range []struct {
		name    string
		mode    os.FileMode
		uid     int
		warned  string // a part of the warning; empty: none
		options []string
	}{
		{"root's 0600", 0o600, 0, "", nil},
		{"agent's 0600", 0o600, 1000, "chown", nil},
		{"everybody's", 0o644, 0, "chmod", nil},
		{"all as one user", 0o600, 1000, "run as one user", []string{"--user", "1000:1000"}},
	} {
		c := newContainer(t)
		path := c.file("key", key+"\n", file.mode, file.uid)
		c.run(append(file.options, "-v", path+":/run/secrets/MINIMAX_API_KEY:ro"))
		logs := c.logs()
		if warned := strings.Contains(logs, "MINIMAX_API_KEY"); warned != (file.warned != "") || !strings.Contains(logs, file.warned) {
			t.Errorf("%s: the container says %q, want %q in it", file.name, logs, file.warned)
		}
		if strings.Contains(logs, key) {
			t.Errorf("%s: the key is in the container's log", file.name)
		}
		o := c.attach(80, 24)
		o.wait("runs coding agents in tabs")
		o.send("n")
		o.wait("New tab")
		o.send("k\r")
		o.wait("1 Shell")
		o.send("cat /run/secrets/MINIMAX_API_KEY >/dev/null 2>&1; echo readable: $((1-$?))\r")
		want := "\nreadable: 0\n"
		if file.warned != "" {
			want = "\nreadable: 1\n"
		}
		o.wait(want)
		o.send("clear; cat /proc/1/environ /proc/1/mem 2>&1 | grep -c denied; ls /proc/1/fd 2>&1 | tail -n 1\r")
		o.wait("\n2\n", "Permission denied")
	}
}

// TestE2EDockerKeyPush: a key that comes later by standard input is there for the
// next tab, and in no file.
func TestE2EDockerKeyPush(t *testing.T) {
	t.Parallel()
	begin := time.Now().Add(-time.Second)
	key := newCanaries().minimax
	c := newContainer(t)
	c.run(nil)
	if r := docker(key+"\n", "exec", "-i", c.name, "jackin", "keys", "push", "MINIMAX_API_KEY"); r.code != 0 {
		t.Fatalf("keys push: exit %d, %s", r.code, r.stderr)
	}
	if out := c.must("jackin", "keys", "list"); !strings.Contains(out, "MINIMAX_API_KEY") || strings.Contains(out, key) {
		t.Errorf("keys list says %q", out)
	}
	c.must("jackin", "new", "claude", "--provider", "minimax", "--background")
	root := c.pid()
	var held bool
	if !pollFor(e2eWait, func() bool {
		all, _ := c.processes()
		for _, p := range all {
			held = held || p.value("ANTHROPIC_AUTH_TOKEN") == key
		}
		return held
	}) {
		t.Error("the tab hasn't the key")
	}
	found, all := search(t, []string{key}, []int{root}, nil, begin)
	for _, p := range found[key] {
		if p.what == "memfd" && p.proc.pid == root || p.what == "environ" && p.proc.value("JACKIN_TAB") != "" {
			continue
		}
		t.Errorf("the key is in the %s", p)
	}
	if len(all) == 0 {
		t.Error("nothing was searched")
	}
	(&agents{world: &world{t: t}, key: canaries{minimax: key, anthropic: key, oauth: key, openai: key}}).storedNowhere(c)
}

// TestE2EDockerKeyInEnvironment: what README says of -e holds: docker inspect and
// every docker exec have the key, and one line says so; the tabs that it isn't for
// haven't, nor has init's environment.
func TestE2EDockerKeyInEnvironment(t *testing.T) {
	t.Parallel()
	key := newCanaries().minimax
	c := newContainer(t)
	c.run([]string{"-e", "MINIMAX_API_KEY=" + key})
	if logs := c.logs(); !strings.Contains(logs, "MINIMAX_API_KEY") || !strings.Contains(logs, "docker inspect") || strings.Contains(logs, key) {
		t.Errorf("the container says %q", logs)
	}
	if !strings.Contains(mustDocker(t, "inspect", c.name), key) {
		t.Error("docker inspect doesn't show the key: README is wrong")
	}
	if !strings.Contains(c.must("env"), key) {
		t.Error("docker exec doesn't get the key: README is wrong")
	}
	c.must("jackin", "new", "shell", "--background")
	client := c.attach(80, 24)
	client.wait("1 Shell")
	all, inside := c.processes()
	for pid, p := range all {
		// What docker starts is jackin's own at once: it runs itself anew.
		if strings.Contains(p.environ, key) {
			t.Errorf("process %s (%d in the container) has the key", p, inside[pid])
		}
	}
}

// TestE2EDockerUsers: how it starts as other users and with less than docker
// gives, and what it says where it can't.
func TestE2EDockerUsers(t *testing.T) {
	t.Parallel()
	for _, start := range []struct {
		name    string
		options []string
		args    []string
		id      string   // of a tab's process: uid, gid and HOME; empty: it doesn't start
		says    []string // in docker logs
	}{
		{name: "as it comes", id: "1000:1000:/home/agent"},
		{name: "--user by jackin", args: []string{"init", "--user", "1234:1234"}, id: "1234:1234:/home/agent"},
		{name: "another number by environment", options: []string{"-e", "JACKIN_USER=1234"}, id: "1234:1234:/home/agent"},
		{name: "root, asked for", args: []string{"init", "--user", "0"}, id: "0:0:/root", says: []string{"root"}},
		{name: "docker's --user", options: []string{"--user", "1234:1234"}, id: "1234:1234:"},
		{name: "--read-only", options: []string{"--read-only"}, id: "1000:1000:/home/agent"},
		{name: "--tmpfs /run", options: []string{"--tmpfs", "/run"}, id: "1000:1000:/home/agent"},
		{name: "no new privileges", options: []string{"--security-opt", "no-new-privileges"}, id: "1000:1000:/home/agent"},
		{name: "no capabilities", options: []string{"--cap-drop", "ALL"}, says: []string{"CHOWN", "KILL", "SETGID", "SETUID", "--user", "--cap-add"}},
		{name: "no capabilities, docker's --user", options: []string{"--cap-drop", "ALL", "--user", "1000:1000"}, id: "1000:1000:/home/agent"},
		{name: "the four capabilities", options: []string{"--cap-drop", "ALL", "--cap-add", "CHOWN", "--cap-add", "KILL", "--cap-add", "SETGID", "--cap-add", "SETUID"}, id: "1000:1000:/home/agent"},
	} {
		t.Run(start.name, func(t *testing.T) {
			c := newContainer(t)
			if start.id == "" {
				mustDocker(t, append(append([]string{"run", "-d", "--name", c.name}, start.options...), e2eImage(t))...)
				if code := strings.TrimSpace(mustDocker(t, "wait", c.name)); code != "1" {
					t.Errorf("the container exits %s, want 1", code)
				}
			} else {
				c.run(start.options, start.args...)
				c.must("jackin", "new", "--background", "--", "sh", "-c", `echo "$(id -u):$(id -g):$HOME"; exec cat`)
				o := c.attach(80, 24)
				o.wait("1 sh", "\n"+start.id)
				started := time.Now()
				mustDocker(t, "stop", c.name)
				if took := time.Since(started); took > 10*time.Second {
					t.Errorf("docker stop took %s", took)
				}
				if code := c.inspect("{{.State.ExitCode}}"); code != "143" {
					t.Errorf("the container exits %s, want 143", code)
				}
			}
			logs := c.logs()
			for _, text := range start.says {
				if !strings.Contains(logs, text) {
					t.Errorf("the container says %q, want %q in it", logs, text)
				}
			}
		})
	}
}

// TestE2EDockerConfig: a config that can't be used ends the container at once, with
// what is wrong in docker logs.
func TestE2EDockerConfig(t *testing.T) {
	t.Parallel()
	for _, config := range []struct {
		text string
		uid  int
		says string
	}{
		{"leader = 1\nno_such_option = true\n", 0, "/etc/jackin/config.toml:2"},
		{"client_timeout = \"1s\"\n", 0, "client_timeout must be from"},
		{"", 1000, "must be root's"},
	} {
		c := newContainer(t)
		path := c.file("config.toml", config.text, 0o644, config.uid)
		mustDocker(t, "run", "-d", "--name", c.name, "-v", path+":/etc/jackin/config.toml:ro", e2eImage(t))
		if code := strings.TrimSpace(mustDocker(t, "wait", c.name)); code != "1" {
			t.Errorf("with %q the container exits %s, want 1", config.text, code)
		}
		if logs := c.logs(); !strings.Contains(logs, config.says) {
			t.Errorf("with %q the container says %q, want %q in it", config.text, logs, config.says)
		}
	}
}

// TestE2EDockerForeignExec: who may attach: root and the tabs' user; anybody else
// gets 6.
func TestE2EDockerForeignExec(t *testing.T) {
	t.Parallel()
	c := newContainer(t)
	c.run(nil)
	for user, want := range map[string]int{"root": 0, "agent": 0, "1234": 6} {
		r := docker("", "exec", "-u", user, c.name, "jackin", "ls")
		if r.code != want {
			t.Errorf("jackin ls as %s: exit %d, want %d: %s", user, r.code, want, fmt.Sprint(r.stdout, r.stderr))
		}
	}
}
