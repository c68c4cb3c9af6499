package pid1

import (
	"os"
	"time"

	"golang.org/x/sys/unix"

	"jackin/session/link"
	"jackin/session/ptyproc"
)

// phase is how far the end has come:
//
//	asking --server is done, or 3/8--> ending --an eighth--> hanging --7/8--> killing --8/8--+
//	   |                                 |                      |                |           |
//	   +---------------------------------+----------------------+----------------+-----------+--> leaving --> over
//	                          nothing but the server is left                             server is gone
//
// SIGHUP is for what ignores SIGTERM, as interactive shells do. Sent together the
// kernel would deliver it first, and end what was about to clean up.
type phase int

const (
	asking  phase = iota // the server lets agents quit their own way
	ending               // everything got SIGTERM
	hanging              // what was left got SIGHUP
	killing              // everything gets SIGKILL
	leaving              // the server says goodbye
)

// Shares of Config.StopTimeout, in eighths.
const (
	askShare  = 3
	hangShare = 1 // from SIGTERM to SIGHUP
	killShare = 7
	allShare  = 8
	byeShare  = 1 // from when it is sent; then the server is killed
)

// killPause is how long one SIGKILL of everything waits for the next: what was
// forked meanwhile is met by that.
const killPause = 50 * time.Millisecond

// stopping is the end of everything.
type stopping struct {
	code     int    // init's exit code
	reason   string // what Run says of it; "": nothing
	begun    time.Time
	phase    phase
	quitDone bool
	next     time.Time // when the phase goes on by itself
	killed   bool      // the server was, while leaving
}

// end begins the end; a second time it skips the wait.
func (d *daemon) end(code int) {
	if d.stop != nil {
		if d.stop.phase < killing {
			d.log.Info("ending: the wait is skipped")
			d.stop.phase, d.stop.next = killing, time.Time{}
		}
		return
	}
	d.log.Info("ending", "code", code, "sessions", len(d.sessions))
	d.stop = &stopping{code: code, begun: time.Now()}
	d.stop.next = d.eighth(askShare)
	d.askServer()
}

// eighth is when so many eighths of the stop's time are over.
func (d *daemon) eighth(n int) time.Time {
	return d.stop.begun.Add(d.share(n))
}

func (d *daemon) share(n int) time.Duration { return d.cfg.StopTimeout * time.Duration(n) / allShare }

func (d *daemon) askServer() {
	if d.stop.phase == asking {
		d.send(link.Stopping{WithinMS: int(max(0, time.Until(d.eighth(askShare))).Milliseconds())})
	}
}

func (d *daemon) quitDone() {
	if d.stop != nil {
		d.stop.quitDone = true
	}
}

// advanceStop goes on with the end; true is when it has come.
func (d *daemon) advanceStop(now time.Time) (over bool) {
	s := d.stop
	if s == nil {
		return false
	}
	if s.phase < leaving && !d.busy() {
		d.log.Info("ending: nothing is left but the server")
		d.leave(now)
	}
	due := !now.Before(s.next)
	switch {
	case s.phase == asking && (due || s.quitDone || !d.serving()):
		d.log.Info("ending: terminate all")
		s.phase, s.next = ending, now.Add(d.share(hangShare))
		d.signalAll(unix.SIGTERM, unix.SIGCONT)
	case s.phase == ending && due:
		s.phase, s.next = hanging, d.eighth(killShare)
		d.signalAll(unix.SIGHUP, unix.SIGCONT)
	case s.phase == hanging && due:
		s.phase = killing
		fallthrough
	case s.phase == killing && due:
		if !now.Before(d.eighth(allShare)) && !s.next.IsZero() {
			d.log.Error("ending: what is left can't be killed")
			d.leave(now)
			break
		}
		d.log.Info("ending: kill all")
		s.next = now.Add(killPause)
		d.signalAll(unix.SIGKILL)
	}
	if s.phase == leaving {
		return d.left(now)
	}
	return false
}

// serving says that there is a server that was told of the end.
func (d *daemon) serving() bool {
	return d.server != nil && d.server.welcomed && d.server.died.IsZero()
}

// busy says that anything but the server and what it started is left.
func (d *daemon) busy() bool {
	table, err := ptyproc.Snapshot()
	if err != nil {
		d.log.Error("list processes", "err", err)
		return true
	}
	return len(table.Descendants(os.Getpid(), d.spared()...)) > 0
}

// spared are the processes that the end comes to last: the server, and the client
// on init's own terminal.
func (d *daemon) spared() (pids []int) {
	if d.server != nil && d.server.died.IsZero() {
		pids = append(pids, d.server.pid)
	}
	if d.terminal.pid != 0 {
		pids = append(pids, d.terminal.pid)
	}
	return pids
}

func (d *daemon) signalAll(signals ...unix.Signal) {
	if err := ptyproc.SignalDescendants(os.Getpid(), d.spared(), signals...); err != nil {
		d.log.Warn("ending", "err", err)
	}
}

// leave tells the server that all is over.
func (d *daemon) leave(now time.Time) {
	d.stop.phase = leaving
	d.stop.next = now.Add(d.share(byeShare))
	d.send(link.Bye{})
}

// left waits for the end of the server, and then of the terminal client; each is
// killed in the end.
func (d *daemon) left(now time.Time) bool {
	s := d.stop
	if len(d.spared()) == 0 {
		return true
	}
	serving := d.server != nil && d.server.died.IsZero()
	if !serving && d.endTerminal() {
		// It restores the terminal first.
		s.next = now.Add(eofTime)
	}
	if now.Before(s.next) {
		return false
	}
	if serving && !s.killed {
		s.killed = true
		s.next = now.Add(eofTime)
		d.log.Warn("ending: the server is killed", "pid", d.server.pid)
		d.server.kill()
		return false
	}
	if pid := d.terminal.pid; pid != 0 {
		d.log.Warn("ending: the client on init's terminal is killed", "pid", pid)
		_ = unix.Kill(pid, unix.SIGKILL)
	}
	return true
}

// sweep kills what is left and reaps it, for a second at most: of PID 1's the
// kernel kills the rest, and elsewhere nothing can be left but what even SIGKILL
// doesn't end.
func (d *daemon) sweep() {
	limit := time.NewTimer(eofTime)
	defer limit.Stop()
	again := time.NewTicker(killPause)
	defer again.Stop()
	for {
		d.signalAll(unix.SIGKILL)
		d.reap()
		if table, err := ptyproc.Snapshot(); err != nil || len(table.Descendants(os.Getpid())) == 0 {
			return
		}
		select {
		case <-d.signals.child:
		case <-again.C:
		case <-limit.C:
			return
		}
	}
}

// stopAt is when advanceStop has something to do.
func (d *daemon) stopAt() time.Time {
	if d.stop == nil {
		return time.Time{}
	}
	return d.stop.next
}
