package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// Main runs one command line and returns the exit code. What init is, or starts,
// never reaches cobra.
func Main(env Env, args []string) int {
	if code, done := runInside(env, args); done {
		return code
	}
	env.Debug = debugging(args)
	env.Log = newLog(env.Stderr, env.Debug)
	if err := shedKeys(env, args); err != nil {
		return exitCode(env.Stderr, err)
	}
	root := newRoot(env)
	root.SetArgs(args)
	root.SetIn(env.Stdin)
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	return exitCode(env.Stderr, usage(root.ExecuteContext(context.Background())))
}

// usageError is a command line that can't be understood.
type usageError struct{ err error }

func (u usageError) Error() string { return u.err.Error() }

// usage gives cobra's own complaints their exit code; a verb's errors pass.
func usage(err error) error {
	var u usageError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &u):
		return fail(exitUsage, "%v", u.err).hint("jackin help")
	case strings.HasPrefix(err.Error(), "unknown command"), strings.HasPrefix(err.Error(), "required flag"):
		return fail(exitUsage, "%v", err).hint("jackin help")
	}
	return err
}

// usageArgs makes the complaints of a check of arguments usage errors.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return usageError{err}
		}
		return nil
	}
}

func newRoot(env Env) *cobra.Command {
	o := &attachOptions{start: true, picker: true}
	root := &cobra.Command{
		Use:   "jackin [-- COMMAND [ARG]...]",
		Short: "Run coding agents in tabs",
		Long: `jackin runs coding agents (Claude Code, Codex) and shells in tabs, each on a
terminal of its own and with the key of its own provider alone.

Without a verb it attaches this terminal, after starting jackin where none
runs. A COMMAND gets a tab of its own. Ctrl+\ then N opens a tab, Ctrl+\ then D
detaches: what runs in the tabs goes on.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if n := cmd.ArgsLenAtDash(); len(args) > 0 && n != 0 {
				return usageError{fmt.Errorf("there is no verb %q", args[0])}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o.command = args
			return runAttach(cmd.Context(), env, *o)
		},
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	root.PersistentFlags().Bool("debug", false, "log more, to standard error (attach and console: to a file named at the end)")
	for _, cmd := range append(verbs(env), newCompletion(env)) {
		cmd.Args = usageArgs(cmd.Args)
		cmd.DisableFlagsInUseLine = true
		root.AddCommand(cmd)
	}
	root.SetHelpCommand(newHelp(env))
	completeVerbs(env, root)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { printHelp(env.Stdout, cmd) })
	root.SetUsageFunc(func(cmd *cobra.Command) error { return printHelp(env.Stderr, cmd) })
	return root
}

// printHelp writes one verb's help, or the list of verbs.
func printHelp(w io.Writer, cmd *cobra.Command) error {
	var b strings.Builder
	text := cmd.Long
	if text == "" {
		text = cmd.Short + "."
	}
	fmt.Fprintf(&b, "%s\n\nUSAGE\n  %s\n", strings.TrimSpace(text), cmd.UseLine())
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\nVERBS\n")
		for _, c := range cmd.Commands() {
			if c.IsAvailableCommand() || c.Name() == "help" {
				fmt.Fprintf(&b, "  %-10s %s\n", c.Name(), c.Short)
			}
		}
		if !cmd.HasParent() {
			fmt.Fprintf(&b, "\nTOPICS (jackin help TOPIC)\n  %s\n", strings.Join(topics(), ", "))
		}
	}
	if flags := cmd.LocalFlags().FlagUsages(); flags != "" {
		fmt.Fprintf(&b, "\nOPTIONS\n%s", flags)
	}
	fmt.Fprintf(&b, "\n%s\n", exitStatus)
	_, err := io.WriteString(w, b.String())
	return err
}
