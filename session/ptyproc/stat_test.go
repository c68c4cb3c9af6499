package ptyproc

import (
	"os"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"
)

const statTail = " 4194304 100 0 0 0 1 2 0 0 20 0 1 0 12345 2500000 500 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0\n"

func TestParseStat(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       Process
	}{
		{"a shell", "42 (bash) S 1 42 42 34817 42" + statTail,
			Process{Pid: 42, Parent: 1, Group: 42, Session: 42, TTY: unix.Mkdev(136, 1), Start: 12345, State: 'S'}},
		{"no terminal", "42 (x) Z 1 42 42 0 -1" + statTail,
			Process{Pid: 42, Parent: 1, Group: 42, Session: 42, Start: 12345, State: 'Z'}},
		{"a parenthesis", "42 (a) R 7 8) (b) S 1 2 3 0 -1" + statTail,
			Process{Pid: 42, Parent: 1, Group: 2, Session: 3, Start: 12345, State: 'S'}},
		{"a newline", "42 (a\nb) S 1 2 3 0 -1" + statTail,
			Process{Pid: 42, Parent: 1, Group: 2, Session: 3, Start: 12345, State: 'S'}},
		{"an empty name", "42 () S 1 2 3 0 -1" + statTail,
			Process{Pid: 42, Parent: 1, Group: 2, Session: 3, Start: 12345, State: 'S'}},
		{"a terminal above 255", "42 (x) S 1 2 3 1083556 -1" + statTail,
			Process{Pid: 42, Parent: 1, Group: 2, Session: 3, TTY: unix.Mkdev(136, 0x100|0xa4), Start: 12345, State: 'S'}},
		{"a terminal above 524287", "42 (x) S 1 2 3 -2147446784 -1" + statTail,
			Process{Pid: 42, Parent: 1, Group: 2, Session: 3, TTY: unix.Mkdev(144, 0x80000), Start: 12345, State: 'S'}},
	} {
		got, err := parseStat([]byte(test.text))
		if diff := cmp.Diff(test.want, got); err != nil || diff != "" {
			t.Errorf("%s: parseStat(%q): %v (-want +got):\n%s", test.name, test.text, err, diff)
		}
	}
}

func TestParseStatRefuses(t *testing.T) {
	for _, text := range []string{
		"", "42", "42 (x", "x) (42", "(x) S 1 2 3 0 -1" + statTail, "0 (x) S 1 2 3 0 -1" + statTail,
		"42 (x) S 1 2 3 0 -1", "42 (x) SS 1 2 3 0 -1" + statTail, "42 (x) S a 2 3 0 -1" + statTail,
		"42 (x) S 1 2 3 99999999999 -1" + statTail, "42 (x)",
	} {
		if got, err := parseStat([]byte(text)); err == nil {
			t.Errorf("parseStat(%q) = %v, want an error", text, got)
		}
	}
}

func TestLookAtOneself(t *testing.T) {
	p, err := Look(os.Getpid())
	if err != nil {
		t.Fatal(err)
	}
	if p.Pid != os.Getpid() || p.Parent != os.Getppid() || p.Group != unix.Getpgrp() || p.Start == 0 || p.Dead() {
		t.Errorf("Look(own pid) = %+v", p)
	}
}

func FuzzParseStat(f *testing.F) {
	f.Add([]byte("42 (bash) S 1 42 42 34817 42" + statTail))
	f.Add([]byte("42 (a) b) S 1 42 42 -2147446784 42" + statTail))
	if own, err := os.ReadFile("/proc/" + strconv.Itoa(os.Getpid()) + "/stat"); err == nil {
		f.Add(own)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := parseStat(b)
		if err == nil && p.Pid <= 0 {
			t.Errorf("parseStat(%q) = %+v", b, p)
		}
	})
}
