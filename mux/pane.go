package mux

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"

	"jackin/mux/vt"
	"jackin/session"
	"jackin/session/ptyproc"
)

// Limits of a pane.
const (
	// readSize is one read of a PTY. The kernel gives about 4 KB at a time.
	readSize = 64 << 10
	// inputLimit is how much typed or pasted input may wait for the program;
	// beyond it the viewer that sends it waits, and nobody else.
	inputLimit = 256 << 10
	// replyLimit is how much may wait when the emulator answers a query: past
	// it the answer is dropped, for a program that asks without ever reading.
	replyLimit = inputLimit + 64<<10
	// floodReads is how many reads in a row without a pause make a flood, whose
	// further reads are rationed.
	floodReads = 8
	// historyLineBytes is what a line of scrollback may take, one with another:
	// beyond it the oldest lines go first. Memory that isn't used costs nothing.
	historyLineBytes = 840
)

// ration lets one flooding pane parse at a time, so that on two processors one
// is always left for everybody else.
type ration chan struct{}

func newRation() ration { return make(ration, 1) }

// pane is the terminal of a session: the PTY's master and the emulator that is
// fed from it. The reader goroutine owns the emulator but for short copies
// under mu.
type pane struct {
	session session.ID
	master  *ptyproc.Master
	log     *slog.Logger
	ration  ration
	post    func(event)

	// memory is the history's; it is unmapped by free.
	memory []byte

	// watchers are woken when the screen has changed. The loop replaces the slice.
	watchers atomic.Pointer[[]*viewer]
	// modes are the emulator's after the last write, for whoever encodes input.
	modes atomic.Pointer[vt.Modes]
	// lastRead is when output came last, in nanoseconds since 1970.
	lastRead atomic.Int64

	// said is the newest event of each kind that is on its way to the loop; what
	// came before it is forgotten, so that a flood of them is one.
	said [vt.EventKinds]atomic.Pointer[vt.Event]

	mu        sync.Mutex // guards the emulator
	screen    *vt.Screen
	syncSince time.Time // when mode 2026 was set; zero while it isn't

	in     sync.Mutex // guards input
	input  []byte     // waits for the program
	room   *sync.Cond // input has become shorter, or the pane has ended
	more   *sync.Cond // input has become longer, or the pane has ended
	closed bool

	done sync.WaitGroup
}

// newPane makes a pane of a master that keeps so many lines of scrollback; start
// begins to read it.
func newPane(id session.ID, master *ptyproc.Master, size session.Size, post func(event), r ration, colors vt.Colors, lines int, build string, log *slog.Logger) (*pane, error) {
	mem, history, err := newHistory(lines)
	if err != nil {
		return nil, err
	}
	p := &pane{memory: mem, session: id, master: master, post: post, ration: r, log: log}
	p.room, p.more = sync.NewCond(&p.in), sync.NewCond(&p.in)
	p.watchers.Store(&[]*viewer{})
	p.screen = vt.New(vt.Options{
		Cols: int(size.Cols), Rows: int(size.Rows),
		History: history,
		Reply:   p.reply,
		Events:  p.event,
		Version: build,
	})
	p.screen.SetColors(colors)
	p.modes.Store(new(vt.Modes))
	return p, nil
}

// newHistory is scrollback in memory of its own, which the kernel gives page by
// page and gets back as lines are dropped.
func newHistory(lines int) ([]byte, *vt.History, error) {
	mem, err := unix.Mmap(-1, 0, max(lines*historyLineBytes, vt.MinHistoryBytes), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_PRIVATE|unix.MAP_ANONYMOUS|unix.MAP_NORESERVE)
	if err != nil {
		return nil, nil, fmt.Errorf("map history: %w", err)
	}
	h, err := vt.NewHistory(mem, lines, func(off, n int) {
		from, to := (off+pageSize-1)&^(pageSize-1), (off+n)&^(pageSize-1)
		if from < to {
			_ = unix.Madvise(mem[from:to], unix.MADV_DONTNEED)
		}
	})
	if err != nil {
		return nil, nil, errors.Join(err, unix.Munmap(mem))
	}
	return mem, h, nil
}

var pageSize = os.Getpagesize()

// start begins reading and writing; stop ends and joins both.
func (p *pane) start() {
	p.done.Go(p.read)
	p.done.Go(p.write)
}

// stop closes the master and frees the screen.
func (p *pane) stop() {
	p.in.Lock()
	p.closed = true
	p.room.Broadcast()
	p.more.Broadcast()
	p.in.Unlock()
	p.master.Close()
	p.done.Wait()
	p.free()
}

// free gives the screen's memory back, once no painter can read it any more: it
// takes the lock that they copy under.
func (p *pane) free() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.screen = nil
	if err := unix.Munmap(p.memory); err != nil {
		p.log.Error("unmap history", "err", err)
	}
}

// read parses output until the terminal's last slave is closed.
func (p *pane) read() {
	buf := make([]byte, readSize)
	burst, last := 0, time.Now()
	for {
		n, err := p.master.Read(buf)
		if n > 0 {
			now := time.Now()
			if now.Sub(last) > time.Millisecond {
				burst = 0
			}
			burst++
			p.parse(buf[:n], burst > floodReads, now)
			last = time.Now()
		}
		if err != nil {
			if !errors.Is(err, io.EOF) {
				p.log.Debug("read pty", "session", p.session, "err", err)
			}
			p.post(paneEOF{p})
			return
		}
	}
}

// parse feeds the emulator and wakes whoever watches it.
func (p *pane) parse(b []byte, flooding bool, now time.Time) {
	if flooding {
		p.ration <- struct{}{}
		defer func() { <-p.ration }()
	}
	p.lastRead.Store(now.UnixNano())
	p.mu.Lock()
	p.screen.Write(b)
	modes := p.screen.Modes()
	if !modes.Sync {
		p.syncSince = time.Time{}
	} else if p.syncSince.IsZero() {
		p.syncSince = now
	}
	p.mu.Unlock()
	old := *p.modes.Load()
	if modes.Sync {
		// The cursor is often hidden for the time of a frame: that is nothing to keep.
		modes.CursorHidden = old.CursorHidden
	}
	if modes != old {
		p.modes.Store(&modes)
		old.Sync, modes.Sync = false, false
		if modes != old {
			p.post(paneModes{p})
		}
	}
	p.wake()
}

func (p *pane) wake() {
	for _, v := range *p.watchers.Load() {
		v.wake()
	}
}

// write hands waiting input to the program; it alone may wait for it.
func (p *pane) write() {
	for {
		p.in.Lock()
		for len(p.input) == 0 && !p.closed {
			p.more.Wait()
		}
		if p.closed {
			p.in.Unlock()
			return
		}
		b := p.input
		p.input = nil
		p.in.Unlock()
		if _, err := p.master.Write(b); err != nil {
			p.log.Debug("write pty", "session", p.session, "err", err)
			return
		}
		p.in.Lock()
		p.room.Broadcast()
		p.in.Unlock()
	}
}

// send queues typed input, waiting while inputLimit is reached. Bytes for a
// pane that has ended are dropped, and those of a viewer that is gone.
func (p *pane) send(b []byte, gone *atomic.Bool) {
	p.in.Lock()
	defer p.in.Unlock()
	for len(b) > 0 {
		for len(p.input) >= inputLimit && !p.closed && !gone.Load() {
			p.room.Wait()
		}
		if p.closed || gone.Load() {
			return
		}
		n := min(len(b), inputLimit-len(p.input))
		p.input = append(p.input, b[:n]...)
		b = b[n:]
		p.more.Signal()
	}
}

// release wakes a send whose viewer is gone.
func (p *pane) release() {
	p.in.Lock()
	p.room.Broadcast()
	p.in.Unlock()
}

// event passes on what the loop has a use for. It runs in the reading goroutine.
func (p *pane) event(e vt.Event) {
	switch e.Kind {
	case vt.EventBell, vt.EventProgramStatus, vt.EventProgress, vt.EventClipboard, vt.EventNotify, vt.EventNotifyRaw:
		if p.said[e.Kind].Swap(&e) == nil {
			p.post(paneEvent{p, e.Kind})
		}
	}
}

// reply queues an answer of the emulator; it never waits, since it runs in the
// goroutine that reads.
func (p *pane) reply(b []byte) {
	p.in.Lock()
	defer p.in.Unlock()
	if p.closed || len(p.input)+len(b) > replyLimit {
		return
	}
	p.input = append(p.input, b...)
	p.more.Signal()
}

// resize changes emulator and PTY together: what the program writes after its
// SIGWINCH is parsed at the new size.
func (p *pane) resize(size session.Size) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.screen.Resize(int(size.Cols), int(size.Rows))
	return p.master.Resize(size)
}

// copyTo copies the screen for a painter. Inside a synchronized update it
// copies nothing and says how long the painter may still wait for its end.
func (p *pane) copyTo(f *vt.Frame, now time.Time) (wait time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.syncSince.IsZero() {
		if wait := syncLimit - now.Sub(p.syncSince); wait > 0 {
			return wait
		}
	}
	if p.screen != nil {
		p.screen.CopyTo(f)
	}
	return 0
}

// setColors says what the outer terminal looks like.
func (p *pane) setColors(c vt.Colors) {
	p.mu.Lock()
	p.screen.SetColors(c)
	p.mu.Unlock()
}

// endModes resets what a killed program left set, and keeps the screen.
func (p *pane) endModes() {
	p.mu.Lock()
	p.screen.ResetModes()
	modes := p.screen.Modes()
	p.syncSince = time.Time{}
	p.mu.Unlock()
	p.modes.Store(&modes)
	p.wake()
}
