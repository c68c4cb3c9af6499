//go:build e2e

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// logs are what docker keeps of the container's output.
func (c *container) logs() string {
	r := docker("", "logs", c.name)
	return r.stdout + r.stderr
}

// asks is a script for a Shell tab: which key a program of the tabs' user can read.
// Its arguments are the key file, the pids of the server and of another tab, and how
// every key begins. What it can open of its own shows that it asks rightly.
const asks = `can() { if sh -c "$1" >/dev/null 2>&1; then echo yes; else echo no; fi; }
process() {
	can "cat /proc/$1/environ"
	can ": </proc/$1/mem"
	can "cat /proc/$1/maps"
	can "ls /proc/$1/fd/ && cat /proc/$1/fdinfo/0"
}
key() { if tr '\0' '\n' <"$1" 2>/dev/null | grep -q "=$2"; then echo yes; else echo no; fi; }
echo own: $(process $$)
echo file: $(can "cat $1")
echo init: $(process 1)
echo server: $(process "$2")
echo mine: $(key /proc/$$/environ "$4")
echo other: $(key "/proc/$3/environ" "$4")
echo asked
`

// lastingCheck is jackin's health check with time to be looked at.
const lastingCheck = "jackin healthz && sleep 2"

// trust is who can read a key in one way of starting, by help's table.
type trust struct {
	way     string
	options func(c *container, key string) []string
	push    bool
	file    string // "" where there is none; else whether a tab can read it
	exec    bool   // docker inspect, and every docker exec process and health check
	warned  string // a part of the one line that says so; "": none
}

// TestE2EDockerTrust: who can read a key, in each way of starting: what README and
// help say, no more and no less. From a Shell tab neither the key file, nor init's
// environment, memory or descriptors can be read, but for a file that is the tabs'
// user's own; another tab's environment can.
func TestE2EDockerTrust(t *testing.T) {
	mounted := func(uid int, more ...string) func(c *container, key string) []string {
		return func(c *container, key string) []string {
			return append([]string{"-v", c.file("key", key+"\n", 0o600, uid) + ":/run/secrets/MINIMAX_API_KEY:ro"}, more...)
		}
	}
	for _, w := range []trust{
		{way: "a file of root's", options: mounted(0), file: "no"},
		{way: "pushed", options: func(*container, string) []string { return nil }, push: true},
		{way: "-e", options: func(_ *container, key string) []string { return []string{"-e", "MINIMAX_API_KEY=" + key} }, exec: true, warned: "docker inspect shows it"},
		{way: "all as one user, a file", options: mounted(1000, "--user", "1000:1000"), file: "yes", warned: "run as one user"},
		{way: "all as one user, -e", options: func(_ *container, key string) []string {
			return []string{"-e", "MINIMAX_API_KEY=" + key, "--user", "1000:1000"}
		}, exec: true, warned: "docker inspect shows it"},
	} {
		t.Run(w.way, func(t *testing.T) {
			t.Parallel()
			begin := time.Now().Add(-time.Second)
			key := newCanaries().minimax
			c := newContainer(t)
			// No request leaves the container, and the home is a volume.
			config := c.file("config.toml", "[providers.minimax.claude]\nbase_url = \"http://127.0.0.1:9\"\n", 0o644, 0)
			c.run(append(w.options(c, key), "-v", config+":/etc/jackin/config.toml:ro", "-v", "/home/agent", "--health-interval", "1s", "--health-cmd", lastingCheck))
			if w.push {
				if r := docker(key+"\n", "exec", "-i", c.name, "jackin", "keys", "push", "MINIMAX_API_KEY"); r.code != 0 {
					t.Fatalf("keys push: exit %d, %s", r.code, r.stderr)
				}
			}
			if out := c.must("jackin", "keys", "list"); !strings.Contains(out, "MINIMAX_API_KEY") || strings.Contains(out, key) {
				t.Errorf("keys list says %q", out)
			}
			logs := c.logs()
			if said := strings.Contains(logs, "MINIMAX_API_KEY"); said != (w.warned != "") || !strings.Contains(logs, w.warned) {
				t.Errorf("the container says %q, want %q in it", logs, w.warned)
			}
			c.must("jackin", "new", "--background", "claude", "--provider", "minimax")
			c.must("jackin", "new", "--background", "shell")
			for id, shown := range []string{"❯", "$\n"} {
				o := c.attach(100, 30, "--tab", fmt.Sprint(id+1))
				o.wait("2 Shell", shown)
			}
			c.asked(w)
			c.spread(w, key, begin)
		})
	}
}

// asked lets the Shell tab find out what it can read.
func (c *container) asked(w trust) {
	c.t.Helper()
	server := 0
	all, inside := c.processes()
	for pid, p := range all {
		if strings.HasPrefix(p.cmdline, "jackin\x00serve") {
			server = inside[pid]
		}
	}
	tabs := c.tabs()
	if server == 0 || len(tabs) != 2 || tabs[0].Pid == nil {
		c.t.Fatalf("the server's pid is %d, the tabs are %v", server, tabs)
	}
	c.put("agent", "/tmp/asks", asks)
	c.must("jackin", "send", "2", fmt.Sprintf("clear; sh /tmp/asks /run/secrets/MINIMAX_API_KEY %d %d sk-cp-canary", server, *tabs[0].Pid), "--enter")
	var screen string
	if !pollFor(e2eWait, func() bool {
		screen = c.must("jackin", "capture", "2")
		return strings.Contains(screen, "\nasked\n")
	}) {
		c.t.Fatalf("the Shell tab shows\n%s", screen)
	}
	file := w.file
	if file == "" {
		file = "no" // there is none
	}
	for _, want := range []string{
		"own: yes yes yes yes", "file: " + file, "init: no no no no", "server: no no no no", "mine: no", "other: yes",
	} {
		if !strings.Contains("\n"+screen, "\n"+want+"\n") {
			c.t.Errorf("a Shell tab can read what help doesn't say, want %q:\n%s", want, screen)
		}
	}
}

// spread looks for the key from the host, and at what docker keeps and gives.
func (c *container) spread(w trust, key string, begin time.Time) {
	c.t.Helper()
	if shown := strings.Contains(mustDocker(c.t, "inspect", c.name), key); shown != w.exec {
		c.t.Errorf("docker inspect shows the key: %v, help says %v", shown, w.exec)
	}
	if given := strings.Contains(c.must("env"), key); given != w.exec {
		c.t.Errorf("docker exec gets the key: %v, help says %v", given, w.exec)
	}
	root := c.pid()
	found, all := search(c.t, []string{key}, []int{root}, nil, begin)
	engine := strings.TrimSpace(mustDocker(c.t, "info", "-f", "{{.DockerRootDir}}")) + "/"
	var tab, memory bool
	for _, p := range found[key] {
		switch {
		case p.what == "environ" && p.proc.value("JACKIN_PROVIDER") == "minimax":
			tab = true
		case p.what == "memfd" && p.proc.pid == root:
			memory = true
		case p.what == "file" && p.path == filepath.Join(c.base, "key"): // what is mounted
		case p.what == "file" && w.exec && (strings.HasPrefix(p.path, engine) || strings.Contains(p.path, c.inspect("{{.Id}}"))): // what docker inspect shows
		case p.what == "environ" && w.exec && below(all, p.proc.pid, []int{root}) == 0 && !strings.HasPrefix(p.proc.cmdline, "jackin\x00"): // docker's health check
		case p.what == "environ" && w.exec && strings.HasPrefix(p.proc.cmdline, "jackin\x00healthz") && !lasting(p.proc):
		default:
			c.t.Errorf("the key is in the %s", p)
		}
	}
	if !tab || !memory {
		c.t.Errorf("the key is found in its tab: %v, in init's memory: %v; both must be", tab, memory)
	}
	if given := c.healthCheck("MINIMAX_API_KEY") == key; given != w.exec {
		c.t.Errorf("the health check gets the key: %v, help says %v", given, w.exec)
	}
	if logs := c.logs(); strings.Contains(logs, key) {
		c.t.Errorf("docker logs have the key: %q", logs)
	}
	files, holding := c.files(key)
	places := holding[key]
	if i := slices.Index(places, "/run/secrets/MINIMAX_API_KEY"); i >= 0 {
		places = slices.Delete(places, i, i+1)
	} else if w.file != "" {
		c.t.Errorf("of %d files none is the mounted key: the search misses files", files)
	}
	if len(places) != 0 || files < 1000 {
		c.t.Errorf("of %d files these have the key: %q", files, places)
	}
}

// healthCheck waits for docker's health check and returns a variable that docker has
// given it.
func (c *container) healthCheck(name string) (value string) {
	c.t.Helper()
	if !pollFor(e2eWait, func() bool {
		all, _ := c.processes()
		for _, p := range all {
			if strings.HasPrefix(p.cmdline, "/bin/sh\x00-c\x00"+lastingCheck) {
				value = p.value(name)
				return true
			}
		}
		return false
	}) {
		c.t.Fatal("no health check is seen")
	}
	return value
}

// lasting says that a process keeps the environment that it was found with: jackin
// takes the keys off itself by executing itself again.
func lasting(p proc) bool {
	const soon = 5 * time.Second
	return !pollFor(soon, func() bool {
		now, err := readProc(p.pid)
		return err != nil || now.started != p.started || now.environ != p.environ
	})
}

// TestE2EDockerKeyFiles: a key file that a tab could read is warned about, with the
// command that mends it: after that it isn't.
func TestE2EDockerKeyFiles(t *testing.T) {
	t.Parallel()
	key := newCanaries().minimax
	for _, file := range []struct {
		name string
		mode os.FileMode
		uid  int
		mend string // the command; empty: no warning
	}{
		{"root's 0600", 0o600, 0, ""},
		{"agent's 0600", 0o600, 1000, "chown root FILE && chmod 0600 FILE"},
		{"everybody's", 0o644, 0, "chmod 0600 FILE"},
		{"agent's and everybody's", 0o644, 1000, "chown root FILE && chmod 0600 FILE"},
	} {
		c := newContainer(t)
		path := c.file("key", key+"\n", file.mode, file.uid)
		mount := []string{"-v", path + ":/run/secrets/MINIMAX_API_KEY:ro"}
		c.run(mount)
		logs := c.logs()
		if file.mend == "" {
			if logs != "" {
				t.Errorf("%s: the container says %q", file.name, logs)
			}
		} else if strings.Count(logs, "\n") != 1 || !strings.Contains(logs, "any tab can read the key file /run/secrets/MINIMAX_API_KEY") ||
			!strings.HasSuffix(logs, ": "+file.mend+"\n") {
			t.Errorf("%s: the container says %q, want one line with %q at its end", file.name, logs, file.mend)
		}
		if readable := c.shellReads("/run/secrets/MINIMAX_API_KEY"); readable != (file.mend != "") {
			t.Errorf("%s: a tab can read it: %v", file.name, readable)
		}
		if file.mend == "" {
			continue
		}
		if out, err := exec.Command("sh", "-c", strings.ReplaceAll(file.mend, "FILE", quote(path))).CombinedOutput(); err != nil {
			t.Fatalf("%s: %v: %s", file.mend, err, out)
		}
		mended := newContainer(t)
		mended.run(mount)
		if logs := mended.logs(); logs != "" {
			t.Errorf("%s: after %s the container says %q", file.name, file.mend, logs)
		}
		if mended.shellReads("/run/secrets/MINIMAX_API_KEY") {
			t.Errorf("%s: after %s a tab can read it", file.name, file.mend)
		}
		if out := mended.must("jackin", "keys", "list"); !strings.Contains(out, "MINIMAX_API_KEY") {
			t.Errorf("%s: after %s init hasn't the key: %q", file.name, file.mend, out)
		}
	}
}

// shellReads lets a Shell tab try to read a file.
func (c *container) shellReads(path string) bool {
	c.t.Helper()
	tab := strings.TrimSpace(c.must("jackin", "new", "--background", "shell"))
	c.must("jackin", "send", tab, fmt.Sprintf("cat %s >/dev/null 2>&1; echo result: $?", path), "--enter")
	var screen string
	if !pollFor(e2eWait, func() bool {
		screen = c.must("jackin", "capture", tab)
		return strings.Contains(screen, "\nresult: ")
	}) {
		c.t.Fatalf("the Shell tab shows\n%s", screen)
	}
	return strings.Contains(screen, "\nresult: 0\n")
}
