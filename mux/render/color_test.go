package render

import (
	"testing"

	"jackin/mux/vt"
)

func TestReduce(t *testing.T) {
	tests := []struct {
		c    vt.Color
		d    Depth
		want vt.Color
	}{
		{0, Mono, 0},
		{0, Colors16, 0},
		{vt.RGB(1, 2, 3), TrueColor, vt.RGB(1, 2, 3)},
		{vt.RGB(1, 2, 3), Mono, 0},
		{vt.Palette(3), Mono, 0},
		{vt.Palette(200), Colors256, vt.Palette(200)},
		{vt.RGB(0, 0, 0), Colors256, vt.Palette(16)},
		{vt.RGB(255, 255, 255), Colors256, vt.Palette(231)},
		{vt.RGB(95, 135, 175), Colors256, vt.Palette(67)},
		{vt.RGB(8, 8, 8), Colors256, vt.Palette(232)},
		{vt.RGB(238, 238, 238), Colors256, vt.Palette(255)},
		{vt.RGB(100, 100, 101), Colors256, vt.Palette(241)},
		{vt.RGB(204, 120, 92), Colors256, vt.Palette(173)},
		{vt.RGB(0, 0, 0), Colors16, vt.Palette(0)},
		{vt.RGB(102, 102, 102), Colors16, vt.Palette(8)},
		{vt.RGB(200, 200, 200), Colors16, vt.Palette(7)},
		{vt.RGB(255, 255, 255), Colors16, vt.Palette(15)},
		{vt.RGB(255, 0, 0), Colors16, vt.Palette(9)},
		{vt.RGB(160, 20, 10), Colors16, vt.Palette(1)},
		{vt.RGB(20, 160, 160), Colors16, vt.Palette(6)},
		{vt.Palette(12), Colors16, vt.Palette(12)},
		{vt.Palette(196), Colors16, vt.Palette(9)},
		{vt.Palette(232), Colors16, vt.Palette(0)},
		{vt.Palette(255), Colors16, vt.Palette(15)},
	}
	for _, tt := range tests {
		if got := reduce(tt.c, tt.d); got != tt.want {
			t.Errorf("reduce(%x, %d) = %x, want %x", tt.c, tt.d, got, tt.want)
		}
	}
}

// TestTo256IsNear has the palette's own colours, which are their own nearest,
// and compares others with a search.
func TestTo256IsNear(t *testing.T) {
	for i := 16; i < 256; i++ {
		r, g, b := paletteRGB(uint8(i))
		if r2, g2, b2 := paletteRGB(to256(r, g, b)); r2 != r || g2 != g || b2 != b {
			t.Errorf("entry %d, %d %d %d, becomes %d %d %d", i, r, g, b, r2, g2, b2)
		}
	}
	for v := range 16 * 16 * 16 {
		r, g, b := v>>8*17, v>>4&15*17, v&15*17
		best := 1 << 30
		for i := 16; i < 256; i++ {
			r2, g2, b2 := paletteRGB(uint8(i))
			best = min(best, distance(r, g, b, r2, g2, b2))
		}
		r2, g2, b2 := paletteRGB(to256(r, g, b))
		if got := distance(r, g, b, r2, g2, b2); got > best+best/4+60 {
			t.Errorf("to256(%d, %d, %d) is off by %d, the nearest by %d", r, g, b, got, best)
		}
	}
}
