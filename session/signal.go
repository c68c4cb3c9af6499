package session

import (
	"strconv"
	"strings"

	"golang.org/x/sys/unix"
)

// SignalName is the name of signal n without SIG, "TERM" for 15; a real-time
// signal or an unknown one is its number.
func SignalName(n int) string {
	if name := unix.SignalName(unix.Signal(n)); name != "" {
		return strings.TrimPrefix(name, "SIG")
	}
	return strconv.Itoa(n)
}
