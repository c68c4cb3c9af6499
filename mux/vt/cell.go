package vt

// Color is a colour as a program asked for it. The zero value is the
// terminal's default foreground or background; else it is an index of the
// palette (Palette) or a direct colour (RGB).
type Color uint32

const (
	colorPalette Color = 1 << 24
	colorRGB     Color = 2 << 24
	colorKind    Color = 0xff << 24
)

// Palette is entry i of the 256-colour palette.
func Palette(i uint8) Color { return colorPalette | Color(i) }

// RGB is a direct colour.
func RGB(r, g, b uint8) Color { return colorRGB | Color(r)<<16 | Color(g)<<8 | Color(b) }

// IsDefault says that c is the terminal's default colour.
func (c Color) IsDefault() bool { return c&colorKind == 0 }

// Index is the palette entry of c; ok is false where c is not of the palette.
func (c Color) Index() (i uint8, ok bool) { return uint8(c), c&colorKind == colorPalette }

// RGB is the three components of c; ok is false where c is not direct.
func (c Color) RGB() (r, g, b uint8, ok bool) {
	return uint8(c >> 16), uint8(c >> 8), uint8(c), c&colorKind == colorRGB
}

// Attr is the set of a cell's attributes. The zero value is plain text.
type Attr uint16

// Attributes set by SGR, and three marks of our own (AttrWide, AttrSpacer,
// AttrProtected). The underline styles are a three-bit number, see Underline.
const (
	AttrBold Attr = 1 << iota
	AttrDim
	AttrItalic
	AttrBlink
	AttrReverse
	AttrConceal
	AttrStrike
	AttrOverline
	attrUnderline0
	attrUnderline1
	attrUnderline2
	AttrProtected // DECSCA: DECSED and DECSEL leave the cell alone
	AttrWide      // the left half of a character two cells wide
	AttrSpacer    // the right half of one: Rune is 0
)

// Underline is the shape of an underline, numbered as in SGR 4:n.
type Underline uint8

// The shapes of SGR 4:n.
const (
	UnderlineNone Underline = iota
	UnderlineSingle
	UnderlineDouble
	UnderlineCurly
	UnderlineDotted
	UnderlineDashed
)

const attrUnderlineShift = 8

// Underline is the shape of the underline in a.
func (a Attr) Underline() Underline { return Underline(a >> attrUnderlineShift & 7) }

// WithUnderline is a with its underline replaced by u.
func (a Attr) WithUnderline(u Underline) Attr {
	return a&^(7<<attrUnderlineShift) | Attr(u&7)<<attrUnderlineShift
}

// Cell is one place of a row: 16 bytes without a pointer, so that the
// collector never scans a screen. The zero value is a blank in default colours.
type Cell struct {
	// Rune is a code point, or, with clusterBit set, the number of an
	// interned grapheme cluster of several (Frame.Text resolves it). 0 is blank:
	// it is shown as a space, and was never written to.
	Rune uint32
	// Fg and Bg are the colours asked for; AttrReverse is not applied to them.
	Fg, Bg Color
	// Attr is what SGR set, and whether the cell is half of a wide character.
	Attr Attr
	// Ext is the number of an interned Ext (Frame.Ext resolves it); 0 is none.
	Ext uint16
}

// clusterBit marks a Cell.Rune that numbers an interned cluster.
const clusterBit = 1 << 31

// Ext is the part of a cell's style that few cells have.
type Ext struct {
	// UnderlineColor is that of SGR 58; the default is the text's own.
	UnderlineColor Color
	// Link is the URI of OSC 8, LinkID its id parameter; empty without.
	Link, LinkID string
}
