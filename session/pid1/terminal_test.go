package pid1

import (
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"jackin/session/link"
	"jackin/session/ptyproc"
)

// terminalMain stands in for the client on init's terminal. It fails until the
// file that it is given exists.
func terminalMain(args []string) {
	term := make(chan os.Signal, 1)
	signal.Notify(term, unix.SIGTERM)
	if len(args) > 0 && args[0] == "deaf" {
		fmt.Println("terminal runs", os.Getpid())
		for range term {
		}
	}
	if len(args) > 0 {
		if _, err := os.Stat(args[0]); err != nil {
			fmt.Println("terminal fails")
			if f, err := os.Create(args[0]); err == nil {
				_ = f.Close()
			}
			os.Exit(3)
		}
	}
	fmt.Println("terminal runs", os.Getpid(), unix.Getpgrp() == os.Getpid(), os.Getenv("KEPT"), os.Getenv("MINIMAX_API_KEY"))
	<-term
	table, err := ptyproc.Snapshot()
	siblings := 0
	for pid, proc := range table {
		if proc.Parent == os.Getppid() && pid != os.Getpid() && !proc.Dead() {
			siblings++
		}
	}
	fmt.Println("terminal ends beside", siblings, err)
	os.Exit(0)
}

// The client on init's terminal has what init's terminal needs and no key, is
// started again when it fails, and isn't ended like a session.
func TestTerminal(t *testing.T) {
	p := start(t, options{Keys: keyNames, Drop: []string{"KEPT"}, Stop: 4 * time.Second, Terminal: []string{"terminal", filepath.Join(t.TempDir(), "failed")}},
		"KEPT=kept", "MINIMAX_API_KEY="+canary)
	c := p.dial()
	p.ready()
	for _, want := range []string{"terminal fails\n", "terminal runs "} {
		line, err := p.stdout.ReadString('\n')
		if err != nil || !strings.HasPrefix(line, want) {
			t.Fatalf("the client says %q, %v, want %q", line, err, want)
		}
		if pid := 0; want != "terminal fails\n" {
			if _, err := fmt.Sscanf(line, "terminal runs %d false kept\n", &pid); err != nil {
				t.Errorf("the client says %q: %v", line, err)
			}
			clean(t, "server", c.server)
		}
	}
	// It ignores nothing: TERM for every session would reach it.
	c.shell("a", `trap 'exit 4' TERM; echo ready; while :; do sleep 0.02; done`)
	c.says("a", "ready")
	p.kill(unix.SIGTERM)
	c.send(link.QuitDone{})
	if got := await[link.Exited](c); got.Exit.Code != 4 {
		t.Errorf("%+v, want 4", got)
	}
	await[link.Bye](c)
	gone(t, c.server)
	if line, err := p.stdout.ReadString('\n'); err != nil || line != "terminal ends beside 0 <nil>\n" {
		t.Errorf("the client says %q, %v", line, err)
	}
	if code := p.wait(); code != 143 {
		t.Errorf("exit code %d, want 143", code)
	}
}

// One that stays doesn't keep init, nor does it outlive it.
func TestTerminalStays(t *testing.T) {
	p := start(t, options{Terminal: []string{"terminal", "deaf"}})
	c := p.dial()
	p.ready()
	var pid int
	if line, err := p.stdout.ReadString('\n'); err != nil {
		t.Fatal(err)
	} else if _, err := fmt.Sscanf(line, "terminal runs %d\n", &pid); err != nil {
		t.Fatalf("the client says %q: %v", line, err)
	}
	p.kill(unix.SIGTERM)
	await[link.Bye](c)
	if code := p.wait(); code != 143 {
		t.Errorf("exit code %d, want 143", code)
	}
	gone(t, pid)
}

// A client that has lost the terminal isn't started again.
func TestTerminalGone(t *testing.T) {
	d := newTestDaemon(t)
	for _, test := range []struct {
		status unix.WaitStatus
		again  bool
	}{{0, false}, {3 << 8, true}, {unix.WaitStatus(unix.SIGKILL), true}} {
		d.terminal = terminal{pid: 5}
		d.reaped(5, test.status)
		if got := !d.terminalAt().IsZero(); got != test.again || d.terminal.pid != 0 {
			t.Errorf("after status %#x: started again: %v, want %v; pid %d", test.status, got, test.again, d.terminal.pid)
		}
	}
}
