package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"unicode/utf8"

	"golang.org/x/term"

	"jackin/provider/secret"
)

// errCancelled ends a prompt that somebody has left.
var errCancelled = errors.New("cancelled; nothing is written")

// promptSecret asks at a terminal for one line that it doesn't show. The terminal is
// raw meanwhile: its line editor would take no more than 4095 bytes. It is restored
// on every way out, a signal's too, and what was typed or pasted behind the line is
// thrown away: it may be part of a key, and the shell would run it.
func promptSecret(ctx context.Context, in *os.File, out io.Writer, prompt string) (string, error) {
	fd := int(in.Fd())
	state, err := term.MakeRaw(fd)
	if err != nil {
		return "", fmt.Errorf("read from the terminal: %w", err)
	}
	restore := sync.OnceFunc(func() {
		flushInput(fd)
		_ = term.Restore(fd, state)
	})
	signals := make(chan os.Signal, 1)
	for _, s := range []os.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT} {
		if !signal.Ignored(s) { // as below nohup: it stays without effect
			signal.Notify(signals, s)
		}
	}
	done, cancel := context.WithCancel(ctx)
	var watch sync.WaitGroup
	watch.Go(func() {
		select {
		case s := <-signals:
			restore()
			signal.Reset(s)
			if number, ok := s.(syscall.Signal); ok {
				_ = syscall.Kill(os.Getpid(), number) // its own way
			}
		case <-done.Done():
		}
	})
	defer func() {
		signal.Stop(signals)
		cancel()
		watch.Wait()
		restore()
		fmt.Fprintln(out)
	}()
	fmt.Fprint(out, prompt)
	return readSecretLine(in)
}

// readSecretLine reads a line from a raw terminal: Backspace takes one character back,
// ^U and ^W all, ^C leaves, and ^D where nothing is typed. Others are part of it.
func readSecretLine(in io.Reader) (string, error) {
	var line []byte
	defer func() { clear(line) }()
	one := make([]byte, 1)
	for {
		if _, err := io.ReadFull(in, one); err != nil {
			if errors.Is(err, io.EOF) {
				err = errCancelled
			}
			return "", err
		}
		switch c := one[0]; c {
		case '\r', '\n':
			return string(line), nil
		case 0x03: // ^C
			return "", errCancelled
		case 0x04: // ^D
			if len(line) == 0 {
				return "", errCancelled
			}
		case 0x7f, 0x08:
			_, size := utf8.DecodeLastRune(line)
			line = line[:len(line)-size]
		case 0x15, 0x17: // ^U, ^W
			line = line[:0]
		default:
			if len(line) == secret.MaxText {
				return "", fail(exitUsage, "a value has at most %d bytes; nothing is written", secret.MaxText)
			}
			line = append(line, c)
		}
	}
}
