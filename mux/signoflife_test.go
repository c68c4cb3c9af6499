package mux

import (
	"strings"
	"testing"
	"time"

	"jackin/mux/wire"
)

// TestSignOfLife: a terminal that stops answering is detached, then sent home;
// one that answers stays, and one that speaks again is drawn anew.
func TestSignOfLife(t *testing.T) {
	f := newPatientInit(t, patience{ask: 20 * time.Millisecond, silent: 200 * time.Millisecond, gone: 2 * time.Second})
	f.open(wire.NewTab{Command: []string{"sh", "-c", `trap 'stty size' WINCH; stty size; while :; do read -r line && echo "got $line"; done`}})
	large := f.attach(wire.Attach{Cols: 100, Rows: 30})
	large.shows("29 100")
	small := f.attach(wire.Attach{Cols: 60, Rows: 20})
	small.send("mine\r")
	small.shows("got mine", "19 60")
	small.dead.Store(true)
	large.shows("29 100\n") // the size of the one that is left
	large.until("the size of the one that is left", func() bool {
		return strings.HasSuffix(strings.TrimRight(large.screen.Text(), "\n"), "29 100")
	})
	small.dead.Store(false)
	small.send("again\r")
	small.shows("got again")
	small.dead.Store(true)
	small.until("goodbye", func() bool { return small.left != nil })
	if small.left.Message != "the terminal gives no sign of life" {
		t.Errorf("sent home with %+v", small.left)
	}
	large.send("still\r")
	large.shows("got still")
	large.mu.Lock()
	defer large.mu.Unlock()
	if large.left != nil {
		t.Errorf("a terminal that answers was sent home: %+v", large.left)
	}
}

// TestNeverAnswered: a terminal that answers no question isn't asked, and is never
// taken for gone once it has sent something; one that never sent anything is.
func TestNeverAnswered(t *testing.T) {
	f := newPatientInit(t, patience{ask: 10 * time.Millisecond, silent: 20 * time.Millisecond, gone: 50 * time.Millisecond})
	f.open(wire.NewTab{Command: []string{"sh", "-c", "sleep 0.3; echo late; exec cat"}})
	mute := newMuteClient(f)
	mute.send("typed\r")
	mute.shows("late", "typed")
	mute.send("again\r")
	mute.shows("again")
	dead := newMuteClient(f)
	dead.until("goodbye", func() bool { return dead.left != nil })
	mute.send("still\r")
	mute.shows("still")
}

// newMuteClient is attached by a terminal that never answers.
func newMuteClient(f *fakeInit) *testClient {
	f.t.Helper()
	c := f.attach(wire.Attach{ReadOnly: false, Term: "dumb"}, func(c *testClient) { c.dead.Store(true) })
	return c
}
