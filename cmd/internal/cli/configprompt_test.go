package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"strings"
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
