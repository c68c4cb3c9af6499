package mux

import (
	"fmt"

	"jackin/mux/vt"
)

// modeSequence is what a program would write to get the modes m on a terminal
// that has just been reset.
func modeSequence(m vt.Modes) []byte {
	var b []byte
	private := func(on bool, mode int) {
		if on {
			b = fmt.Appendf(b, "\x1b[?%dh", mode)
		}
	}
	private(m.AltScreen, 1049)
	private(m.AppCursor, 1)
	private(m.AppKeypad, 66)
	private(m.BracketedPaste, 2004)
	private(m.Focus, 1004)
	private(m.AltScroll, 1007)
	private(m.ColorReports, 2031)
	private(m.BackarrowBS, 67)
	if m.CursorHidden {
		b = append(b, "\x1b[?25l"...)
	}
	if m.CursorShape != 0 {
		b = fmt.Appendf(b, "\x1b[%d q", m.CursorShape)
	}
	switch m.Mouse {
	case vt.MouseX10:
		private(true, 9)
	case vt.MouseNormal:
		private(true, 1000)
	case vt.MouseButton:
		private(true, 1002)
	case vt.MouseAny:
		private(true, 1003)
	}
	switch m.MouseEncoding {
	case vt.MouseUTF8:
		private(true, 1005)
	case vt.MouseSGR:
		private(true, 1006)
	case vt.MouseURXVT:
		private(true, 1015)
	}
	if m.LineFeed {
		b = append(b, "\x1b[20h"...)
	}
	if m.KittyFlags != 0 {
		b = fmt.Appendf(b, "\x1b[>%du", m.KittyFlags)
	}
	if m.ModifyOtherKeys != 0 {
		b = fmt.Appendf(b, "\x1b[>4;%dm", m.ModifyOtherKeys)
	}
	return b
}

// restoreModes brings the emulator of a pane that isn't started yet to what
// the last server knew of it.
func (p *pane) restoreModes(m vt.Modes) {
	m.Sync = false
	p.screen.Write(modeSequence(m))
	modes := p.screen.Modes()
	p.modes.Store(&modes)
}
