package cli

import (
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
