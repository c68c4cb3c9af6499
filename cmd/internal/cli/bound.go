//go:build linux

package cli

import (
	"fmt"
	"os"

	"golang.org/x/sys/unix"
)

// bindTo has the kernel send TERM to this process when its parent ends, which has
// to be parent; 0 binds to nobody. It is called once nothing is executed again:
// the kernel keeps it for a thread, and of those one alone outlives an exec.
func bindTo(parent int) error {
	if parent == 0 {
		return nil
	}
	if err := unix.Prctl(unix.PR_SET_PDEATHSIG, uintptr(unix.SIGTERM), 0, 0, 0); err != nil {
		return fmt.Errorf("bind to process %d: %w", parent, err)
	}
	if os.Getppid() != parent {
		return fmt.Errorf("bind to process %d: it is not the parent, or has ended", parent)
	}
	return nil
}
