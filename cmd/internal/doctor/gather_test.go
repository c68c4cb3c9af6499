package doctor

import (
	"net"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/fstest"

	"jackin/cmd/internal/rundir"
	"jackin/session/ptyproc"
)

func TestIsClient(t *testing.T) {
	for _, tc := range []struct {
		args string
		want bool
	}{
		{"jackin\x00attach\x00", true},
		{"/usr/local/bin/jackin\x00attach\x00--pipe\x00", true},
		{"jackin\x00", true},
		{"jackin", true},
		{"jackin\x00--debug\x00attach\x00--read-only\x00", true},
		{"jackin\x00attach\x00--tab\x003\x00", true},
		{"jackin\x00--\x00make\x00test\x00", true},
		{"jackin\x00attach\x00web\x00", false}, // another container's
		{"jackin\x00init\x00", false},
		{"jackin\x00serve\x00", false},
		{"jackin\x00ls\x00", false},
		{"jackin\x00new\x00--\x00attach\x00", false},
		{"docker\x00exec\x00-it\x00j\x00jackin\x00attach\x00", false},
		{"", false},
	} {
		if got := isClient([]byte(tc.args)); got != tc.want {
			t.Errorf("isClient(%q) = %t, want %t", tc.args, got, tc.want)
		}
	}
}

func TestParseStatus(t *testing.T) {
	for _, tc := range []struct {
		text string
		want Process
		ok   bool
	}{
		{"Name:\tjackin\nUid:\t0\t1000\t0\t0\nGid:\t0\t0\t0\t0\nCapInh:\t0\nCapPrm:\t00000000a80425fb\nCapEff:\t00000000a80425fb\n", Process{UID: 1000, Capabilities: 0xa80425fb}, true},
		{"Uid:\t0\t0\t0\t0\n", Process{}, false},
		{"Uid:\t0\t0\nCapEff:\t0\n", Process{}, false},
		{"Uid:\t0\tx\t0\t0\nCapEff:\t0\n", Process{}, false},
		{"Uid:\t0\t0\t0\t0\nCapEff:\t0 1\n", Process{}, false},
		{"Uid:\t0\t0\t0\t0\nCapEff:\txyz\n", Process{}, false},
		{"", Process{}, false},
	} {
		got, err := parseStatus([]byte(tc.text))
		if (err == nil) != tc.ok || tc.ok && got != tc.want {
			t.Errorf("parseStatus(%q) = %+v, %v, want %+v", tc.text, got, err, tc.want)
		}
	}
}

func TestTop(t *testing.T) {
	table := ptyproc.Table{
		1: {Pid: 1}, 10: {Pid: 10, Parent: 1}, 11: {Pid: 11, Parent: 10},
		50: {Pid: 50}, 51: {Pid: 51, Parent: 50}, // by docker exec
		60: {Pid: 60, Parent: 61}, 61: {Pid: 61, Parent: 60}, // no tree
	}
	for _, tc := range []struct{ pid, want int }{{1, 1}, {11, 1}, {50, 50}, {51, 50}} {
		if got := top(table, tc.pid); got != tc.want {
			t.Errorf("top(%d) = %d, want %d", tc.pid, got, tc.want)
		}
	}
	top(table, 60) // it ends
}

func TestPlace(t *testing.T) {
	root := fstest.MapFS{
		"proc/1/comm":     {Data: []byte("tini\n")},
		"proc/9/status":   {Data: []byte("Uid:\t0\t0\t0\t0\nCapEff:\t1ff\n")},
		"proc/10/status":  {Data: []byte("Uid:\t1000\t1000\t1000\t1000\nCapEff:\t0\n")},
		"proc/30/cmdline": {Data: []byte("jackin\x00attach\x00")},
		"proc/31/cmdline": {Data: []byte("jackin\x00attach\x00")},
		"proc/40/cmdline": {Data: []byte("sh\x00")},
		".dockerenv":      {},
	}
	table := ptyproc.Table{
		1: {Pid: 1, TTY: 34816}, 9: {Pid: 9, Parent: 1},
		30: {Pid: 30}, 31: {Pid: 31, State: 'Z'}, 40: {Pid: 40},
		os.Getpid(): {Pid: os.Getpid()},
	}
	f := Facts{Server: &Server{InitPid: 9, Pid: 10}}
	f.place(root, table, func(string) string { return "" })
	if !f.Container || !f.Exec || f.PID1 != (First{Name: "tini", Terminal: true}) || f.Server.UID != 1000 || !slices.Equal(f.Attached, []int{30}) {
		t.Errorf("place sees %+v", f)
	}
	if want := (Process{Pid: 9, Capabilities: 0x1ff}); f.Init != want {
		t.Errorf("init is %+v, want %+v", f.Init, want)
	}
	delete(root, ".dockerenv")
	f = Facts{}
	f.place(root, table, func(string) string { return "" })
	if f.Container || f.Exec {
		t.Errorf("without a container place sees %+v", f)
	}
}

func TestStale(t *testing.T) {
	tmp := t.TempDir()
	vars := map[string]string{}
	e := rundir.Env{Getenv: func(n string) string { return vars[n] }, UID: os.Geteuid(), Init: os.Geteuid(), TempDir: tmp}
	dir := filepath.Join(tmp, "run")
	vars[rundir.Variable] = dir
	path := filepath.Join(dir, rundir.SocketName)
	if got := stale(e); len(got) != 0 {
		t.Errorf("without a directory stale is %q", got)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	if got := stale(e); len(got) != 0 {
		t.Errorf("without a socket stale is %q", got)
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Net: "unix", Name: path})
	if err != nil {
		t.Fatal(err)
	}
	if got := stale(e); len(got) != 0 {
		t.Errorf("with a listener stale is %q", got)
	}
	l.SetUnlinkOnClose(false)
	l.Close()
	if got := stale(e); !slices.Equal(got, []string{path}) {
		t.Errorf("without a listener stale is %q, want %q", got, path)
	}
}

func FuzzIsClient(f *testing.F) {
	f.Add([]byte("jackin\x00attach\x00--tab\x003\x00"))
	f.Add([]byte("\x00"))
	f.Fuzz(func(t *testing.T, b []byte) { isClient(b) })
}

func FuzzParseStatus(f *testing.F) {
	f.Add([]byte("Uid:\t0\t0\t0\t0\nCapEff:\t00000000a80425fb\n"))
	f.Add([]byte("Uid:\nCapEff"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if p, err := parseStatus(b); err == nil && p.UID < 0 {
			t.Errorf("parseStatus(%q) = %+v", b, p)
		}
	})
}
