package keys

// Flags of the kitty keyboard protocol, the bits of Protocol.KittyFlags.
const (
	// Disambiguate says Escape, Ctrl and Alt in sequences of their own.
	Disambiguate uint8 = 1 << iota
	// ReportEvents says repeats and releases too.
	ReportEvents
	// ReportAlternates adds the shifted and the US keyboard's key.
	ReportAlternates
	// ReportAll says every key as a sequence, those that type text too.
	ReportAll
	// ReportText adds the text of a key, with ReportAll.
	ReportText

	allFlags = 1<<iota - 1
)

// Protocol is how one side speaks of its keyboard: the modes that a program
// set in its pane, or those that we set in the outer terminal. The zero value
// is xterm after a reset.
type Protocol struct {
	AppCursor   bool // DECCKM (1): cursor keys are SS3
	AppKeypad   bool // DECPAM: the keypad is SS3
	LineFeed    bool // LNM (20): Enter sends CR LF
	BackarrowBS bool // DECBKM (67): Backspace sends BS
	// KittyFlags are the flags in force; 0 is legacy. They go before
	// ModifyOtherKeys.
	KittyFlags uint8
	// ModifyOtherKeys is xterm's level: 0, 1 or 2; higher ones are 2.
	ModifyOtherKeys uint8
}

// kitty says that keys are escape codes where they would be ambiguous.
func (p Protocol) kitty() bool { return p.KittyFlags&(Disambiguate|ReportAll) != 0 }
