package ptyproc

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Holders returns the pids of the processes that still have the terminal of a
// PTY's master, in ascending order: the slave is open in them, or it is their
// controlling terminal. While there is one the master doesn't end. Processes
// whose descriptors this user may not see count only by controlling terminal.
func Holders(master *os.File) ([]int, error) {
	var number, leader int
	err := control(master, func(fd int) (err error) {
		if number, err = unix.IoctlGetInt(fd, unix.TIOCGPTN); err != nil {
			return err
		}
		// No session has it once its leader has ended.
		if leader, err = unix.IoctlGetInt(fd, unix.TIOCGSID); err != nil {
			leader = 0
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("find holders of terminal: %w", err)
	}
	table, err := Snapshot()
	if err != nil {
		return nil, err
	}
	slave := slaveOf(number)
	var pids []int
	for pid, p := range table {
		if p.Dead() {
			continue
		}
		// Containers number their terminals by themselves: the session tells
		// theirs from ours.
		if leader != 0 && p.Session == leader && p.TTY == slave.device || slave.openIn(pid) {
			pids = append(pids, pid)
		}
	}
	slices.Sort(pids)
	return pids, nil
}

// slave is how the slave of a PTY is known again.
type slave struct {
	suffix string // of its path, whatever it is mounted under
	device uint64
	fs     uint64 // device of its file system; 0 where it can't be seen
}

func slaveOf(number int) slave {
	n := strconv.Itoa(number)
	const major = 136 // UNIX98_PTY_SLAVE_MAJOR
	s := slave{suffix: "/" + n, device: unix.Mkdev(major, uint32(number))}
	var st unix.Stat_t
	if err := unix.Stat("/dev/pts/"+n, &st); err == nil && st.Rdev == s.device {
		s.fs = st.Dev
	}
	return s
}

// openIn says that process pid has s open. The path of each descriptor is looked
// at first: a stat may hang, on a dead network mount for one.
func (s slave) openIn(pid int) bool {
	dir := "/proc/" + strconv.Itoa(pid) + "/fd"
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	for _, e := range entries {
		path := dir + "/" + e.Name()
		if target, err := os.Readlink(path); err != nil || !strings.HasSuffix(target, s.suffix) {
			continue
		}
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		st, ok := info.Sys().(*syscall.Stat_t)
		if ok && st.Rdev == s.device && (s.fs == 0 || st.Dev == s.fs) {
			return true
		}
	}
	return false
}
