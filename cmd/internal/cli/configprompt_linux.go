package cli

import (
	"golang.org/x/sys/unix"

	"jackin/session/pid1"
)

// flushInput throws away what a terminal has that nobody has read.
func flushInput(fd int) { _ = unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCIFLUSH) }

// protectMemory keeps others of this user from reading this process, and it from
// leaving a core.
func protectMemory() error { return pid1.Protect() }
