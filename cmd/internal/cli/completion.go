package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func newCompletion(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "completion bash|zsh|fish",
		Short: "Print a shell's completions",
		Long: `completion prints what has the shell complete verbs, options and what they name:
tabs, agents, providers, workspaces, roles, containers. It is read

  bash   by  source <(jackin completion bash)  in ~/.bashrc
  zsh    from a file _jackin in a directory of $fpath
  fish   from ~/.config/fish/completions/jackin.fish

Completing starts nothing, and gives up after a second.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runCompletion(env, cmd.Root(), args[0]) },
	}
}

// shells are those that completion knows.
func shells() []string { return []string{"bash", "zsh", "fish"} }

func runCompletion(env Env, root *cobra.Command, shell string) error {
	switch shell {
	case "bash":
		return root.GenBashCompletionV2(env.Stdout, true)
	case "zsh":
		return root.GenZshCompletion(env.Stdout)
	case "fish":
		return root.GenFishCompletion(env.Stdout, true)
	}
	return usageError{fmt.Errorf("completion knows bash, zsh and fish, not %q", shell)}
}
