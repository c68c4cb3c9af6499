package pid1

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"jackin/session"
	"jackin/session/env"
	"jackin/session/ptyproc"
)

// defaultPath is where programs are looked for by a session without PATH.
const defaultPath = "/usr/local/bin:/usr/bin:/bin"

// oomPenalty is added to the kernel's score of sessions, so that one of them is
// killed before init and server where memory ends.
const oomPenalty = 500

// spawner starts sessions. It is not the loop's: it may wait for a file system.
type spawner struct {
	fork *forker
	keys *Keyring
	user *User // nil: init's own
	base []string
	quit chan struct{} // closed when nothing is to be started any more
}

// spawn starts what spec says on a PTY of its own. The error is one line for the
// person who asked.
func (s *spawner) spawn(spec session.Spec) (pid int, master *os.File, err error) {
	if len(spec.Argv) == 0 || spec.Argv[0] == "" {
		return 0, nil, errors.New("there is no program to start")
	}
	// A stale PWD would be believed by programs that compare it with nothing.
	set := append([]session.Var{{Name: "PWD", Value: spec.Dir}}, spec.Set...)
	environ, err := env.Fill(env.Build(s.base, append([]string{"OLDPWD"}, spec.Unset...), set), s.keys.Get)
	if err != nil {
		return 0, nil, err
	}
	var path string
	// Looked at before the fork: a directory that hangs then holds up this
	// goroutine only, and a missing one isn't taken for a missing program.
	err = s.user.As(func() (err error) {
		if err = checkDir(spec.Dir); err == nil {
			path, err = lookPath(spec.Argv[0], environ, spec.Dir)
		}
		return err
	})
	if err != nil {
		return 0, nil, err
	}
	master, slave, err := ptyproc.Open(spec.Size)
	if err != nil {
		return 0, nil, err
	}
	if s.user != nil {
		if err := ptyproc.Give(slave, s.user.UID); err != nil {
			return 0, nil, errors.Join(err, slave.Close(), master.Close())
		}
	}
	fd := slave.Fd()
	pid, err = s.fork.startPatiently(s.quit, path, spec.Argv, &syscall.ProcAttr{
		Dir:   spec.Dir,
		Env:   environ,
		Files: []uintptr{fd, fd, fd},
		Sys:   &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0, Credential: s.user.credential()},
	})
	_ = slave.Close()
	if err != nil {
		_ = master.Close()
		return 0, nil, explain(err, spec.Argv[0], path)
	}
	penalize(pid)
	return pid, master, nil
}

func checkDir(dir string) error {
	if !filepath.IsAbs(dir) {
		return fmt.Errorf("the directory %q isn't absolute", dir)
	}
	switch info, err := os.Stat(dir); {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("the directory %q doesn't exist", dir)
	case err != nil:
		return fmt.Errorf("the directory %q can't be used: %w", dir, cause(err))
	case !info.IsDir():
		return fmt.Errorf("%q is not a directory", dir)
	}
	if err := unix.Faccessat(unix.AT_FDCWD, dir, unix.X_OK, unix.AT_EACCESS); err != nil {
		return fmt.Errorf("the directory %q can't be used: %w", dir, err)
	}
	return nil
}

// lookPath finds a program as execvp does in the PATH of environ; entries that
// aren't absolute are skipped: what a directory holds isn't to be run because
// somebody works in it. A name with a slash is relative to dir.
func lookPath(name string, environ []string, dir string) (string, error) {
	if strings.Contains(name, "/") {
		path := name
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		return path, executable(path, name)
	}
	list := defaultPath
	for _, kv := range environ {
		if v, ok := strings.CutPrefix(kv, "PATH="); ok {
			list = v
		}
	}
	denied := ""
	for _, d := range filepath.SplitList(list) {
		if !filepath.IsAbs(d) {
			continue
		}
		path := filepath.Join(d, name)
		info, err := os.Stat(path)
		if err != nil || info.IsDir() {
			continue
		}
		if unix.Faccessat(unix.AT_FDCWD, path, unix.X_OK, unix.AT_EACCESS) == nil {
			return path, nil
		}
		if denied == "" {
			denied = path
		}
	}
	if denied != "" {
		return "", fmt.Errorf("%q may not be executed: %w", denied, unix.EACCES)
	}
	return "", fmt.Errorf("%q is not in PATH", name)
}

func executable(path, name string) error {
	switch info, err := os.Stat(path); {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("the program %q doesn't exist", name)
	case err != nil:
		return fmt.Errorf("the program %q can't be used: %w", name, cause(err))
	case info.IsDir():
		return fmt.Errorf("%q is a directory, not a program", name)
	}
	if err := unix.Faccessat(unix.AT_FDCWD, path, unix.X_OK, unix.AT_EACCESS); err != nil {
		return fmt.Errorf("%q may not be executed: %w", name, err)
	}
	return nil
}

// explain turns an error of fork or exec into a line.
func explain(err error, name, path string) error {
	switch {
	case errors.Is(err, unix.EAGAIN):
		return fmt.Errorf("start %q: the limit of processes is reached", name)
	case errors.Is(err, unix.ENOENT):
		return fmt.Errorf("start %q: the interpreter that %q names doesn't exist", name, path)
	case errors.Is(err, unix.ENOEXEC):
		return fmt.Errorf("start %q: %q is neither a program for this machine nor a script with a #! line", name, path)
	case errors.Is(err, unix.E2BIG):
		return fmt.Errorf("start %q: its arguments and environment are too long", name)
	}
	return fmt.Errorf("start %q: %w", name, err)
}

// cause strips operation and path, which the message has already.
func cause(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// penalize does what it may: at worst a session counts like init.
func penalize(pid int) {
	const highest = 1000
	path := "/proc/" + strconv.Itoa(pid) + "/oom_score_adj"
	b, err := os.ReadFile(path)
	if err != nil {
		return
	}
	if now, err := strconv.Atoi(strings.TrimSpace(string(b))); err == nil {
		_ = os.WriteFile(path, []byte(strconv.Itoa(min(now+oomPenalty, highest))), 0)
	}
}
