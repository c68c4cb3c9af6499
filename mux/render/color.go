package render

import "jackin/mux/vt"

// reduce is c as a terminal of depth d can show it.
func reduce(c vt.Color, d Depth) vt.Color {
	if d == TrueColor || c.IsDefault() {
		return c
	}
	if d == Mono {
		return 0
	}
	if i, ok := c.Index(); ok {
		if i < 16 || d == Colors256 {
			return c
		}
		return vt.Palette(to16(paletteRGB(i)))
	}
	r, g, b, _ := c.RGB()
	if d == Colors256 {
		return vt.Palette(to256(int(r), int(g), int(b)))
	}
	return vt.Palette(to16(int(r), int(g), int(b)))
}

// paletteRGB is entry i of xterm's palette, for i of 16 and above: the cube of
// six levels a side, then 24 greys.
func paletteRGB(i uint8) (r, g, b int) {
	if i >= 232 {
		v := 8 + 10*int(i-232)
		return v, v, v
	}
	n := int(i) - 16
	return level(n / 36), level(n / 6 % 6), level(n % 6)
}

// level is step n of a side of the colour cube: 0, 95, 135, ... 255.
func level(n int) int {
	if n == 0 {
		return 0
	}
	return 55 + 40*n
}

// step is the step of the colour cube nearest to v.
func step(v int) int {
	switch {
	case v < 48:
		return 0
	case v < 115:
		return 1
	}
	return (v - 35) / 40
}

// to256 is the nearer of the nearest colour of the cube and the nearest grey.
func to256(r, g, b int) uint8 {
	cr, cg, cb := step(r), step(g), step(b)
	cube := uint8(16 + 36*cr + 6*cg + cb)
	if r == g && g == b && level(cr) == r {
		return cube
	}
	n := min(max(((r+g+b)/3-3)/10, 0), 23)
	v := 8 + 10*n
	if distance(r, g, b, v, v, v) < distance(r, g, b, level(cr), level(cg), level(cb)) {
		return uint8(232 + n)
	}
	return cube
}

func distance(r, g, b, r2, g2, b2 int) int {
	r, g, b = r-r2, g-g2, b-b2
	return r*r + g*g + b*b
}

// to16 takes the grey by lightness where there is little colour, else the
// channels that are more than half as strong as the strongest.
func to16(r, g, b int) uint8 {
	hi, lo := max(r, g, b), min(r, g, b)
	if hi-lo < 40 {
		switch {
		case hi < 56:
			return 0
		case hi < 150:
			return 8
		case hi < 218:
			return 7
		}
		return 15
	}
	var i uint8
	if 2*r > hi+lo {
		i |= 1
	}
	if 2*g > hi+lo {
		i |= 2
	}
	if 2*b > hi+lo {
		i |= 4
	}
	if hi > 210 {
		i |= 8
	}
	return i
}
