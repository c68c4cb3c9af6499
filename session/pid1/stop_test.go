package pid1

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"jackin/session"
	"jackin/session/link"
)

// Every way to the end has its exit code, and ends what runs.
func TestStopCodes(t *testing.T) {
	for _, test := range []struct {
		name   string
		signal unix.Signal // 0: the server asks
		want   int
	}{
		{"TERM", unix.SIGTERM, 143},
		{"INT", unix.SIGINT, 130},
		{"RTMIN+3", sigStop, 143},
		{"the server", 0, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := start(t, options{})
			c := p.dial()
			pid := c.shell("a", "cat").Pid
			if test.signal != 0 {
				p.kill(test.signal)
			} else {
				c.send(link.Stop{})
			}
			if got := await[link.Stopping](c).WithinMS; got < 1 || got > 300 {
				t.Errorf("agents may quit within %d ms, want 300 at most", got)
			}
			c.send(link.QuitDone{}) // no use to wait for more
			await[link.Bye](c)
			if code := p.wait(); code != test.want {
				t.Errorf("exit code %d, want %d", code, test.want)
			}
			gone(t, pid)
			gone(t, c.server)
		})
	}
}

// The order of the end: first the server may let agents quit, then TERM and HUP to
// whole trees, KILL at last, and then goodbye.
func TestStopOrder(t *testing.T) {
	const stop = 2400 * time.Millisecond
	p := start(t, options{Stop: stop})
	c := p.dial()
	dir := t.TempDir()
	// One that ends by itself, with a grandchild in its own session; one that
	// nothing but KILL ends; one whose parent is gone.
	c.shell("polite", fmt.Sprintf(`cd %q
		setsid sh -c 'trap "echo term >>child" TERM; trap "echo hup >>child; exit 0" HUP; echo ready >ready-child; while :; do sleep 0.02; done' &
		trap 'echo term >>parent' TERM; trap 'echo hup >>parent; exit 0' HUP; echo ready >ready-parent; while :; do sleep 0.02; done`, dir))
	rude := c.shell("rude", `trap '' TERM HUP; echo ready; while :; do sleep 0.02; done`).Pid
	c.says("rude", "ready")
	c.shell("orphan", `(setsid sleep 1000 & echo orphan $!)`)
	orphan := c.number("orphan", "orphan ")
	await[link.Exited](c)
	for _, name := range []string{"ready-child", "ready-parent"} {
		eventually(t, name, func() error { _, err := os.Stat(filepath.Join(dir, name)); return err })
	}

	begun := time.Now()
	p.kill(unix.SIGTERM)
	await[link.Stopping](c)
	// Nothing is started any more.
	c.send(link.Spawn{ID: "late", Spec: session.Spec{Argv: []string{"sh"}, Dir: "/"}})
	if got := await[link.SpawnFailed](c); got.Message != "jackin is ending" {
		t.Errorf("%+v", got)
	}
	if got := await[link.Exited](c); got.ID != "polite" || got.Exit.Code != 0 {
		t.Errorf("%+v, want polite's end", got)
	}
	if took := time.Since(begun); took < stop*askShare/allShare {
		t.Errorf("TERM came after %v, want %v", took, stop*askShare/allShare)
	}
	if got := await[link.Exited](c); got.ID != "rude" || got.Exit.Signal != 9 {
		t.Errorf("%+v, want rude killed", got)
	}
	if took := time.Since(begun); took < stop*killShare/allShare || took > stop+time.Second {
		t.Errorf("KILL came after %v, want %v", took, stop*killShare/allShare)
	}
	await[link.Bye](c)
	if code := p.wait(); code != 143 {
		t.Errorf("exit code %d, want 143", code)
	}
	for _, name := range []string{"child", "parent"} {
		if b, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(b) != "term\nhup\n" {
			t.Errorf("signals of the %s: %q, %v, want term, hup", name, b, err)
		}
	}
	gone(t, rude)
	gone(t, orphan)
}

// Agents that quit when they are asked end it all at once.
func TestStopIsOverEarly(t *testing.T) {
	p := start(t, options{Stop: time.Hour})
	c := p.dial()
	c.shell("a", "read x; exit 5")
	p.kill(sigStop)
	await[link.Stopping](c)
	c.command(command{ID: "a", Input: []byte("\n")})
	if got := await[link.Exited](c); got.Exit.Code != 5 {
		t.Errorf("%+v, want 5", got)
	}
	await[link.Bye](c)
	if code := p.wait(); code != 143 {
		t.Errorf("exit code %d, want 143", code)
	}
}

func TestSecondSignalSkipsTheWait(t *testing.T) {
	p := start(t, options{Stop: time.Hour})
	c := p.dial()
	c.shell("a", `trap '' TERM HUP; echo ready; while :; do sleep 0.02; done`)
	c.says("a", "ready")
	p.kill(unix.SIGTERM)
	await[link.Stopping](c)
	p.kill(unix.SIGINT)
	if got := await[link.Exited](c); got.Exit.Signal != 9 {
		t.Errorf("%+v, want it killed", got)
	}
	if code := p.wait(); code != 143 {
		t.Errorf("exit code %d, want that of the first signal", code)
	}
}

// The server dies in the middle of it: it isn't missed.
func TestServerDiesWhileStopping(t *testing.T) {
	p := start(t, options{Stop: time.Hour})
	c := p.dial()
	pid := c.shell("a", "cat").Pid
	p.kill(unix.SIGTERM)
	await[link.Stopping](c)
	if err := unix.Kill(c.server, unix.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if code := p.wait(); code != 143 {
		t.Errorf("exit code %d, want 143", code)
	}
	gone(t, pid)
}

// A server that doesn't leave is killed, with what it started.
func TestServerStays(t *testing.T) {
	p := start(t, options{ServerArgs: []string{"serve", "-stay", "-child"}, Stop: 400 * time.Millisecond})
	c := p.dial()
	child := c.number("child", "child ")
	p.kill(unix.SIGTERM)
	await[link.Bye](c)
	if code := p.wait(); code != 143 {
		t.Errorf("exit code %d, want 143", code)
	}
	gone(t, c.server)
	gone(t, child)
}

// Once the server is done there is nothing to wait for.
func TestQuitDone(t *testing.T) {
	p := start(t, options{Stop: time.Hour})
	c := p.dial()
	c.shell("a", `trap 'exit 4' TERM; echo ready; while :; do sleep 0.02; done`)
	c.says("a", "ready")
	p.kill(unix.SIGTERM)
	await[link.Stopping](c)
	c.send(link.QuitDone{})
	if got := await[link.Exited](c); got.Exit.Code != 4 {
		t.Errorf("%+v, want 4", got)
	}
	p.wait()
}

// What must not end init doesn't, and neither do its sessions.
func TestSignalsThatDontStop(t *testing.T) {
	p := start(t, options{})
	c := p.dial()
	for _, s := range []unix.Signal{
		unix.SIGHUP, unix.SIGQUIT, unix.SIGABRT, unix.SIGUSR1, unix.SIGUSR2, unix.SIGPIPE, unix.SIGALRM,
		unix.SIGTSTP, unix.SIGTTIN, unix.SIGTTOU, unix.SIGTRAP, unix.SIGSYS, unix.SIGVTALRM, unix.SIGURG, unix.SIGWINCH,
	} {
		p.kill(s)
		c.shell(session.ID(unix.SignalName(s)), "exit 0")
		await[link.Exited](c)
	}
	eventually(t, "what init says", func() error {
		if !strings.Contains(p.said(), `"ignore signal","signal":"hangup"`) {
			return errors.New("nothing of the hangup")
		}
		return nil
	})
}

// A session starts with no signal ignored and none blocked, whatever init was
// started with.
func TestSessionSignals(t *testing.T) {
	p := prepare(t, options{Keys: keyNames}, "MINIMAX_API_KEY="+canary)
	p.cmd.Args = append([]string{p.cmd.Args[0], "hostile", "ignore"}, p.cmd.Args[1:]...)
	p.run()
	c := p.dial()
	// No shell: some clear their mask.
	c.send(link.Spawn{ID: "a", Spec: session.Spec{Argv: []string{"grep", "^Sig[IB]", "/proc/self/status"}, Dir: "/"}})
	await[link.Exited](c)
	for _, field := range []string{"SigBlk:\t", "SigIgn:\t"} {
		if got := c.line("a", field); got != "0000000000000000" {
			t.Errorf("%s of the session is %s, want none", field, got)
		}
	}
	p.kill(unix.SIGTERM)
	c.send(link.QuitDone{})
	if code := p.wait(); code != 143 {
		t.Errorf("exit code %d, want 143", code)
	}
}

// The container's stop signal may come at any moment: before init has begun, and
// across its exec.
func TestStopSignalAtTheStart(t *testing.T) {
	for _, env := range []string{"MINIMAX_API_KEY=" + canary, "NOTHING=1"} {
		p := prepare(t, options{Keys: keyNames, ServerArgs: []string{"serve", "-silent"}}, env)
		p.cmd.Args = append([]string{p.cmd.Args[0], "hostile", "block", "hostile", "raise"}, p.cmd.Args[1:]...)
		p.run()
		if code := p.wait(); code != 143 {
			t.Errorf("exit code %d with %s, want 143", code, strings.SplitN(env, "=", 2)[0])
		}
	}
}
