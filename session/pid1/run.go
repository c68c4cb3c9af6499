package pid1

import (
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"jackin/session"
	"jackin/session/env"
	"jackin/session/link"
)

// Run is init's life: it starts the server, does what the server asks, reaps all
// that ends, and returns the exit code when everything has ended. It is over when
//
//   - a SIGTERM, SIGINT or SIGRTMIN+3 comes: the code is 143, 130, 143;
//   - the server sends link.Stop: its Code, 0 if it has none, and its Reason as
//     an error;
//   - a main session ends: its exit status, which is also the code where
//     something else has begun the end;
//   - the server can't be started even once: 1 and an error.
//
// The end takes Config.StopTimeout, eight eighths: for the first three the server
// may let agents quit their own way; then every process but the server's gets
// SIGTERM, and an eighth later SIGHUP; after seven, SIGKILL. Whatever is over
// early is over. A second signal or Stop kills at once. At last the server says
// goodbye to its clients, and nothing is left.
//
// Run closes b and cfg.Listener.
func Run(cfg Config, b *Booted) (exit int, err error) {
	defer b.Close()
	if err := cfg.check(); err != nil {
		if cfg.Listener != nil {
			_ = cfg.Listener.Close()
		}
		return 1, fmt.Errorf("run init: %w", err)
	}
	d, err := newDaemon(cfg, b)
	if err != nil {
		return 1, fmt.Errorf("run init: %w", err)
	}
	defer d.close()
	warm(d.fork)
	err = d.loop()
	d.abandon()
	d.sweep()
	if err != nil {
		return 1, err
	}
	d.log.Info("ended", "code", d.stop.code)
	if d.stop.reason != "" {
		err = errors.New(d.stop.reason)
	}
	return d.stop.code, err
}

// held is a session that was started and not closed. The loop's.
type held struct {
	id     session.ID
	pid    int // of the leader, which is reaped once exit is set
	master *os.File
	record []byte
	main   bool // everything ends with it
	exit   *session.Exit
	// closing says that the server has closed it while it was alive: it is gone
	// for the server, and is forgotten as it ends.
	closing bool
}

// started is what a goroutine that starts a session reports.
type started struct {
	id     session.ID
	pid    int
	master *os.File
	err    error
}

// doomed is what was a closed session's, and the signal that what is left of it
// gets next.
type doomed struct {
	at     time.Time
	signal unix.Signal
	// procs are known by pid and start: a pid may be somebody else's by then.
	procs []procID
}

type procID struct {
	pid   int
	start uint64
}

// daemon is init's state. The loop's alone, but for what is said at a field.
type daemon struct {
	cfg      Config
	log      *slog.Logger
	signals  *signals
	keys     *Keyring // read-only
	exe      int
	listener int
	null     *os.File
	fork     *forker
	spawner  *spawner // of the goroutines that start sessions

	sessions []*held // in the order of their start
	doomed   []doomed
	// starting sessions, by id. A reaped pid that nobody knows may be one of
	// theirs: strays keeps its status until none is starting.
	starting map[session.ID]*pending
	strays   map[int]unix.WaitStatus
	results  chan started

	server   *server // nil while none runs
	deaths   int     // in a row, for the delay
	restarts int     // servers before this one
	welcomed bool    // one ever was
	restart  time.Time
	record   []byte // the server's own
	inbox    chan received

	tabs     []link.FirstTab // that no server has been asked to open yet
	terminal terminal
	slimAt   time.Time // when slim is due; zero is never

	stop *stopping // nil while nothing ends
}

func newDaemon(cfg Config, b *Booted) (*daemon, error) {
	// A duplicate that the poller doesn't know: connections are the server's, and
	// wake nobody here.
	rc, err := cfg.Listener.SyscallConn()
	listener := -1
	if err == nil {
		ctl := rc.Control(func(fd uintptr) { listener, err = unix.FcntlInt(fd, unix.F_DUPFD_CLOEXEC, 10) })
		err = errors.Join(ctl, err)
	}
	if err = errors.Join(err, cfg.Listener.Close()); err != nil {
		return nil, fmt.Errorf("hold listener: %w", err)
	}
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		_ = unix.Close(listener)
		return nil, err
	}
	drop := append([]string{bootVar, ConfigKeysVar}, cfg.BaseDrop...)
	d := &daemon{
		cfg:      cfg,
		log:      cfg.Log,
		tabs:     cfg.Tabs,
		terminal: terminal{environ: env.Base(b.Environ, []string{bootVar, ConfigKeysVar})},
		signals:  b.signals,
		keys:     b.Keys,
		exe:      b.exe,
		listener: listener,
		null:     null,
		fork:     &forker{core: b.core},
		starting: make(map[session.ID]*pending),
		strays:   make(map[int]unix.WaitStatus),
		// As many as can be starting: a goroutine that ends late blocks nobody.
		results: make(chan started, maxSessions),
		inbox:   make(chan received),
	}
	base := cfg.User.environ(env.Base(b.Environ, drop))
	d.spawner = &spawner{fork: d.fork, keys: b.Keys, user: cfg.User, base: base, quit: make(chan struct{})}
	return d, nil
}

// abandon joins the goroutines that start sessions. One that hangs in a file
// system is left behind: the process is about to end.
func (d *daemon) abandon() {
	close(d.spawner.quit)
	limit := time.NewTimer(eofTime)
	defer limit.Stop()
	for len(d.starting) > 0 {
		select {
		case r := <-d.results:
			d.sessionStarted(r)
		case <-limit.C:
			return
		}
	}
}

// close gives up what is held.
func (d *daemon) close() {
	if d.server != nil {
		d.server.drop()
	}
	for _, s := range d.sessions {
		_ = s.master.Close()
	}
	_ = unix.Close(d.listener)
	_ = d.null.Close()
}

// loop handles one event after the other until everything has ended.
func (d *daemon) loop() error {
	d.log.Info("init runs", "pid", os.Getpid(), "build", d.cfg.Build)
	timer := time.NewTimer(0) // the first start is due
	defer timer.Stop()
	for {
		select {
		case s := <-d.signals.stop:
			d.log.Info("signal", "signal", s.String())
			d.end(exitOf(s))
		case <-d.signals.hup:
			// The terminal that started init has closed: its sessions go on.
			d.log.Info("ignore signal", "signal", "hangup")
		case <-d.signals.child:
			d.reap()
		case r := <-d.results:
			d.sessionStarted(r)
		case r := <-d.inbox:
			d.receive(r)
		case <-timer.C:
		}
		over, err := d.advance(time.Now())
		if over {
			return err
		}
		if at := d.deadline(); at.IsZero() {
			timer.Stop()
		} else {
			timer.Reset(time.Until(at))
		}
	}
}

// advance does what is due; over ends the loop.
func (d *daemon) advance(now time.Time) (over bool, err error) {
	d.signalDoomed(now)
	d.advanceTerminal(now)
	d.advanceSlim(now)
	if err := d.advanceServer(now); err != nil {
		return true, err
	}
	return d.advanceStop(now), nil
}

// deadline is when something is due next; the zero time is never: init sleeps.
func (d *daemon) deadline() (next time.Time) {
	for _, at := range []time.Time{d.doomedAt(), d.serverAt(), d.terminalAt(), d.slimAt, d.stopAt()} {
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}
