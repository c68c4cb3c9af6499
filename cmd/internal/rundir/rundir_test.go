package rundir

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// env is an Env whose variables are the given ones.
func env(t *testing.T, vars map[string]string) Env {
	t.Helper()
	return Env{Getenv: func(n string) string { return vars[n] }, UID: os.Geteuid(), Init: os.Geteuid(), TempDir: t.TempDir()}
}

func TestCandidates(t *testing.T) {
	for _, tc := range []struct {
		name string
		vars map[string]string
		want []string
	}{
		{"named", map[string]string{Variable: "/x", "XDG_RUNTIME_DIR": "/y"}, []string{"/x"}},
		{"runtime directory", map[string]string{"XDG_RUNTIME_DIR": "/y"}, []string{"/run/jackin", "/y/jackin", "/tmp/jackin-7", "/dev/shm/jackin-7"}},
		{"relative runtime directory", map[string]string{"XDG_RUNTIME_DIR": "y"}, []string{"/run/jackin", "/tmp/jackin-7", "/dev/shm/jackin-7"}},
	} {
		e := Env{Getenv: func(n string) string { return tc.vars[n] }, TempDir: "/tmp"}
		if got := e.Candidates(7); !slices.Equal(got, tc.want) {
			t.Errorf("%s: Candidates(7) = %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestOwnListenDial(t *testing.T) {
	// Longer than a socket's address: 108 bytes.
	path := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
	e := env(t, map[string]string{Variable: path})
	if _, _, err := e.Dial(); !errors.Is(err, ErrNoServer) {
		t.Fatalf("Dial() without a server = %v, want %v", err, ErrNoServer)
	}
	d, err := e.Own(nil)
	if err != nil {
		t.Fatal(err)
	}
	if st, err := os.Stat(path); err != nil || st.Mode().Perm() != 0o700 {
		t.Errorf("mode of the directory is %v, %v, want 0700", st.Mode(), err)
	}
	if _, err := e.Own(nil); !errors.Is(err, ErrRunning) {
		t.Errorf("second Own() = %v, want %v", err, ErrRunning)
	}
	// A stale socket is no obstacle.
	if err := os.WriteFile(filepath.Join(path, SocketName), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := d.Listen()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	l, err := net.FileListener(f)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	conn, dir, err := e.Dial()
	if err != nil || dir != path {
		t.Fatalf("Dial() = %q, %v, want %q", dir, err, path)
	}
	defer conn.Close()
	cred, err := Peer(conn)
	if err != nil || int(cred.Uid) != os.Geteuid() {
		t.Errorf("Peer() = %+v, %v, want uid %d", cred, err, os.Geteuid())
	}
	if err := d.Remove(); err != nil {
		t.Fatal(err)
	}
	if err := d.Remove(); err != nil {
		t.Errorf("second Remove() = %v", err)
	}
	if _, _, err := e.Dial(); !errors.Is(err, ErrNoServer) {
		t.Errorf("Dial() after Remove() = %v, want %v", err, ErrNoServer)
	}
}

func TestNotOurs(t *testing.T) {
	real := t.TempDir()
	link := filepath.Join(t.TempDir(), "link")
	if err := os.Symlink(real, link); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	stranger := func(e Env) Env { e.UID = os.Geteuid() + 1; return e }
	for _, tc := range []struct {
		name string
		e    Env
	}{
		{"a symbolic link", env(t, map[string]string{Variable: link})},
		{"a file", env(t, map[string]string{Variable: file})},
		{"somebody else's", stranger(env(t, map[string]string{Variable: real}))},
	} {
		if _, err := tc.e.Own(nil); !errors.Is(err, ErrNotOurs) {
			t.Errorf("%s: Own() = %v, want %v", tc.name, err, ErrNotOurs)
		}
		if entries, err := os.ReadDir(real); err != nil || len(entries) != 0 {
			t.Errorf("%s: Own() left %v in the directory, %v", tc.name, entries, err)
		}
	}
	// Root's directory is one that any user's client may use; a third user's isn't.
	if os.Geteuid() != 0 {
		e := stranger(env(t, map[string]string{Variable: real}))
		if _, _, err := e.Dial(); !errors.Is(err, ErrNotOurs) {
			t.Errorf("Dial() = %v, want %v", err, ErrNotOurs)
		}
	}
}

func TestOwnTakesTheNext(t *testing.T) {
	e := env(t, map[string]string{"XDG_RUNTIME_DIR": filepath.Join(t.TempDir(), "missing")})
	e.Getenv = func(n string) string {
		if n == "XDG_RUNTIME_DIR" {
			return filepath.Join(e.TempDir, "missing")
		}
		return ""
	}
	candidates := e.Candidates(e.UID)[1:] // not /run/jackin, which may be a real one's
	var d *Dir
	for _, path := range candidates {
		var err error
		if d, err = own(path, e.UID, nil); err == nil {
			break
		}
	}
	if d == nil || filepath.Dir(d.Path) != e.TempDir {
		t.Fatalf("owned %+v, want a directory in %s", d, e.TempDir)
	}
}
