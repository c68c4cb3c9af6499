package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"jackin/cmd/internal/launch"
	"jackin/cmd/internal/vault"
	"jackin/provider/config"
)

// operator is what the operator's verbs work with.
type operator struct {
	env    Env
	config *config.Config
	engine launch.CLI
	runner launch.Runner
}

// operator reads the config. The engine is the one that it names.
func (e Env) operator() (*operator, error) {
	c, err := config.Load(config.Dir(e.Getenv))
	if err != nil {
		return nil, fail(exitFailed, "%v", err).hint("jackin config check shows every error with its line")
	}
	return e.operatorOf(c), nil
}

func (e Env) operatorOf(c *config.Config) *operator {
	// Keys are for resolving references, never for a program that we start.
	runner := launch.Process{Environ: e.withoutKeys(c), Dir: e.Dir, LookPath: e.lookPath, Log: e.Log}
	return &operator{
		env: e, config: c, runner: runner,
		engine: launch.CLI{Program: c.Options.Engine, Runner: runner, UID: os.Getuid()},
	}
}

// inside is the jackin in a container.
func (o *operator) inside(name string) launch.Inside {
	return launch.Inside{Engine: o.engine, Runner: o.runner, Name: name}
}

// workspace is the one that was named, else the one that the current directory is
// in.
func (o *operator) workspace(name string) (string, error) {
	if name != "" {
		if _, ok := o.config.Workspaces[name]; !ok {
			return "", fail(exitFailed, "there is no workspace %q", name).hint("%s", o.workspaces())
		}
		return name, nil
	}
	switch at := o.env.workspacesHere(o.config); len(at) {
	case 1:
		return at[0], nil
	case 0:
		return "", fail(exitFailed, "no workspace has its workdir here, at %s", o.env.Dir).
			hint("jackin launch WORKSPACE; %s", o.workspaces())
	default:
		return "", fail(exitFailed, "several workspaces have their workdir here: %s", strings.Join(at, ", ")).
			hint("jackin launch WORKSPACE")
	}
}

// workspaces says which there are.
func (o *operator) workspaces() string {
	names := sortedNames(o.config.Workspaces)
	if len(names) == 0 {
		return "there is none yet: jackin console makes one, or a file workspaces/NAME.toml in " + config.Dir(o.env.Getenv)
	}
	return "workspaces: " + strings.Join(names, ", ")
}

// container is one of ours, by its name.
func (o *operator) container(ctx context.Context, name string) (launch.Container, error) {
	containers, err := o.engine.Containers(ctx)
	if err != nil {
		return launch.Container{}, engineError(err)
	}
	var names []string
	for _, c := range containers {
		if c.Name == name {
			return c, nil
		}
		names = append(names, c.Name)
	}
	e := fail(exitNotFound, "there is no container %q of ours", name)
	if len(names) > 0 {
		return launch.Container{}, e.hint("containers: %s", strings.Join(names, ", "))
	}
	return launch.Container{}, e.hint("jackin launch makes them")
}

// settings of the keys and of the other variables that apply to a container.
func (o *operator) settings(c launch.Container) (keys, others []config.Setting) {
	return splitVariables(o.config.Resolve(c.Workspace(), c.Role()))
}

// problems says all that couldn't be resolved, in one message.
func (o *operator) problems(problems []*vault.Problem) {
	if text := vault.Failure(problems); text != "" {
		fmt.Fprintf(o.env.Stderr, "jackin: not resolved: %s\n", strings.ReplaceAll(text, "\n", "\n        not resolved: "))
	}
}

// say is a line of progress.
func (o *operator) say(format string, args ...any) {
	fmt.Fprintf(o.env.Stderr, "jackin: "+format+"\n", args...)
}

// engineError gives what went wrong in an engine, or in a jackin that it ran, its exit
// code and hints.
func engineError(err error) error {
	if err == nil {
		return nil
	}
	var said *Error
	var early *launch.EarlyExit
	var exit *launch.ExitError
	switch {
	case errors.As(err, &said):
		return said
	case errors.As(err, &early):
		e := fail(exitFailed, "%v", early)
		if early.Log != "" {
			for line := range strings.Lines(early.Log) {
				e.hint("its log: %s", strings.TrimSpace(line))
			}
		}
		return e
	case errors.Is(err, context.Canceled):
		return fail(exitFailed, "called off")
	case errors.As(err, &exit):
		e := fail(exitFailed, "%v", err)
		if _, hints, ok := exit.Jackin(); ok && exit.Code <= exitNotPermitted {
			e.Code, e.Hints = exit.Code, hints
		}
		return e
	}
	return fail(exitFailed, "%v", err)
}
