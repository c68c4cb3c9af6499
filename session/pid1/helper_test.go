package pid1

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/sys/unix"

	"jackin/provider/secret"
	"jackin/session"
	"jackin/session/link"
	"jackin/session/ptyproc"
)

// The test binary is also the program under test: init, and the server that init
// starts from it.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 {
		switch os.Args[1] {
		case "init":
			os.Exit(initMain(os.Args[2]))
		case "hostile":
			hostileMain()
		case "terminal":
			terminalMain(os.Args[2:])
		case "serve":
			if err := fakeServerMain(os.Args[2:]); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(2)
			}
			os.Exit(0)
		}
	}
	goleak.VerifyTestMain(m)
}

// options are init's, as its one argument.
type options struct {
	Socket     string
	Secrets    string
	Keys       []secret.Ref
	Drop       []string
	ServerArgs []string
	Settings   []byte
	Tabs       []link.FirstTab
	Terminal   []string
	User       *User
	Stop       time.Duration
	Restart    time.Duration
	Close      time.Duration
	Hello      time.Duration
	Hide       bool // leave keys out of what Boot is told of the environment
}

func initMain(arg string) int {
	var o options
	if err := json.Unmarshal([]byte(arg), &o); err != nil {
		return fail(err)
	}
	environ := os.Environ()
	if o.Hide {
		_, environ = keysOfEnviron(environ, o.Keys, func(string) {}, false)
	}
	b, err := Boot(BootConfig{
		Args: os.Args, Environ: environ, KeyNames: o.Keys, SecretsDir: o.Secrets, Sessions: o.User,
		Warn: func(line string) { fmt.Fprintln(os.Stderr, line) },
	})
	if err != nil {
		return fail(err)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: o.Socket, Net: "unix"})
	if err != nil {
		return fail(err)
	}
	l.SetUnlinkOnClose(false)
	f, err := l.File()
	if err == nil {
		err = l.Close()
	}
	if err != nil {
		return fail(err)
	}
	code, err := Run(Config{
		RunDir: filepath.Dir(o.Socket), Build: "test", Listener: f, Settings: o.Settings, BaseDrop: o.Drop,
		ServerArgs: o.ServerArgs, ServerLog: os.Stderr, StopTimeout: o.Stop,
		Log: slog.New(slog.NewJSONHandler(os.Stderr, nil)),
		Ready: func() {
			dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
			fmt.Println("ready, dumpable:", dumpable, err)
		},
		Tabs: o.Tabs, Terminal: o.Terminal, User: o.User,
		times: times{restart: []time.Duration{o.Restart}, close: o.Close, hello: o.Hello, again: 50 * time.Millisecond},
	}, b)
	if err != nil {
		return fail(err)
	}
	return code
}

func fail(err error) int {
	fmt.Fprintln(os.Stderr, err)
	return 1
}

// hostileMain does what a careless parent may have done, and executes the rest of
// the command line.
func hostileMain() {
	runtime.LockOSThread()
	var blocked unix.Sigset_t
	switch os.Args[2] {
	case "ignore":
		for _, s := range ignoredByParent {
			ignore(s)
		}
		blocked = sigset(unix.SIGUSR1)
	case "block":
		blocked = sigset(sigStop)
	case "raise": // after block, which every thread has inherited
		if err := unix.Kill(unix.Getpid(), sigStop); err != nil {
			panic(err)
		}
	}
	if err := unix.PthreadSigmask(unix.SIG_BLOCK, &blocked, nil); err != nil {
		panic(err)
	}
	panic(syscall.Exec("/proc/self/exe", append([]string{"jackin"}, os.Args[3:]...), os.Environ()))
}

// patience is how long anything may take on a busy machine.
const patience = 20 * time.Second

// initProc is an init under test.
type initProc struct {
	t      *testing.T
	pid    int
	cmd    *exec.Cmd
	socket string
	stderr *os.File
	stdout *bufio.Reader
	ended  chan struct{}
}

// start starts init; env is added to a small environment.
func start(t *testing.T, o options, env ...string) *initProc {
	t.Helper()
	p := prepare(t, o, env...)
	p.run()
	return p
}

func prepare(t *testing.T, o options, env ...string) *initProc {
	t.Helper()
	dir := t.TempDir()
	if o.Socket == "" {
		o.Socket = filepath.Join(dir, "s")
	}
	if o.Secrets == "" {
		o.Secrets = dir
	}
	if o.Stop == 0 {
		o.Stop = 800 * time.Millisecond
	}
	if o.Restart == 0 {
		o.Restart = time.Millisecond
	}
	arg, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := os.Create(filepath.Join(dir, "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, "init", string(arg))
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir}, env...)
	cmd.Stderr = stderr
	return &initProc{t: t, cmd: cmd, socket: o.Socket, stderr: stderr, ended: make(chan struct{})}
}

func (p *initProc) run() {
	p.t.Helper()
	out, w, err := os.Pipe()
	if err != nil {
		p.t.Fatal(err)
	}
	p.cmd.Stdout = w
	err = p.cmd.Start()
	_ = w.Close()
	if err != nil {
		p.t.Fatal(err)
	}
	p.stdout = bufio.NewReader(out)
	p.pid = p.cmd.Process.Pid
	go func() {
		_ = p.cmd.Wait()
		close(p.ended)
	}()
	p.t.Cleanup(func() {
		// All that it started goes with it, also where the test failed midway.
		_ = ptyproc.SignalTree(p.pid, unix.SIGKILL)
		<-p.ended
		_ = out.Close()
		_ = p.stderr.Close()
		if p.t.Failed() {
			p.t.Logf("init and server said:\n%s", p.said())
		}
	})
}

// said is what init and its servers wrote to standard error.
func (p *initProc) said() string {
	b, err := os.ReadFile(p.stderr.Name())
	if err != nil {
		p.t.Fatal(err)
	}
	return string(b)
}

func (p *initProc) kill(s unix.Signal) {
	p.t.Helper()
	if err := unix.Kill(p.pid, s); err != nil {
		p.t.Fatal(err)
	}
}

// wait returns init's exit code.
func (p *initProc) wait() int {
	p.t.Helper()
	select {
	case <-p.ended:
		return p.cmd.ProcessState.ExitCode()
	case <-time.After(patience):
		p.t.Fatalf("init still runs after %v", patience)
		return -1
	}
}

// client is the test's connection to a fake server.
type client struct {
	t      *testing.T
	conn   net.Conn
	r      *bufio.Reader
	server int // pid

	messages []link.Message // of init, that nobody has waited for yet
	written  map[session.ID]string
	end      bool // of the link
}

// dial connects to the server of the moment, or the next one.
func (p *initProc) dial() *client {
	p.t.Helper()
	var conn net.Conn
	eventually(p.t, "connect", func() (err error) {
		conn, err = net.Dial("unix", p.socket)
		return err
	})
	p.t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		p.t.Fatal(err)
	}
	c := &client{t: p.t, conn: conn, r: bufio.NewReader(conn), written: make(map[session.ID]string)}
	for c.server == 0 {
		c.next("the server's pid")
	}
	return c
}

// next reads what the fake server tells next.
func (c *client) next(what string) {
	c.t.Helper()
	line, err := c.r.ReadBytes('\n')
	if err != nil {
		c.t.Fatalf("wait for %s: %v; written %q, messages %+v", what, err, c.written, c.messages)
	}
	var e event
	if err := json.Unmarshal(line, &e); err != nil {
		c.t.Fatal(err)
	}
	switch {
	case e.Pid != 0:
		c.server = e.Pid
	case e.End:
		c.end = true
	case e.ID != "":
		c.written[e.ID] += string(e.Output)
	default:
		m, err := link.Decode(e.Packet)
		if err != nil {
			c.t.Fatal(err)
		}
		c.messages = append(c.messages, m)
	}
}

func (c *client) command(cmd command) {
	c.t.Helper()
	if err := json.NewEncoder(c.conn).Encode(cmd); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) send(m link.Message) {
	c.t.Helper()
	packet, err := link.Encode(m)
	if err != nil {
		c.t.Fatal(err)
	}
	c.command(command{Packet: packet})
}

// await returns the first message of type M that nobody has waited for yet.
func await[M link.Message](c *client) M {
	c.t.Helper()
	for {
		for i, got := range c.messages {
			if m, ok := got.(M); ok {
				c.messages = slices.Delete(c.messages, i, i+1)
				return m
			}
			if failed, ok := got.(link.SpawnFailed); ok {
				c.t.Fatalf("wait for %T: %+v", *new(M), failed)
			}
		}
		c.next(fmt.Sprintf("%T", *new(M)))
	}
}

// output waits until ok likes all that a session has written.
func (c *client) output(id session.ID, what string, ok func(string) bool) string {
	c.t.Helper()
	for !ok(c.written[id]) {
		c.next(fmt.Sprintf("%s of session %q", what, id))
	}
	return strings.ReplaceAll(c.written[id], "\r\n", "\n")
}

// says waits for a text in what a session writes.
func (c *client) says(id session.ID, text string) {
	c.t.Helper()
	c.output(id, text, func(s string) bool { return strings.Contains(s, text) })
}

// line waits for a whole line of output that begins with prefix, and returns the
// rest of it.
func (c *client) line(id session.ID, prefix string) string {
	c.t.Helper()
	var rest string
	c.output(id, prefix, func(s string) bool {
		for line := range strings.Lines(s) {
			if r, ok := strings.CutPrefix(line, prefix); ok && strings.HasSuffix(line, "\n") {
				rest = strings.TrimRight(r, "\r\n")
				return true
			}
		}
		return false
	})
	return rest
}

// shell starts a shell script as a session.
func (c *client) shell(id session.ID, script string, set ...session.Var) link.Spawned {
	c.t.Helper()
	c.send(link.Spawn{ID: id, Record: []byte("record of " + id), Spec: session.Spec{
		Argv: []string{"sh", "-c", script}, Dir: "/", Set: set,
	}})
	return await[link.Spawned](c)
}

func eventually(t *testing.T, what string, try func() error) {
	t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(2 * time.Millisecond) {
		err := try()
		if err == nil {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("%s: %v", what, err)
		}
	}
}

// gone waits for the end of a process.
func gone(t *testing.T, pid int) {
	t.Helper()
	eventually(t, fmt.Sprintf("end of process %d", pid), func() error {
		if p, err := ptyproc.Look(pid); err == nil && !p.Dead() {
			return errors.New("it lives")
		}
		return nil
	})
}

// children are init's, dead ones included.
func (p *initProc) children() (pids []int) {
	p.t.Helper()
	table, err := ptyproc.Snapshot()
	if err != nil {
		p.t.Fatal(err)
	}
	for pid, proc := range table {
		if proc.Parent == p.pid {
			pids = append(pids, pid)
		}
	}
	return pids
}

// ready waits for what init says when its first server is there.
func (p *initProc) ready() {
	p.t.Helper()
	line, err := p.stdout.ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) || line != "ready, dumpable: 0 <nil>\n" {
		p.t.Fatalf("init says %q, %v, want ready, dumpable: 0 <nil>", line, err)
	}
}
