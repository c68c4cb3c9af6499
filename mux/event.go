package mux

import (
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"

	"jackin/mux/keys"
	"jackin/mux/view"
	"jackin/mux/vt"
	"jackin/mux/wire"
	"jackin/session"
	"jackin/session/link"
)

// event is what the loop is told; each of the types below is one.
type event interface{ isEvent() }

type (
	// fromInit is a message of the link; its descriptors are the loop's now.
	fromInit struct {
		msg   link.Message
		files []*os.File
	}
	// linkEnded says that init is gone or doesn't make sense any more.
	linkEnded struct{ err error }

	// attached asks for a viewer; welcome gets it, or nil and why not.
	attached struct {
		conn    net.Conn
		wire    *wire.Conn
		attach  wire.Attach
		welcome chan<- admission
	}
	// requested is a verb; its answer goes to the connection whenever it is due.
	requested struct {
		conn *wire.Conn
		req  wire.Request
		// file came beside the request; nil is none. It is the loop's now.
		file *os.File
		over <-chan struct{} // closed with the connection
	}
	// hungUp says that a connection of verbs has ended.
	hungUp struct{ conn *wire.Conn }
	// typed is input of a viewer. plan gets what is to be sent to which pane, in
	// order; the viewer's reader does the waiting.
	typed struct {
		v      *viewer
		tokens []keys.Token
		plan   chan<- []delivery
	}
	// resized is the new size of a viewer's terminal.
	resized struct {
		v          *viewer
		cols, rows int
	}
	// gone says that a viewer's connection has ended.
	gone struct{ v *viewer }
	// sizeWaited says that a viewer's real size didn't come in time.
	sizeWaited struct{ v *viewer }

	// lifeCheck looks whether a viewer's terminal has been silent.
	lifeCheck struct{ v *viewer }

	// paneEOF says that nobody has the pane's terminal open any more.
	paneEOF struct{ p *pane }
	// paneModes says that a pane's program has changed its modes.
	paneModes struct{ p *pane }
	// paneEvent says that the emulator has noticed something of this kind.
	paneEvent struct {
		p    *pane
		kind vt.EventKind
	}
	// conversed says which conversation a tab's agent has open; "" is none.
	conversed struct {
		t       *tab
		session session.ID
		id      string
	}
	// found is what a search in v's view of t has come to.
	found struct {
		v      *viewer
		t      *tab
		p      *pane
		result view.Result
	}
	// dragged has a selection that is held outside of the pane scroll.
	dragged struct{ v *viewer }
	// historyWritten is a file with t's history, for an editor.
	historyWritten struct {
		v            *viewer
		t            *tab
		editor, name string
		err          error
	}
	// quietCheck looks again at the terminal of a reaped session.
	quietCheck struct{ id session.ID }
	// insist sends a session that is to end the next signal.
	insist struct {
		id     session.ID
		signal unix.Signal
	}
	// repaint gives a session back its real size after a nudge.
	repaint struct {
		id     session.ID
		nudged time.Time
	}
)

func (fromInit) isEvent()       {}
func (linkEnded) isEvent()      {}
func (attached) isEvent()       {}
func (requested) isEvent()      {}
func (hungUp) isEvent()         {}
func (typed) isEvent()          {}
func (resized) isEvent()        {}
func (gone) isEvent()           {}
func (sizeWaited) isEvent()     {}
func (lifeCheck) isEvent()      {}
func (paneEOF) isEvent()        {}
func (paneModes) isEvent()      {}
func (paneEvent) isEvent()      {}
func (conversed) isEvent()      {}
func (found) isEvent()          {}
func (dragged) isEvent()        {}
func (historyWritten) isEvent() {}
func (quietCheck) isEvent()     {}
func (repaint) isEvent()        {}
func (insist) isEvent()         {}

// admission answers attached: a viewer, or the reason why there is none.
type admission struct {
	v       *viewer
	refusal *wire.Error
}

// delivery is input for one pane.
type delivery struct {
	p     *pane
	bytes []byte
}
