package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jackin/mux/wire"
)

// processes are the pids whose command line begins with argv and whose parent
// is parent; 0 is any.
func processes(t *testing.T, parent int, argv ...string) []int {
	t.Helper()
	dirs, err := filepath.Glob("/proc/[0-9]*")
	if err != nil {
		t.Fatal(err)
	}
	var pids []int
	for _, dir := range dirs {
		cmdline, err := os.ReadFile(filepath.Join(dir, "cmdline"))
		if err != nil || !strings.HasPrefix(string(cmdline), strings.Join(argv, "\x00")) {
			continue
		}
		stat, err := os.ReadFile(filepath.Join(dir, "stat"))
		if err != nil {
			continue
		}
		fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
		if parent != 0 && (len(fields) < 2 || fields[1] != strconv.Itoa(parent)) {
			continue
		}
		pid, _ := strconv.Atoi(filepath.Base(dir))
		pids = append(pids, pid)
	}
	return pids
}

// health is what healthz's server says of itself.
func (w *world) initPid() int {
	w.t.Helper()
	log, err := os.ReadFile(filepath.Join(w.runDir, "jackin.log"))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, line := range strings.Split(string(log), "\n") {
		var entry struct {
			Msg string
			Pid int
		}
		if json.Unmarshal([]byte(line), &entry) == nil && entry.Msg == "init runs" {
			return entry.Pid
		}
	}
	w.t.Fatalf("no init in the log:\n%s", log)
	return 0
}

// killServer kills the server and waits for the next one.
func (w *world) killServer(initPid int) {
	w.t.Helper()
	servers := processes(w.t, initPid, "jackin", "serve")
	if len(servers) != 1 {
		w.t.Fatalf("init %d has the servers %v, want one", initPid, servers)
	}
	if err := syscall.Kill(servers[0], syscall.SIGKILL); err != nil {
		w.t.Fatal(err)
	}
	w.eventually("another server", func() bool {
		now := processes(w.t, initPid, "jackin", "serve")
		return len(now) == 1 && !slices.Equal(now, servers)
	})
}

// TestServerKilled: ten SIGKILLs under output, once with the binary deleted. No
// session notices, the clients come back by themselves.
func TestServerKilled(t *testing.T) {
	t.Parallel()
	for _, deleted := range []bool{false, true} {
		t.Run(fmt.Sprintf("binary deleted %v", deleted), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if deleted {
				w.copyBinary()
			}
			w.vars["MINIMAX_API_KEY"] = "sk-cp-canary-minimax"
			w.script("flood", `i=0; while :; do i=$((i+1)); echo "line $i"; done`)
			o := w.jackin(80, 24, "--", "flood")
			o.wait("line ")
			w.must("new", "claude", "--provider", "minimax")
			o.wait("claude stands in")
			w.must("new", "shell", "--label", "my shell")
			o.wait("3 my shell", "$")
			before := w.tabs()
			initPid := w.initPid()
			if deleted {
				if err := os.Remove(w.binary); err != nil {
					t.Fatal(err)
				}
				w.binary = binary // for the verbs; what runs is the deleted one
			}
			for i := range 10 {
				w.killServer(initPid)
				o.send(fmt.Sprintf("echo again $((%d*3))\r", i))
				o.wait(fmt.Sprintf("\nagain %d\n", i*3))
				if diff := cmp.Diff(before, w.tabs()); diff != "" {
					t.Fatalf("kill %d: tabs (-before +after):\n%s", i, diff)
				}
			}
			o.send(leader + "1")
			o.wait("line ")
			o.send(leader + "2")
			o.wait("2 Claude (MiniMax)")
			o.send("hello\r")
			o.wait("got hello")
		})
	}
}

// copyBinary gives the world a binary of its own, to delete.
func (w *world) copyBinary() {
	w.t.Helper()
	b, err := os.ReadFile(binary)
	if err != nil {
		w.t.Fatal(err)
	}
	w.binary = filepath.Join(w.t.TempDir(), "jackin")
	if err := os.WriteFile(w.binary, b, 0o755); err != nil {
		w.t.Fatal(err)
	}
}

// TestFullScreenRepaints: after a SIGKILL of the server a full-screen program is
// asked for its screen, and keeps the modes that it had set.
func TestFullScreenRepaints(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.script("full", `stty -echo
printf '\033[?1049h\033[?1h\033[?2004h'
draw() { printf '\033[H\033[2Jfull screen of %s\r\n' "$(stty size)"; }
trap draw WINCH
draw
while :; do read -r line && echo "read $line"; done`)
	o := w.jackin(80, 24, "--", "full")
	o.wait("full screen of 23 80")
	w.killServer(w.initPid())
	o.wait("full screen of 23 80")
	o.send("\x1b[A\r") // application cursor keys: SS3 A
	o.send("ok\r")
	o.wait("read ok")
	o.send("\x1b[200~pasted\x1b[201~\r")
	o.wait("read \x1b[200~pasted"[:5])
}

// TestStopOrder: SIGTERM ends everything, what ignores it too, and leaves
// nothing.
func TestStopOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if err := os.WriteFile(filepath.Join(w.config, "config.toml"), []byte("stop_timeout = \"2s\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w.script("polite", `trap 'echo TERM >>"$HOME/polite"; exit 0' TERM; while :; do sleep 1; done`)
	w.script("hangup", `trap '' TERM; trap 'echo HUP >>"$HOME/hangup"; exit 0' HUP; while :; do sleep 1; done`)
	w.script("stubborn", `trap '' TERM HUP INT; while :; do sleep 1; done`)
	w.script("grandchild", `setsid sh -c 'trap "" TERM HUP; exec sleep 1234.5' </dev/null >/dev/null 2>&1 & echo started; exec cat`)
	d := w.daemon()
	for _, name := range []string{"polite", "hangup", "stubborn", "grandchild"} {
		w.must("new", "--background", "--", name)
	}
	w.eventually("grandchild", func() bool { return len(processes(t, 0, "sleep", "1234.5")) > 0 })
	d.cmd.Process.Signal(syscall.SIGTERM)
	if code := d.exit(); code != 143 {
		t.Errorf("init exits %d, want 143", code)
	}
	for name, want := range map[string]string{"polite": "TERM\n", "hangup": "HUP\n"} {
		got, err := os.ReadFile(filepath.Join(w.home, name))
		if err != nil || string(got) != want {
			t.Errorf("%s wrote %q, %v, want %q", name, got, err, want)
		}
	}
	if pids := processes(t, 0, "sleep", "1234.5"); len(pids) > 0 {
		t.Errorf("the grandchild in a session of its own still runs: %v", pids)
	}
	if r := w.run("ls"); r.code != 3 {
		t.Errorf("ls after the end: exit %d, want 3", r.code)
	}
}

// TestReattach: a client that is killed leaves everything, and another one sees
// the same screen.
func TestReattach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.script("colours", `printf '\033[31mred\033[m and plain'; exec cat`)
	o := w.jackin(80, 24, "--", "colours")
	before := o.wait("red and plain")
	o.cmd.Process.Kill()
	o.exit()
	o = w.jackin(80, 24, "attach")
	if after := o.wait("red and plain"); after != before {
		t.Errorf("after the second attach the screen is\n%s\nwant\n%s", after, before)
	}
	// Two clients on one tab: the one that types sets the size.
	small := w.jackin(40, 12, "attach")
	small.wait("red and plain")
	small.send("x")
	small.wait("plainx")
	o.wait("plainx")
	o.until("mark beyond the smaller size", func(s string) bool { return strings.Contains(s, "·") })
	o.send("y")
	o.wait("plainxy")
	o.waitGone("·")
	var tabs []wire.Tab
	if tabs = w.tabs(); len(tabs) != 1 {
		t.Errorf("tabs are %+v", tabs)
	}
}
