//go:build e2e

package main

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// operatorID is the operator's uid and gid: not root, as on a person's machine.
const operatorID = 1000

// nowhereURL is where agents are sent: nothing listens there, and no request leaves
// the container.
const nowhereURL = "http://127.0.0.1:9"

// host is an operator's machine: a user who may use docker and isn't root, a config, a
// workspace, the real docker, and a stand-in for 1Password's op.
type host struct {
	*world
	*container // the workspace's, of which newHost makes nothing
	workspace  string
	docker     int // the gid of those who may use docker
	begin      time.Time
	first      map[string]string // what the config's files say at first
}

// newHost is one with more config.toml. Its container and volume are gone after the
// test.
func newHost(t *testing.T, config string) *host {
	t.Helper()
	base := t.TempDir()
	h := &host{world: &world{
		t: t, vars: map[string]string{}, binary: binary, runDir: filepath.Join(base, "run"), home: filepath.Join(base, "home"),
		bin: filepath.Join(base, "bin"), work: filepath.Join(base, "work"), config: filepath.Join(base, "config"),
	}, workspace: "e2e-page-" + strings.ToLower(rand.Text()[:10]), begin: time.Now().Add(-time.Second)}
	h.container = &container{t: t, name: "jackin-" + h.workspace, image: e2eImage(t), base: base}
	t.Cleanup(h.cleanUp)
	h.docker = operatorID // where the engine isn't asked by a socket of this machine
	socket := strings.TrimPrefix(cmp.Or(os.Getenv("DOCKER_HOST"), "unix:///var/run/docker.sock"), "unix://")
	if info, err := os.Stat(socket); err == nil {
		h.docker = int(info.Sys().(*syscall.Stat_t).Gid)
	}
	real, err := exec.LookPath("docker")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range []string{h.runDir, h.home, h.bin, h.work, h.config, h.calls(), h.vault()} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	// Both keep what they are called with: a look at processes now and then could miss
	// one.
	const keep = `{ printf '%%s\n' "$0" "$@"; tr '\0' '\n' </proc/$$/environ; } >` + "%s/%s-$$\n"
	h.script("docker", fmt.Sprintf(keep, h.calls(), "docker")+"exec "+real+` "$@"`)
	h.script("op", fmt.Sprintf(keep, h.calls(), "op")+fmt.Sprintf(`field=%s/$(basename "$3")
if [ -e "$field" ]; then cat "$field"; else echo "[ERROR] You are not currently signed in" >&2; exit 1; fi`, h.vault()))
	h.first = map[string]string{
		filepath.Join(h.config, "config.toml"): "# the operator's own words\n" + config,
		h.workspaceFile():                      fmt.Sprintf("workdir = %q # where it is\nimage = %q\n", h.work, h.image),
	}
	for path, text := range h.first {
		h.write(path, text)
	}
	for _, dir := range []string{filepath.Dir(h.base()), h.base(), filepath.Dir(binary)} {
		if err := os.Chmod(dir, 0o711); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.Command("chown", "-R", fmt.Sprintf("%d:%d", operatorID, operatorID), h.base()).CombinedOutput(); err != nil {
		t.Fatalf("chown: %v: %s", err, out)
	}
	return h
}

// base is the directory of all that is the operator's.
func (h *host) base() string { return h.world.base() }

// calls is the directory that says what docker and op were called with.
func (h *host) calls() string { return filepath.Join(h.base(), "calls") }

// vault is 1Password's: the value of op://VAULT/ITEM/FIELD is in the file FIELD.
func (h *host) vault() string { return filepath.Join(h.base(), "vault") }

// cleanUp removes the containers and volumes that launch has made.
func (h *host) cleanUp() {
	if h.container.t.Failed() {
		h.container.t.Logf("containers of the workspace: %q\ndocker logs:\n%s\nend of jackin's log:\n%s", h.containers(), h.logs(), h.log())
	}
	var left string
	if !pollFor(deadline, func() bool {
		for _, name := range h.containers() {
			docker("", "rm", "-f", "-v", name)
		}
		volume := "jackin-" + h.workspace + "-home"
		docker("", "volume", "rm", volume)
		left = strings.Join(h.containers(), " ") + docker("", "volume", "ls", "-q", "--filter", "name="+volume).stdout
		return left == ""
	}) {
		h.container.t.Errorf("these containers and volumes are left: %s", left)
	}
}

// containers are the workspace's, in whatever state.
func (h *host) containers() []string {
	return strings.Fields(docker("", "ps", "-a", "--filter", "label=jackin.workspace="+h.workspace, "--format", "{{.Names}}").stdout)
}

// environ is the operator's environment.
func (h *host) environ() []string {
	env := h.world.environ()
	for _, kv := range h.container.environ() {
		if strings.HasPrefix(kv, "DOCKER_") {
			env = append(env, kv)
		}
	}
	return env
}

// verb runs a verb without a terminal as the operator, with something on its standard
// input.
func (h *host) verb(stdin string, args ...string) result {
	h.world.t.Helper()
	cmd := exec.Command(h.binary, args...)
	cmd.Env, cmd.Dir = h.environ(), h.work
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: operatorID, Gid: operatorID, Groups: []uint32{uint32(h.docker)}}}
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr, cmd.WaitDelay = strings.NewReader(stdin), &stdout, &stderr, deadline
	if err := cmd.Run(); cmd.ProcessState == nil {
		h.world.t.Fatal(err)
	}
	return result{stdout.String(), stderr.String(), status(cmd.ProcessState)}
}

// does is verb for what has to succeed; it returns what was said, results first.
func (h *host) does(stdin string, args ...string) string {
	h.world.t.Helper()
	r := h.verb(stdin, args...)
	if r.code != 0 {
		h.world.t.Fatalf("jackin %s: exit %d, %s", strings.Join(args, " "), r.code, r.stderr)
	}
	return r.stdout + r.stderr
}

// terminal runs a verb in a terminal of the operator's.
func (h *host) terminal(args ...string) *tmux {
	h.world.t.Helper()
	argv := append([]string{"setpriv", fmt.Sprintf("--reuid=%d", operatorID), fmt.Sprintf("--regid=%d", operatorID),
		fmt.Sprintf("--groups=%d", h.docker), h.binary}, args...)
	m := newTmux(h.world.t, 80, 24, h.environ(), h.work, argv...)
	m.report = h.log
	return m
}

// detach leaves a terminal that is attached, and returns what is said then.
func (h *host) detach(m *tmux) string {
	h.world.t.Helper()
	m.leader("d")
	if code := m.exit(); code != 0 {
		m.fatalf("after D launch exits %d", code)
	}
	return m.wait("detached")
}

// tab waits for a tab of that number and label whose process runs, and returns the
// process.
func (h *host) tab(id int, label string) proc {
	h.world.t.Helper()
	pid := 0
	if !pollFor(e2eWait, func() bool {
		for _, tab := range h.container.tabs() {
			if tab.ID == id && tab.Label == label && tab.State == "running" && tab.Pid != nil {
				pid = *tab.Pid
			}
		}
		return pid != 0
	}) {
		h.world.t.Fatalf("no running tab %d with the label %q; there are %+v", id, label, h.container.tabs())
	}
	all, inside := h.processes()
	for outside, seen := range inside {
		if seen == pid {
			return all[outside]
		}
	}
	h.world.t.Fatalf("process %d of tab %d isn't seen from the host", pid, id)
	return proc{}
}

// holds says which variables of a process's environment hold a text.
func (p proc) holds(text string) (names []string) {
	for _, kv := range strings.Split(p.environ, "\x00") {
		if name, value, _ := strings.Cut(kv, "="); strings.Contains(value, text) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// keyless checks that neither docker nor op was ever called with one of the keys, and
// that they were called at all.
func (h *host) keyless(programs []string, keys ...string) {
	h.world.t.Helper()
	entries, err := os.ReadDir(h.calls())
	if err != nil {
		h.world.t.Fatal(err)
	}
	called := map[string]int{}
	for _, e := range entries {
		b, err := os.ReadFile(filepath.Join(h.calls(), e.Name()))
		if err != nil {
			h.world.t.Fatal(err)
		}
		program, _, _ := strings.Cut(e.Name(), "-")
		called[program]++
		for _, key := range keys {
			if strings.Contains(string(b), key) {
				h.world.t.Errorf("%s was called with a key:\n%s", program, b)
			}
		}
	}
	for _, program := range programs {
		if called[program] == 0 {
			h.world.t.Errorf("%s was never called: nothing is shown by that", program)
		}
	}
}
