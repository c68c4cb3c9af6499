package mux

import (
	"encoding/json"
	"net"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"jackin/mux/keys"
	"jackin/mux/ui"
	"jackin/mux/view"
	"jackin/mux/vt"
	"jackin/mux/wire"
	"jackin/session"
)

// Times of a viewer.
const (
	// sizeTime is how long a viewer may have no size before it gets 80x24.
	sizeTime = 2 * time.Second
	// leaveTime is how long the last frames may take to a client that is sent
	// home.
	leaveTime = time.Second
)

// focus is who gets a viewer's keystrokes.
//
//	onPane ──leader──► onStrip ──Enter, Esc, 1-9──► onPane
//	   │                  │
//	   └── no program: the empty screen's or the dead tab's own keystrokes
//
// A box, where there is one, gets them before either.
type focus uint8

const (
	onPane focus = iota
	onStrip
)

// viewer is an attached client. The loop owns it, but for what is marked.
type viewer struct {
	s      *server
	conn   net.Conn
	wire   *wire.Conn
	attach wire.Attach

	cols, rows int // 0: not known yet
	redraws    int // how often the outer terminal's content was lost
	sizeTimer  *time.Timer
	tab        *tab
	focus      focus
	selected   int         // the strip's selection while it has the focus: an id, or ui.Plus
	boxes      []box       // the last one is shown
	down       []keys.Code // keys whose press the interface took
	lastTyped  time.Time
	profile    profile
	life       life
	bells      int
	pasting    bool // inside a paste, which goes where it began to go
	pasteTo    *pane

	looks      map[*tab]*look // at tabs that aren't shown live
	lookNumber int            // of the newest look
	clicks     view.Clicks
	pressAt    *keys.Mouse // the left button went down here, on a live screen
	dragging   *time.Timer // scrolls while a selection is held outside
	notice     string      // in the strip, until something is typed

	// walk is the search that is under way; a goroutine looks whether it still is.
	walk atomic.Pointer[view.Search]
	// asides are for the painter to say between two frames.
	asides chan vt.Event

	// closed is set once and read by anybody.
	closed atomic.Bool
	// scene is published by the loop and drawn by the painter.
	scene atomic.Pointer[scene]
	// resume is what the client should keep; the painter sends it once.
	resume atomic.Pointer[[]byte]
	// ask has the painter ask for a sign of life; asked that it has.
	ask, asked atomic.Bool
	// askColors has it ask what the terminal looks like; askedColors that it has.
	askColors, askedColors atomic.Bool
	// echoes is how many frames may be painted at once: something was typed.
	echoes atomic.Int32
	// mute: nobody seems to look; the painter draws nothing.
	mute  atomic.Bool
	dirty chan struct{} // of capacity 1: there is something to draw
	over  chan struct{} // closed with the viewer
	paint sync.WaitGroup

	inMu   sync.Mutex // guards the tokenizer; held while its tokens are delivered
	tokens keys.Tokenizer
	hold   *time.Timer // flushes a held ESC
}

// admit makes a viewer of a connection that wants to attach.
func (s *server) admit(e attached) {
	switch {
	case s.stopping:
		e.welcome <- admission{refusal: &wire.Error{Code: wire.CodeNoServer, Message: "jackin is ending"}}
		return
	case len(s.viewers) >= maxViewers:
		e.welcome <- admission{refusal: &wire.Error{Code: wire.CodeFailed, Message: "64 clients are attached, the most there can be: detach one first"}}
		return
	}
	t := s.firstTab(e.attach)
	if e.attach.Tab != "" && t == nil {
		e.welcome <- admission{refusal: &wire.Error{Code: wire.CodeNotFound, Message: "there is no tab " + strconv.Quote(e.attach.Tab)}}
		return
	}
	v := &viewer{
		s: s, conn: e.conn, wire: e.wire, attach: e.attach, lastTyped: time.Now(),
		profile: firstProfile(e.attach.Term, e.attach.ColorTerm),
		dirty:   make(chan struct{}, 1), over: make(chan struct{}), asides: make(chan vt.Event, maxAsides),
	}
	s.viewers = append(s.viewers, v)
	s.had()
	s.expectLife(v)
	s.log.Info("client attached", "clients", len(s.viewers))
	v.setSize(e.attach.Cols, e.attach.Rows)
	if v.cols == 0 {
		v.sizeTimer = s.after(sizeTime, sizeWaited{v})
	}
	s.show(v, t)
	v.saveResume()
	if e.attach.Picker && len(s.tabs) == 0 && len(e.attach.Resume) == 0 {
		v.push(s.agentPicker())
	}
	s.refreshAll()
	v.tokens.Expect(time.Now(), attachReplies[:]...)
	v.paint.Go(v.paintLoop)
	e.welcome <- admission{v: v}
}

// firstTab is the tab that a client asks for, else the one of its last
// connection, else the one that somebody looked at last; nil without any.
func (s *server) firstTab(a wire.Attach) *tab {
	if r, ok := decodeResume(a.Resume); ok {
		if t := s.tabByKey(r.Tab); t != nil {
			return t
		}
	} else if a.Tab != "" {
		return s.tabByKey(a.Tab)
	}
	if t := s.tabByKey(s.lastTab); t != nil {
		return t
	}
	if len(s.tabs) > 0 {
		return s.tabs[0]
	}
	return nil
}

// remove forgets a viewer whose connection has ended.
func (s *server) remove(v *viewer) {
	at := slices.Index(s.viewers, v)
	if at < 0 {
		return
	}
	s.viewers = slices.Delete(s.viewers, at, at+1)
	s.log.Info("client gone", "clients", len(s.viewers))
	v.close()
	if t := v.tab; t != nil {
		v.tab = nil
		if t.driver == v {
			t.driver = nil
		}
		s.watch(t)
		s.fitTab(t)
	}
	s.refreshAll()
	s.endIfEmpty()
}

// close ends the viewer's goroutines. The connection is its reader's.
func (v *viewer) close() {
	if v.closed.Swap(true) {
		return
	}
	if v.sizeTimer != nil {
		v.sizeTimer.Stop()
	}
	if v.life.timer != nil {
		v.life.timer.Stop()
	}
	if v.dragging != nil {
		v.dragging.Stop()
	}
	close(v.over)
	v.conn.SetDeadline(time.Now())
	if v.tab != nil && v.tab.pane != nil {
		v.tab.pane.release()
	}
	v.s.running.Go(v.paint.Wait)
}

// leave sends the client home. What it types until its terminal has answered
// the question that goes before is swallowed.
func (v *viewer) leave(l wire.Leave) {
	if v.closed.Load() {
		return
	}
	l.Fence = []byte(fenceReply)
	v.conn.SetWriteDeadline(time.Now().Add(leaveTime))
	v.s.leaving.Add(1)
	v.s.running.Go(func() {
		// A client that takes neither finds out by the end of the connection.
		_ = v.wire.WriteRaw(wire.TypeOutput, []byte(fenceQuery))
		_ = v.wire.WriteJSON(wire.TypeLeave, l)
		v.s.leaving.Done()
		v.s.post(gone{v})
	})
}

// owed takes one of the frames that are painted at once.
func (v *viewer) owed() bool {
	for {
		n := v.echoes.Load()
		if n <= 0 {
			return false
		}
		if v.echoes.CompareAndSwap(n, n-1) {
			return true
		}
	}
}

// wake has the painter look at the newest scene and screen.
func (v *viewer) wake() {
	select {
	case v.dirty <- struct{}{}:
	default:
	}
}

// setSize takes a size that the client says; 0x0 never counts. The same size
// again is news, too: the terminal has had another one meanwhile, and lost what
// it showed.
func (v *viewer) setSize(cols, rows int) bool {
	if cols <= 0 || rows <= 0 {
		return false
	}
	v.cols, v.rows = min(cols, maxCols), min(rows, maxRows)
	v.redraws++
	return true
}

// The largest outer terminal; what is beyond stays blank.
const (
	maxCols = 2000
	maxRows = 1000
)

func (s *server) resized(e resized) {
	if e.v.closed.Load() || !e.v.setSize(e.cols, e.rows) {
		return
	}
	if e.v.sizeTimer != nil {
		e.v.sizeTimer.Stop()
		e.v.sizeTimer = nil
	}
	if e.v.tab != nil {
		s.fitTab(e.v.tab)
	}
	e.v.resizeLooks()
	s.refresh(e.v)
}

// sizeWaited gives a viewer of unknown size that of a terminal of old.
func (s *server) sizeWaited(v *viewer) {
	if v.cols == 0 {
		s.resized(resized{v, int(session.DefaultSize.Cols), int(session.DefaultSize.Rows)})
	}
}

// saveResume has the client give v's place back to the next server.
func (v *viewer) saveResume() {
	var r resume
	if v.tab != nil {
		r.Tab = v.tab.uuid
	}
	b, err := json.Marshal(r)
	if err != nil {
		v.s.log.Error("encode resume", "err", err)
		return
	}
	v.resume.Store(&b)
	v.wake()
}

// paneSize is the size of a tab that v alone looks at.
func (v *viewer) paneSize() session.Size {
	return session.Size{Cols: uint16(v.cols), Rows: uint16(max(v.rows-1, 0))}
}

// show takes v to t, or with nil to the empty screen.
func (s *server) show(v *viewer, t *tab) {
	old := v.tab
	if old == t {
		return
	}
	v.tab = t
	if old != nil {
		if old.driver == v {
			old.driver = nil
		}
		s.watch(old)
		s.fitTab(old)
	}
	if t != nil {
		s.lastTab = t.uuid
		s.saveRecord()
		s.watch(t)
		s.fitTab(t)
	}
	v.saveResume()
}

// watch tells a tab's pane whom to wake.
func (s *server) watch(t *tab) {
	if t.pane == nil {
		return
	}
	var list []*viewer
	for _, v := range s.viewers {
		if v.tab == t && !v.life.silent {
			list = append(list, v)
		}
	}
	t.pane.watchers.Store(&list)
}

// fitTab gives a tab the size of the viewer that typed last among those that
// look at it; without one it keeps its size.
func (s *server) fitTab(t *tab) {
	var driver *viewer
	for _, v := range s.viewers {
		if v.tab == t && v.cols > 0 && !v.life.silent && (driver == nil || v.lastTyped.After(driver.lastTyped)) {
			driver = v
		}
	}
	t.driver = driver
	if driver == nil {
		return
	}
	size := driver.paneSize()
	if size == t.size || !size.Known() {
		return
	}
	t.size = size
	if t.pane != nil {
		if err := t.pane.resize(size); err != nil {
			s.log.Debug("resize", "tab", t.id, "err", err)
		}
		s.saveTab(t)
		t.pane.wake()
	}
}

// push puts a box before v; keystrokes go to it.
func (v *viewer) push(b box) { v.boxes = append(v.boxes, b) }

// pop takes the uppermost box away.
func (v *viewer) pop() {
	if n := len(v.boxes); n > 0 {
		v.boxes = v.boxes[:n-1]
	}
}

// box is what a viewer is asked, and what its answer does.
type box struct {
	widget ui.Widget
	// chosen does what the widget's answer says; the box is still there.
	chosen func(s *server, v *viewer)
	// copy is the widget as it is now, for a scene.
	copy func() ui.Widget
	// renew is the box with what it asks brought up to date after keys have
	// changed; nil: it doesn't depend on them.
	renew func(s *server) box
	// harmless says that a client that only looks may choose, too.
	harmless bool
}

// newBox is a box of a widget w, kept at its address.
func newBox[W any, P interface {
	*W
	ui.Widget
}](w W, chosen func(s *server, v *viewer, w W)) box {
	return newBoxAt[W, P](&w, chosen)
}

// newBoxAt is newBox of a widget that its caller looks at, too.
func newBoxAt[W any, P interface {
	*W
	ui.Widget
}](p P, chosen func(s *server, v *viewer, w W)) box {
	return box{
		widget: p,
		chosen: func(s *server, v *viewer) { chosen(s, v, *p) },
		copy:   func() ui.Widget { c := *p; return P(&c) },
	}
}
