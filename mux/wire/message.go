package wire

import "encoding/json"

// Hello is the first frame each way.
type Hello struct {
	Version int `json:"version"`
	// Build is shown, never compared.
	Build string `json:"build,omitempty"`
	// Keys, from the server: the names of the keys it has a value for.
	Keys []string `json:"keys,omitempty"`
}

// Attach makes the connection a client: from now on it gets Output.
type Attach struct {
	// Cols and Rows are the outer terminal's; 0 is not known yet.
	Cols int `json:"cols"`
	Rows int `json:"rows"`
	// Tab is the tab to show first: its number or its UUID. Empty: the last
	// one that somebody looked at.
	Tab string `json:"tab,omitempty"`
	// Picker asks for the agent picker where there is no tab.
	Picker bool `json:"picker,omitempty"`
	// ReadOnly: Input reaches no pane and opens or closes nothing.
	ReadOnly bool `json:"read_only,omitempty"`
	// Dir is the directory for tabs that this client opens.
	Dir string `json:"dir,omitempty"`
	// Term is the client's TERM, a last resort where the outer terminal
	// answers nothing.
	Term string `json:"term,omitempty"`
	// ColorTerm is the client's COLORTERM.
	ColorTerm string `json:"colorterm,omitempty"`
	// Resume is the payload of the last Resume frame of a connection that the
	// server lost; empty at the first.
	Resume []byte `json:"resume,omitempty"`
}

// Resize is a new size of the outer terminal.
type Resize struct {
	Cols int `json:"cols"`
	Rows int `json:"rows"`
}

// Leave ends the client: it restores its terminal, says Message and exits.
type Leave struct {
	// Code is the exit code.
	Code int `json:"code"`
	// Message is one line for the user; empty says nothing.
	Message string `json:"message,omitempty"`
	// Ended says that jackin itself has ended: there is nothing to come back to.
	Ended bool `json:"ended,omitempty"`
	// Detached says that the user asked for it: how to come back is the client's to
	// say, which knows the way it came.
	Detached bool `json:"detached,omitempty"`
	// Fence is the reply of the outer terminal up to which the client swallows
	// input, for FenceWait at most; empty: it swallows nothing.
	Fence []byte `json:"fence,omitempty"`
}

// Request asks for one verb; a Response with its ID answers.
type Request struct {
	ID   int             `json:"id"`
	Verb string          `json:"verb"`
	Body json.RawMessage `json:"body,omitempty"`
}

// Response answers a Request: Error, or Body.
type Response struct {
	ID    int             `json:"id"`
	Body  json.RawMessage `json:"body,omitempty"`
	Error *Error          `json:"error,omitempty"`
}

// Error is a refusal that crosses the wire.
type Error struct {
	// Code is the exit code of the verb, as in the contract.
	Code    int      `json:"code"`
	Message string   `json:"message"`
	Hints   []string `json:"hints,omitempty"`
}

// Error is the message alone.
func (e *Error) Error() string { return e.Message }
