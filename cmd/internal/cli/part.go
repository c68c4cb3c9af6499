//go:build linux

package cli

import (
	"errors"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// partTime is how long PID 1 waits at its end for processes that others have
	// started in its container; what is left then is killed by the kernel.
	partTime = 500 * time.Millisecond
	// partPause is how often it looks.
	partPause = 5 * time.Millisecond
)

// part lets the processes of docker exec end before PID 1 does, with which the
// kernel kills them: clients that give their terminals back, and the very jackin
// stop that has asked for the end, whose caller would get 137. Nothing else is left
// by then.
func part() {
	if os.Getpid() != 1 {
		return
	}
	look := time.NewTicker(partPause)
	defer look.Stop()
	for end := time.Now().Add(partTime); time.Now().Before(end); <-look.C {
		for { // what ends meanwhile and has lost its parent is ours
			pid, err := unix.Wait4(-1, nil, unix.WNOHANG, nil)
			if pid <= 0 && !errors.Is(err, unix.EINTR) {
				break
			}
		}
		// All but the caller and PID 1, which are the same.
		if errors.Is(unix.Kill(-1, 0), unix.ESRCH) {
			return
		}
	}
}
