package render

import "jackin/mux/vt"

// overrides is the colours that a program has set for its own screen: what
// palette entries (OSC 4) and default colours (OSC 10, 11) look like there. The
// outer terminal's own are never changed, for all it shows would change with
// them; cells are drawn in the colours themselves instead.
type overrides struct {
	set int // how many there are, whatever the terminal can show of them
	// color is by palette index, then as vt.Frame.Overrides; the default colour
	// is no override.
	color [vt.OverrideCursor]vt.Color
}

// follow makes o what the map says, and says whether that is a change. The
// cursor's colour is none of a cell's.
func (o *overrides) follow(m map[int]vt.RGBColor) (changed bool) {
	n := 0
	for i, c := range m {
		if i < 0 || i >= len(o.color) {
			continue
		}
		n++
		if o.color[i] != vt.RGB(c.R, c.G, c.B) {
			changed = true
		}
	}
	if !changed && n == o.set {
		return false
	}
	*o = overrides{set: n}
	for i, c := range m {
		if i >= 0 && i < len(o.color) {
			o.color[i] = vt.RGB(c.R, c.G, c.B)
		}
	}
	return true
}

// of is c, or the colour that its palette entry was set to.
func (o *overrides) of(c vt.Color) vt.Color {
	if i, ok := c.Index(); ok && !o.color[i].IsDefault() {
		return o.color[i]
	}
	return c
}

// inkAttrs is what shows the text's colour even in a blank, or swaps it.
const inkAttrs = vt.AttrReverse | vt.AttrStrike | vt.AttrOverline | underlineMask

// defaults gives row the default colours that the program has set. It comes
// last: a reversed screen has changed the sides of the colours by then, those of
// the default ones with SGR 7. A blank that shows no text colour keeps the
// default one, so that it can be erased.
func (r *Renderer) defaults(row []vt.Cell) {
	fg := reduce(r.colors.color[vt.OverrideForeground], r.caps.Colors)
	bg := reduce(r.colors.color[vt.OverrideBackground], r.caps.Colors)
	if fg.IsDefault() && bg.IsDefault() {
		return
	}
	for x := range row {
		c := &row[x]
		if c.Fg.IsDefault() && (c.Rune != ' ' || c.Attr&inkAttrs != 0) {
			c.Fg = fg
		}
		if c.Bg.IsDefault() {
			c.Bg = bg
		}
	}
}
