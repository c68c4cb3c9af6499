//go:build e2e

package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// output is all that the terminal has received.
func (o *outer) output() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.raw.String()
}

// xterm is what xterm.js shows of bytes: the text, and with "cells" colours,
// attributes and the cursor too.
func xterm(t *testing.T, bytes string, cols, rows int, cells ...string) string {
	t.Helper()
	prefix := os.Getenv("JACKIN_E2E_XTERM")
	if prefix == "" {
		t.Fatal("JACKIN_E2E_XTERM must name the directory that has @xterm/headless: run .ci/e2e")
	}
	cmd := exec.Command("node", append([]string{filepath.Join("testdata", "xterm.cjs"), strconv.Itoa(cols), strconv.Itoa(rows)}, cells...)...)
	cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(prefix, "node_modules"))
	cmd.Stdin, cmd.Stderr = strings.NewReader(bytes), os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("node: %v", err)
	}
	return string(out)
}

// The questions at attach, as a terminal receives them.
const (
	askVersion = "\x1b[>q"
	askKitty   = "\x1b[?u"
	askFg      = "\x1b]10;?\x1b\\"
	askBg      = "\x1b]11;?\x1b\\"
	askSync    = "\x1b[?2026$p"
	askSGR     = "\x1bP$qm\x1b\\"
	askDSR     = "\x1b[5n"
	askDA1     = "\x1b[c"
)

var questions = []string{askVersion, askKitty, askFg, askBg, askSync, askSGR, askDSR, askDA1}

// answering is a terminal's script: an answer to each question that it knows,
// late by delay.
func answering(answers map[string]string, delay time.Duration) func([]byte, func(string)) {
	asked := ""
	return func(received []byte, answer func(string)) {
		asked += string(received)
		for _, q := range questions {
			if i := strings.Index(asked, q); i >= 0 {
				asked = asked[:i] + asked[i+len(q):]
				if reply := answers[q]; reply != "" {
					time.AfterFunc(delay, func() { answer(reply) })
				}
			}
		}
	}
}

// TestE2EDockerTerminals: through docker exec -it, which says nothing of the
// terminal but TERM=xterm, colours and Shift+Enter are what the terminal answers
// for. The tab asks for kitty's keys and writes a direct colour; what it gets is
// read byte by byte, and no answer is among it.
func TestE2EDockerTerminals(t *testing.T) {
	const (
		direct  = "\x1b[38;2;10;20;30m"
		reduced = "\x1b[38;5;"
	)
	kitty := map[string]string{askVersion: "\x1bP>|kitty(0.35.2)\x1b\\", askKitty: "\x1b[?0u", askFg: "\x1b]10;rgb:dddd/dddd/dddd\x1b\\",
		askBg: "\x1b]11;rgb:0000/0000/0000\x1b\\", askSync: "\x1b[?2026;2$y", askSGR: "\x1bP1$r0;38:2:1:2:3m\x1b\\", askDSR: "\x1b[0n", askDA1: "\x1b[?62;c"}
	for _, tc := range []struct {
		name          string
		answers       map[string]string
		delay         time.Duration
		color         string
		told          string // of the keyboard; empty: nothing
		enter, escape string // what it sends for Shift+Enter and Escape
		want          string // what the tab gets for both
	}{
		{"kitty", kitty, 0, direct, "\x1b[=1;1u", "\x1b[13;2u", "\x1b[27u", "^[[13;2u^[[27u"},
		{"kitty, 4 s late", kitty, 4 * time.Second, direct, "\x1b[=1;1u", "\x1b[13;2u", "\x1b[27u", "^[[13;2u^[[27u"},
		{"xterm", map[string]string{askVersion: "\x1bP>|XTerm(390)\x1b\\", askFg: "\x1b]10;rgb:0000/0000/0000\x1b\\", askBg: "\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
			askSync: "\x1b[?2026;0$y", askSGR: "\x1bP1$r0;38:2::1:2:3m\x1b\\", askDSR: "\x1b[0n", askDA1: "\x1b[?64;1;2;6;22c"},
			0, direct, "\x1b[>4;2m", "\x1b[27;2;13~", "\x1b", "^[[13;2u^[[27u"},
		{"VTE", map[string]string{askVersion: "\x1bP>|VTE(7600)\x1b\\", askFg: "\x1b]10;rgb:0000/0000/0000\x1b\\", askBg: "\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
			askSync: "\x1b[?2026;2$y", askDSR: "\x1b[0n", askDA1: "\x1b[?65;1;9c"},
			0, direct, "", "\r", "\x1b", "^M^[[27u"},
		{"Apple's Terminal", map[string]string{askFg: "\x1b]10;rgb:0000/0000/0000\a", askBg: "\x1b]11;rgb:ffff/ffff/ffff\a", askDSR: "\x1b[0n", askDA1: "\x1b[?1;2c"},
			0, reduced, "", "\r", "\x1b", "^M^[[27u"},
		{"tmux", map[string]string{askVersion: "\x1bP>|tmux 3.3a\x1b\\", askSync: "\x1b[?2026;0$y", askDSR: "\x1b[0n", askDA1: "\x1b[?1;2;4c"},
			0, direct, "\x1b[>4;2m", "\x1b[13;2u", "\x1b", "^[[13;2u^[[27u"},
		{"none that answers", nil, 0, reduced, "", "\r", "\x1b", "^M^[[27u"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			c := newContainer(t)
			c.run(nil)
			c.must("jackin", "new", "--", "sh", "-c", `stty raw -echo; printf '\033[>1u\033[38;2;10;20;30mcolour\033[m '; exec cat -v`)
			o := startScripted(t, answering(tc.answers, tc.delay), 80, 24, c.environ(), c.base, "docker", "exec", "-it", c.name, "jackin", "attach")
			o.wait("colour")
			o.receives(tc.color)
			if tc.told != "" {
				o.receives(tc.told)
			}
			o.send(tc.enter)
			shift, _, _ := strings.Cut(tc.want, "^[[27u")
			o.wait("colour " + shift)
			o.send(tc.escape)
			o.wait("colour " + tc.want)
			o.send("q")
			o.wait("colour " + tc.want + "q\n") // and nothing else
			if screen := xterm(t, o.output(), 80, 24); !strings.Contains(screen, "colour "+tc.want+"q\n") || !strings.HasPrefix(screen, " 1 sh ") {
				t.Errorf("xterm.js shows\n%s", screen)
			}
			if raw := o.output(); tc.told == "" && (strings.Contains(raw, "\x1b[=1;1u") || strings.Contains(raw, "\x1b[>4;2m")) {
				t.Error("a terminal without a keyboard protocol was told of one")
			} else if tc.color == reduced && strings.Contains(raw, direct) {
				t.Error("a terminal without direct colours was sent one")
			}
		})
	}
}

// receives waits for bytes that the terminal is to receive.
func (o *outer) receives(text string) {
	o.t.Helper()
	o.until("output "+strconv.Quote(text), func(string) bool { return strings.Contains(o.output(), text) })
}
