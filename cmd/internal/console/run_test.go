package console_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"go.uber.org/goleak"
	"golang.org/x/term"

	"jackin/cmd/internal/console"
	"jackin/mux/ui"
	"jackin/provider"
	"jackin/provider/config"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// stage is a world that notes what the console wants of it, and a terminal.
type stage struct {
	t           *testing.T
	master, tty *os.File
	read        chan struct{} // closed when the terminal has ended

	mu      sync.Mutex
	out     strings.Builder
	changed chan struct{}
	did     []string
	ended   chan struct{} // closed when a test's context has ended
	crashes bool
}

func newStage(t *testing.T) *stage {
	t.Helper()
	master, tty, err := pty.Open()
	if err == nil {
		err = pty.Setsize(tty, &pty.Winsize{Cols: 80, Rows: 24})
	}
	if err != nil {
		t.Fatal(err)
	}
	s := &stage{t: t, master: master, tty: tty, read: make(chan struct{}), changed: make(chan struct{}), ended: make(chan struct{})}
	go func() {
		defer close(s.read)
		buf := make([]byte, 4096)
		for {
			n, err := master.Read(buf)
			s.mu.Lock()
			s.out.Write(buf[:n])
			close(s.changed)
			s.changed = make(chan struct{})
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		tty.Close()
		<-s.read
		master.Close()
	})
	return s
}

// wait waits for text to have come since the last wait.
func (s *stage) wait(text string) {
	s.t.Helper()
	end := time.NewTimer(20 * time.Second)
	defer end.Stop()
	for {
		s.mu.Lock()
		got, changed := s.out.String(), s.changed
		if _, rest, ok := strings.Cut(got, text); ok {
			s.out.Reset()
			s.out.WriteString(rest)
			s.mu.Unlock()
			return
		}
		s.mu.Unlock()
		select {
		case <-changed:
		case <-end.C:
			s.t.Fatalf("no %q came: %q", text, got)
		}
	}
}

func (s *stage) note(what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.did = append(s.did, what)
}

// Probe implements console.Prober: it waits until it is called off.
func (s *stage) Probe(ctx context.Context, _ *config.Config, id provider.ID, _ config.Setting) []console.Answer {
	s.note("probe " + string(id))
	<-ctx.Done()
	close(s.ended)
	return nil
}

// Containers implements console.Engine.
func (s *stage) Containers(context.Context) ([]console.Container, error) {
	if s.crashes {
		panic("out of containers")
	}
	return []console.Container{{Name: "jackin-shop", Workspace: "shop", Status: "running", Running: true}}, nil
}

// Launch, Attach and Push implement console.Verbs.
func (s *stage) Launch(_ context.Context, workspace, role string) error {
	s.note("launch " + workspace + " " + role)
	_, err := s.tty.WriteString("the verb has the terminal")
	return errors.Join(err, errors.New("nothing was launched"))
}

func (s *stage) Attach(_ context.Context, name string) error {
	s.note("attach " + name)
	return nil
}

func (s *stage) Push(_ context.Context, name string) ([]string, error) {
	s.note("push " + name)
	return []string{"MINIMAX_API_KEY is set"}, nil
}

// run runs the console on the stage, and returns what it ended with.
func (s *stage) run() (ended chan error) {
	d := newDesk(s.t, "", "")
	ended = make(chan error, 1)
	go func() {
		defer func() {
			if crash := recover(); crash != nil {
				ended <- errors.New(strings.SplitN(crash.(string), "\n", 2)[0])
			}
		}()
		ended <- console.Run(context.Background(), console.Options{
			In: s.tty, Out: s.tty, Profile: ui.Profile{}, Files: console.Dir(d.dir),
			Prober: s, Engine: s, Verbs: s,
		})
	}()
	return ended
}

const givenBack = "\x1b[?25h\x1b[?1049l"

func TestRun(t *testing.T) {
	s := newStage(t)
	before, err := term.GetState(int(s.tty.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	ended := s.run()
	s.wait("jackin-shop") // the list has come
	s.master.WriteString("l")
	s.wait(givenBack)
	s.wait("the verb has the terminal")
	s.wait("! nothing was launched")
	s.master.WriteString("a")
	s.wait(givenBack)
	s.wait("jackin-shop")
	s.master.WriteString(enter + "3" + enter + " ")
	s.wait("API Key")
	s.master.WriteString(paste + canary + pasteEnd)
	s.wait("a literal")
	s.master.WriteString("\x14")
	s.wait("asking")
	s.master.WriteString(esc)
	s.wait("called off")
	select {
	case <-s.ended:
	case <-time.After(5 * time.Second): // sooner than its own limit
		t.Fatal("the test goes on after it was called off")
	}
	s.master.WriteString(save)
	s.wait("Push the keys?")
	s.master.WriteString("y")
	s.wait("MINIMAX_API_KEY is set")
	s.master.WriteString("\x03")
	if err := <-ended; !errors.Is(err, console.ErrInterrupted) {
		t.Errorf("Run() = %v", err)
	}
	s.wait(givenBack)
	if now, err := term.GetState(int(s.tty.Fd())); err != nil || *now != *before {
		t.Errorf("the terminal was left as %+v, %v, want %+v", now, err, before)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if got, want := strings.Join(s.did, ", "), "launch shop , attach jackin-shop, probe minimax, push jackin-shop"; got != want {
		t.Errorf("the console did %s, want %s", got, want)
	}
}

// TestRunCrash: a panic of a job comes where the terminal can be given back first.
func TestRunCrash(t *testing.T) {
	s := newStage(t)
	s.crashes = true
	if err := <-s.run(); err == nil || err.Error() != "out of containers" {
		t.Errorf("Run() ended with %v", err)
	}
	s.wait(givenBack)
}
