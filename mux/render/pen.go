package render

import (
	"strconv"

	"jackin/mux/vt"
)

// pen is what characters are written with.
type pen struct {
	known bool // false: SGR is unknown, links are closed
	style vt.Cell
}

// styleOf is the style of c alone.
func styleOf(c vt.Cell) vt.Cell {
	c.Rune = 0
	c.Attr &^= halves
	return c
}

// plain appends what makes the pen the default one: SGR 0 and no link.
func (r *Renderer) plain(dst []byte) []byte {
	if !r.out.pen.known {
		return dst // nothing was written: not ours to mend
	}
	return r.setPen(dst, vt.Cell{})
}

// setPen appends the least that makes the pen write cells like c.
func (r *Renderer) setPen(dst []byte, c vt.Cell) []byte {
	p := &r.out.pen
	to := styleOf(c)
	if p.known && p.style == to {
		return dst
	}
	from := p.style
	fromExt, toExt := &r.interned.exts[from.Ext], &r.interned.exts[to.Ext]
	if from.Ext != to.Ext && (fromExt.Link != toExt.Link || fromExt.LinkID != toExt.LinkID) {
		dst = appendLink(dst, toExt.Link, toExt.LinkID)
	}
	f := sgr{from.Fg, from.Bg, fromExt.UnderlineColor, from.Attr}
	t := sgr{to.Fg, to.Bg, toExt.UnderlineColor, to.Attr}
	switch {
	case p.known && f == t:
	case t == sgr{}:
		dst = append(dst, "\x1b[m"...)
	case !p.known:
		dst = append(sgr{}.append(append(dst, "\x1b[0;"...), t, r.caps), 'm')
		dst = joinParams(dst)
	default:
		dst = r.shorterSGR(dst, f, t)
	}
	p.known, p.style = true, to
	return dst
}

// shorterSGR goes from f to t step by step or by way of SGR 0.
func (r *Renderer) shorterSGR(dst []byte, f, t sgr) []byte {
	start := len(dst)
	dst = joinParams(append(f.append(append(dst, "\x1b["...), t, r.caps), 'm'))
	if !f.loses(t) {
		return dst
	}
	mid := len(dst)
	dst = joinParams(append(sgr{}.append(append(dst, "\x1b[0;"...), t, r.caps), 'm'))
	if reset := dst[mid:]; len(reset) < mid-start {
		n := copy(dst[start:], reset)
		return dst[:start+n]
	}
	return dst[:mid]
}

// joinParams drops the separator before the final byte.
func joinParams(dst []byte) []byte {
	n := len(dst)
	dst[n-2] = dst[n-1]
	return dst[:n-1]
}

// appendLink is OSC 8: opens a link, or closes it where uri is empty.
func appendLink(dst []byte, uri, id string) []byte {
	dst = append(dst, "\x1b]8;"...)
	if uri != "" {
		if id != "" {
			dst = append(append(dst, "id="...), id...)
		}
	}
	dst = append(dst, ';')
	dst = append(dst, uri...)
	return append(dst, "\x1b\\"...)
}

// sgr is the part of a style that SGR sets.
type sgr struct {
	fg, bg, ul vt.Color
	attr       vt.Attr
}

// loses says that something of s is gone in t: only then can SGR 0 be shorter.
func (s sgr) loses(t sgr) bool {
	return s.attr&^t.attr != 0 || t.fg.IsDefault() && !s.fg.IsDefault() ||
		t.bg.IsDefault() && !s.bg.IsDefault() || t.ul.IsDefault() && !s.ul.IsDefault()
}

// onOff is how SGR sets and resets an attribute.
var onOff = [...]struct {
	attr    vt.Attr
	on, off string
}{
	{vt.AttrItalic, "3;", "23;"},
	{vt.AttrBlink, "5;", "25;"},
	{vt.AttrReverse, "7;", "27;"},
	{vt.AttrConceal, "8;", "28;"},
	{vt.AttrStrike, "9;", "29;"},
	{vt.AttrOverline, "53;", "55;"},
}

// append adds the parameters, each with a ';' behind it, that make t of s.
func (s sgr) append(dst []byte, t sgr, caps Caps) []byte {
	if s.attr != t.attr {
		dst = appendAttrs(dst, s.attr, t.attr, caps)
	}
	if s.fg != t.fg {
		dst = appendColor(dst, t.fg, 30)
	}
	if s.bg != t.bg {
		dst = appendColor(dst, t.bg, 40)
	}
	if s.ul != t.ul {
		dst = appendUnderlineColor(dst, t.ul)
	}
	return dst
}

func appendAttrs(dst []byte, from, to vt.Attr, caps Caps) []byte {
	const weight = vt.AttrBold | vt.AttrDim // 22 resets both
	if from&^to&weight != 0 {
		dst = append(dst, "22;"...)
		from &^= weight
	}
	if to&^from&vt.AttrBold != 0 {
		dst = append(dst, "1;"...)
	}
	if to&^from&vt.AttrDim != 0 {
		dst = append(dst, "2;"...)
	}
	if u := to.Underline(); u != from.Underline() {
		switch {
		case u == vt.UnderlineNone:
			dst = append(dst, "24;"...)
		case u == vt.UnderlineSingle:
			dst = append(dst, "4;"...)
		default:
			dst = append(dst, '4', ':', '0'+byte(u), ';')
		}
	}
	if (from^to)&^(weight|underlineMask) == 0 {
		return dst
	}
	for i := range onOff {
		switch a := &onOff[i]; {
		case to&^from&a.attr != 0:
			dst = append(dst, a.on...)
		case from&^to&a.attr != 0:
			dst = append(dst, a.off...)
		}
	}
	return dst
}

// appendColor adds c as a foreground (base 30) or background (base 40).
func appendColor(dst []byte, c vt.Color, base uint64) []byte {
	if c.IsDefault() {
		return append(strconv.AppendUint(dst, base+9, 10), ';')
	}
	if i, ok := c.Index(); ok {
		switch n := uint64(i); {
		case n < 8:
			dst = strconv.AppendUint(dst, base+n, 10)
		case n < 16:
			dst = strconv.AppendUint(dst, base+60+n-8, 10)
		default:
			dst = append(strconv.AppendUint(dst, base+8, 10), ";5;"...)
			dst = strconv.AppendUint(dst, n, 10)
		}
		return append(dst, ';')
	}
	// Semicolons: every terminal with direct colours reads them, not every one
	// the colons of the standard.
	dst = append(strconv.AppendUint(dst, base+8, 10), ";2;"...)
	return appendRGB(dst, c, ';')
}

func appendUnderlineColor(dst []byte, c vt.Color) []byte {
	if c.IsDefault() {
		return append(dst, "59;"...)
	}
	if i, ok := c.Index(); ok {
		return append(strconv.AppendUint(append(dst, "58:5:"...), uint64(i), 10), ';')
	}
	return appendRGB(append(dst, "58:2::"...), c, ':')
}

// appendRGB adds the three components with sep between them and ';' behind.
func appendRGB(dst []byte, c vt.Color, sep byte) []byte {
	red, green, blue, _ := c.RGB()
	dst = append(strconv.AppendUint(dst, uint64(red), 10), sep)
	dst = append(strconv.AppendUint(dst, uint64(green), 10), sep)
	return append(strconv.AppendUint(dst, uint64(blue), 10), ';')
}
