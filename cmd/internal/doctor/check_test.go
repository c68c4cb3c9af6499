package doctor

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jackin/cmd/internal/resources"
	"jackin/mux"
)

// good is an attached terminal, outside of containers, on which nothing is wrong.
func good() Facts {
	return Facts{
		Init: Process{Pid: 7, UID: 1000}, Server: &Server{InitPid: 7, Pid: 8, UID: 1000, Clients: []int{20}}, Attached: []int{20},
		PID1: First{Name: "systemd"}, Term: "xterm-kitty",
		Terminal: &Terminal{Cols: 80, Rows: 24, Asked: true, Answered: true,
			Outer: mux.Outer{Name: "kitty(0.35)", Colors: 1 << 24, ShiftEnter: true, SignOfLife: true}},
	}
}

// inside is good, in a container whose PID 1 is jackin.
func inside() Facts {
	f := good()
	f.Container, f.PID1.Name, f.Server.InitPid = true, "jackin", 1
	f.Init = Process{Pid: 1, UID: 0, Capabilities: 0xa80425fb} // docker's default set
	return f
}

// found are the findings that aren't OK, "STATE NAME" each.
func found(f Facts) []string {
	list := []string{}
	for _, x := range Examine(f) {
		if x.State != OK {
			list = append(list, string(x.State)+" "+x.Name)
		}
	}
	return list
}

func some(n uint64) *uint64 { return &n }

func TestExamine(t *testing.T) {
	tests := []struct {
		name string
		f    Facts
		want []string
		says string // in a message or a mend
	}{
		{"a bare machine", good(), nil, ""},
		{"a container", inside(), nil, ""},
		{"nothing at all", Facts{Init: Process{UID: 1000}}, nil, "jackin starts one"},
	}
	add := func(name string, f Facts, says string, want ...string) {
		tests = append(tests, struct {
			name string
			f    Facts
			want []string
			says string
		}{name, f, want, says})
	}
	change := func(f Facts, by func(*Facts)) Facts { by(&f); return f }

	add("what is copied", good(), "by OSC 52")
	add("by docker exec", change(inside(), func(f *Facts) { f.Exec = true }), "jackin attach NAME", "warn ctrl-p")
	add("by docker exec, in a tab", change(inside(), func(f *Facts) { f.Exec, f.InTab = true, true }), "isn't between")
	add("by docker run", change(inside(), func(f *Facts) { f.PID1.Terminal = true }), "--log-driver none", "warn ctrl-p")
	add("no size", change(inside(), func(f *Facts) { f.Terminal.Cols, f.Terminal.Rows = 0, 0 }), "stty", "warn size")
	add("a small one", change(inside(), func(f *Facts) { f.Terminal.Cols = 10 }), "10x24", "warn size")
	add("no TERM", change(inside(), func(f *Facts) { f.Term = "" }), "TERM=xterm-256color", "warn term")
	add("few colours", change(inside(), func(f *Facts) { f.Terminal.Outer.Colors = 256 }), "COLORTERM=truecolor", "warn colours")
	add("no Shift+Enter", change(inside(), func(f *Facts) { f.Terminal.Outer.ShiftEnter = false }), "Ctrl+J", "warn shift-enter")
	add("silent", change(inside(), func(f *Facts) { f.Terminal.Answered = false }), "doesn't answer", "warn terminal")
	add("no DSR", change(inside(), func(f *Facts) { f.Terminal.Outer.SignOfLife = false }), "CSI 5 n", "warn terminal")
	add("in the background", change(inside(), func(f *Facts) { f.Terminal.Asked = false }), "fg", "warn terminal")
	add("stale sockets", change(good(), func(f *Facts) { f.Stale = []string{"/run/a", "/run/b"} }), "rm /run/a /run/b", "warn sockets")
	add("a silent client", change(good(), func(f *Facts) { f.Server.Silent = []int{31} }), "kill 31", "warn clients")
	add("clients without a server's client", change(inside(), func(f *Facts) { f.Attached = []int{20, 41, 40} }), "kill 40 41", "warn clients")
	add("another server's clients", change(good(), func(f *Facts) { f.Attached = []int{20, 40} }), "none is left over")
	add("root without capabilities", change(inside(), func(f *Facts) { f.Init.Capabilities = 1 << 6 }), "--cap-add CHOWN --cap-add KILL --cap-add SETUID", "bad capabilities")
	add("sessions of root", change(inside(), func(f *Facts) { f.Init.Capabilities, f.Server.UID = 0, 0 }), "JACKIN_USER", "warn capabilities")
	add("a container for doctor alone", change(inside(), func(f *Facts) { f.Server, f.Attached, f.PID1.Self = nil, nil, true }), "it would be jackin's")
	add("tight", change(inside(), func(f *Facts) { f.Limits.Tasks = resources.Limit{Current: 410, Max: some(512)} }), "--pids-limit 2048", "warn processes")
	add("at the limit", change(inside(), func(f *Facts) { f.Limits.Tasks = resources.Limit{Current: 64, Max: some(64)} }), "nothing can be started", "bad processes")
	add("a small limit", change(inside(), func(f *Facts) { f.Limits.Tasks = resources.Limit{Current: 20, Max: some(64)} }), "--pids-limit 512", "warn processes")
	add("no room", change(inside(), func(f *Facts) { f.Limits.Memory = resources.Limit{Current: 96 << 20, Max: some(100 << 20)} }), "96 of 100 MB", "bad memory")
	add("little room", change(inside(), func(f *Facts) { f.Limits.Memory = resources.Limit{Current: 85 << 20, Max: some(100 << 20)} }), "docker update", "warn memory")
	add("another PID 1", change(inside(), func(f *Facts) { f.PID1.Name, f.Server.InitPid = "tini", 9 }), "process 1 is tini", "warn init")
	add("no server in a container", change(inside(), func(f *Facts) { f.Server, f.Attached, f.PID1.Name = nil, nil, "sh" }), "process 1 is sh", "warn server", "warn init")
	add("a server that doesn't answer", change(inside(), func(f *Facts) { f.Server, f.Attached, f.Refusal = nil, nil, "the server doesn't answer within 2s" }), "within 2s", "bad server")
	add("somebody else's server", change(good(), func(f *Facts) { f.Server, f.Refusal, f.Foreign = nil, "not permitted", true }), "--user", "bad server")
	add("keys by -e", change(inside(), func(f *Facts) { f.Keys = []string{"MINIMAX_API_KEY"} }), "/run/secrets/MINIMAX_API_KEY:ro", "warn keys")
	add("a tab's keys", change(inside(), func(f *Facts) { f.InTab, f.Keys = true, []string{"MINIMAX_API_KEY"} }), "this tab's own")
	add("the operator's keys", change(good(), func(f *Facts) { f.Keys = []string{"MINIMAX_API_KEY"} }), "yours")

	for _, tc := range tests {
		want := append([]string{}, tc.want...)
		got := found(tc.f)
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
		all := ""
		for _, x := range Examine(tc.f) {
			all += x.Message + "\n" + x.Mend + "\n"
			if x.Message == "" || (x.Mend == "") != (x.State == OK) || strings.ContainsAny(x.Message+x.Mend, "\n") {
				t.Errorf("%s: %+v is no whole finding", tc.name, x)
			}
		}
		if !strings.Contains(all, tc.says) {
			t.Errorf("%s: nothing says %q:\n%s", tc.name, tc.says, all)
		}
	}
}

func TestWorst(t *testing.T) {
	for _, tc := range []struct {
		states []State
		want   State
	}{
		{nil, OK}, {[]State{OK, Warn, OK}, Warn}, {[]State{Bad, Warn}, Bad}, {[]State{Warn, Bad, OK}, Bad},
	} {
		var list []Finding
		for _, s := range tc.states {
			list = append(list, Finding{State: s})
		}
		if got := Worst(list); got != tc.want {
			t.Errorf("Worst(%v) = %v, want %v", tc.states, got, tc.want)
		}
	}
}
