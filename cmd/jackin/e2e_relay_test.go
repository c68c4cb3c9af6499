//go:build e2e

package main

import (
	"bytes"
	"io"
	"net"
	"path/filepath"
	"sync"
	"testing"
)

// relay stands between clients and a server, and keeps every byte that passes.
type relay struct {
	dir string // a run directory for the clients

	mu      sync.Mutex
	up      bytes.Buffer // from the clients
	down    bytes.Buffer // from the server
	conns   map[net.Conn]bool
	closed  bool
	serving sync.WaitGroup
}

// newRelay listens in a run directory of its own for clients of the server in
// runDir.
func newRelay(t *testing.T, runDir string) *relay {
	t.Helper()
	r := &relay{dir: t.TempDir(), conns: map[net.Conn]bool{}}
	l, err := net.Listen("unix", filepath.Join(r.dir, "jackin.sock"))
	if err != nil {
		t.Fatal(err)
	}
	r.serving.Go(func() { r.accept(l, filepath.Join(runDir, "jackin.sock")) })
	t.Cleanup(func() {
		l.Close()
		r.close()
		r.serving.Wait()
	})
	return r
}

func (r *relay) accept(l net.Listener, target string) {
	for {
		client, err := l.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", target)
		if err != nil || !r.add(client, server) {
			client.Close()
			continue
		}
		r.serving.Go(func() { r.pass(server, client, &r.up) })
		r.serving.Go(func() { r.pass(client, server, &r.down) })
	}
}

// add keeps connections for close; false: it is too late.
func (r *relay) add(conns ...net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, c := range conns {
		if r.closed {
			c.Close()
			continue
		}
		r.conns[c] = true
	}
	return !r.closed
}

func (r *relay) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	for c := range r.conns {
		c.Close()
	}
}

// pass copies one direction until either side ends, and then ends both.
func (r *relay) pass(to, from net.Conn, record *bytes.Buffer) {
	defer to.Close()
	defer from.Close()
	_, _ = io.Copy(io.MultiWriter(recorder{r, record}, to), from)
}

// recorder appends to a buffer of a relay's.
type recorder struct {
	r *relay
	b *bytes.Buffer
}

func (w recorder) Write(p []byte) (int, error) {
	w.r.mu.Lock()
	defer w.r.mu.Unlock()
	return w.b.Write(p)
}

// traffic is what has passed in each direction.
func (r *relay) traffic() (up, down string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.up.String(), r.down.String()
}

// TestE2ERelay: what passes either way is delivered and recorded.
func TestE2ERelay(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	l, err := net.Listen("unix", filepath.Join(dir, "jackin.sock"))
	if err != nil {
		t.Fatal(err)
	}
	var server sync.WaitGroup
	defer server.Wait()
	defer l.Close()
	server.Go(func() {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		question := make([]byte, len("question"))
		if _, err := io.ReadFull(conn, question); err == nil {
			conn.Write([]byte("answer to " + string(question)))
		}
	})
	r := newRelay(t, dir)
	conn, err := net.Dial("unix", filepath.Join(r.dir, "jackin.sock"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("question")); err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(conn); string(got) != "answer to question" || err != nil {
		t.Errorf("the relay passes %q, %v", got, err)
	}
	if up, down := r.traffic(); up != "question" || down != "answer to question" {
		t.Errorf("the relay recorded %q and %q", up, down)
	}
}
