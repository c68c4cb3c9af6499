package vt

// EventKind says what an Event is about.
type EventKind uint8

// What a program says beside the screen.
const (
	// EventBell is BEL.
	EventBell EventKind = iota + 1
	// EventTitle is a new title, in Text (OSC 0 and 2, the title stack).
	EventTitle
	// EventDir is OSC 7: the program's working directory, a URL in Text.
	EventDir
	// EventClipboard is OSC 52 setting a selection: its name in Name ("c" where
	// empty), the text decoded in Data. Reading is refused without an event.
	EventClipboard
	// EventNotify is a notification: its title in Name, its body in Text (OSC 9, 777).
	EventNotify
	// EventNotifyRaw is OSC 99, kitty's notifications, as it came: Text.
	EventNotifyRaw
	// EventProgress is OSC 9;4: the state (0 none, 1 normal, 2 error, 3
	// indeterminate, 4 paused) in State and a percentage in Percent.
	EventProgress
	// EventPrompt is OSC 133: the mark A, B, C or D in Name, what is behind it in
	// Text (for D the exit status).
	EventPrompt
	// EventProgramStatus is OSC 7501, what is behind the number in Text:
	// state=S and more. Its question is answered without an event.
	EventProgramStatus
	// EventHistoryCleared is ED 3.
	EventHistoryCleared
	// EventReset is RIS, which clears the history too.
	EventReset

	// EventKinds is one more than the last kind.
	EventKinds
)

// Event is something a program says beside the screen. Text is UTF-8 without
// control characters; which fields are set is said at its kind.
type Event struct {
	Kind    EventKind
	Name    string
	Text    string
	Data    []byte
	State   int
	Percent int
}
