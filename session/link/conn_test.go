package link

import (
	"errors"
	"io"
	"os"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
	"golang.org/x/sys/unix"

	"jackin/session"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func pair(t *testing.T) (init, server *Conn) {
	t.Helper()
	init, f, err := Pair()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = init.Close() })
	server, err = NewConn(f)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return init, server
}

func send(t *testing.T, c *Conn, m Message, fds ...int) {
	t.Helper()
	if err := c.Send(m, fds...); err != nil {
		t.Fatalf("Send(%T): %v", m, err)
	}
}

func receive(t *testing.T, c *Conn) (Message, []*os.File) {
	t.Helper()
	m, fs, err := c.Receive()
	if err != nil {
		t.Fatalf("Receive: %v", err)
	}
	return m, fs
}

// openFDs counts this process's descriptors.
func openFDs(t *testing.T) int {
	t.Helper()
	es, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	return len(es)
}

func TestBothWays(t *testing.T) {
	init, server := pair(t)
	for _, m := range samples {
		send(t, init, m)
		got, fs := receive(t, server)
		if diff := cmp.Diff(m, got); diff != "" || len(fs) != 0 {
			t.Errorf("to the server, with %d descriptors (-want +got):\n%s", len(fs), diff)
		}
		send(t, server, m)
		if got, _ = receive(t, init); !cmp.Equal(m, got) {
			t.Errorf("to init: %#v, want %#v", got, m)
		}
	}
}

func TestDescriptors(t *testing.T) {
	before := openFDs(t)
	init, server := pair(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	send(t, init, Spawned{ID: "a", Pid: 1}, int(w.Fd()))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	_, fs := receive(t, server)
	if len(fs) != 1 {
		t.Fatalf("%d descriptors, want 1", len(fs))
	}
	flags, err := unix.FcntlInt(fs[0].Fd(), unix.F_GETFD, 0)
	if err != nil || flags&unix.FD_CLOEXEC == 0 {
		t.Errorf("flags of the descriptor = %d, %v, want close-on-exec", flags, err)
	}
	if _, err := fs[0].WriteString("x"); err != nil {
		t.Fatal(err)
	}
	for _, f := range append(fs, r) {
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	_ = init.Close()
	_ = server.Close()
	if after := openFDs(t); after > before+1 { // the poller's own
		t.Errorf("%d descriptors are open, %d were before", after, before)
	}
}

func TestTooManyDescriptors(t *testing.T) {
	init, server := pair(t)
	fds := make([]int, MaxFDs+1)
	if err := init.Send(Ready{}, fds...); err == nil {
		t.Errorf("Send with %d descriptors: no error", len(fds))
	}
	send(t, init, Ready{}, fds[:MaxFDs]...)
	_, fs := receive(t, server)
	if len(fs) != MaxFDs {
		t.Errorf("%d descriptors, want %d", len(fs), MaxFDs)
	}
	for _, f := range fs {
		_ = f.Close()
	}
}

// raw writes what Send wouldn't.
func raw(t *testing.T, c *Conn, data []byte, fds int) {
	t.Helper()
	p := packet{data: data, fds: make([]int, fds)}
	if err := c.trySend(p); err != nil {
		t.Fatal(err)
	}
}

func TestReceiveRefuses(t *testing.T) {
	large, err := Encode(Ready{})
	if err != nil {
		t.Fatal(err)
	}
	for len(large) <= MaxMessage {
		large = append(large, ' ')
	}
	for _, test := range []struct {
		name string
		data []byte
		fds  int
	}{
		{"too large a packet", large, 2},
		{"too many descriptors", []byte("\x03{}"), MaxFDs + 2},
		{"no message", []byte("\x01!"), 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			init, server := pair(t)
			raw(t, server, test.data, test.fds)
			before := openFDs(t)
			if m, _, err := init.Receive(); err == nil || errors.Is(err, io.EOF) {
				t.Errorf("Receive = %v, %v, want an error", m, err)
			}
			if after := openFDs(t); after != before {
				t.Errorf("%d descriptors are open, %d were before", after, before)
			}
		})
	}
}

func TestReceiveSkipsUnknownKinds(t *testing.T) {
	init, server := pair(t)
	raw(t, init, []byte("\xf0 whatever"), 2)
	send(t, init, Ready{})
	before := openFDs(t)
	if m, _ := receive(t, server); m != (Ready{}) {
		t.Errorf("Receive = %#v, want Ready", m)
	}
	if after := openFDs(t); after != before {
		t.Errorf("%d descriptors are open, %d were before", after, before)
	}
}

// A side that dies leaves what it had sent, also where it hadn't read everything.
func TestEnd(t *testing.T) {
	init, server := pair(t)
	send(t, init, Ready{})
	send(t, server, Hello{Version: 1})
	send(t, server, Stop{})
	if err := server.Close(); err != nil {
		t.Fatal(err)
	}
	for _, want := range []Message{Hello{Version: 1}, Stop{}} {
		if got, _ := receive(t, init); got != want {
			t.Errorf("Receive = %#v, want %#v", got, want)
		}
	}
	if _, _, err := init.Receive(); !errors.Is(err, io.EOF) {
		t.Errorf("Receive at the end: %v, want io.EOF", err)
	}
	if err := init.Send(Ready{}); !errors.Is(err, unix.EPIPE) {
		t.Errorf("Send at the end: %v, want %v", err, unix.EPIPE)
	}
}

func TestCloseInterruptsReceive(t *testing.T) {
	init, _ := pair(t)
	got := make(chan error)
	go func() {
		_, _, err := init.Receive()
		got <- err
	}()
	if err := init.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-got:
		if err == nil {
			t.Error("Receive on a closed link: no error")
		}
	case <-time.After(5 * time.Second):
		t.Fatal("Receive still waits")
	}
}

// What the kernel doesn't take arrives all the same, in order, with its
// descriptors, once the other side reads.
func TestQueue(t *testing.T) {
	init, server := pair(t)
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	record := make([]byte, MaxRecord)
	const n = 200
	for i := range n {
		send(t, init, Session{ID: session.ID(strconv.Itoa(i)), Pid: i, Record: record}, int(w.Fd()))
	}
	init.mu.Lock()
	queued := len(init.queue)
	init.mu.Unlock()
	if queued == 0 {
		t.Fatal("nothing is queued: the test shows nothing")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		m, fs := receive(t, server)
		if s, ok := m.(Session); !ok || s.Pid != i || len(fs) != 1 {
			t.Fatalf("message %d is %T with %d descriptors", i, m, len(fs))
		}
		_ = fs[0].Close()
	}
	// Every duplicate is closed: the pipe ends.
	if err := r.SetReadDeadline(time.Now().Add(5 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("read of the pipe: %v, want io.EOF", err)
	}
}

// Nobody reads: Send never blocks and says so in the end; Close frees it all.
func TestBacklog(t *testing.T) {
	init, _ := pair(t)
	before := openFDs(t)
	var err error
	sent := 0
	for ; err == nil; sent++ {
		if sent > 2*maxQueued+maxQueuedBytes/MaxRecord {
			t.Fatal("Send queues without end")
		}
		err = init.Send(Record{Data: make([]byte, MaxRecord)}, 0)
	}
	if !errors.Is(err, ErrBacklog) {
		t.Errorf("Send: %v, want %v", err, ErrBacklog)
	}
	if sent < 100 {
		t.Errorf("only %d messages were taken", sent)
	}
	if err := init.Close(); err != nil {
		t.Fatal(err)
	}
	if after := openFDs(t); after >= before {
		t.Errorf("%d descriptors are open, %d were before", after, before)
	}
}

func TestNewConnRefuses(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	if _, err := NewConn(r); err == nil {
		t.Error("NewConn of a pipe: no error")
	}
}
