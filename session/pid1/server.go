package pid1

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"jackin/session"
	"jackin/session/env"
	"jackin/session/link"
)

// linkFD is the descriptor on which a server finds its link.
const linkFD = 3

// serverUnset and serverSet make the server's environment from the base: it draws
// for many terminals, and none of them is the one that started init. The memory
// limit is a soft one, for the garbage collector.
var (
	serverUnset = []string{"LC_*", "LANG", "LANGUAGE", "NO_COLOR", "LINES", "COLUMNS", "TCELL_*", "RUNEWIDTH_EASTASIAN", "COLORTERM", "TERM", "GOMAXPROCS", "GODEBUG", "GOGC"}
	serverSet   = []session.Var{{Name: "LC_ALL", Value: "C.UTF-8"}, {Name: "GOMEMLIMIT", Value: "256MiB"}}
)

// server is one server process:
//
//	started --Hello--> welcomed
//	   |                  |
//	   +------------------+--reaped--> dead --link ended--> gone, started again
//
// What it says out of order, or that it says nothing, kills it.
type server struct {
	pid      int
	born     time.Time
	conn     *link.Conn
	welcomed bool
	// exit and died are set when it was reaped; ended when its link has.
	exit  string
	died  time.Time
	ended bool
	// killed says that it was sent SIGKILL; what it still says isn't heard.
	killed bool

	quit   chan struct{} // closed when nobody reads the inbox for it
	reader sync.WaitGroup
}

// received is a message of a server, or the end of its link.
type received struct {
	from *server
	msg  link.Message
	keys *os.File // of a KeysPush; nil without one
	err  error
}

// read hands messages to the loop until the link ends.
func (s *server) read(inbox chan<- received) {
	for {
		msg, files, err := s.conn.Receive()
		r := received{from: s, msg: msg, err: err}
		if _, ok := msg.(link.KeysPush); ok && len(files) == 1 {
			r.keys, files = files[0], nil
		}
		for _, f := range files { // a server has no others to give
			_ = f.Close()
		}
		select {
		case inbox <- r:
		case <-s.quit:
			r.close()
			return
		}
		if err != nil {
			return
		}
	}
}

func (r received) close() {
	if r.keys != nil {
		_ = r.keys.Close()
	}
}

// drop ends the link and joins its reader.
func (s *server) drop() {
	close(s.quit)
	_ = s.conn.Close()
	s.reader.Wait()
}

func (s *server) kill() {
	s.killed = true
	if s.died.IsZero() {
		_ = unix.Kill(s.pid, unix.SIGKILL)
	}
}

// startServer starts one; where that fails, it counts as a death.
func (d *daemon) startServer(now time.Time) {
	s, err := d.forkServer()
	if err != nil {
		d.log.Error("start server", "err", err)
		d.died(now, 0)
		return
	}
	d.log.Info("server started", "pid", s.pid, "restarts", d.restarts)
	d.server, d.restart = s, time.Time{}
	s.reader.Go(func() { s.read(d.inbox) })
}

func (d *daemon) forkServer() (*server, error) {
	set, err := serverEnviron(d.spawner.base)
	if err != nil {
		return nil, err
	}
	environ, err := env.Fill(env.Build(d.spawner.base, serverUnset, set), d.keys.Get)
	if err != nil {
		return nil, err
	}
	conn, theirs, err := link.Pair()
	if err != nil {
		return nil, err
	}
	defer func() { _ = theirs.Close() }()
	log := d.null
	if d.cfg.ServerLog != nil {
		log = d.cfg.ServerLog
	}
	argv := append([]string{processName}, d.cfg.ServerArgs...)
	pid, err := d.fork.start(fmt.Sprintf("/proc/self/fd/%d", d.exe), argv, &syscall.ProcAttr{
		Env:   environ,
		Files: []uintptr{d.null.Fd(), log.Fd(), log.Fd(), linkFD: theirs.Fd()},
		// Its own session: ^C in the terminal of an init in the foreground is for
		// init, which asks the server.
		Sys: &syscall.SysProcAttr{Setsid: true, Credential: d.cfg.User.credential()},
	})
	if err != nil {
		return nil, errors.Join(fmt.Errorf("fork: %w", err), conn.Close())
	}
	return &server{pid: pid, born: time.Now(), conn: conn, quit: make(chan struct{})}, nil
}

// advanceServer kills a server that keeps silent, buries a dead one and starts
// the next.
func (d *daemon) advanceServer(now time.Time) error {
	s := d.server
	if s == nil {
		if d.stop == nil && !now.Before(d.restart) {
			d.startServer(now)
		}
		return d.giveUp()
	}
	switch {
	case !s.died.IsZero() && (s.ended || !now.Before(s.died.Add(eofTime))):
		d.log.Warn("server ended", "pid", s.pid, "exit", s.exit)
		s.drop()
		d.server = nil
		d.restarts++
		d.died(now, now.Sub(s.born))
		return d.advanceServer(now)
	case s.died.IsZero() && !s.welcomed && !s.killed && !now.Before(s.born.Add(d.cfg.times.hello)):
		d.log.Error("server keeps silent: killed", "pid", s.pid)
		s.kill()
	}
	return nil
}

// died sets when the next server starts.
func (d *daemon) died(now time.Time, life time.Duration) {
	if life >= longLife {
		d.deaths = 0
	}
	delays := d.cfg.times.restart
	d.restart = now.Add(delays[min(d.deaths, len(delays)-1)])
	d.deaths++
}

func (d *daemon) giveUp() error {
	if d.welcomed || d.deaths < firstDeaths || d.stop != nil {
		return nil
	}
	return fmt.Errorf("run init: the server doesn't start: it ended %d times before it said hello", d.deaths)
}

// serverAt is when advanceServer has something to do.
func (d *daemon) serverAt() time.Time {
	switch s := d.server; {
	case s == nil && d.stop == nil:
		return d.restart
	case s == nil:
	case !s.died.IsZero():
		return s.died.Add(eofTime)
	case !s.welcomed && !s.killed:
		return s.born.Add(d.cfg.times.hello)
	}
	return time.Time{}
}

// receive handles what a server's reader reports.
func (d *daemon) receive(r received) {
	defer r.close()
	s := r.from
	if s != d.server {
		return
	}
	if r.err != nil {
		s.ended = true
		if s.died.IsZero() {
			if !errors.Is(r.err, io.EOF) {
				d.log.Error("link to server", "pid", s.pid, "err", r.err)
			}
			s.kill() // it is of no use without its link
		}
		return
	}
	if s.killed {
		return
	}
	if err := d.handle(s, r.msg, r.keys); err != nil {
		d.log.Error("server says what can't be: killed", "pid", s.pid, "err", err)
		s.kill()
	}
}

// handle does what a message asks. An error is the server's fault.
func (d *daemon) handle(s *server, m link.Message, keys *os.File) error {
	if hello, ok := m.(link.Hello); ok {
		return d.hello(s, hello)
	}
	if !s.welcomed {
		return fmt.Errorf("%T before Hello", m)
	}
	d.tabs = nil // it has begun its work: the next one opens them no more
	switch m := m.(type) {
	case link.Spawn:
		return d.spawn(m)
	case link.Record:
		d.keepRecord(m)
	case link.Signal:
		d.signal(m)
	case link.Close:
		d.closeSession(m.ID)
	case link.QuitDone:
		d.quitDone()
	case link.KeysPush:
		d.pushKeys(m, keys)
	case link.Stop:
		d.log.Info("server asks for the end", "code", m.Code)
		if d.stop == nil {
			d.end(m.Code)
			d.stop.reason = m.Reason
		} else {
			d.end(0)
		}
	default:
		return fmt.Errorf("%T isn't for init", m)
	}
	return nil
}

// hello hands everything over.
func (d *daemon) hello(s *server, m link.Hello) error {
	if s.welcomed {
		return errors.New("a second Hello")
	}
	if m.Version != link.Version {
		return fmt.Errorf("it speaks version %d of the link, init %d", m.Version, link.Version)
	}
	s.welcomed = true
	d.send(link.Welcome{
		Version:  link.Version,
		Build:    d.cfg.Build,
		Settings: d.cfg.Settings,
		Record:   d.record,
		Keys:     d.keys.Infos(),
		RunDir:   d.cfg.RunDir,
		InitPid:  os.Getpid(),
		Bare:     os.Getpid() != 1,
		Restarts: d.restarts,
		Tabs:     d.tabs,
	}, d.listener)
	for _, h := range d.sessions {
		if !h.closing {
			d.send(link.Session{ID: h.id, Pid: h.pid, Record: h.record, Exit: h.exit}, int(h.master.Fd()))
		}
	}
	d.send(link.Ready{})
	if d.stop != nil {
		d.askServer()
	}
	if !d.welcomed {
		d.welcomed = true
		d.openTerminal(time.Now())
		if d.cfg.Ready != nil {
			d.cfg.Ready()
		}
		d.slimAt = time.Now().Add(slimPause)
	}
	return nil
}

// send sends m to the server, if there is one that was welcomed; the next one is
// told by what it is handed. A server that doesn't take it is killed.
func (d *daemon) send(m link.Message, fds ...int) {
	s := d.server
	if s == nil || !s.welcomed || !s.died.IsZero() || s.ended || s.killed {
		return
	}
	if err := s.conn.Send(m, fds...); err != nil {
		d.log.Error("send to server: killed", "pid", s.pid, "err", err)
		s.kill()
	}
}
