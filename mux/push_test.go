package mux

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"jackin/mux/wire"
	"jackin/session"
	"jackin/session/link"
)

// push asks for a push with a file beside the request.
func (f *fakeInit) push(file *os.File) *wire.Error {
	f.t.Helper()
	conn, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: filepath.Join(f.dir, "s"), Net: "unix"})
	if err != nil {
		f.t.Fatal(err)
	}
	defer conn.Close()
	c := &verbConn{t: f.t, conn: conn, wire: wire.NewConn(conn)}
	if err := c.wire.WriteJSON(wire.TypeHello, wire.Hello{Version: wire.Version}); err != nil {
		f.t.Fatal(err)
	}
	frame := wire.Append(nil, wire.TypeRequest, []byte(`{"id":1,"verb":"`+wire.VerbPush+`"}`))
	var oob []byte
	if file != nil {
		// Two: the server takes one, and holds no other.
		oob = unix.UnixRights(int(file.Fd()), int(file.Fd()))
	}
	if _, _, err := conn.WriteMsgUnix(frame, oob, nil); err != nil {
		f.t.Fatal(err)
	}
	_, refusal := c.answer()
	return refusal
}

// onPush has pushes answered by answer.
func (f *fakeInit) onPush(answer func([]*os.File) link.KeysChanged) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answerPush = answer
}

// TestPush: what a client pushes reaches init as it is, and labels, pickers and
// greetings follow its answer.
func TestPush(t *testing.T) {
	f := newFakeInit(t, "MINIMAX_API_KEY")
	c := f.attach(wire.Attach{Picker: true})
	c.shows("New tab")
	c.send("\r")
	c.shows("Claude: provider", "MiniMax")
	c.send("j")
	c.shows("▸ MiniMax") // before the push, which comes another way
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(w, "as it is")
	w.Close()
	f.onPush(func(files []*os.File) link.KeysChanged {
		b, err := io.ReadAll(files[0])
		if err != nil || string(b) != "as it is" || len(files) != 1 {
			t.Errorf("init got %q, %v in %d descriptors", b, err, len(files))
		}
		return link.KeysChanged{Keys: []link.KeyInfo{{Name: "ZAI_API_KEY", Source: "push"}, {Name: "MINIMAX_API_KEY", Source: "environment"}}}
	})
	if refusal := f.push(r); refusal != nil {
		t.Fatal(refusal)
	}
	r.Close()
	c.shows("Z.AI", "MiniMax")
	c.send("\r") // still MiniMax, which was selected
	c.shows("Claude (MiniMax)")
	var keys []wire.Key
	f.must(wire.VerbKeys, nil, &keys)
	if len(keys) != 2 || keys[0] != (wire.Key{Name: "MINIMAX_API_KEY", Source: "environment"}) || keys[1] != (wire.Key{Name: "ZAI_API_KEY", Source: "push"}) {
		t.Errorf("keys list: %+v", keys)
	}
	conn, err := net.Dial("unix", filepath.Join(f.dir, "s"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	hello := wire.NewConn(conn)
	if err := hello.WriteJSON(wire.TypeHello, wire.Hello{Version: wire.Version}); err != nil {
		t.Fatal(err)
	}
	var greeting wire.Hello
	if _, p, err := hello.Read(); err != nil || wire.Decode(p, &greeting) != nil || len(greeting.Keys) != 2 {
		t.Errorf("greeting %+v, %v, want two keys", greeting, err)
	}

	if refusal := f.push(nil); refusal == nil || refusal.Code != wire.CodeUsage {
		t.Errorf("a push of nothing: %v", refusal)
	}
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	// The tab that runs keeps its key, and says so; a key of others doesn't matter.
	marked := func(changed string, want bool) {
		t.Helper()
		f.onPush(func([]*os.File) link.KeysChanged {
			return link.KeysChanged{Keys: []link.KeyInfo{{Name: "MINIMAX_API_KEY", Source: "push"}, {Name: "ZAI_API_KEY", Source: "push"}}, Changed: []string{changed}}
		})
		if refusal := f.push(null); refusal != nil {
			t.Fatal(refusal)
		}
		c.until("the mark of a changed key", func() bool { return strings.Contains(c.screen.Text(), "(MiniMax) ↻") == want })
	}
	marked("ZAI_API_KEY", false)
	marked("MINIMAX_API_KEY", true)
	f.must(wire.VerbRestart, wire.Restart{Tab: "1"}, nil)
	c.until("no mark any more", func() bool { return !strings.Contains(c.screen.Text(), "↻") })
	f.onPush(func([]*os.File) link.KeysChanged { return link.KeysChanged{Refused: "they are cut off"} })
	if refusal := f.push(null); refusal == nil || refusal.Code != wire.CodeFailed || !strings.Contains(refusal.Message, "cut off") {
		t.Errorf("a push that init refuses: %v", refusal)
	}
	if f.must(wire.VerbKeys, nil, &keys); len(keys) != 2 {
		t.Errorf("after a refused push: %+v", keys)
	}
}

// TestWaitingTabStartsAfterPush: without its key a tab waits; Enter starts it once
// the key has come.
func TestWaitingTabStartsAfterPush(t *testing.T) {
	f := newFakeInit(t, "MINIMAX_API_KEY")
	f.open(wire.NewTab{Agent: "claude", Provider: "minimax"})
	c := f.attach(wire.Attach{})
	c.shows("claude stands in")
	answer := func(keys ...link.KeyInfo) {
		f.onPush(func([]*os.File) link.KeysChanged { return link.KeysChanged{Keys: keys} })
		null, err := os.Open(os.DevNull)
		if err != nil {
			t.Fatal(err)
		}
		defer null.Close()
		if refusal := f.push(null); refusal != nil {
			t.Fatal(refusal)
		}
	}
	answer()
	f.must(wire.VerbKill, wire.Kill{Tab: "1"}, nil)
	c.shows("killed by TERM")
	c.send("\r")
	c.shows("waiting for MINIMAX_API_KEY")
	refusal := f.ask(wire.VerbRestart, wire.Restart{Tab: "1"}, nil)
	if refusal == nil || refusal.Code != wire.CodeNotFound || !strings.Contains(refusal.Message, "MINIMAX_API_KEY") {
		t.Errorf("restart without the key: %v", refusal)
	}
	answer(link.KeyInfo{Name: "MINIMAX_API_KEY", Source: "push"})
	c.send("\r")
	f.must(wire.VerbWait, wire.Wait{Tab: "1", State: wire.StateRunning}, nil)
}

// TestLateEnd: the end of a run's terminal that comes when its tab has gone on
// already, to wait for a key or to start anew, changes nothing.
func TestLateEnd(t *testing.T) {
	for _, state := range []state{waiting, starting} {
		s := &server{}
		tab := &tab{state: state, exit: &session.Exit{Code: 1}, pane: &pane{}, eof: true}
		s.settle(tab)
		if tab.state != state {
			t.Errorf("a tab that was %s is %s", state, tab.state)
		}
	}
}
