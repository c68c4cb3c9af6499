//go:build bench

package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
)

// patience is the longest that anything may take; screen needs some seconds for
// a large corpus.
const patience = time.Minute

// size is an outer terminal's.
type size struct{ cols, rows int }

func (s size) String() string { return fmt.Sprintf("%dx%d", s.cols, s.rows) }

// questions are what multiplexers ask their terminal, and what an xterm answers.
// Nothing else of what comes is looked at.
var questions = []struct{ asked, answer string }{
	{"\x1b[>q", "\x1bP>|XTerm(390)\x1b\\"}, {"\x1b[>0q", "\x1bP>|XTerm(390)\x1b\\"},
	{"\x1b]10;?", "\x1b]10;rgb:e5e5/e5e5/e5e5\x1b\\"},
	{"\x1b]11;?", "\x1b]11;rgb:0000/0000/0000\x1b\\"},
	{"\x1b[?2026$p", "\x1b[?2026;2$y"},
	{"\x1bP$qm", "\x1bP1$r0;38:2::1:2:3m\x1b\\"},
	{"\x1b[5n", "\x1b[0n"},
	{"\x1b[c", "\x1b[?64;1;2;6;9;15;22c"}, {"\x1b[0c", "\x1b[?64;1;2;6;9;15;22c"},
	{"\x1b[>c", "\x1b[>41;390;0c"}, {"\x1b[>0c", "\x1b[>41;390;0c"},
}

const (
	// quietChunk is the longest read that is searched for questions: in a flood
	// the search would take time that belongs to who is measured.
	quietChunk = 2048
	// frameStart begins a frame of ours in a terminal that has mode 2026.
	frameStart = "\x1b[?2026h"
	// overlap is how much of a read is kept to find what is cut by its end; no
	// mark is longer.
	overlap = 16
)

// traffic is what a terminal has received since reset.
type traffic struct {
	bytes, reads int
	gap          time.Duration // the longest between two reads, the first counted from reset
	frames       []time.Time   // of frameStart
}

// terminal is an outer terminal: a real PTY, read as fast as it can be, which
// answers questions and shows nothing.
type terminal struct {
	t    *testing.T
	cmd  *exec.Cmd
	pty  *os.File
	done chan struct{} // closed when the program is reaped
	fifo *os.File      // commands for the shell of its first window; nil: another program runs

	// bare: all that arrives is read and nothing searched but the end of a read.
	bare bool

	reading sync.Once
	mu      sync.Mutex
	tail    []byte // the last bytes of what came before, for what a read cuts
	recent  []byte // the last read, for failures
	wanted  [][]byte
	found   chan time.Time
	traffic traffic
	last    time.Time
}

// open starts a program on a terminal, which is read from the first expect on.
func open(t *testing.T, s size, environ []string, dir string, argv ...string) *terminal {
	t.Helper()
	o := &terminal{t: t, done: make(chan struct{}), last: time.Now()}
	o.cmd = exec.Command(argv[0], argv[1:]...)
	o.cmd.Env, o.cmd.Dir = environ, dir
	master, err := pty.StartWithSize(o.cmd, &pty.Winsize{Cols: uint16(s.cols), Rows: uint16(s.rows)})
	if err != nil {
		t.Fatal(err)
	}
	o.pty = master
	return o
}

func (o *terminal) read() {
	buf := make([]byte, 64<<10)
	for {
		n, err := o.pty.Read(buf)
		o.receive(buf[:n], time.Now())
		if err != nil {
			break
		}
	}
	_ = o.cmd.Wait() // a killed client is no news
	close(o.done)
}

func (o *terminal) receive(p []byte, now time.Time) {
	if len(p) == 0 {
		return
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.traffic.bytes += len(p)
	o.traffic.reads++
	o.traffic.gap = max(o.traffic.gap, now.Sub(o.last))
	o.last = now
	seam := append(o.tail, p[:min(len(p), overlap)]...)
	if !o.bare {
		for range bytes.Count(p, []byte(frameStart)) + bytes.Count(seam, []byte(frameStart)) - bytes.Count(p[:min(len(p), overlap)], []byte(frameStart)) - bytes.Count(o.tail, []byte(frameStart)) {
			o.traffic.frames = append(o.traffic.frames, now)
		}
	}
	if len(o.wanted) > 0 {
		look := p
		if o.bare {
			look = p[max(0, len(p)-overlap):]
		}
		o.wanted = slices.DeleteFunc(o.wanted, func(w []byte) bool { return bytes.Contains(look, w) || bytes.Contains(seam, w) })
		if len(o.wanted) == 0 {
			o.found <- now
		}
	}
	if !o.bare && len(p) <= quietChunk {
		o.answer(p)
	}
	o.recent = append(o.recent[:0], p[max(0, len(p)-1024):]...)
	all := append(o.tail, p[max(0, len(p)-overlap):]...)
	o.tail = append(o.tail[:0], all[max(0, len(all)-overlap):]...)
}

// answer answers what is asked in p, in that order.
func (o *terminal) answer(p []byte) {
	for {
		i := bytes.IndexByte(p, '\x1b')
		if i < 0 {
			return
		}
		p = p[i:]
		for _, q := range questions {
			if bytes.HasPrefix(p, []byte(q.asked)) {
				_, _ = o.pty.WriteString(q.answer)
				break
			}
		}
		p = p[1:]
	}
}

// expect says what comes next; the channel gets the time at which the last of the
// marks was there.
func (o *terminal) expect(marks ...string) <-chan time.Time {
	defer o.reading.Do(func() { go o.read() })
	o.mu.Lock()
	defer o.mu.Unlock()
	o.wanted = nil
	for _, m := range marks {
		o.wanted = append(o.wanted, []byte(m))
	}
	o.found = make(chan time.Time, 1)
	return o.found
}

// await waits for what expect has promised, and says how long after start it came.
func (o *terminal) await(what string, found <-chan time.Time, start time.Time) time.Duration {
	o.t.Helper()
	select {
	case at := <-found:
		return at.Sub(start)
	case <-time.After(patience):
		o.mu.Lock()
		defer o.mu.Unlock()
		o.t.Fatalf("%s: no %s within %s; the last that came is %q", o.cmd.Args, what, patience, o.recent)
		return 0
	}
}

// reset begins to count anew.
func (o *terminal) reset() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.traffic, o.last = traffic{}, time.Now()
}

// counted is what has come since reset.
func (o *terminal) counted() traffic {
	o.mu.Lock()
	defer o.mu.Unlock()
	t := o.traffic
	t.frames = slices.Clone(t.frames)
	return t
}

// quiet waits until nothing has come for d.
func (o *terminal) quiet(d time.Duration) {
	tick := time.NewTicker(d / 8)
	defer tick.Stop()
	for end := time.Now().Add(patience); time.Now().Before(end); <-tick.C {
		o.mu.Lock()
		silence := time.Since(o.last)
		o.mu.Unlock()
		if silence > d {
			return
		}
	}
	o.t.Fatalf("%s isn't quiet within %s", o.cmd.Path, patience)
}

// do has the shell of the first window run a command line.
func (o *terminal) do(line string) {
	o.t.Helper()
	if _, err := fmt.Fprintln(o.fifo, line); err != nil {
		o.t.Fatal(err)
	}
}

// write types.
func (o *terminal) write(keys string) {
	o.t.Helper()
	if _, err := o.pty.WriteString(keys); err != nil {
		o.t.Fatal(err)
	}
}

// close hangs up by a signal, not by closing: that doesn't end a read that waits.
func (o *terminal) close() {
	o.t.Helper()
	for _, sig := range []syscall.Signal{syscall.SIGHUP, syscall.SIGKILL} {
		_ = o.cmd.Process.Signal(sig)
		select {
		case <-o.done:
			o.pty.Close()
			if o.fifo != nil {
				o.fifo.Close()
			}
			return
		case <-time.After(5 * time.Second):
		}
	}
	o.t.Fatalf("%s: somebody keeps the terminal open after its end", o.cmd.Path)
}

// fifos numbers the command pipes.
type fifos struct {
	dir  string
	next atomic.Int64
}

// shell is a command line that runs the commands of a pipe, one a line, and the
// pipe.
func (f *fifos) shell(t *testing.T) ([]string, *os.File) {
	t.Helper()
	path := filepath.Join(f.dir, fmt.Sprintf("fifo%d", f.next.Add(1)))
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
	// Read and write: neither side waits for the other at the opening.
	pipe, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	script := `exec 3<"$0"; while IFS= read -r line <&3; do eval "$line"; done`
	return []string{"sh", "-c", script, path}, pipe
}

// mark is the i-th of the characters that no corpus has.
func mark(i int) string { return string(rune('①' + i%20)) }

// quote is s as one word of a shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }
