package vt

import (
	"bytes"
	"encoding/base64"
	"strconv"
	"strings"
	"unicode/utf8"
)

// maxTitle is the longest title in bytes; what is behind it is cut off.
const maxTitle = 1024

// maxLink is the longest link, its id included; a longer one is no link.
const maxLink = 4096

// oscDispatch runs an operating system command. Unknown ones do nothing.
func (s *Screen) oscDispatch(str []byte) {
	num, rest, _ := bytes.Cut(str, []byte{';'})
	n := 0
	if len(num) == 0 || len(num) > 5 {
		return
	}
	for _, c := range num {
		if c < '0' || c > '9' {
			return
		}
		n = n*10 + int(c-'0')
	}
	switch n {
	case 0, 2:
		s.setTitle(cleanText(rest, maxTitle))
	case 4:
		s.indexedColors(string(rest))
	case 7:
		s.event(Event{Kind: EventDir, Text: cleanText(rest, maxLink)})
	case 8:
		s.link(rest)
	case 9:
		s.notifyOrProgress(rest)
	case 10, 11, 12:
		s.specialColors(n, string(rest))
	case 52:
		s.clipboard(rest)
	case 99:
		s.event(Event{Kind: EventNotifyRaw, Text: cleanText(rest, maxTitle*4)})
	case 104:
		s.resetIndexed(string(rest))
	case 110, 111, 112:
		s.colors.unset(OverrideForeground + n - 110)
	case 133:
		s.promptMark(rest)
	case 777:
		s.notify777(rest)
	case 7501:
		s.programStatus(rest)
	}
}

// cleanText is b as text: valid, without control characters, at most limit bytes.
func cleanText(b []byte, limit int) string {
	var out strings.Builder
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		b = b[n:]
		if r < 0x20 || r >= 0x7f && r < 0xa0 {
			continue
		}
		if out.Len()+utf8.RuneLen(r) > limit {
			break
		}
		out.WriteRune(r)
	}
	return out.String()
}

// link is OSC 8: params;URI, and nothing behind the semicolon to end it.
func (s *Screen) link(b []byte) {
	params, uri, ok := strings.Cut(string(b), ";")
	if !ok {
		return
	}
	e := Ext{UnderlineColor: s.ext.UnderlineColor}
	if uri != "" && len(b) <= maxLink && cleanText([]byte(uri), maxLink) == uri {
		e.Link = uri
		for _, p := range strings.Split(params, ":") {
			if id, ok := strings.CutPrefix(p, "id="); ok {
				e.LinkID = cleanText([]byte(id), maxLink)
			}
		}
	}
	s.setExt(e)
}

// conEmuCommands are the numbers behind OSC 9 that ConEmu gave a meaning.
const conEmuCommands = 12

// notifyOrProgress is OSC 9: a notification, or ConEmu's progress
// (4;state;percent). The other commands of ConEmu do nothing.
func (s *Screen) notifyOrProgress(b []byte) {
	parts := strings.Split(string(b), ";")
	if parts[0] != "4" || len(parts) > 3 {
		if n, err := strconv.Atoi(parts[0]); err == nil && len(parts) > 1 && n > 0 && n <= conEmuCommands {
			return
		}
		s.event(Event{Kind: EventNotify, Text: cleanText(b, maxTitle*4)})
		return
	}
	e := Event{Kind: EventProgress}
	if len(parts) > 1 {
		n, err := strconv.Atoi(parts[1])
		if err != nil || n < 0 || n > 4 {
			return
		}
		e.State = n
	}
	if len(parts) > 2 {
		n, _ := strconv.Atoi(parts[2])
		e.Percent = clamp(n, 0, 100)
	}
	s.event(e)
}

// notify777 is rxvt's notify;title;body.
func (s *Screen) notify777(b []byte) {
	parts := strings.SplitN(string(b), ";", 3)
	if parts[0] != "notify" || len(parts) < 2 {
		return
	}
	e := Event{Kind: EventNotify, Name: cleanText([]byte(parts[1]), maxTitle)}
	if len(parts) > 2 {
		e.Text = cleanText([]byte(parts[2]), maxTitle*4)
	}
	s.event(e)
}

// clipboard is OSC 52. Reading is always refused: silently, as xterm does.
func (s *Screen) clipboard(b []byte) {
	sel, data, ok := strings.Cut(string(b), ";")
	if !ok || data == "?" {
		return
	}
	text, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		if text, err = base64.RawStdEncoding.DecodeString(data); err != nil {
			return
		}
	}
	if sel == "" {
		sel = "c"
	}
	s.event(Event{Kind: EventClipboard, Name: cleanText([]byte(sel), 16), Data: text})
}

// terminator is what ends the answer to the operating system command under way:
// BEL to one that BEL has ended, as xterm does it, else ST.
func (s *Screen) terminator() string {
	if s.parser.bell {
		return "\a"
	}
	return "\x1b\\"
}

// programStatus is OSC 7501. Its question is answered with its own bytes.
func (s *Screen) programStatus(b []byte) {
	if string(b) == "?" {
		s.answer("\x1b]7501;?\x1b\\")
		return
	}
	s.event(Event{Kind: EventProgramStatus, Text: cleanText(b, maxTitle*4)})
}

// indexedColors is OSC 4: pairs of index and colour or question.
func (s *Screen) indexedColors(str string) {
	parts := strings.Split(str, ";")
	for i := 0; i+1 < len(parts); i += 2 {
		n, err := strconv.Atoi(parts[i])
		if err != nil || n < 0 || n > 255 {
			continue
		}
		if parts[i+1] == "?" {
			s.answer("\x1b]4;%d;%s%s", n, colorSpec(s.colors.get(n)), s.terminator())
		} else if c, ok := parseColor(parts[i+1]); ok {
			s.colors.put(n, c)
		}
	}
}

// specialColors is OSC 10, 11 and 12; more values are for the numbers that follow.
func (s *Screen) specialColors(n int, str string) {
	for _, v := range strings.Split(str, ";") {
		if n > 12 {
			return
		}
		slot := OverrideForeground + n - 10
		if v == "?" {
			s.answer("\x1b]%d;%s%s", n, colorSpec(s.colors.get(slot)), s.terminator())
		} else if c, ok := parseColor(v); ok {
			s.colors.put(slot, c)
		}
		n++
	}
}

// resetIndexed is OSC 104: the entries named, or all.
func (s *Screen) resetIndexed(str string) {
	if str == "" {
		s.colors.unsetPalette()
		return
	}
	for _, v := range strings.Split(str, ";") {
		if n, err := strconv.Atoi(v); err == nil {
			s.colors.unset(n)
		}
	}
}

// Mark is where a row stands in a shell's dialogue, as OSC 133 says.
type Mark uint8

// The marks of OSC 133. A row keeps the last one set on it.
const (
	MarkNone    Mark = iota
	MarkPrompt       // A: a prompt starts
	MarkCommand      // B: the prompt ends, a command starts
	MarkOutput       // C: the command's output starts
	MarkEnd          // D: the command has ended
)

func (s *Screen) promptMark(b []byte) {
	if len(b) == 0 {
		return
	}
	m := Mark(0)
	switch b[0] {
	case 'A':
		m = MarkPrompt
	case 'B':
		m = MarkCommand
	case 'C':
		m = MarkOutput
	case 'D':
		m = MarkEnd
	default:
		return
	}
	r := s.row()
	// A prompt's start is what views jump to: its end doesn't replace it.
	if !(m == MarkCommand && r.mark == MarkPrompt) {
		r.mark = m
		s.touch(r)
	}
	_, rest, _ := bytes.Cut(b, []byte{';'})
	s.event(Event{Kind: EventPrompt, Name: string(b[:1]), Text: cleanText(rest, maxTitle)})
}
