package vt

import (
	"encoding/binary"
	"slices"
	"unicode/utf8"
)

// A packed row is a byte of flags, the number of cells, the styles and the text:
//
//	flags cells runs {cells attr fg bg [ext]}... text
//
// Numbers are uvarints. A run is that many cells of one style; its attr has
// packedExt set where an ext follows: underline colour, link, id. The text is a
// code point for each cell, the right halves of wide characters left out, with a
// byte in front of what is not a plain one.
const (
	packedWrap      = 1 << 0
	packedMarkShift = 1

	packedExt = 1 << 16

	textBlank   = 0x00 // a blank cell
	textCluster = 0x01 // length and bytes of a cluster follow
	textWide    = 0x02 // the character, or cluster, that follows is wide
)

// styleMask is the attributes that make a style; the rest is in the text.
const styleMask = ^(AttrWide | AttrSpacer)

// packRow appends the packed cells to b; styled false says that all cells have
// the zero style.
func packRow(b []byte, cells []Cell, styled, wrap bool, mark Mark, t *tables) []byte {
	flags := byte(mark) << packedMarkShift
	if wrap {
		flags |= packedWrap
	}
	b = append(b, flags)
	b = binary.AppendUvarint(b, uint64(len(cells)))
	if !styled {
		// No run: cells that none covers have the zero style.
		return packText(append(b, 0), cells, t)
	}
	// There is one number of runs in front of them: a byte holds it for most rows.
	at := len(b)
	b = append(b, 0)
	runs := 0
	for i := 0; i < len(cells); runs++ {
		c := &cells[i]
		n := runLength(cells[i:])
		if i+n == len(cells) && c.Fg|c.Bg == 0 && c.Attr&styleMask == 0 && c.Ext == 0 {
			break
		}
		b = packStyle(b, c, n, t)
		i += n
	}
	if runs < 0x80 {
		b[at] = byte(runs)
	} else {
		tail := append([]byte(nil), b[at+1:]...)
		b = append(binary.AppendUvarint(b[:at], uint64(runs)), tail...)
	}
	return packText(b, cells, t)
}

// packStyle appends the run of n cells in c's style.
func packStyle(b []byte, c *Cell, n int, t *tables) []byte {
	attr := uint64(c.Attr & styleMask)
	if c.Ext != 0 {
		attr |= packedExt
	}
	b = binary.AppendUvarint(b, uint64(n))
	b = binary.AppendUvarint(b, attr)
	b = binary.AppendUvarint(b, uint64(c.Fg))
	b = binary.AppendUvarint(b, uint64(c.Bg))
	if c.Ext != 0 {
		e := &t.exts[c.Ext]
		b = binary.AppendUvarint(b, uint64(e.UnderlineColor))
		b = appendString(b, e.Link)
		b = appendString(b, e.LinkID)
	}
	return b
}

// runLength is the number of cells at the start of cells that share a style.
func runLength(cells []Cell) int {
	fg, bg, attr, ext := cells[0].Fg, cells[0].Bg, cells[0].Attr&styleMask, cells[0].Ext
	for i := 1; i < len(cells); i++ {
		c := &cells[i]
		if uint32(c.Fg^fg)|uint32(c.Bg^bg)|uint32((c.Attr^attr)&styleMask)|uint32(c.Ext^ext) != 0 {
			return i
		}
	}
	return len(cells)
}

// packText appends the characters of cells.
func packText(b []byte, cells []Cell, t *tables) []byte {
	at := len(b)
	b = slices.Grow(b, len(cells))
	out := b[at : at+len(cells)]
	for i := range cells {
		if i >= len(out) {
			break
		}
		ch := cells[i].Rune
		if ch-1 >= utf8.RuneSelf-1 {
			return packWideText(b[:at+i], cells[i:], t)
		}
		out[i] = byte(ch)
	}
	return b[:at+len(cells)]
}

// packWideText is packText from the first cell on that isn't a byte of its own.
func packWideText(b []byte, cells []Cell, t *tables) []byte {
	for i := range cells {
		c := &cells[i]
		switch {
		case c.Rune-1 < utf8.RuneSelf-1 && c.Attr&AttrWide == 0:
			b = append(b, byte(c.Rune))
			continue
		case c.Attr&AttrSpacer != 0:
			continue
		case c.Rune == 0:
			b = append(b, textBlank)
			continue
		}
		if ch := c.Rune; ch >= 0x800 && ch < 0x10000 {
			if c.Attr&AttrWide != 0 {
				b = append(b, textWide, 0xe0|byte(ch>>12), 0x80|byte(ch>>6)&0xbf, 0x80|byte(ch)&0xbf)
			} else {
				b = append(b, 0xe0|byte(ch>>12), 0x80|byte(ch>>6)&0xbf, 0x80|byte(ch)&0xbf)
			}
			continue
		}
		if c.Attr&AttrWide != 0 {
			b = append(b, textWide)
		}
		if c.Rune&clusterBit != 0 {
			b = append(b, textCluster)
			b = appendString(b, t.clusters[c.Rune&^clusterBit])
		} else {
			b = utf8.AppendRune(b, rune(c.Rune))
		}
	}
	return b
}

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

// unpackRow appends the cells of a packed row to cells, its clusters and styles
// numbered by t. Of a broken one it is what could be read; control characters,
// which no cell has, come back as blanks.
func unpackRow(cells []Cell, rec []byte, t *tables) (_ []Cell, wrap bool, mark Mark) {
	if len(rec) == 0 {
		return cells, false, MarkNone
	}
	r := reader{b: rec[1:]}
	wrap = rec[0]&packedWrap != 0
	mark = Mark(rec[0] >> packedMarkShift & 7)
	start := len(cells)
	total := min(r.number(), MaxCols)
	for range total {
		cells = append(cells, Cell{})
	}
	row := cells[start:]
	at := 0
	for n := r.number(); n > 0 && !r.bad; n-- {
		length := r.number()
		attr := uint64(r.number())
		style := Cell{Attr: Attr(attr) & styleMask, Fg: Color(r.number()), Bg: Color(r.number())}
		if attr&packedExt != 0 {
			e := Ext{UnderlineColor: Color(r.number()), Link: r.text(), LinkID: r.text()}
			style.Ext = t.ext(e)
		}
		for ; length > 0 && at < total; length, at = length-1, at+1 {
			row[at] = style
		}
	}
	for x := 0; x < total && !r.bad && len(r.b) > 0; x++ {
		c := &row[x]
		if r.b[0] == textWide {
			r.b = r.b[1:]
			if x+1 == total || len(r.b) == 0 {
				break
			}
			c.Attr |= AttrWide
			row[x+1].Attr |= AttrSpacer
			x++
		}
		switch ch := r.b[0]; {
		case ch == textCluster:
			r.b = r.b[1:]
			t.scratch = append(t.scratch[:0], r.text()...)
			if len(t.scratch) > 0 && cleanText(t.scratch, len(t.scratch)) == string(t.scratch) {
				if n, ok := t.cluster(t.scratch); ok {
					c.Rune = n
				} else {
					first, _ := utf8.DecodeRune(t.scratch)
					c.Rune = uint32(first)
				}
			}
		case ch < utf8.RuneSelf:
			if ch >= ' ' && ch < 0x7f {
				c.Rune = uint32(ch)
			}
			r.b = r.b[1:]
		default:
			first, n := utf8.DecodeRune(r.b)
			if first >= 0xa0 {
				c.Rune = uint32(first)
			}
			r.b = r.b[n:]
		}
	}
	return cells, wrap, mark
}

// reader reads numbers and strings; what is missing or too large makes it bad,
// and everything 0 from then on.
type reader struct {
	b   []byte
	bad bool
}

func (r *reader) number() int {
	v, n := binary.Uvarint(r.b)
	if n <= 0 || v > 1<<32 {
		r.bad, r.b = true, nil
		return 0
	}
	r.b = r.b[n:]
	return int(v)
}

func (r *reader) text() string {
	n := r.number()
	if n > len(r.b) {
		r.bad, r.b = true, nil
		return ""
	}
	s := string(r.b[:n])
	r.b = r.b[n:]
	return s
}
