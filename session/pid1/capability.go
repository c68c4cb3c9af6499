package pid1

import (
	"fmt"

	"golang.org/x/sys/unix"
)

// needed are the capabilities without which root can't run sessions as another
// user: it couldn't become that user, give it a terminal, or end what it runs.
var needed = []struct {
	bit  int
	name string
}{
	{unix.CAP_CHOWN, "CHOWN"},
	{unix.CAP_KILL, "KILL"},
	{unix.CAP_SETGID, "SETGID"},
	{unix.CAP_SETUID, "SETUID"},
}

// MissingCapabilities returns the names, as Docker writes them, of those that this
// process would need to run sessions as another user, and hasn't.
func MissingCapabilities() ([]string, error) {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var data [2]unix.CapUserData // that version's, for 64 capabilities
	if err := unix.Capget(&header, &data[0]); err != nil {
		return nil, fmt.Errorf("ask for capabilities: %w", err)
	}
	return missing(uint64(data[1].Effective)<<32 | uint64(data[0].Effective)), nil
}

func missing(effective uint64) (names []string) {
	for _, c := range needed {
		if effective&(1<<c.bit) == 0 {
			names = append(names, c.name)
		}
	}
	return names
}
