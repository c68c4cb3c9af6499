package console

import (
	"context"

	"jackin/mux/wire"
	"jackin/provider"
	"jackin/provider/config"
)

// Files are the operator's config files.
type Files interface {
	// Survey reads them, as [config.Survey] does.
	Survey() (*config.Config, map[string]error)
	// Prepare makes edits ready, as [config.Prepare] does.
	Prepare(...config.Edit) (config.Change, error)
	// Stamp is another text whenever a file is another one than before.
	Stamp() string
}

// Answer is what came of asking one endpoint for one agent.
type Answer struct {
	Label string // the agent's
	// OK: the key is taken.
	OK bool
	// Said is what came back, in words; never the key.
	Said string
}

// Prober asks a provider whether it takes a key.
type Prober interface {
	// Probe resolves the setting and asks every endpoint of the provider. c is the
	// config as it would be, for its base URLs. What can't be asked is an Answer.
	Probe(ctx context.Context, c *config.Config, id provider.ID, s config.Setting) []Answer
}

// Container is one of ours.
type Container struct {
	Name, Workspace, Role, Status string
	Running                       bool
	Tabs                          []wire.Tab
	// Problem is why Tabs aren't known; empty: they are.
	Problem string
}

// Engine knows the containers.
type Engine interface {
	Containers(context.Context) ([]Container, error)
}

// Verbs are the other verbs. Launch and Attach have the terminal, which the console
// has given back. Their error is a *screen.SignalError where a signal ends the
// process; any other is shown, and the console goes on.
type Verbs interface {
	Launch(ctx context.Context, workspace, role string) error
	Attach(ctx context.Context, container string) error
	// Push renews the keys of a running container, and returns what was done.
	Push(ctx context.Context, container string) (said []string, err error)
}
