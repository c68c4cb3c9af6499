//go:build linux

package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"jackin/cmd/internal/rundir"
	"jackin/mux/wire"
)

// answerTime is how long a verb waits for an answer: a server that is started
// again, and replays its screens, takes less.
const answerTime = 10 * time.Second

// server is a connection to the server that has greeted.
type server struct {
	conn  net.Conn
	wire  *wire.Conn
	hello wire.Hello
	dir   string
	log   *slog.Logger
	last  int // the last request's id
	// data gets what comes in pieces before an answer; nil drops it.
	data io.Writer
}

// dial connects to the server of this user, or with rundir.ErrNoServer to none.
func (e Env) dial() (net.Conn, string, error) {
	return rundir.System(e.Getenv).Dial()
}

// connect dials and greets. Every wait of the connection ends at timeout. A
// server that dies meanwhile is tried again: nothing was asked of it yet, and
// init starts another one.
func (e Env) connect(timeout time.Duration) (*server, error) {
	end := time.Now().Add(timeout)
	for {
		conn, dir, err := e.dial()
		if err != nil {
			return nil, err
		}
		e.Log.Debug("connected", "directory", dir)
		conn.SetDeadline(end)
		s := &server{conn: conn, wire: wire.NewConn(conn), dir: dir, log: e.Log}
		if err = s.greet(); err == nil {
			e.Log.Debug("greeted", "version", s.hello.Version, "build", s.hello.Build)
			return s, nil
		}
		e.Log.Debug("not greeted", "err", err)
		conn.Close()
		if !broken(err) || time.Now().After(end) {
			return nil, timedOut(err, timeout)
		}
	}
}

// broken says that the other side of a connection is gone.
func broken(err error) bool {
	for _, gone := range []error{io.EOF, io.ErrUnexpectedEOF, unix.ECONNRESET, unix.EPIPE} {
		if errors.Is(err, gone) {
			return true
		}
	}
	return false
}

func (s *server) greet() error {
	if err := s.wire.WriteJSON(wire.TypeHello, wire.Hello{Version: wire.Version, Build: build()}); err != nil {
		return fmt.Errorf("greet the server: %w", err)
	}
	t, p, err := s.wire.Read()
	if err != nil {
		return fmt.Errorf("greet the server: %w", err)
	}
	switch t {
	case wire.TypeHello:
		if err := wire.Decode(p, &s.hello); err != nil {
			return err
		}
		if s.hello.Version != wire.Version {
			return fail(exitVersion, "the server speaks version %d of the protocol, this jackin %d", s.hello.Version, wire.Version).
				hint("use the jackin that started it, or stop it first")
		}
		return nil
	case wire.TypeLeave:
		var l wire.Leave
		if err := wire.Decode(p, &l); err != nil {
			return err
		}
		return fail(l.Code, "%s", l.Message)
	}
	return fmt.Errorf("the server greets with a frame of type %d", t)
}

// request asks for a verb and fills answer, which may be nil.
func (s *server) request(verb string, body, answer any) error {
	s.last++
	req := wire.Request{ID: s.last, Verb: verb}
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return err
		}
		req.Body = b
	}
	began := time.Now()
	if err := s.wire.WriteJSON(wire.TypeRequest, req); err != nil {
		return fmt.Errorf("ask the server: %w", err)
	}
	defer func() { s.log.Debug("asked", "verb", verb, "took", time.Since(began)) }()
	return s.response(req.ID, answer)
}

// response reads up to the answer to the request id.
func (s *server) response(id int, answer any) error {
	for {
		t, p, err := s.wire.Read()
		if err != nil {
			return fmt.Errorf("read the server's answer: %w", err)
		}
		var resp wire.Response
		switch {
		case t == wire.TypeData && s.data != nil:
			if _, err := s.data.Write(p); err != nil {
				return err
			}
			continue
		case t != wire.TypeResponse:
			continue
		}
		if err := wire.Decode(p, &resp); err != nil {
			return err
		}
		if resp.ID != id {
			continue
		}
		if resp.Error != nil {
			return resp.Error
		}
		if answer == nil {
			return nil
		}
		return wire.Decode(resp.Body, answer)
	}
}

func (s *server) close() { s.conn.Close() }

// ask is connect, one request, close.
func (e Env) ask(verb string, body, answer any) error {
	s, err := e.connect(answerTime)
	if err != nil {
		return err
	}
	defer s.close()
	return timedOut(s.request(verb, body, answer), answerTime)
}

// isTimeout says that a deadline has passed.
func isTimeout(err error) bool {
	return errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, context.DeadlineExceeded)
}

// timedOut says a deadline in words.
func timedOut(err error, timeout time.Duration) error {
	if isTimeout(err) {
		return fail(exitFailed, "the server doesn't answer within %s", timeout)
	}
	if broken(err) {
		return fail(exitFailed, "the server ended before it answered").hint("jackin ls shows what has become of it")
	}
	return err
}
