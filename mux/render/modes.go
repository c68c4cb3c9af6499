package render

import (
	"strconv"

	"jackin/mux/vt"
)

// OuterModes is what the outer terminal is asked to be beside what it shows:
// what the focused pane, or whoever else has the focus, wants to hear from it.
// The zero value is a terminal as AppendEnter leaves it.
//
// Application cursor keys aren't among them, nor the program's alternate
// scroll: keystrokes are read from the outer terminal in one form and encoded
// anew for the pane.
type OuterModes struct {
	BracketedPaste bool
	Focus          bool
	// Mouse is the events to report, always in SGR encoding.
	Mouse vt.Mouse
	// AppKeypad is DECKPAM.
	AppKeypad bool
	// KittyFlags are those of the kitty keyboard protocol, ModifyOtherKeys is
	// xterm's level; 0 is the legacy keyboard. Each is sent only to a terminal
	// that has it.
	KittyFlags, ModifyOtherKeys uint8
	// ColorReports is mode 2031, sent only to a terminal that has it.
	ColorReports bool
	// CursorColor is a direct colour (vt.RGB), set by OSC 12 in full depth; the
	// default one, or any other, is the terminal's own (OSC 112).
	CursorColor vt.Color
	// Title is the window's; empty leaves the one there is.
	Title string
}

// PaneModes are the modes for a pane that has the focus.
func PaneModes(f *vt.Frame) OuterModes {
	m := OuterModes{
		BracketedPaste:  f.Modes.BracketedPaste,
		Focus:           f.Modes.Focus,
		Mouse:           f.Modes.Mouse,
		AppKeypad:       f.Modes.AppKeypad,
		KittyFlags:      f.Modes.KittyFlags,
		ModifyOtherKeys: f.Modes.ModifyOtherKeys,
		ColorReports:    f.Modes.ColorReports,
		Title:           f.Title,
	}
	if c, ok := f.Overrides[vt.OverrideCursor]; ok {
		m.CursorColor = vt.RGB(c.R, c.G, c.B)
	}
	return m
}

// AppendTo appends the sequences that bring a terminal from the modes old to m;
// nothing where they don't differ.
func (m OuterModes) AppendTo(dst []byte, old OuterModes, caps Caps) []byte {
	if m == old {
		return dst
	}
	if m.BracketedPaste != old.BracketedPaste {
		dst = appendMode(dst, "2004", m.BracketedPaste)
	}
	if m.Focus != old.Focus {
		dst = appendMode(dst, "1004", m.Focus)
	}
	dst = appendMouse(dst, m.Mouse, old.Mouse)
	if m.AppKeypad != old.AppKeypad {
		if m.AppKeypad {
			dst = append(dst, "\x1b="...)
		} else {
			dst = append(dst, "\x1b>"...)
		}
	}
	if m.KittyFlags != old.KittyFlags && caps.Kitty {
		dst = append(dst, "\x1b[="...)
		dst = append(strconv.AppendUint(dst, uint64(m.KittyFlags&31), 10), ";1u"...)
	}
	if m.ModifyOtherKeys != old.ModifyOtherKeys && caps.OtherKeys {
		dst = append(dst, "\x1b[>4"...)
		if m.ModifyOtherKeys > 0 { // without a value it is the user's own setting
			dst = strconv.AppendUint(append(dst, ';'), uint64(m.ModifyOtherKeys), 10)
		}
		dst = append(dst, 'm')
	}
	if m.ColorReports != old.ColorReports && caps.ColorReports {
		dst = appendMode(dst, "2031", m.ColorReports)
	}
	if m.CursorColor != old.CursorColor && caps.cursorColor() {
		dst = appendCursorColor(dst, m.CursorColor)
	}
	if m.Title != old.Title {
		if title := cleanTitle(m.Title); title != "" {
			dst = append(append(append(dst, "\x1b]2;"...), title...), "\x1b\\"...)
		}
	}
	return dst
}

// appendMouse changes the tracking mode. They exclude each other in xterm, but
// not everywhere: the old one is switched off first.
func appendMouse(dst []byte, mouse, old vt.Mouse) []byte {
	mode, was := mouseMode(mouse), mouseMode(old)
	if mode == was {
		return dst
	}
	if was != "" {
		dst = appendMode(dst, was, false)
	}
	switch {
	case mode == "":
		return appendMode(dst, "1006", false)
	case was == "":
		dst = appendMode(dst, "1006", true)
	}
	return appendMode(dst, mode, true)
}

// mouseMode is the outer terminal's mode for what a pane asked for. Presses
// alone (mode 9) have no SGR encoding: they are taken from all clicks.
func mouseMode(m vt.Mouse) string {
	switch m {
	case vt.MouseX10, vt.MouseNormal:
		return "1000"
	case vt.MouseButton:
		return "1002"
	case vt.MouseAny:
		return "1003"
	}
	return ""
}

// resetCursorColor is OSC 112.
const resetCursorColor = "\x1b]112\x1b\\"

func appendCursorColor(dst []byte, c vt.Color) []byte {
	red, green, blue, ok := c.RGB()
	if !ok {
		return append(dst, resetCursorColor...)
	}
	dst = append(dst, "\x1b]12;rgb:"...)
	dst = append(appendHex(dst, red), '/')
	dst = append(appendHex(dst, green), '/')
	return append(appendHex(dst, blue), "\x1b\\"...)
}

func appendHex(dst []byte, v uint8) []byte {
	const hex = "0123456789abcdef"
	return append(dst, hex[v>>4], hex[v&15])
}

func appendMode(dst []byte, mode string, on bool) []byte {
	dst = append(append(dst, "\x1b[?"...), mode...)
	if on {
		return append(dst, 'h')
	}
	return append(dst, 'l')
}

// plainModes makes everything plain that a program could have left behind in
// a terminal: end of a synchronized frame, no link, SGR 0, no margins (69, r),
// no origin mode (6), autowrap (7), replace (4), ASCII, numeric keypad, normal
// cursor keys (1), no mouse, paste, focus or colour reports, the
// keyboard's usual encoding. A terminal that doesn't know one of them ignores it.
const plainModes = "\x1b[?2026l\x1b]8;;\x1b\\\x1b[m\x1b[?69l\x1b[r\x1b[?6l\x1b[?7h\x1b[4l\x1b(B\x0f\x1b>\x1b[?1l" +
	"\x1b[?1003l\x1b[?1002l\x1b[?1000l\x1b[?1006l\x1b[?1004l\x1b[?2004l\x1b[?2031l\x1b[>4m\x1b[=0;1u"

// AppendEnter appends what takes a terminal over: the title is saved, the
// alternate screen is shown and cleared, all modes are plain, and a wheel is
// never arrows (1007). After it the modes are the zero OuterModes, the cursor
// is shown at the top left in its default shape, and every cell is blank.
func AppendEnter(dst []byte) []byte {
	dst = append(dst, "\x1b[22;0t\x1b[?1049h\x1b[?1007s"...)
	return appendBlank(dst)
}

// AppendPlain is AppendEnter for a terminal that is ours already, in a state
// that is not known: after another server drew on it. The cursor has its own
// colour again, which at AppendEnter may be one that the person's shell has set.
func AppendPlain(dst []byte) []byte {
	return appendBlank(append(dst, resetCursorColor...))
}

func appendBlank(dst []byte) []byte {
	dst = append(dst, plainModes...)
	return append(dst, "\x1b[?1007l\x1b[?25h\x1b[0 q\x1b[H\x1b[2J"...)
}

// AppendLeave appends what gives the terminal back: all modes plain, the cursor
// shown in its default shape and colour, the alternate screen left, alternate
// scroll and title as they were. It may be sent to a terminal in any state.
func AppendLeave(dst []byte) []byte {
	dst = append(append(dst, resetCursorColor...), plainModes...)
	// 1007 is on where a terminal has it, but in xterm, which restores it (r).
	return append(dst, "\x1b[?1007h\x1b[?1007r\x1b[?25h\x1b[0 q\x1b[?1049l\x1b[23;0t"...)
}
