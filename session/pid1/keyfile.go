package pid1

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/sys/unix"

	"jackin/provider/secret"
)

// maxKey is the longest key, in bytes; a longer one isn't set, and a line says
// so.
const maxKey = secret.MaxText

// keysOfEnviron splits environ into keys and the rest, which has neither a key nor
// an empty one. In a container a line says that the environment is no place for
// keys.
func keysOfEnviron(environ []string, names []secret.Ref, warn func(string), container bool) (keys []key, rest []string) {
	var fromConfig []string
	for _, kv := range environ {
		if list, ok := strings.CutPrefix(kv, ConfigKeysVar+"="); ok {
			fromConfig = strings.Split(list, ",")
		}
	}
	var plain []string
	for _, kv := range environ {
		name, value, _ := strings.Cut(kv, "=")
		switch {
		case name == ConfigKeysVar:
			continue
		case !slices.Contains(names, secret.Ref(name)):
			rest = append(rest, kv)
			continue
		case value == "":
			continue // as if it weren't there: the usual way to say "none"
		}
		k := key{name: secret.Ref(name), source: sourceEnvironment, value: []byte(value)}
		if err := checkValue(k.value); err != nil {
			warn(fmt.Sprintf("the variable %s %v: the key isn't set", name, err))
			continue
		}
		if slices.Contains(fromConfig, name) {
			k.source = sourceConfig
		} else {
			plain = append(plain, name)
		}
		keys = append(keys, k)
	}
	if container && len(plain) > 0 {
		warn(fmt.Sprintf("%s came with the environment: docker inspect shows it and every docker exec gets it; mount it as %s/NAME instead",
			strings.Join(plain, ", "), defaultSecretsDir))
	}
	return keys, rest
}

// keysOfFiles reads the files of dir that are named as a key. A line says which
// couldn't be used, and which a tab of user session could read too.
func keysOfFiles(dir string, names []secret.Ref, init, session user, warn func(string)) (keys []key) {
	for _, name := range names {
		path := filepath.Join(dir, string(name))
		value, info, err := readKey(path)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			warn(fmt.Sprintf("the key file %s %v: the key isn't set from it", path, err))
			continue
		}
		keys = append(keys, key{name: name, source: sourceFile, value: value})
		if line := exposure(path, info, init, session); line != "" {
			warn(line)
		}
	}
	return keys
}

// readKey reads a key's file without its last newline. Errors complete "the file
// PATH ..." but for os.ErrNotExist.
func readKey(path string) ([]byte, access, error) {
	// Non-blocking, lest a FIFO holds up the start of everything.
	f, err := os.OpenFile(path, os.O_RDONLY|unix.O_NONBLOCK|unix.O_NOCTTY, 0)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return nil, access{}, os.ErrNotExist
	case errors.Is(err, os.ErrPermission):
		return nil, access{}, errors.New("may not be read by this user")
	case err != nil:
		return nil, access{}, fmt.Errorf("can't be read: %w", errors.Unwrap(err))
	}
	defer func() { _ = f.Close() }()
	var st unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &st); err != nil {
		return nil, access{}, fmt.Errorf("can't be looked at: %w", err)
	}
	if st.Mode&unix.S_IFMT != unix.S_IFREG {
		return nil, access{}, errors.New("isn't a regular file")
	}
	b, err := io.ReadAll(io.LimitReader(f, maxKey+3)) // a newline, and one too many
	if err != nil {
		return nil, access{}, fmt.Errorf("can't be read: %w", errors.Unwrap(err))
	}
	if line, ok := bytes.CutSuffix(b, []byte("\n")); ok {
		b = bytes.TrimSuffix(line, []byte("\r"))
	}
	return b, access{uid: int(st.Uid), gid: int(st.Gid), mode: st.Mode & 0o777}, checkValue(b)
}

// checkValue says what is wrong with a key, never what it is.
func checkValue(v []byte) error {
	switch {
	case len(v) == 0:
		return errors.New("is empty")
	case len(v) > maxKey:
		return fmt.Errorf("is longer than %d bytes", maxKey)
	case bytes.ContainsFunc(v, func(r rune) bool { return r < ' ' || r == 0x7f }):
		return errors.New("holds a control character")
	}
	return nil
}

// access is who may read a file.
type access struct {
	uid, gid int
	mode     uint32 // permission bits
}

// user is whom the kernel compares with an access.
type user struct {
	uid    int
	groups []int
}

// self is the user of this process.
func self() user {
	groups, _ := unix.Getgroups() // at worst a warning less
	return user{uid: unix.Geteuid(), groups: append(groups, unix.Getegid())}
}

// mayRead reports what the kernel would say, capabilities aside.
func (u user) mayRead(a access) bool {
	switch {
	case u.uid == 0:
		return true
	case u.uid == a.uid:
		return true // whatever the mode: an owner can change it
	case slices.Contains(u.groups, a.gid):
		return a.mode&0o040 != 0
	}
	return a.mode&0o004 != 0
}

// exposure is the line that says how a tab of user session could read the key
// file path, which init reads as user init, and what mends it; "" where it can't.
func exposure(path string, a access, init, session user) string {
	switch {
	case !session.mayRead(a):
		return ""
	case session.uid == init.uid:
		return fmt.Sprintf("any tab can read the key file %s: jackin and its tabs run as one user, %d", path, init.uid)
	case session.uid == a.uid:
		return fmt.Sprintf("any tab can read the key file %s, it is its user's own; on the machine that it is mounted from: chown root FILE && chmod 0600 FILE", path)
	}
	return fmt.Sprintf("any tab can read the key file %s, its mode is %04o; on the machine that it is mounted from: chmod 0600 FILE", path, a.mode)
}
