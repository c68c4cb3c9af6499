package vt

import (
	"fmt"
	"strconv"
)

// answer sends what a query asked for.
func (s *Screen) answer(format string, args ...any) {
	if s.opts.Reply == nil {
		return
	}
	s.reply = fmt.Appendf(s.reply[:0], format, args...)
	s.opts.Reply(s.reply)
}

// deviceAttributes is DA1: a VT420 with selective erase (6), horizontal scrolling
// (21), colour (22), rectangular editing (28) and OSC 52; no images.
func (s *Screen) deviceAttributes() { s.answer("\x1b[?64;6;21;22;28;52c") }

// secondaryAttributes is DA2, as xterm says it for a VT420: no patch level that
// programs know bugs of.
func (s *Screen) secondaryAttributes() { s.answer("\x1b[>41;400;0c") }

// tertiaryAttributes is DA3: a unit without a number.
func (s *Screen) tertiaryAttributes() { s.answer("\x1bP!|00000000\x1b\\") }

func (s *Screen) reportVersion() { s.answer("\x1bP>|jackin(%s)\x1b\\", s.opts.Version) }

// deviceStatus is DSR.
func (s *Screen) deviceStatus(what int) {
	switch what {
	case 5:
		s.answer("\x1b[0n")
	case 6:
		x, y := s.reportedPlace()
		s.answer("\x1b[%d;%dR", y, x)
	}
}

// reportedPlace is the cursor's place counted from 1 at the origin.
func (s *Screen) reportedPlace() (x, y int) {
	ox, oy := s.origin()
	return s.x - ox + 1, s.y - oy + 1
}

// deviceStatusPrivate is DSR with a question mark.
func (s *Screen) deviceStatusPrivate(what int) {
	switch what {
	case 6:
		x, y := s.reportedPlace()
		s.answer("\x1b[?%d;%dR", y, x)
	case 15:
		s.answer("\x1b[?13n") // no printer
	case 25:
		s.answer("\x1b[?20n") // no user-defined keys are locked
	case 26:
		s.answer("\x1b[?27;1;0;0n") // an American keyboard
	case 53, 55:
		s.answer("\x1b[?50n") // no locator
	case 56:
		s.answer("\x1b[?57;0n")
	case 62:
		s.answer("\x1b[0*{") // no macros
	case 63:
		s.answer("\x1bP%d!~0000\x1b\\", s.parser.get(1, 0))
	case 75:
		s.answer("\x1b[?70n") // no data errors
	case 85:
		s.answer("\x1b[?83n") // no sessions
	case 996:
		s.reportScheme()
	}
}

// reportScheme says whether the colours are dark (1) or light (2).
func (s *Screen) reportScheme() {
	scheme := 2
	if s.colors.outer.dark() {
		scheme = 1
	}
	s.answer("\x1b[?997;%dn", scheme)
}

// reportParameters is DECREQTPARM.
func (s *Screen) reportParameters(what int) {
	if what <= 1 {
		s.answer("\x1b[%d;1;1;128;128;1;0x", what+2)
	}
}

func (s *Screen) reportMode(mode int, private bool) {
	if private {
		s.answer("\x1b[?%d;%d$y", mode, s.modeState(privateModeStart+min(mode, privateModeStart)))
		return
	}
	state := modeUnknown
	if mode < privateModeStart {
		state = s.modeState(mode)
	}
	s.answer("\x1b[%d;%d$y", mode, state)
}

func (s *Screen) reportKitty() { s.answer("\x1b[?%du", s.kittyStack().flags) }

func (s *Screen) reportModifyKeys(which int) {
	if which == modifyOtherKeys {
		s.answer("\x1b[>%d;%dm", modifyOtherKeys, s.otherKey)
	}
}

// windowOp is XTWINOPS: sizes in cells and the title stack. What moves or sizes
// a window isn't a program's to do here, and pixels aren't known: 14 and 16 stay
// unanswered, so that nobody computes with a guess. Titles aren't reported
// (20, 21): their text would come back as input.
func (s *Screen) windowOp() {
	switch p := &s.parser; p.get(0, 0) {
	case 11:
		s.answer("\x1b[1t")
	case 18:
		s.answer("\x1b[8;%d;%dt", s.rows, s.cols)
	case 19:
		s.answer("\x1b[9;%d;%dt", s.rows, s.cols)
	case 22:
		s.pushTitle(p.get(1, 0))
	case 23:
		s.popTitle(p.get(1, 0))
	}
}

// reportStatus is DECRQSS: how a setting would be set.
func (s *Screen) reportStatus(what string) {
	var v string
	switch what {
	case "m":
		v = s.penParameters() + "m"
	case "r":
		v = fmt.Sprintf("%d;%dr", s.g.top+1, s.g.bottom+1)
	case "s":
		v = fmt.Sprintf("%d;%ds", s.g.left+1, s.g.right+1)
	case " q":
		v = strconv.Itoa(int(s.cursorShape)) + " q"
	case "\"q":
		v = "0\"q"
		if s.pen.Attr&AttrProtected != 0 {
			v = "1\"q"
		}
	case "\"p":
		v = "64;1\"p"
	case "*x":
		v = "0*x"
		if s.mode.blockExtent {
			v = "2*x"
		}
	case "t", "*|":
		v = strconv.Itoa(s.rows) + what
	case "$|":
		v = strconv.Itoa(s.cols) + what
	}
	if v == "" {
		s.answer("\x1bP0$r\x1b\\")
		return
	}
	s.answer("\x1bP1$r%s\x1b\\", v)
}

// penParameters is the pen as SGR would set it.
func (s *Screen) penParameters() string {
	v := "0"
	for _, a := range []struct {
		attr Attr
		sgr  string
	}{
		{AttrBold, ";1"}, {AttrDim, ";2"}, {AttrItalic, ";3"}, {AttrBlink, ";5"}, {AttrReverse, ";7"},
		{AttrConceal, ";8"}, {AttrStrike, ";9"}, {AttrOverline, ";53"},
	} {
		if s.pen.Attr&a.attr != 0 {
			v += a.sgr
		}
	}
	switch u := s.pen.Attr.Underline(); u {
	case UnderlineNone:
	case UnderlineSingle:
		v += ";4"
	default:
		v += fmt.Sprintf(";4:%d", u)
	}
	v += colorParameters(s.pen.Fg, 30) + colorParameters(s.pen.Bg, 40)
	if c := s.ext.UnderlineColor; !c.IsDefault() {
		v += colorParameters(c, 50)
	}
	return v
}

// colorParameters is c as SGR parameters behind a semicolon; base is that of the
// first palette entry.
func colorParameters(c Color, base int) string {
	i, indexed := c.Index()
	switch r, g, b, direct := c.RGB(); {
	case direct:
		return fmt.Sprintf(";%d:2::%d:%d:%d", base+8, r, g, b)
	case indexed && i < 8 && base != 50:
		return fmt.Sprintf(";%d", base+int(i))
	case indexed && i < 16 && base != 50:
		return fmt.Sprintf(";%d", base+60+int(i)-8)
	case indexed:
		return fmt.Sprintf(";%d:5:%d", base+8, i)
	}
	return ""
}
