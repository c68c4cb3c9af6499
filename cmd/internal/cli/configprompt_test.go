package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"

	"jackin/provider/secret"
)

func TestReadSecretLine(t *testing.T) {
	for _, tc := range []struct{ in, want, err string }{
		{"sk-cp-canary\r", "sk-cp-canary", ""},
		{"sk-cp-canary\nrest", "sk-cp-canary", ""},
		{"aé\x7f\x08\x7fb\r", "b", ""},
		{"canary\x15x\x17yz\r", "yz", ""},
		{"a\x04b\r", "ab", ""},
		{"a\x1b[A\r", "a\x1b[A", ""},
		{"\r", "", ""},
		{"canary\x03", "", "cancelled; nothing is written"},
		{"\x04", "", "cancelled; nothing is written"},
		{"canary", "", "cancelled; nothing is written"},
		{strings.Repeat("x", secret.MaxText) + "\r", strings.Repeat("x", secret.MaxText), ""},
		{strings.Repeat("x", secret.MaxText+1), "", "a value has at most 32768 bytes; nothing is written"},
	} {
		got, err := readSecretLine(strings.NewReader(tc.in))
		said := ""
		if err != nil {
			said = err.Error()
		}
		if got != tc.want || said != tc.err {
			t.Errorf("readSecretLine(%.20q) = %.20q, %q; want %.20q, %q", tc.in, got, said, tc.want, tc.err)
		}
	}
}

// prompted calls typed once the prompt is there.
type prompted struct {
	bytes.Buffer
	typed func()
}

func (p *prompted) Write(b []byte) (int, error) {
	if p.typed != nil && strings.HasSuffix(string(b), ": ") {
		p.typed()
		p.typed = nil
	}
	return p.Buffer.Write(b)
}

// What is typed isn't echoed, what is behind the line reaches nobody, and the
// terminal is as it was.
func TestPromptSecret(t *testing.T) {
	master, slave, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer master.Close()
	defer slave.Close()
	before, err := term.GetState(int(slave.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	out := &prompted{typed: func() {
		if _, err := io.WriteString(master, "sk-cp-canary\rrm -rf canary\r"); err != nil {
			t.Error(err)
		}
	}}
	got, err := promptSecret(context.Background(), slave, out, "Value: ")
	if err != nil || got != "sk-cp-canary" || out.String() != "Value: \n" {
		t.Errorf("promptSecret = %q, %v; shown %q", got, err, out.String())
	}
	after, err := term.GetState(int(slave.Fd()))
	if err != nil || *after != *before {
		t.Errorf("the terminal has changed, %v", err)
	}
	// The first that arrives at either end is from here.
	if _, err := io.WriteString(slave, "end\n"); err != nil {
		t.Fatal(err)
	}
	shown := make([]byte, 64)
	n, err := master.Read(shown)
	if err != nil || string(shown[:n]) != "end\r\n" {
		t.Errorf("the terminal shows %q, %v", shown[:n], err)
	}
	if _, err := io.WriteString(master, "next\n"); err != nil {
		t.Fatal(err)
	}
	line := make(chan string, 1)
	go func() {
		b := make([]byte, 64)
		n, _ := slave.Read(b)
		line <- string(b[:n])
	}()
	select {
	case got := <-line:
		if got != "next\n" {
			t.Errorf("the next reader gets %q", got)
		}
	case <-time.After(10 * time.Second):
		t.Error("the next reader gets nothing")
	}
}

// A signal at the prompt ends the process its own way, with the terminal as it was.
func TestPromptSecretSignal(t *testing.T) {
	const child = "JACKIN_TEST_PROMPT"
	if os.Getenv(child) != "" {
		_, err := promptSecret(context.Background(), os.Stdin, os.Stderr, "Value: ")
		t.Fatalf("promptSecret = %v", err)
	}
	for _, sent := range []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT} {
		if signal.Ignored(sent) {
			continue // and so by the child, which has nothing to restore
		}
		master, slave, err := pty.Open()
		if err != nil {
			t.Fatal(err)
		}
		defer master.Close()
		defer slave.Close()
		before, err := term.GetState(int(slave.Fd()))
		if err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(os.Args[0], "-test.run=^TestPromptSecretSignal$")
		cmd.Env = append(os.Environ(), child+"=1")
		cmd.Stdin = slave
		stderr, err := cmd.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		watchdog := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
		if _, err := io.ReadFull(stderr, make([]byte, len("Value: "))); err != nil {
			t.Errorf("no prompt: %v", err)
		}
		during, err := term.GetState(int(slave.Fd()))
		if err != nil || *during == *before {
			t.Errorf("the terminal is not raw at the prompt, %v", err)
		}
		if err := cmd.Process.Signal(sent); err != nil {
			t.Error(err)
		}
		_ = cmd.Wait() // its status is looked at
		watchdog.Stop()
		if status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus); !ok || !status.Signaled() || status.Signal() != sent {
			t.Errorf("%v: ended with %v", sent, cmd.ProcessState)
		}
		if after, err := term.GetState(int(slave.Fd())); err != nil || *after != *before {
			t.Errorf("%v: the terminal has changed, %v", sent, err)
		}
	}
}

func TestPromptSecretNeedsATerminal(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if _, err := promptSecret(context.Background(), r, io.Discard, "Value: "); err == nil || errors.Is(err, errCancelled) {
		t.Errorf("promptSecret of a pipe = %v", err)
	}
}
