package pid1

import (
	"bufio"
	"bytes"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// slimPause is how long after the last start slim waits: what comes with a start,
// and a burst of them, is over then.
const slimPause = time.Second

// advanceSlim calls slim once when it is due.
func (d *daemon) advanceSlim(now time.Time) {
	if !d.slimAt.IsZero() && !now.Before(d.slimAt) {
		d.slimAt = time.Time{}
		slim()
	}
}

// slim gives back the pages of the program's file that its start has touched: most
// of them belong to server and client, which are this program too, and would count
// as init's for as long as it lives. What it needs is mapped again, a few pages at
// a time, from the page cache.
func slim() {
	f, err := os.Open("/proc/self/smaps")
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }()
	var m mapping
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if m.read(lines.Bytes()) {
			_, _, _ = unix.Syscall(unix.SYS_MADVISE, m.start, m.length, unix.MADV_DONTNEED)
		}
	}
}

// mapping is what smaps says of one mapping.
type mapping struct {
	start, length uintptr // length 0: not one of a file that can't be written to
}

// read takes a line of smaps, and reports that the mapping is read-only, a file's,
// and still the file's: none of its pages was ever changed, so that they come back
// as they were. That no page is the process's own is said some lines below the
// range.
func (m *mapping) read(line []byte) (still bool) {
	fields := bytes.Fields(line)
	if len(fields) == 0 {
		return false
	}
	if from, to, ok := bytes.Cut(fields[0], []byte("-")); ok {
		*m = mapping{}
		a, errA := strconv.ParseUint(string(from), 16, 64)
		b, errB := strconv.ParseUint(string(to), 16, 64)
		if errA != nil || errB != nil || b <= a || len(fields) < 6 || fields[5][0] != '/' {
			return false
		}
		if perms := string(fields[1]); perms == "r-xp" || perms == "r--p" {
			*m = mapping{uintptr(a), uintptr(b - a)}
		}
		return false
	}
	return m.length > 0 && len(fields) == 3 && string(fields[0]) == "Anonymous:" && string(fields[1]) == "0"
}
