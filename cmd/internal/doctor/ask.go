package doctor

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"jackin/mux"
	"jackin/mux/keys"
)

const (
	// answerTime is how long the terminal may take for all its answers; what comes
	// later is thrown away, if it comes within a moment.
	answerTime = 2 * time.Second
	// glance is how long one wait for input is, so that a signal ends it soon.
	glance = 100 * time.Millisecond
)

// lookAt sees a terminal, and asks it what the server asks at attach. It is nil
// where f is none.
func lookAt(f *os.File, termName, colorTerm string) (*Terminal, error) {
	fd := int(f.Fd())
	if !term.IsTerminal(fd) {
		return nil, nil
	}
	t := &Terminal{}
	var replies []keys.Reply
	// In the background a question stops the process.
	if group, err := unix.IoctlGetInt(fd, unix.TIOCGPGRP); err == nil && group == unix.Getpgrp() {
		t.Asked = true
		if replies, err = ask(fd, answerTime); err != nil {
			return t, err
		}
	}
	for _, r := range replies {
		t.Answered = t.Answered || r.Kind == keys.ReplyDA1
	}
	t.Outer = mux.JudgeOuter(termName, colorTerm, replies)
	t.Cols, t.Rows = size(fd, answerTime)
	return t, nil
}

// size is the terminal's, for which docker is given limit: it sets one only after
// the process has started. 0 and 0 is none.
func size(fd int, limit time.Duration) (cols, rows int) {
	tick := time.NewTicker(glance)
	defer tick.Stop()
	for end := time.Now().Add(limit); ; <-tick.C {
		cols, rows, err := term.GetSize(fd)
		if err == nil && cols > 0 && rows > 0 {
			return cols, rows
		}
		if err != nil || time.Now().After(end) {
			return 0, 0
		}
	}
}

// errStopped is returned where a signal came while the terminal was asked.
var errStopped = errors.New("ask the terminal: stopped by a signal")

// ask puts the questions and returns the answers that come within limit. The terminal is raw meanwhile,
// and as before when ask returns, whatever came.
func ask(fd int, limit time.Duration) (replies []keys.Reply, err error) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, unix.SIGINT, unix.SIGTERM, unix.SIGHUP, unix.SIGQUIT)
	defer signal.Stop(signals)
	before, err := term.MakeRaw(fd)
	if err != nil {
		return nil, fmt.Errorf("put the terminal into raw mode: %w", err)
	}
	defer func() {
		// Answers that nobody reads would be typed into the shell.
		flush := unix.IoctlSetInt(fd, unix.TCFLSH, unix.TCIFLUSH)
		err = errors.Join(err, flush, term.Restore(fd, before))
	}()
	if _, err := unix.Write(fd, []byte(mux.OuterQueries)); err != nil {
		return nil, fmt.Errorf("ask the terminal: %w", err)
	}
	var tokens keys.Tokenizer
	tokens.Expect(time.Now(), keys.ReplyDA1)
	done := false
	keep := func(t keys.Token) {
		if t.Kind == keys.ReplyEvent {
			replies = append(replies, t.Reply)
			done = done || t.Reply.Kind == keys.ReplyDA1
		}
	}
	buf := make([]byte, 4096)
	for end := time.Now().Add(limit); !done && time.Now().Before(end); {
		select {
		case <-signals:
			return replies, errStopped
		default:
		}
		fds := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
		n, err := unix.Poll(fds, int(glance.Milliseconds()))
		if n <= 0 || errors.Is(err, unix.EINTR) {
			continue
		}
		n, err = unix.Read(fd, buf)
		switch {
		case errors.Is(err, unix.EINTR), errors.Is(err, unix.EAGAIN):
			continue
		case err != nil:
			return replies, fmt.Errorf("read the terminal's answers: %w", err)
		case n == 0:
			return replies, nil // hung up
		}
		tokens.Feed(buf[:n], time.Now(), keep)
	}
	return replies, nil
}
