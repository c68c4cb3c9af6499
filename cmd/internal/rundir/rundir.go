package rundir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"syscall"

	"golang.org/x/sys/unix"
)

// Names inside a run directory.
const (
	SocketName = "jackin.sock"
	LockName   = "lock"
	LogName    = "jackin.log"
	// ServerName is the directory of the server's own files.
	ServerName = "server"
)

// Variable names the run directory, alone, where it is set.
const Variable = "JACKIN_RUN_DIR"

// Errors that a caller tells apart; each is wrapped with the directory's name.
var (
	// ErrNoServer: no directory has a socket on which somebody listens.
	ErrNoServer = errors.New("no jackin is running here")
	// ErrRunning: another init holds the lock.
	ErrRunning = errors.New("jackin is running already")
	// ErrNotOurs: the directory or its listener belongs to somebody else, or
	// the directory is a symbolic link.
	ErrNotOurs = errors.New("not permitted")
)

// Env is what the choice depends on.
type Env struct {
	Getenv func(string) string
	// UID is the user's effective id.
	UID int
	// TempDir is the directory for temporary files.
	TempDir string
	// Init is the owner of PID 1, whose directory a client tries too.
	Init int
}

// System is the process's own Env.
func System(getenv func(string) string) Env {
	e := Env{Getenv: getenv, UID: os.Geteuid(), Init: os.Geteuid(), TempDir: getenv("TMPDIR")}
	if e.TempDir == "" {
		e.TempDir = "/tmp"
	}
	if st, err := os.Stat("/proc/1"); err == nil {
		e.Init = int(st.Sys().(*syscall.Stat_t).Uid)
	}
	return e
}

// Candidates are the directories that uid's init could have, best first.
func (e Env) Candidates(uid int) []string {
	if dir := e.Getenv(Variable); dir != "" {
		return []string{dir}
	}
	list := []string{"/run/jackin"}
	if dir := e.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) {
		list = append(list, filepath.Join(dir, "jackin"))
	}
	name := "jackin-" + strconv.Itoa(uid)
	return append(list, filepath.Join(e.TempDir, name), filepath.Join("/dev/shm", name))
}

// Dir is a run directory that this process owns.
type Dir struct {
	// Path is absolute.
	Path string

	dir  *os.File // O_PATH: the socket is bound below it
	lock *os.File // flocked; the lock ends with the process
}

// Own makes and locks the first candidate that this user can own. With
// Variable set there is one candidate alone.
func (e Env) Own() (*Dir, error) {
	var errs []error
	for _, path := range e.Candidates(e.UID) {
		d, err := own(path, e.UID)
		if err == nil {
			return d, nil
		}
		errs = append(errs, err)
		if errors.Is(err, ErrRunning) {
			break // ours, and in use: a second place would hide that
		}
	}
	if len(errs) == 1 || errors.Is(errs[len(errs)-1], ErrRunning) {
		return nil, errs[len(errs)-1]
	}
	return nil, fmt.Errorf("no run directory can be made (set %s): %w", Variable, errors.Join(errs...))
}

func own(path string, uid int) (*Dir, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("make run directory: %w", err)
	}
	dir, err := open(path, uid)
	if err != nil {
		return nil, err
	}
	d := &Dir{Path: path, dir: dir}
	if err := d.prepare(); err != nil {
		dir.Close()
		return nil, err
	}
	return d, nil
}

// prepare makes the directory private, takes the lock and makes ServerName.
func (d *Dir) prepare() error {
	// fchmod refuses an O_PATH descriptor; its name in /proc is the way.
	if err := os.Chmod(d.inside("."), 0o700); err != nil {
		return fmt.Errorf("make run directory %q private: %w", d.Path, err)
	}
	lock, err := os.OpenFile(d.inside(LockName), os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return fmt.Errorf("open lock of run directory %q: %w", d.Path, errors.Unwrap(err))
	}
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX|unix.LOCK_NB); err != nil {
		lock.Close()
		if errors.Is(err, unix.EWOULDBLOCK) {
			return fmt.Errorf("run directory %q: %w", d.Path, ErrRunning)
		}
		return fmt.Errorf("lock run directory %q: %w", d.Path, err)
	}
	if err := os.Mkdir(d.inside(ServerName), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		lock.Close()
		return fmt.Errorf("make %s in run directory %q: %w", ServerName, d.Path, errors.Unwrap(err))
	}
	d.lock = lock
	return nil
}

// open opens a directory that uid or root owns, without following a link.
func open(path string, uid int) (*os.File, error) {
	fd, err := unix.Open(path, unix.O_PATH|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if errors.Is(err, unix.ELOOP) || errors.Is(err, unix.ENOTDIR) {
		return nil, fmt.Errorf("run directory %q is a symbolic link or not a directory: %w", path, ErrNotOurs)
	}
	if err != nil {
		return nil, fmt.Errorf("open run directory %q: %w", path, err)
	}
	f := os.NewFile(uintptr(fd), path)
	var st unix.Stat_t
	if err := unix.Fstat(fd, &st); err != nil {
		f.Close()
		return nil, fmt.Errorf("stat run directory %q: %w", path, err)
	}
	if int(st.Uid) != uid {
		f.Close()
		return nil, fmt.Errorf("run directory %q belongs to user %d, not to %d: %w", path, st.Uid, uid, ErrNotOurs)
	}
	return f, nil
}

// inside is a name below the opened directory, short enough for a socket's
// address (108 bytes) wherever the directory is.
func (d *Dir) inside(name string) string { return below(d.dir, name) }

func below(dir *os.File, name string) string {
	return fmt.Sprintf("/proc/self/fd/%d/%s", dir.Fd(), name)
}

// OpenLog opens the log for appending, private to its owner.
func (d *Dir) OpenLog() (*os.File, error) {
	f, err := os.OpenFile(d.inside(LogName), os.O_WRONLY|os.O_CREATE|os.O_APPEND|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open log in run directory %q: %w", d.Path, errors.Unwrap(err))
	}
	return f, nil
}

// Remove takes the socket away; the directory stays, as its lock must.
func (d *Dir) Remove() error {
	err := os.Remove(d.inside(SocketName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
