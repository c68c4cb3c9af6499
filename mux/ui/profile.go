package ui

import (
	"github.com/gdamore/tcell/v2"
)

// Profile is what an outer terminal can show. The zero value is one without
// colours: everything that matters is then told by bold, reverse and text.
type Profile struct {
	// TrueColor: it takes direct colours (SGR 38;2).
	TrueColor bool
	// Colors is the size of its palette: 0, 8, 16 or 256. What lies between
	// counts as the next smaller one.
	Colors int
}

// palette is Colors as one of the four sizes.
func (p Profile) palette() int {
	switch {
	case p.Colors >= 256:
		return 256
	case p.Colors >= 16:
		return 16
	case p.Colors >= 8:
		return 8
	}
	return 0
}

// quantise is c as the nearest colour that the terminal has. tcell would search
// for it too, in a colour space where that takes a second for a frame.
func (p Profile) quantise(c tcell.Color) tcell.Color {
	size := p.palette()
	if !c.Valid() || size == 0 && !p.TrueColor {
		return tcell.ColorDefault
	}
	if !c.IsRGB() {
		// A palette entry, or a name outside of the palette.
		if i := int(c - tcell.ColorValid); i < size || i < 8 && size > 0 {
			return c
		} else if i < 16 && size == 8 {
			return c - 8
		}
	}
	r, g, b := c.RGB()
	if r < 0 {
		return tcell.ColorDefault
	}
	switch {
	case p.TrueColor:
		return tcell.NewRGBColor(r, g, b)
	case size == 256:
		return tcell.PaletteColor(nearest256(r, g, b))
	}
	return tcell.PaletteColor(nearest16(r, g, b, size))
}

// cubeStep are the six levels of each component in the cube of xterm's palette,
// entries 16 to 231; 232 to 255 are greys from 8 on in steps of 10.
var cubeStep = [6]int32{0, 95, 135, 175, 215, 255}

func nearest256(r, g, b int32) int {
	ri, gi, bi := cubeIndex(r), cubeIndex(g), cubeIndex(b)
	grey := min(max(((r+g+b)/3-3)/10, 0), 23)
	level := 8 + grey*10
	cube := distance(r, g, b, cubeStep[ri], cubeStep[gi], cubeStep[bi])
	if distance(r, g, b, level, level, level) < cube {
		return int(232 + grey)
	}
	return 16 + 36*ri + 6*gi + bi
}

func cubeIndex(v int32) int {
	best := 0
	for i, level := range cubeStep {
		if abs(v-level) < abs(v-cubeStep[best]) {
			best = i
		}
	}
	return best
}

// nearest16 searches the first size entries of xterm's palette.
func nearest16(r, g, b int32, size int) int {
	best, least := 0, int32(-1)
	for i := range size {
		pr, pg, pb := tcell.PaletteColor(i).RGB()
		if d := distance(r, g, b, pr, pg, pb); least < 0 || d < least {
			best, least = i, d
		}
	}
	return best
}

func distance(r, g, b, r2, g2, b2 int32) int32 {
	return (r-r2)*(r-r2) + (g-g2)*(g-g2) + (b-b2)*(b-b2)
}

func abs(v int32) int32 { return max(v, -v) }
