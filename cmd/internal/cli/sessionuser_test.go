//go:build linux

package cli

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"jackin/session/pid1"
)

func TestChooseUser(t *testing.T) {
	for _, test := range []struct {
		option, variable string
		euid             int
		want, from       string
	}{
		{"", "", 0, "", ""},
		{"", "agent", 0, "agent", "JACKIN_USER"},
		{"", "agent", 1234, "", ""},
		{"0", "agent", 0, "0", "--user"},
		{"me", "agent", 1234, "me", "--user"},
	} {
		if got, from := chooseUser(test.option, test.variable, test.euid); got != test.want || from != test.from {
			t.Errorf("chooseUser(%q, %q, %d) = %q, %q, want %q, %q", test.option, test.variable, test.euid, got, from, test.want, test.from)
		}
	}
}

func TestCheckUser(t *testing.T) {
	agent := pid1.User{UID: 1000, Name: "agent"}
	for _, test := range []struct {
		name    string
		u       pid1.User
		euid    int
		missing []string
		want    string // the message; "" is none
		hints   []string
	}{
		{name: "root with all", u: agent},
		{name: "root stays", u: pid1.User{Name: "root"}, missing: []string{"SETUID"}},
		{name: "itself", u: agent, euid: 1000, missing: []string{"SETUID"}},
		{name: "not root", u: agent, euid: 1001, want: "--user: sessions can't run as user agent (1000), as jackin is user 1001 and not root",
			hints: []string{"start it as root, or without --user"}},
		{name: "root without", u: agent, missing: []string{"KILL", "SETUID"},
			want: "--user: sessions can't run as user agent (1000), as root lacks the capabilities KILL, SETUID here",
			hints: []string{"docker run --user 1000: all of jackin is that user's then, and its tabs can read the key files",
				"docker run --cap-add KILL --cap-add SETUID: jackin stays root's, and keeps keys from tabs"}},
	} {
		err := checkUser(test.u, "--user", test.euid, test.missing)
		var e *Error
		if errors.As(err, &e); test.want == "" {
			if err != nil {
				t.Errorf("%s: %v", test.name, err)
			}
			continue
		}
		if e == nil || e.Code != 1 || e.Message != test.want || !slices.Equal(e.Hints, test.hints) {
			t.Errorf("%s: %+v, want %q with %q", test.name, e, test.want, test.hints)
		}
	}
}

func TestHomeless(t *testing.T) {
	denied := errors.New("permission denied")
	for _, test := range []struct {
		u    *pid1.User
		want string
	}{
		{nil, "user 1234 may not write to its home / (permission denied), where agents keep settings: set HOME, or start as root with --user 1234"},
		{&pid1.User{UID: 7}, `user 7 may not write to its home / (permission denied), where agents keep settings: use an image with a user "agent"`},
		{&pid1.User{UID: 7, Home: "/home/agent"}, "--tmpfs /home/agent:mode=1777"},
	} {
		home := "/"
		if test.u != nil && test.u.Home != "" {
			home = test.u.Home
		}
		if got := homeless(home, test.u, 1234, denied); !strings.Contains(got, test.want) {
			t.Errorf("homeless = %q, want %q", got, test.want)
		}
	}
}
