//go:build e2e

package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"jackin/mux/wire"
)

// e2eImage is the image that .ci/e2e has built.
func e2eImage(t *testing.T) string {
	t.Helper()
	image := os.Getenv("JACKIN_E2E_IMAGE")
	if image == "" {
		t.Fatal("JACKIN_E2E_IMAGE must name the image to test: run .ci/e2e")
	}
	return image
}

// programsImage is that image with vim and htop, which .ci/e2e has built too.
func programsImage(t *testing.T) string {
	t.Helper()
	image := os.Getenv("JACKIN_E2E_PROGRAMS")
	if image == "" {
		t.Fatal("JACKIN_E2E_PROGRAMS must name the image with vim and htop: run .ci/e2e")
	}
	return image
}

// docker runs the engine's CLI.
func docker(stdin string, args ...string) result {
	cmd := exec.Command("docker", args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		return result{stderr: err.Error(), code: -1}
	}
	return result{stdout.String(), stderr.String(), status(cmd.ProcessState)}
}

func mustDocker(t *testing.T, args ...string) string {
	t.Helper()
	r := docker("", args...)
	if r.code != 0 {
		t.Fatalf("docker %q: exit %d, %s", args, r.code, r.stderr)
	}
	return r.stdout
}

// container is one of the image's, as docker run started it. It is gone after
// the test.
type container struct {
	t     *testing.T
	name  string
	image string
	base  string // a directory of the host's for what is mounted
}

// newContainer prepares a container: nothing runs yet.
func newContainer(t *testing.T) *container {
	t.Helper()
	c := &container{t: t, name: "jackin-e2e-" + strings.ToLower(rand.Text()[:10]), image: e2eImage(t), base: t.TempDir()}
	t.Cleanup(func() {
		if t.Failed() {
			logs := docker("", "logs", "--tail", "50", c.name)
			t.Logf("docker logs:\n%s%s", logs.stdout, logs.stderr)
			t.Logf("end of jackin's log:\n%s", c.log())
		}
		// A busy engine sometimes refuses at first; one that never started isn't there.
		var r result
		if !pollFor(deadline, func() bool {
			r = docker("", "rm", "-f", "-v", c.name)
			return r.code == 0 || strings.Contains(r.stderr, "No such container")
		}) {
			t.Errorf("the container %s is left: %s", c.name, r.stderr)
		}
	})
	return c
}

// log is the end of the log that jackin keeps in the run directory; empty where
// the container has ended.
func (c *container) log() string {
	return docker("", "exec", c.name, "sh", "-c", "tail -n 40 /run/jackin/jackin.log /run/jackin/server/*.log 2>/dev/null").stdout
}

// run starts it in the background with docker's options and jackin's arguments,
// and waits until the server answers.
func (c *container) run(options []string, args ...string) {
	c.t.Helper()
	argv := append([]string{"run", "-d", "--name", c.name}, options...)
	argv = append(append(argv, c.image), args...)
	mustDocker(c.t, argv...)
	c.healthy()
}

func (c *container) healthy() {
	c.t.Helper()
	if !pollFor(e2eWait, func() bool { return docker("", "exec", c.name, "jackin", "healthz").code == 0 }) {
		c.t.Fatalf("no healthy server in the container within %s", e2eWait)
	}
}

// exec runs a command in the container.
func (c *container) exec(argv ...string) result {
	return docker("", append([]string{"exec", c.name}, argv...)...)
}

// must is exec for what has to succeed; it returns what was printed.
func (c *container) must(argv ...string) string {
	c.t.Helper()
	r := c.exec(argv...)
	if r.code != 0 {
		c.t.Fatalf("docker exec %q: exit %d, %s%s", argv, r.code, r.stdout, r.stderr)
	}
	return r.stdout
}

// inspect is one value of docker inspect, by its template.
func (c *container) inspect(template string) string {
	c.t.Helper()
	return strings.TrimSpace(mustDocker(c.t, "inspect", "-f", template, c.name))
}

// pid is init's on the host.
func (c *container) pid() int {
	c.t.Helper()
	pid, err := strconv.Atoi(c.inspect("{{.State.Pid}}"))
	if err != nil || pid == 0 {
		c.t.Fatalf("the container has no process: %v", err)
	}
	return pid
}

// tabs are what ls prints in the container.
func (c *container) tabs() []wire.Tab {
	c.t.Helper()
	var tabs []wire.Tab
	if err := json.Unmarshal([]byte(c.must("jackin", "ls", "--json")), &tabs); err != nil {
		c.t.Fatal(err)
	}
	return tabs
}

// environ is what the docker CLI is started with.
func (c *container) environ() []string {
	env := []string{"PATH=" + os.Getenv("PATH"), "HOME=" + c.base, "LANG=C.UTF-8", "TERM=xterm-256color"}
	for _, name := range []string{"DOCKER_HOST", "DOCKER_CONTEXT", "DOCKER_CONFIG"} {
		if value := os.Getenv(name); value != "" {
			env = append(env, name+"="+value)
		}
	}
	return env
}

// attach is docker exec -it … jackin attach on a terminal of its own.
func (c *container) attach(cols, rows int, args ...string) *outer {
	c.t.Helper()
	argv := append([]string{"docker", "exec", "-it", c.name, "jackin", "attach"}, args...)
	return start(c.t, cols, rows, c.environ(), c.base, argv...)
}

// file writes a file of the host's for a mount.
func (c *container) file(name, text string, mode os.FileMode, uid int) string {
	c.t.Helper()
	path := filepath.Join(c.base, name)
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		c.t.Fatal(err)
	}
	for _, err := range []error{os.Chmod(path, mode), os.Chown(path, uid, uid)} {
		if err != nil {
			c.t.Fatal(err)
		}
	}
	return path
}

// key writes a key file, 0600 and root's, and returns docker's option that mounts
// it.
func (c *container) key(name, value string) []string {
	c.t.Helper()
	return []string{"-v", c.file(name, value+"\n", 0o600, 0) + ":/run/secrets/" + name + ":ro"}
}

// put writes a file in the container, as the user who owns it.
func (c *container) put(user, path, text string) {
	c.t.Helper()
	r := docker(text, "exec", "-i", "-u", user, c.name, "sh", "-c", `mkdir -p "$(dirname "$1")" && cat >"$1"`, "sh", path)
	if r.code != 0 {
		c.t.Fatalf("write %s in the container: %s", path, r.stderr)
	}
}

// processes are all of the container's, by their pids on the host; inside maps
// those to the pids that the container sees.
func (c *container) processes() (all map[int]proc, inside map[int]int) {
	c.t.Helper()
	all, inside = map[int]proc{}, map[int]int{}
	namespace, err := os.Readlink(fmt.Sprintf("/proc/%d/ns/pid", c.pid()))
	if err != nil {
		c.t.Fatal(err)
	}
	for pid, p := range processTable(c.t) {
		if ns, err := os.Readlink(fmt.Sprintf("/proc/%d/ns/pid", pid)); err != nil || ns != namespace {
			continue
		}
		status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
		if err != nil {
			continue // it has ended
		}
		for _, line := range strings.Split(string(status), "\n") {
			if pids, ok := strings.CutPrefix(line, "NSpid:"); ok {
				fields := strings.Fields(pids)
				if inside[pid], err = strconv.Atoi(fields[len(fields)-1]); err != nil {
					c.t.Fatal(err)
				}
			}
		}
		all[pid] = p
	}
	return all, inside
}

// export reads every file of the container's: its image's layers and its own, as
// docker export writes them.
func (c *container) export(read func(io.Reader) error) error {
	cmd := exec.Command("docker", "export", c.name)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	err = read(out)
	_, _ = io.Copy(io.Discard, out)
	if waited := cmd.Wait(); err == nil {
		err = waited
	}
	return err
}

// files reads every file in the container as its processes see it, with volumes,
// mounts and what is in memory, and returns how many there are and which hold each
// of the texts.
func (c *container) files(texts ...string) (n int, holding map[string][]string) {
	c.t.Helper()
	root := fmt.Sprintf("/proc/%d/root/", c.pid())
	holding = map[string][]string{}
	entries, err := os.ReadDir(root)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name() == "proc" || e.Name() == "sys" || e.Type()&fs.ModeSymlink != 0 {
			continue
		}
		if err := filepath.WalkDir(root+e.Name(), func(path string, e fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || !e.Type().IsRegular() {
				return err
			}
			f, err := os.Open(path)
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil {
				return err
			}
			defer f.Close()
			n++
			return lookThrough(f, texts, func(text string) {
				holding[text] = append(holding[text], "/"+strings.TrimPrefix(path, root))
			})
		}); err != nil {
			c.t.Errorf("search the container's files: %v", err)
		}
	}
	return n, holding
}

// volumes are the directories that docker keeps the container's volumes in.
func (c *container) volumes() []string {
	c.t.Helper()
	return strings.Fields(c.inspect(`{{range .Mounts}}{{if eq .Type "volume"}}{{.Source}} {{end}}{{end}}`))
}
