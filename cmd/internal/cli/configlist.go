package cli

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"jackin/provider/config"
	"jackin/provider/secret"
)

type configListOptions struct {
	scopeOptions
	json bool
	name string // empty: all
}

func newConfigList(env Env) *cobra.Command {
	var o configListOptions
	cmd := &cobra.Command{
		Use:   "list [NAME] [--workspace W] [--role R] [--json]",
		Short: "List variables and keys, and where each comes from; never a value",
		Long: `config env list shows what is set for config.toml alone, or for a workspace, with
its default role unless another one is named. Of the tables that have a name the
first one listed wins. References are shown, values are not.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				o.name = args[0]
			}
			return runConfigList(env, o)
		},
	}
	o.flags(cmd)
	cmd.Flags().BoolVar(&o.json, "json", false, "print an array of objects; fields are only ever added")
	return cmd
}

func runConfigList(env Env, o configListOptions) error {
	c, err := env.loadConfig()
	if err != nil {
		return err
	}
	if err := o.check(c); err != nil {
		return err
	}
	o.role = c.RoleFor(o.workspace, o.role)
	rows := []configVariable{}
	for _, v := range c.Resolve(o.workspace, o.role) {
		if o.name == "" || o.name == v.Name {
			rows = append(rows, variableRow(v))
		}
	}
	if o.json {
		return printJSON(env.Stdout, rows)
	}
	return printVariables(env.Stdout, rows)
}

// configVariable is one name as --json shows it.
type configVariable struct {
	Name string `json:"name"`
	// Applies is false where the name is hidden, and where its value is empty.
	Applies bool `json:"applies"`
	configSetting
	Shadowed []configSetting `json:"shadowed"`
}

// configSetting is one table's entry.
type configSetting struct {
	// Source is literal, host variable, 1Password reference or hidden.
	Source string `json:"source"`
	// Reference is null for a literal, which is never shown, and where it is hidden.
	Reference *string `json:"reference"`
	Account   string  `json:"account,omitempty"`
	Workspace *string `json:"workspace"` // null: config.toml
	Role      *string `json:"role"`
	File      string  `json:"file"`
	Line      int     `json:"line"`

	scope config.Scope
	shown string
}

func variableRow(v config.Variable) configVariable {
	row := configVariable{Name: v.Name, configSetting: settingRow(v.Winner), Shadowed: []configSetting{}}
	s := v.Winner.Source
	row.Applies = s.Kind() != secret.KindHidden && (s.Kind() != secret.KindLiteral || !s.Literal().Empty())
	for _, s := range v.Shadowed {
		row.Shadowed = append(row.Shadowed, settingRow(s))
	}
	return row
}

func settingRow(s config.Setting) configSetting {
	row := configSetting{Source: s.Source.Kind().String(), File: s.File, Line: s.Line, scope: s.Scope}
	if s.Scope.Workspace != "" {
		row.Workspace = &s.Scope.Workspace
	}
	if s.Scope.Role != "" {
		row.Role = &s.Scope.Role
	}
	switch s.Source.Kind() {
	case secret.KindHost:
		row.shown = "$" + s.Source.HostVariable()
		row.Reference = &row.shown
	case secret.KindOp:
		reference, account := s.Source.Op()
		row.Reference, row.Account, row.shown = &reference, account, reference
		if account != "" {
			row.shown += " (" + account + ")"
		}
	case secret.KindHidden:
		row.shown = "false"
	case secret.KindLiteral:
		// Of one width, so that it tells nothing.
		if row.shown = "********"; s.Source.Literal().Empty() {
			row.shown = "(empty)"
		}
	}
	return row
}

func printVariables(out io.Writer, rows []configVariable) error {
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tVALUE\tSCOPE\tSTATE\tFROM")
	for _, row := range rows {
		state := "applies"
		switch {
		case row.Source == secret.KindHidden.String():
			state = "hidden"
		case !row.Applies:
			state = "not set"
		}
		for i, s := range append([]configSetting{row.configSetting}, row.Shadowed...) {
			if i > 0 {
				state = "shadowed"
			}
			fmt.Fprintf(w, "%s\t%s\t%v\t%s\t%s:%d\n", row.Name, s.shown, s.scope, state, s.File, s.Line)
		}
	}
	return w.Flush()
}
