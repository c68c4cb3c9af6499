package pid1

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"jackin/session"
	"jackin/session/link"
)

// main starts a shell script as the main session.
func (c *client) main(id session.ID, script string) {
	c.t.Helper()
	c.send(link.Spawn{ID: id, Main: true, Spec: session.Spec{Argv: []string{"sh", "-c", script}, Dir: "/"}})
	await[link.Spawned](c)
}

// The end of the main session is init's, with its code; another's isn't.
func TestMainEnds(t *testing.T) {
	for _, test := range []struct {
		script string
		want   int
	}{{"read x; exit 0", 0}, {"read x; exit 7", 7}, {"read x; kill -USR1 $$", 128 + 10}} {
		p := start(t, options{})
		c := p.dial()
		c.main("main", test.script)
		pid := c.shell("other", "cat").Pid
		c.shell("first", "exit 5")
		await[link.Exited](c)
		c.command(command{ID: "main", Input: []byte("\n")})
		await[link.Stopping](c)
		c.send(link.QuitDone{})
		if code := p.wait(); code != test.want {
			t.Errorf("exit code %d after %q, want %d", code, test.script, test.want)
		}
		gone(t, pid)
	}
}

// However the end began, the code is the main session's.
func TestMainIsEnded(t *testing.T) {
	for _, test := range []struct {
		name string
		end  func(p *initProc, c *client)
		want int
	}{
		{"by a signal", func(p *initProc, c *client) { p.kill(unix.SIGTERM) }, 6},
		{"by the server", func(p *initProc, c *client) { c.send(link.Stop{}) }, 6},
		{"as it is closed", func(p *initProc, c *client) { c.send(link.Close{ID: "main"}) }, 6},
		{"by KILL", func(p *initProc, c *client) { c.send(link.Signal{ID: "main", Signal: 9}) }, 137},
	} {
		p := start(t, options{})
		c := p.dial()
		c.main("main", `trap 'exit 6' TERM; echo ready; while :; do sleep 0.02; done`)
		c.says("main", "ready")
		test.end(p, c)
		if code := p.wait(); code != test.want {
			t.Errorf("exit code %d for a main session that ends %s, want %d", code, test.name, test.want)
		}
	}
}

// The main session is known to init: that the server has died meanwhile changes
// nothing.
func TestMainWithoutServer(t *testing.T) {
	p := start(t, options{Restart: time.Hour})
	c := p.dial()
	c.main("main", "echo ready; read x; exit 9")
	c.says("main", "ready")
	if err := unix.Kill(c.server, unix.SIGKILL); err != nil {
		t.Fatal(err)
	}
	gone(t, c.server)
	// The last master is init's: what reads the terminal goes on.
	for _, pid := range p.children() {
		// The killed server may be a child no more.
		if err := unix.Kill(pid, unix.SIGUSR2); err != nil && err != unix.ESRCH {
			t.Fatal(err)
		}
	}
	if code := p.wait(); code != 128+12 {
		t.Errorf("exit code %d, want that of main, which USR2 has killed", code)
	}
}

// A server that asks for the end with a reason is heard: init says it.
func TestStopWithReason(t *testing.T) {
	p := start(t, options{})
	c := p.dial()
	c.send(link.Stop{Code: 1, Reason: "the main tab can't be opened"})
	await[link.Stopping](c)
	c.send(link.QuitDone{})
	if code := p.wait(); code != 1 {
		t.Errorf("exit code %d, want 1", code)
	}
	if want := "\nthe main tab can't be opened\n"; !strings.Contains(p.said(), want) {
		t.Errorf("init says %q, want %q", p.said(), want)
	}
}

// The first tabs are for a server that nothing was asked of before.
func TestFirstTabs(t *testing.T) {
	tabs := []link.FirstTab{{Agent: "claude", Provider: "minimax", Dir: "/", Main: true}, {Command: []string{"sh"}, Dir: "/"}}
	p := start(t, options{Tabs: tabs})
	for i := range 3 {
		c := p.dial()
		if diff := cmp.Diff(tabs, await[link.Welcome](c).Tabs); diff != "" {
			t.Errorf("tabs of server %d (-want +got):\n%s", i, diff)
		}
		if i == 1 {
			c.shell("a", "cat")
			tabs = nil
		}
		if err := unix.Kill(c.server, unix.SIGKILL); err != nil {
			t.Fatal(err)
		}
		gone(t, c.server)
	}
}

func TestFirstTabsTooLarge(t *testing.T) {
	many := Config{Listener: master(t), Tabs: make([]link.FirstTab, link.MaxFirstTabs+1)}
	if err := many.check(); err == nil {
		t.Errorf("%d first tabs are taken", len(many.Tabs))
	}
}
