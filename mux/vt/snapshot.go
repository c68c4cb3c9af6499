package vt

import (
	"encoding/binary"
	"errors"
)

// snapshotVersion is the version of the format. Restore takes no other.
const snapshotVersion = 1

// ErrSnapshot says that bytes are not a snapshot, or of another version.
var ErrSnapshot = errors.New("not a snapshot of this version")

// Snapshot is the whole state of the screen but its history, in the middle of a
// sequence too: Restore makes a screen of it that shows the same and goes on the
// same way.
func (s *Screen) Snapshot() []byte {
	c := coder{w: []byte{snapshotVersion}}
	c.screen(s)
	return c.w
}

// Restore makes a screen of a snapshot. Its size is the snapshot's, the rest as
// in New: SetColors has to be called again, the outer terminal may be another
// one. data is not kept. The error is ErrSnapshot.
func Restore(o Options, data []byte) (*Screen, error) {
	if len(data) == 0 || data[0] != snapshotVersion {
		return nil, ErrSnapshot
	}
	c := coder{r: &reader{b: data[1:]}}
	s := &Screen{opts: o}
	s.tables.init()
	s.colors.reset()
	s.parser.clear()
	c.screen(s)
	if c.r.bad || len(c.r.b) > 0 {
		return nil, ErrSnapshot
	}
	s.shown = s.visibleState()
	s.changes = 1
	return s, nil
}

// coder writes values to w, or reads them from r if that isn't nil: one
// description of the format serves both ways.
type coder struct {
	r *reader
	w []byte
}

func (c *coder) reading() bool { return c.r != nil }

func (c *coder) fail() { c.r.bad, c.r.b = true, nil }

// num codes an integer of lo to hi; what is read outside is refused.
func (c *coder) num(v *int, lo, hi int) {
	if !c.reading() {
		c.w = binary.AppendUvarint(c.w, uint64(*v-lo))
		return
	}
	if *v = lo + c.r.number(); *v > hi {
		c.fail()
		*v = lo
	}
}

func (c *coder) flag(v *bool) {
	n := 0
	if *v {
		n = 1
	}
	c.num(&n, 0, 1)
	*v = n == 1
}

func (c *coder) text(v *string, limit int) {
	if !c.reading() {
		c.w = appendString(c.w, *v)
		return
	}
	if *v = c.r.text(); len(*v) > limit {
		c.fail()
		*v = ""
	}
}

// codeInt codes an integer of another type.
func codeInt[T ~int32 | ~uint8 | ~uint16 | ~uint32 | ~uint64](c *coder, v *T, hi int) {
	n := int(*v)
	c.num(&n, 0, hi)
	*v = T(n)
}

func (c *coder) screen(s *Screen) {
	c.num(&s.cols, 1, MaxCols)
	c.num(&s.rows, 1, MaxRows)
	if c.reading() && (c.r.bad || len(c.r.b) < s.rows) {
		c.fail()
		return
	}
	onAlternate := s.g == &s.alternate
	c.flag(&onAlternate)
	c.grid(s, &s.primary)
	s.g = &s.primary
	if onAlternate {
		s.g = &s.alternate
		c.grid(s, &s.alternate)
	}
	c.num(&s.x, 0, s.cols-1)
	c.num(&s.y, 0, s.rows-1)
	c.flag(&s.wrapNext)
	c.cell(&s.pen)
	c.ext(&s.ext)
	c.charsets(&s.charsets)
	c.modes(&s.mode)
	for i := range s.kitty {
		k := &s.kitty[i]
		codeInt(c, &k.flags, kittyFlags)
		codeInt(c, &k.depth, kittyDepth)
		for j := range k.below {
			codeInt(c, &k.below[j], kittyFlags)
		}
	}
	codeInt(c, &s.otherKey, 2)
	codeInt(c, &s.cursorShape, maxCursorShape)
	c.last(s)
	c.parser(&s.parser)
	c.colors(&s.colors)
	c.titles(&s.titles)
	if c.reading() {
		s.setExt(s.ext)
	}
}

func (c *coder) grid(s *Screen, g *grid) {
	if c.reading() {
		if c.r.bad || len(c.r.b) < s.rows {
			c.fail()
			return
		}
		g.init(s, s.cols, s.rows)
	}
	for y := range s.rows {
		c.row(s, g.row(y))
	}
	c.num(&g.top, 0, s.rows-1)
	c.num(&g.bottom, g.top, s.rows-1)
	c.num(&g.left, 0, s.cols-1)
	c.num(&g.right, g.left, s.cols-1)
	for x := range g.tabs {
		c.flag(&g.tabs[x])
	}
	c.num(&g.leftX, 0, s.cols-1)
	c.num(&g.leftY, 0, s.rows-1)
	v := &g.saved
	c.num(&v.x, 0, s.cols-1)
	c.num(&v.y, 0, s.rows-1)
	c.cell(&v.pen)
	codeInt(c, &v.underline, 1<<32-1)
	c.charsets(&v.charsets)
	c.flag(&v.origin)
}

// row codes a row's length and its packed form.
func (c *coder) row(s *Screen, r *row) {
	if !c.reading() {
		packed := packRow(nil, r.cells[:r.used], r.styled, r.wrap, r.mark, &s.tables)
		c.w = binary.AppendUvarint(c.w, uint64(len(packed)))
		c.w = append(c.w, packed...)
		return
	}
	n := c.r.number()
	if n > len(c.r.b) {
		c.fail()
		return
	}
	cells, wrap, mark := unpackRow(nil, c.r.b[:n], &s.tables)
	c.r.b = c.r.b[n:]
	r.wrap, r.styled, r.mark = wrap, true, min(mark, MarkEnd)
	if r.used = copy(r.cells, cells); r.used > 0 {
		healEdges(r.cells[:r.used])
	}
}

// cell codes a style; the Ext is made anew by whoever owns it.
func (c *coder) cell(v *Cell) {
	codeInt(c, &v.Fg, 1<<32-1)
	codeInt(c, &v.Bg, 1<<32-1)
	v.Attr &= styleMask
	codeInt(c, &v.Attr, int(styleMask))
}

func (c *coder) ext(v *Ext) {
	codeInt(c, &v.UnderlineColor, 1<<32-1)
	c.text(&v.Link, maxLink)
	c.text(&v.LinkID, maxLink)
}

func (c *coder) charsets(v *charsets) {
	for i := range v.g {
		set := v.g[i]
		codeInt(c, &set, 0x7f)
		v.g[i] = charsetASCII
		v.designate(i, set)
	}
	codeInt(c, &v.gl, 3)
	codeInt(c, &v.single, 3)
}

func (c *coder) modes(m *modes) {
	for _, f := range []*bool{
		&m.appCursor, &m.appKeypad, &m.origin, &m.noAutowrap, &m.reverseWrap, &m.reverseWrapAll, &m.insert, &m.lineFeed,
		&m.reverseScreen, &m.hideCursor, &m.leftRight, &m.allowColumns, &m.columns132, &m.bracketedPaste,
		&m.focus, &m.sync, &m.colorReports, &m.noClusters, &m.altScroll, &m.backarrowBS, &m.metaEscape,
		&m.isoProtection, &m.blockExtent,
	} {
		c.flag(f)
	}
	codeInt(c, &m.mouse, int(MouseAny))
	codeInt(c, &m.mouseEncoding, int(MouseURXVT))
	codeInt(c, &m.saved.known, 1<<len(savable)-1)
	codeInt(c, &m.saved.value, 1<<len(savable)-1)
}

func (c *coder) last(s *Screen) {
	c.num(&s.last.x, 0, s.cols-1)
	// In the format noPlace is a width of 0 and a bit of the state.
	width, state := s.last.width, s.last.state
	if width == noPlace {
		width, state = 0, state|stateNoPlace
	}
	c.num(&width, 0, 2)
	codeInt(c, &state, int(2*stateNoPlace-1))
	s.last.width, s.last.state = width, state&^stateNoPlace
	if state&stateNoPlace != 0 {
		s.last.width = noPlace
	}
	if c.reading() && s.last.width > 0 && !c.r.bad {
		// What is joined to must be there.
		r := s.row()
		if s.last.x+s.last.width > r.used || (r.cells[s.last.x].Attr&AttrWide != 0) != (s.last.width == 2) {
			s.last.width = 0
		}
	}
}

func (c *coder) parser(p *parser) {
	codeInt(c, &p.state, int(stateCount)-1)
	codeInt(c, &p.prefix, 0x7f)
	codeInt(c, &p.inter, interMany)
	c.num(&p.count, 1, maxParams+1)
	for i := range min(p.count, maxParams) {
		v := int(p.params[i])
		c.num(&v, -1, maxParam)
		p.params[i] = int32(v)
	}
	low, high := uint32(p.sub), uint32(p.sub>>32)
	codeInt(c, &low, 1<<32-1)
	codeInt(c, &high, 1<<32-1)
	p.sub = uint64(low) | uint64(high)<<32
	codeInt(c, &p.final, 0x7f)
	str := string(p.str)
	c.text(&str, maxOSC)
	p.str = []byte(str)
	c.flag(&p.overlong)
	c.flag(&p.c2)
	c.flag(&p.drop)
	tail := string(p.tail[:p.tailLen])
	c.text(&tail, len(p.tail)-1)
	if c.reading() && tail != "" {
		if _, n := decode([]byte(tail)); tail[0] < 0x80 || n != 0 {
			c.fail()
			return
		}
	}
	p.tailLen = copy(p.tail[:], tail)
}

func (c *coder) colors(p *palette) {
	code := func(v *RGBColor) {
		codeInt(c, &v.R, 255)
		codeInt(c, &v.G, 255)
		codeInt(c, &v.B, 255)
	}
	for i := range OverrideCursor + 1 {
		v, set := p.set[i]
		c.flag(&set)
		if set {
			code(&v)
			p.put(i, v)
		}
	}
}

func (c *coder) titles(t *titles) {
	c.text(&t.now, maxTitle)
	n := len(t.stack)
	c.num(&n, 0, titleDepth)
	for i := range n {
		if c.reading() {
			t.stack = append(t.stack, "")
		}
		c.text(&t.stack[i], maxTitle)
	}
}
