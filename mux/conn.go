package mux

import (
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"jackin/mux/wire"
)

const (
	// greetTime is how long a connection may take to say what it wants.
	greetTime = 5 * time.Second
	// acceptPause is the wait after an accept that failed for want of
	// descriptors: the connection stays in the backlog.
	acceptPause = 100 * time.Millisecond
)

// accept serves connections until the listener is closed.
func (s *server) accept(l *net.UnixListener) {
	places := make(chan struct{}, maxConns)
	for {
		conn, err := l.AcceptUnix()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			s.log.Error("accept", "err", err)
			select {
			case <-time.After(acceptPause):
				continue
			case <-s.quit:
				return
			}
		}
		select {
		case places <- struct{}{}:
		case <-s.quit:
			conn.Close()
			return
		}
		s.running.Go(func() {
			defer func() { <-places }()
			defer conn.Close()
			// A connection that says nothing ends with the server too.
			done := make(chan struct{})
			defer close(done)
			s.running.Go(func() {
				select {
				case <-s.quit:
					conn.SetReadDeadline(time.Now())
				case <-done:
				}
			})
			s.serveConn(conn, done)
		})
	}
}

// serveConn is the life of one connection: greeting, then verbs or a viewer.
// over is closed when it has returned.
func (s *server) serveConn(conn *net.UnixConn, over <-chan struct{}) {
	in := &receiver{UnixConn: conn}
	defer in.drop()
	w := wire.NewConn(in)
	conn.SetDeadline(time.Now().Add(greetTime))
	if refusal := s.permit(conn); refusal != nil {
		w.WriteJSON(wire.TypeLeave, wire.Leave{Code: refusal.Code, Message: refusal.Message})
		return
	}
	if err := s.greet(w); err != nil {
		s.log.Debug("greet client", "err", err)
		return
	}
	asked := false
	defer func() {
		if asked {
			s.post(hungUp{w})
		}
	}()
	for {
		t, p, err := w.Read()
		if err != nil {
			s.log.Debug("read client", "err", err)
			return
		}
		switch t {
		case wire.TypeRequest:
			var req wire.Request
			if err := wire.Decode(p, &req); err != nil {
				s.log.Debug("read request", "err", err)
				return
			}
			conn.SetDeadline(time.Time{})
			asked = true
			s.post(requested{w, req, in.take(), over})
		case wire.TypeAttach:
			var a wire.Attach
			if err := wire.Decode(p, &a); err != nil {
				s.log.Debug("read attach", "err", err)
				return
			}
			conn.SetDeadline(time.Time{})
			s.serveViewer(conn, w, a)
			return
		}
	}
}

// permit lets root and the server's own user in.
func (s *server) permit(conn *net.UnixConn) *wire.Error {
	raw, err := conn.SyscallConn()
	if err != nil {
		return &wire.Error{Code: wire.CodeFailed, Message: err.Error()}
	}
	var cred *unix.Ucred
	var credErr error
	if err := raw.Control(func(fd uintptr) {
		cred, credErr = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	}); err != nil || credErr != nil {
		return &wire.Error{Code: wire.CodeFailed, Message: fmt.Sprintf("ask who connects: %v", errors.Join(err, credErr))}
	}
	if cred.Uid != 0 && int(cred.Uid) != os.Geteuid() {
		return &wire.Error{Code: wire.CodeNotPermitted, Message: fmt.Sprintf("user %d may not talk to the jackin of user %d", cred.Uid, os.Geteuid())}
	}
	return nil
}

// greet exchanges Hello; a client of another version is sent home.
func (s *server) greet(w *wire.Conn) error {
	t, p, err := w.Read()
	if err != nil {
		return err
	}
	var hello wire.Hello
	if t != wire.TypeHello {
		return fmt.Errorf("first frame is of type %d", t)
	}
	if err := wire.Decode(p, &hello); err != nil {
		return err
	}
	if hello.Version != wire.Version {
		message := fmt.Sprintf("this server speaks version %d of the protocol, the client %d: use the same jackin", wire.Version, hello.Version)
		return errors.Join(errors.New(message), w.WriteJSON(wire.TypeLeave, wire.Leave{Code: wire.CodeVersion, Message: message}))
	}
	return w.WriteJSON(wire.TypeHello, wire.Hello{Version: wire.Version, Build: s.cfg.Build, Keys: *s.keyNames.Load()})
}

// serveViewer is the reading side of an attached client.
func (s *server) serveViewer(conn *net.UnixConn, w *wire.Conn, a wire.Attach) {
	welcome := make(chan admission, 1)
	s.post(attached{conn, w, a, welcome})
	var v *viewer
	select {
	case got := <-welcome:
		if got.refusal != nil {
			w.WriteJSON(wire.TypeLeave, wire.Leave{Code: got.refusal.Code, Message: got.refusal.Message})
			return
		}
		v = got.v
	case <-s.quit:
		return
	}
	defer v.stopTyping()
	defer s.post(gone{v})
	for {
		t, p, err := w.Read()
		if err != nil {
			return
		}
		switch t {
		case wire.TypeInput:
			v.feed(p)
		case wire.TypeResize:
			var r wire.Resize
			if err := wire.Decode(p, &r); err != nil {
				s.log.Debug("read resize", "err", err)
				return
			}
			s.post(resized{v, r.Cols, r.Rows})
		}
	}
}
