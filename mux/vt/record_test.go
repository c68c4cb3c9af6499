//go:build record

package vt

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/creack/pty"
)

var (
	recordTo   = flag.String("cast", "", "the recording, an asciicast")
	recordKeys = flag.String("keys", "", "the script: what is typed, and when")
	recordSize = flag.String("size", "80x24", "columns and rows")
)

// TestRecord makes a recording for testdata/recordings: it runs a command in a
// terminal as a tab's is, the emulator's answers to its queries included, and
// types what a script says.
//
//	go test -tags record -run TestRecord ./mux/vt -cast FILE.cast -keys SCRIPT -args COMMAND ARG...
//
// A line of the script is one of
//
//	wait TEXT       until the screen has it
//	calm DURATION   until nothing has come for so long
//	send "KEYS"     as a Go string
//
// The end of the script ends the recording. Record in a neutral directory, with a
// neutral home and host name: nothing is taken out.
func TestRecord(t *testing.T) {
	var cols, rows int
	if _, err := fmt.Sscanf(*recordSize, "%dx%d", &cols, &rows); err != nil || *recordTo == "" || flag.NArg() == 0 {
		t.Fatal("say -cast FILE -keys SCRIPT [-size COLSxROWS] -args COMMAND ARG...")
	}
	steps, err := os.ReadFile(*recordKeys)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(flag.Arg(0), flag.Args()[1:]...)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "COLORTERM=truecolor", "TERM_PROGRAM=jackin", "TERM_PROGRAM_VERSION=1")
	master, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)})
	if err != nil {
		t.Fatal(err)
	}
	r := &recorder{start: time.Now(), last: time.Now(), cast: cast{Cols: cols, Rows: rows}}
	r.screen = New(Options{Cols: cols, Rows: rows, Version: "1", Reply: func(p []byte) { master.Write(p) }})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		r.read(master)
	}()
	defer func() {
		cmd.Process.Kill()
		<-ended
		cmd.Wait()
		master.Close()
	}()
	for _, line := range strings.Split(strings.TrimSpace(string(steps)), "\n") {
		verb, arg, _ := strings.Cut(line, " ")
		switch verb {
		case "wait":
			r.until(t, line, func() bool { return strings.Contains(r.screen.Text(), arg) })
		case "calm":
			d, err := time.ParseDuration(arg)
			if err != nil {
				t.Fatal(err)
			}
			r.until(t, line, func() bool { return time.Since(r.last) >= d })
		case "send":
			keys, err := strconv.Unquote(arg)
			if err != nil {
				t.Fatalf("%s: %v", line, err)
			}
			if _, err := master.WriteString(keys); err != nil {
				t.Fatal(err)
			}
			r.mu.Lock()
			r.last = time.Now()
			r.mu.Unlock()
		default:
			t.Fatalf("step %q: want wait, calm or send", line)
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.cast.save(*recordTo); err != nil {
		t.Fatal(err)
	}
	t.Logf("the last screen:\n%s", r.screen.Text())
}

// recorder is a recording under way.
type recorder struct {
	start time.Time

	mu     sync.Mutex
	screen *Screen
	cast   cast
	last   time.Time // of the last output or keystroke
	tail   []byte    // the start of a character
}

// read takes the output until the terminal is closed.
func (r *recorder) read(master *os.File) {
	buf := make([]byte, 32<<10)
	for {
		n, err := master.Read(buf)
		r.mu.Lock()
		if n > 0 {
			r.last = time.Now()
			data := append(r.tail, buf[:n]...)
			whole := len(data)
			for i := 1; i <= utf8.UTFMax && i <= len(data); i++ {
				if c := data[len(data)-i]; utf8.RuneStart(c) {
					if !utf8.FullRune(data[len(data)-i:]) {
						whole = len(data) - i
					}
					break
				}
			}
			r.cast.Events = append(r.cast.Events, castEvent{r.last.Sub(r.start), string(data[:whole])})
			r.screen.Write(data[:whole])
			r.tail = append([]byte(nil), data[whole:]...)
		}
		r.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// until waits for what a step says.
func (r *recorder) until(t *testing.T, step string, done func() bool) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(30 * time.Second); ; <-tick.C {
		r.mu.Lock()
		ok, screen := done(), r.screen.Text()
		r.mu.Unlock()
		if ok {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: 30 s and not yet:\n%s", step, screen)
		}
	}
}

// save writes c as an asciicast of version 2.
func (c *cast) save(file string) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(castHeader{Version: castVersion, Width: c.Cols, Height: c.Rows}); err != nil {
		return err
	}
	for _, e := range c.Events {
		if err := enc.Encode([]any{float64(e.At.Milliseconds()) / 1000, "o", e.Data}); err != nil {
			return err
		}
	}
	return w.Flush()
}
