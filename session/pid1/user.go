package pid1

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// The files in which names are looked up.
const (
	passwdFile = "/etc/passwd"
	groupFile  = "/etc/group"
)

// maxID is the highest user or group number that is taken, as Docker does.
const maxID = 1<<31 - 1

// User is whom server and sessions run as where that isn't init's own user.
type User struct {
	// UID and GID are its numbers.
	UID, GID int
	// Groups are its supplementary groups.
	Groups []int
	// Name is "" where /etc/passwd doesn't know the number.
	Name string
	// Home and Shell are absolute paths; "" where nobody knows them: / and
	// /bin/sh.
	Home, Shell string

	alone bool // its group was given: it is in no other
}

// LookupUser returns the user that text names: USER[:GROUP], each a name or a
// number. Names are those of /etc/passwd and /etc/group; a number needs none, and
// has the group of the same number then. With a GROUP the user is in that one
// alone, as Docker has it.
func LookupUser(text string) (User, error) {
	passwd, err := os.ReadFile(passwdFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return User{}, fmt.Errorf("look up user %q: %w", text, err)
	}
	group, err := os.ReadFile(groupFile)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return User{}, fmt.Errorf("look up user %q: %w", text, err)
	}
	return findUser(text, passwd, group)
}

func findUser(text string, passwd, group []byte) (User, error) {
	name, groupName, withGroup := strings.Cut(text, ":")
	u := User{UID: -1}
	if id, ok := number(name); ok {
		u.UID, u.GID = id, id
	}
	for _, e := range passwdEntries(passwd) {
		if e.uid == u.UID || u.UID < 0 && e.name == name {
			u = User{UID: e.uid, GID: e.gid, Name: e.name, Home: e.home, Shell: e.shell}
			break
		}
	}
	if u.UID < 0 {
		return User{}, fmt.Errorf("there is no user %q in %s", name, passwdFile)
	}
	groups := groupEntries(group)
	if withGroup {
		id, ok := number(groupName)
		for _, e := range groups {
			if !ok && e.name == groupName {
				id, ok = e.gid, true
			}
		}
		if !ok {
			return User{}, fmt.Errorf("there is no group %q in %s", groupName, groupFile)
		}
		u.GID, u.alone = id, true
	}
	u.Groups = u.memberships(groups)
	return u, nil
}

// memberships are the groups that u is in beside its own.
func (u User) memberships(groups []groupEntry) (ids []int) {
	if u.Name == "" || u.alone {
		return nil
	}
	for _, e := range groups {
		if e.gid != u.GID && slices.Contains(e.members, u.Name) {
			ids = append(ids, e.gid)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// number is a user's or a group's number.
func number(text string) (int, bool) {
	n, err := strconv.ParseUint(text, 10, 31)
	return int(n), err == nil && n <= maxID
}

// passwdEntry is a line of /etc/passwd.
type passwdEntry struct {
	name, home, shell string
	uid, gid          int
	line              string // as it is, its newline included
}

// passwdEntries skips lines that aren't entries, as the C library does.
func passwdEntries(text []byte) (entries []passwdEntry) {
	for line := range bytes.Lines(text) {
		f := strings.Split(strings.TrimSuffix(string(line), "\n"), ":")
		if len(f) != 7 || f[0] == "" {
			continue
		}
		uid, okUID := number(f[2])
		gid, okGID := number(f[3])
		if okUID && okGID {
			entries = append(entries, passwdEntry{name: f[0], uid: uid, gid: gid, home: f[5], shell: f[6], line: string(line)})
		}
	}
	return entries
}

// groupEntry is a line of /etc/group.
type groupEntry struct {
	name    string
	gid     int
	members []string
	line    string
}

func groupEntries(text []byte) (entries []groupEntry) {
	for line := range bytes.Lines(text) {
		f := strings.Split(strings.TrimSuffix(string(line), "\n"), ":")
		if len(f) != 4 || f[0] == "" {
			continue
		}
		if gid, ok := number(f[2]); ok {
			entries = append(entries, groupEntry{name: f[0], gid: gid, members: strings.Split(f[3], ","), line: string(line)})
		}
	}
	return entries
}

// String says u to a person.
func (u User) String() string {
	if u.Name == "" {
		return strconv.Itoa(u.UID)
	}
	return fmt.Sprintf("%s (%d)", u.Name, u.UID)
}

// reader is u as the kernel looks at it when it opens a file.
func (u User) reader() user {
	return user{uid: u.UID, groups: append(slices.Clone(u.Groups), u.GID)}
}

// credential is what a fork gives to u's processes; nil is init's own.
func (u *User) credential() *syscall.Credential {
	if u == nil {
		return nil
	}
	c := &syscall.Credential{Uid: uint32(u.UID), Gid: uint32(u.GID)}
	for _, g := range u.Groups {
		c.Groups = append(c.Groups, uint32(g))
	}
	return c
}

// environ is base with what tells u's processes who they are, and without what
// tells it of another user.
func (u *User) environ(base []string) []string {
	if u == nil {
		return base
	}
	var environ []string
	for _, kv := range base {
		switch name, _, _ := strings.Cut(kv, "="); name {
		case "HOME", "USER", "LOGNAME", "SHELL", "MAIL", "XDG_RUNTIME_DIR":
		default:
			environ = append(environ, kv)
		}
	}
	home, shell := u.Home, u.Shell
	if home == "" {
		home = "/"
	}
	if shell == "" {
		shell = "/bin/sh"
	}
	environ = append(environ, "HOME="+home, "SHELL="+shell)
	if u.Name != "" {
		environ = append(environ, "USER="+u.Name, "LOGNAME="+u.Name)
	}
	return environ
}
