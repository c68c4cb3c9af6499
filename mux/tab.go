package mux

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"jackin/mux/vt"
	"jackin/mux/wire"
	"jackin/provider"
	"jackin/session"
)

// commandAgent is what `jackin ls` calls the agent of a `-- COMMAND` tab.
const commandAgent = "command"

// state is where a tab is in its life.
//
//	starting ──Spawned──► running ──reaped and read empty──► exited
//	    │                    ▲                                  │
//	    └──SpawnFailed──► exited ◄──────── Enter ───────────────┘
//	                         (Enter: starting again)
//
// waiting is a tab whose key isn't there: Enter tries again.
type state string

const (
	starting state = wire.StateStarting
	waiting  state = wire.StateWaiting
	running  state = wire.StateRunning
	exited   state = wire.StateExited
)

// launch is what a tab was opened with; it is run again with the same.
type launch struct {
	Agent    provider.AgentID `json:"agent,omitempty"` // empty for a command
	Provider provider.ID      `json:"provider,omitempty"`
	Command  []string         `json:"command,omitempty"`
	Args     []string         `json:"args,omitempty"`
	Dir      string           `json:"dir"`
	// Main says that init ends with the tab's session.
	Main bool `json:"main,omitempty"`
	// Conversation is the one that the agent's command line named last, or that the
	// agent was seen to have open, a UUID; empty where there is none. It is taken up
	// again once there is a transcript.
	Conversation string `json:"conversation,omitempty"`
	// Keys are the names of those that the program was started with; OldKey says
	// that one of them has changed since.
	Keys   []string `json:"keys,omitempty"`
	OldKey bool     `json:"old_key,omitempty"`
	// Scratch is a file that goes with the tab.
	Scratch string `json:"scratch,omitempty"`
	// Closes says that the tab of a command closes when it exits 0, as an agent's.
	Closes bool `json:"closes,omitempty"`
}

// tab is a place in the strip. The loop owns it.
type tab struct {
	id    int    // the strip's number: the lowest free one
	uuid  string // never used again
	label string // what the user called it; empty: computed
	launch

	state state
	// ahead is what was typed for the program before it ran.
	ahead   []byte
	session session.ID // of the last run
	pid     int        // 0 without a process
	size    session.Size
	pane    *pane // nil until the first run has started

	// exit is the leader's end once it was reaped, published or not.
	exit *session.Exit
	eof  bool // the pane has read its last
	// quiet fires when a reaped session's terminal should be looked at again.
	quiet *time.Timer
	// notice is a line for the hint row: why it didn't start, who still holds
	// the terminal.
	notice string
	// modes are those of the pane's program when init was told last.
	modes vt.Modes
	// asks is what the program wants and nobody has answered; nil is nothing.
	asks *asking
	// policy is what was answered for this tab, by event.
	policy map[vt.EventKind]string
	// progress is how far the program says it is.
	progress progress
	// programStatus is what it reported last by OSC 7501.
	programStatus string
	// looking: somebody looks which conversation the agent has open.
	looking bool
	// waitingFor is the key that a waiting tab lacks.
	waitingFor string
	// driver is the viewer who typed last, the one who sets the size.
	driver *viewer

	// keep is until when the tab stays whatever its program exits with: a verb
	// has signalled it.
	keep time.Time
	// onExit are called once when the exit is published, or the tab closed.
	onExit []func(closed bool)
}

// dead says that no program runs in the tab and none is about to.
func (t *tab) dead() bool { return t.state == exited || t.state == waiting }

// record is what init keeps of a tab for the next server, as JSON. Fields are
// only ever added.
type record struct {
	ID     int          `json:"id"`
	UUID   string       `json:"uuid"`
	Label  string       `json:"label,omitempty"`
	Size   session.Size `json:"size"`
	Launch launch       `json:"launch"`
	// Modes are the program's: it doesn't set them again when it is asked to
	// repaint.
	Modes vt.Modes `json:"modes"`
}

// encodeRecord fails where the launch is too large for init to keep.
func (t *tab) encodeRecord() ([]byte, error) {
	return json.Marshal(record{ID: t.id, UUID: t.uuid, Label: t.label, Size: t.size, Launch: t.launch, Modes: t.modes})
}

func decodeRecord(b []byte) (*tab, error) {
	var r record
	if err := json.Unmarshal(b, &r); err != nil {
		return nil, fmt.Errorf("decode tab record: %w", err)
	}
	if r.ID <= 0 || r.UUID == "" || r.Launch.Agent == "" && len(r.Launch.Command) == 0 {
		return nil, errors.New("decode tab record: no id, or nothing to run")
	}
	return &tab{id: r.ID, uuid: r.UUID, label: r.Label, size: r.Size, launch: r.Launch, modes: r.Modes, state: starting}, nil
}

// describe is the tab's row of `jackin ls`.
func (t *tab) describe(label string) wire.Tab {
	row := wire.Tab{
		ID: t.id, UUID: t.uuid, Label: label, Agent: string(t.Agent), Dir: t.Dir,
		State: string(t.state), Activity: "unknown",
	}
	if t.Agent == "" {
		row.Agent = commandAgent
	}
	if t.Provider != "" {
		p := string(t.Provider)
		row.Provider = &p
	}
	if t.pid != 0 {
		row.Pid = &t.pid
	}
	if t.exit != nil && t.state == exited {
		row.Exit = wire.NewExit(*t.exit)
	}
	return row
}
