package doctor

// State is how bad a finding is.
type State string

// The states.
const (
	// OK: nothing is to be done.
	OK State = "ok"
	// Warn: something is lost, or known to surprise; jackin works.
	Warn State = "warn"
	// Bad: jackin doesn't work, or won't for long.
	Bad State = "bad"
)

// Finding is what one check has found.
type Finding struct {
	// Name is the check's: one word, the same in every version.
	Name  string `json:"name"`
	State State  `json:"state"`
	// Message says what is; it is never empty.
	Message string `json:"message"`
	// Mend is one line that says what to do, most often a command; empty where
	// State is OK.
	Mend string `json:"mend,omitempty"`
}

// checks are in the order in which they are shown. Each returns a finding without
// its name.
var checks = [...]struct {
	name  string
	check func(Facts) Finding
}{
	{"server", checkServer},
	{"init", checkInit},
	{"capabilities", checkCapabilities},
	{"processes", checkProcesses},
	{"memory", checkMemory},
	{"sockets", checkSockets},
	{"clients", checkClients},
	{"keys", checkKeys},
	{"terminal", checkTerminal},
	{"size", checkSize},
	{"term", checkTerm},
	{"colours", checkColours},
	{"shift-enter", checkShiftEnter},
	{"ctrl-p", checkCtrlP},
	{"clipboard", checkClipboard},
}

// Examine makes every check.
func Examine(f Facts) []Finding {
	findings := make([]Finding, len(checks))
	for i, c := range checks {
		findings[i] = c.check(f)
		findings[i].Name = c.name
	}
	return findings
}

// Worst is the worst state of all; OK where there is none.
func Worst(findings []Finding) State {
	worst := OK
	for _, f := range findings {
		if f.State == Bad || f.State == Warn && worst == OK {
			worst = f.State
		}
	}
	return worst
}

func ok(message string) Finding { return Finding{State: OK, Message: message} }

func warn(message, mend string) Finding { return Finding{State: Warn, Message: message, Mend: mend} }

func bad(message, mend string) Finding { return Finding{State: Bad, Message: message, Mend: mend} }
