//go:build !linux

package cli

import "golang.org/x/sys/unix"

// flushInput throws away what a terminal has that nobody has read.
func flushInput(fd int) {
	const read = 1 // FREAD
	_ = unix.IoctlSetPointerInt(fd, unix.TIOCFLUSH, read)
}

// protectMemory keeps a core from having what this process reads. macOS lets nobody
// read another process without asking.
func protectMemory() error {
	return unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{})
}
