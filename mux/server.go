package mux

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"jackin/mux/keys"
	"jackin/mux/vt"
	"jackin/mux/wire"
	"jackin/provider"
	"jackin/provider/config"
	"jackin/provider/secret"
	"jackin/session"
	"jackin/session/link"
)

// Limits of a server.
const (
	// maxViewers is how many clients may be attached; the next is refused.
	maxViewers = 64
	// maxConns is how many connections may be open, those of verbs included;
	// the next waits in the backlog.
	maxConns = 256
	// eventQueue is how many events may wait for the loop; whoever sends one
	// more waits.
	eventQueue = 256
	// hintUses is how often the leader is used before the strip stops
	// explaining it.
	hintUses = 3
)

// errInitGone ends a server whose init has ended without Bye.
var errInitGone = errors.New("init is gone")

// Config is what a server needs of its process.
type Config struct {
	// Link is the connection to init.
	Link *link.Conn
	// Build is shown to clients, never compared.
	Build string
	// Log gets lifecycle at Info and protocol at Debug; never screen text,
	// input, environments or keys.
	Log *slog.Logger
	// LookupEnv reads the base environment.
	LookupEnv func(string) (string, bool)
	// Base is the base environment, NAME=VALUE each; env explain shows it.
	Base []string
	// LookPath finds a program in the base environment's PATH.
	LookPath func(string) (string, error)

	// patience is for tests; the zero value is defaultPatience.
	patience patience
}

// server is the loop's state; only the loop touches it, but for the fields
// marked otherwise.
type server struct {
	cfg     Config
	log     *slog.Logger
	events  chan event
	quit    chan struct{}  // closed when the loop has ended
	running sync.WaitGroup // every goroutine that the server started
	leaving sync.WaitGroup // goodbyes on their way, leaveTime each at most
	ration  ration

	catalogue *provider.Catalogue
	leaders   []keys.Chord
	options   config.Options
	patience  patience              // with clients that give no sign of life
	keySource map[secret.Ref]string // where each non-empty key came from
	welcome   link.Welcome
	serverDir string

	tabs    []*tab // by id
	viewers []*viewer
	pending map[session.ID]*pendingRun
	early   []fromInit // came before Ready
	// lastTab is the one that somebody looked at last, for the next viewer.
	lastTab    string
	leaderUses int
	outer      *vt.Colors // of the outer terminal that answered last; nil: unknown
	stopping   bool
	quitting   *quitting
	hadAny     bool // a tab or a viewer has been there

	buffers   []string    // texts that were copied, the newest first
	waits     []wait      // verbs that wait for a tab's state
	listeners []*listener // connections that want events
	pushes    map[int]replier
	lastPush  int
	// keyNames are keySource's, sorted; connections read them while they greet.
	keyNames atomic.Pointer[[]string]
}

// pendingRun is a session that init has been asked for.
type pendingRun struct {
	tab  *tab
	done func(*wire.Error) // nil: nobody asks
}

// Serve is the server's life: it greets init, takes over what is there, serves
// until init says Bye, and returns nil then. Any other end is an error; what
// runs in the tabs is init's and doesn't notice.
func Serve(ctx context.Context, cfg Config) error {
	s := &server{
		cfg: cfg, log: cfg.Log,
		events: make(chan event, eventQueue), quit: make(chan struct{}),
		ration: newRation(), patience: cfg.patience, pending: map[session.ID]*pendingRun{},
		keySource: map[secret.Ref]string{}, pushes: map[int]replier{},
	}
	listener, err := s.takeOver()
	if err != nil {
		return err
	}
	s.removeStrays()
	s.openFirst()
	var receiving sync.WaitGroup
	receiving.Go(s.receive)
	s.running.Go(func() { s.accept(listener) })
	err = s.loop(ctx)
	s.leaving.Wait()
	close(s.quit)
	listener.Close()
	for _, v := range s.viewers {
		v.close()
	}
	for _, t := range s.tabs {
		if t.pane != nil {
			t.pane.stop()
		}
	}
	s.running.Wait()
	// Last of all: init kills a server that has no link any more.
	cfg.Link.Close()
	receiving.Wait()
	return err
}

// takeOver greets init and receives the state that it holds.
func (s *server) takeOver() (*net.UnixListener, error) {
	if err := s.cfg.Link.Send(link.Hello{Version: link.Version, Build: s.cfg.Build}); err != nil {
		return nil, fmt.Errorf("greet init: %w", err)
	}
	var listener *net.UnixListener
	for {
		msg, files, err := s.cfg.Link.Receive()
		if err != nil {
			return nil, fmt.Errorf("take over from init: %w", err)
		}
		switch m := msg.(type) {
		case link.Welcome:
			if listener, err = s.welcomed(m, files); err != nil {
				return nil, err
			}
		case link.Session:
			if listener == nil {
				return nil, errors.New("take over from init: a session before the welcome")
			}
			s.restore(m, files)
		case link.Ready:
			if listener == nil {
				return nil, errors.New("take over from init: no welcome")
			}
			s.log.Info("serving", "tabs", len(s.tabs), "restarts", s.welcome.Restarts)
			s.nudgeAll()
			return listener, nil
		default:
			// It belongs to the life that begins after Ready, and waits for it: a
			// session can end while it is handed over.
			s.early = append(s.early, fromInit{msg, files})
		}
	}
}

func (s *server) welcomed(m link.Welcome, files []*os.File) (*net.UnixListener, error) {
	defer closeAll(files)
	if m.Version != link.Version {
		return nil, fmt.Errorf("init speaks version %d of the link, this server %d", m.Version, link.Version)
	}
	if len(files) != 1 {
		return nil, fmt.Errorf("welcome with %d descriptors, want the listener", len(files))
	}
	l, err := net.FileListener(files[0])
	if err != nil {
		return nil, fmt.Errorf("use init's listener: %w", err)
	}
	listener, ok := l.(*net.UnixListener)
	if !ok {
		l.Close()
		return nil, fmt.Errorf("init's listener is a %T", l)
	}
	// The socket is init's: it stays for the next server.
	listener.SetUnlinkOnClose(false)
	s.welcome = m
	s.setKeys(m.Keys)
	if err := s.configure(m); err != nil {
		listener.Close()
		return nil, err
	}
	var r serverRecord
	if len(m.Record) > 0 && json.Unmarshal(m.Record, &r) == nil {
		s.leaderUses, s.lastTab, s.hadAny = r.LeaderUses, r.LastTab, r.HadAny
	}
	return listener, nil
}

// serverRecord is what init keeps for the next server beside the tabs'.
type serverRecord struct {
	LeaderUses int    `json:"leader_uses,omitempty"`
	LastTab    string `json:"last_tab,omitempty"`
	HadAny     bool   `json:"had_any,omitempty"`
}

func (s *server) saveRecord() {
	b, err := json.Marshal(serverRecord{LeaderUses: s.leaderUses, LastTab: s.lastTab, HadAny: s.hadAny})
	if err != nil {
		s.log.Error("encode server record", "err", err)
		return
	}
	s.send(link.Record{Data: b})
}

func (s *server) setKeys(list []link.KeyInfo) {
	clear(s.keySource)
	for _, k := range list {
		s.keySource[secret.Ref(k.Name)] = k.Source
	}
	names := make([]string, 0, len(list))
	for _, k := range s.keyRows() {
		names = append(names, k.Name)
	}
	s.keyNames.Store(&names)
}

// Has says whether a key has a non-empty value: provider.Keys.
func (s *server) Has(ref secret.Ref) bool { _, ok := s.keySource[ref]; return ok }

// send tells init; an error there shows on the receiving side too.
func (s *server) send(m link.Message) {
	if err := s.cfg.Link.Send(m); err != nil {
		s.log.Error("send to init", "message", fmt.Sprintf("%T", m), "err", err)
	}
}

// post hands e to the loop; it is dropped where the loop has ended.
func (s *server) post(e event) {
	select {
	case s.events <- e:
	case <-s.quit:
	}
}

// after posts e when d has passed.
func (s *server) after(d time.Duration, e event) *time.Timer {
	return time.AfterFunc(d, func() { s.post(e) })
}

// receive hands init's messages to the loop until the link ends.
func (s *server) receive() {
	for {
		msg, files, err := s.cfg.Link.Receive()
		if err != nil {
			s.post(linkEnded{err})
			return
		}
		s.post(fromInit{msg, files})
	}
}

func (s *server) loop(ctx context.Context) error {
	for _, e := range s.early {
		if over, err := s.handle(e); over {
			return err
		}
	}
	s.early = nil
	for {
		select {
		case e := <-s.events:
			if over, err := s.handle(e); over {
				return err
			}
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// handle does what one event asks for; over ends the loop.
func (s *server) handle(e event) (over bool, err error) {
	switch e := e.(type) {
	case fromInit:
		return s.handleInit(e), nil
	case linkEnded:
		return true, fmt.Errorf("%w: %w", errInitGone, e.err)
	case attached:
		s.admit(e)
	case requested:
		s.answer(e)
	case hungUp:
		s.hungUp(e.conn)
	case typed:
		s.typed(e)
	case resized:
		s.resized(e)
	case sizeWaited:
		s.sizeWaited(e.v)
	case gone:
		s.remove(e.v)
	case lifeCheck:
		s.lifeCheck(e.v)
	case paneEOF:
		s.paneEOF(e.p)
	case paneModes:
		s.paneModes(e.p)
	case paneEvent:
		s.paneEvent(e.p, e.kind)
	case found:
		s.found(e)
	case dragged:
		s.dragged(e.v)
	case historyWritten:
		s.historyWritten(e)
	case conversed:
		s.conversed(e)
	case quietCheck:
		s.quietCheck(e.id)
	case repaint:
		s.repaint(e)
	case insist:
		s.insist(e.id, e.signal)
	}
	return false, nil
}

// handleInit does what init says; true is the end.
func (s *server) handleInit(e fromInit) (over bool) {
	switch m := e.msg.(type) {
	case link.Spawned:
		s.spawned(m, e.files)
		return false
	case link.SpawnFailed:
		s.spawnFailed(m)
	case link.Exited:
		s.reaped(m)
	case link.KeysChanged:
		s.keysChanged(m)
	case link.Stopping:
		s.beginQuit()
	case link.Bye:
		s.bye(m.Reason)
		return true
	}
	closeAll(e.files)
	return false
}

// tabByKey finds a tab by its number or its UUID.
func (s *server) tabByKey(key string) *tab {
	for _, t := range s.tabs {
		if t.uuid == key || fmt.Sprint(t.id) == key {
			return t
		}
	}
	return nil
}

func (s *server) tabBySession(id session.ID) *tab {
	for _, t := range s.tabs {
		if t.session == id {
			return t
		}
	}
	return nil
}

func (s *server) tabByPane(p *pane) *tab {
	for _, t := range s.tabs {
		if t.pane == p {
			return t
		}
	}
	return nil
}

// insert puts t into the strip, in the order of the numbers.
func (s *server) insert(t *tab) {
	s.tabs = append(s.tabs, t)
	sort.Slice(s.tabs, func(i, j int) bool { return s.tabs[i].id < s.tabs[j].id })
	s.tabEvent(wire.EventOpened, t)
	s.had()
}

// freeID is the lowest number that no tab has.
func (s *server) freeID() int {
	id := 1
	for _, t := range s.tabs {
		if t.id != id {
			break
		}
		id++
	}
	return id
}

// had notes that there has been a tab or a viewer.
func (s *server) had() {
	if !s.hadAny {
		s.hadAny = true
		s.saveRecord()
	}
}

// endIfEmpty ends a bare machine's jackin once nobody needs it any more.
func (s *server) endIfEmpty() {
	if s.welcome.Bare && s.hadAny && !s.stopping && len(s.tabs) == 0 && len(s.viewers) == 0 && len(s.pending) == 0 {
		s.stop()
	}
}

// stop asks init for the end.
func (s *server) stop() {
	if !s.stopping {
		s.stopping = true
		s.send(link.Stop{})
	}
}

// bye sends every client home.
func (s *server) bye(reason string) {
	if reason == "" {
		reason = "jackin has ended"
	}
	for _, v := range s.viewers {
		v.leave(wire.Leave{Message: reason, Ended: true})
	}
}

func closeAll(files []*os.File) {
	for _, f := range files {
		f.Close()
	}
}
