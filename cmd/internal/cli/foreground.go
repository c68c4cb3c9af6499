//go:build linux

package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"

	"github.com/spf13/pflag"
	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

// foregroundVerb is the client that PID 1 starts on its own terminal.
const foregroundVerb = "foreground"

// noVerb says that a command line names no verb and asks for no help.
func noVerb(args []string) bool {
	if len(args) > 0 && !strings.HasPrefix(args[0], "-") {
		return false
	}
	for _, a := range args {
		switch a {
		case "--":
			return true
		case "-h", "--help":
			return false
		}
	}
	return true
}

// runPID1 is jackin without a verb as PID 1: init, a tab for the command, and
// where there is a terminal a client on it.
func runPID1(env Env, args []string) error {
	o, rest, err := parseInit(args)
	switch {
	case err != nil && !errors.Is(err, pflag.ErrHelp):
		return fail(exitUsage, "%v", err).hint("jackin help init")
	case len(rest) > 0 && !behindDash(args, rest):
		return fail(exitUsage, "there is no verb %q behind options", rest[0]).hint("jackin help")
	}
	o.command = rest
	if _, _, err := env.terminal(); err == nil {
		o.terminal = []string{foregroundVerb}
		if o.debug {
			o.terminal = append(o.terminal, "--debug")
		}
	}
	return initialise(env, o)
}

// behindDash says that rest is all that follows the first -- of args.
func behindDash(args, rest []string) bool {
	at := len(args) - len(rest) - 1
	return at >= 0 && args[at] == "--"
}

// runForeground attaches the terminal again and again, until jackin has ended or
// the terminal is gone.
func runForeground(env Env) error {
	env.Debug = debugging(env.Args)
	env.Log = newLog(nil, false)
	// Taken from the start: init's TERM comes as all ends, and what a terminal
	// sends is for the programs in it.
	ended := make(chan os.Signal, 1)
	signal.Notify(ended, unix.SIGTERM)
	nothing := make(chan os.Signal, 1)
	signal.Notify(nothing, unix.SIGINT, unix.SIGQUIT)
	in, _, err := env.terminal()
	if err != nil {
		return nil
	}
	for {
		leave, err := attachOnce(context.Background(), env, attachOptions{picker: true})
		over := leave.Ended
		select {
		case <-ended:
			over, leave.Message = true, "jackin has ended"
		default:
		}
		switch {
		case over:
			fmt.Fprintln(env.Stderr, leave.Message)
			return nil
		case err != nil:
			fmt.Fprintf(env.Stderr, "jackin: %s; Enter attaches again\n", oneLine(asError(err).Message))
		case leave.Code != 0:
			fmt.Fprintf(env.Stderr, "jackin: %s; Enter attaches again\n", leave.Message)
		default:
			fmt.Fprintln(env.Stderr, "detached, Enter attaches again")
		}
		if !awaitEnter(in, ended) {
			return nil
		}
	}
}

// awaitEnter returns true when Enter was typed, and false when all has ended or
// the terminal is gone. Nothing else that is typed has an effect: ^C would be
// init's end, and with it the end of every session.
func awaitEnter(in *os.File, ended <-chan os.Signal) bool {
	before, err := term.MakeRaw(int(in.Fd()))
	if err != nil {
		return false
	}
	defer func() { _ = term.Restore(int(in.Fd()), before) }()
	entered := make(chan bool, 1)
	// It ends with Enter or the terminal; else the process ends with this call's
	// caller.
	go func() {
		b := make([]byte, 64)
		for {
			n, err := in.Read(b)
			if err != nil || n == 0 {
				entered <- false
				return
			}
			if strings.ContainsAny(string(b[:n]), "\r\n") {
				entered <- true
				return
			}
		}
	}()
	select {
	case yes := <-entered:
		return yes
	case <-ended:
		fmt.Fprint(in, "jackin has ended\r\n") // to the terminal: it is one descriptor for both ways
		return false
	}
}
