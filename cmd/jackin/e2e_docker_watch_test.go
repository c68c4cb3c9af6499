//go:build e2e

package main

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

// watch looks at every process's argv and environment, again and again while something
// else happens, for texts that may be in none but in a MiniMax tab's environment.
type watch struct {
	texts []string
	stop  chan struct{}
	done  chan struct{}

	// What was seen; behind done.
	wrong   map[string]place
	rounds  int
	pushing bool // a jackin keys push
	tab     bool // a tab with one of the texts: the watch can find something
}

// watchEvery is the pause between two looks: shorter than anything lives that docker
// runs.
const watchEvery = 40 * time.Millisecond

// startWatch begins to look. It ends with the test.
func startWatch(t *testing.T, texts ...string) *watch {
	w := &watch{texts: texts, stop: make(chan struct{}), done: make(chan struct{}), wrong: map[string]place{}}
	go w.run()
	t.Cleanup(w.end)
	return w
}

func (w *watch) run() {
	defer close(w.done)
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		w.look()
		select {
		case <-w.stop:
			return
		case <-tick.C:
		}
	}
}

// end stops the watch, once or more often.
func (w *watch) end() {
	select {
	case <-w.done:
	case w.stop <- struct{}{}:
		<-w.done
	}
}

func (w *watch) look() {
	w.rounds++
	entries, _ := os.ReadDir("/proc")
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		p, _ := readProc(pid) // what can be read of one that is ending is looked at too
		w.pushing = w.pushing || strings.Contains(p.cmdline, "jackin\x00keys\x00push")
		for _, text := range w.texts {
			if strings.Contains(p.cmdline, text) {
				at := place{what: "argv", proc: p}
				w.wrong[at.String()] = at
			}
			if !strings.Contains(p.environ, text) {
				continue
			}
			if p.value("JACKIN_PROVIDER") == "minimax" {
				w.tab = true
				continue
			}
			at := place{what: "environ", proc: p}
			w.wrong[at.String()] = at
		}
	}
}

// check ends the watch and reports what it saw.
func (w *watch) check(t *testing.T) {
	t.Helper()
	w.end()
	for _, at := range w.wrong {
		t.Errorf("while it ran a key was in the %s", at)
	}
	if !w.pushing || !w.tab {
		t.Errorf("in %d rounds the watch saw a jackin keys push: %v, and a tab with its key: %v; both must be", w.rounds, w.pushing, w.tab)
	}
	t.Logf("%d looks at all processes", w.rounds)
}
