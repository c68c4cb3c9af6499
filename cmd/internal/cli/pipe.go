package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"

	"jackin/cmd/internal/launch"
)

const (
	// closeTime is how long the container engine's client may take to end once its
	// input is closed; then it is killed.
	closeTime = time.Second
	// maxComplaint is how much of what a program says as it fails is shown.
	maxComplaint = 16 << 10
)

// dialContainer is the outer half: it runs the inner one in a container, by an
// engine whose environment holds no key.
func (e Env) dialContainer(engine launch.Engine, environ []string, name string) (io.ReadWriteCloser, error) {
	argv := engine.Exec(name, "jackin", "attach", "--pipe")
	path, err := e.lookPath(argv[0])
	if err != nil {
		return nil, fail(exitFailed, "attach to container %q: %s is not in PATH", name, argv[0])
	}
	cmd := exec.Command(path, argv[1:]...)
	cmd.Env = environ
	cmd.Dir = e.Dir
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p := &enginePipe{name: name, in: in, out: out, cmd: cmd}
	cmd.Stderr = &p.complaint
	if err := cmd.Start(); err != nil {
		return nil, fail(exitFailed, "attach to container %q: %v", name, err)
	}
	return p, nil
}

// enginePipe is a connection through the container engine's client.
type enginePipe struct {
	name      string
	in        io.WriteCloser
	out       io.ReadCloser
	cmd       *exec.Cmd
	complaint complaint
	once      sync.Once
	ended     error
}

func (p *enginePipe) Write(b []byte) (int, error) { return p.in.Write(b) }

// Read turns the end of the other side into the reason that it gave, if it did.
func (p *enginePipe) Read(b []byte) (int, error) {
	n, err := p.out.Read(b)
	if err == nil || n > 0 {
		return n, nil
	}
	if ended := p.Close(); ended != nil {
		return 0, ended
	}
	return 0, io.EOF
}

// Close ends the client, and the process in the container with it. The error is
// why they ended by themselves; nil where they didn't.
func (p *enginePipe) Close() error {
	p.once.Do(func() {
		p.in.Close()
		kill := time.AfterFunc(closeTime, func() { p.cmd.Process.Kill() })
		defer kill.Stop()
		var exit *exec.ExitError
		if err := p.cmd.Wait(); errors.As(err, &exit) && exit.ExitCode() > 0 {
			p.ended = p.reason(exit.ExitCode())
		}
	})
	return p.ended
}

// reason is the first line that the client or the process in the container said.
// The latter's exit codes are ours.
func (p *enginePipe) reason(code int) error {
	line, hints, _ := strings.Cut(strings.TrimSpace(p.complaint.String()), "\n")
	e := fail(exitFailed, "attach to container %q: %s", p.name, strings.TrimPrefix(line, "jackin: "))
	if strings.HasPrefix(line, "jackin: ") && code <= exitNotPermitted {
		e.Code = code
	}
	for _, h := range strings.Split(hints, "\n") {
		if h, ok := strings.CutPrefix(h, "hint: "); ok {
			e.Hints = append(e.Hints, h)
		}
	}
	if line == "" {
		e.Message = fmt.Sprintf("attach to container %q: %s exec ended with %d", p.name, p.cmd.Args[0], code)
	}
	return e
}

// complaint keeps the beginning of what a process says on standard error.
type complaint struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (c *complaint) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if room := maxComplaint - c.text.Len(); room > 0 {
		c.text.Write(b[:min(len(b), room)])
	}
	return len(b), nil
}

func (c *complaint) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.text.String()
}
