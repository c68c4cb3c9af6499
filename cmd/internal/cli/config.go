package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"jackin/provider/config"
)

func newConfig(env Env) *cobra.Command {
	return group(&cobra.Command{
		Use:   "config",
		Short: "Change, check and explain the config",
		Long: `config env changes and lists the variables and keys of the [env] tables, config
check says what is wrong with the files, config explain what applies and from
where. The files are config.toml and workspaces/NAME.toml in $JACKIN_CONFIG_DIR,
else $XDG_CONFIG_HOME/jackin, else ~/.config/jackin.`,
	}, newConfigEnv(env), newConfigCheck(env), newConfigExplain(env))
}

func newConfigEnv(env Env) *cobra.Command {
	return group(&cobra.Command{
		Use:   "env",
		Short: "Set, unset and list variables and keys",
		Long: `config env set, unset and list the entries of the [env] tables: of config.toml,
of a workspace (--workspace), of a role (--role), of a workspace's role (both).
Of several that have a name the narrowest wins.`,
	}, newConfigSet(env), newConfigUnset(env), newConfigList(env))
}

// group is a verb that has only verbs below it.
func group(parent *cobra.Command, verbs ...*cobra.Command) *cobra.Command {
	var names []string
	for _, cmd := range verbs {
		cmd.Args = usageArgs(cmd.Args)
		cmd.DisableFlagsInUseLine = true
		parent.AddCommand(cmd)
		names = append(names, cmd.Name())
	}
	parent.Args = cobra.ArbitraryArgs
	parent.RunE = func(cmd *cobra.Command, args []string) error {
		wants := strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
		if len(args) > 0 {
			return usageError{fmt.Errorf("%s has no verb %q: it wants %s", cmd.Name(), args[0], wants)}
		}
		return usageError{fmt.Errorf("%s wants %s", cmd.Name(), wants)}
	}
	return parent
}

// scopeOptions name an [env] table.
type scopeOptions struct{ workspace, role string }

func (o *scopeOptions) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&o.workspace, "workspace", "", "of this workspace, `W`; without it of config.toml")
	cmd.Flags().StringVar(&o.role, "role", "", "of this role, `R`")
}

func (o scopeOptions) scope() config.Scope {
	return config.Scope{Workspace: o.workspace, Role: o.role}
}

// check says that o names what there is.
func (o scopeOptions) check(c *config.Config) error {
	if o.workspace != "" {
		if _, ok := c.Workspaces[o.workspace]; !ok {
			return fail(exitNotFound, "there is no workspace %q", o.workspace).hint("jackin console makes one, or write workspaces/%s.toml", o.workspace)
		}
	}
	if o.role != "" && !c.HasRole(o.workspace, o.role) {
		return fail(exitNotFound, "there is no role %q", o.role).hint("jackin console makes one, or write [roles.%s] into config.toml", o.role)
	}
	return nil
}

// loadConfig reads the operator's config, all of which must be right.
func (e Env) loadConfig() (*config.Config, error) {
	c, err := config.Load(config.Dir(e.Getenv))
	if err != nil {
		return nil, configError(err)
	}
	return c, nil
}

// configError is the first of what is wrong, and where the rest can be read.
func configError(err error) error {
	lines := strings.Split(err.Error(), "\n")
	var p *config.Problem
	if !errors.As(err, &p) {
		return fail(exitFailed, "%v", err)
	}
	e := fail(exitFailed, "%s", lines[0])
	if len(lines) > 1 {
		return e.hint("jackin config check shows this and %d more", len(lines)-1)
	}
	return e
}

// changeTries is how often a change is made again because its file has changed
// between reading and writing; then it fails.
const changeTries = 20

// change makes one edit, and says what it has come to.
func (e Env) change(edit config.Edit) (config.Change, error) {
	var c config.Change
	for try := 1; ; try++ {
		var err error
		if c, err = config.Prepare(config.Dir(e.Getenv), edit); err != nil {
			return c, configError(err)
		}
		err = c.Write()
		if errors.Is(err, config.ErrChanged) && try < changeTries {
			continue
		}
		if err != nil {
			return c, fail(exitFailed, "%v", err)
		}
		break
	}
	for _, line := range c.Lines() {
		fmt.Fprintf(e.Stderr, "jackin: %s\n", line)
	}
	return c, nil
}
