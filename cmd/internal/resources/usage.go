package resources

import (
	"bytes"
	"fmt"
	"io/fs"
	"strconv"

	"jackin/session/ptyproc"
)

// Usage is what some processes use. The zero value is none.
type Usage struct {
	Processes int `json:"processes"` // zombies are not among them
	Zombies   int `json:"zombies"`
	// Memory is in bytes: each process's proportional share of the pages that it
	// has in memory, so that what several share counts once. Where the kernel
	// doesn't tell the share, all its resident pages count.
	Memory uint64 `json:"memory"`
}

// Of is what the processes pids of table use. root is the file system's root, as
// of os.DirFS; a process that ends meanwhile counts as it was in table, without
// memory.
func Of(root fs.FS, table ptyproc.Table, pids []int) Usage {
	var u Usage
	for _, pid := range pids {
		p, ok := table[pid]
		switch {
		case !ok:
		case p.Dead():
			u.Zombies++
		default:
			u.Processes++
			u.Memory += memory(root, pid)
		}
	}
	return u
}

// memory is what a process has in memory, in bytes; 0 where it is gone, or a
// kernel thread.
func memory(root fs.FS, pid int) uint64 {
	dir := "proc/" + strconv.Itoa(pid) + "/"
	// Not readable for a process of another user, or one that isn't dumpable.
	if b, err := fs.ReadFile(root, dir+"smaps_rollup"); err == nil {
		if n, err := parseShare(b); err == nil {
			return n
		}
	}
	b, err := fs.ReadFile(root, dir+"status")
	if err != nil {
		return 0
	}
	n, err := kilobytes(b, "VmRSS:")
	if err != nil {
		return 0
	}
	return n
}

// parseShare reads the proportional share in the text of /proc/PID/smaps_rollup.
func parseShare(b []byte) (uint64, error) { return kilobytes(b, "Pss:") }

// kilobytes reads the line "NAME N kB", in bytes.
func kilobytes(b []byte, name string) (uint64, error) {
	for line := range bytes.Lines(b) {
		rest, ok := bytes.CutPrefix(line, []byte(name))
		if !ok {
			continue
		}
		fields := bytes.Fields(rest)
		if len(fields) != 2 || string(fields[1]) != "kB" {
			return 0, fmt.Errorf("parse %s line: %d fields", name, len(fields))
		}
		n, err := strconv.ParseUint(string(fields[0]), 10, 54)
		if err != nil {
			return 0, fmt.Errorf("parse %s line: no number", name)
		}
		return n << 10, nil
	}
	return 0, fmt.Errorf("find %s line: there is none", name)
}
