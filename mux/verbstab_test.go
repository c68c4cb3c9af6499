package mux

import (
	"errors"
	"net"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"jackin/mux/wire"
)

// verbConn is a connection that has greeted and asks one verb after the other.
type verbConn struct {
	t    *testing.T
	conn net.Conn
	wire *wire.Conn
	last int
}

func (f *fakeInit) verbs() *verbConn {
	f.t.Helper()
	conn, err := net.Dial("unix", filepath.Join(f.dir, "s"))
	if err != nil {
		f.t.Fatal(err)
	}
	f.t.Cleanup(func() { conn.Close() })
	c := &verbConn{t: f.t, conn: conn, wire: wire.NewConn(conn)}
	if err := c.wire.WriteJSON(wire.TypeHello, wire.Hello{Version: wire.Version}); err != nil {
		f.t.Fatal(err)
	}
	return c
}

func (c *verbConn) request(verb string, body any) {
	c.t.Helper()
	raw, err := jsonOf(body)
	c.last++
	if err := errors.Join(err, c.wire.WriteJSON(wire.TypeRequest, wire.Request{ID: c.last, Verb: verb, Body: raw})); err != nil {
		c.t.Fatal(err)
	}
}

// answer reads up to the answer; data is what came before it.
func (c *verbConn) answer() (data string, refusal *wire.Error) {
	c.t.Helper()
	for {
		t, p, err := c.wire.Read()
		if err != nil {
			c.t.Fatal(err)
		}
		switch t {
		case wire.TypeData:
			data += string(p)
		case wire.TypeResponse:
			var r wire.Response
			if err := wire.Decode(p, &r); err != nil {
				c.t.Fatal(err)
			}
			return data, r.Error
		}
	}
}

func (c *verbConn) event() wire.Event {
	c.t.Helper()
	for {
		t, p, err := c.wire.Read()
		if err != nil {
			c.t.Fatal(err)
		}
		if t == wire.TypeEvent {
			var e wire.Event
			if err := wire.Decode(p, &e); err != nil {
				c.t.Fatal(err)
			}
			return e
		}
	}
}

// must is a verb that isn't refused.
func (f *fakeInit) must(verb string, body, answer any) {
	f.t.Helper()
	if refusal := f.ask(verb, body, answer); refusal != nil {
		f.t.Fatalf("%s: %v", verb, refusal)
	}
}

func (f *fakeInit) tabs() []wire.Tab {
	f.t.Helper()
	var tabs []wire.Tab
	f.must(wire.VerbList, nil, &tabs)
	return tabs
}

func TestSendAndCapture(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Command: []string{"sh", "-c", `stty raw -echo; i=0; while [ $i -lt 2000 ]; do i=$((i+1)); printf 'line %d\r\n' $i; done; printf '\033[31mred\033[m\033[?1hready'; exec cat -v`}})
	c := f.attach(wire.Attach{})
	c.shows("ready")
	f.must(wire.VerbSend, wire.Send{Tab: "1", Text: []byte("te\x00xt"), Keys: []string{"up", "ctrl+c"}, Enter: true}, nil)
	c.shows("te^@xt^[OA^C^M")
	v := f.verbs()
	for _, tc := range []struct {
		ask   wire.Capture
		lines int
		has   []string
	}{
		{wire.Capture{Tab: "1"}, 23, []string{"line 2000\nred"}},
		{wire.Capture{Tab: "1", ANSI: true}, 23, []string{"\x1b[31mred\x1b[mready"}},
		{wire.Capture{Tab: "1", History: true}, 2001, []string{"line 1\nline 2\n", "line 999\nline 1000\n", "line 2000\nred"}},
	} {
		v.request(wire.VerbCapture, tc.ask)
		text, refusal := v.answer()
		if refusal != nil || strings.Count(text, "\n") != tc.lines {
			t.Errorf("capture %+v is %d lines, %v, want %d", tc.ask, strings.Count(text, "\n"), refusal, tc.lines)
		}
		for _, part := range tc.has {
			if !strings.Contains(text, part) {
				t.Errorf("capture %+v lacks %q", tc.ask, part)
			}
		}
	}
	for _, tc := range []struct {
		verb string
		body any
		code int
	}{
		{wire.VerbCapture, wire.Capture{Tab: "9"}, wire.CodeNotFound},
		{wire.VerbSend, wire.Send{Tab: "1", Keys: []string{"nope"}}, wire.CodeUsage},
		{wire.VerbWait, wire.Wait{Tab: "1", State: "nope"}, wire.CodeUsage},
		{wire.VerbKill, wire.Kill{Tab: "1", Signal: 65}, wire.CodeUsage},
	} {
		if refusal := f.ask(tc.verb, tc.body, nil); refusal == nil || refusal.Code != tc.code {
			t.Errorf("%s %+v: %v, want code %d", tc.verb, tc.body, refusal, tc.code)
		}
	}
}

// TestSendIsBounded: a verb that sends what nobody reads waits, alone, and goes
// with its connection.
func TestSendIsBounded(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Command: []string{"sh", "-c", "stty raw -echo; echo ready; exec sleep 1000"}})
	f.attach(wire.Attach{}).shows("ready")
	v := f.verbs()
	block := make([]byte, 100<<10)
	for range 10 { // the writer has some of it, the queue is full, the rest waits
		v.request(wire.VerbSend, wire.Send{Tab: "1", Text: block})
	}
	f.must(wire.VerbHealth, nil, nil)
	sending := func() bool {
		stacks := make([]byte, 1<<20)
		return strings.Contains(string(stacks[:runtime.Stack(stacks, true)]), "(*pane).send(")
	}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	end := time.Now().Add(deadline)
	for ; !sending() && time.Now().Before(end); <-tick.C {
	}
	if !sending() {
		t.Error("nothing waits: the test shows nothing")
	}
	v.conn.Close()
	for ; sending() && time.Now().Before(end); <-tick.C {
	}
	if sending() {
		t.Error("what was sent still waits, and its connection is gone")
	}
	f.must(wire.VerbKill, wire.Kill{Tab: "1", Close: true}, nil)
}

// TestNoSuspend: a script can't suspend what can't be continued.
func TestNoSuspend(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Agent: "claude"})
	if refusal := f.ask(wire.VerbSend, wire.Send{Tab: "1", Keys: []string{"ctrl+z"}}, nil); refusal == nil || refusal.Code != wire.CodeFailed {
		t.Errorf("ctrl+z for claude: %v", refusal)
	}
}

func TestRename(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Command: []string{"cat"}})
	c := f.attach(wire.Attach{})
	var tab wire.Tab
	f.must(wire.VerbRename, wire.Rename{Tab: "1", Label: " my\x1b[31m tab "}, &tab)
	c.shows("1 " + tab.Label)
	if strings.ContainsAny(tab.Label, "\x1b") || !strings.Contains(tab.Label, "tab") {
		t.Errorf("label %q", tab.Label)
	}
	c.send("\x1cr") // leader, R
	c.shows("Rename tab 1")
	c.send("\x15by hand\r")
	c.shows("1 by hand")
	f.killServer()
	f.serve()
	if tabs := f.tabs(); tabs[0].Label != "by hand" {
		t.Errorf("the next server calls it %q", tabs[0].Label)
	}
	f.must(wire.VerbRename, wire.Rename{Tab: "1"}, &tab)
	if tab.Label != "cat" {
		t.Errorf("without a label it is %q, want the computed one", tab.Label)
	}
}

// TestWait: every state, and a tab that is closed.
func TestWait(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Command: []string{"cat"}})
	f.must(wire.VerbWait, wire.Wait{Tab: "1", State: wire.StateRunning}, nil)
	v, w := f.verbs(), f.verbs()
	v.request(wire.VerbWait, wire.Wait{Tab: "1", State: wire.StateExited})
	gone := f.verbs()
	gone.request(wire.VerbWait, wire.Wait{Tab: "1", State: wire.StateExited})
	gone.conn.Close()
	f.must(wire.VerbSend, wire.Send{Tab: "1", Keys: []string{"ctrl+d"}}, nil)
	if _, refusal := v.answer(); refusal != nil {
		t.Errorf("wait for the exit: %v", refusal)
	}
	v.request(wire.VerbWait, wire.Wait{Tab: "1", State: wire.StateRunning})
	f.must(wire.VerbRestart, wire.Restart{Tab: "1"}, nil)
	if _, refusal := v.answer(); refusal != nil {
		t.Errorf("wait for the restart: %v", refusal)
	}
	v.request(wire.VerbWait, wire.Wait{Tab: "1", State: wire.StateExited})
	w.request(wire.VerbWait, wire.Wait{Tab: "1", State: wire.StateWaiting})
	f.must(wire.VerbHealth, nil, nil)
	f.must(wire.VerbKill, wire.Kill{Tab: "1", Close: true}, nil)
	if _, refusal := v.answer(); refusal != nil {
		t.Errorf("a closed tab has exited: %v", refusal)
	}
	if _, refusal := w.answer(); refusal == nil || refusal.Code != wire.CodeNotFound {
		t.Errorf("a closed tab never waits: %v", refusal)
	}
}

// TestKill: the tab stays, also where the program ends with 0; a signal is sent
// as it is; a shell that ignores TERM gets HUP.
func TestKill(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Agent: "shell"})
	f.open(wire.NewTab{Command: []string{"sh", "-c", "trap 'echo got usr1' USR1; trap 'exit 0' TERM; echo ready; while :; do sleep 0.05; done"}})
	c := f.attach(wire.Attach{Tab: "2"})
	c.shows("ready")
	f.must(wire.VerbKill, wire.Kill{Tab: "2", Signal: int(syscall.SIGUSR1)}, nil)
	c.shows("got usr1")
	f.must(wire.VerbKill, wire.Kill{Tab: "2"}, nil)
	f.must(wire.VerbKill, wire.Kill{Tab: "1"}, nil)
	tabs := f.tabs()
	if len(tabs) != 2 || tabs[0].Exit == nil || tabs[0].Exit.Signal != "HUP" || tabs[1].Exit == nil || tabs[1].Exit.Code == nil || *tabs[1].Exit.Code != 0 {
		t.Fatalf("after kill: %+v", tabs)
	}
	refusal := f.ask(wire.VerbKill, wire.Kill{Tab: "2"}, nil)
	if refusal == nil || refusal.Code != wire.CodeFailed || !strings.Contains(refusal.Message, "exited 0") {
		t.Errorf("kill of a dead tab: %v", refusal)
	}
	if refusal := f.ask(wire.VerbSend, wire.Send{Tab: "2", Text: []byte("x")}, nil); refusal == nil || refusal.Code != wire.CodeFailed {
		t.Errorf("send to a dead tab: %v", refusal)
	}
	f.must(wire.VerbRestart, wire.Restart{Tab: "1"}, nil)
	v := f.verbs()
	v.request(wire.VerbWait, wire.Wait{Tab: "1", State: wire.StateExited})
	f.must(wire.VerbSend, wire.Send{Tab: "1", Text: []byte("exit"), Enter: true}, nil)
	if _, refusal := v.answer(); refusal != nil {
		t.Fatal(refusal)
	}
	if tabs = f.tabs(); len(tabs) != 1 || tabs[0].ID != 2 {
		t.Errorf("a shell that was run again and exits 0 stays: %+v", tabs)
	}
	f.must(wire.VerbKill, wire.Kill{Tab: "2", Close: true}, nil)
	if tabs = f.tabs(); len(tabs) != 0 {
		t.Errorf("closed tabs: %+v", tabs)
	}
}

// TestRestartLive: what runs is ended first, and the tab keeps its place.
func TestRestartLive(t *testing.T) {
	f := newFakeInit(t)
	old := f.open(wire.NewTab{Command: []string{"cat"}})
	var tab wire.Tab
	f.must(wire.VerbRestart, wire.Restart{Tab: "1"}, &tab)
	if tab.UUID != old.UUID || tab.State != wire.StateRunning || tab.Pid == nil || *tab.Pid == *old.Pid {
		t.Errorf("restarted: %+v, before %+v", tab, old)
	}
}

func TestEvents(t *testing.T) {
	f := newFakeInit(t)
	v := f.verbs()
	v.request(wire.VerbEvents, nil)
	if _, refusal := v.answer(); refusal != nil {
		t.Fatal(refusal)
	}
	tab := f.open(wire.NewTab{Command: []string{"cat"}})
	f.must(wire.VerbRename, wire.Rename{Tab: "1", Label: "x"}, nil)
	f.must(wire.VerbKill, wire.Kill{Tab: "1", Close: true}, nil)
	var got []string
	for len(got) == 0 || got[len(got)-1] != wire.EventClosed {
		e := v.event()
		if e.UUID != tab.UUID || e.ID != 1 || e.Time.IsZero() {
			t.Errorf("event %+v", e)
		}
		got = append(got, e.Event)
	}
	if want := "opened changed changed closed"; strings.Join(got, " ") != want {
		t.Errorf("events %v, want %s", got, want)
	}
}

// TestDeafListener: events that nobody reads are dropped, and one says so.
func TestDeafListener(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Command: []string{"cat"}})
	v, w := f.verbs(), f.verbs()
	v.request(wire.VerbEvents, nil)
	if _, refusal := v.answer(); refusal != nil {
		t.Fatal(refusal)
	}
	for range 8000 {
		w.request(wire.VerbRename, wire.Rename{Tab: "1", Label: strings.Repeat("x", maxLabel)})
		if _, refusal := w.answer(); refusal != nil {
			t.Fatal(refusal)
		}
	}
	n := 0
	for ; v.event().Event != wire.EventMissed; n++ {
	}
	if n >= 8000 {
		t.Errorf("%d events came, and one that says that some were missed", n)
	}
}

// TestSignalThenExit: an exit right after a signal counts as its effect, whatever
// the code: the tab stays.
func TestSignalThenExit(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Agent: "shell"})
	f.must(wire.VerbSend, wire.Send{Tab: "1", Text: []byte("trap '' USR1; echo it is' 'set"), Enter: true}, nil)
	f.attach(wire.Attach{}).shows("it is set")
	f.must(wire.VerbKill, wire.Kill{Tab: "1", Signal: int(syscall.SIGUSR1)}, nil)
	f.must(wire.VerbSend, wire.Send{Tab: "1", Text: []byte("exit"), Enter: true}, nil)
	f.must(wire.VerbWait, wire.Wait{Tab: "1", State: wire.StateExited}, nil)
	if tabs := f.tabs(); len(tabs) != 1 {
		t.Errorf("a shell that exits right after a signal: %+v, want it to stay", tabs)
	}
}
