package ptyproc

import (
	"errors"
	"fmt"

	"golang.org/x/sys/unix"
)

// freezeRounds is how often a tree that is to be killed is looked at again for
// processes that were forked meanwhile. One that forks faster keeps what it
// forked after the last round.
const freezeRounds = 10

// SignalTree sends the signals, in order, to each process of root's tree (see
// [Table.Tree]). SIGKILL is sent once the whole tree is stopped, so that none of
// it forks on. A process that is gone isn't an error; one that may not be
// signalled is, after all others got theirs.
func SignalTree(root int, signals ...unix.Signal) error {
	return signalAll(func(t Table) []int { return t.Tree(root) }, signals)
}

// SignalDescendants is SignalTree without root itself and without what is below
// the processes in except.
func SignalDescendants(root int, except []int, signals ...unix.Signal) error {
	return signalAll(func(t Table) []int { return t.Descendants(root, except...) }, signals)
}

// Descendants is [Table.Tree] without root itself.
func (t Table) Descendants(root int, except ...int) []int {
	tree := t.Tree(root, except...)
	if len(tree) > 0 && tree[0] == root {
		tree = tree[1:]
	}
	return tree
}

func signalAll(find func(Table) []int, signals []unix.Signal) error {
	table, err := Snapshot()
	if err != nil {
		return err
	}
	pids := find(table)
	for _, s := range signals {
		if s == unix.SIGKILL {
			pids = freeze(pids, find)
		}
		err = errors.Join(err, send(pids, s))
	}
	return err
}

// freeze stops pids and what find finds besides, until there is nothing new, and
// returns all that it stopped: what lost its parent meanwhile isn't found again.
func freeze(pids []int, find func(Table) []int) (stopped []int) {
	seen := make(map[int]bool)
	for range freezeRounds {
		before := len(stopped)
		for _, pid := range pids {
			if !seen[pid] {
				seen[pid] = true
				stopped = append(stopped, pid)
				_ = unix.Kill(pid, unix.SIGSTOP) // KILL follows, and tells
			}
		}
		if len(stopped) == before {
			break
		}
		table, err := Snapshot()
		if err != nil {
			break
		}
		pids = find(table)
	}
	return stopped
}

func send(pids []int, s unix.Signal) (first error) {
	for _, pid := range pids {
		err := unix.Kill(pid, s)
		if err != nil && err != unix.ESRCH && first == nil {
			first = fmt.Errorf("send %s to process %d: %w", unix.SignalName(s), pid, err)
		}
	}
	return first
}
