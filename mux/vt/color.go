package vt

import (
	"maps"
	"strconv"
	"strings"
)

// RGBColor is a colour's components.
type RGBColor struct{ R, G, B uint8 }

// Colors are those of a terminal: what default colours and palette entries look
// like. DarkColors are a plain dark terminal's.
type Colors struct {
	Foreground, Background, Cursor RGBColor
	Palette                        [256]RGBColor
}

// DarkColors is what an outer terminal is taken to have until it has said.
func DarkColors() Colors {
	c := Colors{
		Foreground: RGBColor{0xff, 0xff, 0xff},
		Cursor:     RGBColor{0xff, 0xff, 0xff},
	}
	base := [16]RGBColor{
		{0x00, 0x00, 0x00}, {0xcd, 0x00, 0x00}, {0x00, 0xcd, 0x00}, {0xcd, 0xcd, 0x00},
		{0x00, 0x00, 0xee}, {0xcd, 0x00, 0xcd}, {0x00, 0xcd, 0xcd}, {0xe5, 0xe5, 0xe5},
		{0x7f, 0x7f, 0x7f}, {0xff, 0x00, 0x00}, {0x00, 0xff, 0x00}, {0xff, 0xff, 0x00},
		{0x5c, 0x5c, 0xff}, {0xff, 0x00, 0xff}, {0x00, 0xff, 0xff}, {0xff, 0xff, 0xff},
	}
	copy(c.Palette[:], base[:])
	step := [6]uint8{0, 0x5f, 0x87, 0xaf, 0xd7, 0xff}
	for i := range 216 {
		c.Palette[16+i] = RGBColor{step[i/36], step[i/6%6], step[i%6]}
	}
	for i := range 24 {
		v := uint8(8 + 10*i)
		c.Palette[232+i] = RGBColor{v, v, v}
	}
	return c
}

// dark says that the background is darker than the foreground.
func (c *Colors) dark() bool {
	light := func(c RGBColor) int { return 299*int(c.R) + 587*int(c.G) + 114*int(c.B) }
	return light(c.Background) <= light(c.Foreground)
}

// palette is the outer terminal's colours and what the program set over them.
type palette struct {
	outer Colors
	// set are the overrides: a palette index, or one of the three below. shared says
	// that a Frame has it: then it is replaced, not changed.
	set    map[int]RGBColor
	shared bool
	gen    uint64
}

// The keys of Frame.Overrides behind those of the palette.
const (
	OverrideForeground = 256 + iota
	OverrideBackground
	OverrideCursor
)

func (p *palette) reset() { p.outer = DarkColors() }

func (p *palette) resetDynamic() {
	if len(p.set) > 0 {
		p.set = nil
		p.gen++
	}
}

func (p *palette) get(i int) RGBColor {
	if c, ok := p.set[i]; ok {
		return c
	}
	switch i {
	case OverrideForeground:
		return p.outer.Foreground
	case OverrideBackground:
		return p.outer.Background
	case OverrideCursor:
		return p.outer.Cursor
	}
	return p.outer.Palette[i]
}

func (p *palette) put(i int, c RGBColor) {
	if old, ok := p.set[i]; ok && old == c {
		return
	}
	if p.own(); p.set == nil {
		p.set = map[int]RGBColor{}
	}
	p.set[i] = c
	p.gen++
}

func (p *palette) unset(i int) {
	if _, ok := p.set[i]; ok {
		p.own()
		delete(p.set, i)
		p.changed()
	}
}

// own makes the overrides ours to change.
func (p *palette) own() {
	if p.shared {
		p.set, p.shared = maps.Clone(p.set), false
	}
}

// share is the overrides for a Frame.
func (p *palette) share() map[int]RGBColor {
	p.shared = true
	return p.set
}

// changed counts a change of the overrides; no override is nil.
func (p *palette) changed() {
	if len(p.set) == 0 {
		p.set = nil
	}
	p.gen++
}

// unsetPalette drops all overrides of palette entries.
func (p *palette) unsetPalette() {
	p.own()
	maps.DeleteFunc(p.set, func(i int, _ RGBColor) bool { return i < OverrideForeground })
	p.changed()
}

// SetColors says what the outer terminal's colours are: the answers to OSC 4,
// 10, 11 and 12. A program that asked for it (2031) is told of a change between
// dark and light.
func (s *Screen) SetColors(c Colors) {
	was := s.colors.outer.dark()
	s.colors.outer = c
	if s.mode.colorReports && was != c.dark() {
		s.reportScheme()
	}
}

// parseColor reads an XParseColor specification: rgb:r/g/b with one to four
// digits each, or #rgb with the same for all; names are not known.
func parseColor(spec string) (c RGBColor, ok bool) {
	var parts []string
	if rest, isRGB := strings.CutPrefix(strings.ToLower(spec), "rgb:"); isRGB {
		parts = strings.Split(rest, "/")
	} else if rest, isHash := strings.CutPrefix(spec, "#"); isHash && len(rest)%3 == 0 {
		n := len(rest) / 3
		parts = []string{rest[:n], rest[n : 2*n], rest[2*n:]}
	}
	if len(parts) != 3 {
		return c, false
	}
	var v [3]uint8
	for i, part := range parts {
		n, err := strconv.ParseUint(part, 16, 16)
		if err != nil || len(part) > 4 || len(part) == 0 {
			return c, false
		}
		if spec[0] == '#' {
			// #abc is the high digits of each component.
			n <<= 4 * (4 - len(part))
			v[i] = uint8(n >> 8)
			continue
		}
		high := uint64(1)<<(4*len(part)) - 1
		v[i] = uint8((n*255 + high/2) / high)
	}
	return RGBColor{v[0], v[1], v[2]}, true
}

// colorSpec is the answer to a colour's query.
func colorSpec(c RGBColor) string {
	const hex = "0123456789abcdef"
	b := []byte("rgb:")
	for i, v := range [3]uint8{c.R, c.G, c.B} {
		if i > 0 {
			b = append(b, '/')
		}
		b = append(b, hex[v>>4], hex[v&15], hex[v>>4], hex[v&15])
	}
	return string(b)
}
