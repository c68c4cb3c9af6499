// Package ptyproc talks to the kernel about terminals and the processes on them.
//
//   - [Open] makes a PTY: its master and its slave.
//   - [Master] is the side that reads what the programs write: with deadlines,
//     ended by Close, at its end when the last slave is closed.
//   - [Table] is the kernel's list of processes at one moment, by which a
//     process's tree is found; [SignalTree] signals one.
//
// It starts no process and reaps none: session/pid1 does both. It knows no tab
// and no agent.
//
// A Master may be used from several goroutines, as an os.File may; all else is
// functions and values. The package starts no goroutine.
package ptyproc
