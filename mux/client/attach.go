package client

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"jackin/mux/render"
	"jackin/mux/wire"
)

// Waits of a client. All are upper bounds.
const (
	// ServerWait is how long a client stays without a server.
	ServerWait = 10 * time.Minute
	// RefusedWait is how long it stays where nobody listens any more: the
	// socket is init's, so init is gone and with it everything.
	RefusedWait = 3 * time.Second
	// FenceWait is how long it swallows input after Leave.
	FenceWait = 200 * time.Millisecond

	retryFirst = 20 * time.Millisecond
	retryMost  = time.Second
)

// ErrNoTerminal is returned where standard input is not a terminal.
var ErrNoTerminal = errors.New("standard input is not a terminal")

// ErrServerGone is returned where the server did not come back.
var ErrServerGone = errors.New("jackin has ended")

// Options says what to attach to which terminal.
type Options struct {
	// In and Out are the outer terminal; In is put into raw mode.
	In, Out *os.File
	// Dial connects to the server, over a socket or by way of another program. It
	// is called again when a connection is lost. Closing what it returns must end
	// a Read and a Write that wait.
	Dial func(context.Context) (io.ReadWriteCloser, error)
	// Attach is the first message; its size is filled in by Attach, and Resume
	// as the server says.
	Attach wire.Attach
	// Build is what Hello shows.
	Build string
	// Log gets connections and signals; never what is typed or shown. Nil drops
	// it.
	Log *slog.Logger
}

// Attach connects the terminal until the server ends it, and then returns its
// Leave. A signal that ends the client (HUP, TERM, INT, QUIT) is a Leave with
// 128 plus its number. The terminal is as before in every case.
func Attach(ctx context.Context, o Options) (wire.Leave, error) {
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	tty, err := openTTY(o.In, o.Out)
	if err != nil {
		return wire.Leave{}, err
	}
	// Subscribed before the terminal changes: no signal can leave it raw.
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, unix.SIGWINCH, unix.SIGCONT, unix.SIGHUP, unix.SIGTERM, unix.SIGINT, unix.SIGQUIT)
	defer signal.Stop(signals)
	c := &attached{o: o, tty: tty, signals: signals}
	defer tty.close()

	conn, reader, err := c.connect(ctx)
	if err != nil {
		return wire.Leave{}, err
	}
	if err := tty.raw(); err != nil {
		conn.Close()
		return wire.Leave{}, err
	}
	defer tty.restore()
	for {
		o.Log.Debug("attached")
		leave, err := c.serve(ctx, conn, reader)
		conn.Close()
		o.Log.Debug("no longer attached", "code", leave.Code, "err", err)
		if err == nil {
			tty.leave(leave.Fence)
			return leave, nil
		}
		if conn, reader, err = c.reconnect(ctx); err != nil {
			tty.leave(nil)
			var stop *stopped
			if errors.As(err, &stop) {
				return stop.leave, nil
			}
			return wire.Leave{}, err
		}
	}
}

// attached is one run of Attach.
type attached struct {
	o       Options
	tty     *tty
	signals chan os.Signal
}

// stopped is a signal that ended the wait for a server.
type stopped struct{ leave wire.Leave }

func (s *stopped) Error() string { return s.leave.Message }

// connect dials and says Hello and Attach; the answer to Hello must fit.
func (c *attached) connect(ctx context.Context) (io.ReadWriteCloser, *wire.Conn, error) {
	conn, err := c.o.Dial(ctx)
	if err != nil {
		return nil, nil, err
	}
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	w := wire.NewConn(conn)
	if err := c.greet(w); err != nil {
		conn.Close()
		return nil, nil, err
	}
	return conn, w, nil
}

func (c *attached) greet(w *wire.Conn) error {
	if err := w.WriteJSON(wire.TypeHello, wire.Hello{Version: wire.Version, Build: c.o.Build}); err != nil {
		return err
	}
	a := c.o.Attach
	a.Cols, a.Rows = c.tty.size()
	if err := w.WriteJSON(wire.TypeAttach, a); err != nil {
		return err
	}
	t, p, err := w.Read()
	if err != nil {
		return fmt.Errorf("read the server's greeting: %w", err)
	}
	if t == wire.TypeLeave {
		return refusal(p)
	}
	var hello wire.Hello
	if t != wire.TypeHello {
		return fmt.Errorf("the server greets with a frame of type %d", t)
	}
	if err := wire.Decode(p, &hello); err != nil {
		return err
	}
	if hello.Version != wire.Version {
		return &wire.Error{Code: wire.CodeVersion, Message: fmt.Sprintf("the server speaks version %d of the protocol, this jackin %d: use the same jackin", hello.Version, wire.Version)}
	}
	return nil
}

// refusal is a Leave in place of a greeting.
func refusal(p []byte) error {
	var l wire.Leave
	if err := wire.Decode(p, &l); err != nil {
		return err
	}
	return &wire.Error{Code: l.Code, Message: l.Message}
}

// serve carries bytes until the server says Leave or the connection ends.
func (c *attached) serve(ctx context.Context, conn io.Closer, w *wire.Conn) (wire.Leave, error) {
	type end struct {
		leave wire.Leave
		err   error
	}
	ended := make(chan end, 1)
	go func() {
		leave, err := c.output(w)
		ended <- end{leave, err}
	}()
	stopInput := c.tty.pump(func(p []byte) error { return w.WriteRaw(wire.TypeInput, p) })
	// Sizes have a goroutine of their own: behind a large paste the write waits,
	// and the loop below must see signals all the same.
	resized := make(chan struct{}, 1)
	var sizes sync.WaitGroup
	sizes.Go(func() {
		for range resized {
			cols, rows := c.tty.size()
			// A write error shows on the reading side too.
			_ = w.WriteJSON(wire.TypeResize, wire.Resize{Cols: cols, Rows: rows})
		}
	})
	// join ends all three goroutines; a closed connection ends their writes.
	join := func() {
		conn.Close()
		close(resized)
		stopInput()
		sizes.Wait()
	}
	for {
		select {
		case e := <-ended:
			join()
			return e.leave, e.err
		case s := <-c.signals:
			if leave, over := c.signal(s); over {
				join()
				<-ended
				return leave, nil
			}
			select {
			case resized <- struct{}{}:
			default: // one is on its way, and will read the newest size
			}
		case <-ctx.Done():
			join()
			<-ended
			return wire.Leave{Code: 1, Message: context.Cause(ctx).Error()}, nil
		}
	}
}

// signal says whether s ends the client. WINCH and CONT don't: after CONT the
// shell has put its own modes back, so ours are set again.
func (c *attached) signal(s os.Signal) (wire.Leave, bool) {
	switch s {
	case unix.SIGWINCH:
		return wire.Leave{}, false
	case unix.SIGCONT:
		_ = c.tty.raw()
		return wire.Leave{}, false
	}
	n := int(s.(syscall.Signal))
	return wire.Leave{Code: 128 + n, Message: fmt.Sprintf("ended by %s", unix.SignalName(s.(syscall.Signal)))}, true
}

// output writes what the server draws until it says Leave.
func (c *attached) output(w *wire.Conn) (wire.Leave, error) {
	for {
		t, p, err := w.Read()
		if err != nil {
			return wire.Leave{}, err
		}
		switch t {
		case wire.TypeOutput:
			if _, err := c.o.Out.Write(p); err != nil {
				return wire.Leave{Code: 1, Message: "the terminal is gone"}, nil
			}
		case wire.TypeResume:
			c.o.Attach.Resume = append(c.o.Attach.Resume[:0:0], p...)
		case wire.TypeLeave:
			var l wire.Leave
			if err := wire.Decode(p, &l); err != nil {
				return wire.Leave{}, err
			}
			return l, nil
		}
	}
}

// reconnect waits for the next server, ServerWait at most. A signal that ends
// a client ends the wait.
func (c *attached) reconnect(ctx context.Context) (io.ReadWriteCloser, *wire.Conn, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, ServerWait, ErrServerGone)
	defer cancel()
	type result struct {
		conn io.ReadWriteCloser
		w    *wire.Conn
		err  error
	}
	done := make(chan result, 1)
	go func() {
		conn, w, err := c.retry(ctx)
		done <- result{conn, w, err}
	}()
	for {
		select {
		case r := <-done:
			return r.conn, r.w, r.err
		case s := <-c.signals:
			if leave, over := c.signal(s); over {
				cancel()
				if r := <-done; r.err == nil {
					r.conn.Close()
				}
				return nil, nil, &stopped{leave}
			}
		}
	}
}

// retry dials until a server greets. What only a new jackin could mend is
// returned at once.
func (c *attached) retry(ctx context.Context) (io.ReadWriteCloser, *wire.Conn, error) {
	start, wait := time.Now(), retryFirst
	for {
		conn, w, err := c.connect(ctx)
		c.o.Log.Debug("connect again", "after", time.Since(start), "err", err)
		var refused *wire.Error
		switch {
		case err == nil:
			return conn, w, nil
		case errors.As(err, &refused):
			return nil, nil, err
		case ctx.Err() != nil:
			return nil, nil, context.Cause(ctx)
		case !errors.Is(err, io.EOF) && !errors.Is(err, unix.ECONNRESET) && time.Since(start) > RefusedWait:
			return nil, nil, ErrServerGone
		}
		t := time.NewTimer(wait)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return nil, nil, context.Cause(ctx)
		}
		wait = min(2*wait, retryMost)
	}
}

// leaveSequence takes back every mode that a server may have set.
func leaveSequence() []byte { return render.AppendLeave(nil) }
