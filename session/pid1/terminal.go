package pid1

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"jackin/session"
)

// terminal is the client on init's own terminal. The zero value has none.
//
//	none --a server is welcomed--> running --ends otherwise--> waiting --terminalPause--> running
//	                                  |
//	                                  +--exits 0: it has lost the terminal--> none
type terminal struct {
	environ []string
	pid     int       // 0 while none runs
	due     time.Time // when it is started; zero is never
	told    bool      // of the end
}

// openTerminal has the client started, once somebody can answer it.
func (d *daemon) openTerminal(now time.Time) {
	if d.cfg.Terminal != nil {
		d.terminal.due = now
	}
}

// advanceTerminal starts the client when it is due.
func (d *daemon) advanceTerminal(now time.Time) {
	t := &d.terminal
	if t.due.IsZero() || now.Before(t.due) {
		return
	}
	t.due = time.Time{}
	if d.stop != nil {
		return
	}
	argv := append([]string{processName}, d.cfg.Terminal...)
	// No session and no process group of its own: the terminal is init's, and
	// whoever isn't in its foreground would be stopped.
	pid, err := d.fork.start(fmt.Sprintf("/proc/self/fd/%d", d.exe), argv, &syscall.ProcAttr{
		Env:   t.environ,
		Files: []uintptr{os.Stdin.Fd(), os.Stdout.Fd(), os.Stderr.Fd()},
	})
	if err != nil {
		d.log.Error("start client on init's terminal", "err", err)
		t.due = now.Add(d.cfg.times.again)
		return
	}
	d.log.Info("client on init's terminal started", "pid", pid)
	t.pid = pid
}

// terminalEnded notes the client's end.
func (d *daemon) terminalEnded(exit session.Exit) {
	d.log.Info("client on init's terminal ended", "pid", d.terminal.pid, "exit", exit.String())
	d.terminal.pid = 0
	if exit.Status() != 0 {
		d.terminal.due = time.Now().Add(d.cfg.times.again)
	}
}

// endTerminal tells the client once that all is over: detached, it hears it from
// no server. told is true where that was now.
func (d *daemon) endTerminal() (told bool) {
	t := &d.terminal
	if t.pid == 0 || t.told {
		return false
	}
	t.told = true
	if err := unix.Kill(t.pid, unix.SIGTERM); err != nil && !errors.Is(err, unix.ESRCH) {
		d.log.Warn("end client on init's terminal", "err", err)
	}
	return true
}

// terminalAt is when advanceTerminal has something to do.
func (d *daemon) terminalAt() time.Time {
	if d.stop != nil {
		return time.Time{}
	}
	return d.terminal.due
}
