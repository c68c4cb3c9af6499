package render

import (
	"encoding/base64"
	"strconv"
	"strings"

	"jackin/mux/vt"
)

// What is longer goes to no outer terminal: a notification is cut off, a raw
// one and a clipboard are dropped whole, for half of either is worse than none.
const (
	maxNotice     = 1024    // code points of a title, and of a body
	maxRawNotice  = 8 << 10 // bytes
	maxClipboard  = 1 << 20 // bytes, as they are sent: encoded
	maxSelections = len(selections)
)

// AppendEvent appends what tells an outer terminal what a program said beside
// its screen: a bell, a notification, progress, a clipboard to set. Nothing for
// other events (titles are OuterModes, the rest isn't for a terminal), and for a
// clipboard of more than 1 MiB in base64 or a raw notification of more than 8 KiB.
// No control character of the program's gets through. Whether
// it may be told is for the caller to decide. It goes between two frames.
func AppendEvent(dst []byte, e vt.Event) []byte {
	switch e.Kind {
	case vt.EventBell:
		return append(dst, '\a')
	case vt.EventNotify:
		return appendNotice(dst, cleanNotice(e.Name), cleanNotice(e.Text))
	case vt.EventNotifyRaw:
		return appendRawNotice(dst, e.Text)
	case vt.EventProgress:
		return AppendProgress(dst, e.State, e.Percent)
	case vt.EventClipboard:
		return appendClipboard(dst, e.Name, e.Data)
	}
	return dst
}

// AppendProgress is OSC 9;4, see vt.EventProgress; state 0 ends it. Nothing for
// a state that isn't known.
func AppendProgress(dst []byte, state, percent int) []byte {
	if state < 0 || state > 4 {
		return dst
	}
	dst = strconv.AppendInt(append(dst, "\x1b]9;4;"...), int64(state), 10)
	dst = strconv.AppendInt(append(dst, ';'), int64(min(max(percent, 0), 100)), 10)
	return append(dst, "\x1b\\"...)
}

// appendNotice is OSC 777 where there is a title, else OSC 9.
func appendNotice(dst []byte, title, body string) []byte {
	switch {
	case title != "":
		dst = append(dst, "\x1b]777;notify;"...)
		dst = append(dst, strings.ReplaceAll(title, ";", ",")...)
		dst = append(dst, ';')
	case body == "":
		return dst
	default:
		dst = append(dst, "\x1b]9;"...)
		if c := body[0]; c >= '0' && c <= '9' {
			dst = append(dst, ' ') // else it is one of ConEmu's commands, 9;4 too
		}
	}
	return append(append(dst, body...), "\x1b\\"...)
}

// rawNoticeKeys are the metadata of OSC 99 that are passed on. Those that make
// the terminal answer (a=report, c=1, p=?) are not: its answer would be typed
// into whatever has the focus then.
const rawNoticeKeys = "defginopstuw"

// appendRawNotice is OSC 99 with its metadata, k=v:k=v, looked through; else it is
// what came, without what must not reach a terminal.
func appendRawNotice(dst []byte, s string) []byte {
	if len(s) > maxRawNotice {
		return dst
	}
	meta, payload, ok := strings.Cut(clean(s), ";")
	if !ok {
		return dst
	}
	dst = append(dst, "\x1b]99;"...)
	start := len(dst)
	for kv := range strings.SplitSeq(meta, ":") {
		k, v, _ := strings.Cut(kv, "=")
		if len(k) != 1 || !strings.Contains(rawNoticeKeys, k) {
			continue
		}
		if k == "p" && v != "title" && v != "body" && v != "close" && v != "icon" && v != "buttons" {
			return dst[:start-len("\x1b]99;")]
		}
		if len(dst) > start {
			dst = append(dst, ':')
		}
		dst = append(dst, kv...)
	}
	return append(append(append(dst, ';'), payload...), "\x1b\\"...)
}

// selections are the names that OSC 52 knows.
const selections = "cpqs01234567"

func appendClipboard(dst []byte, name string, data []byte) []byte {
	if base64.StdEncoding.EncodedLen(len(data)) > maxClipboard || len(name) > maxSelections {
		return dst
	}
	if name == "" {
		name = "c"
	}
	for _, r := range name {
		if !strings.ContainsRune(selections, r) {
			return dst
		}
	}
	dst = append(append(append(dst, "\x1b]52;"...), name...), ';')
	return append(base64.StdEncoding.AppendEncode(dst, data), "\x1b\\"...)
}

func cleanNotice(s string) string { return clean(cutRunes(s, maxNotice)) }
