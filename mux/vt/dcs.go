package vt

import (
	"encoding/hex"
	"strconv"
	"strings"
)

// dcsDispatch runs a device control string. Unknown ones do nothing.
func (s *Screen) dcsDispatch(str []byte) {
	p := &s.parser
	switch uint32(p.prefix)<<prefixShift | uint32(p.inter)<<interShift | uint32(p.final) {
	case seq(0, '$', 'q'):
		s.reportStatus(string(str))
	case seq(0, '+', 'q'):
		s.reportCapabilities(string(str))
	case seq('=', 0, 's'):
		// Synchronized output as it was before mode 2026.
		if n := p.get(0, 0); n == 1 || n == 2 {
			s.mode.sync = n == 1
		}
	}
}

// reportCapabilities is XTGETTCAP: names in hexadecimal, each answered by itself.
func (s *Screen) reportCapabilities(str string) {
	for _, name := range strings.Split(str, ";") {
		raw, err := hex.DecodeString(name)
		value, known := "", false
		if err == nil {
			value, known = s.capability(string(raw))
		}
		switch {
		case !known:
			s.answer("\x1bP0+r%s\x1b\\", cleanText([]byte(name), maxTitle))
		case value == "":
			s.answer("\x1bP1+r%s\x1b\\", name)
		default:
			s.answer("\x1bP1+r%s=%s\x1b\\", name, strings.ToUpper(hex.EncodeToString([]byte(value))))
		}
	}
}

// capability is what terminfo would say of this terminal; value is empty for a
// boolean one.
func (s *Screen) capability(name string) (value string, known bool) {
	switch name {
	case "TN", "name":
		return "xterm-256color", true
	case "Co", "colors":
		return "256", true
	case "RGB":
		return "8/8/8", true
	case "Tc", "Su":
		return "", true
	case "cols":
		return strconv.Itoa(s.cols), true
	case "lines":
		return strconv.Itoa(s.rows), true
	case "Smulx":
		return "\x1b[4:%p1%dm", true
	case "Setulc":
		return "\x1b[58:2::%p1%{65536}%/%d:%p1%{256}%/%{255}%&%d:%p1%{255}%&%dm", true
	case "Ss":
		return "\x1b[%p1%d q", true
	case "Se":
		return "\x1b[0 q", true
	case "setrgbf":
		return "\x1b[38:2::%p1%d:%p2%d:%p3%dm", true
	case "setrgbb":
		return "\x1b[48:2::%p1%d:%p2%d:%p3%dm", true
	case "Ms":
		return "\x1b]52;%p1%s;%p2%s\x1b\\", true
	case "Sync":
		return "\x1b[?2026%?%p1%{1}%-%tl%eh%;", true
	}
	return "", false
}
