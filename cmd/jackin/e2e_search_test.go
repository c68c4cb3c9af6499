//go:build e2e

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// proc is a process as /proc shows it.
type proc struct {
	pid, parent      int
	started          int64 // in clock ticks since the machine's start
	name             string
	cmdline, environ string // as the kernel has them: NUL behind each entry
}

func (p proc) String() string {
	return fmt.Sprintf("%d (%s: %.60s)", p.pid, p.name, strings.ReplaceAll(p.cmdline, "\x00", " "))
}

// processTable reads all of /proc. A process that ends meanwhile is none. One that
// can't be read fails the test, since anything might be in it: unless it is older
// than the test, whose keys it can't have been started with.
func processTable(t *testing.T) map[int]proc {
	t.Helper()
	entries, err := os.ReadDir("/proc")
	if err != nil {
		t.Fatal(err)
	}
	self, err := readProc(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	all := map[int]proc{}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		p, err := readProc(pid)
		if err == nil || p.started > 0 && p.started < self.started {
			all[pid] = p
		} else if alive(pid) {
			t.Errorf("process %d can't be read, so it can't be searched: %v", pid, err)
		}
	}
	return all
}

func readProc(pid int) (proc, error) {
	dir := fmt.Sprintf("/proc/%d/", pid)
	p := proc{pid: pid}
	stat, err := os.ReadFile(dir + "stat")
	if err != nil {
		return p, err
	}
	// The name is in brackets and may hold some.
	open, end := bytes.IndexByte(stat, '('), bytes.LastIndexByte(stat, ')')
	p.name = string(stat[open+1 : end])
	fields := strings.Fields(string(stat[end+1:])) // from the third on, the state
	if p.parent, err = strconv.Atoi(fields[1]); err != nil {
		return p, err
	}
	if p.started, err = strconv.ParseInt(fields[19], 10, 64); err != nil {
		return p, err
	}
	cmdline, err := os.ReadFile(dir + "cmdline")
	if err != nil {
		return p, err
	}
	environ, err := os.ReadFile(dir + "environ")
	if errors.Is(err, unix.ESRCH) {
		err = nil // a thread of the kernel's: it has no memory of its own
	}
	p.cmdline, p.environ = string(cmdline), string(environ)
	return p, err
}

// alive says that a process runs: one that has ended and isn't reaped doesn't.
func alive(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	state := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))[0]
	return state != "Z" && state != "X"
}

// value is a variable of the environment that p was started with.
func (p proc) value(name string) string {
	for _, kv := range strings.Split(p.environ, "\x00") {
		if value, ok := strings.CutPrefix(kv, name+"="); ok {
			return value
		}
	}
	return ""
}

// place is where a text was found.
type place struct {
	what string // "file", "argv", "environ" or "memfd"
	path string // of a file
	proc proc   // of the others
}

func (p place) String() string {
	if p.what == "file" {
		return "file " + p.path
	}
	return p.what + " of process " + p.proc.String()
}

// search looks for each text in every process's argv and environment, in the
// memfds of the processes below roots, in every file below dirs, and in the
// files of the system's own temporary directories that have changed since. The
// processes are those that it has looked at.
func search(t *testing.T, texts []string, roots []int, dirs []string, since time.Time) (found map[string][]place, all map[int]proc) {
	t.Helper()
	found = map[string][]place{}
	look := func(b string, at place) {
		for _, text := range texts {
			if strings.Contains(b, text) {
				found[text] = append(found[text], at)
			}
		}
	}
	all = processTable(t)
	for _, p := range all {
		look(p.cmdline, place{what: "argv", proc: p})
		look(p.environ, place{what: "environ", proc: p})
		if below(all, p.pid, roots) != 0 {
			lookIntoMemfds(p, look)
		}
	}
	for _, dir := range dirs {
		lookIntoFiles(t, dir, time.Time{}, look)
	}
	for _, dir := range []string{"/tmp", "/var/tmp", "/dev/shm", "/run"} {
		lookIntoFiles(t, dir, since, look)
	}
	for text, places := range found {
		found[text] = once(places)
	}
	return found, all
}

// once drops the second mention of a file.
func once(places []place) []place {
	seen := map[string]bool{}
	var out []place
	for _, p := range places {
		if !seen[p.String()] {
			seen[p.String()] = true
			out = append(out, p)
		}
	}
	return out
}

// below is which of roots pid is or descends from; 0: none.
func below(all map[int]proc, pid int, roots []int) int {
	for ; pid > 1; pid = all[pid].parent {
		for _, root := range roots {
			if pid == root {
				return root
			}
		}
	}
	return 0
}

// lookIntoMemfds reads the anonymous files that a process holds.
func lookIntoMemfds(p proc, look func(string, place)) {
	dir := fmt.Sprintf("/proc/%d/fd", p.pid)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return // it has ended
	}
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		if target, err := os.Readlink(name); err != nil || !strings.HasPrefix(target, "/memfd:") {
			continue
		}
		if b, err := os.ReadFile(name); err == nil {
			look(string(b), place{what: "memfd", proc: p})
		}
	}
}

// lookIntoFiles reads every regular file below dir that has changed since.
func lookIntoFiles(t *testing.T, dir string, since time.Time, look func(string, place)) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		info, err := e.Info()
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.ModTime().Before(since) {
			return nil
		}
		b, err := os.ReadFile(path)
		// What can be opened and not read is no file but a name for something of the
		// kernel's: a container engine keeps network namespaces below /run.
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, unix.EINVAL) {
			return nil
		}
		look(string(b), place{what: "file", path: path})
		return err
	})
	if err != nil {
		t.Errorf("search the files below %s: %v", dir, err)
	}
}

// TestE2ESearch: the search finds what is there, in each of the places, and
// nothing else.
func TestE2ESearch(t *testing.T) {
	t.Parallel()
	start := time.Now().Add(-time.Second)
	dir := t.TempDir()
	key := newCanaries()
	file := filepath.Join(dir, "deep", "er", "file")
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("before "+key.minimax+" behind"), 0o600); err != nil {
		t.Fatal(err)
	}
	memory, err := unix.MemfdCreate("test", unix.MFD_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	defer unix.Close(memory)
	if _, err := unix.Write(memory, []byte(key.openai)); err != nil {
		t.Fatal(err)
	}
	argv := sleeper(t, nil, key.anthropic)
	environ := sleeper(t, []string{"ANY=" + key.oauth})
	nowhere := newCanaries().minimax
	texts := append(key.natives(), key.minimax, nowhere)
	got, _ := search(t, texts, []int{os.Getpid()}, []string{dir}, start)
	for text, want := range map[string]string{
		key.minimax:   "file " + file,
		key.anthropic: fmt.Sprintf("argv of process %d ", argv),
		key.oauth:     fmt.Sprintf("environ of process %d ", environ),
		key.openai:    fmt.Sprintf("memfd of process %d ", os.Getpid()),
	} {
		if places := got[text]; len(places) != 1 || !strings.HasPrefix(places[0].String(), want) {
			t.Errorf("%s is found in %v, want %q alone", text, places, want)
		}
	}
	if places := got[nowhere]; places != nil {
		t.Errorf("a key that is nowhere is found in %v", places)
	}
}

// sleeper is a process that waits, for as long as the test runs.
func sleeper(t *testing.T, environ []string, args ...string) int {
	t.Helper()
	cmd := exec.Command("/bin/sh", append([]string{"-c", "read wait", "sh"}, args...)...)
	cmd.Env = append(environ, "PATH=/usr/bin:/bin")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { in.Close(); cmd.Wait() })
	return cmd.Process.Pid
}
