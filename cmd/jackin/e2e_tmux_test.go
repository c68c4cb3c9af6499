//go:build e2e

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// e2eWait is the most that one wait of an end-to-end test takes; on an idle
// machine each is over within seconds.
const e2eWait = 2 * time.Minute

// pollEvery is how often a test looks at what it can't wait for.
const pollEvery = 50 * time.Millisecond

// pollFor looks until ok says so, and returns false when limit has passed.
func pollFor(limit time.Duration, ok func() bool) bool {
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	for end := time.Now().Add(limit); ; <-tick.C {
		if ok() {
			return true
		}
		if time.Now().After(end) {
			return false
		}
	}
}

// tmux is an outer terminal that isn't ours: a tmux server of its own with one
// pane.
type tmux struct {
	t      *testing.T
	dir    string
	report func() string // what a failure says beside the screen; nil: nothing
}

// tmuxConf has no status line in the way, and keeps a pane whose program has
// ended.
const tmuxConf = `set -g status off
set -g remain-on-exit on
set -g remain-on-exit-format ""
set -sg escape-time 0
`

// newTmux runs a program in a pane of its own. The environment reaches it by a
// script that removes itself: not by tmux's own, where it would stay.
func newTmux(t *testing.T, cols, rows int, environ []string, dir string, argv ...string) *tmux {
	t.Helper()
	m := &tmux{t: t, dir: t.TempDir()}
	var script strings.Builder
	script.WriteString("rm -f \"$0\"\nenv -i")
	for _, kv := range environ {
		if !strings.HasPrefix(kv, "TERM=") {
			script.WriteString(" " + quote(kv))
		}
	}
	script.WriteString(` "TERM=$TERM" "TMUX=$TMUX" "TMUX_PANE=$TMUX_PANE"`)
	for _, arg := range argv {
		script.WriteString(" " + quote(arg))
	}
	// tmux itself sometimes knows no status of a pane that has ended.
	fmt.Fprintf(&script, "\necho $? >%[1]s.new; mv %[1]s.new %[1]s\n", quote(filepath.Join(m.dir, "status")))
	for name, text := range map[string]string{"conf": tmuxConf, "start": script.String()} {
		if err := os.WriteFile(filepath.Join(m.dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { m.run("kill-server") })
	m.must("new-session", "-d", "-s", "e2e", "-x", strconv.Itoa(cols), "-y", strconv.Itoa(rows),
		"-c", dir, "exec sh "+quote(filepath.Join(m.dir, "start")))
	return m
}

// quote is s as one word of a shell.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

func (m *tmux) run(args ...string) (string, error) {
	cmd := exec.Command("tmux", append([]string{"-u", "-L", "e2e", "-f", filepath.Join(m.dir, "conf")}, args...)...)
	cmd.Env = []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + m.dir, "LANG=C.UTF-8", "TERM=xterm-256color",
		"SHELL=/bin/sh", "TMUX_TMPDIR=" + m.dir,
	}
	cmd.Dir = "/"
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (m *tmux) must(args ...string) string {
	m.t.Helper()
	out, err := m.run(args...)
	if err != nil {
		m.t.Fatalf("tmux %q: %v: %s", args, err, out)
	}
	return out
}

// text is the pane's screen, trailing blanks trimmed, every row there.
func (m *tmux) text() string {
	m.t.Helper()
	lines := strings.Split(strings.TrimSuffix(m.must("capture-pane", "-p"), "\n"), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// keys presses keys by the names that tmux has for them.
func (m *tmux) keys(names ...string) {
	m.t.Helper()
	for _, name := range names {
		m.must("send-keys", name)
	}
}

// typed presses one key after the other for each character.
func (m *tmux) typed(text string) {
	m.t.Helper()
	for _, r := range text {
		m.must("send-keys", "-l", "--", string(r))
	}
}

// leader presses the leader and what follows.
func (m *tmux) leader(text string) {
	m.t.Helper()
	m.keys(`C-\`)
	m.typed(text)
}

// resize gives the pane another size.
func (m *tmux) resize(cols, rows int) {
	m.t.Helper()
	m.must("resize-window", "-x", strconv.Itoa(cols), "-y", strconv.Itoa(rows))
}

// until waits for the screen to be as ok says.
func (m *tmux) until(what string, ok func(screen string) bool) string {
	m.t.Helper()
	var screen string
	if !pollFor(e2eWait, func() bool { screen = m.text(); return ok(screen) }) {
		m.fatalf("no %s on the screen within %s", what, e2eWait)
	}
	return screen
}

// wait waits for all of the texts to be on the screen.
func (m *tmux) wait(texts ...string) string {
	m.t.Helper()
	return m.until(fmt.Sprintf("%q", texts), func(s string) bool {
		for _, text := range texts {
			if !strings.Contains(s, text) {
				return false
			}
		}
		return true
	})
}

// waitGone waits for a text to leave the screen.
func (m *tmux) waitGone(text string) {
	m.t.Helper()
	m.until("end of "+strconv.Quote(text), func(s string) bool { return !strings.Contains(s, text) })
}

// fatalf ends the test with what the screen shows and what else is known.
func (m *tmux) fatalf(format string, args ...any) {
	m.t.Helper()
	var b bytes.Buffer
	fmt.Fprintf(&b, format, args...)
	fmt.Fprintf(&b, "; it shows:\n%s", m.text())
	if m.report != nil {
		b.WriteString(m.report())
	}
	m.t.Fatal(b.String())
}

// exit waits for the pane's program to end and returns its status, 128 and more
// for a signal.
func (m *tmux) exit() int {
	m.t.Helper()
	var text []byte
	if !pollFor(e2eWait, func() bool {
		var err error
		text, err = os.ReadFile(filepath.Join(m.dir, "status"))
		return err == nil
	}) {
		m.fatalf("the program doesn't end within %s", e2eWait)
	}
	code, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		m.t.Fatal(err)
	}
	return code
}
