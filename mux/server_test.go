package mux

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"jackin/mux/wire"
)

func jsonOf(v any) (json.RawMessage, error) {
	if v == nil {
		return nil, nil
	}
	return json.Marshal(v)
}

// shows says that the client's screen has all of texts.
func (c *testClient) shows(texts ...string) {
	c.t.Helper()
	c.until(fmt.Sprintf("%q", texts), func() bool {
		screen := c.screen.Text()
		for _, text := range texts {
			if !strings.Contains(screen, text) {
				return false
			}
		}
		return true
	})
}

func (f *fakeInit) open(req wire.NewTab) wire.Tab {
	f.t.Helper()
	req.Dir = f.dir
	var tab wire.Tab
	if refusal := f.ask(wire.VerbNew, req, &tab); refusal != nil {
		f.t.Fatal(refusal)
	}
	return tab
}

// TestFloodAndKill: clients on flooding tabs, one of which doesn't read, while
// the server is killed again and again; a quiet tab goes on echoing.
func TestFloodAndKill(t *testing.T) {
	f := newFakeInit(t, "MINIMAX_API_KEY")
	flood := []string{"sh", "-c", "while :; do echo flooding the terminal with lines; done"}
	f.open(wire.NewTab{Command: flood})
	// Clusters, links and styles: what the emulator interns and painters read.
	f.open(wire.NewTab{Command: []string{"sh", "-c", `i=0; while :; do i=$((i+1))
printf '\033[38;5;%d;4:3;58:5:%dmflooding the terminal with \033]8;;http://x/%d\033\\e\314\201\360\237\221\250\342\200\215\360\237\221\251 %d\033]8;;\033\\\n' $((i%256)) $((i%256)) $i $i; done`}})
	f.open(wire.NewTab{Command: flood})
	quiet := f.open(wire.NewTab{Command: []string{"sh", "-c", "stty -echo; exec cat"}})
	for round := range 3 {
		deaf := f.attach(wire.Attach{Tab: "1"})
		busy := f.attach(wire.Attach{Tab: "2"})
		busy.shows("flooding the terminal")
		c := f.attach(wire.Attach{Tab: quiet.UUID})
		c.shows("4 sh")
		for i := range 20 {
			text := fmt.Sprintf("echo %d-%d", round, i)
			c.send(text + "\r")
			c.shows(text)
		}
		deaf.conn.Close()
		f.killServer()
		f.serve()
	}
	var tabs []wire.Tab
	if refusal := f.ask(wire.VerbList, nil, &tabs); refusal != nil || len(tabs) != 4 || tabs[3].UUID != quiet.UUID {
		t.Errorf("after three kills the tabs are %+v, %v", tabs, refusal)
	}
}

// TestDeafClient: a client that doesn't read costs what its socket holds and
// delays nobody; when it reads again it gets the newest screen.
func TestDeafClient(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Command: []string{"sh", "-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); echo $i; done; echo the end; exec cat"}})
	deaf := f.attach(wire.Attach{})
	deaf.shows("1 sh")
	deaf.mu.Lock() // its reader stops at the next frame
	c := f.attach(wire.Attach{})
	c.shows("the end")
	deaf.mu.Unlock()
	deaf.shows("the end")
	deaf.mu.Lock()
	defer deaf.mu.Unlock()
	if most := 4 << 20; deaf.bytes > most {
		t.Errorf("the client that didn't read was sent %d bytes, want a few frames: %d at most", deaf.bytes, most)
	}
}

// TestPasteIsBounded: a paste that the program doesn't read holds up its own
// viewer alone.
func TestPasteIsBounded(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Command: []string{"sh", "-c", "stty raw -echo; echo ready; exec sleep 1000"}})
	f.open(wire.NewTab{Command: []string{"cat"}, Background: true})
	c := f.attach(wire.Attach{Tab: "1"})
	c.shows("ready")
	sent := make(chan struct{})
	go func() {
		defer close(sent)
		block := strings.Repeat("x", 64<<10)
		for range 64 {
			if c.wire.WriteRaw(wire.TypeInput, []byte(block)) != nil {
				return
			}
		}
	}()
	other := f.attach(wire.Attach{Tab: "2"})
	other.send("still here\r")
	other.shows("still here")
	c.conn.Close() // the blocked reader lets go
	<-sent
	f.ask(wire.VerbHealth, nil, nil)
}

// TestPickersAndResume: a provider picked by keystroke, and a client that comes
// back to its tab after the server was killed.
func TestPickersAndResume(t *testing.T) {
	f := newFakeInit(t, "MINIMAX_API_KEY")
	c := f.attach(wire.Attach{Picker: true})
	c.shows("New tab", "Claude")
	c.send("\r")
	c.shows("Claude: provider", "MiniMax")
	c.send("j\r")
	c.shows("Claude (MiniMax)", "claude stands in")
	c.send("\x1cnj\r") // shell: codex is grey
	c.shows("2 Shell")
	c.send("\x1c1")
	c.shows("claude stands in")
	c.until("resume", func() bool { return strings.Contains(string(c.resume), "tab") })
	f.killServer()
	f.serve()
	again := f.attach(wire.Attach{Resume: c.resume, Picker: true})
	again.shows("1 Claude (MiniMax)")
	again.send("hello\r")
	again.shows("hello")
}

// TestReadOnly: a client that only looks types nothing, and opens nothing.
func TestReadOnly(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Command: []string{"cat"}})
	c := f.attach(wire.Attach{ReadOnly: true})
	c.shows("1 cat")
	c.send("typed in vain\r")
	c.send("\x1cn")
	c.shows("New tab")
	c.send("\r")
	c.until("end of the picker", func() bool { return !strings.Contains(c.screen.Text(), "New tab") })
	w := f.attach(wire.Attach{})
	w.send("typed for good\r")
	c.shows("typed for good")
	c.mu.Lock()
	defer c.mu.Unlock()
	if strings.Contains(c.screen.Text(), "in vain") {
		t.Errorf("a read-only client typed:\n%s", c.screen.Text())
	}
}

// TestRefusedClients: another version, an unknown tab, one client too many.
func TestRefusedClients(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Command: []string{"cat"}})
	c := f.attach(wire.Attach{Tab: "9"})
	c.until("refusal", func() bool { return c.left != nil })
	if c.left.Code != wire.CodeNotFound {
		t.Errorf("attach to tab 9: %+v, want code %d", c.left, wire.CodeNotFound)
	}
	for range maxViewers {
		f.attach(wire.Attach{}).shows("1 cat")
	}
	c = f.attach(wire.Attach{})
	c.until("refusal", func() bool { return c.left != nil })
	if c.left.Code != wire.CodeFailed || !strings.Contains(c.left.Message, "64 clients") {
		t.Errorf("client %d: %+v", maxViewers+1, c.left)
	}
}

// TestTabLimit: one tab too many is refused, and nothing else changes.
func TestTabLimit(t *testing.T) {
	f := newFakeInit(t)
	for range maxTabs {
		f.open(wire.NewTab{Command: []string{"cat"}, Background: true})
	}
	refusal := f.ask(wire.VerbNew, wire.NewTab{Command: []string{"cat"}, Dir: f.dir}, nil)
	if refusal == nil || refusal.Code != wire.CodeFailed || !strings.Contains(refusal.Message, "64 tabs") {
		t.Errorf("tab %d: %v", maxTabs+1, refusal)
	}
	var tabs []wire.Tab
	if f.ask(wire.VerbList, nil, &tabs); len(tabs) != maxTabs {
		t.Errorf("%d tabs, want %d", len(tabs), maxTabs)
	}
}

// TestEndsWhenEmpty: on a bare machine the server asks for the end with the
// last client and the last tab.
func TestEndsWhenEmpty(t *testing.T) {
	f := newFakeInit(t)
	c := f.attach(wire.Attach{})
	c.shows("end jackin")
	select {
	case <-f.stopped:
		t.Fatal("stopped with a client attached")
	default:
	}
	c.send("d")
	c.until("goodbye", func() bool { return c.left != nil })
	c.conn.Close()
	f.waits("wish for the end", f.stopped)
}

// TestReleases: a program that asked for releases gets those of its own presses
// alone.
func TestReleases(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Command: []string{"sh", "-c", `stty raw -echo; printf '\033[>3uready'; exec cat -v`}})
	c := f.attach(wire.Attach{})
	c.shows("ready")
	// The leader and 1, pressed and released, then x.
	c.send("\x1b[92;5:1u\x1b[92;5:3u\x1b[49;1:1u\x1b[49;1:3u" + "\x1b[120;1:1u\x1b[120;1:3u")
	c.shows("^[[120;1:3u")
	c.mu.Lock()
	defer c.mu.Unlock()
	if text := c.screen.Text(); strings.Contains(text, "[92") || strings.Contains(text, "[49") {
		t.Errorf("the program got keystrokes that were the strip's:\n%s", text)
	}
}
