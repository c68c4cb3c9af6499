package cli

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"jackin/provider/config"
	"jackin/provider/secret"
)

type configCheckOptions struct{ json bool }

func newConfigCheck(env Env) *cobra.Command {
	var o configCheckOptions
	cmd := &cobra.Command{
		Use:   "check [--json]",
		Short: "Say everything that is wrong with the config, with line and column",
		Long: `config check reads config.toml and all workspaces and prints everything that is
wrong, one line each, with file, line and column. It asks nobody: whether a
reference leads anywhere is seen at launch.`,
		Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return runConfigCheck(env, o) },
	}
	cmd.Flags().BoolVar(&o.json, "json", false, "print an array of objects; fields are only ever added")
	return cmd
}

// configProblem is a problem as --json shows it. Line and column are 0 where it is
// about a whole file, and the file is empty where it is about none.
type configProblem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Message string `json:"message"`
}

func runConfigCheck(env Env, o configCheckOptions) error {
	dir := config.Dir(env.Getenv)
	c, broken := config.Survey(dir)
	problems := []configProblem{}
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(broken)) {
		for _, err := range leaves(broken[name]) {
			lines = append(lines, err.Error())
			var p *config.Problem
			if errors.As(err, &p) {
				problems = append(problems, configProblem{p.File, p.Line, p.Col, p.Message})
			} else {
				problems = append(problems, configProblem{Message: err.Error()})
			}
		}
	}
	for _, w := range readable(c) {
		fmt.Fprintf(env.Stderr, "jackin: %s\n", w)
	}
	switch {
	case o.json:
		if err := printJSON(env.Stdout, problems); err != nil {
			return err
		}
	case len(lines) == 0:
		fmt.Fprintf(env.Stdout, "%s: nothing is wrong, workspaces: %d\n", dir, len(c.Workspaces))
	}
	if len(lines) == 0 {
		return nil
	}
	if !o.json {
		for _, l := range lines {
			fmt.Fprintln(env.Stdout, l)
		}
	}
	return silent{exitFailed}
}

// leaves are the errors that were joined to err.
func leaves(err error) []error {
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var all []error
	for _, e := range joined.Unwrap() {
		all = append(all, leaves(e)...)
	}
	return all
}

// readable says which files have values and can be read by others.
func readable(c *config.Config) []string {
	files := map[string]bool{}
	layers := func(workspace string) {
		for _, role := range append([]string{""}, c.RolesOf(workspace)...) {
			for _, l := range c.Layers(workspace, role) {
				for _, e := range l.Entries {
					if e.Source.Kind() == secret.KindLiteral {
						files[e.File] = true
					}
				}
			}
		}
	}
	layers("")
	for name := range c.Workspaces {
		layers(name)
	}
	var found []string
	for _, file := range slices.Sorted(maps.Keys(files)) {
		if info, err := os.Stat(file); err == nil && info.Mode().Perm()&0o077 != 0 {
			found = append(found, fmt.Sprintf("%s has values, and other users can read it: chmod 600 %s", file, file))
		}
	}
	return found
}
