package mux

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"jackin/mux/ui"
	"jackin/mux/vt"
	"jackin/mux/wire"
	"jackin/session"
	"jackin/session/link"
	"jackin/session/ptyproc"
)

// deadline is how long a test waits for what must come.
const deadline = 30 * time.Second

func TestMain(m *testing.M) {
	if err := ui.PrepareEnv(); err != nil {
		panic(err)
	}
	// As init does: what whoever runs the tests ignores (nohup) is a default
	// disposition in sessions.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP, syscall.SIGINT)
	goleak.VerifyTestMain(m)
}

// fakeInit plays init for a server in this process: it starts real processes on
// real PTYs, and holds what init holds.
type fakeInit struct {
	t        *testing.T
	dir      string
	conn     *link.Conn
	listen   *os.File
	served   chan error
	keys     []link.KeyInfo
	vars     map[string]string
	patience patience
	stopped  chan struct{} // closed when the server has sent Stop
	ended    chan struct{} // closed when receive has ended
	codex    atomic.Bool   // it is in PATH too
	quitDone chan struct{} // closed when the server has sent QuitDone

	mu         sync.Mutex
	answerPush func([]*os.File) link.KeysChanged
	lastArgv   []string       // of the last Spawn
	signals    []string       // program and number of each
	exits      map[string]int // status of each program that has ended
	sessions   map[session.ID]*fakeSession
	order      []session.ID
	record     []byte
	running    sync.WaitGroup
}

type fakeSession struct {
	name   string
	cmd    *exec.Cmd
	master *os.File
	record []byte
	exit   *session.Exit
}

// newFakeInit starts a server with these keys.
func newFakeInit(t *testing.T, keys ...string) *fakeInit {
	t.Helper()
	return newPatientInit(t, patience{}, keys...)
}

// newPatientInit is newFakeInit for a server with its own patience.
func newPatientInit(t *testing.T, p patience, keys ...string) *fakeInit {
	t.Helper()
	f := &fakeInit{patience: p, t: t, dir: t.TempDir(), sessions: map[session.ID]*fakeSession{}, vars: map[string]string{}, exits: map[string]int{}, quitDone: make(chan struct{})}
	for _, k := range keys {
		f.keys = append(f.keys, link.KeyInfo{Name: k, Source: fromEnvironment})
	}
	if err := os.Mkdir(filepath.Join(f.dir, "server"), 0o700); err != nil {
		t.Fatal(err)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: filepath.Join(f.dir, "s"), Net: "unix"})
	if err != nil {
		t.Fatal(err)
	}
	if f.listen, err = l.File(); err != nil {
		t.Fatal(err)
	}
	l.SetUnlinkOnClose(false)
	l.Close()
	f.serve()
	t.Cleanup(f.end)
	return f
}

// serve starts a server and hands over what there is.
func (f *fakeInit) serve() {
	f.t.Helper()
	conn, theirs, err := link.Pair()
	if err != nil {
		f.t.Fatal(err)
	}
	server, err := link.NewConn(theirs)
	if err != nil {
		f.t.Fatal(err)
	}
	f.conn, f.served = conn, make(chan error, 1)
	f.stopped, f.ended = make(chan struct{}), make(chan struct{})
	go func() {
		f.served <- Serve(context.Background(), Config{
			Link: server, Build: "test", Log: slog.New(slog.DiscardHandler),
			patience:  f.patience,
			LookupEnv: func(name string) (string, bool) { v, ok := f.vars[name]; return v, ok },
			LookPath: func(name string) (string, error) {
				if name == "claude" || name == "/bin/sh" || name == "sh" || name == "codex" && f.codex.Load() {
					return name, nil
				}
				return "", exec.ErrNotFound
			},
		})
	}()
	if m, _, err := conn.Receive(); err != nil {
		f.t.Fatal(err)
	} else if _, ok := m.(link.Hello); !ok {
		f.t.Fatalf("the server begins with %T", m)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sendLocked(link.Welcome{Version: link.Version, RunDir: f.dir, Keys: f.keys, Record: f.record, Bare: true, InitPid: os.Getpid()}, int(f.listen.Fd()))
	for _, id := range f.order {
		if s := f.sessions[id]; s != nil {
			f.sendLocked(link.Session{ID: id, Pid: s.cmd.Process.Pid, Record: s.record, Exit: s.exit}, int(s.master.Fd()))
		}
	}
	f.sendLocked(link.Ready{})
	go f.receive(conn, f.ended, f.stopped)
}

func (f *fakeInit) sendLocked(m link.Message, fds ...int) {
	if err := f.conn.Send(m, fds...); err != nil && !errors.Is(err, os.ErrClosed) {
		f.t.Logf("send %T: %v", m, err)
	}
}

// receive does what the server asks.
func (f *fakeInit) receive(conn *link.Conn, ended, stopped chan struct{}) {
	defer close(ended)
	for {
		m, files, err := conn.Receive()
		if err != nil {
			return
		}
		f.mu.Lock()
		switch m := m.(type) {
		case link.Spawn:
			f.spawnLocked(m)
		case link.Record:
			if m.ID == "" {
				f.record = m.Data
			} else if s := f.sessions[m.ID]; s != nil {
				s.record = m.Data
			}
		case link.Signal:
			if s := f.sessions[m.ID]; s != nil {
				f.signals = append(f.signals, fmt.Sprint(s.name, " ", m.Signal))
				s.cmd.Process.Signal(syscall.Signal(m.Signal))
			}
		case link.Close:
			f.closeLocked(m.ID)
		case link.KeysPush:
			a := f.answerPush(files)
			a.Push = m.ID
			f.sendLocked(a)
			closeAll(files)
		case link.QuitDone:
			close(f.quitDone)
		case link.Stop:
			close(stopped)
		}
		f.mu.Unlock()
	}
}

func (f *fakeInit) spawnLocked(m link.Spawn) {
	master, slave, err := ptyproc.Open(m.Spec.Size)
	if err != nil {
		f.sendLocked(link.SpawnFailed{ID: m.ID, Message: err.Error()})
		return
	}
	defer slave.Close()
	argv := m.Spec.Argv
	f.lastArgv = argv
	switch argv[0] {
	case "claude":
		argv = []string{"sh", "-c", "echo claude stands in; exec cat"}
	case "codex":
		argv = []string{"sh", "-c", `stty raw -echo; echo codex stands in
for i in 1 2; do [ "$(dd bs=1 count=1 2>/dev/null | od -An -tx1)" = " 03" ] || exit 9; done`}
	}
	cmd := exec.Command(argv[0], argv[1:]...)
	cmd.Dir, cmd.Env = m.Spec.Dir, []string{"PATH=/usr/bin:/bin", "PS1=$ "}
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		master.Close()
		f.sendLocked(link.SpawnFailed{ID: m.ID, Message: err.Error()})
		return
	}
	s := &fakeSession{name: m.Spec.Argv[0], cmd: cmd, master: master, record: m.Record}
	f.sessions[m.ID], f.order = s, append(f.order, m.ID)
	f.sendLocked(link.Spawned{ID: m.ID, Pid: cmd.Process.Pid}, int(master.Fd()))
	f.running.Go(func() {
		cmd.Wait()
		f.mu.Lock()
		defer f.mu.Unlock()
		ws := cmd.ProcessState.Sys().(syscall.WaitStatus)
		s.exit = &session.Exit{Code: ws.ExitStatus()}
		if ws.Signaled() {
			s.exit = &session.Exit{Signal: int(ws.Signal())}
		}
		f.exits[s.name] = s.exit.Status()
		if f.sessions[m.ID] == s {
			f.sendLocked(link.Exited{ID: m.ID, Exit: *s.exit})
		}
	})
}

// askQuit begins a stop, as init does.
func (f *fakeInit) askQuit() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.sendLocked(link.Stopping{WithinMS: 3000})
}

func (f *fakeInit) closeLocked(id session.ID) {
	if s := f.sessions[id]; s != nil {
		s.cmd.Process.Kill()
		s.master.Close()
		delete(f.sessions, id)
	}
}

// waits waits for a channel to be closed.
func (f *fakeInit) waits(what string, closed <-chan struct{}) {
	f.t.Helper()
	select {
	case <-closed:
	case <-time.After(deadline):
		f.t.Fatalf("no %s within %s", what, deadline)
	}
}

// killServer ends the server as a SIGKILL does: the link is gone at once.
func (f *fakeInit) killServer() {
	f.t.Helper()
	f.conn.Close()
	if err := <-f.served; !errors.Is(err, errInitGone) {
		f.t.Errorf("Serve() = %v, want %v", err, errInitGone)
	}
	<-f.ended
}

// end says Bye and waits for everything.
func (f *fakeInit) end() {
	f.mu.Lock()
	f.sendLocked(link.Bye{})
	f.mu.Unlock()
	select {
	case err := <-f.served:
		if err != nil {
			f.t.Errorf("Serve() = %v", err)
		}
	case <-time.After(deadline):
		f.t.Fatal("the server doesn't end after Bye")
	}
	f.conn.Close()
	<-f.ended
	f.mu.Lock()
	for id := range f.sessions {
		f.closeLocked(id)
	}
	f.mu.Unlock()
	f.running.Wait()
	f.listen.Close()
}

// testClient is an attached client whose outer terminal is an emulator.
type testClient struct {
	t    *testing.T
	conn net.Conn
	wire *wire.Conn

	mu      sync.Mutex
	screen  *vt.Screen
	changed chan struct{}
	bytes   int
	resume  []byte
	dead    atomic.Bool  // it answers nothing any more
	tap     func([]byte) // is shown the output; nil: nobody
	left    *wire.Leave
	ended   chan struct{}
}

// attach attaches a client, after before; the zero Attach is given 80x24.
func (f *fakeInit) attach(a wire.Attach, before ...func(*testClient)) *testClient {
	f.t.Helper()
	conn, err := net.Dial("unix", filepath.Join(f.dir, "s"))
	if err != nil {
		f.t.Fatal(err)
	}
	if a.Cols == 0 {
		a.Cols, a.Rows = 80, 24
	}
	a.Dir = f.dir
	c := &testClient{t: f.t, conn: conn, wire: wire.NewConn(conn), changed: make(chan struct{}), ended: make(chan struct{})}
	c.screen = vt.New(vt.Options{Cols: a.Cols, Rows: a.Rows, Version: "outer", Reply: func(p []byte) {
		if !c.dead.Load() {
			c.wire.WriteRaw(wire.TypeInput, p)
		}
	}})
	for _, do := range before {
		do(c)
	}
	if err := errors.Join(
		c.wire.WriteJSON(wire.TypeHello, wire.Hello{Version: wire.Version}),
		c.wire.WriteJSON(wire.TypeAttach, a)); err != nil {
		f.t.Fatal(err)
	}
	go c.read()
	f.t.Cleanup(func() {
		conn.Close()
		<-c.ended
	})
	return c
}

func (c *testClient) read() {
	defer close(c.ended)
	for {
		t, p, err := c.wire.Read()
		if err != nil {
			return
		}
		c.mu.Lock()
		switch t {
		case wire.TypeOutput:
			c.bytes += len(p)
			if c.tap != nil {
				c.tap(p)
			}
			c.screen.Write(p)
		case wire.TypeResume:
			c.resume = append([]byte(nil), p...)
		case wire.TypeLeave:
			var l wire.Leave
			if wire.Decode(p, &l) == nil {
				c.left = &l
			}
		}
		close(c.changed)
		c.changed = make(chan struct{})
		c.mu.Unlock()
	}
}

// until waits for the client to be as ok says, which is called under its lock.
func (c *testClient) until(what string, ok func() bool) {
	c.t.Helper()
	end := time.NewTimer(deadline)
	defer end.Stop()
	for {
		c.mu.Lock()
		done, changed, text := ok(), c.changed, c.screen.Text()
		c.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-c.ended:
			c.t.Fatalf("the connection ended before %s; the screen shows:\n%s", what, text)
		case <-end.C:
			c.t.Fatalf("no %s within %s; the screen shows:\n%s", what, deadline, text)
		}
	}
}

func (c *testClient) send(s string) {
	c.t.Helper()
	if err := c.wire.WriteRaw(wire.TypeInput, []byte(s)); err != nil {
		c.t.Fatal(err)
	}
}

// ask sends a request on a connection of its own.
func (f *fakeInit) ask(verb string, body, answer any) *wire.Error {
	f.t.Helper()
	conn, err := net.Dial("unix", filepath.Join(f.dir, "s"))
	if err != nil {
		f.t.Fatal(err)
	}
	defer conn.Close()
	w := wire.NewConn(conn)
	raw, err := jsonOf(body)
	if err := errors.Join(err,
		w.WriteJSON(wire.TypeHello, wire.Hello{Version: wire.Version}),
		w.WriteJSON(wire.TypeRequest, wire.Request{ID: 1, Verb: verb, Body: raw})); err != nil {
		f.t.Fatal(err)
	}
	for {
		t, p, err := w.Read()
		if errors.Is(err, io.EOF) {
			f.t.Fatal("no answer")
		}
		if err != nil {
			f.t.Fatal(err)
		}
		if t != wire.TypeResponse {
			continue
		}
		var r wire.Response
		if err := wire.Decode(p, &r); err != nil {
			f.t.Fatal(err)
		}
		if r.Error == nil && answer != nil {
			if err := wire.Decode(r.Body, answer); err != nil {
				f.t.Fatal(err)
			}
		}
		return r.Error
	}
}
