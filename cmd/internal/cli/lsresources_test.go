//go:build linux

package cli

import (
	"bytes"
	"encoding/json"
	"testing"
	"testing/fstest"

	"jackin/mux/wire"
	"jackin/session/ptyproc"
)

// TestMeasure: a tab is its tree, and all is what init has below it, or as PID 1
// everything.
func TestMeasure(t *testing.T) {
	root := fstest.MapFS{
		"proc/12/status": {Data: []byte("VmRSS:\t 2048 kB\n")},
		"proc/13/status": {Data: []byte("VmRSS:\t 1024 kB\n")},
	}
	table := ptyproc.Table{
		1:  {Pid: 1, State: 'S'},
		10: {Pid: 10, Parent: 1, State: 'S'},
		11: {Pid: 11, Parent: 10, State: 'S'},
		12: {Pid: 12, Parent: 10, State: 'S', Session: 12},
		13: {Pid: 13, Parent: 12, State: 'S'},
		14: {Pid: 14, Parent: 12, State: 'Z'},
		90: {Pid: 90, State: 'S'}, // by docker exec
	}
	pid, code := 12, 3
	tabs := []wire.Tab{
		{ID: 1, Label: "Claude", State: "running", Pid: &pid},
		{ID: 2, Label: "make", State: "exited", Exit: &wire.Exit{Code: &code}},
	}
	for _, tc := range []struct {
		init, processes int
		want            string
	}{
		{10, 4, `ID  LABEL                    STATE     PID  PROCESSES  ZOMBIES  MEMORY
1   Claude                   running   12   2          1        3.0 MB
2   make                     exited 3  -    -          -        -
    all, with jackin itself                 4          1        3.0 MB
in use: threads 0 (no limit), memory 0 B (no limit)
`},
		{1, 6, ""},
	} {
		list := measure(root, table, tabs, tc.init)
		if list.All.Processes != tc.processes || list.All.Zombies != 1 {
			t.Errorf("with init %d: all is %+v, want %d processes and a zombie", tc.init, list.All, tc.processes)
		}
		if tc.want == "" {
			continue
		}
		var text bytes.Buffer
		if err := list.print(&text); err != nil {
			t.Fatal(err)
		}
		if text.String() != tc.want {
			t.Errorf("printed\n%s\nwant\n%s", text.String(), tc.want)
		}
		b, err := json.Marshal(list.Tabs[1])
		if want := `"exit":{"code":3},"resources":null}`; err != nil || !bytes.HasSuffix(b, []byte(want)) {
			t.Errorf("a dead tab is %s, %v, want it to end in %s", b, err, want)
		}
	}
}

func TestBytesText(t *testing.T) {
	for _, tc := range []struct {
		n    uint64
		want string
	}{
		{0, "0 B"}, {1023, "1023 B"}, {1024, "1.0 KB"}, {10137, "9.9 KB"}, {10240, "10 KB"},
		{1 << 20, "1.0 MB"}, {999 << 20, "999 MB"}, {1 << 30, "1.0 GB"}, {1<<64 - 1, "16 EB"},
	} {
		if got := bytesText(tc.n); got != tc.want {
			t.Errorf("bytesText(%d) = %q, want %q", tc.n, got, tc.want)
		}
	}
}
