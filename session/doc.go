// Package session describes one process on one PTY: what to start (Spec), who
// it is (ID), how large its terminal is (Size), and how it ended (Exit).
//
// The package holds nouns alone and has no effects: session/pid1 starts and
// reaps, session/ptyproc talks to the kernel, session/env builds the
// environment, session/link carries these values between init and server. A
// session knows no provider: whoever writes a Spec has already turned the
// choice of one into variables, key references and arguments.
package session
