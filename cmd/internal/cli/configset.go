package cli

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"jackin/provider/config"
	"jackin/provider/secret"
)

type configSetOptions struct {
	scopeOptions
	account string
}

func newConfigSet(env Env) *cobra.Command {
	var o configSetOptions
	cmd := &cobra.Command{
		Use:   "set NAME [--workspace W] [--role R] [--account A]",
		Short: "Set a variable or key; its value is typed unseen, or comes from standard input",
		Long: `config env set writes NAME into an [env] table: of config.toml, or of the
workspace, role or both that are named. The value is typed at a prompt that
doesn't show it, or is all of standard input where that is no terminal; it is
never an argument. Space around it is cut. It is

  $NAME, ${NAME}           a variable of this machine, read at each launch
  op://VAULT/ITEM/FIELD    a 1Password reference, resolved at each launch
  $$TEXT                   the text $TEXT
  anything else            the value itself

Comments and order of the file stay as they are; it becomes readable for its
owner alone.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runConfigSet(cmd.Context(), env, o, args[0]) },
	}
	o.flags(cmd)
	cmd.Flags().StringVar(&o.account, "account", "", "the 1Password account, `A`, of an op:// reference")
	return cmd
}

func runConfigSet(ctx context.Context, env Env, o configSetOptions, name string) error {
	// What is wrong is said before a key is typed.
	if err := config.CheckName(name); err != nil {
		return fail(exitUsage, "%v", err)
	}
	c, err := env.surveyConfig(o.scopeOptions)
	if err != nil {
		return err
	}
	if err := o.check(c); err != nil {
		return err
	}
	// From here on this process has what nobody else should read.
	if err := protectMemory(); err != nil {
		return err
	}
	text, err := env.secretText(ctx, fmt.Sprintf("Value of %s (%v), not shown: ", name, o.scope()))
	if err != nil {
		return err
	}
	source, warnings, err := config.Enter(name, secret.KindAbsent, text, o.account)
	if err != nil {
		return fail(exitUsage, "%s: %v; nothing is written", name, err)
	}
	change, err := env.change(config.SetEnv(o.scope(), name, source))
	if err != nil {
		return err
	}
	for _, w := range warnings {
		fmt.Fprintf(env.Stderr, "jackin: %s\n", w)
	}
	for _, s := range narrower(change.Config(), o.scope(), name) {
		fmt.Fprintf(env.Stderr, "jackin: %v has its own %s, which wins there (%s:%d)\n", s.Scope, name, s.File, s.Line)
	}
	return nil
}

// surveyConfig reads what an edit in o needs: its own file and config.toml must be
// right.
func (e Env) surveyConfig(o scopeOptions) (*config.Config, error) {
	c, broken := config.Survey(config.Dir(e.Getenv))
	for _, name := range []string{"", o.workspace} {
		if err := broken[name]; err != nil {
			return nil, configError(err)
		}
	}
	return c, nil
}

// narrower returns the settings of a name in the layers that win over scope's.
func narrower(c *config.Config, scope config.Scope, name string) []config.Setting {
	workspaces := append([]string{""}, slices.Sorted(maps.Keys(c.Workspaces))...)
	if scope.Workspace != "" {
		workspaces = []string{scope.Workspace}
	}
	var found []config.Setting
	for _, workspace := range workspaces {
		roles := append([]string{""}, c.RolesOf(workspace)...)
		if scope.Role != "" {
			roles = []string{scope.Role}
		}
		for _, role := range roles {
			layers := c.Layers(workspace, role)
			own := slices.IndexFunc(layers, func(l config.Layer) bool { return l.Scope == scope })
			for _, l := range layers[own+1:] {
				for _, e := range l.Entries {
					if e.Name == name && !slices.ContainsFunc(found, func(s config.Setting) bool { return s.Scope == l.Scope }) {
						found = append(found, config.Setting{Scope: l.Scope, EnvEntry: e})
					}
				}
			}
		}
	}
	return found
}

// secretText reads a value: typed unseen at a terminal, else all of standard input.
func (e Env) secretText(ctx context.Context, prompt string) (string, error) {
	if in, ok := e.Stdin.(*os.File); ok && term.IsTerminal(int(in.Fd())) {
		return promptSecret(ctx, in, e.Stderr, prompt)
	}
	text, err := io.ReadAll(io.LimitReader(e.Stdin, secret.MaxText+1))
	if err != nil {
		return "", fmt.Errorf("read standard input: %w", err)
	}
	if len(text) > secret.MaxText {
		return "", fail(exitUsage, "standard input has more than %d bytes", secret.MaxText)
	}
	return string(text), nil
}
