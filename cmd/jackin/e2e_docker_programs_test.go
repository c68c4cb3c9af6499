//go:build e2e

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// newPrograms is a container with vim and htop in it and texts in its directory,
// owned by the tabs' user.
func newPrograms(t *testing.T) *container {
	t.Helper()
	c := newContainer(t)
	c.image = programsImage(t)
	c.run(nil)
	var text strings.Builder
	for i := 1; i <= 200; i++ {
		fmt.Fprintf(&text, "line %d %s\n", i, strings.Repeat("wide 漢 é ", i%17))
	}
	c.put("agent", "/workspace/text", text.String())
	c.put("agent", "/workspace/main.c", program42)
	return c
}

// program42 has a bit of everything that vim has colours for.
const program42 = `#include <stdio.h>

/* The answer, and a TODO in a comment. */
#define ANSWER 42

int main(int argc, char *argv[])
{
	if (argc > 1 && argv[1][0] == 'x')
		return 0x2a;
	printf("%d\tis \"the\" answer\n", ANSWER);
	return 0;
}
`

// dockerVim is vim with colours: the text of programs, and a program beside it.
func dockerVim() program {
	p := programs(0)[0]
	p.argv[len(p.argv)-2] += " hlsearch | syntax on"
	p.steps = append(p.steps, [][]string{
		{":", "v", "s", "p", "l", "i", "t", " ", "m", "a", "i", "n", ".", "c", "Enter"},
		{"/", "A", "N", "S", "W", "E", "R", "Enter"},
		{"V", "j", "j"},
	}...)
	return p
}

// inTab starts a program in a tab without a viewer and returns the tab's number.
func (c *container) inTab(argv ...string) string {
	c.t.Helper()
	return strings.TrimSpace(c.must(append([]string{"jackin", "new", "--background", "--dir", "/workspace", "--"}, argv...)...))
}

// terminal is tmux with docker exec -it … jackin attach in it, at a tab.
func (c *container) terminal(cols, rows int, tab string) *tmux {
	c.t.Helper()
	m := newTmux(c.t, cols, rows, c.environ(), c.base, "docker", "exec", "-it", c.name, "jackin", "attach", "--tab", tab)
	m.report = c.log
	return m
}

// reattached detaches m, attaches anew and compares what the outer terminals show;
// it returns the new one.
func (c *container) reattached(m *tmux, cols, rows int, tab, shown string) *tmux {
	c.t.Helper()
	m.wait(shown)
	before := m.settled()
	m.leader("d")
	if code := m.exit(); code != 0 {
		c.t.Errorf("after D the client exits %d", code)
	}
	m = c.terminal(cols, rows, tab)
	m.wait(shown)
	if after := m.settled(); after != before {
		c.t.Errorf("after a detach and a new attach the screen is\n%s\nbefore\n%s", after, before)
	}
	return m
}

// TestE2EDockerVim: vim in a tab is what it is in a bare terminal of the pane's
// size, and the same after a detach and a new attach.
func TestE2EDockerVim(t *testing.T) {
	for _, size := range []struct{ cols, rows int }{{80, 24}, {120, 40}} {
		t.Run(fmt.Sprintf("%dx%d", size.cols, size.rows), func(t *testing.T) {
			t.Parallel()
			c := newPrograms(t)
			vim := dockerVim()
			tab := c.inTab(vim.argv...)
			bare := newTmux(t, size.cols, size.rows-1, c.environ(), c.base, append([]string{"docker", "exec", "-it", "-u", "agent", "-w", "/workspace",
				"-e", "HOME=/home/agent", "-e", "TERM=xterm-256color", "-e", "COLORTERM=truecolor", c.name}, vim.argv...)...)
			m := c.terminal(size.cols, size.rows, tab)
			bare.wait(vim.first)
			m.matches(bare, "at the start")
			for _, keys := range vim.steps {
				before := bare.visible()
				for _, m := range []*tmux{bare, m} {
					for _, key := range keys {
						m.keys(key)
					}
				}
				bare.until("other screen", func(string) bool { return bare.visible() != before })
				m.matches(bare, fmt.Sprintf("after %q", keys))
			}
			m = c.reattached(m, size.cols, size.rows, tab, "main.c")
			m.matches(bare, "after a detach and a new attach")
			for _, m := range []*tmux{bare, m} { // and it goes on
				m.keys("Escape", "g", "g", "x")
			}
			bare.wait("include <stdio.h>")
			m.matches(bare, "after more keys")
		})
	}
}

// TestE2EDockerHtop: htop, all of it, stopped so that nothing moves and it can't
// repaint either: the screen is the same after a detach and a new attach.
func TestE2EDockerHtop(t *testing.T) {
	t.Parallel()
	c := newPrograms(t)
	tab := c.inTab("htop", "-d", "5")
	_, inside := c.processes()
	htop := 0
	for pid, seen := range inside {
		if p := c.tabs()[0].Pid; p != nil && seen == *p {
			htop = pid
		}
	}
	if htop == 0 {
		t.Fatalf("htop has no process: %v", c.tabs())
	}
	signal := func(s syscall.Signal) {
		if err := syscall.Kill(htop, s); err != nil {
			t.Fatal(err)
		}
	}
	for _, size := range []struct{ cols, rows int }{{80, 24}, {120, 40}} {
		m := c.terminal(size.cols, size.rows, tab)
		m.until("htop of this size", func(s string) bool {
			lines := strings.Split(strings.TrimSpace(s), "\n")
			return strings.Contains(s, "Load average") && len(lines) == size.rows && strings.Contains(lines[size.rows-1], "F10Quit")
		})
		signal(syscall.SIGSTOP)
		if !pollFor(e2eWait, func() bool {
			stat, err := os.ReadFile(filepath.Join("/proc", fmt.Sprint(htop), "stat"))
			return err == nil && strings.Contains(string(stat), ") T ")
		}) {
			t.Fatal("htop doesn't stop")
		}
		m = c.reattached(m, size.cols, size.rows, tab, "F10Quit")
		m.leader("d")
		m.exit()
		signal(syscall.SIGCONT)
	}
}
