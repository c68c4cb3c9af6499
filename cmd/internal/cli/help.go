package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"jackin/cmd/internal/help"
)

// topics are the names of the longer texts.
func topics() []string { return help.Topics() }

func newHelp(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "help [VERB or TOPIC]",
		Short: "Explain a verb or a topic",
		Args:  usageArgs(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			if len(args) == 0 {
				return printHelp(env.Stdout, root)
			}
			// Some topics are about what a verb does: then both are shown.
			verb := false
			for _, c := range root.Commands() {
				if c.Name() == args[0] && !c.Hidden {
					if err := printHelp(env.Stdout, c); err != nil {
						return err
					}
					verb = true
				}
			}
			text, ok := help.Topic(args[0])
			switch {
			case !ok && verb:
				return nil
			case verb:
				text = "\n" + text
			case !ok:
				return fail(exitUsage, "there is no verb or topic %q", args[0]).
					hint("topics: %s", strings.Join(topics(), ", "))
			}
			_, err := io.WriteString(env.Stdout, text)
			return err
		},
	}
}

// documentInit is the verb init as help shows it; Main runs it.
func documentInit() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "init [--tab AGENT[:PROVIDER]]... [--main AGENT[:PROVIDER]] [--user U[:G]]",
		Short: "Run what holds the sessions, in the foreground",
		Long: `init starts and reaps every session and holds the keys; it starts the server,
and starts it again if it dies. jackin without a verb runs it by itself.
TERM, INT and RTMIN+3 end it and every session with it.

As PID 1 of a container jackin without a verb is init, takes its options, and
attaches where it has a terminal. It reads key files as root and then runs server
and sessions as another user, so that no tab can read them; for that root needs
the capabilities CHOWN, KILL, SETGID and SETUID, which Docker gives it.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return fmt.Errorf("init is run by main") },
	}
	addInitFlags(cmd.Flags())
	return cmd
}
