package vt

import "unicode/utf8"

// decode is the first character of b, which starts with a byte of 0x80 or above,
// and its length. A broken one is U+FFFD for as many bytes as a character could
// have started with (as the Unicode standard recommends, and browsers do). n is
// 0 where b ends within a character.
func decode(b []byte) (r rune, n int) {
	c := b[0]
	lo, hi := byte(0x80), byte(0xbf)
	var need int
	switch {
	case c >= 0xc2 && c <= 0xdf:
		need, r = 1, rune(c&0x1f)
	case c >= 0xe0 && c <= 0xef:
		need, r = 2, rune(c&0x0f)
		if c == 0xe0 {
			lo = 0xa0
		} else if c == 0xed {
			hi = 0x9f
		}
	case c >= 0xf0 && c <= 0xf4:
		need, r = 3, rune(c&0x07)
		if c == 0xf0 {
			lo = 0x90
		} else if c == 0xf4 {
			hi = 0x8f
		}
	default:
		return utf8.RuneError, 1
	}
	for n = 1; n <= need; n++ {
		if n == len(b) {
			return 0, 0
		}
		if b[n] < lo || b[n] > hi {
			return utf8.RuneError, n
		}
		r = r<<6 | rune(b[n]&0x3f)
		lo, hi = 0x80, 0xbf
	}
	return r, n
}

// feedUTF8 takes the characters above ASCII at the start of b, and says how many
// bytes they were.
func (s *Screen) feedUTF8(b []byte) int {
	p := &s.parser
	for i := 0; i < len(b); {
		if b[i] < 0x80 {
			return i
		}
		if n := s.plainRun(b[i:]); n > 0 {
			i += n
			continue
		}
		r, n := decode(b[i:])
		if n == 0 {
			p.tailLen = copy(p.tail[:], b[i:])
			return len(b)
		}
		i += n
		s.character(r)
		if p.state != ground {
			return i
		}
	}
	return len(b)
}

// finishTail completes the character that the last chunk ended in.
func (s *Screen) finishTail(b []byte) int {
	p := &s.parser
	buf := p.tail
	had := p.tailLen
	have := had + copy(buf[had:], b)
	r, n := decode(buf[:have])
	if n == 0 {
		p.tail, p.tailLen = buf, have
		return have - had
	}
	p.tailLen = 0
	s.character(r)
	// A broken character is never shorter than what was held back of it.
	return n - had
}

// character takes one code point above U+007F: C1 controls act, as in xterm,
// though only encoded in UTF-8; a byte of 0x80 to 0x9f alone is just broken.
func (s *Screen) character(r rune) {
	p := &s.parser
	if r < 0xa0 {
		p.drop = false
		s.control1(byte(r))
		return
	}
	if p.drop {
		p.drop = false
		return
	}
	s.printRune(r)
}

// plainRun prints the characters at the start of b that take three bytes and
// never join with others, as far as they fit the line, and says how many bytes
// they were: most of CJK and line drawing is that.
func (s *Screen) plainRun(b []byte) int {
	if s.wrapNext || s.mode.insert || s.parser.drop {
		return 0
	}
	if s.last.width > 0 && (s.last.state.class() == classPrepend || s.last.state.class() == classL) {
		return 0
	}
	var (
		r, limit          = s.row(), s.lineLimit()
		x, width, i       = s.x, 0, 0
		last              charProp
		fg, bg, attr, ext = s.pen.Fg, s.pen.Bg, s.pen.Attr, s.pen.Ext
	)
	for len(b)-i >= 3 {
		c0, c1, c2 := b[i], b[i+1], b[i+2]
		if c0&0xf0 != 0xe0 || c1&0xc0 != 0x80 || c2&0xc0 != 0x80 {
			break
		}
		ch := rune(c0&0x0f)<<12 | rune(c1&0x3f)<<6 | rune(c2&0x3f)
		p := propOf(ch)
		w := p.width()
		if cl := p.class(); cl != classOther && cl != classLV && cl != classLVT || w == 0 || ch < 0x800 || ch&^0x7ff == 0xd800 || x+w > limit {
			break
		}
		if i == 0 {
			s.split(r, x, s.pen)
			r.reach(x)
		}
		c := &r.cells[x]
		c.Rune, c.Fg, c.Bg, c.Attr, c.Ext = uint32(ch), fg, bg, attr, ext
		if w == 2 {
			c.Attr |= AttrWide
			c = &r.cells[x+1]
			c.Rune, c.Fg, c.Bg, c.Attr, c.Ext = 0, fg, bg, attr|AttrSpacer, ext
		}
		x, width, last = x+w, w, p
		i += 3
	}
	if i == 0 {
		return 0
	}
	if x < r.used && r.cells[x].Attr&AttrSpacer != 0 {
		// The left half of this one was just overwritten.
		blank := s.pen
		blank.Rune = 0
		r.cells[x] = blank
	}
	r.used = max(r.used, x)
	r.styled = true
	s.touch(r)
	s.last.x, s.last.width, s.last.state = x-width, width, startState(last)
	s.x = x
	if x == limit {
		s.x--
		s.wrapNext = true
	}
	return i
}
