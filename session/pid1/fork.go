package pid1

import (
	"errors"
	"runtime"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// At the limit of processes a fork is tried so often, so far apart.
const (
	forkTries = 20
	forkPause = 50 * time.Millisecond
)

// forker starts processes. Its methods may be called from any goroutine.
type forker struct {
	mu   sync.Mutex // one fork at a time: limitCore is the process's
	core uint64     // soft limit of core dumps as init inherited it
}

// start forks once. The child has an empty signal mask, default dispositions, and
// the limits that init was started with. Only init's loop waits for it; where the
// exec fails, the error is exec's, and ForkExec itself has waited.
func (f *forker) start(path string, argv []string, attr *syscall.ProcAttr) (pid int, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	// The child gets the mask of the thread that forks.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	var none, old unix.Sigset_t
	if err := unix.PthreadSigmask(unix.SIG_SETMASK, &none, &old); err != nil {
		return 0, err
	}
	defer func() { _ = unix.PthreadSigmask(unix.SIG_SETMASK, &old, nil) }()
	// init isn't dumpable: its own limit is only a second lock.
	if _, err := limitCore(f.core); err == nil {
		defer func() { _, _ = limitCore(0) }()
	}
	return syscall.ForkExec(path, argv, attr)
}

// startPatiently is start, tried again while the limit of processes is reached
// and quit isn't closed.
func (f *forker) startPatiently(quit <-chan struct{}, path string, argv []string, attr *syscall.ProcAttr) (pid int, err error) {
	err = unix.EAGAIN
	for range forkTries {
		select {
		case <-quit:
			return 0, err
		default:
		}
		pid, err = f.start(path, argv, attr)
		if !errors.Is(err, unix.EAGAIN) {
			break
		}
		timer := time.NewTimer(forkPause)
		select {
		case <-timer.C:
		case <-quit:
			timer.Stop()
			return 0, err
		}
	}
	return pid, err
}
