package wire

import "time"

// Verbs about one tab, and those that came with them.
const (
	VerbCapture = "capture"   // Capture -> Data frames, and then the Response
	VerbSend    = "send"      // Send; answered when the pane has taken it
	VerbWait    = "wait"      // Wait; answered when the tab is in that state
	VerbRename  = "rename"    // Rename -> Tab
	VerbRestart = "restart"   // Restart -> Tab; answered when it runs
	VerbKill    = "kill"      // Kill
	VerbEvents  = "events"    // from the Response on Event frames, without end
	VerbKeys    = "keys"      // []Key
	VerbPush    = "keys push" // one descriptor beside the frame -> []Key
)

// States of a tab, as Tab.State says them.
const (
	StateStarting = "starting"
	StateWaiting  = "waiting" // for its key
	StateRunning  = "running"
	StateExited   = "exited"
)

// IsState says that s is a state of a tab.
func IsState(s string) bool {
	return s == StateStarting || s == StateWaiting || s == StateRunning || s == StateExited
}

// Capture asks for what a tab shows. Tab is its number or its UUID, here and in
// the other verbs about one.
type Capture struct {
	Tab string `json:"tab"`
	// ANSI keeps colours, attributes and links as escape sequences.
	ANSI bool `json:"ansi,omitempty"`
	// History puts what was scrolled out before the screen.
	History bool `json:"history,omitempty"`
}

// Send types into a tab: Text, then Keys in their order, then Enter.
type Send struct {
	Tab string `json:"tab"`
	// Text goes to the program as it is.
	Text []byte `json:"text,omitempty"`
	// Keys are names as keys.ParseKey reads them; they are encoded as the
	// program has asked for.
	Keys  []string `json:"keys,omitempty"`
	Enter bool     `json:"enter,omitempty"`
}

// Wait asks for an answer once the tab is in State. A tab that is closed counts
// as exited; for another state it is a refusal.
type Wait struct {
	Tab   string `json:"tab"`
	State string `json:"state"`
}

// Rename replaces a tab's label; with an empty Label it is computed again.
type Rename struct {
	Tab   string `json:"tab"`
	Label string `json:"label"`
}

// Restart runs a tab's program again; what still runs there is ended first.
type Restart struct {
	Tab string `json:"tab"`
}

// Kill ends what runs in a tab, or signals it.
type Kill struct {
	Tab string `json:"tab"`
	// Signal is sent to the process tree, and the answer doesn't wait for what
	// comes of it. 0: the tree is ended by the usual signals, and the answer
	// waits for the end.
	Signal int `json:"signal,omitempty"`
	// Close closes the tab too.
	Close bool `json:"close,omitempty"`
}

// Event is a hint that something has changed: whoever wants to know what asks.
// It is a line of `jackin events`. Fields are only ever added.
type Event struct {
	Time time.Time `json:"time"`
	// Event is one of the constants below; others may be added.
	Event string `json:"event"`
	// ID and UUID are the tab's; none where it isn't about one.
	ID   int    `json:"id,omitempty"`
	UUID string `json:"uuid,omitempty"`
}

// What an Event says.
const (
	EventOpened  = "opened"  // a tab
	EventChanged = "changed" // a tab: its state or its label
	EventClosed  = "closed"  // a tab
	EventKeys    = "keys"    // keys were set or removed; labels may have changed
	EventMissed  = "missed"  // the listener was too slow for some events
	// EventListening is what the verb itself prints first: what comes after is heard.
	EventListening = "listening"
)

// Key is a key that has a value, a row of `jackin keys list`.
type Key struct {
	Name string `json:"name"`
	// Source is file, environment, config or push.
	Source string `json:"source"`
}
