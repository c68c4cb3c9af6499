package ptyproc

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func table(ps ...Process) Table {
	t := make(Table)
	for _, p := range ps {
		t[p.Pid] = p
	}
	return t
}

func TestTree(t *testing.T) {
	tab := table(
		Process{Pid: 1},
		Process{Pid: 10, Parent: 1, Session: 10},  // a shell
		Process{Pid: 11, Parent: 10, Session: 10}, // its job
		Process{Pid: 12, Parent: 11, Session: 12}, // a tool in its own session
		Process{Pid: 9, Parent: 12, Session: 12},  // pids wrap around
		Process{Pid: 13, Parent: 1, Session: 10},  // a job whose parent is gone
		Process{Pid: 14, Parent: 13, Session: 14}, // and what it started
		Process{Pid: 20, Parent: 1, Session: 20},
		Process{Pid: 21, Parent: 20, Session: 10}, // strange, but met once
		Process{Pid: 31, Parent: 30, Session: 30}, // a leader that is gone
	)
	for _, test := range []struct {
		name   string
		root   int
		except []int
		want   []int
	}{
		{"a session", 10, nil, []int{10, 11, 13, 21, 12, 14, 9}},
		{"without a branch", 10, []int{11}, []int{10, 13, 21, 14}},
		{"everything", 1, nil, []int{1, 10, 13, 20, 11, 14, 21, 12, 9}},
		{"everything but one", 1, []int{10, 13}, []int{1, 20, 21}},
		{"a leaf", 9, nil, []int{9}},
		{"a leader that is gone", 30, nil, []int{31}},
		{"nobody", 99, nil, nil},
	} {
		if diff := cmp.Diff(test.want, tab.Tree(test.root, test.except...)); diff != "" {
			t.Errorf("%s: Tree(%d, %v) (-want +got):\n%s", test.name, test.root, test.except, diff)
		}
	}
	if diff := cmp.Diff([]int{13, 21, 14}, tab.Descendants(10, 11)); diff != "" {
		t.Errorf("Descendants(10, 11) (-want +got):\n%s", diff)
	}
}

// A cycle can't be, but a snapshot isn't taken at one moment: pids are given out
// again while it is read.
func TestTreeOfACycle(t *testing.T) {
	tab := table(Process{Pid: 2, Parent: 3}, Process{Pid: 3, Parent: 2})
	if diff := cmp.Diff([]int{2, 3}, tab.Tree(2)); diff != "" {
		t.Errorf("Tree(2) (-want +got):\n%s", diff)
	}
}
