package doctor

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/sys/unix"

	"jackin/cmd/internal/resources"
	"jackin/cmd/internal/rundir"
	"jackin/session/ptyproc"
)

// Options is what Gather can't see by itself.
type Options struct {
	Getenv func(string) string
	// InTab and Keys are facts.
	InTab bool
	Keys  []string
	// Server is nil where none answers; Refusal and Foreign are facts.
	Server  *Server
	Refusal string
	Foreign bool
	// Stdin is asked about, where it is a terminal; nil is none.
	Stdin *os.File
}

// Gather sees what there is. What can't be seen stays unknown.
func Gather(o Options) (Facts, error) {
	f := Facts{
		InTab: o.InTab, Keys: o.Keys, Server: o.Server, Refusal: o.Refusal, Foreign: o.Foreign,
		Term: o.Getenv("TERM"), ColorTerm: o.Getenv("COLORTERM"),
	}
	root := os.DirFS("/")
	table, err := ptyproc.Snapshot()
	if err != nil {
		return f, err
	}
	f.place(root, table, o.Getenv)
	f.Stale = stale(rundir.System(o.Getenv))
	if o.Stdin != nil {
		f.Terminal, err = lookAt(o.Stdin, f.Term, f.ColorTerm)
	}
	return f, err
}

// place sees the processes and the container that they are in.
func (f *Facts) place(root fs.FS, table ptyproc.Table, getenv func(string) string) {
	comm, _ := fs.ReadFile(root, "proc/1/comm")
	f.PID1 = First{Name: string(bytes.TrimSpace(comm)), Self: os.Getpid() == 1, Terminal: table[1].TTY != 0}
	f.Container = isContainer(root, getenv) || f.Server != nil && f.Server.InitPid == 1 || f.PID1.Name == "jackin"
	self := os.Getpid()
	f.Exec = f.Container && top(table, self) != 1
	f.Attached = attached(root, table)
	subject := self
	if f.Server != nil {
		subject = f.Server.InitPid
	}
	f.Init = look(root, subject)
	if f.Init.UID < 0 {
		f.Init.UID = os.Geteuid()
	}
	if f.Server != nil {
		f.Server.UID = look(root, f.Server.Pid).UID
	}
	f.Limits = resources.ReadLimits(root, strconv.Itoa(subject))
}

// look is what /proc says of a process; its UID is -1 where that is nothing.
func look(root fs.FS, pid int) Process {
	status, _ := fs.ReadFile(root, fmt.Sprintf("proc/%d/status", pid))
	p, err := parseStatus(status)
	if err != nil {
		p = Process{UID: -1}
	}
	p.Pid = pid
	return p
}

// isContainer knows docker, podman and Kubernetes.
func isContainer(root fs.FS, getenv func(string) string) bool {
	for _, mark := range []string{".dockerenv", "run/.containerenv"} {
		if _, err := fs.Stat(root, mark); err == nil {
			return true
		}
	}
	return getenv("KUBERNETES_SERVICE_HOST") != ""
}

// top is the ancestor of pid whose parent is outside of this PID namespace: 1, or
// what came in from there.
func top(table ptyproc.Table, pid int) int {
	for range len(table) { // a table that changed while it was read may have a circle
		parent := table[pid].Parent
		if parent == 0 {
			break
		}
		pid = parent
	}
	return pid
}

// attached are the processes that are clients by their command line.
func attached(root fs.FS, table ptyproc.Table) []int {
	var pids []int
	for pid, p := range table {
		if p.Dead() || pid == 1 {
			continue
		}
		line, err := fs.ReadFile(root, fmt.Sprintf("proc/%d/cmdline", pid))
		if err == nil && isClient(line) {
			pids = append(pids, pid)
		}
	}
	slices.Sort(pids)
	return pids
}

// isClient says that the text of /proc/PID/cmdline is that of `jackin` or `jackin
// attach`, and not of an attach to another container.
func isClient(line []byte) bool {
	args := strings.Split(strings.TrimSuffix(string(line), "\x00"), "\x00")
	if filepath.Base(args[0]) != "jackin" {
		return false
	}
	var words []string
	for i, a := range args[1:] {
		switch {
		case a == "--":
			return len(words) == 0 || words[0] == "attach"
		case strings.HasPrefix(a, "-"), args[i] == "--tab":
		default:
			words = append(words, a)
		}
	}
	return len(words) == 0 || len(words) == 1 && words[0] == "attach"
}

// parseStatus reads the text of /proc/PID/status.
func parseStatus(b []byte) (Process, error) {
	p := Process{UID: -1}
	found := 0
	for line := range bytes.Lines(b) {
		name, rest, _ := strings.Cut(string(line), ":")
		fields := strings.Fields(rest)
		var err error
		switch name {
		case "Uid": // real, effective, saved, of the file system
			if len(fields) != 4 {
				return p, errors.New("parse status: not four user ids")
			}
			var uid uint64
			uid, err = strconv.ParseUint(fields[1], 10, 32)
			p.UID = int(uid)
		case "CapEff":
			if len(fields) != 1 {
				return p, errors.New("parse status: not one set of capabilities")
			}
			p.Capabilities, err = strconv.ParseUint(fields[0], 16, 64)
		default:
			continue
		}
		if err != nil {
			return p, fmt.Errorf("parse status: %s is no number", name)
		}
		found++
	}
	if found != 2 {
		return p, errors.New("parse status: user ids and capabilities are not both there, once")
	}
	return p, nil
}

// stale are the sockets of run directories on which nobody listens.
func stale(e rundir.Env) []string {
	var paths []string
	for _, uid := range []int{e.UID, e.Init} {
		for _, dir := range e.Candidates(uid) {
			path := filepath.Join(dir, rundir.SocketName)
			if !slices.Contains(paths, path) && refuses(dir) {
				paths = append(paths, path)
			}
		}
	}
	return paths
}

// refuses says that dir has a socket without a listener. It is reached by the
// directory's descriptor: a socket's address is short.
func refuses(dir string) bool {
	fd, err := unix.Open(dir, unix.O_PATH|unix.O_DIRECTORY|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0)
	if err != nil {
		return false
	}
	defer unix.Close(fd)
	conn, err := net.Dial("unix", fmt.Sprintf("/proc/self/fd/%d/%s", fd, rundir.SocketName))
	if err == nil {
		conn.Close()
	}
	return errors.Is(err, unix.ECONNREFUSED)
}
