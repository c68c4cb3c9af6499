package pid1

import (
	"fmt"
	"math"
	"os"
	"strconv"
	"unsafe"

	"golang.org/x/sys/unix"
)

// processName is what ps and /proc/PID/comm show for init and server, which are
// executed from a descriptor and would be named by its number.
const processName = "jackin"

// Protect makes this process one whose memory and environment other processes of
// its user can't read, and that leaves no core dump. init and server call it
// first; an exec undoes it.
func Protect() error {
	name() // first: afterwards /proc/self may be root's
	if err := unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0); err != nil {
		return fmt.Errorf("forbid core dumps and tracing: %w", err)
	}
	if _, err := limitCore(0); err != nil {
		return fmt.Errorf("forbid core dumps: %w", err)
	}
	return nil
}

// name sets the name of the process, which is that of its first thread. It is for
// people to read: nothing depends on it.
func name() {
	if unix.Gettid() == unix.Getpid() {
		b := append([]byte(processName), 0)
		if unix.Prctl(unix.PR_SET_NAME, uintptr(unsafe.Pointer(&b[0])), 0, 0, 0) == nil {
			return
		}
	}
	_ = os.WriteFile("/proc/self/comm", []byte(processName), 0)
}

// limitCore sets the soft limit of core dumps and returns what it was.
func limitCore(soft uint64) (old uint64, err error) {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &limit); err != nil {
		return 0, err
	}
	old = limit.Cur
	limit.Cur = min(soft, limit.Max)
	return old, unix.Setrlimit(unix.RLIMIT_CORE, &limit)
}

// closeOnExec keeps descriptors that were inherited, by mistake or for this
// process alone, from server and sessions.
func closeOnExec() error {
	const first = 3
	if unix.CloseRange(first, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC) == nil {
		return nil
	}
	// Before Linux 5.11.
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return fmt.Errorf("list descriptors: %w", err)
	}
	for _, e := range entries {
		if fd, err := strconv.Atoi(e.Name()); err == nil && fd >= first {
			unix.CloseOnExec(fd)
		}
	}
	return nil
}
