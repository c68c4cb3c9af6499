package cli

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"jackin/cmd/internal/launch"
)

type psOptions struct{ json bool }

func newPs(env Env) *cobra.Command {
	var o psOptions
	cmd := &cobra.Command{
		Use:   "ps",
		Short: "List the containers that launch has made",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return runPs(cmd.Context(), env, o) },
	}
	cmd.Flags().BoolVar(&o.json, "json", false, "print an array of objects; fields are only ever added")
	return cmd
}

// psRow is a row of ps --json. Fields are only ever added.
type psRow struct {
	Name      string     `json:"name"`
	ID        string     `json:"id"`
	Workspace string     `json:"workspace"`
	Role      string     `json:"role"` // empty: none
	Image     string     `json:"image"`
	Status    string     `json:"status"`
	ExitCode  *int       `json:"exit_code"` // null while it runs
	Ephemeral bool       `json:"ephemeral"`
	Created   time.Time  `json:"created"`
	Started   *time.Time `json:"started"` // null: never
}

func runPs(ctx context.Context, env Env, o psOptions) error {
	op, err := env.operator()
	if err != nil {
		return err
	}
	containers, err := op.engine.Containers(ctx)
	if err != nil {
		return engineError(err)
	}
	rows := make([]psRow, 0, len(containers))
	for _, c := range containers {
		rows = append(rows, psRowOf(c))
	}
	slices.SortFunc(rows, func(a, b psRow) int { return strings.Compare(a.Name, b.Name) })
	if o.json {
		return printJSON(env.Stdout, rows)
	}
	w := tabwriter.NewWriter(env.Stdout, 0, 8, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tWORKSPACE\tROLE\tSTATUS\tIMAGE")
	for _, r := range rows {
		status := r.Status
		if r.ExitCode != nil && r.Status == "exited" {
			status = fmt.Sprintf("exited %d", *r.ExitCode)
		}
		role := r.Role
		if role == "" {
			role = "-"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.Name, r.Workspace, role, status, r.Image)
	}
	return w.Flush()
}

func psRowOf(c launch.Container) psRow {
	r := psRow{
		Name: c.Name, ID: c.ID, Workspace: c.Workspace(), Role: c.Role(), Image: c.Image,
		Status: c.Status, Ephemeral: c.Ephemeral(), Created: c.Created,
	}
	if !c.Running() && c.Status != "created" {
		r.ExitCode = &c.ExitCode
	}
	if !c.Started.IsZero() {
		r.Started = &c.Started
	}
	return r
}

// sortedNames are the keys of m.
func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
