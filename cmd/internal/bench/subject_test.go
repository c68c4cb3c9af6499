//go:build bench

package bench

import (
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// history is how many lines of scrollback everybody keeps: our default.
const history = 10_000

// subject is somebody who is measured. Each has a configuration of its own and
// what it was built with, nothing else.
type subject interface {
	subject() Subject
	// open starts it with one window, attached.
	open(s size, argv ...string) *terminal
	// window opens another one, behind.
	window(argv ...string)
	// attach attaches a terminal to what runs.
	attach(s size) *terminal
	// processes are those that serve it, without clients and what runs in windows.
	processes() []process
	// end ends all of it.
	end()
}

// process is a process and what it is to its subject.
type process struct {
	role string
	pid  int
}

// place is where subjects live: directories and environment of their own.
type place struct {
	t      *testing.T
	dir    string
	binary string // jackin's
	fifos  fifos
}

func newPlace(t *testing.T, binary string) *place {
	t.Helper()
	// Short: sockets are in it.
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	p := &place{t: t, dir: dir, binary: binary, fifos: fifos{dir: dir}}
	for name, text := range map[string]string{
		"config/config.toml": "stop_timeout = \"1s\"\n",
		"tmux.conf":          fmt.Sprintf("set -g history-limit %d\n", history),
		"screenrc":           fmt.Sprintf("defscrollback %d\nstartup_message off\n", history),
		"home/x":             "", "run/x": "", "screen/x": "",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if filepath.Base(path) == "x" {
			continue
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// prompt is the shell's, with a mark. A blank behind it may never be drawn.
func prompt() string { return mark(19) }

func (p *place) environ() []string {
	return []string{
		"PATH=/usr/local/bin:/usr/bin:/bin", "HOME=" + filepath.Join(p.dir, "home"), "SHELL=/bin/sh", "PS1=" + prompt(),
		"LANG=C.UTF-8", "TERM=xterm-256color", "COLORTERM=truecolor",
		"JACKIN_RUN_DIR=" + filepath.Join(p.dir, "run"), "JACKIN_CONFIG_DIR=" + filepath.Join(p.dir, "config"),
		"TMUX_TMPDIR=" + p.dir, "SCREENDIR=" + filepath.Join(p.dir, "screen"),
	}
}

// run runs a program without a terminal and returns what it prints.
func (p *place) run(argv ...string) (string, error) {
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Env, cmd.Dir, cmd.WaitDelay = p.environ(), p.dir, time.Second
	out, err := cmd.CombinedOutput()
	if err != nil {
		return string(out), fmt.Errorf("%q: %w\n%s", argv, err, out)
	}
	return string(out), nil
}

func (p *place) must(argv ...string) string {
	p.t.Helper()
	out, err := p.run(argv...)
	if err != nil {
		p.t.Fatal(err)
	}
	return out
}

// all are the subjects; bare has one window and can't be attached to.
func (p *place) all() []subject {
	return []subject{&jackin{place: p}, &tmux{p}, &screen{p}, &bare{place: p}}
}

// multiplexers are all but bare.
func (p *place) multiplexers() []subject { return p.all()[:3] }

// shell opens s with a shell that takes commands.
func (p *place) shell(s subject, at size) *terminal {
	p.t.Helper()
	argv, pipe := p.fifos.shell(p.t)
	o := s.open(at, argv...)
	o.fifo = pipe
	ready := o.expect(mark(18))
	o.do("printf " + mark(18))
	o.await("shell", ready, time.Now())
	o.quiet(200 * time.Millisecond)
	return o
}

// waitGone waits until a process has ended.
func waitGone(t *testing.T, pid int) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			return
		}
		if _, rest, ok := strings.Cut(string(stat), ") "); ok && strings.HasPrefix(rest, "Z") {
			return // whose parent doesn't wait
		}
	}
	t.Fatalf("process %d doesn't end within %s", pid, patience)
}

type jackin struct{ *place }

func (j *jackin) subject() Subject { return Jackin }

func (j *jackin) open(s size, argv ...string) *terminal {
	return open(j.t, s, j.environ(), j.dir, append([]string{j.binary, "--"}, argv...)...)
}

func (j *jackin) window(argv ...string) {
	j.must(append([]string{j.binary, "new", "--background", "--"}, argv...)...)
}

func (j *jackin) attach(s size) *terminal {
	return open(j.t, s, j.environ(), j.dir, j.binary, "attach")
}

// initPid is who listens on the socket.
func (j *jackin) initPid() int {
	conn, err := net.Dial("unix", filepath.Join(j.dir, "run", "jackin.sock"))
	if err != nil {
		return 0
	}
	defer conn.Close()
	raw, err := conn.(*net.UnixConn).SyscallConn()
	if err != nil {
		return 0
	}
	pid := 0
	_ = raw.Control(func(fd uintptr) {
		if cred, err := unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED); err == nil {
			pid = int(cred.Pid)
		}
	})
	return pid
}

func (j *jackin) processes() []process {
	j.t.Helper()
	pid := j.initPid()
	list := []process{{"init", pid}}
	for _, child := range children(pid) {
		cmdline, _ := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", child))
		if strings.HasPrefix(string(cmdline), "jackin\x00serve") {
			list = append(list, process{"server", child})
		}
	}
	if len(list) != 2 {
		j.t.Fatalf("jackin has the processes %v, want init and server", list)
	}
	return list
}

func (j *jackin) end() {
	pid := j.initPid()
	if pid == 0 {
		return
	}
	if _, err := j.run(j.binary, "stop"); err != nil {
		j.t.Log(err)
	}
	waitGone(j.t, pid)
}

type tmux struct{ *place }

func (m *tmux) subject() Subject { return Tmux }

func (m *tmux) argv(rest ...string) []string {
	return append([]string{"tmux", "-L", "bench", "-f", filepath.Join(m.dir, "tmux.conf")}, rest...)
}

func (m *tmux) open(s size, argv ...string) *terminal {
	return open(m.t, s, m.environ(), m.dir, append(m.argv("new-session"), argv...)...)
}

func (m *tmux) window(argv ...string) { m.must(append(m.argv("new-window", "-d"), argv...)...) }

func (m *tmux) attach(s size) *terminal {
	return open(m.t, s, m.environ(), m.dir, m.argv("attach")...)
}

func (m *tmux) processes() []process {
	m.t.Helper()
	pid, err := strconv.Atoi(strings.TrimSpace(m.must(m.argv("display-message", "-p", "#{pid}")...)))
	if err != nil {
		m.t.Fatal(err)
	}
	return []process{{"server", pid}}
}

func (m *tmux) end() {
	out, err := m.run(m.argv("display-message", "-p", "#{pid}")...)
	if err != nil {
		return
	}
	_, _ = m.run(m.argv("kill-server")...)
	if pid, err := strconv.Atoi(strings.TrimSpace(out)); err == nil {
		waitGone(m.t, pid)
	}
}

type screen struct{ *place }

func (s *screen) subject() Subject { return Screen }

func (s *screen) argv(rest ...string) []string {
	return append([]string{"screen", "-U", "-c", filepath.Join(s.dir, "screenrc"), "-S", "bench"}, rest...)
}

func (s *screen) open(at size, argv ...string) *terminal {
	return open(s.t, at, s.environ(), s.dir, s.argv(argv...)...)
}

func (s *screen) window(argv ...string) {
	s.must(s.argv(append([]string{"-X", "screen"}, argv...)...)...)
	s.must(s.argv("-X", "select", "0")...)
}

func (s *screen) attach(at size) *terminal {
	// -x: one that has just gone may still count as attached.
	return open(s.t, at, s.environ(), s.dir, "screen", "-U", "-x", "bench")
}

func (s *screen) pid() int {
	entries, err := os.ReadDir(filepath.Join(s.dir, "screen"))
	if err != nil {
		return 0
	}
	for _, e := range entries {
		if pid, name, ok := strings.Cut(e.Name(), "."); ok && name == "bench" {
			n, _ := strconv.Atoi(pid)
			return n
		}
	}
	return 0
}

func (s *screen) processes() []process { return []process{{"server", s.pid()}} }

func (s *screen) end() {
	pid := s.pid()
	if pid == 0 {
		return
	}
	_, _ = s.run(s.argv("-X", "quit")...)
	waitGone(s.t, pid)
}

// bare is a PTY without anybody between it and the program.
type bare struct{ *place }

func (b *bare) subject() Subject { return Bare }

func (b *bare) open(s size, argv ...string) *terminal {
	o := open(b.t, s, b.environ(), b.dir, argv...)
	o.mu.Lock()
	o.bare = true
	o.mu.Unlock()
	return o
}

func (b *bare) window(...string)      { b.t.Fatal("a bare PTY has one window") }
func (b *bare) attach(size) *terminal { b.t.Fatal("a bare PTY can't be attached to"); return nil }
func (b *bare) processes() []process  { return nil }
func (b *bare) end()                  {}

// children are a process's.
func children(pid int) []int {
	tasks, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	var list []int
	for _, task := range tasks {
		text, _ := os.ReadFile(task)
		for _, word := range strings.Fields(string(text)) {
			if n, err := strconv.Atoi(word); err == nil {
				list = append(list, n)
			}
		}
	}
	return list
}
