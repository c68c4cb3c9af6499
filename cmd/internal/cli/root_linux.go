//go:build linux

package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"jackin/cmd/internal/rundir"
	"jackin/session/link"
)

// runInside runs what init is, or starts, and what else never reaches cobra; done is
// false where args are a user's.
func runInside(env Env, args []string) (code int, done bool) {
	if os.Getpid() == 1 && noVerb(args) {
		return exitCode(env.Stderr, runPID1(env, args)), true
	}
	if len(args) > 0 {
		switch args[0] {
		case "init":
			return exitCode(env.Stderr, runInit(env, args[1:])), true
		case foregroundVerb:
			return exitCode(env.Stderr, runForeground(env)), true
		case "serve":
			return exitCode(env.Stderr, runServe(env, args[1:])), true
		case demoAgent:
			return exitCode(env.Stderr, runDemoAgent(env, args[1:])), true
		}
	}
	return 0, false
}

// verbs are all of them.
func verbs(env Env) []*cobra.Command {
	return []*cobra.Command{
		newAttach(env), newNew(env), newList(env), newCapture(env), newSend(env), newWait(env), newRename(env),
		newRestart(env), newKill(env), newEvents(env), newProviders(env), newKeys(env), newConfig(env), newEnv(env),
		newHealthz(env), newStop(env), newConsole(env), newLaunch(env), newPs(env), newDoctor(env), newDemo(env), newVersion(env), documentInit(),
	}
}

// linkVersion is the link's version for people.
func linkVersion() string { return fmt.Sprintf(", link %d", link.Version) }

// rundirError is the exit code of what goes wrong with the run directory; nil for any
// other error.
func rundirError(err error) *Error {
	switch {
	case errors.Is(err, rundir.ErrNoServer):
		return fail(exitNoServer, "%v", err).hint("jackin starts it and attaches")
	case errors.Is(err, rundir.ErrNotOurs):
		return fail(exitNotPermitted, "%v", err).hint("set %s to a directory of your own", rundir.Variable)
	}
	return nil
}
