package render

import "jackin/mux/vt"

const (
	underlineMask vt.Attr = 7 << 8 // as vt.Attr.WithUnderline sets it
	// firstWide is the first character that takes two cells by itself.
	firstWide = 0x1100
	// halves are the marks of wide characters.
	halves = vt.AttrWide | vt.AttrSpacer
)

// padCell marks what is beyond the frame.
var padCell = vt.Cell{Rune: '·', Attr: vt.AttrDim}

// compose puts into r.want[from:to] what columns from to to of outer row y
// should show, in our own numbers.
func (r *Renderer) compose(f *vt.Frame, at Rect, y, from, to int) {
	want := r.want[from:to]
	i := y - at.Y
	if i >= frameRows(f) {
		fill(want, padCell)
		return
	}
	x := from - at.X // in the frame
	cells := f.Lines[i].Cells
	cells = cells[:min(len(cells), f.Cols)]
	cells = cells[min(x, len(cells)):]
	n := copy(want, cells)
	wide, slow := false, f.ReverseScreen || r.colors.set > 0
	for j := range want[:n] {
		c := &want[j]
		if c.Rune == 0 {
			c.Rune = ' '
		}
		if c.Rune-0x20 < 0x5f && c.Ext == 0 && c.Attr&r.slowAttrs == 0 &&
			(c.Fg|c.Bg)&r.slowColors == 0 && !slow {
			continue
		}
		wide = wide || c.Attr&halves != 0
		*c = r.own(f, *c)
	}
	blank := vt.Cell{Rune: ' '}
	if f.ReverseScreen {
		blank.Attr = vt.AttrReverse
	}
	end := max(min(f.Cols-x, len(want)), n)
	fill(want[n:end], blank)
	fill(want[end:], padCell)
	if wide {
		pairHalves(want)
	}
	if r.colors.set > 0 {
		r.defaults(want[:end])
	}
}

// own is c in our own numbers, reduced to what the terminal can show.
func (r *Renderer) own(f *vt.Frame, c vt.Cell) vt.Cell {
	half := c.Attr & halves
	switch {
	case half&vt.AttrSpacer != 0:
		c.Rune = 0
	case c.Rune > 0x10ffff:
		c.Rune = r.interned.cluster(f.Text(c))
		if r.interned.clusters[c.Rune&^clusterBit] == "" {
			c.Rune, half = ' ', 0
		}
	case !printable(rune(c.Rune)) || half != 0 && c.Rune < firstWide:
		c.Rune, half = ' ', 0
	}
	if u := c.Attr.Underline(); u > vt.UnderlineSingle && !r.caps.UnderlineStyles {
		c.Attr = c.Attr.WithUnderline(vt.UnderlineSingle)
	}
	c.Attr &= r.styles
	if r.colors.set > 0 {
		c.Fg, c.Bg = r.colors.of(c.Fg), r.colors.of(c.Bg)
	}
	if c.Ext != 0 {
		e := f.Ext(c)
		e.UnderlineColor = r.colors.of(e.UnderlineColor)
		if !r.caps.Links {
			e.Link, e.LinkID = "", ""
		}
		if e.UnderlineColor = reduce(e.UnderlineColor, r.caps.Colors); !r.caps.UnderlineStyles {
			e.UnderlineColor = 0
		}
		c.Ext = r.interned.ext(e)
	}
	c.Fg, c.Bg = reduce(c.Fg, r.caps.Colors), reduce(c.Bg, r.caps.Colors)
	if f.ReverseScreen {
		// The terminal's default colours are swapped by SGR 7 alone; where a
		// colour was asked for, it has to change sides to stay where it was.
		c.Attr ^= vt.AttrReverse
		c.Fg, c.Bg = c.Bg, c.Fg
	}
	c.Attr |= half
	return c
}

// pairHalves leaves only whole wide characters in row: a half whose other one
// is beyond its ends, or isn't there, becomes a blank.
func pairHalves(row []vt.Cell) {
	for x := 0; x < len(row); x++ {
		c := row[x]
		switch {
		case c.Attr&halves == 0:
		case c.Attr&vt.AttrWide != 0 && x+1 < len(row) && row[x+1].Attr&vt.AttrSpacer != 0:
			x++
			c.Rune, c.Attr = 0, c.Attr&^vt.AttrWide|vt.AttrSpacer
			row[x] = c
		default:
			row[x] = vt.Cell{Rune: ' ', Fg: c.Fg, Bg: c.Bg, Attr: c.Attr & vt.AttrReverse}
		}
	}
}

func fill(row []vt.Cell, c vt.Cell) {
	for x := range row {
		row[x] = c
	}
}
