// Package pid1 is init: PID 1 of a container, or on a bare machine the subreaper
// of one user's jackin. It starts the server and the sessions, reaps everything,
// and holds what must outlive a server: the listening socket, each session's PTY
// master and record, and the keys.
//
//   - [Boot] makes this process fit for it: keys leave its environment (it
//     executes itself again where there were any) for a sealed memfd, the
//     [Keyring]; it can't be traced or dumped.
//   - [Run] is init's life, until a signal or the server ends it.
//   - A held session is one that was started and that the server hasn't closed
//     yet, alive or dead.
//   - [User] is whom root's init runs server and sessions as. init stays root: what
//     it holds is out of their reach. [User.As] borrows that user's rights on files,
//     for what is looked up or made for it.
//   - The main session is the one with which, and with whose exit code, init ends.
//   - The terminal client is on init's own terminal, where there is one.
//   - The server is the only child that may ask for something, by session/link.
//     When it dies, or says what can't be, it is started again and handed
//     everything.
//
// init parses nothing but the messages of the server that it started, and knows
// no tab, agent or provider. It never uses os/exec: only its own loop waits for
// children. It never logs an argument, a variable or a key.
//
// One goroutine, the loop, owns all state. Two more exist beside it: a reader for
// each server, and one for each session that is being started, as opening a
// directory may hang; they own nothing and report to the loop.
package pid1
