package keys

import (
	"encoding/hex"
	"strconv"
	"strings"
)

// reply is the report that s is, if it is one. No keystroke has a private
// prefix but those of the mouse, so whatever else has one is a report, known or
// not. With cpr, CSI 1 ; 2 R is a cursor position, not Shift+F3.
func (s csi) reply(cpr bool) (Reply, bool) {
	inter := string(s.inter)
	switch {
	case s.final == 'c' && inter == "" && s.prefix == '?':
		return Reply{Kind: ReplyDA1, Params: s.nums()}, true
	case s.final == 'c' && inter == "" && s.prefix == '>':
		return Reply{Kind: ReplyDA2, Params: s.nums()}, true
	case s.final == 'u' && inter == "" && s.prefix == '?':
		return Reply{Kind: ReplyKittyFlags, Value: s.num(0, 0)}, true
	case s.final == 'm' && inter == "" && s.prefix == '>' && s.num(0, 0) == 4:
		return Reply{Kind: ReplyModifyOtherKeys, Value: s.num(1, 0)}, true
	case s.final == 'n' && inter == "" && s.prefix == 0 && len(s.body) > 0:
		return Reply{Kind: ReplyDSR, Value: s.num(0, 0)}, true
	case s.final == 'n' && inter == "" && s.prefix == '?' && s.num(0, 0) == 997:
		return Reply{Kind: ReplyColorScheme, Value: s.num(1, 0)}, true
	case s.final == 'y' && inter == "$" && (s.prefix == '?' || s.prefix == 0):
		return Reply{Kind: ReplyMode, Number: s.num(0, 0), Private: s.prefix == '?', Value: s.num(1, 0)}, true
	case s.final == 'R' && inter == "" && s.count() >= 2 && s.cursorPosition(cpr):
		return Reply{Kind: ReplyCPR, X: s.num(1, 1) - 1, Y: s.num(0, 1) - 1}, true
	case s.final == 't' && inter == "" && s.prefix == 0 && len(s.body) > 0:
		return Reply{Kind: ReplyWindow, Params: s.nums()}, true
	case s.prefix != 0, s.final == 'x' && s.count() > 2, s.final == 'w' && inter == "&":
		return Reply{}, true // DECREPTPARM, a locator
	}
	return Reply{}, false
}

// cursorPosition says that CSI .. R is no F3: by its prefix, because one is
// expected, or because no F3 is written so.
func (s csi) cursorPosition(cpr bool) bool {
	if s.prefix == '?' {
		return true
	}
	_, key := s.modified(Key{Code: F3})
	return s.prefix == 0 && (cpr || s.num(0, 1) != 1 || !key)
}

// stringReply is the report in a string that begins with ESC and introducer.
func stringReply(introducer byte, body string) Reply {
	switch introducer {
	case ']':
		return oscReply(body)
	case 'P':
		return dcsReply(body)
	case '_':
		if text, ok := strings.CutPrefix(body, "G"); ok {
			return Reply{Kind: ReplyGraphics, Text: text}
		}
	}
	return Reply{}
}

// oscReply is the report of an operating system command: a colour.
func oscReply(body string) Reply {
	number, rest, _ := strings.Cut(body, ";")
	r := Reply{}
	switch number {
	case "4":
		index, color, _ := strings.Cut(rest, ";")
		n, err := strconv.Atoi(index)
		if err != nil || n < 0 {
			return Reply{}
		}
		r.Kind, r.Number, rest = ReplyPalette, n, color
	case "10":
		r.Kind = ReplyForeground
	case "11":
		r.Kind = ReplyBackground
	case "12":
		r.Kind = ReplyCursor
	default:
		return Reply{}
	}
	r.Color, r.OK = parseColor(rest)
	return r
}

// parseColor reads what terminals answer: rgb:R/G/B and rgba:R/G/B/A with 1 to
// 4 digits a channel, #RRGGBB.
func parseColor(s string) (c RGB, ok bool) {
	var channels []string
	if hexes, ok := strings.CutPrefix(s, "#"); ok && len(hexes)%3 == 0 {
		n := len(hexes) / 3
		channels = []string{hexes[:n], hexes[n : 2*n], hexes[2*n:]}
	} else if list, ok := strings.CutPrefix(s, "rgb:"); ok {
		channels = strings.Split(list, "/")
	} else if list, ok := strings.CutPrefix(s, "rgba:"); ok {
		channels = strings.Split(list, "/")
		if len(channels) == 4 {
			channels = channels[:3]
		}
	}
	if len(channels) != 3 {
		return RGB{}, false
	}
	for i, to := range []*uint8{&c.R, &c.G, &c.B} {
		digits := channels[i]
		v, err := strconv.ParseUint(digits, 16, 16)
		if err != nil || len(digits) > 4 {
			return RGB{}, false
		}
		full := uint64(1)<<(4*len(digits)) - 1
		*to = uint8((v*255 + full/2) / full)
	}
	return c, true
}

// dcsReply is the report of a device control string.
func dcsReply(body string) Reply {
	if text, ok := strings.CutPrefix(body, ">|"); ok {
		return Reply{Kind: ReplyXTVERSION, Text: text}
	}
	if text, ok := strings.CutPrefix(body, "!|"); ok {
		return Reply{Kind: ReplyDA3, Text: text}
	}
	if len(body) < 3 || body[0] != '0' && body[0] != '1' {
		return Reply{}
	}
	ok := body[0] == '1'
	switch body[1:3] {
	case "+r":
		name, value, _ := strings.Cut(body[3:], "=")
		return Reply{Kind: ReplyTermcap, Name: unhex(name), Text: unhex(value), OK: ok}
	case "$r":
		return Reply{Kind: ReplySetting, Text: body[3:], OK: ok}
	}
	return Reply{}
}

// unhex is what a string of hexadecimal digits says, "" where it isn't one or
// has control characters.
func unhex(s string) string {
	b, err := hex.DecodeString(s)
	if err != nil || strings.ContainsFunc(string(b), isControl) {
		return ""
	}
	return string(b)
}
