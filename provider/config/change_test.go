package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jackin/provider/secret"
)

// directory makes a config directory of files.
func directory(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "jackin")
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// contents returns the files of dir that hold something, without the lock.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == lockName {
			return err
		}
		b, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		files[name] = string(b)
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return files
}

func TestChange(t *testing.T) {
	key := source(t, "sk-cp-canary-minimax")
	const global = "[env]\nMINIMAX_API_KEY = 'canary-old' # c\n[roles.backend]\n"
	shop := Scope{Workspace: "shop"}
	for _, tc := range []struct {
		name  string
		files map[string]string
		edits []Edit
		lines []string // of the preview, or else the error
		err   string
		want  map[string]string // what is written; nil: nothing changes
	}{
		{
			name: "no directory yet", edits: []Edit{SetEnv(Scope{}, "MINIMAX_API_KEY", key)},
			lines: []string{"config.toml: [env] MINIMAX_API_KEY = a literal"},
			want:  map[string]string{"config.toml": "[env]\nMINIMAX_API_KEY = \"sk-cp-canary-minimax\"\n"},
		},
		{
			name: "replaced", files: map[string]string{"config.toml": global}, edits: []Edit{SetEnv(Scope{}, "MINIMAX_API_KEY", source(t, "op://canary/b/c"))},
			lines: []string{"config.toml: [env] MINIMAX_API_KEY = a 1Password reference, in place of a literal"},
			want:  map[string]string{"config.toml": "[env]\nMINIMAX_API_KEY = \"op://canary/b/c\" # c\n[roles.backend]\n"},
		},
		{
			name: "removed", files: map[string]string{"config.toml": global}, edits: []Edit{UnsetEnv(Scope{}, "MINIMAX_API_KEY")},
			lines: []string{"config.toml: [env] MINIMAX_API_KEY is removed, a literal"},
			want:  map[string]string{"config.toml": "[env]\n[roles.backend]\n"},
		},
		{
			name: "not there", files: map[string]string{"config.toml": global}, edits: []Edit{UnsetEnv(Scope{}, "A")},
			lines: []string{"config.toml: [env] A isn't there"},
		},
		{
			name: "hidden in a workspace's role", files: map[string]string{"config.toml": global, "workspaces/shop.toml": ""},
			edits: []Edit{SetEnv(Scope{"shop", "backend"}, "MINIMAX_API_KEY", secret.Hidden())},
			lines: []string{"workspaces/shop.toml: [roles.backend.env] MINIMAX_API_KEY = false"},
			want:  map[string]string{"config.toml": global, "workspaces/shop.toml": "[roles.backend.env]\nMINIMAX_API_KEY = false\n"},
		},
		{
			name: "a workspace is made", files: map[string]string{"config.toml": global},
			edits: []Edit{CreateWorkspace("shop"), SetOption("shop", "/home/me/shop", "workdir"), SetOption("shop", "backend", "default_role"), SetEnv(shop, "A", key)},
			lines: []string{
				"workspaces/shop.toml: a new file", `workspaces/shop.toml: workdir = "/home/me/shop"`,
				`workspaces/shop.toml: default_role = "backend"`, "workspaces/shop.toml: [env] A = a literal",
			},
			want: map[string]string{"config.toml": global, "workspaces/shop.toml": "workdir = \"/home/me/shop\"\ndefault_role = \"backend\"\n\n[env]\nA = \"sk-cp-canary-minimax\"\n"},
		},
		{
			name: "an empty workspace is made", edits: []Edit{CreateWorkspace("shop")}, lines: []string{"workspaces/shop.toml: a new file"},
			want: map[string]string{"workspaces/shop.toml": ""},
		},
		{
			name: "a workspace is removed", files: map[string]string{"config.toml": global, "workspaces/shop.toml": "x = canary"}, edits: []Edit{DeleteWorkspace("shop")},
			lines: []string{"workspaces/shop.toml: the file is removed, with all that it says"}, want: map[string]string{"config.toml": global},
		},
		{
			name: "options", files: map[string]string{"config.toml": "mouse = true\n"},
			edits: []Edit{UnsetOption("", "mouse"), SetOption("", []string{"f1", "f2"}, "leader"), SetOption("", "i", "roles", "r", "image"), CreateRole(Scope{Role: "s"})},
			lines: []string{
				"config.toml: mouse is removed", `config.toml: leader = ["f1", "f2"]`, `config.toml: [roles.r] image = "i"`, "config.toml: [roles.s] is there",
			},
			want: map[string]string{"config.toml": "leader = [\"f1\", \"f2\"]\n\n[roles.r]\nimage = \"i\"\n\n[roles.s]\n"},
		},
		{
			name: "limits", files: map[string]string{"workspaces/shop.toml": ""},
			edits: []Edit{SetOption("shop", 2.0, "cpus"), SetOption("shop", int64(500), "pids"), SetOption("shop", "4g", "memory")},
			lines: []string{"workspaces/shop.toml: cpus = 2.0", "workspaces/shop.toml: pids = 500", `workspaces/shop.toml: memory = "4g"`},
			want:  map[string]string{"workspaces/shop.toml": "cpus = 2.0\npids = 500\nmemory = \"4g\"\n"},
		},
		{name: "a role is removed", files: map[string]string{"config.toml": global}, edits: []Edit{DeleteRole(Scope{Role: "backend"})},
			lines: []string{"config.toml: [roles.backend] is removed, with its variables"}, want: map[string]string{"config.toml": "[env]\nMINIMAX_API_KEY = 'canary-old' # c\n"}},
		{
			name: "a role in use", files: map[string]string{"config.toml": global, "workspaces/shop.toml": "default_role = 'backend'"}, edits: []Edit{DeleteRole(Scope{Role: "backend"})},
			err: "workspaces/shop.toml:1:1: default_role must be a role of config.toml or of this file",
		},
		{
			name: "another file is broken", files: map[string]string{"config.toml": global, "workspaces/shop.toml": "x = canary"}, edits: []Edit{UnsetEnv(Scope{}, "MINIMAX_API_KEY")},
			lines: []string{"config.toml: [env] MINIMAX_API_KEY is removed, a literal"},
			want:  map[string]string{"config.toml": "[env]\n[roles.backend]\n", "workspaces/shop.toml": "x = canary"},
		},
		{
			name: "the file is broken", files: map[string]string{"config.toml": "[env]\nA = canary\n"}, edits: []Edit{SetEnv(Scope{}, "A", key)},
			err: "config.toml:2:5: expected a value; text stands in quotes",
		},
		{
			name: "the file has problems", files: map[string]string{"config.toml": "x = 1\ny = 2\n"}, edits: []Edit{SetEnv(Scope{}, "A", key)},
			err: "config.toml:1:1: unknown name \"x\"; known here: " + Known(InConfig) + "\n" +
				"config.toml:2:1: unknown name \"y\"; known here: " + Known(InConfig),
		},
		{
			name: "an inline table that is added to elsewhere", files: map[string]string{"config.toml": "roles = { s.env.B = 'b', t = {} }\n[roles.s]\n"}, edits: []Edit{SetEnv(Scope{Role: "s"}, "A", key)},
			err: "config.toml: can't be edited as it is written; change it by hand",
		},
		{name: "no value", edits: []Edit{SetEnv(Scope{}, "A", secret.Source{})}, err: "a variable has no value; false hides it"},
		{name: "not UTF-8", edits: []Edit{SetEnv(Scope{}, "A", source(t, "canary\xff"))}, err: "a value isn't UTF-8"},
		{name: "reserved", edits: []Edit{SetEnv(Scope{}, "PATH", key)}, err: "PATH can't be set here: it belongs to the machine that the tab runs on"},
		{name: "no name", edits: []Edit{UnsetEnv(Scope{}, "A B")}, err: `"A B" can't name a variable: letters, digits and underscores, no digit first`},
		{name: "no role's name", edits: []Edit{CreateRole(Scope{Role: "../x"})}, err: `role "../x": ` + slugRule},
		{name: "no workspace's name", edits: []Edit{CreateWorkspace("../x")}, err: `workspace "../x": ` + slugRule},
		{name: "empty workspace", edits: []Edit{CreateWorkspace("")}, err: "edit config: a workspace has no name"},
		{name: "no such workspace", edits: []Edit{SetEnv(shop, "A", key)}, err: `there is no workspace "shop": file does not exist`},
		{name: "removed already", edits: []Edit{DeleteWorkspace("shop")}, err: `there is no workspace "shop": file does not exist`},
		{name: "made already", files: map[string]string{"workspaces/shop.toml": ""}, edits: []Edit{CreateWorkspace("shop")}, err: `there is a workspace "shop" already: file already exists`},
		{name: "two files", edits: []Edit{SetEnv(Scope{}, "A", key), CreateWorkspace("shop")}, err: "edit config: one change is of one file"},
		{name: "nothing", edits: []Edit{{}}, err: "edit config: nothing to do"},
		{name: "wrong option", edits: []Edit{SetOption("", "x", "colour")}, err: "config.toml:1:1: unknown name \"colour\"; known here: " + Known(InConfig)},
		{name: "wrong value", edits: []Edit{SetOption("", "rkt", "engine")}, err: "config.toml:1:1: engine must be one of docker, podman"},
		{name: "type", edits: []Edit{SetOption("", struct{}{}, "engine")}, err: "engine: a value of type struct {} can't be written"},
	} {
		dir := directory(t, tc.files)
		c, err := Prepare(dir, tc.edits...)
		said := ""
		if err != nil {
			said = strings.ReplaceAll(err.Error(), dir+"/", "")
		}
		if said != tc.err {
			t.Errorf("%s: Prepare = %q, want %q", tc.name, said, tc.err)
			continue
		}
		want := tc.want
		if want == nil {
			want = tc.files
		}
		if err == nil {
			var lines []string
			for _, l := range c.Lines() {
				lines = append(lines, strings.ReplaceAll(l, dir+"/", ""))
			}
			if diff := cmp.Diff(tc.lines, lines); diff != "" {
				t.Errorf("%s: Lines (-want +got):\n%s", tc.name, diff)
			}
			if c.Empty() != (tc.want == nil) || c.Config() == nil || !strings.HasPrefix(c.File(), dir) {
				t.Errorf("%s: Empty %v, File %q", tc.name, c.Empty(), c.File())
			}
			if printed := fmt.Sprintf("%v %+v %#v %v %+v %#v", c, &c, c, tc.edits, tc.edits, tc.edits); strings.Contains(printed, "canary") {
				t.Errorf("%s: printed, a change shows a value: %s", tc.name, printed)
			}
			if err := c.Write(); err != nil {
				t.Errorf("%s: Write = %v", tc.name, err)
			}
		}
		if want == nil {
			want = map[string]string{}
		}
		if diff := cmp.Diff(want, contents(t, dir)); diff != "" {
			t.Errorf("%s: files (-want +got):\n%s", tc.name, diff)
		}
	}
	if c, err := Prepare("", SetEnv(Scope{}, "A", key)); err == nil || !c.Empty() {
		t.Errorf("Prepare without a directory = %v", err)
	}
	if c, err := Prepare(t.TempDir()); err != nil || !c.Empty() || c.Write() != nil || c.Lines() != nil || c.File() != "" || c.Config() != nil {
		t.Errorf("Prepare of no edit = %v", err)
	}
}

func mode(t *testing.T, path string) fs.FileMode {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode()
}

// prepared is a change that sets A to value.
func prepared(t *testing.T, dir, value string) Change {
	t.Helper()
	c, err := Prepare(dir, SetEnv(Scope{}, "A", source(t, value)))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestWriteModes(t *testing.T) {
	defer syscall.Umask(syscall.Umask(0o277))
	dir := filepath.Join(t.TempDir(), "deep", "jackin")
	syscall.Umask(0)
	c, err := Prepare(dir, CreateWorkspace("shop"))
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Write(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte("# mine\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	syscall.Umask(0o277)
	if err := prepared(t, dir, "x").Write(); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]fs.FileMode{
		"": fs.ModeDir | 0o700, "workspaces": fs.ModeDir | 0o700, "workspaces/shop.toml": 0o600, "config.toml": 0o600,
	} {
		if got := mode(t, filepath.Join(dir, path)); got != want {
			t.Errorf("mode of %q = %v, want %v", path, got, want)
		}
	}
}

func TestWriteSymlink(t *testing.T) {
	dir := directory(t, map[string]string{"dotfiles/config": "# mine\n"})
	link := filepath.Join(dir, "config.toml")
	if err := os.Symlink("dotfiles/config", link); err != nil {
		t.Fatal(err)
	}
	if err := prepared(t, dir, "x").Write(); err != nil {
		t.Fatal(err)
	}
	const want = "# mine\n\n[env]\nA = \"x\"\n"
	if got := contents(t, dir)["dotfiles/config"]; got != want || mode(t, link)&fs.ModeSymlink == 0 {
		t.Errorf("behind the link %q, %v; want %q", got, mode(t, link), want)
	}
	if err := errors.Join(os.Remove(link), os.Symlink("nowhere", link)); err != nil {
		t.Fatal(err)
	}
	if _, err := Prepare(dir, SetEnv(Scope{}, "A", source(t, "x"))); err == nil || !strings.Contains(err.Error(), "a symbolic link to nothing") {
		t.Errorf("Prepare over a link to nothing = %v", err)
	}
}

// What changes between Prepare and Write isn't lost.
func TestWriteChanged(t *testing.T) {
	for name, change := range map[string]func(path string) error{
		"text":    func(path string) error { return os.WriteFile(path, []byte("# yours\n"), 0o600) },
		"removed": os.Remove,
	} {
		dir := directory(t, map[string]string{"config.toml": "# mine\n"})
		c := prepared(t, dir, "x")
		if err := change(filepath.Join(dir, "config.toml")); err != nil {
			t.Fatal(err)
		}
		before := contents(t, dir)
		if err := c.Write(); !errors.Is(err, ErrChanged) {
			t.Errorf("%s: Write = %v", name, err)
		}
		if diff := cmp.Diff(before, contents(t, dir)); diff != "" {
			t.Errorf("%s: files (-want +got):\n%s", name, diff)
		}
	}
	dir := directory(t, nil)
	c := prepared(t, dir, "x")
	if err := prepared(t, dir, "y").Write(); err != nil {
		t.Fatal(err)
	}
	if err := c.Write(); !errors.Is(err, ErrChanged) {
		t.Errorf("Write over a new file = %v", err)
	}
}

func TestWriteLocked(t *testing.T) {
	dir := directory(t, map[string]string{"config.toml": "# mine\n"})
	c := prepared(t, dir, "x")
	unlock, err := lock(dir, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lock(dir, 0); err == nil || !strings.Contains(err.Error(), "another jackin is writing") {
		t.Errorf("lock of a locked directory = %v", err)
	}
	done := make(chan error, 1)
	go func() { done <- c.Write() }()
	select {
	case err := <-done:
		t.Fatalf("Write of a locked directory = %v", err)
	case <-time.After(5 * lockPause):
	}
	unlock()
	if err := <-done; err != nil {
		t.Errorf("Write after the lock = %v", err)
	}
}

func TestWriteProblem(t *testing.T) {
	mounted := &os.LinkError{Op: "rename", Old: "/c/.x", New: "/c/config.toml", Err: syscall.EBUSY}
	if err := writeProblem("/c/config.toml", mounted); err == nil || !strings.Contains(err.Error(), "/c/config.toml: a file is mounted here") {
		t.Errorf("writeProblem(EBUSY) = %v", err)
	}
	if err := writeProblem("/c", nil); err != nil {
		t.Errorf("writeProblem(nil) = %v", err)
	}
}

// stranger is a file of another user's.
type stranger struct{ fs.FileInfo }

func (s stranger) Sys() any {
	stat := *s.FileInfo.Sys().(*syscall.Stat_t)
	stat.Uid += 7
	return &stat
}

func TestOwned(t *testing.T) {
	path := filepath.Join(directory(t, map[string]string{"config.toml": ""}), "config.toml")
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := owned(path, info); err != nil {
		t.Errorf("owned = %v", err)
	}
	if err := owned(path, stranger{info}); err == nil || !strings.Contains(err.Error(), "only that user can edit it") {
		t.Errorf("owned of another user's file = %v", err)
	}
}

// A file or link of another user's is refused before anything is read into it.
func TestDestinationOfAnother(t *testing.T) {
	theirs, link := "/etc/passwd", filepath.Join(t.TempDir(), "link")
	if os.Geteuid() == 0 {
		theirs = filepath.Join(directory(t, map[string]string{"config.toml": ""}), "config.toml")
		if err := os.Chown(theirs, 7, 7); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink(theirs, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{theirs, link} {
		if to, err := destination(path); err == nil || !strings.Contains(err.Error(), "only that user can edit it") {
			t.Errorf("destination(%q) = %q, %v", path, to, err)
		}
	}
}

// A write that fails leaves neither half a file nor another one.
func TestReplaceFails(t *testing.T) {
	dir := directory(t, map[string]string{"config.toml/in the way": ""})
	if err := replace(filepath.Join(dir, "config.toml"), "canary"); err == nil {
		t.Error("a directory was replaced")
	}
	if diff := cmp.Diff(map[string]string{"config.toml/in the way": ""}, contents(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestSurvey(t *testing.T) {
	dir := directory(t, map[string]string{"config.toml": "[roles.r]\nx = 1\n", "workspaces/a.toml": "default_role = 'r'", "workspaces/b.toml": "x = canary", "workspaces/c.toml": "workdir = '/c'"})
	c, broken := Survey(dir)
	if len(c.Workspaces) != 2 || c.Workspaces["c"].Workdir != "/c" || len(broken) != 2 || broken[""] == nil || broken["b"] == nil || !cmp.Equal(c.Options, DefaultOptions()) {
		t.Errorf("Survey = %+v, %v", c, broken)
	}
}

func TestEnter(t *testing.T) {
	for _, tc := range []struct {
		name          string
		kind          secret.Kind
		text, account string
		want          string // as a file would have it, or the error
		warning       string
	}{
		{"MINIMAX_API_KEY", secret.KindAbsent, " sk-cp-canary\r\n", "", `"sk-cp-canary"`, ""},
		{"MINIMAX_API_KEY", secret.KindLiteral, "canary", "", `"canary"`, "MINIMAX_API_KEY doesn't begin with sk-cp-, as the keys of MiniMax do"},
		{"MINIMAX_API_KEY", secret.KindAbsent, "sk-cp-can ary", "", `"sk-cp-can ary"`, "MINIMAX_API_KEY holds a space or another character that keys don't have"},
		{"MINIMAX_API_KEY", secret.KindAbsent, "sk-cp-canary\u200b", "", `"sk-cp-canary` + "\u200b" + `"`, "MINIMAX_API_KEY holds a space or another character that keys don't have"},
		{"KIMI_CODE_API_KEY", secret.KindAbsent, "sk-canary", "", `"sk-canary"`, "KIMI_CODE_API_KEY doesn't begin with sk-ki, as the keys of Kimi do"},
		{"ZAI_API_KEY", secret.KindAbsent, "anything", "", `"anything"`, ""},
		{"REGION", secret.KindAbsent, "e u", "", `"e u"`, ""},
		{"A", secret.KindAbsent, "$B", "", `"$B"`, ""},
		{"A", secret.KindAbsent, "${B}", "", `"$B"`, ""},
		{"A", secret.KindAbsent, "$$B", "", `"$$B"`, ""},
		{"A", secret.KindAbsent, "op://a/b/c", "", `"op://a/b/c"`, ""},
		{"A", secret.KindAbsent, "op://a/b/c", "me", `{ op = "op://a/b/c", account = "me" }`, ""},
		{"A", secret.KindLiteral, "$B", "", `"$$B"`, ""},
		{"A", secret.KindHost, "B", "", `"$B"`, ""},
		{"A", secret.KindHost, "$B", "", `"$B"`, ""},
		{"A", secret.KindOp, "OP://a/b/c", "me", `{ op = "OP://a/b/c", account = "me" }`, ""},
		{"A", secret.KindAbsent, "", "", "the value is empty", ""},
		{"A", secret.KindAbsent, " \t\n", "", "the value is empty", ""},
		{"A", secret.KindAbsent, "a\nb", "", "the value holds a control character; it is one line of text", ""},
		{"A", secret.KindAbsent, "a\x1b[200~b", "", "the value holds a control character; it is one line of text", ""},
		{"A", secret.KindAbsent, "a\u0085b", "", "the value holds a control character; it is one line of text", ""},
		{"A", secret.KindAbsent, "a\xff", "", "the value isn't UTF-8", ""},
		{"A", secret.KindAbsent, "$canary-x", "", `a value that begins with "$" must be $NAME or ${NAME}; write "$$" for a literal dollar sign`, ""},
		{"A", secret.KindAbsent, "canary", "me", "a 1Password reference begins with op://", ""},
		{"A", secret.KindOp, "canary", "", "a 1Password reference begins with op://", ""},
		{"A", secret.KindHost, "$$B", "", "a variable's name has letters, digits and underscores, no digit first", ""},
		{"A", secret.KindLiteral, "op://canary/b/c", "", "this is a 1Password reference, not a literal", ""},
		{"A", secret.KindHidden, "x", "", "a hidden can't be entered", ""},
		{"A", secret.KindAbsent, "https://api.minimaxi.com/canary", "", `host "api.minimaxi.com" is refused: MiniMax's endpoint for China is not supported; use api.minimax.io`, ""},
		{"HOME", secret.KindAbsent, "x", "", "HOME can't be set here: it belongs to the machine that the tab runs on", ""},
	} {
		s, warnings, err := Enter(tc.name, tc.kind, tc.text, tc.account)
		got := ""
		if err != nil {
			got = err.Error()
		} else if v, err := sourceValue(s); err == nil {
			got = valueText(v)
		}
		if got != tc.want || strings.Join(warnings, "; ") != tc.warning {
			t.Errorf("Enter(%q, %v, %q, %q) = %s, %q; want %s, %q", tc.name, tc.kind, tc.text, tc.account, got, warnings, tc.want, tc.warning)
		}
	}
}
