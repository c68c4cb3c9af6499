package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"

	"jackin/mux/vt"
)

// deadline is how long a test waits for what must come; nothing is that slow
// but a machine that does ten other things.
const deadline = 60 * time.Second

// outer is an outer terminal: a real PTY whose other end is read by an emulator
// that answers as a terminal does.
type outer struct {
	t    *testing.T
	cmd  *exec.Cmd
	pty  *os.File
	done chan struct{} // closed when the program has ended and all is read
	// script answers instead of the emulator; nil where that answers.
	script func(received []byte, answer func(string))

	mu      sync.Mutex
	screen  *vt.Screen
	raw     bytes.Buffer
	changed chan struct{} // closed and replaced at every change
	err     error         // how the program ended
}

// start runs a program on a terminal of its own.
func start(t *testing.T, cols, rows int, environ []string, dir string, argv ...string) *outer {
	t.Helper()
	return startScripted(t, nil, cols, rows, environ, dir, argv...)
}

// startScripted is start with a terminal that answers what script says to what
// it receives, and when; nil is an emulator's own answers, at once.
func startScripted(t *testing.T, script func(received []byte, answer func(string)), cols, rows int, environ []string, dir string, argv ...string) *outer {
	t.Helper()
	o := &outer{script: script, t: t, done: make(chan struct{}), changed: make(chan struct{})}
	o.cmd = exec.Command(argv[0], argv[1:]...)
	o.cmd.Env, o.cmd.Dir = environ, dir
	master, err := pty.StartWithSize(o.cmd, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)})
	if err != nil {
		t.Fatal(err)
	}
	o.pty = master
	o.screen = vt.New(vt.Options{Cols: max(cols, 1), Rows: max(rows, 1), Version: "outer", Reply: func(p []byte) {
		if script == nil {
			master.Write(p)
		}
	}})
	go o.read()
	t.Cleanup(func() {
		o.cmd.Process.Signal(syscall.SIGKILL)
		<-o.done
	})
	return o
}

// read feeds the emulator until the program has ended.
func (o *outer) read() {
	buf := make([]byte, 64<<10)
	for {
		n, err := o.pty.Read(buf)
		o.mu.Lock()
		o.screen.Write(buf[:n])
		o.raw.Write(buf[:n])
		close(o.changed)
		o.changed = make(chan struct{})
		o.mu.Unlock()
		if o.script != nil {
			o.script(buf[:n], func(s string) { o.pty.WriteString(s) })
		}
		if err != nil {
			break
		}
	}
	err := o.cmd.Wait()
	o.pty.Close()
	o.mu.Lock()
	o.err = err
	close(o.changed)
	o.changed = make(chan struct{})
	o.mu.Unlock()
	close(o.done)
}

// text is the screen, trailing blanks trimmed.
func (o *outer) text() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.textLocked()
}

func (o *outer) textLocked() string {
	_, rows := o.screen.Size()
	lines := make([]string, rows)
	for y := range lines {
		lines[y] = strings.TrimRight(o.screen.LineText(y), " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// until waits for the screen to be as ok says.
func (o *outer) until(what string, ok func(screen string) bool) string {
	o.t.Helper()
	end := time.NewTimer(deadline)
	defer end.Stop()
	for {
		o.mu.Lock()
		text, changed := o.textLocked(), o.changed
		o.mu.Unlock()
		if ok(text) {
			return text
		}
		select {
		case <-changed:
		case <-end.C:
			o.t.Fatalf("no %s on the screen within %s; it shows:\n%s", what, deadline, text)
		}
	}
}

// wait waits for all of the texts to be on the screen.
func (o *outer) wait(texts ...string) string {
	o.t.Helper()
	return o.until(fmt.Sprintf("%q", texts), func(s string) bool {
		for _, text := range texts {
			if !strings.Contains(s, text) {
				return false
			}
		}
		return true
	})
}

// waitGone waits for text to leave the screen.
func (o *outer) waitGone(text string) {
	o.t.Helper()
	o.until("end of "+text, func(s string) bool { return !strings.Contains(s, text) })
}

// send types.
func (o *outer) send(keys string) {
	o.t.Helper()
	if _, err := o.pty.WriteString(keys); err != nil {
		o.t.Fatal(err)
	}
}

// resize gives the terminal another size.
func (o *outer) resize(cols, rows int) {
	o.t.Helper()
	o.mu.Lock()
	o.screen.Resize(cols, rows)
	o.mu.Unlock()
	if err := pty.Setsize(o.pty, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)}); err != nil {
		o.t.Fatal(err)
	}
}

// exit waits for the program's end and returns its status, 128 and more for a
// signal.
func (o *outer) exit() int {
	o.t.Helper()
	select {
	case <-o.done:
	case <-time.After(deadline):
		o.t.Fatalf("the program doesn't end within %s; the screen shows:\n%s", deadline, o.text())
	}
	return status(o.cmd.ProcessState)
}

func status(p *os.ProcessState) int {
	if ws := p.Sys().(syscall.WaitStatus); ws.Signaled() {
		return 128 + int(ws.Signal())
	}
	return p.ExitCode()
}

// golden compares the screen with a recorded one, after it shows texts.
func (o *outer) golden(name string, texts ...string) {
	o.t.Helper()
	got := o.wait(texts...)
	path := filepath.Join("testdata", "screens", name+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			o.t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			o.t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		o.t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	// It may be on its way.
	end := time.NewTimer(deadline / 4)
	defer end.Stop()
	for {
		o.mu.Lock()
		text, changed := o.textLocked(), o.changed
		o.mu.Unlock()
		if text == string(want) {
			return
		}
		select {
		case <-changed:
		case <-end.C:
			o.t.Fatalf("%s: the screen shows\n%s\nwant\n%s", name, text, want)
		}
	}
}
