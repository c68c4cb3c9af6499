package vt

import (
	"bytes"
	"unicode/utf8"
)

// repeatRun is the characters that REP prints at once.
const repeatRun = 256

// lineLimit is the column behind the last one that text may take in the
// cursor's row: behind the right margin, or behind the screen to the right of it.
func (s *Screen) lineLimit() int {
	if s.mode.leftRight && s.x <= s.g.right {
		return s.g.right + 1
	}
	return s.cols
}

// printASCII prints a run of bytes 0x20..0x7e.
func (s *Screen) printASCII(p []byte) {
	if s.mode.insert || s.charsets.active() {
		for _, b := range p {
			s.printRune(rune(b))
		}
		return
	}
	if s.last.width > 0 && s.last.state.class() == classPrepend {
		s.printRune(rune(p[0]))
		if p = p[1:]; len(p) == 0 {
			return
		}
	}
	last := p[len(p)-1]
	for len(p) > 0 {
		limit := s.lineLimit()
		if s.wrapNext {
			if s.mode.noAutowrap {
				p = p[len(p)-1:]
				s.wrapNext = false
			} else {
				s.wrapLine()
				limit = s.lineLimit()
			}
		}
		x, n := s.x, min(len(p), limit-s.x)
		r := s.row()
		pen := s.pen
		if x < r.used {
			s.split(r, x, pen)
			s.split(r, x+n, pen)
		} else if x > r.used {
			r.reach(x)
		}
		storeText(r.cells[x:x+n], p[:n], pen)
		if pen != (Cell{}) {
			r.styled = true
		}
		r.used = max(r.used, x+n)
		s.touch(r)
		p = p[n:]
		s.x = x + n
		if s.x == limit {
			s.x--
			s.wrapNext = true
		}
		s.last.x = x + n - 1
	}
	s.last.width = 1
	s.last.state = startState(propOf(rune(last)))
}

// wrapLine does the pending wrap. Between margins the rows stay lines of their
// own: what is beside the margins isn't part of the text.
func (s *Screen) wrapLine() {
	s.wrapNext = false
	s.setWrap(s.row(), !s.partial())
	// Down first: beside the margins the bottom row doesn't scroll.
	s.lineDown()
	if s.mode.leftRight {
		s.x = s.g.left
	} else {
		s.x = 0
	}
}

// printRune prints one code point of the text, U+0020 or above.
func (s *Screen) printRune(r rune) {
	if r < 0x7f && s.charsets.active() {
		r = s.charsets.translate(r)
	}
	p := propOf(r)
	if s.last.width != 0 {
		st, joins := s.last.state.next(p)
		switch {
		case joins && s.last.width == noPlace:
			s.last.state = st
			return
		case joins && !s.mode.noClusters:
			s.extend(r, p, st)
			return
		}
	}
	w := p.width()
	if w == 0 {
		s.combine(r)
		return
	}
	s.last.state = startState(p)
	s.put(uint32(r), w)
}

// put places a new character of w cells at the cursor.
func (s *Screen) put(ch uint32, w int) {
	limit := s.lineLimit()
	if s.wrapNext || s.x+w > limit {
		if !s.makeRoom(w, limit) {
			s.last.width = noPlace
			return
		}
		limit = s.lineLimit()
	}
	r := s.row()
	if s.mode.insert && s.inColumns() {
		s.insertBlanks(r, s.x, w, limit, s.pen)
	}
	s.store(r, s.x, ch, w, &s.pen)
	s.last.x, s.last.width = s.x, w
	s.advance(w, limit)
}

// makeRoom brings the cursor to where w cells fit before limit. It is false
// where they fit nowhere.
func (s *Screen) makeRoom(w, limit int) bool {
	switch {
	case w > limit-s.lineStart():
		return false
	case s.mode.noAutowrap && w > 1:
		// What doesn't fit is lost, as in xterm.js, and so is a pending wrap.
		s.x, s.wrapNext = limit-1, false
		return false
	case s.mode.noAutowrap:
		s.x, s.wrapNext = limit-1, false
		return true
	}
	if !s.wrapNext {
		r := s.row()
		s.split(r, s.x, s.pen)
		s.split(r, limit, s.pen)
		s.fill(r, s.x, limit, s.pen)
		s.touch(r)
	}
	s.wrapLine()
	return true
}

// lineStart is the column that a wrap goes to.
func (s *Screen) lineStart() int {
	if s.mode.leftRight {
		return s.g.left
	}
	return 0
}

// advance moves the cursor over a character just stored.
func (s *Screen) advance(w, limit int) {
	s.x += w
	if s.x >= limit {
		s.x = limit - 1
		s.wrapNext = true
	}
}

// store writes the character ch, w cells wide, in a style into column x of r.
func (s *Screen) store(r *row, x int, ch uint32, w int, style *Cell) {
	fg, bg, attr, ext := style.Fg, style.Bg, style.Attr&styleMask, style.Ext
	if x < r.used {
		blank := Cell{Fg: fg, Bg: bg, Attr: attr, Ext: ext}
		s.split(r, x, blank)
		s.split(r, x+w, blank)
	} else if x > r.used {
		r.reach(x)
	}
	// Field by field: changing a copy of the pen and storing that would stall.
	cells := r.cells[x : x+w]
	if w == 2 {
		c := &cells[1]
		c.Rune, c.Fg, c.Bg, c.Attr, c.Ext = 0, fg, bg, attr|AttrSpacer, ext
		attr |= AttrWide
	}
	c := &cells[0]
	c.Rune, c.Fg, c.Bg, c.Attr, c.Ext = ch, fg, bg, attr, ext
	r.styled = true
	r.used = max(r.used, x+w)
	s.touch(r)
}

// noPlace as the width of the cluster just printed: it found no place, or none at
// its full width, and what joins it is lost with it.
const noPlace = -1

// extend adds r to the cluster just printed.
func (s *Screen) extend(r rune, p charProp, st clusterState) {
	x, old := s.last.x, s.last.width
	w := s.last.state.joinedWidth(old, r, p)
	if w > old && !s.widen() {
		s.last.state, s.last.width = st, noPlace
		return
	}
	if w > old {
		x = s.last.x
	}
	s.last.state = st
	s.last.width = w
	s.appendTo(x, r)
}

// widen makes the one-cell cluster just printed take two cells. It is false
// where there is no place for two.
func (s *Screen) widen() bool {
	x, row, limit := s.last.x, s.row(), s.lineLimit()
	c := row.at(x)
	if x+2 > limit {
		if s.mode.noAutowrap || limit-s.lineStart() < 2 {
			return false
		}
		pad := s.pen
		s.fill(row, x, x+1, pad)
		s.touch(row)
		s.wrapNext = true
		s.wrapLine()
		s.store(s.row(), s.x, c.Rune, 2, &c)
		s.last.x = s.x
		s.advance(2, s.lineLimit())
		return true
	}
	s.store(row, x, c.Rune, 2, &c)
	s.x, s.wrapNext = x, false
	s.advance(2, limit)
	return true
}

// combine adds a character without a width of its own to the cell left of the
// cursor, or under it where a wrap is pending; in the first column it is lost.
func (s *Screen) combine(r rune) {
	x := s.x - 1
	if s.wrapNext {
		x = s.x
	}
	if x < 0 {
		return
	}
	row := s.row()
	if row.at(x).Attr&AttrSpacer != 0 {
		x--
	}
	if row.at(x).Rune == 0 {
		row.reach(x + 1)
		row.cells[x].Rune = ' '
	}
	s.appendTo(x, r)
}

// maxCluster is the longest cluster in bytes; what would make it longer is lost.
const maxCluster = 128

// appendTo adds r to the character in column x of the cursor's row.
func (s *Screen) appendTo(x int, r rune) {
	row := s.row()
	if x >= row.used {
		return
	}
	buf := s.tables.appendText(s.tables.scratch[:0], row.cells[x])
	if len(buf)+utf8.UTFMax > maxCluster {
		return
	}
	buf = utf8.AppendRune(buf, r)
	s.tables.scratch = buf
	if n, ok := s.tables.cluster(buf); ok {
		row.cells[x].Rune = n
		s.touch(row)
	}
}

// repeat is REP: the character just printed, n times more.
func (s *Screen) repeat(n int) {
	if s.last.width <= 0 || s.last.x >= s.row().used {
		return
	}
	// More than a screenful, and what brings the cursor to the same column, only
	// the history could tell apart.
	if full := s.cols * s.rows; n > full {
		n = full + (n-full)%max(1, (s.lineLimit()-s.lineStart())/s.last.width)
	}
	text := string(s.tables.appendText(s.tables.scratch[:0], s.row().cells[s.last.x]))
	if len(text) == 1 && s.charsets.g[s.charsets.gl] == charsetASCII {
		run := bytes.Repeat([]byte(text), min(n, repeatRun))
		for ; n > 0; n -= len(run) {
			s.printASCII(run[:min(n, len(run))])
		}
		return
	}
	for range n {
		s.last.width = 0
		for _, r := range text {
			s.printRune(r)
		}
	}
}
