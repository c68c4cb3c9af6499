package client

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// readSize is the most that one read of the terminal takes: a paste comes in
// pieces of what the kernel's line buffer holds, 4 KB.
const readSize = 16 << 10

// tty is the outer terminal.
type tty struct {
	in, out  *os.File
	inFd     int
	original *term.State

	wakeR, wakeW *os.File // a byte in the pipe ends pump's wait
}

func openTTY(in, out *os.File) (*tty, error) {
	fd := int(in.Fd())
	if !term.IsTerminal(fd) {
		return nil, ErrNoTerminal
	}
	state, err := term.GetState(fd)
	if err != nil {
		return nil, fmt.Errorf("read the terminal's modes: %w", err)
	}
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	return &tty{in: in, out: out, inFd: fd, original: state, wakeR: r, wakeW: w}, nil
}

func (t *tty) close() {
	t.wakeR.Close()
	t.wakeW.Close()
}

func (t *tty) raw() error {
	if _, err := term.MakeRaw(t.inFd); err != nil {
		return fmt.Errorf("put the terminal into raw mode: %w", err)
	}
	return nil
}

// restore puts the modes of the start back. It is harmless twice.
func (t *tty) restore() { _ = term.Restore(t.inFd, t.original) }

// size is the terminal's, 0 and 0 where it isn't known.
func (t *tty) size() (cols, rows int) {
	for _, f := range []*os.File{t.out, t.in} {
		if cols, rows, err := term.GetSize(int(f.Fd())); err == nil && cols > 0 && rows > 0 {
			return cols, rows
		}
	}
	return 0, 0
}

// pump hands what is typed to send, until send fails, the terminal ends or
// stop is called, which waits for the last send.
func (t *tty) pump(send func([]byte) error) (stop func()) {
	var wg sync.WaitGroup
	wg.Go(func() {
		buf := make([]byte, readSize)
		for {
			n, err := t.read(buf, -1)
			if err != nil || n == 0 {
				return
			}
			if send(buf[:n]) != nil {
				return
			}
		}
	})
	return sync.OnceFunc(func() {
		t.wakeW.Write([]byte{0})
		wg.Wait()
		t.drainWake()
	})
}

// drainWake takes the wake-up byte back where pump ended by itself.
func (t *tty) drainWake() {
	fds := []unix.PollFd{{Fd: int32(t.wakeR.Fd()), Events: unix.POLLIN}}
	if n, _ := unix.Poll(fds, 0); n == 1 {
		t.wakeR.Read(make([]byte, 1))
	}
}

var errWoken = errors.New("woken")

// read waits for input, for timeout milliseconds at most (-1: for ever); 0
// bytes are the end of the time or of the terminal.
func (t *tty) read(buf []byte, timeout int) (int, error) {
	fds := []unix.PollFd{{Fd: int32(t.inFd), Events: unix.POLLIN}, {Fd: int32(t.wakeR.Fd()), Events: unix.POLLIN}}
	for {
		n, err := unix.Poll(fds, timeout)
		switch {
		case errors.Is(err, unix.EINTR):
			continue
		case err != nil:
			return 0, err
		case n == 0:
			return 0, nil
		case fds[1].Revents != 0:
			return 0, errWoken
		}
		n, err = unix.Read(t.inFd, buf)
		if errors.Is(err, unix.EINTR) || errors.Is(err, unix.EAGAIN) {
			continue
		}
		return max(n, 0), err
	}
}

// leave takes the server's modes back and swallows input up to fence, so that
// late replies don't reach the user's shell.
func (t *tty) leave(fence []byte) {
	// Where the terminal is gone there is nothing to restore.
	_, _ = t.out.Write(leaveSequence())
	if len(fence) == 0 {
		return
	}
	var seen []byte
	buf := make([]byte, readSize)
	for end := time.Now().Add(FenceWait); ; {
		left := time.Until(end)
		if left <= 0 {
			return
		}
		n, err := t.read(buf, int(left.Milliseconds())+1)
		if err != nil || n == 0 {
			return
		}
		seen = append(seen, buf[:n]...)
		if bytes.Contains(seen, fence) {
			return
		}
		// Only a split fence matters of what came before.
		seen = seen[max(0, len(seen)-len(fence)):]
	}
}
