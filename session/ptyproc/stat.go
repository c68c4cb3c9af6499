package ptyproc

import (
	"bytes"
	"fmt"
	"strconv"

	"golang.org/x/sys/unix"
)

// Process is what /proc/PID/stat says of one process.
type Process struct {
	Pid     int
	Parent  int    // pid; 0 for one whose parent is outside this PID namespace
	Group   int    // process group
	Session int    // pid of the session's leader, which may be gone
	TTY     uint64 // device number of the controlling terminal; 0 is none
	Start   uint64 // clock ticks after boot: with Pid, who it is
	State   byte   // R, S, D, T, Z, ... as in proc(5)
}

// Dead says that p has ended and waits to be reaped.
func (p Process) Dead() bool { return p.State == 'Z' || p.State == 'X' }

// parseStat reads the text of /proc/PID/stat. The second field is the program's
// name in parentheses, which may itself hold parentheses, spaces and newlines:
// what follows is counted from the last parenthesis.
func parseStat(b []byte) (Process, error) {
	open, end := bytes.IndexByte(b, '('), bytes.LastIndexByte(b, ')')
	if open < 0 || end < open {
		return Process{}, fmt.Errorf("parse stat: no name in %d bytes", len(b))
	}
	pid, err := strconv.Atoi(string(bytes.TrimSpace(b[:open])))
	if err != nil || pid <= 0 {
		return Process{}, fmt.Errorf("parse stat: no pid in %d bytes", len(b))
	}
	const first = 3 // number of the field after the name
	fields := bytes.Fields(b[end+1:])
	if len(fields) <= 22-first || len(fields[0]) != 1 {
		return Process{}, fmt.Errorf("parse stat of process %d: %d fields after the name", pid, len(fields))
	}
	p := Process{Pid: pid, State: fields[0][0]}
	for _, f := range []struct {
		number int
		to     *int
	}{{4, &p.Parent}, {5, &p.Group}, {6, &p.Session}} {
		if *f.to, err = strconv.Atoi(string(fields[f.number-first])); err != nil {
			return Process{}, fmt.Errorf("parse stat of process %d: field %d is no number", pid, f.number)
		}
	}
	// Printed as a signed number: bits 31-20 and 7-0 are the minor, 19-8 the major.
	tty, err := strconv.ParseInt(string(fields[7-first]), 10, 32)
	if err != nil {
		return Process{}, fmt.Errorf("parse stat of process %d: field 7 is no number", pid)
	}
	n := uint32(tty)
	p.TTY = unix.Mkdev(n>>8&0xfff, n&0xff|n>>12&0xfff00)
	if p.Start, err = strconv.ParseUint(string(fields[22-first]), 10, 64); err != nil {
		return Process{}, fmt.Errorf("parse stat of process %d: field 22 is no number", pid)
	}
	return p, nil
}
