//go:build e2e

package main

import (
	"fmt"
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
