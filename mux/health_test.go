package mux

import (
	"os"
	"slices"
	"testing"
	"time"

	"jackin/mux/wire"
)

// TestHealth: each client's process is named, and among those of terminals that
// give no sign of life when it is one. Here all of them are this process.
func TestHealth(t *testing.T) {
	f := newPatientInit(t, patience{ask: 10 * time.Millisecond, silent: 50 * time.Millisecond, gone: time.Hour})
	f.open(wire.NewTab{Command: []string{"sh", "-c", "echo ready; exec cat"}})
	f.attach(wire.Attach{Tab: "1"}).shows("ready")
	dead := f.attach(wire.Attach{Tab: "1"})
	dead.shows("ready")
	dead.dead.Store(true)
	me := []int{os.Getpid()}
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	var h wire.Health
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); <-tick.C {
		if f.ask(wire.VerbHealth, nil, &h); len(h.SilentPids) > 0 {
			break
		}
		h = wire.Health{}
	}
	if h.Clients != 2 || !slices.Equal(h.ClientPids, me) || !slices.Equal(h.SilentPids, me) {
		t.Errorf("health is %+v, want 2 clients, both of process %d, one of them silent", h, me[0])
	}
}
