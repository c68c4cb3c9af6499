package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"jackin/provider/config"
	"jackin/provider/secret"
)

type configUnsetOptions struct {
	scopeOptions
	hide bool
}

func newConfigUnset(env Env) *cobra.Command {
	var o configUnsetOptions
	cmd := &cobra.Command{
		Use:   "unset NAME [--workspace W] [--role R] [--hide]",
		Short: "Remove a variable or key, or hide a broader one",
		Long: `config env unset removes NAME from an [env] table: of config.toml, or of the
workspace, role or both that are named. Where a broader table has NAME too, that
one applies then: unset says so. With --hide it writes NAME = false instead, which
hides the broader ones.`,
		Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return runConfigUnset(env, o, args[0]) },
	}
	o.flags(cmd)
	cmd.Flags().BoolVar(&o.hide, "hide", false, "hide what broader tables say: NAME = false")
	return cmd
}

func runConfigUnset(env Env, o configUnsetOptions, name string) error {
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
	edit := config.UnsetEnv(o.scope(), name)
	if o.hide {
		if o.scope() == (config.Scope{}) {
			return fail(exitUsage, "nothing is broader than config.toml's [env], so there is nothing to hide").
				hint("jackin config env unset %s", name)
		}
		edit = config.SetEnv(o.scope(), name, secret.Hidden())
	}
	change, err := env.change(edit)
	if err != nil || o.hide {
		return err
	}
	for _, v := range change.Config().Resolve(o.workspace, o.role) {
		if v.Name == name && v.Winner.Source.Kind() != secret.KindHidden {
			fmt.Fprintf(env.Stderr, "jackin: %s still applies here, from %v (%s:%d)\n", name, v.Winner.Scope, v.Winner.File, v.Winner.Line)
			fmt.Fprintf(env.Stderr, "hint: the same with --hide hides it\n")
		}
	}
	return nil
}
