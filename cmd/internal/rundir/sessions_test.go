package rundir

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// modeOf is the mode of a file, links not followed; "-" is none there.
func modeOf(t *testing.T, path string) string {
	t.Helper()
	info, err := os.Lstat(path)
	if os.IsNotExist(err) {
		return "-"
	}
	if err != nil {
		t.Fatal(err)
	}
	return info.Mode().String()
}

// Who may enter depends on whether the sessions have a user of their own, at each
// start anew.
func TestModes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run")
	e := env(t, map[string]string{Variable: path})
	own := &Sessions{UID: os.Geteuid(), GID: os.Getegid(), As: func(fn func() error) error { return fn() }}
	for _, test := range []struct {
		sessions          *Sessions
		dir, socket, file string // the file is the server's log
	}{
		{nil, "drwx------", "Srw-------", "-"},
		{own, "drwxr-xr-x", "Srw-rw-rw-", "-rw-------"},
		{nil, "drwx------", "Srw-------", "-rw-------"},
	} {
		d, err := e.Own(test.sessions)
		if err != nil {
			t.Fatal(err)
		}
		log, err := d.OpenLog()
		if err != nil {
			t.Fatal(err)
		}
		serverLog, err := d.OpenServerLog()
		if err != nil {
			t.Fatal(err)
		}
		socket, err := d.Listen()
		if err != nil {
			t.Fatal(err)
		}
		got := []string{modeOf(t, path), modeOf(t, filepath.Join(path, SocketName)), modeOf(t, filepath.Join(path, LockName)),
			modeOf(t, filepath.Join(path, LogName)), modeOf(t, filepath.Join(path, ServerName)), modeOf(t, filepath.Join(path, ServerName, LogName))}
		want := []string{test.dir, test.socket, "-rw-------", "-rw-------", "drwx------", test.file}
		if !slices.Equal(got, want) {
			t.Errorf("with sessions %+v: directory, socket, lock, log, server, its log: %v, want %v", test.sessions, got, want)
		}
		for _, f := range []*os.File{log, serverLog, socket, d.lock, d.dir} {
			f.Close()
		}
	}
}

// What stands where the server's directory or its log should be is no way out.
func TestServerLogRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "run")
	e := env(t, map[string]string{Variable: path})
	d, err := e.Own(&Sessions{UID: os.Geteuid(), GID: os.Getegid(), As: func(fn func() error) error { return fn() }})
	if err != nil {
		t.Fatal(err)
	}
	defer d.dir.Close()
	defer d.lock.Close()
	at := filepath.Join(path, ServerName, LogName)
	target := filepath.Join(t.TempDir(), "target")
	for name, put := range map[string]func() error{
		"a link":      func() error { return os.Symlink(target, at) },
		"a directory": func() error { return os.Mkdir(at, 0o700) },
	} {
		if err := put(); err != nil {
			t.Fatal(err)
		}
		if f, err := d.OpenServerLog(); err == nil {
			f.Close()
			t.Errorf("%s is taken for a log", name)
		}
		if err := os.Remove(at); err != nil {
			t.Fatal(err)
		}
	}
	if got := modeOf(t, target); got != "-" {
		t.Errorf("the link was followed: %s", got)
	}
}

func TestTrusted(t *testing.T) {
	for _, test := range []struct {
		uid, init int
		want      []int
	}{
		{1000, 1000, []int{1000, 0}},
		{1000, 0, []int{1000, 0}},
		{1000, 1001, []int{1000, 0}},
		{0, 0, []int{0, 0}},
		{0, 1234, []int{0, 1234}},
	} {
		if got := (Env{UID: test.uid, Init: test.init}).trusted(); !slices.Equal(got, test.want) {
			t.Errorf("user %d beside an init of user %d trusts %v, want %v", test.uid, test.init, got, test.want)
		}
	}
}
