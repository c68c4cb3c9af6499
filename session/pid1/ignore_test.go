package pid1

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// ignoredByParent are signals that nohup, a shell or a careless parent ignores;
// for some of them Go's os/signal can't be told to.
var ignoredByParent = []unix.Signal{
	unix.SIGHUP, unix.SIGINT, unix.SIGQUIT, unix.SIGPIPE, unix.SIGCHLD, unix.SIGTERM,
	unix.SIGTSTP, unix.SIGTTIN, unix.SIGTTOU, unix.SIGUSR2,
}

// ignore sets SIG_IGN by the system call: the runtime doesn't know.
func ignore(s unix.Signal) {
	action := struct{ handler, flags, restorer, mask uintptr }{handler: 1}
	_, _, errno := syscall.RawSyscall6(syscall.SYS_RT_SIGACTION, uintptr(s), uintptr(unsafe.Pointer(&action)), 0, 8, 0, 0)
	if errno != 0 {
		panic(errno)
	}
}
