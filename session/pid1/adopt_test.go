package pid1

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAdoption(t *testing.T) {
	for _, test := range []struct {
		name          string
		passwd, group string
		uid, gid      int
		wantPasswd    string // "" is: no entry
		wantGroup     string // "" is: as it was
	}{
		{"both", "root:x:0:0::/root:/bin/sh\nagent:x:1000:1000:A:/home/agent:/bin/bash\nlast:x:2:2::/:", "agent:x:1000:\nusers:x:100:agent\n", 4321, 4321,
			"root:x:0:0::/root:/bin/sh\nagent:x:4321:4321:A:/home/agent:/bin/bash\nlast:x:2:2::/:", "agent:x:4321:\nusers:x:100:agent\n"},
		{"a group that is there", "agent:x:1000:1000::/h:/bin/sh\n", "agent:x:1000:\nusers:x:100:\n", 4321, 100,
			"agent:x:4321:100::/h:/bin/sh\n", ""},
		{"no group of its own", "agent:x:1000:100::/h:/bin/sh\n", "users:x:100:\n", 4321, 4321,
			"agent:x:4321:4321::/h:/bin/sh\n", ""},
		{"a broken line before it", "agent:x\nagent:x:1:1::/h:/bin/sh\n", "", 4321, 4321,
			"agent:x\nagent:x:4321:4321::/h:/bin/sh\n", ""},
		{"no entry", "root:x:0:0::/root:/bin/sh\n", "agent:x:1000:\n", 4321, 4321, "", ""},
	} {
		a, ok := adoption([]byte(test.passwd), []byte(test.group), User{UID: test.uid, GID: test.gid})
		if ok != (test.wantPasswd != "") {
			t.Errorf("%s: there is an entry: %v", test.name, ok)
			continue
		}
		if !ok {
			continue
		}
		if test.wantGroup == "" {
			test.wantGroup = test.group
		}
		if string(a.passwd) != test.wantPasswd || string(a.group) != test.wantGroup {
			t.Errorf("%s: %q and %q, want %q and %q", test.name, a.passwd, a.group, test.wantPasswd, test.wantGroup)
		}
	}
}

func TestReplaceRoots(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "passwd")
	if err := os.WriteFile(path, []byte("old"), 0o640); err != nil {
		t.Fatal(err)
	}
	if err := replaceRoots(path, []byte("new")); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	info, statErr := os.Stat(path)
	if err != nil || statErr != nil || string(b) != "new" || info.Mode().Perm() != 0o640 {
		t.Errorf("%q, %v, %v, want new, 0640", b, err, info.Mode())
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		link: "not a regular file", filepath.Join(dir, "missing"): "no such file", "/proc/version": "replace",
	} {
		err := replaceRoots(path, []byte("x"))
		if path == "/proc/version" {
			want = "" // which of the steps the kernel refuses is its own affair
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("replaceRoots(%q): %v, want %q", path, err, want)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("%v, %v, want nothing left behind", entries, err)
	}
}

func TestChownHomeRefuses(t *testing.T) {
	dir := t.TempDir()
	link := filepath.Join(dir, "link")
	if err := os.Symlink("/", link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{link, filepath.Join(dir, "missing")} {
		if err := chownHome(path, 1, 2, 2); err == nil {
			t.Errorf("chownHome(%q) takes it", path)
		}
	}
	if err := chownHome(dir, os.Geteuid()+1, os.Geteuid(), os.Getegid()); err != nil {
		t.Errorf("chownHome of one's own: %v", err)
	}
}
