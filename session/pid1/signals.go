package pid1

import (
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

// sigStop is SIGRTMIN+3 as Docker and systemd count, from glibc's SIGRTMIN of 34.
// Unlike SIGTERM it stays blocked through an exec of a Go program.
const sigStop = unix.Signal(37)

// signals are init's subscriptions. They are made before anything is started: a
// signal that Go handles is a default one in children, also where whoever started
// init ignored it.
type signals struct {
	stop  chan os.Signal // TERM, INT, RTMIN+3
	child chan os.Signal
	hup   chan os.Signal
	// nothing is never read: what would end or stop a Go program, or isn't reset
	// in children, has no effect on init.
	nothing chan os.Signal
}

func subscribe() *signals {
	s := &signals{
		// Two are enough: the second skips the wait, more change nothing.
		stop:    make(chan os.Signal, 2),
		child:   make(chan os.Signal, 1),
		hup:     make(chan os.Signal, 1),
		nothing: make(chan os.Signal, 1),
	}
	signal.Notify(s.stop, unix.SIGTERM, unix.SIGINT, sigStop)
	signal.Notify(s.child, unix.SIGCHLD)
	signal.Notify(s.hup, unix.SIGHUP)
	signal.Notify(s.nothing, unix.SIGQUIT, unix.SIGABRT, unix.SIGTRAP, unix.SIGSTKFLT, unix.SIGSYS,
		unix.SIGTSTP, unix.SIGTTIN, unix.SIGTTOU, unix.SIGCONT)
	return s
}

func (s *signals) close() {
	for _, c := range []chan os.Signal{s.stop, s.child, s.hup, s.nothing} {
		signal.Stop(c)
	}
}

// exitOf is the exit code of an init that signal s ended.
func exitOf(s os.Signal) int {
	const interrupted, terminated = 130, 143
	if s == unix.SIGINT {
		return interrupted
	}
	return terminated // SIGRTMIN+3 is the container engine's SIGTERM
}

// sigset returns the set of the given signals.
func sigset(signals ...unix.Signal) unix.Sigset_t {
	var set unix.Sigset_t
	for _, s := range signals {
		n := uint(s - 1)
		set.Val[n/64] |= 1 << (n % 64)
	}
	return set
}
