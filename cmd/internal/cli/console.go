package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"jackin/cmd/internal/console"
	"jackin/cmd/internal/launch"
	"jackin/cmd/internal/screen"
	"jackin/provider/config"
)

func newConsole(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "console",
		Short: "Workspaces, roles, settings and keys, on screens",
		Long: `console shows the workspaces with their containers, the roles and the global
settings, and changes them. A workspace's Auth tab has a row for each provider:
Enter opens the form in which its key is saved, as a literal, as a reference to
1Password, or as a variable of this machine, for the workspace, for one of its
roles, or for all.

Every screen names its keystrokes in the last row. Nothing is written but by
Save, which shows before what it writes where, without values.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runConsole(cmd.Context(), env) },
	}
}

func runConsole(ctx context.Context, env Env) error {
	in, out, err := env.terminal()
	if err != nil {
		return fail(exitUsage, "jackin console needs a terminal; jackin config env set and jackin launch do without")
	}
	log, logged, err := env.fileLog("console")
	if err != nil {
		return err
	}
	defer logged()
	env.Log = log
	if err := protectMemory(); err != nil {
		return err
	}
	err = console.Run(ctx, console.Options{
		Dir: env.Dir, In: in, Out: out, Profile: screen.ProfileOf(env.Getenv),
		Files:  console.Dir(config.Dir(env.Getenv)),
		Prober: console.HTTP{Resolver: env.resolver},
		Engine: consoleEngine{env}, Verbs: consoleVerbs{env},
	})
	var signal *screen.SignalError
	switch {
	case errors.As(err, &signal):
		return silent{128 + int(signal.Signal)}
	case errors.Is(err, console.ErrInterrupted):
		return silent{128 + int(syscall.SIGINT)}
	}
	return err
}

// consoleEngine lists containers with their tabs. The config is read each time: its
// engine may be another one by then.
type consoleEngine struct{ env Env }

// Containers implements console.Engine.
func (e consoleEngine) Containers(ctx context.Context) ([]console.Container, error) {
	c, _ := config.Survey(config.Dir(e.env.Getenv))
	op := e.env.operatorOf(c)
	containers, err := op.engine.Containers(ctx)
	if err != nil {
		return nil, err
	}
	var found []console.Container
	for _, c := range containers {
		shown := console.Container{Name: c.Name, Workspace: c.Workspace(), Role: c.Role(), Status: consoleStatus(c), Running: c.Running()}
		if c.Running() {
			if shown.Tabs, err = op.inside(c.Name).List(ctx); err != nil {
				shown.Problem = oneLine(err.Error())
			}
		}
		found = append(found, shown)
	}
	slices.SortFunc(found, func(a, b console.Container) int { return strings.Compare(a.Name, b.Name) })
	return found, nil
}

func consoleStatus(c launch.Container) string {
	if c.Status == "exited" {
		return fmt.Sprintf("exited %d", c.ExitCode)
	}
	return c.Status
}

// consoleVerbs are the other verbs, as they are on a command line.
type consoleVerbs struct{ env Env }

// Launch implements console.Verbs.
func (v consoleVerbs) Launch(ctx context.Context, workspace, role string) error {
	return spoken(runLaunch(ctx, v.env, launchOptions{workspace: workspace, role: role}))
}

// Attach implements console.Verbs.
func (v consoleVerbs) Attach(ctx context.Context, container string) error {
	return spoken(runAttachName(ctx, v.env, attachOptions{name: container}))
}

// Push implements console.Verbs.
func (v consoleVerbs) Push(ctx context.Context, container string) (said []string, err error) {
	var text bytes.Buffer
	v.env.Stderr = &text
	err = spoken(runKeysPushTo(ctx, v.env, container))
	for line := range strings.Lines(text.String()) {
		said = append(said, strings.TrimPrefix(strings.TrimSpace(line), "jackin: "))
	}
	return said, err
}

// spoken is a verb's error with its hints, as one text. Where a signal was meant for
// the whole process it is that; an interrupt called off the verb alone.
func spoken(err error) error {
	if err == nil {
		return nil
	}
	e := asError(err)
	if signal := syscall.Signal(e.Code - 128); signal > 0 && signal != syscall.SIGINT {
		return &screen.SignalError{Signal: signal}
	}
	return errors.New(strings.Join(append([]string{oneLine(e.Message)}, e.Hints...), "; "))
}
