// Package cli is jackin's command line: one file per verb.
//
// A verb has an xOptions, a newX that describes it to cobra, and a runX(ctx,
// env, opts) error that does it through Env alone: no verb touches os.Stdout or
// the process's environment. Results go to Env.Stdout, talk to Env.Stderr. What
// goes wrong is an Error with its exit code (exit.go has the table) and hints.
//
// The manual pages in man are written by go generate from what the verbs say of
// themselves; a test finds those that are old.
//
// init and serve are told apart before cobra is asked: they are processes of
// ours, not of a user, and init stays small.
package cli

//go:generate go test -run ^TestManPages$ . -update
