package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// ErrChanged is in the error of a write whose file isn't any more what its edits were
// made on. Nothing was written.
var ErrChanged = errors.New("it has changed since it was read")

const (
	// lockName is the file beside config.toml by which those who write wait for each
	// other. It stays.
	lockName = ".lock"
	// lockTime is how long a write waits for another one; then it fails.
	lockTime = 2 * time.Second
	// lockPause is between two tries.
	lockPause = 10 * time.Millisecond
)

// Write replaces the file, atomically and for its owner alone (0600), or removes it.
// Directories that are missing are made (0700). It writes to where a symbolic link of
// the user's own leads, and refuses one of somebody else's, a file of somebody else's,
// a file that is mounted, and one that has changed ([ErrChanged]). Where nothing
// changes nothing is written.
func (c Change) Write() error {
	if c.Empty() {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(c.c.path), 0o700); err != nil {
		return fmt.Errorf("write config: %w", err)
	}
	unlock, err := lock(c.c.dir, lockTime)
	if err != nil {
		return err
	}
	defer unlock()
	to, err := destination(c.c.path)
	if err != nil {
		return err
	}
	text, err := readFile(c.c.path, anyOwner)
	existed := err == nil
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if existed != c.c.existed || text != c.c.before {
		return fmt.Errorf("write %s: %w; nothing is written", c.c.path, ErrChanged)
	}
	if c.c.remove {
		return writeProblem(c.c.path, os.Remove(c.c.path))
	}
	return writeProblem(to, replace(to, c.c.after))
}

// replace puts text in the place of the file at path: at every moment, also after a
// crash, there is the whole old text or the whole new one.
func replace(path, text string) (err error) {
	dir := filepath.Dir(path)
	// Beside the file, never in a directory for temporary files: it has keys. Its name
	// begins with a dot and doesn't end with .toml: no workspace, if it is left.
	f, err := os.CreateTemp(dir, "."+filepath.Base(path)+".*") // 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	err = f.Chmod(0o600) // whatever the umask says
	if err == nil {
		_, err = f.WriteString(text)
	}
	if err == nil {
		// Else the new name may reach the disk before its text does.
		err = f.Sync()
	}
	if err = errors.Join(err, f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	// The rename itself outlives a crash once the directory has been synced; there
	// are file systems that can't, and then it is as safe as it gets.
	if d, err := os.Open(dir); err == nil {
		_ = d.Sync()
		_ = d.Close()
	}
	return nil
}

// writeProblem says what is wrong where the system's own words don't.
func writeProblem(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.EBUSY):
		return fmt.Errorf("write %s: a file is mounted here and can't be replaced; edit it where it comes from", path)
	}
	return fmt.Errorf("write config: %w", err)
}

// destination returns the file that path leads to, or why it isn't the user's to
// write. A file that isn't there yet is.
func destination(path string) (string, error) {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return path, nil
	}
	if err != nil {
		return "", fmt.Errorf("write config: %w", err)
	}
	if err := owned(path, info); err != nil {
		return "", err
	}
	if info.Mode()&fs.ModeSymlink == 0 {
		return path, nil
	}
	to, err := filepath.EvalSymlinks(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "", &Problem{File: path, Message: "a symbolic link to nothing"}
	}
	if err != nil {
		return "", fmt.Errorf("write config: %w", err)
	}
	if info, err = os.Lstat(to); err != nil {
		return "", fmt.Errorf("write config: %w", err)
	}
	return to, owned(to, info)
}

// owned returns why a file isn't this process's user's.
func owned(path string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || stat.Uid == uint32(os.Geteuid()) {
		return nil
	}
	what := "a file"
	if info.Mode()&fs.ModeSymlink != 0 {
		what = "a symbolic link"
	}
	return &Problem{File: path, Message: fmt.Sprintf("%s of user %d's: only that user can edit it", what, stat.Uid)}
}

// lock waits until nobody else writes in dir.
func lock(dir string, limit time.Duration) (unlock func(), err error) {
	path := filepath.Join(dir, lockName)
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0o600)
	if err != nil {
		return nil, fmt.Errorf("lock config: %w", err)
	}
	again := time.NewTicker(lockPause)
	defer again.Stop()
	for end := time.Now().Add(limit); ; <-again.C {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			// Its end lets go of the lock.
			return func() { f.Close() }, nil
		case errors.Is(err, syscall.EINTR):
		case !errors.Is(err, syscall.EWOULDBLOCK):
			f.Close()
			return nil, fmt.Errorf("lock %s: %w", path, err)
		case time.Now().After(end):
			f.Close()
			return nil, fmt.Errorf("lock %s: another jackin is writing; nothing is written, try again", path)
		}
	}
}
