package mux

import (
	"sync"
	"testing"

	"jackin/mux/wire"
)

// TestTypedAhead: what is typed for a program that doesn't run yet reaches it; the
// letters that are commands on the empty screen aren't.
func TestTypedAhead(t *testing.T) {
	f := newFakeInit(t)
	c := f.attach(wire.Attach{})
	c.shows("N  new tab")
	c.send("n")
	c.shows("New tab")
	f.mu.Lock() // init takes its time
	unlock := sync.OnceFunc(f.mu.Unlock)
	defer unlock()
	c.send("k\r")
	c.shows("1 Shell")
	c.send("echo nqxd $((40+2))")
	c.send("\x1b[200~; echo pasted-$((40+3))\x1b[201~")
	c.send("\r")
	unlock()
	c.shows("nqxd 42", "pasted-43")
}
