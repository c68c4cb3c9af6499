package pid1

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"jackin/session"
	"jackin/session/link"
	"jackin/session/ptyproc"
)

// kill ends the server and connects to the next one.
func (p *initProc) killServer(c *client) *client {
	p.t.Helper()
	if err := unix.Kill(c.server, unix.SIGKILL); err != nil {
		p.t.Fatal(err)
	}
	return p.dial()
}

// Ten times under output: the sessions go on as the same processes, the new
// server gets everything, output and input arrive.
func TestServerKilled(t *testing.T) {
	p := start(t, options{})
	c := p.dial()
	flood := c.shell("flood", `while :; do seq -f 'line %g' 100; sleep 0.005; done`).Pid
	cat := c.shell("cat", "cat").Pid
	dead := c.shell("dead", "exit 7").Pid
	await[link.Exited](c)
	c.send(link.Record{ID: "cat", Data: []byte("new record")})
	c.send(link.Record{Data: []byte("the server's own")})
	want := []link.Session{
		{ID: "flood", Pid: flood, Record: []byte("record of flood")},
		{ID: "cat", Pid: cat, Record: []byte("new record")},
		{ID: "dead", Pid: dead, Record: []byte("record of dead"), Exit: &session.Exit{Code: 7}},
	}
	for i := range 10 {
		// What the server sent before its end counts.
		c.command(command{ID: "cat", Input: fmt.Appendf(nil, "before %d\n", i)})
		c.says("cat", fmt.Sprintf("before %d", i))
		c = p.killServer(c)
		w := await[link.Welcome](c)
		if w.Restarts != i+1 || string(w.Record) != "the server's own" {
			t.Errorf("welcome after kill %d: %+v", i, w)
		}
		if diff := cmp.Diff(want, c.handedOver()); diff != "" {
			t.Fatalf("handed over after kill %d (-want +got):\n%s", i, diff)
		}
		c.command(command{ID: "cat", Input: fmt.Appendf(nil, "after %d\n", i)})
		c.says("cat", fmt.Sprintf("after %d", i))
		c.says("flood", "line ")
	}
	for _, pid := range []int{flood, cat} {
		if proc, err := ptyproc.Look(pid); err != nil || proc.Dead() || proc.Parent != p.pid {
			t.Errorf("process %d: %+v, %v", pid, proc, err)
		}
	}
	p.kill(unix.SIGTERM)
	p.wait()
}

// The program's file is gone: what runs goes on, and restarts.
func TestServerKilledWithoutBinary(t *testing.T) {
	p := prepare(t, options{})
	p.cmd.Path = filepath.Join(t.TempDir(), "jackin")
	copyFile(t, p.cmd.Args[0], p.cmd.Path)
	p.run()
	c := p.dial()
	if err := os.Remove(p.cmd.Path); err != nil {
		t.Fatal(err)
	}
	c = p.killServer(c)
	if w := await[link.Welcome](c); w.Restarts != 1 {
		t.Errorf("%+v, want one restart", w)
	}
	// And it is named as it was, whatever it was executed from.
	for _, pid := range []int{p.pid, c.server} {
		if comm, err := os.ReadFile(fmt.Sprintf("/proc/%d/comm", pid)); err != nil || string(comm) != "jackin\n" {
			t.Errorf("name of process %d: %q, %v", pid, comm, err)
		}
	}
	cmdline, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", c.server))
	if err != nil || string(cmdline) != "jackin\x00serve\x00" {
		t.Errorf("command line of the server: %q, %v", cmdline, err)
	}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	src, err := os.Open(from)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = src.Close() }()
	dst, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.Copy(dst, src); err != nil {
		t.Fatal(err)
	}
	if err := dst.Close(); err != nil {
		t.Fatal(err)
	}
}

// A server that says what can't be is killed, and the next one has everything.
func TestServerSaysWhatCantBe(t *testing.T) {
	p := start(t, options{})
	c := p.dial()
	pid := c.shell("a", "read x").Pid
	bye, err := link.Encode(link.Bye{})
	if err != nil {
		t.Fatal(err)
	}
	hello, err := link.Encode(link.Hello{Version: link.Version})
	if err != nil {
		t.Fatal(err)
	}
	again, err := link.Encode(link.Spawn{ID: "a", Spec: session.Spec{Argv: []string{"sh"}, Dir: "/"}})
	if err != nil {
		t.Fatal(err)
	}
	for i, packet := range []string{"!", "\x21{", string(bye), string(hello), string(again), "\x24{\"id\":\"\"}"} {
		c.command(command{Packet: []byte(packet)})
		gone(t, c.server)
		c = p.dial()
		want := []link.Session{{ID: "a", Pid: pid, Record: []byte("record of a")}}
		if diff := cmp.Diff(want, c.handedOver()); diff != "" {
			t.Fatalf("handed over after %q, %d (-want +got):\n%s", packet, i, diff)
		}
	}
	// These mean nothing to this init: they are skipped, not punished.
	c.command(command{Packet: []byte("\xf0 newer")})
	c.send(link.Close{ID: "nobody"})
	c.send(link.Record{ID: "nobody"})
	c.send(link.Signal{ID: "nobody", Signal: 9})
	c.send(link.QuitDone{})
	c.shell("b", "exit 0")
}

// Without a server that ever served, init gives up and says so.
func TestServerNeverServes(t *testing.T) {
	for _, test := range []struct {
		name string
		o    options
		log  string
	}{
		{"ends", options{ServerArgs: []string{"serve", "-no-such-flag"}}, "exited 2"},
		{"speaks another version", options{ServerArgs: []string{"serve", "-version", "99"}}, "it speaks version 99 of the link"},
		{"keeps silent", options{ServerArgs: []string{"serve", "-silent"}, Hello: 5 * time.Millisecond}, "server keeps silent"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := start(t, test.o)
			if code := p.wait(); code != 1 {
				t.Errorf("exit code %d, want 1", code)
			}
			for _, want := range []string{test.log, "run init: the server doesn't start: it ended 5 times before it said hello"} {
				if !strings.Contains(p.said(), want) {
					t.Errorf("init doesn't say %q", want)
				}
			}
		})
	}
}

// A server learns of init's death, and the sessions of their terminal's.
func TestInitKilled(t *testing.T) {
	p := start(t, options{})
	c := p.dial()
	pid := c.shell("a", "cat").Pid
	p.kill(unix.SIGKILL)
	for !c.end {
		c.next("the end of the link")
	}
	gone(t, c.server)
	gone(t, pid)
}

func TestRestartDelays(t *testing.T) {
	var got []time.Duration
	cfg := Config{Listener: os.Stdin}
	if err := cfg.check(); err != nil {
		t.Fatal(err)
	}
	d := &daemon{cfg: cfg}
	now := time.Now()
	for _, life := range []time.Duration{0, 0, 0, 0, 0, longLife, 0} {
		d.died(now, life)
		got = append(got, d.restart.Sub(now))
	}
	const ms = time.Millisecond
	want := []time.Duration{0, 100 * ms, 500 * ms, 1000 * ms, 1000 * ms, 0, 100 * ms}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestConfigRefused(t *testing.T) {
	for _, test := range []struct {
		name string
		cfg  Config
	}{
		{"no listener", Config{}},
		{"settings too large", Config{Listener: os.Stdin, Settings: make([]byte, link.MaxSettings+1)}},
	} {
		if err := test.cfg.check(); err == nil {
			t.Errorf("%s: no error", test.name)
		}
	}
}
