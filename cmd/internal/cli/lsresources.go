//go:build linux

package cli

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"text/tabwriter"

	"jackin/cmd/internal/resources"
	"jackin/mux/wire"
	"jackin/session/ptyproc"
)

// resourceRow is a tab with what it uses, nil where nothing runs in it.
type resourceRow struct {
	wire.Tab
	Resources *resources.Usage `json:"resources"`
}

// resourceList is what `ls --resources --json` prints.
type resourceList struct {
	Tabs []resourceRow `json:"tabs"`
	// All is init and everything below it, as PID 1 every process in sight.
	All resources.Usage `json:"all"`
	// Limits are those of init's control group, and what that uses.
	Limits resources.Limits `json:"limits"`
}

// listResources looks at the processes by itself: the server's loop is for other
// things, and a process that asks sees at least its own.
func (e Env) listResources() (resourceList, error) {
	list := resourceList{Tabs: []resourceRow{}}
	s, err := e.connect(answerTime)
	if err != nil {
		return list, err
	}
	defer s.close()
	var health wire.Health
	var tabs []wire.Tab
	err = errors.Join(s.request(wire.VerbHealth, nil, &health), s.request(wire.VerbList, nil, &tabs))
	if err != nil {
		return list, timedOut(err, answerTime)
	}
	table, err := ptyproc.Snapshot()
	if err != nil {
		return list, err
	}
	return measure(os.DirFS("/"), table, tabs, health.InitPid), nil
}

// measure is the list for processes that were seen.
func measure(root fs.FS, table ptyproc.Table, tabs []wire.Tab, init int) resourceList {
	list := resourceList{Tabs: []resourceRow{}}
	for _, t := range tabs {
		row := resourceRow{Tab: t}
		if t.Pid != nil {
			u := resources.Of(root, table, table.Tree(*t.Pid))
			row.Resources = &u
		}
		list.Tabs = append(list.Tabs, row)
	}
	all := table.Tree(init)
	if init == 1 {
		// What came in by docker exec is nobody's child here, and counts.
		all = slices.Collect(maps.Keys(table))
	}
	list.All = resources.Of(root, table, all)
	list.Limits = resources.ReadLimits(root, strconv.Itoa(init))
	return list
}

// print writes the list as text.
func (l resourceList) print(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 8, 2, ' ', 0)
	fmt.Fprintln(tw, "ID\tLABEL\tSTATE\tPID\tPROCESSES\tZOMBIES\tMEMORY")
	for _, t := range l.Tabs {
		used := "-\t-\t-"
		if t.Resources != nil {
			used = columns(*t.Resources)
		}
		fmt.Fprintf(tw, "%d\t%s\t%s\t%s\t%s\n", t.ID, t.Label, stateOf(t.Tab), pidOf(t.Tab), used)
	}
	fmt.Fprintf(tw, "\tall, with jackin itself\t\t\t%s\n", columns(l.All))
	tasks := func(n uint64) string { return strconv.FormatUint(n, 10) }
	return cmp.Or(tw.Flush(), printLine(w, "in use: threads %s, memory %s",
		ofLimit(l.Limits.Tasks, tasks), ofLimit(l.Limits.Memory, bytesText)))
}

func printLine(w io.Writer, format string, args ...any) error {
	_, err := fmt.Fprintf(w, format+"\n", args...)
	return err
}

func columns(u resources.Usage) string {
	return fmt.Sprintf("%d\t%d\t%s", u.Processes, u.Zombies, bytesText(u.Memory))
}

// ofLimit says "3 of 64", or "3 (no limit)".
func ofLimit(l resources.Limit, text func(uint64) string) string {
	if l.Max == nil {
		return text(l.Current) + " (no limit)"
	}
	return text(l.Current) + " of " + text(*l.Max)
}

// bytesText is a size for people: three digits at most.
func bytesText(n uint64) string {
	const units = "KMGTPE"
	if n < 1<<10 {
		return fmt.Sprintf("%d B", n)
	}
	v, unit := float64(n)/1024, 0
	for v >= 999.5 && unit < len(units)-1 {
		v, unit = v/1024, unit+1
	}
	if v < 9.95 {
		return fmt.Sprintf("%.1f %cB", v, units[unit])
	}
	return fmt.Sprintf("%.0f %cB", v, units[unit])
}
