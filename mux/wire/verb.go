package wire

import "jackin/session"

// Verbs of a Request.
const (
	VerbHealth    = "health"    // Health
	VerbList      = "ls"        // []Tab
	VerbNew       = "new"       // NewTab -> Tab
	VerbProviders = "providers" // ProvidersOf -> []ProviderRow
	VerbStop      = "stop"      // answered when the stop has begun
)

// Exit codes of the command line, as far as the server decides them.
const (
	CodeFailed       = 1
	CodeUsage        = 2
	CodeNoServer     = 3
	CodeNotFound     = 4 // tab, agent, provider
	CodeVersion      = 5
	CodeNotPermitted = 6
)

// Health says who answers.
type Health struct {
	Pid     int    `json:"pid"`
	InitPid int    `json:"init_pid"`
	Build   string `json:"build"`
	Tabs    int    `json:"tabs"`
	Clients int    `json:"clients"`
	// ClientPids are the processes of clients, as far as they are in sight;
	// SilentPids those of clients whose terminal gives no sign of life.
	ClientPids []int `json:"client_pids,omitempty"`
	SilentPids []int `json:"silent_pids,omitempty"`
}

// Tab is a row of `jackin ls --json`. Fields are only ever added.
type Tab struct {
	ID       int     `json:"id"`
	UUID     string  `json:"uuid"`
	Label    string  `json:"label"`
	Agent    string  `json:"agent"`
	Provider *string `json:"provider"`
	Dir      string  `json:"dir"`
	Pid      *int    `json:"pid"`
	State    string  `json:"state"`
	Activity string  `json:"activity"`
	Exit     *Exit   `json:"exit"`
}

// Exit is how a tab's session ended: exactly one field is set.
type Exit struct {
	Code   *int   `json:"code,omitempty"`
	Signal string `json:"signal,omitempty"`
}

// NewExit is e as the command line shows it.
func NewExit(e session.Exit) *Exit {
	if e.Signal != 0 {
		return &Exit{Signal: session.SignalName(e.Signal)}
	}
	return &Exit{Code: &e.Code}
}

// NewTab asks for a tab.
type NewTab struct {
	// Agent is the agent's id; empty where Command is set.
	Agent string `json:"agent,omitempty"`
	// Provider is the provider's id; empty is the native one.
	Provider string `json:"provider,omitempty"`
	// Command is a program with its arguments.
	Command []string `json:"command,omitempty"`
	// Args follow the agent's own.
	Args []string `json:"args,omitempty"`
	// Dir is the absolute working directory.
	Dir string `json:"dir"`
	// Label replaces the computed one.
	Label string `json:"label,omitempty"`
	// Background leaves every client where it is.
	Background bool `json:"background,omitempty"`
	// From is the UUID of the tab that asks (JACKIN_TAB), empty outside one.
	From string `json:"from,omitempty"`
	// Cols and Rows are the outer terminal of the client that is about to show
	// the tab, so that its program starts at that size and isn't resized at once;
	// 0: unknown.
	Cols int `json:"cols,omitempty"`
	Rows int `json:"rows,omitempty"`
}

// ProvidersOf asks for the providers of one agent, or with an empty Agent of all.
type ProvidersOf struct {
	Agent string `json:"agent,omitempty"`
}

// ProviderRow is one choice of one agent, a row of `jackin providers`.
type ProviderRow struct {
	Agent    string `json:"agent"`
	Provider string `json:"provider"`
	Label    string `json:"label"`
	Native   bool   `json:"native"`
	// Configured says that the choice is offered.
	Configured bool `json:"configured"`
	// Reason says why it isn't; empty where it is.
	Reason string `json:"reason,omitempty"`
}
