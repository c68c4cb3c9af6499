package client

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"go.uber.org/goleak"
	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"jackin/mux/wire"
)

const deadline = 20 * time.Second

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// terminal is an outer terminal: what the client writes is collected.
type terminal struct {
	t           *testing.T
	master, tty *os.File
	before      *term.State

	mu   sync.Mutex
	text strings.Builder
	more chan struct{}
	done chan struct{}
}

func newTerminal(t *testing.T) *terminal {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(tty, &pty.Winsize{Cols: 80, Rows: 24}); err != nil {
		t.Fatal(err)
	}
	before, err := term.GetState(int(tty.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	o := &terminal{t: t, master: master, tty: tty, before: before, more: make(chan struct{}), done: make(chan struct{})}
	go func() {
		defer close(o.done)
		buf := make([]byte, 4096)
		for {
			n, err := master.Read(buf)
			o.mu.Lock()
			o.text.Write(buf[:n])
			close(o.more)
			o.more = make(chan struct{})
			o.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		tty.Close()
		<-o.done
		master.Close()
	})
	return o
}

// wait waits for text to have been written.
func (o *terminal) wait(text string) {
	o.t.Helper()
	end := time.NewTimer(deadline)
	defer end.Stop()
	for {
		o.mu.Lock()
		got, more := o.text.String(), o.more
		o.mu.Unlock()
		if strings.Contains(got, text) {
			return
		}
		select {
		case <-more:
		case <-end.C:
			o.t.Fatalf("no %q was written, but %q", text, got)
		}
	}
}

// cooked checks that the terminal has its first modes.
func (o *terminal) cooked() {
	o.t.Helper()
	now, err := term.GetState(int(o.tty.Fd()))
	if err != nil || *now != *o.before {
		o.t.Errorf("the terminal was left as %+v, %v, want %+v", now, err, o.before)
	}
	o.wait("\x1b[?1049l")
}

// fakeServer is the other side of one connection.
type fakeServer struct {
	t      *testing.T
	conn   net.Conn
	wire   *wire.Conn
	attach wire.Attach
}

// accept greets one client.
func accept(t *testing.T, conns <-chan net.Conn) *fakeServer {
	t.Helper()
	s := &fakeServer{t: t}
	select {
	case s.conn = <-conns:
	case <-time.After(deadline):
		t.Fatal("nobody connects")
	}
	s.conn.SetDeadline(time.Now().Add(deadline))
	s.wire = wire.NewConn(s.conn)
	var hello wire.Hello
	s.read(wire.TypeHello, &hello)
	s.read(wire.TypeAttach, &s.attach)
	if err := s.wire.WriteJSON(wire.TypeHello, wire.Hello{Version: wire.Version}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *fakeServer) read(want wire.Type, v any) {
	s.t.Helper()
	typ, p, err := s.wire.Read()
	if err != nil || typ != want {
		s.t.Fatalf("frame of type %d, %v, want %d", typ, err, want)
	}
	if v != nil {
		if err := wire.Decode(p, v); err != nil {
			s.t.Fatal(err)
		}
	}
}

// input reads typed bytes until there are n.
func (s *fakeServer) input(n int) string {
	s.t.Helper()
	var got []byte
	for len(got) < n {
		typ, p, err := s.wire.Read()
		if err != nil || typ != wire.TypeInput {
			s.t.Fatalf("frame of type %d, %v, want input", typ, err)
		}
		got = append(got, p...)
	}
	return string(got)
}

// result is what Attach returned.
type result struct {
	leave wire.Leave
	err   error
}

// run attaches o; each connection comes out of the channel.
func run(o *terminal) (<-chan net.Conn, <-chan result) {
	conns, done := make(chan net.Conn), make(chan result, 1)
	go func() {
		leave, err := Attach(context.Background(), Options{
			In: o.tty, Out: o.tty,
			Dial: func(context.Context) (io.ReadWriteCloser, error) {
				ours, theirs := net.Pipe()
				select {
				case conns <- theirs:
					return ours, nil
				case <-time.After(deadline):
					return nil, errors.New("nobody accepts")
				}
			},
		})
		done <- result{leave, err}
	}()
	return conns, done
}

func TestAttachCarriesAndLeaves(t *testing.T) {
	o := newTerminal(t)
	conns, done := run(o)
	s := accept(t, conns)
	defer s.conn.Close()
	if s.attach.Cols != 80 || s.attach.Rows != 24 {
		t.Errorf("attached with %dx%d, want 80x24", s.attach.Cols, s.attach.Rows)
	}
	if err := s.wire.WriteRaw(wire.TypeOutput, []byte("drawn")); err != nil {
		t.Fatal(err)
	}
	o.wait("drawn")
	o.master.WriteString("typed\x03") // raw: ^C is a byte
	if got := s.input(6); got != "typed\x03" {
		t.Errorf("the server got %q", got)
	}
	if err := pty.Setsize(o.tty, &pty.Winsize{Cols: 100, Rows: 30}); err != nil {
		t.Fatal(err)
	}
	syscall.Kill(os.Getpid(), syscall.SIGWINCH)
	var size wire.Resize
	s.read(wire.TypeResize, &size)
	if size != (wire.Resize{Cols: 100, Rows: 30}) {
		t.Errorf("resized to %+v", size)
	}
	if err := s.wire.WriteJSON(wire.TypeLeave, wire.Leave{Message: "bye", Fence: []byte("\x1b[0n")}); err != nil {
		t.Fatal(err)
	}
	o.master.WriteString("late\x1b[0")
	o.master.WriteString("n")
	r := <-done
	if r.err != nil || r.leave.Message != "bye" {
		t.Errorf("Attach() = %+v, %v", r.leave, r.err)
	}
	o.cooked()
	// Nothing of the late replies is left for the shell.
	fds := []unix.PollFd{{Fd: int32(o.tty.Fd()), Events: unix.POLLIN}}
	if n, err := unix.Poll(fds, 0); err != nil || n != 0 {
		t.Errorf("poll of the terminal = %d, %v, want nothing to read", n, err)
	}
}

func TestAttachComesBack(t *testing.T) {
	o := newTerminal(t)
	conns, done := run(o)
	s := accept(t, conns)
	if err := s.wire.WriteRaw(wire.TypeResume, []byte("my place")); err != nil {
		t.Fatal(err)
	}
	if err := s.wire.WriteRaw(wire.TypeOutput, []byte("first")); err != nil {
		t.Fatal(err)
	}
	o.wait("first")
	s.conn.Close()
	s = accept(t, conns)
	defer s.conn.Close()
	if string(s.attach.Resume) != "my place" {
		t.Errorf("came back with %q, want the place that it was given", s.attach.Resume)
	}
	o.master.WriteString("x")
	if got := s.input(1); got != "x" {
		t.Errorf("the second server got %q", got)
	}
	if err := s.wire.WriteJSON(wire.TypeLeave, wire.Leave{Code: 4, Message: "no"}); err != nil {
		t.Fatal(err)
	}
	if r := <-done; r.err != nil || r.leave.Code != 4 {
		t.Errorf("Attach() = %+v, %v", r.leave, r.err)
	}
	o.cooked()
}

func TestAttachEndsBySignal(t *testing.T) {
	for name, connected := range map[string]bool{"while attached": true, "while it waits for a server": false} {
		t.Run(name, func(t *testing.T) {
			o := newTerminal(t)
			conns, done := run(o)
			s := accept(t, conns)
			if err := s.wire.WriteRaw(wire.TypeOutput, []byte("up")); err != nil {
				t.Fatal(err)
			}
			o.wait("up")
			if connected {
				defer s.conn.Close()
			} else {
				s.conn.Close()
				next := <-conns // it has noticed
				defer next.Close()
			}
			syscall.Kill(os.Getpid(), syscall.SIGTERM)
			r := <-done
			if r.err != nil || r.leave.Code != 128+int(syscall.SIGTERM) {
				t.Errorf("Attach() = %+v, %v, want code 143", r.leave, r.err)
			}
			o.cooked()
		})
	}
}

func TestAttachRefusals(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if _, err := Attach(context.Background(), Options{In: r, Out: w}); !errors.Is(err, ErrNoTerminal) {
		t.Errorf("Attach() to a pipe = %v, want %v", err, ErrNoTerminal)
	}
	for name, answer := range map[string]struct {
		typ  wire.Type
		v    any
		code int
	}{
		"another version": {wire.TypeHello, wire.Hello{Version: wire.Version + 1}, wire.CodeVersion},
		"sent home":       {wire.TypeLeave, wire.Leave{Code: wire.CodeNotPermitted, Message: "no"}, wire.CodeNotPermitted},
	} {
		o := newTerminal(t)
		conns, done := run(o)
		conn := <-conns
		go io.Copy(io.Discard, conn)
		if err := wire.NewConn(conn).WriteJSON(answer.typ, answer.v); err != nil {
			t.Fatal(err)
		}
		got := <-done
		conn.Close()
		var refused *wire.Error
		if !errors.As(got.err, &refused) || refused.Code != answer.code {
			t.Errorf("%s: Attach() = %v, want code %d", name, got.err, answer.code)
		}
	}
}
