package rundir

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
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

// trusted are the owners of a directory and of a listener to whom a client talks:
// root and its own user; for root, who could be lured to anybody's, itself alone,
// or the user of a PID 1 that isn't root.
func (e Env) trusted() []int {
	if e.UID == 0 {
		return []int{0, e.Init}
	}
	return []int{e.UID, 0}
}

// Sessions is the user of server and sessions.
type Sessions struct {
	UID, GID int
	// As calls a function with that user's rights on files.
	As func(func() error) error
}

// Dir is a run directory that this process owns.
type Dir struct {
	// Path is absolute.
	Path string

	sessions *Sessions // nil: this process's own user
	dir      *os.File  // O_PATH: the socket is bound below it
	lock     *os.File  // flocked; the lock ends with the process
}

// Own makes and locks the first candidate that this user can own. With
// Variable set there is one candidate alone.
//
// Where sessions is nil the directory is private. Else it may be entered by all,
// and is still this user's alone to change; ServerName in it is private to the
// sessions' user.
func (e Env) Own(sessions *Sessions) (*Dir, error) {
	var errs []error
	for _, path := range e.Candidates(e.UID) {
		d, err := own(path, e.UID, sessions)
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

func own(path string, uid int, sessions *Sessions) (*Dir, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, fmt.Errorf("make run directory: %w", err)
	}
	dir, err := open(path, []int{uid})
	if err != nil {
		return nil, err
	}
	d := &Dir{Path: path, sessions: sessions, dir: dir}
	if err := d.prepare(); err != nil {
		dir.Close()
		return nil, err
	}
	return d, nil
}

// prepare sets who may enter the directory, takes the lock and makes ServerName.
func (d *Dir) prepare() error {
	mode := os.FileMode(0o700)
	if d.sessions != nil {
		mode = 0o755
	}
	// fchmod refuses an O_PATH descriptor; its name in /proc is the way.
	if err := os.Chmod(d.inside("."), mode); err != nil {
		return fmt.Errorf("set who may enter run directory %q: %w", d.Path, err)
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
	if err := d.makeServer(); err != nil {
		lock.Close()
		return fmt.Errorf("make %s in run directory %q: %w", ServerName, d.Path, err)
	}
	d.lock = lock
	return nil
}

// makeServer makes the server's own directory, or takes over one that the server
// of another user had. Only init can have put it there.
func (d *Dir) makeServer() error {
	path := d.inside(ServerName)
	if err := os.Mkdir(path, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return errors.Unwrap(err)
	}
	info, err := os.Lstat(path)
	if err != nil {
		return errors.Unwrap(err)
	}
	if !info.IsDir() {
		return fmt.Errorf("not a directory: %w", ErrNotOurs)
	}
	uid, gid := os.Geteuid(), os.Getegid()
	if d.sessions != nil {
		uid, gid = d.sessions.UID, d.sessions.GID
	}
	st := info.Sys().(*syscall.Stat_t)
	if int(st.Uid) == uid && int(st.Gid) == gid && info.Mode().Perm() == 0o700 {
		return nil
	}
	// Ours first: root may lack the right to change the mode of somebody else's.
	err = os.Lchown(path, os.Geteuid(), -1)
	if err == nil {
		err = os.Chmod(path, 0o700)
	}
	if err == nil {
		err = os.Lchown(path, uid, gid)
	}
	return errors.Unwrap(err)
}

// open opens a directory of one of these owners, without following a link.
func open(path string, owners []int) (*os.File, error) {
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
	if !slices.Contains(owners, int(st.Uid)) {
		f.Close()
		return nil, fmt.Errorf("run directory %q belongs to user %d, not to %d: %w", path, st.Uid, owners[0], ErrNotOurs)
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

// OpenServerLog opens the log of a server whose user isn't this process's, which
// is that user's own, and made with that user's rights: a link that a tab has put
// there leads nowhere that it couldn't go itself. Without such a user it is
// [Dir.OpenLog].
func (d *Dir) OpenServerLog() (f *os.File, err error) {
	if d.sessions == nil {
		return d.OpenLog()
	}
	path := d.inside(ServerName + "/" + LogName)
	err = d.sessions.As(func() error {
		// A FIFO must not hold up the start.
		f, err = os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_APPEND|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0o600)
		return err
	})
	if err == nil {
		var info os.FileInfo
		if info, err = f.Stat(); err == nil && info.Mode().IsRegular() {
			return f, nil
		}
		f.Close()
		err = errors.Join(err, &fs.PathError{Op: "open", Path: path, Err: ErrNotOurs})
	}
	return nil, fmt.Errorf("open the server's log in run directory %q: %w", d.Path, err)
}

// Remove takes the socket away; the directory stays, as its lock must.
func (d *Dir) Remove() error {
	err := os.Remove(d.inside(SocketName))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
