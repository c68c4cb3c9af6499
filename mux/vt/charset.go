package vt

// charsets is the four designated character sets and which of them is in use.
// The zero value is ASCII in all four.
type charsets struct {
	g      [4]byte
	gl     uint8
	single uint8 // of the next character alone (SS2, SS3); 0 none
}

// The sets that differ from ASCII. All others are taken for ASCII.
const (
	charsetASCII    = 0
	charsetGraphics = '0' // DEC special graphics: line drawing
	charsetUK       = 'A'
)

// active says that characters need a translation.
func (c *charsets) active() bool { return c.g[c.gl] != charsetASCII || c.single != 0 }

func (c *charsets) reset() { *c = charsets{} }

func (c *charsets) lock(n uint8) { c.gl = n }

func (c *charsets) shift(n uint8) { c.single = n }

func (c *charsets) designate(n int, final byte) {
	switch final {
	case charsetGraphics, charsetUK:
		c.g[n] = final
	default:
		c.g[n] = charsetASCII
	}
}

// translate is the character that r stands for, an ASCII one.
func (c *charsets) translate(r rune) rune {
	set := c.g[c.gl]
	if c.single != 0 {
		set, c.single = c.g[c.single], 0
	}
	switch {
	case set == charsetGraphics && r >= 0x5f && r <= 0x7e:
		return graphics[r-0x5f]
	case set == charsetUK && r == '#':
		return '£'
	}
	return r
}

// graphics is DEC special graphics from 0x5f on.
var graphics = [...]rune{
	'\u00a0', '◆', '▒', '␉', '␌', '␍', '␊', '°', '±', '␤', '␋', '┘', '┐', '┌', '└', '┼',
	'⎺', '⎻', '─', '⎼', '⎽', '├', '┤', '┴', '┬', '│', '≤', '≥', 'π', '≠', '£', '·',
}
