package mux

import (
	"encoding/json"
	"strings"

	"jackin/mux/keys"
	"jackin/mux/render"
	"jackin/mux/ui"
	"jackin/mux/vt"
)

// The questions to an outer terminal. Its answers come in the order of the
// questions; DA1, which every terminal answers, ends them.
const (
	// attachQueries asks for name and version (XTVERSION), the kitty keyboard
	// protocol, foreground and background, synchronized output and reports of the
	// colour scheme (DECRQM), whether a direct colour is kept as such (it is set, and read back by DECRQSS),
	// for a sign of life (DSR) and DA1.
	attachQueries = "\x1b[>q\x1b[?u\x1b]10;?\x1b\\\x1b]11;?\x1b\\\x1b[?2026$p\x1b[?2031$p" +
		"\x1b[38;2;1;2;3m\x1bP$qm\x1b\\\x1b[m" + "\x1b[5n" + "\x1b[c"
	// fenceQuery and fenceReply are DSR: the last question, and its answer.
	fenceQuery = "\x1b[5n"
	fenceReply = "\x1b[0n"
	// colorsQuery asks for foreground and background: they may have changed.
	colorsQuery = "\x1b]10;?\x1b\\\x1b]11;?\x1b\\"
)

// attachReplies are the answers to attachQueries, in their order.
var attachReplies = [...]keys.ReplyKind{
	keys.ReplyXTVERSION, keys.ReplyKittyFlags, keys.ReplyForeground, keys.ReplyBackground,
	keys.ReplyMode, keys.ReplyMode, keys.ReplySetting, keys.ReplyDSR, keys.ReplyDA1,
}

// profile is what is known of an outer terminal. It is comparable.
type profile struct {
	colors render.Depth
	// kitty: it answered for the kitty keyboard protocol.
	kitty bool
	// otherKeys: it is one of those that take modifyOtherKeys.
	otherKeys bool
	sync      bool
	// colorReports: it says when its colours change (2031).
	colorReports bool
	// modern: it is known for underline styles, links, REP and ECH.
	modern bool
	// noScroll is the Linux console.
	noScroll bool
}

// firstProfile is a guess from TERM and COLORTERM, which say little through
// docker, until the terminal has answered.
func firstProfile(term, colorterm string) profile {
	p := profile{colors: render.Colors256}
	switch {
	case colorterm == "truecolor", colorterm == "24bit", strings.HasSuffix(term, "-direct"):
		p.colors = render.TrueColor
	case strings.HasPrefix(term, "linux"):
		p.colors, p.noScroll = render.Colors16, true
	case strings.HasPrefix(term, "vt"):
		p.colors = render.Mono
	}
	return p
}

// caps is the profile in the renderer's words.
func (p profile) caps() render.Caps {
	return render.Caps{
		Colors: p.colors, Sync: p.sync, NoScroll: p.noScroll,
		UnderlineStyles: p.modern, Strike: true, Overline: p.modern, Links: p.modern,
		REP: p.modern, ECH: true, BCE: p.modern, ColorReports: p.colorReports, Kitty: p.kitty, OtherKeys: p.otherKeys,
	}
}

// ui is the profile in the interface's words.
func (p profile) ui() ui.Profile {
	switch p.colors {
	case render.TrueColor:
		return ui.Profile{TrueColor: true, Colors: 256}
	case render.Colors256:
		return ui.Profile{Colors: 256}
	case render.Mono:
		return ui.Profile{}
	}
	return ui.Profile{Colors: 16}
}

// outerModes is what a pane's modes ask of a terminal of this kind: where it has
// the kitty protocol and the program wants modifyOtherKeys, or the other way
// round, the one it has says what the program needs.
func outerModes(m render.OuterModes, p profile) render.OuterModes {
	switch {
	case p.kitty && m.KittyFlags == 0 && m.ModifyOtherKeys > 0:
		m.KittyFlags = keys.Disambiguate
	case !p.kitty && m.KittyFlags > 0:
		m.ModifyOtherKeys = 2
	}
	return m
}

// protocol is what a terminal of this kind speaks while a pane with the modes m
// has the focus.
func (p profile) protocol(m *vt.Modes) keys.Protocol {
	o := outerModes(render.OuterModes{KittyFlags: m.KittyFlags, ModifyOtherKeys: m.ModifyOtherKeys}, p)
	spoken := keys.Protocol{AppKeypad: m.AppKeypad}
	switch {
	case p.kitty:
		spoken.KittyFlags = o.KittyFlags
	case p.otherKeys:
		spoken.ModifyOtherKeys = o.ModifyOtherKeys
	}
	return spoken
}

// reply learns from an answer of the outer terminal.
func (t *typing) reply(r keys.Reply) {
	p := t.v.profile
	p.learn(r)
	switch r.Kind {
	case keys.ReplyDSR:
		t.s.answered(t.v)
	case keys.ReplyForeground, keys.ReplyBackground, keys.ReplyCursor:
		if r.OK {
			t.s.outerColor(r)
		}
	case keys.ReplyColorScheme:
		// Dark or light says little: the panes' programs are told what it looks
		// like, and, if they want to know, that it has changed.
		t.v.askColors.Store(true)
		t.v.wake()
	}
	if p != t.v.profile {
		t.v.profile, t.changed = p, true
	}
}

// learn adds what an answer says.
func (p *profile) learn(r keys.Reply) {
	switch r.Kind {
	case keys.ReplyXTVERSION:
		p.named(r.Text)
	case keys.ReplyKittyFlags:
		p.kitty = true
	case keys.ReplyMode:
		known := r.Value == 1 || r.Value == 2
		switch {
		case r.Private && r.Number == 2026:
			p.sync = known
		case r.Private && r.Number == 2031:
			p.colorReports = known
		}
	case keys.ReplySetting:
		if strings.HasSuffix(r.Text, "m") && (strings.Contains(r.Text, "38:2:") || strings.Contains(r.Text, "38;2;")) {
			p.colors = render.TrueColor
		}
	}
}

// named learns from the name that XTVERSION gives. What a terminal of that name
// can do is written here only where no question tells.
func (p *profile) named(name string) {
	name = strings.ToLower(name)
	for _, known := range modernTerminals {
		if strings.HasPrefix(name, known) {
			p.modern = true
			if p.colors != render.Mono {
				p.colors = render.TrueColor
			}
		}
	}
	switch {
	case strings.HasPrefix(name, "xterm"):
		p.otherKeys = true
	case strings.HasPrefix(name, "tmux"):
		// It reduces colours itself, to what its own terminal has.
		p.otherKeys, p.colors = true, render.TrueColor
	}
}

// modernTerminals begin the answers to XTVERSION of terminals that have
// underline styles, OSC 8, REP and direct colours.
var modernTerminals = [...]string{"kitty", "wezterm", "ghostty", "foot", "iterm2", "contour", "vte", "konsole", "rio", "jackin"}

// resume is what a client gives back to the next server.
type resume struct {
	Tab string `json:"tab,omitempty"` // a UUID
}

func decodeResume(b []byte) (r resume, ok bool) {
	return r, len(b) > 0 && json.Unmarshal(b, &r) == nil
}

// outerColor keeps what an outer terminal looks like: panes answer their
// programs' questions with it. With several terminals the last answer counts.
func (s *server) outerColor(r keys.Reply) {
	c := s.colors()
	rgb := vt.RGBColor(r.Color)
	switch r.Kind {
	case keys.ReplyForeground:
		c.Foreground = rgb
	case keys.ReplyBackground:
		c.Background = rgb
	case keys.ReplyCursor:
		c.Cursor = rgb
	}
	if c == s.colors() {
		return
	}
	s.outer = &c
	for _, t := range s.tabs {
		if t.pane != nil {
			t.pane.setColors(c)
		}
	}
}

// colors are the outer terminal's, as far as they are known.
func (s *server) colors() vt.Colors {
	if s.outer == nil {
		return vt.DarkColors()
	}
	return *s.outer
}
