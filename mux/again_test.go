package mux

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jackin/mux/wire"
)

// conversation is the flag and the id by which the last start of claude names its
// conversation.
func (f *fakeInit) conversation() (flag, id string) {
	f.t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, flag := range []string{"--session-id", "--resume"} {
		if i := slices.Index(f.lastArgv, flag); i >= 0 && i+1 < len(f.lastArgv) {
			return flag, f.lastArgv[i+1]
		}
	}
	f.t.Fatalf("%q names no conversation", f.lastArgv)
	return "", ""
}

// TestSameConversation: run again, an agent takes up its conversation if there is
// a transcript, by Enter and by restart, also under the next server; else it
// begins a new one.
func TestSameConversation(t *testing.T) {
	f := newFakeInit(t)
	home := t.TempDir()
	f.vars["HOME"] = home
	f.open(wire.NewTab{Agent: "claude"})
	flag, first := f.conversation()
	if flag != "--session-id" {
		t.Fatalf("a new tab is started with %s", flag)
	}
	f.must(wire.VerbRestart, wire.Restart{Tab: "1"}, nil)
	flag, second := f.conversation()
	if flag != "--session-id" || second == first {
		t.Errorf("without a transcript: %s %s, the first was %s", flag, second, first)
	}
	project := filepath.Join(home, ".claude", "projects", "-some-where")
	if err := os.MkdirAll(project, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(project, second+".jsonl"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	f.must(wire.VerbRestart, wire.Restart{Tab: "1"}, nil)
	if flag, id := f.conversation(); flag != "--resume" || id != second {
		t.Errorf("with a transcript: %s %s, want --resume %s", flag, id, second)
	}
	f.killServer()
	f.serve()
	f.must(wire.VerbKill, wire.Kill{Tab: "1"}, nil)
	f.mu.Lock()
	f.lastArgv = nil
	f.mu.Unlock()
	c := f.attach(wire.Attach{})
	c.shows("killed by TERM")
	c.send("\r")
	f.must(wire.VerbWait, wire.Wait{Tab: "1", State: wire.StateRunning}, nil)
	if flag, id := f.conversation(); flag != "--resume" || id != second {
		t.Errorf("after Enter under the next server: %s %s, want --resume %s", flag, id, second)
	}
}

// TestQuit: at a stop each agent ends as its catalogue entry says, and init is
// told when all have.
func TestQuit(t *testing.T) {
	f := newFakeInit(t)
	f.codex.Store(true)
	f.open(wire.NewTab{Agent: "claude"})
	f.open(wire.NewTab{Agent: "codex"})
	f.open(wire.NewTab{Agent: "shell"})
	c := f.attach(wire.Attach{Tab: "2"})
	c.shows("codex stands in")
	f.askQuit()
	f.waits("answer to Stopping", f.quitDone)
	c.until("end of codex", func() bool { return !strings.Contains(c.screen.Text(), "2 Codex") })
	f.mu.Lock()
	defer f.mu.Unlock()
	if slices.Sort(f.signals); !slices.Equal(f.signals, []string{"/bin/sh 1", "claude 15"}) {
		t.Errorf("signals %q, want TERM for claude, HUP for the shell, none for codex", f.signals)
	}
	// The stand-in exits 0 at the second interrupt, 9 at anything else.
	if f.exits["codex"] != 0 {
		t.Errorf("codex exited %d", f.exits["codex"])
	}
}
