package pid1

import (
	"runtime"
	"sync"
	"syscall"
)

// Go starts a thread when a goroutine needs one, and ends the program where the
// kernel refuses: at the container's limit of processes that would be the end of
// everything. Idle threads are never given up, so init makes more than it needs
// while there is room.
const (
	maxProcs    = 2
	warmThreads = 8
)

// warm makes the threads, runs the collector's first cycle and forks once.
func warm(f *forker) {
	runtime.GOMAXPROCS(maxProcs)
	var met, ended sync.WaitGroup
	met.Add(warmThreads)
	for range warmThreads {
		ended.Go(func() {
			runtime.LockOSThread()
			// Unlocked, or the thread would end with its goroutine.
			defer runtime.UnlockOSThread()
			met.Done()
			met.Wait()
		})
	}
	ended.Wait()
	runtime.GC()
	// No such program: what counts is the fork.
	_, _ = f.start("/", nil, &syscall.ProcAttr{})
}
