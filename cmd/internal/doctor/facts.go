package doctor

import (
	"jackin/cmd/internal/resources"
	"jackin/mux"
)

// Facts are what there is to be seen. The zero value is a bare machine without
// server and terminal.
type Facts struct {
	// InTab says that this process is in a tab of the server here.
	InTab bool
	// Container says that PID 1 is a container's.
	Container bool
	// Exec says that this process came into the container by docker exec.
	Exec bool
	// PID1 is the first process; its zero value where it can't be seen.
	PID1 First
	// Init is jackin's init, else, as what an init would be, this process.
	Init Process
	// Server is nil where none answers; then Refusal says why, and is empty where
	// there is none. Foreign says that it is another user's.
	Server  *Server
	Refusal string
	Foreign bool
	// Attached are the processes in sight that are clients by their command line.
	Attached []int
	// Stale are the sockets of run directories on which nobody listens.
	Stale []string
	// Limits are those of the control group of Init.
	Limits resources.Limits
	// Keys are the names of keys in the environment of this process.
	Keys []string

	// Term and ColorTerm are variables of this process.
	Term, ColorTerm string
	// Terminal is nil where standard input is none.
	Terminal *Terminal
}

// First is PID 1.
type First struct {
	Name string // as ps shows it
	// Self says that it is this process: docker run IMAGE doctor.
	Self bool
	// Terminal says that it has one: docker run -it.
	Terminal bool
}

// Process is what /proc/PID/status says of one.
type Process struct {
	Pid int
	UID int // effective
	// Capabilities is the effective set, one bit each.
	Capabilities uint64
}

// Server is the server that answers.
type Server struct {
	InitPid int
	// Pid is its own, and UID the user that it and the sessions run as, -1 where it
	// can't be seen. Gather fills UID in.
	Pid, UID int
	// Clients are its clients' processes; Silent those of terminals that give no
	// sign of life.
	Clients, Silent []int
}

// Terminal is the outer terminal.
type Terminal struct {
	// Cols and Rows are 0 where the kernel doesn't know them.
	Cols, Rows int
	// Asked says that it was asked; it wasn't where this process is in the
	// background. Answered says that it has, at least the question that every
	// terminal answers, in time.
	Asked, Answered bool
	// Outer is what the server would make of its answers.
	Outer mux.Outer
}
