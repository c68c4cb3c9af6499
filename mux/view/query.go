package view

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jackin/mux/keys"
	"jackin/mux/vt"
)

// MaxQuery is the length of what is searched for in bytes; what is typed or
// pasted beyond is left out.
const MaxQuery = 256

// query is the search line. The zero value is closed and empty.
type query struct {
	open bool
	text string
	at   int // the cursor: a byte offset between two characters of text
	last string
	back bool
	// regex: text is a regular expression; broken says what is wrong with it.
	regex  bool
	broken string
	// top, cursor and steer are what the view showed before.
	top, cursor Pos
	steer       bool
}

// Find opens the search line, for a search down or with back up. Where nothing is
// below, it is up in any case.
func (v *View) Find(src Source, back bool) Action {
	r := v.read(src)
	v.settle(r)
	return v.openQuery(r, back)
}

func (v *View) openQuery(r *reader, back bool) Action {
	v.query = query{
		open: true, regex: v.query.regex, last: v.query.last,
		back: back || !v.steer && v.atLive(r),
		top:  v.top, cursor: v.cursor, steer: v.steer,
	}
	return Action{}
}

// Paste is pasted text: for the search line, up to its first line end. Elsewhere
// it does nothing.
func (v *View) Paste(src Source, text string) Action {
	if !v.query.open {
		return Action{Bell: true}
	}
	r := v.read(src)
	v.settle(r)
	text, _, _ = strings.Cut(text[:min(len(text), 4*MaxQuery)], "\n")
	return v.typeQuery(r, text)
}

// queryKey is a keystroke for the search line.
func (v *View) queryKey(r *reader, k keys.Key) Action {
	q := &v.query
	s := strokeOf(k)
	switch {
	case s.ctrl:
		return v.queryControl(r, s.char)
	case k.Text != "" && s.char != 0:
		return v.typeQuery(r, k.Text)
	}
	switch s.code {
	case keys.Escape:
		return v.cancelQuery(r)
	case keys.Enter:
		return v.acceptQuery(r)
	case keys.Backspace:
		if q.text == "" {
			return v.cancelQuery(r)
		}
		return v.cutQuery(r, q.at-lastCluster(q.text[:q.at]), q.at)
	case keys.Delete:
		return v.cutQuery(r, q.at, q.at+firstCluster(q.text[q.at:]))
	case keys.Left:
		q.at -= lastCluster(q.text[:q.at])
	case keys.Right:
		q.at += firstCluster(q.text[q.at:])
	case keys.Home:
		q.at = 0
	case keys.End:
		q.at = len(q.text)
	case keys.Up:
		q.text, q.at = q.last, len(q.last)
		return v.research(r)
	default:
		if k.Text != "" { // without a key: an input method's
			return v.typeQuery(r, k.Text)
		}
		return Action{Bell: true}
	}
	return Action{}
}

func (v *View) queryControl(r *reader, c rune) Action {
	q := &v.query
	switch c {
	case 'r':
		q.regex = !q.regex
		return v.research(r)
	case 'a':
		q.at = 0
	case 'e':
		q.at = len(q.text)
	case 'u':
		return v.cutQuery(r, 0, q.at)
	case 'k':
		return v.cutQuery(r, q.at, len(q.text))
	case 'w':
		head := strings.TrimRight(q.text[:q.at], " ")
		return v.cutQuery(r, strings.LastIndexByte(head, ' ')+1, q.at)
	case 'h': // what some keyboards send for Backspace
		return v.cutQuery(r, q.at-lastCluster(q.text[:q.at]), q.at)
	case 'c', 'g':
		return v.cancelQuery(r)
	default:
		return Action{Bell: true}
	}
	return Action{}
}

// typeQuery inserts s, without control characters.
func (v *View) typeQuery(r *reader, s string) Action {
	q := &v.query
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == utf8.RuneError {
			return -1
		}
		return r
	}, s)
	end := 0
	for rest := s; rest != ""; {
		_, _, rest = vt.NextCluster(rest)
		if len(s)-len(rest) > MaxQuery-len(q.text) {
			break
		}
		end = len(s) - len(rest)
	}
	if end == 0 {
		return Action{Bell: true}
	}
	q.text = q.text[:q.at] + s[:end] + q.text[q.at:]
	q.at += end
	return v.research(r)
}

func (v *View) cutQuery(r *reader, from, to int) Action {
	v.query.text = v.query.text[:from] + v.query.text[to:]
	v.query.at = from
	return v.research(r)
}

// firstCluster and lastCluster are the lengths in bytes of the first and of the
// last character of s.
func firstCluster(s string) int {
	c, _, _ := vt.NextCluster(s)
	return len(c)
}

func lastCluster(s string) (n int) {
	for s != "" {
		n = firstCluster(s)
		s = s[n:]
	}
	return n
}

// research starts the search for what the line says now. Until its first hit is
// there the view stays where it is.
func (v *View) research(r *reader) Action {
	q := &v.query
	v.found = found{}
	q.broken = ""
	if q.text == "" {
		v.restore(r)
		return Action{}
	}
	pat, err := compile(q.text, q.regex)
	if err != nil {
		q.broken = err.Error()
		v.restore(r)
		return Action{}
	}
	v.found = found{pat: pat, back: q.back, origin: v.origin(r)}
	return Action{Search: v.search()}
}

// origin is from where the search line's search goes: the cursor, or where there
// is none so that everything that was shown comes first.
func (v *View) origin(r *reader) Pos {
	q := &v.query
	switch {
	case q.steer:
		return r.inside(q.cursor)
	case !q.back:
		p := r.inside(q.top)
		return Pos{Row: p.Row, Off: p.Off - 1}
	}
	w := r.move(r.rowAt(q.top), v.height()-1)
	if below, ok := r.next(w); ok && v.shownLive(r, q.top) {
		w = r.move(below, v.height()) // the row below the hints
	}
	if w.last() {
		return w.line.pos(w.end() + vt.MaxCols)
	}
	return w.line.pos(w.end())
}

// shownLive says that a view with top on top is not scrolled back.
func (v *View) shownLive(r *reader, top Pos) bool {
	return !top.before(r.rowAt(Pos{Row: v.live}).start())
}

// restore shows what was shown before the search line was opened.
func (v *View) restore(r *reader) {
	v.top, v.cursor, v.want, v.steer = v.query.top, v.query.cursor, -1, v.query.steer
	v.settle(r)
	v.keepCursor(r)
	v.moved()
}

// cancelQuery closes the search line and goes back to where it was opened.
func (v *View) cancelQuery(r *reader) Action {
	v.restore(r)
	v.found = found{}
	v.query.open = false
	return Action{}
}

// acceptQuery closes the search line and stays at the hit. An empty line searches
// for what was searched for last.
func (v *View) acceptQuery(r *reader) Action {
	q := &v.query
	switch {
	case q.broken != "":
		return Action{Bell: true}
	case q.text == "" && q.last == "":
		return v.cancelQuery(r)
	}
	q.open = false
	if q.text == "" {
		q.text, q.at = q.last, len(q.last)
		return v.research(r)
	}
	q.last = q.text
	v.steer = v.steer || v.found.jumped
	if v.found.done && len(v.found.hits) == 0 {
		return Action{Bell: true}
	}
	return Action{}
}
