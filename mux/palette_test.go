package mux

import (
	"strings"
	"testing"

	"jackin/mux/wire"
)

// TestPalette: the commands behind the leader's colon, also for who only looks.
func TestPalette(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Command: []string{"cat"}})
	f.open(wire.NewTab{Command: []string{"sh", "-c", "echo second; exec cat"}})
	c := f.attach(wire.Attach{Tab: "1"})
	c.shows("1 cat")
	c.send("\x1c:")
	c.shows("Commands", "New tab", "Rename this tab", "Close this tab", "Go to tab 2, sh", "Detach", "End jackin", "Help")
	c.send("/go to tab 2\r")
	c.shows("second")
	c.send("\x1c:/rename\r")
	c.shows("Rename tab 2")
	c.send("\x15two\r")
	c.shows("2 two")
	c.send("\x1c:/help\r")
	c.shows("rename the tab", "all commands in a list")
	c.send("\x1b")
	c.send("\x1c:/detach\r")
	c.until("goodbye", func() bool { return c.left != nil })

	r := f.attach(wire.Attach{Tab: "1", ReadOnly: true})
	r.shows("1 cat")
	r.send("\x1c:")
	r.shows("this client only looks")
	r.send("/go to tab 2\r")
	r.shows("second")
	r.mu.Lock()
	defer r.mu.Unlock()
	if strings.Contains(r.screen.Text(), "Commands") {
		t.Errorf("the list is still there:\n%s", r.screen.Text())
	}
}
