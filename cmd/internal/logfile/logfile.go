// Package logfile is a log file that doesn't grow for ever: at its limit it
// becomes NAME.1, in place of the one before, and a new one is begun. Several
// processes may write to one: each notices what another has rotated. It is
// private to its owner.
package logfile

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// Limit is the size in bytes at which a log is rotated: with NAME.1 it takes
// twice that, and a line, at most.
const Limit = 1 << 20

// File is a log. Write may be called from any goroutine.
type File struct {
	path  string
	limit int64

	mu  sync.Mutex
	f   *os.File
	std bool // it is the process's standard error
}

// Take makes a log of a file that is open for appending, and that path names.
// The file is the log's from then on.
func Take(f *os.File, path string) *File { return &File{path: path, limit: Limit, f: f} }

// TakeStderr makes a log of the process's standard error, where that is a regular
// file; ok is false where it isn't. What the runtime says as a process dies goes
// there too, also after it was rotated.
func TakeStderr() (l *File, ok bool) {
	path, err := os.Readlink("/proc/self/fd/2")
	if err != nil {
		return nil, false
	}
	fd, err := unix.FcntlInt(uintptr(unix.Stderr), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, false
	}
	f := os.NewFile(uintptr(fd), path)
	if st, err := f.Stat(); err != nil || !st.Mode().IsRegular() {
		f.Close()
		return nil, false
	}
	l = Take(f, path)
	l.std = true
	return l, true
}

// Write appends a line. Where the log can't be rotated, as on a full disk, it
// grows on: a log that is too long is better than none.
func (l *File) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.movedLocked() {
		l.reopenLocked()
	}
	if st, err := l.f.Stat(); err == nil && st.Size() > 0 && st.Size()+int64(len(p)) > l.limit {
		l.rotateLocked()
	}
	return l.f.Write(p)
}

// movedLocked says that the name is another file's by now, or nobody's.
func (l *File) movedLocked() bool {
	named, err := os.Lstat(l.path)
	if err != nil {
		return errors.Is(err, os.ErrNotExist)
	}
	ours, err := l.f.Stat()
	return err == nil && !os.SameFile(named, ours)
}

// rotateLocked gives the file its other name, unless another process has done so
// meanwhile, and begins a new one.
func (l *File) rotateLocked() {
	if unix.Flock(int(l.f.Fd()), unix.LOCK_EX) != nil {
		return
	}
	err := error(nil)
	if !l.movedLocked() {
		err = os.Rename(l.path, l.path+".1")
	}
	_ = unix.Flock(int(l.f.Fd()), unix.LOCK_UN)
	if err == nil {
		l.reopenLocked()
	}
}

// reopenLocked goes on in the file of that name; where that isn't possible it
// stays where it is.
func (l *File) reopenLocked() {
	f, err := begin(l.path)
	if err != nil {
		return
	}
	if l.std {
		_ = unix.Dup3(int(f.Fd()), unix.Stderr, 0)
	}
	l.f.Close()
	l.f = f
}

// begin opens the log of that name, which must be a regular file: a link or a
// FIFO is somebody's trick.
func begin(path string) (*os.File, error) {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open log: %w", err)
	}
	st, err := f.Stat()
	if err == nil && !st.Mode().IsRegular() {
		err = fmt.Errorf("open log: %s is not a regular file", path)
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// Stderr makes the log the process's standard error from now on.
func (l *File) Stderr() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.std = true
	return unix.Dup3(int(l.f.Fd()), unix.Stderr, 0)
}

// Close closes the file.
func (l *File) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.f.Close()
}
