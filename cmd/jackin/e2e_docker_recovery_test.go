//go:build e2e

package main

import (
	"fmt"
	"strings"
	"syscall"
	"testing"
	"time"
)

// killServer kills the server from the host, and waits for the next one.
func (c *container) killServer() {
	c.t.Helper()
	killed := 0
	all, _ := c.processes()
	for pid, p := range all {
		if strings.HasPrefix(p.cmdline, "jackin\x00serve") {
			if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
				c.t.Fatal(err)
			}
			killed++
		}
	}
	if killed != 1 {
		c.t.Fatalf("%d servers in the container, want 1", killed)
	}
	c.healthy()
}

// TestE2EDockerServerKilled: the server's SIGKILL in a container leaves the
// sessions, and the client comes back by itself.
func TestE2EDockerServerKilled(t *testing.T) {
	t.Parallel()
	c := newContainer(t)
	c.run(nil)
	c.must("jackin", "new", "--background", "--", "sh", "-c", `while read -r line; do echo "got $line"; done`)
	o := c.attach(80, 24)
	o.send("one\r")
	o.wait("1 sh", "got one")
	before := identity(c.tabs())
	for i := range 3 {
		c.killServer()
		o.send(fmt.Sprintf("again %d\r", i))
		o.wait("1 sh", fmt.Sprintf("got again %d", i))
		if after := identity(c.tabs()); after != before {
			t.Errorf("after a kill the tabs are\n%s, before\n%s", after, before)
		}
	}
}

// cells are what xterm.js shows of what o's terminal has received since a number of
// bytes, once that has stayed the same for a while: text, colours, attributes,
// cursor.
func (o *outer) cells(since, cols, rows int) string {
	o.t.Helper()
	const still = time.Second
	last, at := "", time.Now()
	pollFor(e2eWait, func() bool {
		if now := o.text(); now != last {
			last, at = now, time.Now()
		}
		return time.Since(at) > still
	})
	return xterm(o.t, o.output()[since:], cols, rows, "cells")
}

// TestE2EDockerServerKilledScreens: after the server's SIGKILL and the programs'
// repaint the outer terminals show what they did, vim, Claude Code and Codex: read
// by xterm.js, from all that the terminal has received and from the new server's
// bytes alone. The clients are back by themselves, and the programs are the same
// processes.
func TestE2EDockerServerKilledScreens(t *testing.T) {
	for _, size := range []struct{ cols, rows int }{{80, 24}, {120, 40}} {
		t.Run(fmt.Sprintf("%dx%d", size.cols, size.rows), func(t *testing.T) {
			t.Parallel()
			a, c := newDockerAgents(t, programsImage(t))
			c.put("agent", "/workspace/main.c", program42)
			c.inTab("vim", "-N", "-u", "NONE", "-i", "NONE", "-n", "+set bg=dark number hlsearch ruler laststatus=2 | syntax on", "main.c")
			a.must("new", "claude", "--provider", "minimax", "--background")
			a.must("new", "codex", "--provider", "minimax", "--background")
			var clients []*outer
			for id, tab := range []agentTab{{}, agentTabs[0], agentTabs[2]} {
				o := c.attach(size.cols, size.rows, "--tab", fmt.Sprint(id+1))
				clients = append(clients, o)
				if tab.label == "" {
					o.wait("#define ANSWER")
					o.send("/ANSWER\r")
					o.wait(" 4,9 ") // where it is; what was typed may be redrawn away
					o.send("Vjj")
					o.wait("-- VISUAL LINE --")
					continue
				}
				a.promptAt(o, tab, fmt.Sprintf("where are we at %d", size.cols))
			}
			names := []string{"vim", "Claude Code", "Codex"}
			var before []string
			var begin []int
			for _, o := range clients {
				o.waitGone(claudeHint)
				before = append(before, o.cells(0, size.cols, size.rows))
			}
			tabs := identity(c.tabs())
			for _, o := range clients {
				begin = append(begin, len(o.output()))
			}
			c.killServer()
			for i, o := range clients {
				for what, since := range map[string]int{"all that the terminal received": 0, "what it received since": begin[i]} {
					var after string
					if !pollFor(e2eWait/4, func() bool {
						after = o.cells(since, size.cols, size.rows)
						return after == before[i]
					}) {
						t.Errorf("%s: after the server's end xterm.js shows, from %s,\n%s\nbefore\n%s", names[i], what, after, before[i])
					}
				}
			}
			if after := identity(c.tabs()); after != tabs {
				t.Errorf("after the server's end the tabs are\n%s, before\n%s", after, tabs)
			}
			clients[0].send("\x1bggx") // it goes on, on the same client
			clients[0].wait("include <stdio.h>")
		})
	}
}

// promptAt types a prompt for the agent on o's screen, and waits for its answer.
func (a *agents) promptAt(o *outer, tab agentTab, prompt string) {
	a.t.Helper()
	o.until(tab.label+" that takes a prompt", func(s string) bool { return strings.Contains(s, "\n"+tab.ready) })
	for _, r := range prompt {
		o.send(string(r))
	}
	o.wait(prompt)
	o.send("\r")
	want := squeeze(tab.marker + ": the working directory is " + a.work)
	o.until("answer of "+tab.label, func(s string) bool {
		s = squeeze(s)
		at := strings.LastIndex(s, squeeze(prompt))
		return at >= 0 && strings.Contains(s[at:], want)
	})
}
