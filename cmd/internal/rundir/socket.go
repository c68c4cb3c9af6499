package rundir

import (
	"errors"
	"fmt"
	"net"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// Backlog is how many connections wait while a server restarts; more are
// refused by the kernel with EAGAIN, and Dial's caller tries again.
const Backlog = 128

// Listen binds the socket, in place of a stale one: Own's lock says that
// nobody serves it. The descriptor is close-on-exec and non-blocking.
func (d *Dir) Listen() (*os.File, error) {
	if err := d.Remove(); err != nil {
		return nil, fmt.Errorf("remove stale socket in %q: %w", d.Path, err)
	}
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC|unix.SOCK_NONBLOCK, 0)
	if err != nil {
		return nil, fmt.Errorf("make socket: %w", err)
	}
	f := os.NewFile(uintptr(fd), SocketName)
	// 0600 behind 0700; or 0666, and the server asks the kernel who connects.
	mask := 0o177
	if d.sessions != nil {
		mask = 0o111
	}
	old := unix.Umask(mask)
	err = unix.Bind(fd, &unix.SockaddrUnix{Name: d.inside(SocketName)})
	unix.Umask(old)
	if err == nil {
		err = unix.Listen(fd, Backlog)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("listen in run directory %q: %w", d.Path, err)
	}
	return f, nil
}

// Dial connects to the first live socket: of this user's directories, then of
// those of PID 1's user. ErrNotOurs is returned for a directory or a listener
// that isn't trusted, unless another one answers.
func (e Env) Dial() (*net.UnixConn, string, error) {
	var refused error
	tried := map[string]bool{}
	for _, uid := range []int{e.UID, e.Init} {
		for _, path := range e.Candidates(uid) {
			if tried[path] {
				continue
			}
			tried[path] = true
			conn, err := e.dial(path)
			if err == nil {
				return conn, path, nil
			}
			if errors.Is(err, ErrNotOurs) && refused == nil {
				refused = err
			}
		}
	}
	if refused != nil {
		return nil, "", refused
	}
	return nil, "", ErrNoServer
}

func (e Env) dial(path string) (*net.UnixConn, error) {
	dir, err := open(path, e.trusted())
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	conn, err := net.DialUnix("unix", nil, &net.UnixAddr{Net: "unix", Name: below(dir, SocketName)})
	if err != nil {
		if errors.Is(err, unix.EACCES) {
			return nil, fmt.Errorf("run directory %q is another user's alone (docker exec --user UID): %w", path, ErrNotOurs)
		}
		return nil, err
	}
	cred, err := Peer(conn)
	if err != nil {
		conn.Close()
		return nil, err
	}
	if !slices.Contains(e.trusted(), int(cred.Uid)) {
		conn.Close()
		return nil, fmt.Errorf("run directory %q is served by user %d, not by %d: %w", path, cred.Uid, e.UID, ErrNotOurs)
	}
	return conn, nil
}

// Peer is who was on the other side when it connected or began to listen.
func Peer(conn *net.UnixConn) (*unix.Ucred, error) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return nil, err
	}
	var cred *unix.Ucred
	var credErr error
	if err := raw.Control(func(fd uintptr) {
		cred, credErr = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	}); err != nil {
		return nil, err
	}
	return cred, credErr
}
