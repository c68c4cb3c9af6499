// Package mux is the server: the one process that knows the tabs and draws them.
//
// A tab is a place in the strip. A session (package session) is the process
// that runs in it, a pane its terminal: the PTY's master beside an emulator
// (package vt). A viewer is an attached client. A scene is what a viewer shows
// at one moment; its painter turns the newest scene into bytes.
//
// Goroutines: the loop (Serve) owns tabs, viewers and focus, and never parses
// nor waits. Each pane has a reader, which reads, parses and answers, and a
// writer. Each connection has a reader and, once it is a viewer's, a painter,
// which alone writes what the outer terminal shows; a listener, a verb that wants
// events, has a writer. All of them talk to the
// loop by the events of this package; a painter that its client doesn't read
// waits in its write, and by then draws the newest scene, never a backlog.
//
// The server holds no process and no key: init (session/pid1) starts sessions
// from Specs in which keys are names, and hands everything back to the next
// server if this one dies.
package mux
