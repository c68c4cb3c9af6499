package pid1

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"jackin/provider/secret"
	"jackin/session"
	"jackin/session/link"
)

const canary = "sk-cp-canary-minimax"

var keyNames = []secret.Ref{"MINIMAX_API_KEY", "ZAI_API_KEY", "ANTHROPIC_API_KEY", "OPENAI_API_KEY"}

// Keys come from files and from the environment, leave init's environment and the
// server's, and are in a session only where its Spec refers to one.
func TestKeysGoWhereTheyAreReferredTo(t *testing.T) {
	secrets := t.TempDir()
	if err := os.WriteFile(filepath.Join(secrets, "MINIMAX_API_KEY"), []byte(canary+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, options{Keys: keyNames, Secrets: secrets, Drop: []string{"TMUX*"}},
		"MINIMAX_API_KEY=sk-cp-canary-environment", "ZAI_API_KEY=sk-canary-zai", "ANTHROPIC_API_KEY=sk-canary-config", "OPENAI_API_KEY=",
		ConfigKeysVar+"=ANTHROPIC_API_KEY,OTHER", "TMUX_PANE=1", "KEPT=kept")
	c := p.dial()
	want := []link.KeyInfo{
		{Name: "ANTHROPIC_API_KEY", Source: "config"},
		{Name: "MINIMAX_API_KEY", Source: "file"},
		{Name: "ZAI_API_KEY", Source: "environment"},
	}
	if diff := cmp.Diff(want, await[link.Welcome](c).Keys); diff != "" {
		t.Errorf("keys (-want +got):\n%s", diff)
	}
	c.shell("with", "echo token $TOKEN; read x", session.Var{Name: "TOKEN", Key: "MINIMAX_API_KEY"})
	if got := c.line("with", "token "); got != canary {
		t.Errorf("the session's token: %s, want %s", got, canary)
	}
	c.shell("without", "echo variables; env; echo end")
	env := c.output("without", "environment", func(s string) bool { return strings.Contains(s, "end\r\n") })
	for _, bad := range []string{"canary", "_API_KEY", "JACKIN_", "TMUX", "GOMEMLIMIT", "LC_ALL"} {
		if strings.Contains(env, bad) {
			t.Errorf("a session without keys has %q in its environment:\n%s", bad, env)
		}
	}
	if !strings.Contains(env, "KEPT=kept\n") {
		t.Errorf("the session's environment has no KEPT:\n%s", env)
	}
	for name, pid := range map[string]int{"init": p.pid, "server": c.server} {
		clean(t, name, pid)
	}
	if strings.Contains(p.said(), "canary") {
		t.Error("init said a key")
	}
}

// clean checks that no file of /proc/PID shows a key. A process that isn't dumpable
// shows its environment to root alone: that is a part of it.
func clean(t *testing.T, name string, pid int) {
	t.Helper()
	for _, file := range []string{"environ", "cmdline"} {
		b, err := os.ReadFile(fmt.Sprintf("/proc/%d/%s", pid, file))
		if file == "environ" && os.Geteuid() != 0 {
			if !errors.Is(err, os.ErrPermission) {
				t.Errorf("this user reads the environment of %s: %v", name, err)
			}
			continue
		}
		if err != nil {
			t.Error(err)
		}
		if bytes.Contains(b, []byte("canary")) {
			t.Errorf("%s shows a key in %s", name, file)
		}
	}
	var st unix.Stat_t
	if err := unix.Stat(fmt.Sprintf("/proc/%d/environ", pid), &st); err != nil || st.Uid != 0 {
		t.Errorf("%s: /proc/PID/environ is %d's, %v, want root's: it is dumpable", name, st.Uid, err)
	}
	limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", pid))
	if err == nil && !bytes.Contains(limits, []byte("Max core file size        0 ")) {
		t.Errorf("%s may dump core:\n%s", name, limits)
	}
}

// What the caller leaves out of the environment is in the kernel's all the same.
func TestBootCleansWhatTheCallerHides(t *testing.T) {
	p := start(t, options{Keys: keyNames, Hide: true}, "MINIMAX_API_KEY="+canary)
	c := p.dial()
	if got := await[link.Welcome](c).Keys; len(got) != 0 {
		t.Errorf("keys %v, want none", got)
	}
	clean(t, "init", p.pid)
}

// Without keys in the environment there is nothing to execute again for, and the
// rest is the same.
func TestBootInPlace(t *testing.T) {
	secrets := t.TempDir()
	if err := os.WriteFile(filepath.Join(secrets, "ZAI_API_KEY"), []byte("sk-canary-zai"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, options{Keys: keyNames, Secrets: secrets})
	c := p.dial()
	if got := await[link.Welcome](c).Keys; len(got) != 1 || got[0].Source != "file" {
		t.Errorf("keys %v", got)
	}
	clean(t, "init", p.pid)
	clean(t, "server", c.server)
}

// A variable of ours that somebody else set is nothing but dropped.
func TestSplitBoot(t *testing.T) {
	pipe, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = pipe.Close(), w.Close() }()
	sealedFD, err := writeKeyring(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Close(sealedFD) }()
	for _, test := range []struct {
		value string
		ok    bool
	}{
		{fmt.Sprintf("%d %d 0", os.Getpid(), sealedFD), true},
		{fmt.Sprintf("%d %d 15", os.Getpid(), sealedFD), true},
		{fmt.Sprintf("%d %d 0", os.Getpid()+1, sealedFD), false},
		{fmt.Sprintf("%d %d 0", os.Getpid(), pipe.Fd()), false},
		{fmt.Sprintf("%d 9999 0", os.Getpid()), false},
		{fmt.Sprintf("%d -1 0", os.Getpid()), false},
		{fmt.Sprintf("%d %d", os.Getpid(), sealedFD), false},
		{"", false},
	} {
		environ := []string{"A=1", bootVar + "=" + test.value, "B=2"}
		rest, first := splitBoot(environ)
		if FirstRun(environ) == test.ok {
			t.Errorf("FirstRun with %q = %v", test.value, test.ok)
		}
		if (first != nil) != test.ok || !slices.Equal(rest, []string{"A=1", "B=2"}) {
			t.Errorf("splitBoot(%q) = %v, %v, want %v", test.value, rest, first, test.ok)
		}
	}
}

func TestKeyring(t *testing.T) {
	fd, err := writeKeyring([]key{
		{"A", sourceEnvironment, []byte("canary-a")},
		{"B", sourceConfig, []byte("canary-b")},
		{"A", sourceFile, []byte("canary-a2")},
	})
	if err != nil {
		t.Fatal(err)
	}
	k, err := openKeyring(fd)
	if err != nil {
		t.Fatal(err)
	}
	defer k.close()
	for _, test := range []struct {
		name secret.Ref
		want string
	}{{"A", "canary-a2"}, {"B", "canary-b"}, {"C", ""}} {
		v, ok := k.Get(test.name)
		if v.Reveal() != test.want || ok != (test.want != "") {
			t.Errorf("Get(%q) = %d bytes, %v, want %q", test.name, len(v.Reveal()), ok, test.want)
		}
	}
	if diff := cmp.Diff([]link.KeyInfo{{Name: "A", Source: "file"}, {Name: "B", Source: "config"}}, k.Infos()); diff != "" {
		t.Errorf("Infos (-want +got):\n%s", diff)
	}
	if _, err := unix.Write(fd, []byte("x")); !errors.Is(err, unix.EPERM) {
		t.Errorf("write: %v, want %v", err, unix.EPERM)
	}
	if err := unix.Ftruncate(fd, 0); !errors.Is(err, unix.EPERM) {
		t.Errorf("truncate: %v, want %v", err, unix.EPERM)
	}
}

func TestKeysOfEnviron(t *testing.T) {
	for _, test := range []struct {
		name      string
		environ   []string
		container bool
		keys      []key
		rest      []string
		warned    []string
	}{
		{"none", []string{"A=1"}, true, nil, []string{"A=1"}, nil},
		{"empty", []string{"ZAI_API_KEY=", "A=1"}, true, nil, []string{"A=1"}, nil},
		{"on a bare machine", []string{"ZAI_API_KEY=x"}, false, []key{{"ZAI_API_KEY", "environment", []byte("x")}}, nil, nil},
		{"in a container", []string{"ZAI_API_KEY=x", "OPENAI_API_KEY=y"}, true,
			[]key{{"ZAI_API_KEY", "environment", []byte("x")}, {"OPENAI_API_KEY", "environment", []byte("y")}}, nil,
			[]string{"ZAI_API_KEY, OPENAI_API_KEY came with the environment: docker inspect shows it and every docker exec gets it; mount it as /run/secrets/NAME instead"}},
		{"from the config", []string{"ZAI_API_KEY=x", ConfigKeysVar + "=ZAI_API_KEY"}, true, []key{{"ZAI_API_KEY", "config", []byte("x")}}, nil, nil},
		{"a newline", []string{"ZAI_API_KEY=canary\n"}, false, nil, nil, []string{"the variable ZAI_API_KEY holds a control character: the key isn't set"}},
	} {
		var warned []string
		keys, rest := keysOfEnviron(test.environ, keyNames, func(s string) { warned = append(warned, s) }, test.container)
		if diff := cmp.Diff(test.keys, keys, cmp.AllowUnexported(key{})); diff != "" {
			t.Errorf("%s: keys (-want +got):\n%s", test.name, diff)
		}
		if !slices.Equal(rest, test.rest) || !slices.Equal(warned, test.warned) {
			t.Errorf("%s: rest %q, warned %q, want %q, %q", test.name, rest, warned, test.rest, test.warned)
		}
	}
}

func TestReadKey(t *testing.T) {
	dir := t.TempDir()
	for _, test := range []struct {
		name, text, want, err string
	}{
		{"plain", "canary", "canary", ""},
		{"newline", "canary\n", "canary", ""},
		{"carriage return", "canary\r\n", "canary", ""},
		{"longest", strings.Repeat("x", maxKey) + "\n", strings.Repeat("x", maxKey), ""},
		{"two newlines", "canary\n\n", "", "holds a control character"},
		{"two lines", "canary\nb", "", "holds a control character"},
		{"NUL", "canary\x00", "", "holds a control character"},
		{"empty", "", "", "is empty"},
		{"only a newline", "\n", "", "is empty"},
		{"too long", strings.Repeat("x", maxKey+1), "", "is longer than 32768 bytes"},
		{"much too long", strings.Repeat("x", maxKey*3), "", "is longer than 32768 bytes"},
	} {
		path := filepath.Join(dir, test.name)
		if err := os.WriteFile(path, []byte(test.text), 0o640); err != nil {
			t.Fatal(err)
		}
		got, a, err := readKey(path)
		if test.err != "" {
			if err == nil || err.Error() != test.err {
				t.Errorf("%s: %v, want %q", test.name, err, test.err)
			}
			continue
		}
		if err != nil || string(got) != test.want || a.uid != os.Geteuid() || a.mode != 0o640 {
			t.Errorf("%s: %d bytes, %+v, %v", test.name, len(got), a, err)
		}
	}
	if err := unix.Mkfifo(filepath.Join(dir, "fifo"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"fifo", "."} {
		if _, _, err := readKey(filepath.Join(dir, name)); err == nil || err.Error() != "isn't a regular file" {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := readKey(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("none: %v", err)
	}
	// As Kubernetes mounts them.
	if err := os.Symlink("plain", filepath.Join(dir, "symlink")); err != nil {
		t.Fatal(err)
	}
	if got, _, err := readKey(filepath.Join(dir, "symlink")); err != nil || string(got) != "canary" {
		t.Errorf("symlink: %d bytes, %v", len(got), err)
	}
}

func TestExposure(t *testing.T) {
	root, agent := user{0, []int{0}}, user{1000, []int{1000, 27}}
	for _, test := range []struct {
		name          string
		a             access
		init, session user
		want          string // a part
	}{
		{"root's alone", access{0, 0, 0o600}, root, agent, ""},
		{"root's group", access{0, 0, 0o640}, root, agent, ""},
		{"for everybody", access{0, 0, 0o644}, root, agent, "chmod 0600"},
		{"for a group of the session's", access{0, 27, 0o640}, root, agent, "chmod 0600"},
		{"for all but the session's group", access{0, 27, 0o604}, root, agent, ""},
		{"the session's own", access{1000, 0, 0o600}, root, agent, "chown root"},
		{"the session's own, closed", access{1000, 0, 0}, root, agent, "chown root"},
		{"another user's", access{1001, 1001, 0o600}, root, agent, ""},
		{"one user", access{1000, 0, 0o600}, agent, agent, "run as one user, 1000"},
		{"root for both", access{1000, 0, 0o600}, root, root, "run as one user, 0"},
	} {
		got := exposure("/run/secrets/K", test.a, test.init, test.session)
		if (got == "") != (test.want == "") || !strings.Contains(got, test.want) {
			t.Errorf("%s: exposure = %q, want %q in it", test.name, got, test.want)
		}
	}
}
