package logfile

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// opened is a log in a directory of the test's own.
func opened(t *testing.T, path string, limit int64) *File {
	t.Helper()
	f, err := begin(path)
	if err != nil {
		t.Fatal(err)
	}
	l := Take(f, path)
	l.limit = limit
	t.Cleanup(func() { l.Close() })
	return l
}

// TestRotates: two writers of one file, as init and server are, and several
// goroutines each: whole lines in two files of the limit at most.
func TestRotates(t *testing.T) {
	const limit = 200
	path := filepath.Join(t.TempDir(), "log")
	logs := []*File{opened(t, path, limit), opened(t, path, limit)}
	var writers sync.WaitGroup
	for i := range 6 {
		writers.Go(func() {
			for j := range 50 {
				fmt.Fprintf(logs[i%2], "line %d %02d\n", i, j)
			}
		})
	}
	writers.Wait()
	for _, p := range []string{path, path + ".1"} {
		b, err := os.ReadFile(p)
		// A line of the other writer may come between the look and the write.
		if err != nil || len(b) == 0 || len(b) > limit+20 {
			t.Errorf("%s has %d bytes, %v, want up to %d", p, len(b), err, limit)
		}
		for _, line := range strings.Split(strings.TrimSuffix(string(b), "\n"), "\n") {
			if len(line) != len("line 0 00") {
				t.Errorf("%s has the line %q, want whole ones", p, line)
			}
		}
		if st, err := os.Stat(p); err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v, want 0600", p, st.Mode(), err)
		}
	}
}

func TestRemovedAndReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	l := opened(t, path, 1000)
	fmt.Fprintln(l, "one")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(l, "two")
	if b, err := os.ReadFile(path); err != nil || string(b) != "two\n" {
		t.Errorf("after the file was removed the log has %q, %v", b, err)
	}
	// A link in its place isn't followed.
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, path); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Fprintln(l, "three"); err != nil {
		t.Errorf("a write with a link in the log's place: %v", err)
	}
	if _, err := os.Stat(elsewhere); err == nil {
		t.Error("the log followed a symbolic link")
	}
}

// TestCannotRotate: a log whose other name is in the way goes on.
func TestCannotRotate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "log")
	l := opened(t, path, 20)
	if err := os.MkdirAll(path+".1/in the way", 0o700); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := fmt.Fprintln(l, "0123456789"); err != nil {
			t.Fatal(err)
		}
	}
	if b, err := os.ReadFile(path); err != nil || len(b) != 33 {
		t.Errorf("the log has %d bytes, %v, want all 33", len(b), err)
	}
}
