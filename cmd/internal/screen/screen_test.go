package screen_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"go.uber.org/goleak"
	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"jackin/cmd/internal/screen"
	"jackin/mux/keys"
	"jackin/mux/ui"
)

const deadline = 20 * time.Second

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// terminal is a pty whose output is collected.
type terminal struct {
	master, tty *os.File
	mu          sync.Mutex
	text        strings.Builder
	done        chan struct{}
}

func newTerminal(t *testing.T) *terminal {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	if err := pty.Setsize(tty, &pty.Winsize{Cols: 40, Rows: 12}); err != nil {
		t.Fatal(err)
	}
	o := &terminal{master: master, tty: tty, done: make(chan struct{})}
	go func() {
		defer close(o.done)
		buf := make([]byte, 4096)
		for {
			n, err := master.Read(buf)
			o.mu.Lock()
			o.text.Write(buf[:n])
			o.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		tty.Close()
		<-o.done
		master.Close()
	})
	return o
}

func open(t *testing.T, o *terminal) (*screen.Screen, context.Context) {
	t.Helper()
	s, err := screen.Open(o.tty, o.tty, ui.Profile{Colors: 16})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	t.Cleanup(cancel)
	return s, ctx
}

func TestEvents(t *testing.T) {
	o := newTerminal(t)
	s, ctx := open(t, o)
	defer s.Close()
	for _, tc := range []struct {
		typed string
		want  []screen.Event
	}{
		{"a", []screen.Event{{Kind: screen.Pressed, Key: keys.Key{Code: 'a', Text: "a"}}}},
		{"\x1b", []screen.Event{{Kind: screen.Pressed, Key: keys.Key{Code: keys.Escape}}}},
		{"\x1b[A\r", []screen.Event{{Kind: screen.Pressed, Key: keys.Key{Code: keys.Up}}, {Kind: screen.Pressed, Key: keys.Key{Code: keys.Enter}}}},
		{"\x03", []screen.Event{{Kind: screen.Pressed, Key: keys.Key{Code: 'c', Mods: keys.Ctrl}}}},
		{"\x1b[<0;3;2M\x1b[<0;3;2m", []screen.Event{{Kind: screen.Clicked, X: 2, Y: 1}}},
		{"\x1b[<65;3;2M", []screen.Event{{Kind: screen.Pressed, Key: keys.Key{Code: keys.Down}}}},
		{"\x1b[200~sk-cp-canary\x1b[201~", []screen.Event{{Kind: screen.Pasted, Text: "sk-cp-canary"}}},
	} {
		o.master.WriteString(tc.typed)
		for _, want := range tc.want {
			if got, err := s.Next(ctx); err != nil || got != want {
				t.Errorf("Next() after %q = %+v, %v, want %+v", tc.typed, got, err, want)
			}
		}
	}
	s.Wake()
	if got, err := s.Next(ctx); err != nil || got.Kind != screen.Woken {
		t.Errorf("Next() after Wake = %+v, %v", got, err)
	}
	syscall.Kill(os.Getpid(), syscall.SIGWINCH)
	if got, err := s.Next(ctx); err != nil || got.Kind != screen.Resized {
		t.Errorf("Next() after WINCH = %+v, %v", got, err)
	}
	over, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := s.Next(over); !errors.Is(err, context.Canceled) {
		t.Errorf("Next() of a context that is over: %v", err)
	}
	syscall.Kill(os.Getpid(), syscall.SIGTERM)
	_, err := s.Next(ctx)
	var signal *screen.SignalError
	if !errors.As(err, &signal) || signal.Signal != unix.SIGTERM {
		t.Errorf("Next() after TERM: %v", err)
	}
}

func TestDrawAndGiveBack(t *testing.T) {
	o := newTerminal(t)
	before, err := term.GetState(int(o.tty.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	s, _ := open(t, o)
	list := ui.NewList("Pick", []ui.Item{{Label: "One"}, {Label: "Two"}})
	if err := s.Draw(func(c ui.Canvas) {
		if cols, rows := c.Size(); cols != 40 || rows != 12 {
			t.Errorf("the canvas has %dx%d, want 40x12", cols, rows)
		}
		list.Draw(c)
	}); err != nil {
		t.Fatal(err)
	}
	s.Close()
	if now, err := term.GetState(int(o.tty.Fd())); err != nil || *now != *before {
		t.Errorf("the terminal was left as %+v, %v, want %+v", now, err, before)
	}
	o.tty.Close()
	<-o.done
	got := o.text.String()
	for _, want := range []string{"\x1b[?1049h", "Pick", "Two", "\x1b[?1049l"} {
		if !strings.Contains(got, want) {
			t.Errorf("the terminal got %q, which lacks %q", got, want)
		}
	}
	if !strings.HasSuffix(got, "\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[m\x1b[?25h\x1b[?1049l") {
		t.Errorf("the terminal got %q last", got[max(0, len(got)-60):])
	}
}

func TestGone(t *testing.T) {
	master, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	s, err := screen.Open(tty, tty, ui.Profile{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	master.Close()
	if _, err := s.Next(t.Context()); !errors.Is(err, screen.ErrGone) {
		t.Errorf("Next() of a terminal that has ended: %v", err)
	}
}

func TestProfileOf(t *testing.T) {
	for _, tc := range []struct {
		env  map[string]string
		want ui.Profile
	}{
		{nil, ui.Profile{}},
		{map[string]string{"TERM": "dumb"}, ui.Profile{}},
		{map[string]string{"TERM": "xterm"}, ui.Profile{Colors: 16}},
		{map[string]string{"TERM": "xterm-mono", "COLORTERM": "truecolor"}, ui.Profile{}},
		{map[string]string{"TERM": "linux"}, ui.Profile{Colors: 8}},
		{map[string]string{"TERM": "tmux-256color"}, ui.Profile{Colors: 256}},
		{map[string]string{"TERM": "xterm-256color", "COLORTERM": "truecolor"}, ui.Profile{TrueColor: true, Colors: 256}},
		{map[string]string{"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, ui.Profile{}},
	} {
		if got := screen.ProfileOf(func(name string) string { return tc.env[name] }); got != tc.want {
			t.Errorf("ProfileOf(%v) = %+v, want %+v", tc.env, got, tc.want)
		}
	}
}
