package resources

import (
	"bytes"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// unlimited is the least number that stands for no limit: version 1 writes the
// largest multiple of a page for it.
const unlimited = 1 << 62

// Limit is a resource's use and what there may be of it.
type Limit struct {
	// Current is what the whole group uses; its unit is the resource's. 0 where it
	// isn't known.
	Current uint64 `json:"current"`
	// Max is nil where there is no limit, or none that can be seen.
	Max *uint64 `json:"max"`
}

// Share is Current as a part of Max: 1 is all of it, 0 where there is no limit.
func (l Limit) Share() float64 {
	switch {
	case l.Max == nil:
		return 0
	case *l.Max == 0:
		return 1
	}
	return float64(l.Current) / float64(*l.Max)
}

// Limits are those of a control group.
type Limits struct {
	Tasks  Limit `json:"tasks"`  // threads
	Memory Limit `json:"memory"` // bytes, without file pages that can be given up at once
}

// ReadLimits reads the limits of the control group that the process pid ("self"
// too) is in. Of a group and those above it, as far as they are visible, the
// tightest limit counts, with that group's use. What can't be read isn't known.
func ReadLimits(root fs.FS, pid string) Limits {
	membership, _ := fs.ReadFile(root, "proc/"+pid+"/cgroup")
	mounts, _ := fs.ReadFile(root, "proc/self/mountinfo")
	var l Limits
	if g, ok := findGroup(membership, mounts, "pids"); ok {
		l.Tasks = g.tightest(func(dir string) Limit {
			return Limit{Current: number(root, dir+"/pids.current"), Max: maximum(root, dir+"/pids.max")}
		})
	}
	if g, ok := findGroup(membership, mounts, "memory"); ok {
		current, most, reclaimable := "/memory.current", "/memory.max", "inactive_file "
		if g.old {
			current, most, reclaimable = "/memory.usage_in_bytes", "/memory.limit_in_bytes", "total_inactive_file "
		}
		l.Memory = g.tightest(func(dir string) Limit {
			used := number(root, dir+current)
			stat, _ := fs.ReadFile(root, dir+"/memory.stat")
			used -= min(used, statField(stat, reclaimable))
			return Limit{Current: used, Max: maximum(root, dir+most)}
		})
	}
	return l
}

// group is a control group's place in the file system.
type group struct {
	mount string // without the slash at its begin
	below string // clean, relative to mount; "." is mount itself
	old   bool   // version 1
}

// tightest is what read says of the group, or of the one above with a smaller
// limit.
func (g group) tightest(read func(dir string) Limit) Limit {
	best := read(path.Join(g.mount, g.below))
	for below := g.below; below != "."; {
		below = path.Dir(below)
		l := read(path.Join(g.mount, below))
		if l.Max != nil && (best.Max == nil || *l.Max < *best.Max) {
			best = l
		}
	}
	return best
}

// findGroup finds the group that has a controller, from the texts of
// /proc/PID/cgroup and /proc/self/mountinfo. Version 1 wins where both are
// mounted: there a controller is in one of them alone.
func findGroup(membership, mounts []byte, controller string) (group, bool) {
	var old, unified string
	var hasOld, hasUnified bool
	for line := range bytes.Lines(membership) {
		fields := strings.SplitN(strings.TrimSuffix(string(line), "\n"), ":", 3)
		switch {
		case len(fields) != 3:
		case fields[0] == "0" && fields[1] == "":
			unified, hasUnified = fields[2], true
		case contains(fields[1], controller):
			old, hasOld = fields[2], true
		}
	}
	var found group
	ok := false
	for line := range bytes.Lines(mounts) {
		before, after, split := strings.Cut(string(line), " - ")
		left, right := strings.Fields(before), strings.Fields(after)
		if !split || len(left) < 5 || len(right) < 3 {
			continue
		}
		mount := strings.TrimPrefix(path.Clean(left[4]), "/")
		if !fs.ValidPath(mount) {
			continue
		}
		switch {
		case right[0] == "cgroup" && hasOld && contains(right[2], controller):
			return group{mount: mount, below: relative(old, left[3]), old: true}, true
		case right[0] == "cgroup2" && hasUnified && !hasOld:
			found, ok = group{mount: mount, below: relative(unified, left[3])}, true
		}
	}
	return found, ok
}

// relative is where the group at name is below a mount that shows root. A name
// that isn't below it is one of another namespace: then the mount itself is ours.
func relative(name, root string) string {
	name, root = path.Clean("/"+name), path.Clean("/"+root)
	if root != "/" {
		if rest, ok := strings.CutPrefix(name+"/", root+"/"); ok {
			name = path.Clean("/" + rest)
		} else {
			name = "/"
		}
	}
	if name == "/" {
		return "."
	}
	return name[1:]
}

// contains says that a list with commas has word.
func contains(list, word string) bool {
	for w := range strings.SplitSeq(list, ",") {
		if w == word {
			return true
		}
	}
	return false
}

// number reads a file that holds one number; 0 where it can't.
func number(root fs.FS, name string) uint64 {
	b, err := fs.ReadFile(root, name)
	if err != nil {
		return 0
	}
	n, _ := strconv.ParseUint(string(bytes.TrimSpace(b)), 10, 64)
	return n
}

// maximum reads a file that holds a limit, or "max"; nil is none.
func maximum(root fs.FS, name string) *uint64 {
	b, err := fs.ReadFile(root, name)
	if err != nil {
		return nil
	}
	n, err := strconv.ParseUint(string(bytes.TrimSpace(b)), 10, 64)
	if err != nil || n >= unlimited {
		return nil
	}
	return &n
}

// statField reads the number after name, with its blank, in a memory.stat.
func statField(b []byte, name string) uint64 {
	for line := range bytes.Lines(b) {
		if rest, ok := bytes.CutPrefix(line, []byte(name)); ok {
			n, _ := strconv.ParseUint(string(bytes.TrimSpace(rest)), 10, 64)
			return n
		}
	}
	return 0
}
