package ptyproc

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strconv"

	"golang.org/x/sys/unix"
)

// Table is every process that /proc shows at one moment, by pid.
type Table map[int]Process

// Snapshot reads /proc. A process that ends meanwhile is left out.
func Snapshot() (Table, error) {
	dir, err := os.Open("/proc")
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	names, err := dir.Readdirnames(-1)
	if err = errors.Join(err, dir.Close()); err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	table := make(Table)
	for _, name := range names {
		if pid, err := strconv.Atoi(name); err == nil {
			if p, err := Look(pid); err == nil {
				table[pid] = p
			}
		}
	}
	return table, nil
}

// Look reads one process's entry. The error is os.ErrNotExist or ESRCH where
// there is none.
func Look(pid int) (Process, error) {
	fd, err := unix.Open("/proc/"+strconv.Itoa(pid)+"/stat", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	if err != nil {
		return Process{}, fmt.Errorf("read stat of process %d: %w", pid, err)
	}
	defer func() { _ = unix.Close(fd) }()
	// The name is 15 bytes (64 for a kernel thread), each of some 50 numbers at
	// most 21: it always fits, and is read at once.
	var buf [2048]byte
	n, err := unix.Read(fd, buf[:])
	if err != nil {
		return Process{}, fmt.Errorf("read stat of process %d: %w", pid, err)
	}
	return parseStat(buf[:n])
}

// Tree returns the pids of root, its descendants, and those that are still in the
// session which root leads though their own parents are gone, with their
// descendants. Parents come before their children. The processes in except and
// what is below them are left out. A dead process that nobody reaped yet is in
// it.
//
// A process that left the session and lost its parent isn't found: from then on
// it is init's child.
func (t Table) Tree(root int, except ...int) []int {
	children := make(map[int][]int)
	for pid, p := range t {
		children[p.Parent] = append(children[p.Parent], pid)
		if p.Session == root && pid != root && p.Parent != root {
			// Where its parent is in the tree too, it is met by that way first or
			// by this one, and kept once.
			children[root] = append(children[root], pid)
		}
	}
	seen := make(map[int]bool, len(except))
	for _, pid := range except {
		seen[pid] = true
	}
	var tree []int
	if _, ok := t[root]; ok && !seen[root] {
		tree = append(tree, root)
	}
	for next := []int{root}; len(next) > 0; {
		var below []int
		for _, pid := range next {
			slices.Sort(children[pid])
			for _, child := range children[pid] {
				if !seen[child] && child != root {
					seen[child] = true
					below = append(below, child)
				}
			}
		}
		tree = append(tree, below...)
		next = below
	}
	return tree
}
