package doctor

import (
	"bytes"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"jackin/mux/keys"
)

// play is a terminal: it waits for the last question, then does as it is told.
func play(t *testing.T, then func(master *os.File)) (slave *os.File) {
	t.Helper()
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		var seen []byte
		buf := make([]byte, 4096)
		for !bytes.HasSuffix(seen, []byte("\x1b[c")) {
			n, err := master.Read(buf)
			if err != nil {
				return
			}
			seen = append(seen, buf[:n]...)
		}
		then(master)
	}()
	t.Cleanup(func() { slave.Close(); <-done; master.Close() })
	return slave
}

func kinds(replies []keys.Reply) []keys.ReplyKind {
	var list []keys.ReplyKind
	for _, r := range replies {
		list = append(list, r.Kind)
	}
	return list
}

// TestAsk: whatever the terminal does, its modes are as before.
func TestAsk(t *testing.T) {
	const all = "\x1bP>|kitty(0.35)\x1b\\\x1b[?0u\x1b[0n\x1b[?62;c"
	for _, tc := range []struct {
		name   string
		limit  time.Duration
		answer string
		signal syscall.Signal
		want   []keys.ReplyKind
		err    error
	}{
		{"it answers", time.Minute, all, 0, []keys.ReplyKind{keys.ReplyXTVERSION, keys.ReplyKittyFlags, keys.ReplyDSR, keys.ReplyDA1}, nil},
		{"somebody types meanwhile", time.Minute, "ls\r" + all[:3] + all[3:], 0, []keys.ReplyKind{keys.ReplyXTVERSION, keys.ReplyKittyFlags, keys.ReplyDSR, keys.ReplyDA1}, nil},
		{"it says nothing", 50 * time.Millisecond, "", 0, nil, nil},
		{"a signal comes", time.Minute, "", unix.SIGTERM, nil, errStopped},
	} {
		t.Run(tc.name, func(t *testing.T) {
			slave := play(t, func(master *os.File) {
				master.WriteString(tc.answer)
				if tc.signal != 0 {
					syscall.Kill(os.Getpid(), tc.signal)
				}
			})
			fd := int(slave.Fd())
			before, err := unix.IoctlGetTermios(fd, unix.TCGETS)
			if err != nil {
				t.Fatal(err)
			}
			replies, err := ask(fd, tc.limit)
			if err != tc.err && (err == nil || tc.err == nil || err.Error() != tc.err.Error()) {
				t.Errorf("ask: %v, want %v", err, tc.err)
			}
			if got := kinds(replies); !slices.Equal(got, tc.want) {
				t.Errorf("ask got %v, want %v", got, tc.want)
			}
			after, err := unix.IoctlGetTermios(fd, unix.TCGETS)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("the terminal's modes (-before +after):\n%s", diff)
			}
		})
	}
}

// TestLookAt: a terminal that isn't this process's own isn't asked.
func TestLookAt(t *testing.T) {
	slave := play(t, func(*os.File) {})
	pty.Setsize(slave, &pty.Winsize{Cols: 90, Rows: 30})
	got, err := lookAt(slave, "xterm", "")
	if err != nil || got == nil || got.Asked || got.Answered || got.Cols != 90 || got.Rows != 30 || got.Outer.Colors != 256 {
		t.Errorf("lookAt = %+v, %v", got, err)
	}
	file, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if got, err := lookAt(file, "xterm", ""); got != nil || err != nil {
		t.Errorf("lookAt(%s) = %+v, %v, want nothing", os.DevNull, got, err)
	}
}

// TestSize: a size may come late, or not at all.
func TestSize(t *testing.T) {
	slave := play(t, func(*os.File) {})
	fd := int(slave.Fd())
	if cols, rows := size(fd, time.Millisecond); cols != 0 || rows != 0 {
		t.Errorf("size = %d, %d, want none", cols, rows)
	}
	timer := time.AfterFunc(50*time.Millisecond, func() {
		unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Col: 90, Row: 30})
	})
	defer timer.Stop()
	if cols, rows := size(fd, time.Minute); cols != 90 || rows != 30 {
		t.Errorf("size = %d, %d, want 90, 30", cols, rows)
	}
}
