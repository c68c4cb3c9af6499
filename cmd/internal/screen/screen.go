package screen

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"jackin/mux/ui"
)

const (
	// escapeHold is how long an ESC at the end of a read waits for the rest of a
	// sequence, which a slow line may have split.
	escapeHold = 25 * time.Millisecond
	readSize   = 4 << 10
)

// The sequences that take the terminal over and give it back: the alternate screen,
// the cursor, bracketed paste, the mouse.
const (
	takeOver = "\x1b[?1049h\x1b[?25l\x1b[?2004h\x1b[?1000h\x1b[?1006h\x1b[m\x1b[2J"
	giveBack = "\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[m\x1b[?25h\x1b[?1049l"
	// A frame is shown whole by terminals that know mode 2026; others ignore it.
	beginFrame, endFrame = "\x1b[?2026h\x1b[?25l", "\x1b[?2026l"
)

// ErrGone is Next's error where the terminal has ended.
var ErrGone = errors.New("the terminal is gone")

// SignalError is Next's error where a signal ends the process; its caller exits with
// 128 and the signal's number.
type SignalError struct{ Signal syscall.Signal }

func (e *SignalError) Error() string { return "ended by " + unix.SignalName(e.Signal) }

// Screen is a terminal that is taken over. Make one with Open.
type Screen struct {
	in, out *os.File
	before  *term.State
	surface *ui.Surface
	input   input
	events  []Event // not given yet

	// wake gets a byte for each reason to leave a wait: 'w' Wake, 'r' another size,
	// 'c' continued after a stop, 's' a signal, 'x' a context.
	wakeR, wakeW *os.File
	signals      chan os.Signal
	running      sync.WaitGroup

	mu    sync.Mutex
	ended syscall.Signal // 0: none
}

// Open takes the terminal of in and out over. The process's environment loses what
// tcell would read: see [ui.PrepareEnv].
func Open(in, out *os.File, profile ui.Profile) (*Screen, error) {
	if err := ui.PrepareEnv(); err != nil {
		return nil, err
	}
	surface, err := ui.NewSurface(profile)
	if err != nil {
		return nil, err
	}
	s := &Screen{in: in, out: out, surface: surface, signals: make(chan os.Signal, 8)}
	if s.wakeR, s.wakeW, err = os.Pipe(); err != nil {
		surface.Close()
		return nil, err
	}
	// Subscribed before the terminal changes: no signal can leave it raw.
	signal.Notify(s.signals, unix.SIGWINCH, unix.SIGCONT, unix.SIGHUP, unix.SIGTERM, unix.SIGINT, unix.SIGQUIT)
	s.running.Go(s.forward)
	if s.before, err = term.MakeRaw(int(in.Fd())); err == nil {
		_, err = out.WriteString(takeOver)
	}
	if err != nil {
		s.Close()
		return nil, fmt.Errorf("take the terminal over: %w", err)
	}
	return s, nil
}

// forward turns signals into bytes of the pipe until Close.
func (s *Screen) forward() {
	for got := range s.signals {
		b := byte('s')
		switch got {
		case unix.SIGWINCH:
			b = 'r'
		case unix.SIGCONT:
			b = 'c'
		default:
			s.mu.Lock()
			s.ended = got.(syscall.Signal)
			s.mu.Unlock()
		}
		_, _ = s.wakeW.Write([]byte{b})
	}
}

// Wake makes Next return a Woken, now or as soon as it is called.
func (s *Screen) Wake() { _, _ = s.wakeW.Write([]byte{'w'}) }

// Close gives the terminal back.
func (s *Screen) Close() {
	if s.before != nil {
		_, _ = s.out.WriteString(giveBack)
		_ = term.Restore(int(s.in.Fd()), s.before)
	}
	signal.Stop(s.signals)
	close(s.signals)
	s.running.Wait()
	s.wakeR.Close()
	s.wakeW.Close()
	s.surface.Close()
}

// Size is the terminal's, in cells; one that doesn't say it has 80 by 24.
func (s *Screen) Size() (cols, rows int) {
	if cols, rows, err := term.GetSize(int(s.out.Fd())); err == nil && cols > 0 && rows > 0 {
		return cols, rows
	}
	return 80, 24
}

// Draw shows what draw puts on a blank canvas of the terminal's size.
func (s *Screen) Draw(draw func(ui.Canvas)) error {
	cols, rows := s.Size()
	s.surface.Place(ui.Rect{Cols: cols, Rows: rows})
	s.surface.Draw(draw)
	frame := s.surface.AppendTo([]byte(beginFrame))
	if x, y, ok := s.surface.Cursor(); ok {
		frame = fmt.Appendf(frame, "\x1b[%d;%dH\x1b[?25h", y+1, x+1)
	}
	if _, err := s.out.Write(append(frame, endFrame...)); err != nil {
		return ErrGone
	}
	return nil
}

// Next waits for the next event. Its error is ErrGone, a [*SignalError], or ctx's.
func (s *Screen) Next(ctx context.Context) (Event, error) {
	stop := context.AfterFunc(ctx, func() { _, _ = s.wakeW.Write([]byte{'x'}) })
	defer stop()
	buf := make([]byte, readSize)
	for {
		if len(s.events) > 0 {
			e := s.events[0]
			s.events = s.events[1:]
			return e, nil
		}
		if err := ctx.Err(); err != nil {
			return Event{}, err
		}
		if err := s.await(buf); err != nil {
			return Event{}, err
		}
	}
}

// await fills events, or returns without any.
func (s *Screen) await(buf []byte) error {
	wait := time.Duration(-1)
	if due, held := s.input.tokens.Deadline(); held {
		wait = max(time.Until(due), 0)
	}
	typed, woken, err := s.poll(wait)
	switch {
	case err != nil:
		return err
	case woken:
		return s.woken()
	case !typed:
		s.input.flush(time.Now(), s.emit)
		return nil
	}
	n, err := s.read(buf)
	if err != nil {
		return err
	}
	if n == 0 {
		return nil
	}
	if buf[n-1] == 0x1b && n < len(buf) {
		if more, _, err := s.poll(escapeHold); err == nil && more {
			m, err := s.read(buf[n:])
			if err != nil {
				return err
			}
			n += m
		}
	}
	s.input.feed(buf[:n], time.Now(), s.emit)
	clear(buf[:n])
	return nil
}

func (s *Screen) emit(e Event) { s.events = append(s.events, e) }

// woken reads a byte of the pipe and does what it says.
func (s *Screen) woken() error {
	var b [1]byte
	if _, err := s.wakeR.Read(b[:]); err != nil {
		return err
	}
	switch b[0] {
	case 'w':
		s.emit(Event{Kind: Woken})
	case 'c':
		// The shell has put its own modes back.
		if _, err := term.MakeRaw(int(s.in.Fd())); err != nil {
			return ErrGone
		}
		if _, err := s.out.WriteString(takeOver); err != nil {
			return ErrGone
		}
		s.surface.Invalidate()
		s.emit(Event{Kind: Resized})
	case 'r':
		s.surface.Invalidate() // terminals keep what they like of the old screen
		s.emit(Event{Kind: Resized})
	case 's':
		s.mu.Lock()
		defer s.mu.Unlock()
		return &SignalError{s.ended}
	}
	return nil
}

// poll waits for input or the pipe, for wait at most; a negative one is for ever.
func (s *Screen) poll(wait time.Duration) (typed, woken bool, err error) {
	ms := -1
	if wait >= 0 {
		ms = int((wait + time.Millisecond - 1) / time.Millisecond)
	}
	fds := []unix.PollFd{{Fd: int32(s.in.Fd()), Events: unix.POLLIN}, {Fd: int32(s.wakeR.Fd()), Events: unix.POLLIN}}
	for {
		_, err := unix.Poll(fds, ms)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		return fds[0].Revents != 0, fds[1].Revents != 0, err
	}
}

// read reads what is typed; 0 bytes are none this time.
func (s *Screen) read(buf []byte) (int, error) {
	n, err := unix.Read(int(s.in.Fd()), buf)
	switch {
	case errors.Is(err, unix.EINTR), errors.Is(err, unix.EAGAIN):
		return 0, nil
	case err != nil, n == 0:
		return 0, ErrGone
	}
	return n, nil
}
