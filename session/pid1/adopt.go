package pid1

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// adoptive is the entry of the image that a number without one is given.
const adoptive = "agent"

// Adopt gives the image's user agent the number of u, which has no entry in
// /etc/passwd, and its home to u. It returns u as it is then. The error is a line
// that says what couldn't be done; u has agent's home then, if there is one, but
// no name. It is for a container's init alone, before anything is started.
func (u User) Adopt() (User, error) {
	passwd, err := os.ReadFile(passwdFile)
	group, groupErr := os.ReadFile(groupFile)
	if err = errors.Join(err, groupErr); err != nil {
		return u, fmt.Errorf("user %d has no entry in %s: %w", u.UID, passwdFile, err)
	}
	a, ok := adoption(passwd, group, u)
	if !ok {
		return u, fmt.Errorf("user %d has no entry in %s, and there is no %q whose it could get: HOME is /", u.UID, passwdFile, adoptive)
	}
	u.Home, u.Shell = a.was.home, a.was.shell
	// The entry comes last: where this is interrupted, the next start does it all
	// again.
	err = chownHome(u.Home, a.was.uid, u.UID, u.GID)
	if err == nil && !bytes.Equal(a.group, group) {
		err = replaceRoots(groupFile, a.group)
	}
	if err == nil {
		err = replaceRoots(passwdFile, a.passwd)
	}
	if err != nil {
		return u, fmt.Errorf("user %d has no entry in %s and can't be given that of %q: %w; only HOME is set, to %s", u.UID, passwdFile, adoptive, err, u.Home)
	}
	u.Name = adoptive
	u.Groups = u.memberships(groupEntries(a.group))
	return u, nil
}

// adopted is what the two files are to be.
type adopted struct {
	passwd, group []byte
	was           passwdEntry
}

// adoption rewrites the entry of adoptive: its numbers become u's. Its group does
// too, unless another one has u's number. ok is false where there is no entry.
func adoption(passwd, group []byte, u User) (a adopted, ok bool) {
	for _, e := range passwdEntries(passwd) {
		if e.name == adoptive {
			a.was, ok = e, true
			break
		}
	}
	if !ok {
		return a, false
	}
	a.passwd = rewrite(passwd, a.was.line, map[int]int{2: u.UID, 3: u.GID})
	a.group = group
	for _, e := range groupEntries(group) {
		if e.gid == u.GID {
			return a, true
		}
	}
	for _, e := range groupEntries(group) {
		if e.gid == a.was.gid && e.name == adoptive {
			a.group = rewrite(group, e.line, map[int]int{2: u.GID})
		}
	}
	return a, true
}

// rewrite sets fields of an entry's line; all else stays, byte for byte.
func rewrite(text []byte, entry string, set map[int]int) []byte {
	var out []byte
	done := false
	for line := range bytes.Lines(text) {
		if !done && string(line) == entry {
			done = true
			f := strings.Split(entry, ":")
			for at, n := range set {
				f[at] = strconv.Itoa(n)
			}
			line = []byte(strings.Join(f, ":"))
		}
		out = append(out, line...)
	}
	return out
}

// replaceRoots replaces a file of root's by one with the same mode, whole or not
// at all. A mounted file can't be replaced: the kernel refuses.
func replaceRoots(path string, data []byte) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("%s is not a regular file", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return cause(err)
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Chmod(info.Mode().Perm()), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		var link *os.LinkError
		if errors.As(err, &link) {
			err = link.Err
		}
		return fmt.Errorf("replace %s: %w", path, err)
	}
	return nil
}

// chownHome gives home, and what in it was user was's, to another. It follows no
// link and enters no other file system; home itself comes last, so that its owner
// says whether all is done.
func chownHome(home string, was, uid, gid int) error {
	info, err := os.Lstat(home)
	if err != nil {
		return fmt.Errorf("give it %s: %w", home, cause(err))
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok || !info.IsDir() {
		return fmt.Errorf("give it %s: that is not a directory", home)
	}
	if int(st.Uid) == uid {
		return nil
	}
	err = filepath.WalkDir(home, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		is, ok := info.Sys().(*syscall.Stat_t)
		switch {
		case path == home || !ok:
			return nil
		case is.Dev != st.Dev && d.IsDir():
			return fs.SkipDir
		case is.Dev != st.Dev || int(is.Uid) != was:
			return nil
		}
		return os.Lchown(path, uid, gid)
	})
	if err == nil {
		err = os.Lchown(home, uid, gid)
	}
	if err != nil {
		return fmt.Errorf("give it %s: %w", home, cause(err))
	}
	return nil
}
