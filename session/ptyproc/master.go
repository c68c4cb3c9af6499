package ptyproc

import (
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"jackin/session"
)

// Open makes a PTY of the given size, [session.DefaultSize] where it isn't known.
// Both files are close-on-exec and the caller's to close; opening the slave here
// doesn't make it anyone's controlling terminal.
//
// The master is only to be held and handed over: it is unknown to the runtime's
// poller, so that output wakes nobody here, yet non-blocking, which whoever gets
// a duplicate inherits. [NewMaster] makes one to read from.
func Open(size session.Size) (master, slave *os.File, err error) {
	m, slave, err := pty.Open()
	if err != nil {
		return nil, nil, fmt.Errorf("open pty: %w", err)
	}
	// pty.Open leaves its own file blocking, in the poller all the same.
	master, err = unpolled(m)
	if err == nil {
		err = setSize(master, size)
	}
	if err == nil {
		// Programs expect to block, and get this very open file.
		err = control(slave, func(fd int) error { return unix.SetNonblock(fd, false) })
	}
	if err != nil {
		err = errors.Join(fmt.Errorf("open pty: %w", err), slave.Close())
		if master != nil {
			err = errors.Join(err, master.Close())
		}
		return nil, nil, err
	}
	return master, slave, nil
}

// Give makes a slave's terminal user uid's own, as a login does: its programs may
// open it again by its name, and others only write to it. The group stays what the
// file system gives to terminals.
func Give(slave *os.File, uid int) error {
	const mode = 0o620
	err := control(slave, func(fd int) error {
		// The mode first: afterwards it isn't ours to change.
		if err := unix.Fchmod(fd, mode); err != nil {
			return err
		}
		return unix.Fchown(fd, uid, -1)
	})
	if err != nil {
		return fmt.Errorf("give terminal to user %d: %w", uid, err)
	}
	return nil
}

// unpolled returns a duplicate of f that the runtime's poller doesn't know, and
// closes f.
func unpolled(f *os.File) (*os.File, error) {
	defer func() { _ = f.Close() }()
	fd, err := duplicate(f)
	if err != nil {
		return nil, err
	}
	// NewFile looks at the mode: only what is blocking then stays out of the
	// poller.
	if err := unix.SetNonblock(fd, false); err != nil {
		_ = unix.Close(fd)
		return nil, err
	}
	master := os.NewFile(uintptr(fd), "pty master")
	if err := unix.SetNonblock(fd, true); err != nil {
		_ = master.Close()
		return nil, err
	}
	return master, nil
}

func duplicate(f *os.File) (fd int, err error) {
	ctl := control(f, func(raw int) error {
		fd, err = unix.FcntlInt(uintptr(raw), unix.F_DUPFD_CLOEXEC, 0)
		return err
	})
	return fd, ctl
}

// control runs fn on f's descriptor. Unlike Fd it leaves the mode as it is.
func control(f syscall.Conn, fn func(fd int) error) error {
	rc, err := f.SyscallConn()
	if err != nil {
		return err
	}
	if ctl := rc.Control(func(fd uintptr) { err = fn(int(fd)) }); ctl != nil {
		return ctl
	}
	return err
}

func setSize(f *os.File, size session.Size) error {
	if !size.Known() {
		size = session.DefaultSize
	}
	// Not pty.Setsize: it goes by Fd, which may make the descriptor blocking.
	return control(f, func(fd int) error {
		return unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Col: size.Cols, Row: size.Rows})
	})
}

// Master is the side of a PTY that reads what programs write on it and writes
// what they read. All duplicates of one master share one output: only one may
// read.
type Master struct{ f *os.File }

// NewMaster makes a Master of a PTY's master, and takes f over, also where it
// fails.
func NewMaster(f *os.File) (*Master, error) {
	defer func() { _ = f.Close() }()
	fd, err := duplicate(f)
	if err != nil {
		return nil, fmt.Errorf("open pty master: %w", err)
	}
	if _, err := unix.IoctlGetInt(fd, unix.TIOCGPTN); err != nil {
		_ = unix.Close(fd)
		return nil, fmt.Errorf("open pty master: %w", err)
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		_ = unix.Close(fd)
		return nil, fmt.Errorf("open pty master: %w", err)
	}
	return &Master{f: os.NewFile(uintptr(fd), "pty master")}, nil
}

// Read reads what programs wrote. It blocks until there is something, the
// deadline passes (os.ErrDeadlineExceeded) or Close is called (os.ErrClosed). The
// error is io.EOF when no process has the slave open any more: not when the
// leader ends, and not for ever if somebody opens the slave's path again.
func (m *Master) Read(p []byte) (int, error) {
	n, err := m.f.Read(p)
	if errors.Is(err, unix.EIO) {
		err = io.EOF
	}
	return n, err
}

// Write writes all of p as if it were typed. It blocks while programs don't read
// and the kernel's buffer is full, until the deadline passes or Close is called.
func (m *Master) Write(p []byte) (int, error) { return m.f.Write(p) }

// SetReadDeadline sets when Read gives up; the zero time is never.
func (m *Master) SetReadDeadline(t time.Time) error { return m.f.SetReadDeadline(t) }

// SetWriteDeadline sets when Write gives up; the zero time is never.
func (m *Master) SetWriteDeadline(t time.Time) error { return m.f.SetWriteDeadline(t) }

// Resize sets the terminal's size; the kernel sends SIGWINCH to the foreground
// process group if that changed it. A size that isn't known is an error.
func (m *Master) Resize(size session.Size) error {
	if !size.Known() {
		return fmt.Errorf("resize terminal: %dx%d is no size", size.Cols, size.Rows)
	}
	if err := setSize(m.f, size); err != nil {
		return fmt.Errorf("resize terminal: %w", err)
	}
	return nil
}

// Foreground returns the terminal's foreground process group: the one that gets
// ^C, and SIGWINCH when somebody wants a repaint.
func (m *Master) Foreground() (pgid int, err error) {
	err = control(m.f, func(fd int) error {
		pgid, err = unix.IoctlGetInt(fd, unix.TIOCGPGRP)
		return err
	})
	if err == nil && pgid <= 0 {
		err = unix.ESRCH // the group is gone, or in another PID namespace
	}
	if err != nil {
		return 0, fmt.Errorf("get foreground process group: %w", err)
	}
	return pgid, nil
}

// Holders returns the pids of the processes that still have the terminal; see
// the function of that name.
func (m *Master) Holders() ([]int, error) { return Holders(m.f) }

// Close closes the descriptor and ends blocked reads and writes. The terminal
// hangs up when its last duplicate is closed.
func (m *Master) Close() error { return m.f.Close() }
