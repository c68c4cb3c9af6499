//go:build linux

package cli

import (
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"

	"jackin/cmd/internal/rundir"
	"jackin/session/pid1"
)

// userVariable is --user where that isn't given and init is root's; an image sets
// it.
const userVariable = "JACKIN_USER"

// sessionUser is whom server and sessions run as; nil is init's own user.
func (o *initOptions) sessionUser(env Env) (*pid1.User, error) {
	text, from := chooseUser(o.user, env.Getenv(userVariable), os.Geteuid())
	if text == "" {
		return nil, nil
	}
	u, err := pid1.LookupUser(text)
	if err != nil {
		return nil, fail(exitFailed, "%s: %v", from, err).hint("a number needs no entry")
	}
	missing, err := pid1.MissingCapabilities()
	if err != nil {
		return nil, err
	}
	if err := checkUser(u, from, os.Geteuid(), missing); err != nil {
		return nil, err
	}
	if u.UID == os.Geteuid() {
		return nil, nil
	}
	return &u, nil
}

// chooseUser is the user that is asked for, and by what. The variable is an
// image's advice for root: who starts the container as somebody else has chosen.
func chooseUser(option, variable string, euid int) (text, from string) {
	switch {
	case option != "":
		return option, "--user"
	case euid == 0 && variable != "":
		return variable, userVariable
	}
	return "", ""
}

// checkUser refuses what this process can't do: sessions never run as another user
// than the one that was asked for.
func checkUser(u pid1.User, from string, euid int, missing []string) error {
	switch {
	case u.UID == euid:
		return nil
	case euid != 0:
		return fail(exitFailed, "%s: sessions can't run as user %s, as jackin is user %d and not root", from, u, euid).
			hint("start it as root, or without --user")
	case len(missing) > 0:
		return fail(exitFailed, "%s: sessions can't run as user %s, as root lacks the capabilities %s here", from, u, strings.Join(missing, ", ")).
			hint("docker run --user %d: all of jackin is that user's then, and its tabs can read the key files", u.UID).
			hint("docker run --cap-add %s: jackin stays root's, and keeps keys from tabs", strings.Join(missing, " --cap-add "))
	}
	return nil
}

// settle gives a container's user what it lacks, and returns lines for the
// operator. It is called once, before anything is started.
func settle(env Env, u *pid1.User, asked bool) (lines []string) {
	container := os.Getpid() == 1
	if u == nil && os.Geteuid() == 0 && (container || asked) {
		lines = append(lines, "sessions run as root: a tab can read every key file, and change what it likes; --user NAME gives them a user of their own")
	}
	home := env.Getenv("HOME")
	if u != nil {
		if u.Name == "" && container {
			adopted, err := u.Adopt()
			if *u = adopted; err != nil {
				lines = append(lines, err.Error())
			}
		}
		home = u.Home
	}
	if home == "" {
		home = "/"
	}
	if !container {
		return lines
	}
	err := u.As(func() error { return unix.Faccessat(unix.AT_FDCWD, home, unix.W_OK|unix.X_OK, unix.AT_EACCESS) })
	if err != nil {
		lines = append(lines, homeless(home, u, os.Geteuid(), err))
	}
	return lines
}

// homeless says that agents can keep nothing in their home, and what mends it.
func homeless(home string, u *pid1.User, euid int, err error) string {
	uid, mend := euid, fmt.Sprintf("set HOME, or start as root with --user %d", euid)
	switch {
	case u != nil && home == "/":
		uid, mend = u.UID, `use an image with a user "agent"`
	case u != nil:
		uid, mend = u.UID, fmt.Sprintf("mount a directory there, as with --tmpfs %s:mode=1777", home)
	}
	return fmt.Sprintf("user %d may not write to its home %s (%v), where agents keep settings: %s", uid, home, err, mend)
}

// sharedWith is u as the run directory sees it.
func sharedWith(u *pid1.User) *rundir.Sessions {
	if u == nil {
		return nil
	}
	return &rundir.Sessions{UID: u.UID, GID: u.GID, As: u.As}
}
