package link

import "jackin/session"

// Version is the version of the messages in this file. It is raised when one
// changes its meaning; adding a field or a kind doesn't raise it.
const Version = 1

// Limits of one message; Send refuses what is larger, and Receive ends the
// link at what claims to be.
const (
	MaxMessage = 64 << 10 // bytes, the kind included
	MaxFDs     = 100      // descriptors: the kernel takes at most 253
	MaxRecord  = 8 << 10  // bytes of one opaque record
)

// Message is one of the types of this file. Descriptors travel beside it.
type Message interface{ kind() kind }

// KeyInfo is what the server may know of a key: that it has a value, and from
// where it came.
type KeyInfo struct {
	Name string `json:"name"`
	// Source is "file", "environment", "config" or "push".
	Source string `json:"source"`
}

// FirstTab is a tab that init was started with: an agent's or a command's.
type FirstTab struct {
	// Agent and Provider are the catalogue's ids; an empty Provider is the
	// agent's native one. Agent is empty for a command.
	Agent    string   `json:"agent,omitempty"`
	Provider string   `json:"provider,omitempty"`
	Command  []string `json:"command,omitempty"`
	// Dir is the absolute working directory.
	Dir string `json:"dir"`
	// Main says that its end is the end of everything.
	Main bool `json:"main,omitempty"`
}

// From init to the server.
type (
	// Welcome is init's first message. One descriptor: the listening socket.
	Welcome struct {
		Version int    `json:"version"`
		Build   string `json:"build"`
		// Settings is the record of the verb that started init: providers and
		// agents as the operator configured them, without [env].
		Settings []byte `json:"settings,omitempty"`
		// Record is what the last server left by Record with an empty ID.
		Record []byte `json:"record,omitempty"`
		// Keys are those with a non-empty value.
		Keys []KeyInfo `json:"keys,omitempty"`
		// RunDir is the run directory; the server's own files go to RunDir/server.
		RunDir string `json:"run_dir"`
		// InitPid is init's process id.
		InitPid int `json:"init_pid"`
		// Bare says that init isn't PID 1 of a container: it ends when there is
		// neither a tab nor a client, once there has been one.
		Bare bool `json:"bare,omitempty"`
		// Restarts counts the servers before this one.
		Restarts int `json:"restarts,omitempty"`
		// Tabs are to be opened before any client is served; only a server that
		// nothing was asked of before gets them.
		Tabs []FirstTab `json:"tabs,omitempty"`
	}
	// Session hands over a session that is already there, after Welcome. One
	// descriptor: the PTY's master; none once it is dead and read empty.
	Session struct {
		ID     session.ID    `json:"id"`
		Pid    int           `json:"pid"`
		Record []byte        `json:"record,omitempty"`
		Exit   *session.Exit `json:"exit,omitempty"`
	}
	// Ready ends the handing over.
	Ready struct{}
	// Spawned answers Spawn. One descriptor: the PTY's master.
	Spawned struct {
		ID  session.ID `json:"id"`
		Pid int        `json:"pid"`
	}
	// SpawnFailed answers Spawn where nothing was started; init forgets the ID.
	SpawnFailed struct {
		ID      session.ID `json:"id"`
		Message string     `json:"message"`
	}
	// Exited says that a session's leader was reaped. init keeps the exit and
	// the record until Close.
	Exited struct {
		ID   session.ID   `json:"id"`
		Exit session.Exit `json:"exit"`
	}
	// KeysChanged replaces Welcome.Keys.
	KeysChanged struct {
		Keys []KeyInfo `json:"keys"`
		// Changed are the keys that have another value than before, or none any
		// more: what runs has the old one.
		Changed []string `json:"changed,omitempty"`
		// Push is the ID of the KeysPush that it answers; 0 is none.
		Push int `json:"push,omitempty"`
		// Refused says why that push changed nothing; "" where it did. It never
		// holds a value.
		Refused string `json:"refused,omitempty"`
	}
	// Stopping says that init is about to end everything. The server may let
	// agents quit their own way and then sends QuitDone; init goes on after
	// WithinMS milliseconds all the same.
	Stopping struct {
		WithinMS int `json:"within_ms"`
	}
	// Bye is init's last message: every session is gone, the server says so to
	// its clients and ends.
	Bye struct {
		// Reason is a line for the clients, "" for "jackin ended".
		Reason string `json:"reason,omitempty"`
	}
)

// From the server to init.
type (
	// Hello is the server's first message.
	Hello struct {
		Version int    `json:"version"`
		Build   string `json:"build"`
	}
	// Spawn asks for a session on a new PTY: Spawned or SpawnFailed answers.
	Spawn struct {
		ID     session.ID   `json:"id"`
		Spec   session.Spec `json:"spec"`
		Record []byte       `json:"record,omitempty"`
		// Main says that init ends with this session, and with its exit code.
		Main bool `json:"main,omitempty"`
	}
	// Record replaces the opaque record of a session, or with an empty ID the
	// server's own.
	Record struct {
		ID   session.ID `json:"id"`
		Data []byte     `json:"data"`
	}
	// Signal goes to the whole process tree of a session.
	Signal struct {
		ID     session.ID `json:"id"`
		Signal int        `json:"signal"`
	}
	// Close forgets a session: a live one is ended first (TERM to its tree, HUP a
	// second later, KILL after 5 s), its master closed, its record dropped.
	Close struct {
		ID session.ID `json:"id"`
	}
	// QuitDone answers Stopping.
	QuitDone struct{}
	// Stop asks init to end everything, as a signal would.
	Stop struct {
		// Code is what init exits with, 0 to 255, where no main session decides.
		Code int `json:"code,omitempty"`
		// Reason is one line that init says at its end; "" says nothing.
		Reason string `json:"reason,omitempty"`
	}
	// KeysPush sets and removes keys: KeysChanged answers. One descriptor: a
	// sealed memfd, see pid1.WritePush; the server doesn't read it.
	KeysPush struct {
		ID int `json:"id"`
	}
)
