package mux

import (
	"bytes"
	"strings"
	"sync"
	"testing"
	"time"

	"jackin/mux/vt"
	"jackin/mux/wire"
)

// answers are what outer terminals say to the questions at attach; a question
// that isn't there stays unanswered.
type answers map[string]string

// The questions, as attachQueries has them.
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

// scripted is a client whose outer terminal answers as a script says.
type scripted struct {
	*testClient
	got bytes.Buffer // what the terminal received
	mu  sync.Mutex
}

// attachScripted attaches one, whose answers come after delay.
func (f *fakeInit) attachScripted(a answers, delay time.Duration) *scripted {
	f.t.Helper()
	s := &scripted{}
	s.testClient = f.attach(wire.Attach{Term: "xterm"}, func(c *testClient) {
		c.dead.Store(true) // the emulator's own answers
		asked := ""
		c.tap = func(p []byte) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.got.Write(p)
			asked += string(p)
			reply := ""
			for _, q := range questions {
				if strings.Contains(asked, q) {
					reply += a[q]
					asked = strings.Replace(asked, q, "", 1)
				}
			}
			if reply != "" {
				time.AfterFunc(delay, func() { c.wire.WriteRaw(wire.TypeInput, []byte(reply)) })
			}
		}
	})
	return s
}

// received waits for what the terminal gets.
func (s *scripted) received(text string) {
	s.t.Helper()
	s.until("output "+text, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		return strings.Contains(s.got.String(), text)
	})
}

// TestTerminals: colours and Shift+Enter by asking the outer terminal, which
// docker says nothing of. The program asks for kitty's keys, as Codex and Claude
// Code do, and writes a direct colour.
func TestTerminals(t *testing.T) {
	const (
		direct  = "\x1b[38;2;10;20;30m"
		reduced = "\x1b[38;5;"
		da1     = "\x1b[?62;22c"
	)
	for _, tc := range []struct {
		name    string
		answers answers
		color   string // what the terminal gets of the direct colour
		told    string // what it is told of the keyboard; empty: nothing
		enter   string // what it sends for Shift+Enter
		want    string // what the program gets for it, as cat -v shows it
	}{
		{
			name: "kitty",
			answers: answers{askVersion: "\x1bP>|kitty(0.35.2)\x1b\\", askKitty: "\x1b[?0u", askFg: "\x1b]10;rgb:dddd/dddd/dddd\x1b\\",
				askBg: "\x1b]11;rgb:0000/0000/0000\x1b\\", askSync: "\x1b[?2026;2$y", askSGR: "\x1bP1$r0;38:2:1:2:3m\x1b\\", askDSR: "\x1b[0n", askDA1: "\x1b[?62;c"},
			color: direct, told: "\x1b[=1;1u", enter: "\x1b[13;2u", want: "^[[13;2u",
		},
		{
			name: "xterm",
			answers: answers{askVersion: "\x1bP>|XTerm(390)\x1b\\", askFg: "\x1b]10;rgb:0000/0000/0000\x1b\\", askBg: "\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
				askSync: "\x1b[?2026;0$y", askSGR: "\x1bP1$r0;38:2::1:2:3m\x1b\\", askDSR: "\x1b[0n", askDA1: "\x1b[?64;1;2;6;9;15;16;17;18;21;22;28c"},
			color: direct, told: "\x1b[>4;2m", enter: "\x1b[27;2;13~", want: "^[[13;2u",
		},
		{
			name: "VTE",
			answers: answers{askVersion: "\x1bP>|VTE(7600)\x1b\\", askFg: "\x1b]10;rgb:0000/0000/0000\x1b\\", askBg: "\x1b]11;rgb:ffff/ffff/ffff\x1b\\",
				askSync: "\x1b[?2026;2$y", askDSR: "\x1b[0n", askDA1: "\x1b[?65;1;9c"},
			color: direct, enter: "\r", want: "^M",
		},
		{
			name:    "Apple's Terminal",
			answers: answers{askFg: "\x1b]10;rgb:0000/0000/0000\x07", askBg: "\x1b]11;rgb:ffff/ffff/ffff\x07", askDSR: "\x1b[0n", askDA1: "\x1b[?1;2c"},
			color:   reduced, enter: "\r", want: "^M",
		},
		{
			name: "tmux",
			answers: answers{askVersion: "\x1bP>|tmux 3.3a\x1b\\", askSync: "\x1b[?2026;0$y",
				askDSR: "\x1b[0n", askDA1: "\x1b[?1;2;4c"},
			color: direct, told: "\x1b[>4;2m", enter: "\x1b[13;2u", want: "^[[13;2u",
		},
		{name: "none that answers", color: reduced, enter: "\r", want: "^M"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f := newFakeInit(t)
			f.open(wire.NewTab{Command: []string{"sh", "-c", `stty raw -echo; printf '\033[>1u\033[38;2;10;20;30mcolour\033[m '; exec cat -v`}})
			s := f.attachScripted(tc.answers, 0)
			s.shows("colour")
			s.received(tc.color)
			if tc.told != "" {
				s.received(tc.told)
			}
			s.send(tc.enter)
			s.shows("colour " + tc.want)
			escape := "\x1b"
			if strings.HasPrefix(tc.told, "\x1b[=") {
				escape = "\x1b[27u" // it was told to
			}
			s.send(escape)
			s.shows("colour " + tc.want + "^[[27u") // Escape, as the program asked for it
			s.send("q")
			s.shows("^[[27uq")
			s.mu.Lock()
			defer s.mu.Unlock()
			if got := s.got.String(); tc.told == "" && (strings.Contains(got, "\x1b[=1;1u") || strings.Contains(got, "\x1b[>4;2m")) {
				t.Errorf("a terminal without a keyboard protocol was told of one: %q", got)
			}
		})
	}
}

// TestLateReplies: answers that come late, in pieces and in the middle of typing
// reach no program.
func TestLateReplies(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Command: []string{"sh", "-c", `stty raw -echo; printf ready; exec cat -v`}})
	s := f.attachScripted(nil, 0)
	s.shows("ready")
	for _, b := range []byte("\x1bP>|kitty(0.35.2)\x1b\\\x1b[?0u\x1b]10;rgb:dddd/dddd/dddd\x1b\\") {
		s.send(string(b))
	}
	s.send("a\x1b[?2026;2$yb\x1bP1$r0;38:2:1:2:3m\x1b\\c\x1b[0nd\x1b[?62;ce")
	s.shows("readyabcde")
	// Later ones that are whole are still known.
	s.send("\x1b[?62;22cf")
	s.shows("readyabcdef")
}

// TestColorScheme: a program that wants to know is told when the outer terminal's
// colours change.
func TestColorScheme(t *testing.T) {
	f := newFakeInit(t)
	f.open(wire.NewTab{Command: []string{"sh", "-c", `stty raw -echo; printf '\033[?2031hready\r\n'; exec cat -v`}})
	c := f.attach(wire.Attach{})
	c.shows("ready")
	c.until("reports asked for", func() bool { return c.screen.Modes().ColorReports })
	light := vt.DarkColors()
	light.Foreground, light.Background = light.Background, vt.RGBColor{R: 0xff, G: 0xff, B: 0xff}
	c.mu.Lock()
	c.screen.SetColors(light)
	c.mu.Unlock()
	c.shows("^[[?997;2n")
}
