package mux

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"jackin/mux/ui"
	"jackin/mux/vt"
)

const (
	// maxBuffers is how many copied texts are kept; the oldest goes first. A text
	// is at most view.MaxCopy bytes.
	maxBuffers = 10
	// clipLimit is the longest text for a terminal's clipboard, in bytes: encoded,
	// it is what the renderer passes on. A longer one can only be pasted here.
	clipLimit = 3 << 18
	// maxAsides is how much may wait to be said to an outer terminal beside its
	// screen; what comes then is dropped.
	maxAsides = 16
)

// copied keeps a text that v has selected, and puts it on the clipboard of its
// terminal: the user has asked for that.
func (s *server) copied(v *viewer, text string, cut bool) {
	s.buffers = append([]string{text}, s.buffers...)
	if len(s.buffers) > maxBuffers {
		s.buffers = s.buffers[:maxBuffers]
	}
	v.notice = fmt.Sprintf("copied %s", plural(utf8.RuneCountInString(text), "character", "characters"))
	if cut {
		v.notice += ", cut off there"
	}
	if len(text) > clipLimit {
		v.notice += "; too long for the clipboard, : pastes it"
		return
	}
	v.aside(vt.Event{Kind: vt.EventClipboard, Name: "c", Data: []byte(text)})
}

// aside has the painter tell v's terminal something between two frames.
func (v *viewer) aside(e vt.Event) {
	select {
	case v.asides <- e:
		v.wake()
	default:
	}
}

// pasteBuffer gives the program of v's tab a text that was copied, as if it had
// been pasted.
func (s *server) pasteBuffer(v *viewer, text string) {
	t := v.tab
	if v.attach.ReadOnly || t == nil || t.pane == nil || t.dead() || t.state == starting {
		return
	}
	v.dropLook(t)
	p := t.pane
	// Enter is what a terminal sends for a line's end in a paste.
	b := []byte(strings.ReplaceAll(text, "\n", "\r"))
	if p.modes.Load().BracketedPaste {
		b = []byte("\x1b[200~" + string(b) + "\x1b[201~")
	}
	// Off the loop: the program may be slow to read.
	s.running.Go(func() { p.send(b, &v.closed) })
}

// maxPreview is how many characters of a copied text its row shows.
const maxPreview = 40

// preview is the begin of a text on one line.
func preview(text string) string {
	line := []rune(strings.Join(strings.Fields(ui.Clean(text)), " "))
	if len(line) > maxPreview {
		return string(line[:maxPreview-1]) + "…"
	}
	return string(line)
}
