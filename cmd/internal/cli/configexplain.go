package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

type configExplainOptions struct {
	scopeOptions
	json bool
}

func newConfigExplain(env Env) *cobra.Command {
	var o configExplainOptions
	cmd := &cobra.Command{
		Use:   "explain [--workspace W] [--role R] [--json]",
		Short: "Show every option, its value and where it comes from",
		Long: `config explain shows every option of config.toml and, with --workspace, of that
workspace, with what applies and where it was written; then the variables as
config env list does.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return runConfigExplain(env, o) },
	}
	o.flags(cmd)
	cmd.Flags().BoolVar(&o.json, "json", false, "print an object; fields are only ever added")
	return cmd
}

// explainedConfig is what --json shows.
type explainedConfig struct {
	Options   []explainedOption `json:"options"`
	Variables []configVariable  `json:"variables"`
}

// explainedOption is one option. Values are written as in TOML.
type explainedOption struct {
	Name    string  `json:"name"`
	Value   *string `json:"value"`   // null: nothing is set
	Default *string `json:"default"` // null: there is none
	Type    string  `json:"type"`
	Doc     string  `json:"doc"`
	File    *string `json:"file"` // null: the default
	Line    int     `json:"line"`
}

func runConfigExplain(env Env, o configExplainOptions) error {
	c, err := env.loadConfig()
	if err != nil {
		return err
	}
	if err := o.check(c); err != nil {
		return err
	}
	all := explainedConfig{Options: []explainedOption{}, Variables: []configVariable{}}
	orNull := func(s string) *string {
		if s == "" {
			return nil
		}
		return &s
	}
	for _, v := range c.OptionValues(o.workspace) {
		all.Options = append(all.Options, explainedOption{
			Name: v.Name, Value: orNull(v.Value), Default: orNull(v.Option.Default), Type: v.Option.Type, Doc: v.Option.Doc,
			File: orNull(v.File), Line: v.Line,
		})
	}
	for _, v := range c.Resolve(o.workspace, c.RoleFor(o.workspace, o.role)) {
		all.Variables = append(all.Variables, variableRow(v))
	}
	if o.json {
		return printJSON(env.Stdout, all)
	}
	for _, v := range all.Options {
		switch {
		case v.File != nil:
			fmt.Fprintf(env.Stdout, "%s = %s    # %s:%d\n", v.Name, *v.Value, *v.File, v.Line)
		case v.Value != nil:
			fmt.Fprintf(env.Stdout, "%s = %s    # default\n", v.Name, *v.Value)
		default:
			fmt.Fprintf(env.Stdout, "# %s is not set\n", v.Name)
		}
		fmt.Fprintf(env.Stdout, "    # %s: %s\n", v.Type, v.Doc)
	}
	if len(all.Variables) == 0 {
		return nil
	}
	fmt.Fprintln(env.Stdout)
	return printVariables(env.Stdout, all.Variables)
}
