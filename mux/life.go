package mux

import (
	"errors"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"jackin/mux/wire"
	"jackin/session"
	"jackin/session/link"
	"jackin/session/ptyproc"
)

// Times in the life of a tab.
const (
	// quietTime is how long a reaped session's terminal must have been silent
	// before its exit is published although somebody still holds the terminal.
	quietTime = 200 * time.Millisecond
	// A program sees one row less for nudgeLeast at least, so that it repaints:
	// some compare the size in their SIGWINCH handler with the one they know, and
	// on a busy machine that comes late. It is over when the program has answered
	// with output and paused for nudgeQuiet, or after nudgeMost.
	nudgeLeast = 200 * time.Millisecond
	nudgeQuiet = 50 * time.Millisecond
	nudgeMost  = 3 * time.Second
)

// spawned gives a pending run its terminal.
func (s *server) spawned(m link.Spawned, files []*os.File) {
	run := s.pending[m.ID]
	delete(s.pending, m.ID)
	pane, err := s.openPane(m.ID, sizeOf(run), files)
	if run == nil || err != nil {
		// Nobody waits for it, or it can't be used: it must not run unseen.
		s.log.Error("adopt session", "session", m.ID, "err", err)
		s.send(link.Close{ID: m.ID})
		if run != nil {
			s.runFailed(run, fmt.Sprintf("open its terminal: %v", err))
		}
		return
	}
	t := run.tab
	if s.tabByKey(t.uuid) != t {
		// Closed while it started.
		s.send(link.Close{ID: m.ID})
		s.running.Go(pane.stop)
		return
	}
	s.dropRun(t)
	t.session, t.pid, t.pane = m.ID, m.Pid, pane
	t.state, t.exit, t.eof, t.notice, t.waitingFor, t.keep = running, nil, false, "", "", time.Time{}
	s.saveTab(t) // it may have been renamed meanwhile
	s.tabChanged(t)
	s.watch(t)
	pane.start()
	// A new pane has room for more than aheadLimit: this doesn't wait.
	pane.send(t.ahead, new(atomic.Bool))
	t.ahead = nil
	s.log.Info("session started", "session", m.ID, "pid", m.Pid, "tab", t.id)
	s.fitTab(t)
	s.refreshAll()
	if run.done != nil {
		run.done(nil)
	}
}

func sizeOf(run *pendingRun) session.Size {
	if run == nil || !run.tab.size.Known() {
		return session.DefaultSize
	}
	return run.tab.size
}

// openPane makes a pane of the master that came with a message.
func (s *server) openPane(id session.ID, size session.Size, files []*os.File) (*pane, error) {
	if len(files) != 1 {
		closeAll(files)
		return nil, fmt.Errorf("%d descriptors, want the master", len(files))
	}
	master, err := ptyproc.NewMaster(files[0])
	if err != nil {
		return nil, err
	}
	p, err := newPane(id, master, size, s.post, s.ration, s.colors(), int(s.options.HistoryLimit), s.cfg.Build, s.log)
	if err != nil {
		return nil, errors.Join(err, master.Close())
	}
	return p, nil
}

// dropRun forgets a tab's last run: init closes its terminal and record.
func (s *server) dropRun(t *tab) {
	if t.quiet != nil {
		t.quiet.Stop()
		t.quiet = nil
	}
	if t.pane != nil {
		s.dropLooks(t)
		s.running.Go(t.pane.stop)
		t.pane = nil
	}
	t.asks, t.progress, t.programStatus = nil, progress{}, ""
	if t.session != "" {
		s.send(link.Close{ID: t.session})
		t.session = ""
	}
	t.pid = 0
}

func (s *server) spawnFailed(m link.SpawnFailed) {
	if run := s.pending[m.ID]; run != nil {
		delete(s.pending, m.ID)
		s.runFailed(run, m.Message)
	}
}

// runFailed ends a run that didn't start: a new tab goes away, one that was to
// run again keeps its last screen and says why.
func (s *server) runFailed(run *pendingRun, message string) {
	t := run.tab
	s.log.Info("session not started", "tab", t.id, "reason", message)
	if t.session == "" {
		s.removeTab(t)
	} else {
		t.state, t.notice = exited, message
		s.tabChanged(t)
	}
	if run.done != nil {
		run.done(&wire.Error{Code: wire.CodeFailed, Message: message})
	}
	s.refreshAll()
	s.endIfEmpty()
}

// reaped notes the end of a session's leader; it is published when the
// terminal is read empty.
func (s *server) reaped(m link.Exited) {
	t := s.tabBySession(m.ID)
	if t == nil {
		return
	}
	s.log.Info("session ended", "session", m.ID, "tab", t.id, "exit", m.Exit.String())
	t.exit, t.pid = &m.Exit, 0
	s.quitCheck()
	s.settle(t)
}

func (s *server) paneEOF(p *pane) {
	if t := s.tabByPane(p); t != nil {
		t.eof = true
		s.settle(t)
	}
}

func (s *server) quietCheck(id session.ID) {
	if t := s.tabBySession(id); t != nil {
		s.settle(t)
	}
}

// settle publishes an exit when it is due: the leader reaped, and the terminal
// at its end or silent for quietTime.
func (s *server) settle(t *tab) {
	if t.exit == nil || t.pane == nil {
		return
	}
	if t.state == starting || t.state == waiting {
		// It was published, and the tab has gone on: what is still to come from the
		// run before changes nothing.
		return
	}
	if t.quiet != nil {
		t.quiet.Stop()
		t.quiet = nil
	}
	if !t.eof && t.state != exited {
		silent := time.Since(time.Unix(0, t.pane.lastRead.Load()))
		if silent < quietTime {
			t.quiet = s.after(quietTime-silent, quietCheck{t.session})
			return
		}
	}
	holders := 0
	if !t.eof {
		pids, err := t.pane.master.Holders()
		if err != nil {
			s.log.Debug("look for holders", "tab", t.id, "err", err)
		}
		holders = len(pids)
	}
	t.state = exited
	switch {
	case holders > 0:
		t.notice = fmt.Sprintf("%s still on this terminal", plural(holders, "process", "processes"))
	case (t.Agent != "" || t.Closes) && t.exit.Status() == 0 && !time.Now().Before(t.keep):
		s.closeTab(t)
		return
	default:
		t.notice = ""
		t.pane.endModes()
	}
	s.tabChanged(t)
	s.ended(t, false)
	s.refreshAll()
}

// closeTab takes t out of the strip; what still runs in it is ended by init.
func (s *server) closeTab(t *tab) {
	s.log.Info("tab closed", "tab", t.id)
	s.dropRun(t)
	s.removeTab(t)
	s.quitCheck()
	s.refreshAll()
	s.endIfEmpty()
}

// removeTab takes t out of the strip and moves its viewers to a neighbour.
func (s *server) removeTab(t *tab) {
	at := -1
	for i, other := range s.tabs {
		if other == t {
			at = i
		}
	}
	if at < 0 {
		return
	}
	s.tabs = append(s.tabs[:at], s.tabs[at+1:]...)
	var next *tab
	if len(s.tabs) > 0 {
		next = s.tabs[max(0, at-1)]
	}
	for _, v := range s.viewers {
		if v.tab == t {
			s.show(v, next)
		}
	}
	removeScratch(t.Scratch)
	s.tabClosed(t)
	s.ended(t, true)
}

// restore takes over a session from the server before this one.
func (s *server) restore(m link.Session, files []*os.File) {
	t, err := decodeRecord(m.Record)
	if err != nil {
		closeAll(files)
		s.log.Error("restore session", "session", m.ID, "err", err)
		s.send(link.Close{ID: m.ID})
		return
	}
	if old := s.tabByKey(t.uuid); old != nil {
		// The server died between the start of a tab's second run and the end of
		// its first: the one that lives is the tab's.
		if m.Exit != nil {
			closeAll(files)
			s.send(link.Close{ID: m.ID})
			return
		}
		s.dropRun(old)
		s.removeTab(old)
	}
	t.session, t.pid, t.exit = m.ID, m.Pid, m.Exit
	if !t.size.Known() {
		t.size = session.DefaultSize
	}
	if m.Exit != nil && len(files) == 0 {
		// Its terminal is gone, and so is what it showed.
		t.state, t.pid, t.eof = exited, 0, true
		s.insert(t)
		return
	}
	pane, err := s.openPane(m.ID, t.size, files)
	if err != nil {
		s.log.Error("restore session", "session", m.ID, "err", err)
		s.send(link.Close{ID: m.ID})
		return
	}
	t.pane, t.state = pane, running
	if m.Exit != nil {
		t.pid = 0
	}
	pane.restoreModes(t.modes)
	s.insert(t)
	s.watch(t)
	pane.start()
	s.settle(t)
}

// nudgeAll asks every program for its screen, which the last server had.
func (s *server) nudgeAll() {
	now := time.Now()
	for _, t := range s.tabs {
		if t.exit != nil || t.pane == nil || t.size.Rows < 2 {
			continue
		}
		smaller := session.Size{Cols: t.size.Cols, Rows: t.size.Rows - 1}
		if err := t.pane.master.Resize(smaller); err != nil {
			s.log.Debug("nudge", "tab", t.id, "err", err)
		}
		s.after(nudgeLeast, repaint{t.session, now})
	}
}

// repaint gives a nudged program its size back once it has seen the other one.
func (s *server) repaint(e repaint) {
	t := s.tabBySession(e.id)
	if t == nil || t.pane == nil {
		return
	}
	last, now := time.Unix(0, t.pane.lastRead.Load()), time.Now()
	answered := last.After(e.nudged) && now.Sub(last) >= nudgeQuiet
	if !answered && now.Sub(e.nudged) < nudgeMost {
		s.after(nudgeQuiet, e)
		return
	}
	if err := t.pane.master.Resize(t.size); err != nil {
		s.log.Debug("repaint", "tab", t.id, "err", err)
	}
}

// paneModes keeps a program's modes with init, for the next server.
func (s *server) paneModes(p *pane) {
	if t := s.tabByPane(p); t != nil {
		t.modes = *p.modes.Load()
		s.saveTab(t)
		s.refreshViewers(t)
	}
}

func (s *server) saveTab(t *tab) {
	if t.session == "" {
		return
	}
	b, err := t.encodeRecord()
	if err != nil || len(b) > link.MaxRecord {
		s.log.Error("save tab", "tab", t.id, "bytes", len(b), "err", err)
		return
	}
	s.send(link.Record{ID: t.session, Data: b})
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
