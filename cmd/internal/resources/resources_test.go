package resources

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"jackin/session/ptyproc"
)

func files(m map[string]string) fstest.MapFS {
	root := fstest.MapFS{}
	for name, text := range m {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return root
}

func TestOf(t *testing.T) {
	root := files(map[string]string{
		"proc/10/smaps_rollup": "1000-2000 ---p 00000000 00:00 0 [rollup]\nRss:  4000 kB\nPss:  300 kB\nPss_Dirty: 112 kB\n",
		"proc/11/status":       "Name:\tclaude\nVmRSS:\t    1024 kB\n",
		"proc/13/status":       "Name:\tkworker\n",
	})
	table := ptyproc.Table{
		10: {Pid: 10, State: 'S'}, 11: {Pid: 11, State: 'R'}, 12: {Pid: 12, State: 'Z'}, 13: {Pid: 13, State: 'S'},
		20: {Pid: 20, State: 'S'},
	}
	got := Of(root, table, []int{10, 11, 12, 13, 99})
	want := Usage{Processes: 3, Zombies: 1, Memory: (300 + 1024) << 10}
	if got != want {
		t.Errorf("Of = %+v, want %+v", got, want)
	}
}

const (
	// Docker on a host with version 2: a namespace of its own.
	unifiedMounts = "30 23 0:26 / /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw,nsdelegate\n"
	// Docker 20.10 on a host with version 1: the names are the host's.
	oldMounts = "31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw\n" +
		"41 31 0:37 /docker/ab /sys/fs/cgroup/pids ro - cgroup cgroup rw,pids\n" +
		"35 31 0:32 /docker/ab /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n"
)

func TestReadLimits(t *testing.T) {
	some := func(n uint64) *uint64 { return &n }
	for _, tc := range []struct {
		name  string
		files map[string]string
		want  Limits
	}{
		{"nothing to be read", nil, Limits{}},
		{"version 2 in a container", map[string]string{
			"proc/7/cgroup": "0::/\n", "proc/self/mountinfo": unifiedMounts,
			"sys/fs/cgroup/pids.current": "12\n", "sys/fs/cgroup/pids.max": "64\n",
			"sys/fs/cgroup/memory.current": "5000\n", "sys/fs/cgroup/memory.max": "max\n",
			"sys/fs/cgroup/memory.stat": "anon 10\nfile 2000\ninactive_file 1500\n",
		}, Limits{Tasks: Limit{12, some(64)}, Memory: Limit{3500, nil}}},
		{"version 2, a limit above", map[string]string{
			"proc/7/cgroup": "0::/user.slice/user-7.slice/session-1.scope\n", "proc/self/mountinfo": unifiedMounts,
			"sys/fs/cgroup/user.slice/user-7.slice/session-1.scope/pids.current": "12\n",
			"sys/fs/cgroup/user.slice/user-7.slice/session-1.scope/pids.max":     "max\n",
			"sys/fs/cgroup/user.slice/user-7.slice/pids.current":                 "40\n",
			"sys/fs/cgroup/user.slice/user-7.slice/pids.max":                     "100\n",
			"sys/fs/cgroup/user.slice/pids.max":                                  "1000\n",
		}, Limits{Tasks: Limit{40, some(100)}}},
		{"version 1 in a container", map[string]string{
			"proc/7/cgroup":                   "8:pids:/docker/ab\n4:memory:/docker/ab\n1:name=systemd:/docker/ab\n0::/docker/ab\n",
			"proc/self/mountinfo":             oldMounts,
			"sys/fs/cgroup/pids/pids.current": "3\n", "sys/fs/cgroup/pids/pids.max": "max\n",
			"sys/fs/cgroup/memory/memory.usage_in_bytes": "900\n",
			"sys/fs/cgroup/memory/memory.limit_in_bytes": "1000\n",
			"sys/fs/cgroup/memory/memory.stat":           "inactive_file 1\ntotal_inactive_file 100\n",
		}, Limits{Tasks: Limit{3, nil}, Memory: Limit{800, some(1000)}}},
		{"version 1 without a limit", map[string]string{
			"proc/7/cgroup": "4:memory:/docker/ab\n", "proc/self/mountinfo": oldMounts,
			"sys/fs/cgroup/memory/memory.usage_in_bytes": "900\n",
			"sys/fs/cgroup/memory/memory.limit_in_bytes": "9223372036854771712\n",
		}, Limits{Memory: Limit{900, nil}}},
		{"a name of another namespace", map[string]string{
			"proc/7/cgroup": "8:pids:/elsewhere\n", "proc/self/mountinfo": oldMounts,
			"sys/fs/cgroup/pids/pids.current": "3\n", "sys/fs/cgroup/pids/pids.max": "9\n",
		}, Limits{Tasks: Limit{3, some(9)}}},
	} {
		if diff := cmp.Diff(tc.want, ReadLimits(files(tc.files), "7")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
}

func TestShare(t *testing.T) {
	some := func(n uint64) *uint64 { return &n }
	for _, tc := range []struct {
		l    Limit
		want float64
	}{
		{Limit{5, nil}, 0}, {Limit{5, some(10)}, 0.5}, {Limit{0, some(0)}, 1},
	} {
		if got := tc.l.Share(); got != tc.want {
			t.Errorf("%+v.Share() = %v, want %v", tc.l, got, tc.want)
		}
	}
}

func FuzzFindGroup(f *testing.F) {
	f.Add([]byte("0::/\n"), []byte(unifiedMounts), "pids")
	f.Add([]byte("8:pids,memory:/docker/ab/../..\n"), []byte(oldMounts), "memory")
	f.Add([]byte(":::\n0::"), []byte("1 2 3 4 / - cgroup2 x y\n1 2 3 / // - cgroup2 x y"), "")
	f.Fuzz(func(t *testing.T, membership, mounts []byte, controller string) {
		g, ok := findGroup(membership, mounts, controller)
		if !ok {
			return
		}
		// Every step up ends, at the mount: no group is outside of it.
		steps := 0
		g.tightest(func(dir string) Limit {
			if len(dir) < len(g.mount) || dir[:len(g.mount)] != g.mount {
				t.Errorf("group %+v reads %q", g, dir)
			}
			steps++
			return Limit{}
		})
		if steps > len(membership)+1 {
			t.Errorf("group %+v takes %d steps", g, steps)
		}
	})
}

func FuzzParseShare(f *testing.F) {
	f.Add([]byte("Rss: 1 kB\nPss: 300 kB\n"))
	f.Add([]byte("Pss: 99999999999999999999 kB"))
	f.Add([]byte("Pss:"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if n, err := parseShare(b); err == nil && n%1024 != 0 {
			t.Errorf("parseShare(%q) = %d", b, n)
		}
	})
}
