package render

// Depth is how many colours an outer terminal shows. The zero value is 16.
type Depth int8

// The depths, in rising order.
const (
	Mono      Depth = iota - 1 // no colours: every cell has the default ones
	Colors16                   // SGR 30-37, 40-47, 90-97, 100-107
	Colors256                  // and 38;5;n
	TrueColor                  // and 38;2;r;g;b
)

// Caps is what an outer terminal is known to understand. The zero value is a
// terminal of which nothing is known but that it resembles xterm: cursor
// addressing, scroll regions, EL, ED and the common SGR.
type Caps struct {
	// Colors is the depth that colours are reduced to.
	Colors Depth
	// Sync is synchronized output, mode 2026.
	Sync bool
	// UnderlineStyles is SGR 4:n and 58, 59. Without it every underline is a
	// single one in the text's colour.
	UnderlineStyles bool
	// Strike is SGR 9, Overline SGR 53; without them the attribute is left out.
	Strike, Overline bool
	// Links is OSC 8.
	Links bool
	// REP repeats the last character (CSI Ps b), ECH erases a number of cells
	// (CSI Ps X).
	REP, ECH bool
	// BCE says that erasing fills with the current background. Without it only
	// cells of the default background are erased, others are written.
	BCE bool
	// NoScroll says that SU and SD aren't understood, nor the cursor's colour,
	// OSC 12 (the Linux console).
	NoScroll bool
	// ColorReports is mode 2031: the terminal reports a change between dark and
	// light colours.
	ColorReports bool
	// Kitty is the kitty keyboard protocol, OtherKeys xterm's modifyOtherKeys.
	Kitty, OtherKeys bool
}

// cursorColor says that OSC 12 and 112 may be sent: every terminal that resembles
// xterm has or ignores them. One without colours has no use for them, and older
// Linux consoles print what is behind the number.
func (c Caps) cursorColor() bool { return c.Colors > Mono && !c.NoScroll }
