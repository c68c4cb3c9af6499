package ptyproc

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/sys/unix"

	"jackin/session"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const patience = 10 * time.Second

// start runs a shell script on a new PTY. Output is read by lines.
type terminal struct {
	*Master
	cmd *exec.Cmd
	r   *bufio.Reader
}

func start(t *testing.T, script string) *terminal {
	t.Helper()
	held, slave, err := Open(session.Size{Cols: 100, Rows: 30})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("/bin/sh", "-c", script)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = slave, slave, slave
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	err = cmd.Start()
	_ = slave.Close()
	if err != nil {
		_ = held.Close()
		t.Fatal(err)
	}
	m, err := NewMaster(held)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = SignalTree(cmd.Process.Pid, unix.SIGKILL)
		_ = m.Close()
		_ = cmd.Wait()
	})
	return &terminal{m, cmd, bufio.NewReader(m)}
}

func (m *terminal) line(t *testing.T) string {
	t.Helper()
	s, err := m.r.ReadString('\n')
	if err != nil {
		t.Fatalf("read %q: %v", s, err)
	}
	return strings.TrimRight(s, "\r\n")
}

// number reads a line that is a pid.
func (m *terminal) number(t *testing.T) int {
	t.Helper()
	n, err := strconv.Atoi(m.line(t))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// eventually waits for what the kernel does in its own time.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("%s: not within %v", what, patience)
		}
	}
}

func gone(pid int) bool {
	p, err := Look(pid)
	return err != nil || p.Dead()
}

func TestReadWriteResize(t *testing.T) {
	m := start(t, `stty -echo; stty size; read x; echo "got $x"; trap 'stty size; exit' WINCH; echo ready; while :; do read y; done`)
	if got := m.line(t); got != "30 100" {
		t.Errorf("size = %q, want 30 100", got)
	}
	if _, err := m.Write([]byte("abc\n")); err != nil {
		t.Fatal(err)
	}
	if got := m.line(t); got != "got abc" {
		t.Errorf("line = %q, want got abc", got)
	}
	if got := m.line(t); got != "ready" {
		t.Errorf("line = %q, want ready", got)
	}
	if err := m.Resize(session.Size{Cols: 0, Rows: 5}); err == nil {
		t.Error("Resize to no columns: no error")
	}
	if err := m.Resize(session.Size{Cols: 40, Rows: 12}); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Write([]byte("\n")); err != nil { // read returns, the trap runs
		t.Fatal(err)
	}
	if got := m.line(t); got != "12 40" {
		t.Errorf("size = %q, want 12 40", got)
	}
	if _, err := m.r.ReadByte(); !errors.Is(err, io.EOF) {
		t.Errorf("Read at the end: %v, want io.EOF", err)
	}
}

func TestOpenDefaultSize(t *testing.T) {
	m, s, err := Open(session.Size{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _, _ = m.Close(), s.Close() }()
	for _, f := range []*os.File{m, s} {
		err := control(f, func(fd int) error {
			if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err != nil || flags&unix.FD_CLOEXEC == 0 {
				t.Errorf("%s: flags %d, %v, want close-on-exec", f.Name(), flags, err)
			}
			ws, err := unix.IoctlGetWinsize(fd, unix.TIOCGWINSZ)
			if err == nil && (ws.Col != 80 || ws.Row != 24) {
				t.Errorf("%s: %dx%d, want 80x24", f.Name(), ws.Col, ws.Row)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	err = control(s, func(fd int) error {
		flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
		if err == nil && flags&unix.O_NONBLOCK != 0 {
			t.Error("the slave doesn't block")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	// Output must not wake who only holds the master.
	if err := m.SetReadDeadline(time.Now()); !errors.Is(err, os.ErrNoDeadline) {
		t.Errorf("SetReadDeadline of a held master: %v, want %v: it is in the poller", err, os.ErrNoDeadline)
	}
}

func TestDeadlineAndClose(t *testing.T) {
	m := start(t, "sleep 100")
	if err := m.SetReadDeadline(time.Now().Add(time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Read(make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("Read: %v, want %v", err, os.ErrDeadlineExceeded)
	}
	if err := m.SetReadDeadline(time.Time{}); err != nil {
		t.Fatal(err)
	}
	got := make(chan error, 1)
	go func() {
		_, err := m.Read(make([]byte, 1))
		got <- err
	}()
	if err := m.Close(); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-got:
		if !errors.Is(err, os.ErrClosed) {
			t.Errorf("Read on a closed master: %v, want %v", err, os.ErrClosed)
		}
	case <-time.After(patience):
		t.Fatal("Read still waits")
	}
}

// A program that doesn't read holds up a write, but not its end.
func TestWriteDeadline(t *testing.T) {
	m := start(t, "stty raw -echo; echo ready; sleep 100")
	m.line(t)
	if err := m.SetWriteDeadline(time.Now().Add(50 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Write(make([]byte, 1<<20)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("Write: %v, want %v", err, os.ErrDeadlineExceeded)
	}
}

func TestNewMasterRefuses(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = w.Close() }()
	if _, err := NewMaster(r); err == nil {
		t.Error("NewMaster of a pipe: no error")
	}
}

func TestForeground(t *testing.T) {
	m := start(t, `set -m; echo $$; sh -c 'echo $$; sleep 100'`)
	shell, job := m.number(t), m.number(t)
	if shell != m.cmd.Process.Pid {
		t.Errorf("the shell is %d, want %d", shell, m.cmd.Process.Pid)
	}
	if got, err := m.Foreground(); err != nil || got != job {
		t.Errorf("Foreground() = %d, %v, want %d", got, err, job)
	}
}

// A background child keeps the terminal after the leader has ended; one that
// closed its descriptors doesn't.
func TestHolders(t *testing.T) {
	m := start(t, `trap '' HUP; sleep 100 & echo $!; sleep 101 <&- >&- 2>&- & echo $!; read x`)
	keeps, closed := m.number(t), m.number(t)
	got, err := m.Holders()
	if err != nil {
		t.Fatal(err)
	}
	for _, pid := range []int{m.cmd.Process.Pid, keeps, closed} {
		if !slices.Contains(got, pid) {
			t.Errorf("Holders() = %v, want %d in it", got, pid)
		}
	}
	if len(got) != 3 {
		t.Errorf("Holders() = %v, want three", got)
	}
	if _, err := m.Write([]byte("\n")); err != nil {
		t.Fatal(err)
	}
	_ = m.cmd.Wait()
	t.Cleanup(func() { _, _ = unix.Kill(keeps, unix.SIGKILL), unix.Kill(closed, unix.SIGKILL) })
	eventually(t, "one holder", func() bool { // the other may not have closed its descriptors yet
		got, err = m.Holders()
		if err != nil {
			t.Fatal(err)
		}
		return slices.Equal(got, []int{keeps})
	})
}

func TestSignalTree(t *testing.T) {
	const script = `echo $$; sh -c 'echo $$; setsid sh -c "echo \$\$; sleep 100; :"; :'; :`
	for _, signals := range [][]unix.Signal{{unix.SIGTERM, unix.SIGHUP, unix.SIGCONT}, {unix.SIGKILL}} {
		t.Run(fmt.Sprint(signals), func(t *testing.T) {
			m := start(t, script)
			pids := []int{m.number(t), m.number(t), m.number(t)}
			if err := SignalTree(m.cmd.Process.Pid, signals...); err != nil {
				t.Error(err)
			}
			for _, pid := range pids {
				eventually(t, fmt.Sprintf("end of process %d", pid), func() bool { return gone(pid) })
			}
		})
	}
}

// What forks on while it is killed is killed all the same.
func TestKillWhatForks(t *testing.T) {
	m := start(t, `f() { i=0; while [ $i -lt 500 ]; do sleep 100 & i=$((i+1)); done; }; f & f & f & echo ready; wait`)
	m.line(t)
	if err := SignalTree(m.cmd.Process.Pid, unix.SIGKILL); err != nil {
		t.Error(err)
	}
	eventually(t, "end of all", func() bool {
		table, err := Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range table {
			if p.Session == m.cmd.Process.Pid && !p.Dead() {
				return false
			}
		}
		return true
	})
}

// The same, a step at a time: what shows only at the second look is killed, and so
// is what doesn't show any more.
func TestKillLooksAgain(t *testing.T) {
	a, b := start(t, "sleep 100").cmd.Process.Pid, start(t, "sleep 100").cmd.Process.Pid
	looks := 0
	err := signalAll(func(Table) []int {
		looks++
		switch looks {
		case 1:
			return []int{a}
		case 2:
			return []int{b}
		}
		return nil
	}, []unix.Signal{unix.SIGKILL})
	if err != nil {
		t.Error(err)
	}
	for _, pid := range []int{a, b} {
		eventually(t, fmt.Sprintf("end of process %d", pid), func() bool { return gone(pid) })
	}
}

func TestSignalNobody(t *testing.T) {
	const none = 1 << 30
	if err := SignalTree(none, unix.SIGTERM); err != nil {
		t.Errorf("SignalTree(%d): %v", none, err)
	}
}
