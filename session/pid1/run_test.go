package pid1

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"jackin/session"
	"jackin/session/link"
)

func TestWelcome(t *testing.T) {
	p := start(t, options{Settings: []byte("settings")})
	p.ready()
	got := await[link.Welcome](p.dial())
	want := link.Welcome{
		Version: link.Version, Build: "test", Settings: []byte("settings"),
		RunDir: filepath.Dir(p.socket), InitPid: p.pid, Bare: true,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestSpawn(t *testing.T) {
	p := start(t, options{})
	c := p.dial()
	for _, test := range []struct {
		script string
		want   session.Exit
	}{
		{"exit 0", session.Exit{}},
		{"exit 3", session.Exit{Code: 3}},
		{"kill -TERM $$", session.Exit{Signal: 15}},
		{"kill -KILL $$", session.Exit{Signal: 9}},
	} {
		spawned := c.shell(session.ID(test.script), test.script)
		if spawned.ID != session.ID(test.script) || spawned.Pid == 0 {
			t.Errorf("%s: %+v", test.script, spawned)
		}
		want := link.Exited{ID: session.ID(test.script), Exit: test.want}
		if got := await[link.Exited](c); got != want {
			t.Errorf("%s: %+v, want %+v", test.script, got, want)
		}
	}
}

// What a program finds: a terminal of its own that blocks, three descriptors, its
// directory, the size, and the limits that init was started with.
func TestSessionSurroundings(t *testing.T) {
	dir := t.TempDir()
	extra, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = extra.Close() }()
	core := coreLimit(t)
	p := prepare(t, options{}, "PWD=/wrong", "OLDPWD=/wrong")
	p.cmd.ExtraFiles = []*os.File{extra} // leaks into init, not further
	p.run()
	c := p.dial()
	c.send(link.Spawn{ID: "a", Spec: session.Spec{
		Argv: []string{"sh", "-c", `
			printf 'fds '; ls -m /proc/$$/fd; stty size | sed 's/^/size /'; echo pwd $PWD $(pwd -P) $OLDPWD.
			echo tty $(tty); echo core $(ulimit -c); echo files $(ulimit -n); echo leader $(cut -d' ' -f 6 /proc/$$/stat) $$
			echo flags $(sed -n 's/flags:[[:space:]]*//p' /proc/$$/fdinfo/0); read x`},
		Dir: dir, Size: session.Size{Cols: 101, Rows: 31},
	}})
	pid := await[link.Spawned](c).Pid
	if got := c.line("a", "fds "); got != "0, 1, 2" {
		t.Errorf("descriptors of the session: %s, want 0, 1, 2", got)
	}
	if got := c.line("a", "size "); got != "31 101" {
		t.Errorf("size: %s, want 31 101", got)
	}
	if got, want := c.line("a", "pwd "), dir+" "+dir+" ."; got != want {
		t.Errorf("directory: %s, want %s", got, want)
	}
	if got := c.line("a", "tty "); !strings.HasPrefix(got, "/dev/pts/") {
		t.Errorf("terminal: %s", got)
	}
	if got := c.line("a", "core "); got != core {
		t.Errorf("limit of core dumps: %s, want %s", got, core)
	}
	files, err := exec.Command("sh", "-c", "ulimit -n").Output()
	if err != nil {
		t.Fatal(err)
	}
	if got, want := c.line("a", "files "), strings.TrimSpace(string(files)); got != want {
		t.Errorf("limit of open files: %s, want %s", got, want)
	}
	if got, want := c.line("a", "leader "), fmt.Sprintf("%d %d", pid, pid); got != want {
		t.Errorf("session's leader and shell: %s, want %s", got, want)
	}
	flags, err := strconv.ParseInt(c.line("a", "flags "), 8, 64)
	if err != nil || flags&unix.O_NONBLOCK != 0 {
		t.Errorf("flags of standard input: %o, %v, want it to block", flags, err)
	}
	own, err := os.ReadFile("/proc/self/oom_score_adj")
	if err != nil {
		t.Fatal(err)
	}
	now, err := strconv.Atoi(strings.TrimSpace(string(own)))
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "the kernel's score", func() error {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/oom_score_adj", pid))
		if want := strconv.Itoa(min(now+oomPenalty, 1000)); err != nil || strings.TrimSpace(string(b)) != want {
			return fmt.Errorf("%s, %v, want %s", b, err, want)
		}
		return nil
	})
	for name, pid := range map[string]int{"server": c.server} {
		for _, fd := range fdsOf(t, pid) {
			if strings.HasPrefix(fd, dir) {
				t.Errorf("%s has %s open", name, fd)
			}
		}
	}
}

// coreLimit sets a limit of core dumps that is neither none nor no limit, if this
// user may, and returns it as ulimit -c says it.
func coreLimit(t *testing.T) string {
	t.Helper()
	var old unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &old); err != nil {
		t.Fatal(err)
	}
	limit := old
	limit.Cur = min(4096, old.Max)
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &limit); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = unix.Setrlimit(unix.RLIMIT_CORE, &old) })
	return strconv.FormatUint(limit.Cur/512, 10)
}

// fdsOf returns what a process has open; nothing where this user may not see it.
func fdsOf(t *testing.T, pid int) (paths []string) {
	t.Helper()
	dir := fmt.Sprintf("/proc/%d/fd", pid)
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, os.ErrPermission) {
		t.Fatal(err)
	}
	for _, e := range entries {
		if path, err := os.Readlink(filepath.Join(dir, e.Name())); err == nil {
			paths = append(paths, path)
		}
	}
	return paths
}

func TestSpawnFails(t *testing.T) {
	dir := t.TempDir()
	for name, mode := range map[string]os.FileMode{"plain": 0o644, "no-format": 0o755, "no-interpreter": 0o755} {
		text := "#!/no/such/interpreter\n"
		if name == "no-format" {
			text = "not a program\n"
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	p := start(t, options{})
	c := p.dial()
	file := filepath.Join(dir, "plain")
	for _, test := range []struct {
		name string
		spec session.Spec
		want string
	}{
		{"no program", session.Spec{Dir: dir}, "there is no program to start"},
		{"not in PATH", session.Spec{Argv: []string{"no-such-program"}, Dir: dir}, `"no-such-program" is not in PATH`},
		{"the session's PATH", session.Spec{Argv: []string{"sh"}, Dir: dir, Set: []session.Var{{Name: "PATH", Value: dir}}}, `"sh" is not in PATH`},
		{"nothing of the directory", session.Spec{Argv: []string{"no-format"}, Dir: dir, Set: []session.Var{{Name: "PATH", Value: ".::"}}}, `"no-format" is not in PATH`},
		{"no such file", session.Spec{Argv: []string{"./none"}, Dir: dir}, `the program "./none" doesn't exist`},
		{"a directory", session.Spec{Argv: []string{dir}, Dir: dir}, fmt.Sprintf("%q is a directory, not a program", dir)},
		{"not executable", session.Spec{Argv: []string{file}, Dir: dir}, fmt.Sprintf("%q may not be executed: permission denied", file)},
		{"not executable in PATH", session.Spec{Argv: []string{"plain"}, Dir: dir, Set: []session.Var{{Name: "PATH", Value: dir}}}, fmt.Sprintf("%q may not be executed: permission denied", file)},
		{"no interpreter", session.Spec{Argv: []string{"./no-interpreter"}, Dir: dir}, fmt.Sprintf(`start "./no-interpreter": the interpreter that %q names doesn't exist`, filepath.Join(dir, "no-interpreter"))},
		{"no format", session.Spec{Argv: []string{"./no-format"}, Dir: dir}, fmt.Sprintf(`start "./no-format": %q is neither a program for this machine nor a script with a #! line`, filepath.Join(dir, "no-format"))},
		{"no directory", session.Spec{Argv: []string{"sh"}, Dir: dir + "/none"}, fmt.Sprintf("the directory %q doesn't exist", dir+"/none")},
		{"below a file", session.Spec{Argv: []string{"sh"}, Dir: file + "/none"}, fmt.Sprintf("the directory %q can't be used: not a directory", file+"/none")},
		{"a file as directory", session.Spec{Argv: []string{"sh"}, Dir: file}, fmt.Sprintf("%q is not a directory", file)},
		{"a relative directory", session.Spec{Argv: []string{"sh"}, Dir: "."}, `the directory "." isn't absolute`},
		{"no key", session.Spec{Argv: []string{"sh"}, Dir: dir, Set: []session.Var{{Name: "A", Key: "NO_KEY"}}}, "waiting for NO_KEY"},
		{"no variable's name", session.Spec{Argv: []string{"sh"}, Dir: dir, Set: []session.Var{{Name: "A=B"}}}, `set variable "A=B": that is no name`},
	} {
		c.send(link.Spawn{ID: "x", Spec: test.spec})
		if got := await[link.SpawnFailed](c); got.Message != test.want {
			t.Errorf("%s: %q, want %q", test.name, got.Message, test.want)
		}
	}
	c.shell("x", "exit 0") // the id is free, and all else as before
	await[link.Exited](c)
	// What failed has left nothing open; what ended has its master.
	masters := 0
	for _, path := range fdsOf(t, p.pid) {
		if strings.HasPrefix(path, "/dev/pts/") {
			t.Errorf("init has %s open", path)
		}
		if strings.HasSuffix(path, "ptmx") {
			masters++
		}
	}
	if masters > 1 {
		t.Errorf("init has %d masters open, want 1", masters)
	}
}

func TestSessionLimit(t *testing.T) {
	p := start(t, options{})
	c := p.dial()
	for i := range maxSessions + 1 {
		c.send(link.Spawn{ID: session.ID(strconv.Itoa(i)), Spec: session.Spec{Argv: []string{"sleep", "1000"}, Dir: "/"}})
	}
	if got := await[link.SpawnFailed](c); !strings.Contains(got.Message, "there are 64 sessions") {
		t.Errorf("SpawnFailed: %+v", got)
	}
	var last link.Spawned
	for range maxSessions {
		last = await[link.Spawned](c)
	}
	c.send(link.Close{ID: last.ID})
	gone(t, last.Pid)
	eventually(t, "room once it is reaped", func() error {
		c.send(link.Spawn{ID: "again", Spec: session.Spec{Argv: []string{"sleep", "1000"}, Dir: "/"}})
		for len(c.messages) == 0 {
			c.next("an answer")
		}
		m := c.messages[0]
		c.messages = nil
		if failed, ok := m.(link.SpawnFailed); ok {
			return errors.New(failed.Message)
		}
		return nil
	})
}

func TestSignalGoesToTheTree(t *testing.T) {
	p := start(t, options{})
	c := p.dial()
	c.shell("a", `setsid sh -c 'trap "echo child got it; exit" USR1; echo ready; while :; do sleep 0.01; done' & trap : USR1; wait; wait; echo parent got it`)
	c.says("a", "ready")
	c.send(link.Signal{ID: "a", Signal: int(unix.SIGUSR1)})
	c.says("a", "child got it")
	c.says("a", "parent got it")
}

// A live session that is closed gets TERM and HUP, and KILL after a while, with
// what lost its parent on the way; then nothing of it is left.
func TestClose(t *testing.T) {
	p := start(t, options{Close: 200 * time.Millisecond})
	c := p.dial()
	pid := c.shell("a", `trap '' TERM HUP; sh -c 'echo child $$; read x' </dev/tty`).Pid
	child := c.number("a", "child ")
	other := c.shell("b", `setsid sh -c 'trap "" TERM HUP; echo child $$; while :; do sleep 0.05; done' & wait`).Pid
	left := c.number("b", "child ")
	c.send(link.Close{ID: "a"})
	c.send(link.Close{ID: "b"})
	for _, pid := range []int{pid, child, other, left} {
		gone(t, pid)
	}
	// init has forgotten them: a new server isn't told.
	if err := unix.Kill(c.server, unix.SIGKILL); err != nil {
		t.Fatal(err)
	}
	c = p.dial()
	if got := c.handedOver(); len(got) != 0 {
		t.Errorf("handed over: %+v", got)
	}
}

// number is line for a pid.
func (c *client) number(id session.ID, prefix string) int {
	c.t.Helper()
	n, err := strconv.Atoi(c.line(id, prefix))
	if err != nil {
		c.t.Fatal(err)
	}
	return n
}

// handedOver returns the sessions that init handed to a new server.
func (c *client) handedOver() (sessions []link.Session) {
	c.t.Helper()
	for !slices.Contains(c.messages, link.Message(link.Ready{})) {
		c.next("Ready")
	}
	for _, m := range c.messages {
		if s, ok := m.(link.Session); ok {
			sessions = append(sessions, s)
		}
	}
	return sessions
}

// Many ends at once give few SIGCHLD; every one is reaped, orphans too.
func TestReapMany(t *testing.T) {
	p := start(t, options{})
	c := p.dial()
	c.shell("a", `i=0; while [ $i -lt 200 ]; do (setsid sleep 1000 &) ; i=$((i+1)); done; echo all; read x`)
	c.says("a", "all")
	var orphans []int
	eventually(t, "200 orphans", func() error {
		orphans = p.orphans("sleep")
		if len(orphans) != 200 {
			return fmt.Errorf("%d", len(orphans))
		}
		return nil
	})
	for _, pid := range orphans {
		if err := unix.Kill(pid, unix.SIGKILL); err != nil {
			t.Error(err)
		}
	}
	eventually(t, "their end", func() error {
		if n := len(p.children()); n != 2 { // the server and the shell
			return fmt.Errorf("%d children", n)
		}
		return nil
	})
	c.command(command{ID: "a", Input: []byte("\n")})
	if got := await[link.Exited](c); got.ID != "a" || got.Exit != (session.Exit{}) {
		t.Errorf("%+v, want a's end with 0", got)
	}
}

// orphans are the children that run a program of this name.
func (p *initProc) orphans(comm string) (pids []int) {
	p.t.Helper()
	for _, pid := range p.children() {
		if b, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid)); err == nil && string(b) == comm+"\n" {
			pids = append(pids, pid)
		}
	}
	return pids
}
