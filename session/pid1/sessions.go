package pid1

import (
	"fmt"
	"slices"
	"time"

	"golang.org/x/sys/unix"

	"jackin/session"
	"jackin/session/link"
	"jackin/session/ptyproc"
)

// pending is a session that is being started.
type pending struct {
	record []byte
	main   bool
	closed bool // the server doesn't want it any more
}

func (d *daemon) find(id session.ID) *held {
	for _, h := range d.sessions {
		if h.id == id && !h.closing {
			return h
		}
	}
	return nil
}

// spawn begins to start a session; sessionStarted ends it.
func (d *daemon) spawn(m link.Spawn) error {
	if d.find(m.ID) != nil || d.starting[m.ID] != nil {
		return fmt.Errorf("session %q is started twice", m.ID)
	}
	switch {
	case d.stop != nil:
		d.send(link.SpawnFailed{ID: m.ID, Message: "jackin is ending"})
		return nil
	case len(d.sessions)+len(d.starting) >= maxSessions:
		d.send(link.SpawnFailed{ID: m.ID, Message: fmt.Sprintf("there are %d sessions, more can't be held: close one", maxSessions)})
		return nil
	}
	d.starting[m.ID] = &pending{record: m.Record, main: m.Main}
	go func() { // joined by abandon; results takes it without a reader
		pid, master, err := d.spawner.spawn(m.Spec)
		d.results <- started{id: m.ID, pid: pid, master: master, err: err}
	}()
	return nil
}

// sessionStarted takes over what spawn began.
func (d *daemon) sessionStarted(r started) {
	p := d.starting[r.id]
	delete(d.starting, r.id)
	ws, reaped := d.strays[r.pid]
	if len(d.starting) == 0 {
		clear(d.strays)
	}
	if r.err != nil {
		d.log.Info("session not started", "session", r.id)
		if !p.closed {
			d.send(link.SpawnFailed{ID: r.id, Message: r.err.Error()})
		}
		return
	}
	d.log.Info("session started", "session", r.id, "pid", r.pid)
	h := &held{id: r.id, pid: r.pid, master: r.master, record: p.record, main: p.main}
	d.sessions = append(d.sessions, h)
	if !p.closed {
		// A server that was started meanwhile doesn't know it, and closes it.
		d.send(link.Spawned{ID: h.id, Pid: h.pid}, int(h.master.Fd()))
	}
	// Its pid may have been an orphan's before it was its own.
	if reaped && unix.Kill(h.pid, 0) == unix.ESRCH {
		d.sessionEnded(h, ws)
	}
	if p.closed {
		d.closeSession(h.id)
	}
	d.slimAt = time.Now().Add(slimPause) // the code of a start is for once
}

// reap waits for every child that has ended: many may end for one SIGCHLD.
func (d *daemon) reap() {
	for {
		var ws unix.WaitStatus
		pid, err := unix.Wait4(-1, &ws, unix.WNOHANG, nil)
		if err == unix.EINTR {
			continue
		}
		if err != nil || pid <= 0 {
			return
		}
		d.reaped(pid, ws)
	}
}

func (d *daemon) reaped(pid int, ws unix.WaitStatus) {
	if s := d.server; s != nil && s.pid == pid && s.died.IsZero() {
		s.died, s.exit = time.Now(), exitStatus(ws).String()
		return
	}
	if d.terminal.pid == pid {
		d.terminalEnded(exitStatus(ws))
		return
	}
	for _, h := range d.sessions {
		if h.pid == pid && h.exit == nil {
			d.sessionEnded(h, ws)
			return
		}
	}
	if len(d.starting) > 0 {
		d.strays[pid] = ws
	}
}

func (d *daemon) sessionEnded(h *held, ws unix.WaitStatus) {
	exit := exitStatus(ws)
	h.exit = &exit
	d.log.Info("session ended", "session", h.id, "pid", h.pid, "exit", exit.String())
	if h.closing {
		d.forget(h)
	} else {
		d.send(link.Exited{ID: h.id, Exit: exit})
	}
	if h.main {
		d.mainEnded(exit)
	}
}

// mainEnded ends everything with a main session, or gives its exit status to the
// end that has begun.
func (d *daemon) mainEnded(exit session.Exit) {
	if d.stop == nil {
		d.end(exit.Status())
	}
	d.stop.code = exit.Status()
}

func exitStatus(ws unix.WaitStatus) session.Exit {
	if ws.Signaled() {
		return session.Exit{Signal: int(ws.Signal())}
	}
	return session.Exit{Code: ws.ExitStatus()}
}

// keepRecord replaces a record. One for a session that isn't there comes from a
// server that doesn't know of its end yet.
func (d *daemon) keepRecord(m link.Record) {
	switch h, p := d.find(m.ID), d.starting[m.ID]; {
	case m.ID == "":
		d.record = m.Data
	case h != nil:
		h.record = m.Data
	case p != nil:
		p.record = m.Data
	}
}

// signal passes a signal to a live session's tree.
func (d *daemon) signal(m link.Signal) {
	if h := d.find(m.ID); h != nil && h.exit == nil {
		d.log.Info("signal session", "session", h.id, "signal", session.SignalName(m.Signal))
		if err := ptyproc.SignalTree(h.pid, unix.Signal(m.Signal)); err != nil {
			d.log.Warn("signal session", "session", h.id, "err", err)
		}
	}
}

// closeSession forgets a dead session, and ends a live one first.
func (d *daemon) closeSession(id session.ID) {
	if p := d.starting[id]; p != nil {
		p.closed = true
		return
	}
	h := d.find(id)
	if h == nil {
		return
	}
	if h.exit != nil {
		d.forget(h)
		return
	}
	d.log.Info("end session", "session", h.id, "pid", h.pid)
	h.closing = true
	d.doom(h.pid)
	if err := ptyproc.SignalTree(h.pid, unix.SIGTERM, unix.SIGCONT); err != nil {
		d.log.Warn("end session", "session", h.id, "err", err)
	}
}

// forget closes a session's terminal, which hangs up if no server has it.
func (d *daemon) forget(h *held) {
	_ = h.master.Close()
	d.sessions = slices.DeleteFunc(d.sessions, func(other *held) bool { return other == h })
}

// doom notes the tree of a session that is to end: what loses its parent on the
// way isn't found by tree any more.
func (d *daemon) doom(root int) {
	table, err := ptyproc.Snapshot()
	if err != nil {
		d.log.Error("list processes", "err", err)
		return
	}
	var procs []procID
	for _, pid := range table.Tree(root) {
		procs = append(procs, procID{pid, table[pid].Start})
	}
	now := time.Now()
	d.doomed = append(d.doomed,
		doomed{at: now.Add(d.cfg.times.close / hangupShare), signal: unix.SIGHUP, procs: procs},
		doomed{at: now.Add(d.cfg.times.close), signal: unix.SIGKILL, procs: procs})
}

// signalDoomed sends what is due to what is left of closed sessions.
func (d *daemon) signalDoomed(now time.Time) {
	d.doomed = slices.DeleteFunc(d.doomed, func(dying doomed) bool {
		if now.Before(dying.at) {
			return false
		}
		for _, p := range dying.procs {
			if is, err := ptyproc.Look(p.pid); err != nil || is.Start != p.start || is.Dead() {
				continue
			}
			if err := ptyproc.SignalTree(p.pid, dying.signal, unix.SIGCONT); err != nil {
				d.log.Warn("signal closed session", "pid", p.pid, "err", err)
			}
		}
		return true
	})
}

func (d *daemon) doomedAt() (next time.Time) {
	for _, dying := range d.doomed {
		if next.IsZero() || dying.at.Before(next) {
			next = dying.at
		}
	}
	return next
}
