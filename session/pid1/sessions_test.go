package pid1

import (
	"log/slog"
	"os"
	"os/exec"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"jackin/session"
	"jackin/session/link"
)

// newTestDaemon is a daemon without a server, in this process.
func newTestDaemon(t *testing.T) *daemon {
	t.Helper()
	cfg := Config{Listener: os.Stdin}
	if err := cfg.check(); err != nil {
		t.Fatal(err)
	}
	return &daemon{
		cfg: cfg, log: slog.New(slog.DiscardHandler),
		starting: make(map[session.ID]*pending), strays: make(map[int]unix.WaitStatus),
	}
}

func master(t *testing.T) *os.File {
	t.Helper()
	f, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	return f
}

// A session may be reaped before it is known to have been started; and the pid of
// an orphan that was reaped meanwhile may be a session's then.
func TestReapedBeforeStarted(t *testing.T) {
	cmd := exec.Command("true")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	dead, alive := cmd.Process.Pid, os.Getpid()
	const exited3 = unix.WaitStatus(3 << 8)
	d := newTestDaemon(t)
	d.starting["dead"] = &pending{}
	d.starting["alive"] = &pending{}
	d.reaped(dead, exited3)
	d.reaped(alive, exited3)
	d.sessionStarted(started{id: "alive", pid: alive, master: master(t)})
	d.sessionStarted(started{id: "dead", pid: dead, master: master(t)})
	if h := d.find("alive"); h == nil || h.exit != nil {
		t.Errorf("the one that lives: %+v", h)
	}
	if h := d.find("dead"); h == nil || h.exit == nil || *h.exit != (session.Exit{Code: 3}) {
		t.Errorf("the one that ended: %+v", h)
	}
	if len(d.strays) != 0 {
		t.Errorf("strays are kept: %v", d.strays)
	}
}

// What is said of a session that is being started counts once it was.
func TestSaidBeforeStarted(t *testing.T) {
	cmd := exec.Command("sleep", "1000")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	d := newTestDaemon(t)
	d.starting["a"] = &pending{record: []byte("old")}
	if err := d.spawn(link.Spawn{ID: "a"}); err == nil {
		t.Error("a second Spawn: no error")
	}
	d.keepRecord(link.Record{ID: "a", Data: []byte("new")})
	d.closeSession("a")
	d.sessionStarted(started{id: "a", pid: cmd.Process.Pid, master: master(t)})
	if len(d.sessions) != 1 || string(d.sessions[0].record) != "new" || !d.sessions[0].closing {
		t.Errorf("sessions: %+v", d.sessions)
	}
	select {
	case <-ended: // by SIGTERM
	case <-time.After(patience):
		_ = cmd.Process.Kill()
		t.Fatal("the session lives on")
	}
	d.reaped(cmd.Process.Pid, unix.WaitStatus(unix.SIGTERM))
	if len(d.sessions) != 0 {
		t.Errorf("sessions: %+v, want it forgotten", d.sessions)
	}
	// HUP and KILL are still due; whoever has the pid by then isn't hit.
	if at := d.doomedAt(); at.IsZero() {
		t.Error("nothing is due")
	}
	d.signalDoomed(time.Now().Add(2 * closeTime))
	if at := d.doomedAt(); !at.IsZero() {
		t.Errorf("due at %v, want nothing", at)
	}
}
