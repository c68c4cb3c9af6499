package ui

import (
	"io"
	"strconv"

	"github.com/gdamore/tcell/v2"
	"github.com/gdamore/tcell/v2/terminfo"
)

// memTty is the terminal that a Surface's screen believes to have: it keeps what
// is written, says the size it was told, and its reader waits until the screen
// is suspended.
type memTty struct {
	out        []byte
	cols, rows int
	drained    chan struct{}
}

func newMemTty() *memTty { return &memTty{drained: make(chan struct{})} }

func (t *memTty) Write(b []byte) (int, error) {
	t.out = append(t.out, b...)
	return len(b), nil
}

// Read ends when Drain has been called; nothing is ever typed here.
func (t *memTty) Read([]byte) (int, error) {
	<-t.drained
	return 0, io.EOF
}

// Drain is called once: a Surface's screen is suspended and never resumed.
func (t *memTty) Drain() error {
	close(t.drained)
	return nil
}

func (t *memTty) WindowSize() (tcell.WindowSize, error) {
	return tcell.WindowSize{Width: t.cols, Height: t.rows}, nil
}

// NotifyResize keeps no callback: it would make tcell draw when it likes. The
// next Show asks for the size by itself.
func (t *memTty) NotifyResize(func()) {}
func (t *memTty) Start() error        { return nil }
func (t *memTty) Stop() error         { return nil }
func (t *memTty) Close() error        { return nil }

// emitNothing is a terminfo string that isn't empty and writes nothing: a
// padding of no time. Without a string for hiding the cursor, tcell moves it to
// the corner, which here would be outside of the rectangle.
const emitNothing = "$<0>"

// newTerminfo describes what a Surface may send, and no more: without a clear,
// modes, keypad, title, mouse or XTermLike, tcell has nothing to send behind our
// back. It is a copy of nobody's: tcell writes to the description it is given.
func newTerminfo(p Profile) *terminfo.Terminfo {
	ti := &terminfo.Terminfo{
		Name:          "jackin",
		Colors:        p.palette(),
		HideCursor:    emitNothing,
		AttrOff:       "\x1b[m",
		Bold:          "\x1b[1m",
		Dim:           "\x1b[2m",
		Italic:        "\x1b[3m",
		Underline:     "\x1b[4m",
		Blink:         "\x1b[5m",
		Reverse:       "\x1b[7m",
		StrikeThrough: "\x1b[9m",
		ResetFgBg:     "\x1b[39;49m",
	}
	switch ti.Colors {
	case 8:
		ti.SetFg, ti.SetBg = "\x1b[3%p1%dm", "\x1b[4%p1%dm"
	case 16, 256:
		ti.SetFg = "\x1b[%?%p1%{8}%<%t3%p1%d%e%p1%{16}%<%t9%p1%{8}%-%d%e38;5;%p1%d%;m"
		ti.SetBg = "\x1b[%?%p1%{8}%<%t4%p1%d%e%p1%{16}%<%t10%p1%{8}%-%d%e48;5;%p1%d%;m"
	}
	if p.TrueColor {
		ti.SetFgRGB = "\x1b[38;2;%p1%d;%p2%d;%p3%dm"
		ti.SetBgRGB = "\x1b[48;2;%p1%d;%p2%d;%p3%dm"
	}
	return ti
}

// cursorAddress is the terminfo string for cup with 0, 0 at x, y of the outer
// screen.
func cursorAddress(x, y int) string {
	return "\x1b[%i%p1" + plus(y) + "%d;%p2" + plus(x) + "%dH"
}

// plus adds n to the last parameter of a terminfo string.
func plus(n int) string {
	if n == 0 {
		return "" // the strip's, mostly
	}
	return "%{" + strconv.Itoa(n) + "}%+"
}
