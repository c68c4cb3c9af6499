package pid1

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const testPasswd = `root:x:0:0:root:/root:/bin/bash
# a comment
broken:x:1
huge:x:4294967295:0::/:/bin/sh
agent:x:1000:1000::/home/agent:/bin/bash
other:x:1001:1001:Other,,,:/home/other:
twice:x:1000:5::/twice:/bin/twice
`

const testGroup = `root:x:0:
tty:x:5:agent
agent:x:1000:agent
docker:x:999:other,agent
agents:x:2000:agents
again:x:999:agent
`

func TestFindUser(t *testing.T) {
	agent := User{UID: 1000, GID: 1000, Groups: []int{5, 999}, Name: "agent", Home: "/home/agent", Shell: "/bin/bash"}
	in := func(u User, gid int) User { u.GID, u.Groups = gid, nil; return u }
	for _, test := range []struct {
		text string
		want User
		err  string
	}{
		{text: "agent", want: agent},
		{text: "1000", want: agent},
		{text: "agent:docker", want: in(agent, 999)},
		{text: "1000:7", want: in(agent, 7)},
		{text: "other", want: User{UID: 1001, GID: 1001, Groups: []int{999}, Name: "other", Home: "/home/other"}},
		{text: "0", want: User{Name: "root", Home: "/root", Shell: "/bin/bash"}},
		{text: "4321", want: User{UID: 4321, GID: 4321}},
		{text: "4321:tty", want: User{UID: 4321, GID: 5}},
		{text: "nobody", err: `there is no user "nobody" in /etc/passwd`},
		{text: "broken", err: `there is no user "broken"`},
		{text: "huge", err: `there is no user "huge"`},
		{text: "4294967295", err: `there is no user "4294967295"`},
		{text: "2147483648", err: `there is no user`},
		{text: "-1", err: `there is no user "-1"`},
		{text: "", err: `there is no user ""`},
		{text: ":5", err: `there is no user ""`},
		{text: "agent:", err: `there is no group ""`},
		{text: "agent:agents2", err: `there is no group "agents2" in /etc/group`},
	} {
		got, err := findUser(test.text, []byte(testPasswd), []byte(testGroup))
		if test.err != "" {
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("findUser(%q) = %+v, %v, want %q", test.text, got, err, test.err)
			}
			continue
		}
		if diff := cmp.Diff(test.want, got, cmpopts.IgnoreUnexported(User{})); err != nil || diff != "" {
			t.Errorf("findUser(%q): %v (-want +got):\n%s", test.text, err, diff)
		}
	}
}

func TestUserEnviron(t *testing.T) {
	base := []string{"HOME=/root", "PATH=/bin", "USER=root", "LOGNAME=root", "SHELL=/bin/zsh", "MAIL=/var/mail/root", "HOMEPAGE=x"}
	for _, test := range []struct {
		u    *User
		want []string
	}{
		{nil, base},
		{&User{UID: 7, Name: "agent", Home: "/home/agent", Shell: "/bin/bash"},
			[]string{"PATH=/bin", "HOMEPAGE=x", "HOME=/home/agent", "SHELL=/bin/bash", "USER=agent", "LOGNAME=agent"}},
		{&User{UID: 7}, []string{"PATH=/bin", "HOMEPAGE=x", "HOME=/", "SHELL=/bin/sh"}},
	} {
		if got := test.u.environ(base); !slices.Equal(got, test.want) {
			t.Errorf("environ of %+v = %q, want %q", test.u, got, test.want)
		}
	}
}

func TestMissingCapabilities(t *testing.T) {
	for _, test := range []struct {
		effective uint64
		want      string
	}{
		{^uint64(0), ""},
		{0, "CHOWN KILL SETGID SETUID"},
		{0xa80425fb, ""}, // Docker's own set
		{1<<0 | 1<<5 | 1<<7, "SETGID"},
		{1 << 1, "CHOWN KILL SETGID SETUID"},
	} {
		if got := strings.Join(missing(test.effective), " "); got != test.want {
			t.Errorf("missing(%#x) = %q, want %q", test.effective, got, test.want)
		}
	}
}

func FuzzFindUser(f *testing.F) {
	f.Add("agent:tty", testPasswd, testGroup)
	f.Add("0:0", "a:b:c:d", ":::\n\n")
	f.Fuzz(func(t *testing.T, text, passwd, group string) {
		u, err := findUser(text, []byte(passwd), []byte(group))
		if err == nil && (u.UID < 0 || u.GID < 0 || u.UID > maxID || u.GID > maxID) {
			t.Errorf("findUser(%q) = %+v", text, u)
		}
		a, ok := adoption([]byte(passwd), []byte(group), User{UID: 4321, GID: 4321})
		if !ok {
			return
		}
		// The entry has the numbers, and nothing else has changed.
		got, err := findUser("4321", a.passwd, nil)
		if err != nil || got.UID != 4321 {
			t.Errorf("4321 is %+v, %v in %q", got, err, a.passwd)
		}
		if len(passwdEntries(a.passwd)) != len(passwdEntries([]byte(passwd))) {
			t.Errorf("%q has other entries than %q", a.passwd, passwd)
		}
	})
}
