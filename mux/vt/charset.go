package vt

// charsets is the four designated character sets and which of them is in use. The
// zero value is ASCII in all four.
type charsets struct {
	g      [4]byte
	gl     uint8
	single uint8 // of the next character alone (SS2, SS3); 0 none
}

// The sets that are told apart by more than national letters.
const (
	charsetASCII    = 0
	charsetGraphics = '0' // DEC special graphics: line drawing
)

// active says that characters need a translation.
func (c *charsets) active() bool { return c.g[c.gl] != charsetASCII || c.single != 0 }

func (c *charsets) reset() { *c = charsets{} }

func (c *charsets) lock(n uint8) { c.gl = n }

func (c *charsets) shift(n uint8) { c.single = n }

// designate makes G n the set that final names; an unknown one changes nothing.
func (c *charsets) designate(n int, final byte) {
	switch {
	case final == 'B':
		c.g[n] = charsetASCII
	case final == charsetGraphics || national(final) != nil:
		c.g[n] = final
	}
}

// translate is the character that r stands for, an ASCII one.
func (c *charsets) translate(r rune) rune {
	set := c.g[c.gl]
	if c.single != 0 {
		set, c.single = c.g[c.single], 0
	}
	if set == charsetGraphics {
		if r >= '`' && r <= '~' {
			return graphics[r-'`']
		}
		return r
	}
	if set != charsetASCII {
		letters := national(set)
		for i, ascii := range nationalPlaces {
			if r == ascii {
				return letters[i]
			}
		}
	}
	return r
}

// graphics is DEC special graphics from ` on.
var graphics = [...]rune{
	'◆', '▒', '␉', '␌', '␍', '␊', '°', '±', '␤', '␋', '┘', '┐', '┌', '└', '┼',
	'⎺', '⎻', '─', '⎼', '⎽', '├', '┤', '┴', '┬', '│', '≤', '≥', 'π', '≠', '£', '·',
}

// nationalPlaces are the characters that national replacement sets replace.
var nationalPlaces = [...]rune{'#', '@', '[', '\\', ']', '^', '_', '`', '{', '|', '}', '~'}

// national is what the set of that final byte has in nationalPlaces; nil if there
// is no such set.
func national(final byte) *[len(nationalPlaces)]rune {
	switch final {
	case 'A': // United Kingdom
		return &[...]rune{'£', '@', '[', '\\', ']', '^', '_', '`', '{', '|', '}', '~'}
	case '4': // Dutch
		return &[...]rune{'£', '¾', 'ĳ', '½', '|', '^', '_', '`', '¨', 'f', '¼', '´'}
	case 'C', '5': // Finnish
		return &[...]rune{'#', '@', 'Ä', 'Ö', 'Å', 'Ü', '_', 'é', 'ä', 'ö', 'å', 'ü'}
	case 'R': // French
		return &[...]rune{'£', 'à', '°', 'ç', '§', '^', '_', '`', 'é', 'ù', 'è', '¨'}
	case 'Q': // French Canadian
		return &[...]rune{'#', 'à', 'â', 'ç', 'ê', 'î', '_', 'ô', 'é', 'ù', 'è', 'û'}
	case 'K': // German
		return &[...]rune{'#', '§', 'Ä', 'Ö', 'Ü', '^', '_', '`', 'ä', 'ö', 'ü', 'ß'}
	case 'Y': // Italian
		return &[...]rune{'£', '§', '°', 'ç', 'é', '^', '_', 'ù', 'à', 'ò', 'è', 'ì'}
	case 'E', '6': // Norwegian and Danish
		return &[...]rune{'#', 'Ä', 'Æ', 'Ø', 'Å', 'Ü', '_', 'ä', 'æ', 'ø', 'å', 'ü'}
	case 'Z': // Spanish
		return &[...]rune{'£', '§', '¡', 'Ñ', '¿', '^', '_', '`', '°', 'ñ', 'ç', '~'}
	case 'H', '7': // Swedish
		return &[...]rune{'#', 'É', 'Ä', 'Ö', 'Å', 'Ü', '_', 'é', 'ä', 'ö', 'å', 'ü'}
	case '=': // Swiss
		return &[...]rune{'ù', 'à', 'é', 'ç', 'ê', 'î', 'è', 'ô', 'ä', 'ö', 'ü', 'û'}
	}
	return nil
}
