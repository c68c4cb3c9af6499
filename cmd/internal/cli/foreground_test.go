//go:build linux

package cli

import (
	"io"
	"os"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/sys/unix"
)

// What is typed behind a detach has no effect but Enter's, which attaches again;
// the terminal is as before in every case.
func TestAwaitEnter(t *testing.T) {
	for _, test := range []struct {
		name   string
		typed  string
		end    bool // all ends
		hangup bool
		want   bool
	}{
		{name: "Enter", typed: "\r", want: true},
		{name: "a newline", typed: "\n", want: true},
		{name: "other keystrokes before it", typed: "q\x03\x1c\x1a\x04x\r", want: true},
		{name: "the end", typed: "\x03", end: true},
		{name: "a terminal that is gone", hangup: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			master, slave, err := pty.Open()
			if err != nil {
				t.Fatal(err)
			}
			defer slave.Close()
			if !test.hangup { // a close doesn't end a read that waits
				go io.Copy(io.Discard, master) // ends with the slave
			}
			before, err := unix.IoctlGetTermios(int(slave.Fd()), unix.TCGETS)
			if err != nil {
				t.Fatal(err)
			}
			ended := make(chan os.Signal, 1)
			got := make(chan bool, 1)
			go func() { got <- awaitEnter(slave, ended) }()
			looks := time.NewTicker(time.Millisecond) // no event tells of it
			defer looks.Stop()
			for end := time.Now().Add(10 * time.Second); ; <-looks.C {
				is, err := unix.IoctlGetTermios(int(slave.Fd()), unix.TCGETS)
				if err != nil || time.Now().After(end) {
					t.Fatalf("the terminal isn't raw: %v", err)
				}
				if is.Lflag&unix.ISIG == 0 {
					break
				}
			}
			for _, b := range []byte(test.typed) {
				if _, err := master.Write([]byte{b}); err != nil {
					t.Fatal(err)
				}
			}
			if test.end {
				ended <- unix.SIGTERM
			}
			if test.hangup {
				master.Close()
			}
			select {
			case again := <-got:
				if again != test.want {
					t.Errorf("awaitEnter = %v, want %v", again, test.want)
				}
			case <-time.After(10 * time.Second):
				t.Fatal("awaitEnter doesn't return")
			}
			if !test.hangup {
				after, err := unix.IoctlGetTermios(int(slave.Fd()), unix.TCGETS)
				if err != nil || *after != *before {
					t.Errorf("the terminal is %+v, %v, was %+v", after, err, before)
				}
				master.Close()
			}
		})
	}
}
