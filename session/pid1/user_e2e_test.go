//go:build e2e

package pid1

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"jackin/provider/secret"
	"jackin/session"
	"jackin/session/link"
)

// The tests of this file switch users, so root runs them.

// other is a user without an entry, and not init's.
var other = User{UID: 4321, GID: 4322, Groups: []int{4323, 4324}, Name: "somebody", Home: "/tmp", Shell: "/bin/false"}

// ids are a process's real, effective, saved and file system ids, and its groups.
func ids(t *testing.T, pid int) string {
	t.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(b)) {
		for _, name := range []string{"Uid:", "Gid:", "Groups:", "CapEff:"} {
			if rest, ok := strings.CutPrefix(line, name); ok {
				out = append(out, strings.Join(strings.Fields(rest), " "))
			}
		}
	}
	return strings.Join(out, "; ")
}

// open makes everything down to path's parent one that anybody may enter.
func open(t *testing.T, path string) {
	t.Helper()
	for dir := path; dir != "/" && dir != os.TempDir(); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
}

// Server and sessions are the user's: no rights of init's are left in them, the
// terminal is theirs, and init's own things aren't.
func TestE2EUser(t *testing.T) {
	secrets := t.TempDir()
	file := filepath.Join(secrets, "MINIMAX_API_KEY")
	if err := os.WriteFile(file, []byte(canary), 0o600); err != nil {
		t.Fatal(err)
	}
	open(t, secrets)
	p := start(t, options{Keys: keyNames, Secrets: secrets, User: &other}, "ZAI_API_KEY=sk-canary-zai", "USER=root", "MAIL=/x")
	c := p.dial()
	const want = "4321 4321 4321 4321; 4322 4322 4322 4322; 4323 4324; 0000000000000000"
	if got := ids(t, c.server); got != want {
		t.Errorf("the server is %s, want %s", got, want)
	}
	script := fmt.Sprintf(`
		for f in %s /proc/%d/environ /proc/%d/mem /proc/%d/maps /proc/%d/environ /proc/%d/mem; do cat $f >/dev/null 2>&1 && echo "reads $f"; done
		ls /proc/%d/fd >/dev/null 2>&1 && echo "reads init's descriptors"
		echo env $HOME $USER $LOGNAME $SHELL $MAIL.
		echo tty $(stat -c '%%u %%a' $(tty))
		echo again >$(tty) && echo id $(id -u) $(id -g) $(id -G); echo key $TOKEN; echo end; read x`,
		file, p.pid, p.pid, p.pid, c.server, c.server, p.pid)
	s := c.shell("a", script, session.Var{Name: "TOKEN", Key: "ZAI_API_KEY"})
	c.says("a", "end")
	for prefix, want := range map[string]string{
		"env ": "/tmp somebody somebody /bin/false .",
		"tty ": "4321 620",
		"id ":  "4321 4322 4322 4323 4324",
		"key ": "sk-canary-zai",
	} {
		if got := c.line("a", prefix); got != want {
			t.Errorf("%s%q, want %q", prefix, got, want)
		}
	}
	if got := ids(t, s.Pid); got != want {
		t.Errorf("the session is %s, want %s", got, want)
	}
	if all := c.written["a"]; strings.Contains(all, "reads ") {
		t.Errorf("a tab can read what is init's:\n%s", all)
	}
	if strings.Contains(p.said(), "any tab can read") {
		t.Errorf("init warns of a file that no tab can read:\n%s", p.said())
	}
	// init ends what isn't its own.
	p.kill(unix.SIGTERM)
	c.send(link.QuitDone{})
	if code := p.wait(); code != 143 {
		t.Errorf("exit code %d, want 143", code)
	}
	gone(t, s.Pid)
}

// A file that the session's user could read is warned about, by why.
func TestE2EUserKeyFiles(t *testing.T) {
	secrets := t.TempDir()
	for name, set := range map[string]struct {
		uid, gid int
		mode     os.FileMode
	}{
		"MINIMAX_API_KEY":   {0, 0, 0o600},
		"ZAI_API_KEY":       {other.UID, 0, 0o600},
		"ANTHROPIC_API_KEY": {0, 0, 0o644},
		"OPENAI_API_KEY":    {0, other.Groups[1], 0o640},
	} {
		path := filepath.Join(secrets, name)
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(os.Chown(path, set.uid, set.gid), os.Chmod(path, set.mode)); err != nil {
			t.Fatal(err)
		}
	}
	var lines []string
	keys := keysOfFiles(secrets, []secret.Ref{"MINIMAX_API_KEY", "ZAI_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_API_KEY"}, self(), other.reader(),
		func(line string) { lines = append(lines, strings.ReplaceAll(line, secrets+"/", "")) })
	want := []string{
		"any tab can read the key file ZAI_API_KEY, it is its user's own; on the machine that it is mounted from: chown root FILE && chmod 0600 FILE",
		"any tab can read the key file ANTHROPIC_API_KEY, its mode is 0644; on the machine that it is mounted from: chmod 0600 FILE",
		"any tab can read the key file OPENAI_API_KEY, its mode is 0640; on the machine that it is mounted from: chmod 0600 FILE",
	}
	if len(keys) != 4 || !slices.Equal(lines, want) {
		t.Errorf("%d keys, %q, want 4 and %q", len(keys), lines, want)
	}
}

// What the user may not use isn't started, and the line says what it is; a program
// that it may use is found behind one that it may not.
func TestE2EUserMayNot(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	private, closed, public := filepath.Join(dir, "private"), filepath.Join(dir, "closed"), filepath.Join(dir, "public")
	for path, mode := range map[string]os.FileMode{private: 0o700, closed: 0o755, public: 0o755} {
		if err := errors.Join(os.Mkdir(path, mode), os.Chmod(path, mode)); err != nil {
			t.Fatal(err)
		}
		script := filepath.Join(path, "prog")
		if err := os.WriteFile(script, []byte("#!/bin/sh\necho from "+filepath.Base(path)+"\n"), mode); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(closed, "prog"), 0o700); err != nil {
		t.Fatal(err)
	}
	p := start(t, options{User: &other}, "PATH="+private+":"+closed+":"+public+":/usr/bin:/bin")
	c := p.dial()
	for i, test := range []struct{ program, dir, want string }{
		{"prog", "/", ""},
		{"prog", private, "can't be used: permission denied"},
		{filepath.Join(private, "prog"), "/", "can't be used: permission denied"},
		{filepath.Join(closed, "prog"), "/", "may not be executed: permission denied"},
	} {
		id := session.ID(strconv.Itoa(i))
		c.send(link.Spawn{ID: id, Spec: session.Spec{Argv: []string{test.program}, Dir: test.dir}})
		if test.want == "" {
			await[link.Spawned](c)
			c.says(id, "from public")
			continue
		}
		if got := await[link.SpawnFailed](c); !strings.Contains(got.Message, test.want) {
			t.Errorf("%s in %s: %q, want %q", test.program, test.dir, got.Message, test.want)
		}
	}
}

// As has the user's rights on files and no others, and init has its own afterwards.
func TestE2EAs(t *testing.T) {
	dir := t.TempDir()
	open(t, dir)
	private, shared := filepath.Join(dir, "private"), filepath.Join(dir, "shared")
	if err := errors.Join(os.Mkdir(private, 0o700), os.Mkdir(shared, 0o770), os.Chmod(shared, 0o770), os.Chown(shared, 0, other.Groups[0])); err != nil {
		t.Fatal(err)
	}
	err := other.As(func() error {
		if err := os.WriteFile(filepath.Join(shared, "file"), nil, 0o600); err != nil {
			return err
		}
		if _, err := os.ReadDir(private); !errors.Is(err, os.ErrPermission) {
			t.Errorf("the user reads root's directory: %v", err)
		}
		return unix.ENOANO
	})
	if err != unix.ENOANO {
		t.Errorf("As returns %v, want what its function does", err)
	}
	info, err := os.Stat(filepath.Join(shared, "file"))
	if err != nil {
		t.Fatal(err)
	}
	if st := info.Sys().(*syscall.Stat_t); int(st.Uid) != other.UID || int(st.Gid) != other.GID {
		t.Errorf("the file is %d:%d's", st.Uid, st.Gid)
	}
	if err := os.WriteFile(filepath.Join(private, "file"), nil, 0o600); err != nil {
		t.Errorf("init isn't itself again: %v", err)
	}
	if groups, err := unix.Getgroups(); err != nil || slices.Contains(groups, other.Groups[0]) {
		t.Errorf("init's groups are %v, %v", groups, err)
	}
}

// A home changes hands with what was its user's, and nothing else does.
func TestE2EChownHome(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home")
	outside := filepath.Join(t.TempDir(), "outside")
	const was, is = 4000, 4001
	own := func(path string, uid int) {
		t.Helper()
		if err := os.Lchown(path, uid, uid); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{home, filepath.Join(home, "dir")} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		own(dir, was)
	}
	for path, uid := range map[string]int{filepath.Join(home, "dir", "file"): was, filepath.Join(home, "roots"): 0, outside: was} {
		if err := os.WriteFile(path, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		own(path, uid)
	}
	link := filepath.Join(home, "link")
	if err := os.Symlink(outside, link); err != nil {
		t.Fatal(err)
	}
	own(link, was)
	if err := chownHome(home, was, is, is); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]uint32{
		home: is, filepath.Join(home, "dir"): is, filepath.Join(home, "dir", "file"): is, link: is,
		filepath.Join(home, "roots"): 0, outside: was,
	} {
		var st unix.Stat_t
		if err := unix.Lstat(path, &st); err != nil || st.Uid != want {
			t.Errorf("%s is %d's, %v, want %d", path, st.Uid, err, want)
		}
	}
	// Once: what changes hands later is its user's own affair.
	own(filepath.Join(home, "dir"), was)
	if err := chownHome(home, was, is, is); err != nil {
		t.Fatal(err)
	}
	var st unix.Stat_t
	if err := unix.Lstat(filepath.Join(home, "dir"), &st); err != nil || st.Uid != was {
		t.Errorf("a second time it is given away: %d, %v", st.Uid, err)
	}
}
