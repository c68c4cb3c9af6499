package keys

// ReplyKind is which question a Reply answers.
type ReplyKind uint8

// The replies. Beside each: what asks for it, and which fields it fills.
const (
	// ReplyOther is any other report of a terminal.
	ReplyOther ReplyKind = iota
	// ReplyDA1 answers CSI c: Params are the attributes.
	ReplyDA1
	// ReplyDA2 answers CSI > c: Params are type, version, cartridge.
	ReplyDA2
	// ReplyDA3 answers CSI = c: Text is the unit's identity.
	ReplyDA3
	// ReplyXTVERSION answers CSI > q: Text is name and version.
	ReplyXTVERSION
	// ReplyKittyFlags answers CSI ? u: Value are the flags.
	ReplyKittyFlags
	// ReplyModifyOtherKeys answers CSI ? 4 m: Value is the level.
	ReplyModifyOtherKeys
	// ReplyDSR answers CSI 5 n: Value is 0 for "all is well".
	ReplyDSR
	// ReplyCPR answers CSI 6 n or CSI ? 6 n: X and Y are the cursor's cell. Only
	// while one is expected: CSI 1 ; 2 R is Shift+F3 too.
	ReplyCPR
	// ReplyMode answers DECRQM: Number is the mode, Private says of which sort,
	// Value its state (0 not known, 1 set, 2 reset, 3 and 4 for ever so).
	ReplyMode
	// ReplyForeground answers OSC 10: Color, if OK.
	ReplyForeground
	// ReplyBackground answers OSC 11: Color, if OK.
	ReplyBackground
	// ReplyCursor answers OSC 12: Color, if OK.
	ReplyCursor
	// ReplyPalette answers OSC 4: Number is the index, Color its colour, if OK.
	ReplyPalette
	// ReplyTermcap answers XTGETTCAP: Name, and Text its value, if OK.
	ReplyTermcap
	// ReplySetting answers DECRQSS: Text is the setting, if OK.
	ReplySetting
	// ReplyColorScheme answers CSI ? 996 n, and comes unasked with mode 2031:
	// Value is 1 for dark, 2 for light.
	ReplyColorScheme
	// ReplyWindow answers CSI t, and comes unasked with mode 2048: Params.
	ReplyWindow
	// ReplyGraphics answers a kitty graphics query: Text is what follows the G.
	ReplyGraphics
)

// RGB is a colour as a terminal reports it, the high byte of each channel.
type RGB struct{ R, G, B uint8 }

// Reply is one answer of the outer terminal, or a report that it sends by
// itself. Which fields count is said at its kind.
type Reply struct {
	Kind    ReplyKind
	Params  []int
	Number  int
	Private bool
	Value   int
	OK      bool
	X, Y    int // from 0
	Color   RGB
	// Name and Text are as the terminal sent them: control characters are not
	// in them, but they may be as long as heldLimit.
	Name, Text string
}
