package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jackin/cmd/internal/launch"
	"jackin/cmd/internal/screen"
	"jackin/provider"
)

// quietTime is how long a key may take until a line says that it is waited for.
const quietTime = 300 * time.Millisecond

type launchOptions struct {
	workspace, role string
	agent, provider string
	another         bool
	ephemeral       bool
}

func newLaunch(env Env) *cobra.Command {
	var o launchOptions
	cmd := &cobra.Command{
		Use:   "launch [WORKSPACE] [--role R] [--agent A] [--provider P] [--new] [--ephemeral]",
		Short: "Start a workspace's container, open its first tab, attach",
		Long: `launch starts the container of a workspace, or of the one whose workdir the
current directory is in, opens the first tab in it and attaches. It asks for
the agent and, where more than one is configured, for the provider; --agent and
--provider answer that, the workspace's default_agent answers the first.

A container that runs already is attached to, and one that has ended is started
again; --new makes another one. Keys are resolved as it starts and reach it by
the standard input of docker exec; other variables of [env] are its environment,
which docker inspect shows. Its home is a volume of the workspace's own;
--ephemeral leaves nothing.

Without a terminal it opens the tab, prints the container's name and ends.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				o.workspace = args[0]
			}
			return runLaunch(cmd.Context(), env, o)
		},
	}
	cmd.Flags().StringVar(&o.role, "role", "", "the `R`ole, which has an image and variables of its own (default: the workspace's)")
	cmd.Flags().StringVar(&o.agent, "agent", "", "the `A`gent of the first tab; where a container runs: of another tab")
	cmd.Flags().StringVar(&o.provider, "provider", "", "the `P`rovider that answers it")
	cmd.Flags().BoolVar(&o.another, "new", false, "make another container, even if one runs")
	cmd.Flags().BoolVar(&o.ephemeral, "ephemeral", false, "keep nothing: no volume for the home, and stop removes the container")
	return cmd
}

// launching is one run of launch.
type launching struct {
	*operator
	options launchOptions
	spec    launch.Spec
	offer   launch.Offer
	found   launch.Container
	running bool // found runs
	pusher  *pusher
	values  *variables
}

func runLaunch(ctx context.Context, env Env, o launchOptions) error {
	if o.provider != "" && o.agent == "" {
		return usageError{errors.New("--provider goes with --agent")}
	}
	op, err := env.operator()
	if err != nil {
		return err
	}
	l := &launching{operator: op, options: o}
	if err := l.prepare(); err != nil {
		return err
	}
	// What is being resolved ends with this call.
	ctx, cancel := context.WithCancel(ctx)
	defer func() {
		cancel()
		l.pusher.join()
		l.values.join()
	}()
	signals := watchInterrupts(cancel)
	tab, err := l.start(ctx)
	signals.stop()
	if err := signals.explain(err); err != nil {
		return err
	}
	if _, _, err := env.terminal(); err != nil {
		l.pusher.join()
		l.pusher.complainLater(l.operator)
		_, err := fmt.Fprintln(env.Stdout, l.pusher.inside.Name)
		return err
	}
	return l.attach(ctx, tab)
}

// prepare decides what can be decided without the engine.
func (l *launching) prepare() error {
	o := l.options
	workspace, err := l.workspace(o.workspace)
	if err != nil {
		return err
	}
	role := l.config.RoleFor(workspace, o.role)
	l.spec, err = launch.SpecOf(l.config, workspace, role, os.Getuid(), os.Getgid(), o.ephemeral)
	if err != nil {
		e := fail(exitFailed, "%v", err)
		if roles := l.config.RolesOf(workspace); role != "" && len(roles) > 0 {
			e.hint("roles: %s", strings.Join(roles, ", "))
		}
		return e
	}
	catalogue, err := provider.Default().WithSettings(l.config.Settings())
	if err != nil {
		return err
	}
	keys, others := splitVariables(l.config.Resolve(workspace, role))
	l.values = newVariables(others)
	l.spec.Variables = l.values.names()
	l.offer = launch.Offer{Workspace: workspace, Catalogue: catalogue, Keys: launch.NewKeys(keys)}
	l.pusher = &pusher{keys: l.offer.Keys}
	choice := l.choice()
	if _, asks, err := l.offer.Settle(choice); err != nil {
		return fail(exitNotFound, "%v", err)
	} else if asks && choice.Agent != "" && l.noTerminal() {
		return l.needsTerminal()
	}
	return nil
}

// choice is what flags and the workspace's default say.
func (l *launching) choice() launch.Choice {
	c := launch.Choice{Agent: provider.AgentID(l.options.agent), Provider: provider.ID(l.options.provider)}
	if c.Agent == "" {
		c.Agent = l.config.Workspaces[l.spec.Workspace].DefaultAgent
	}
	return c
}

func (l *launching) noTerminal() bool {
	_, _, err := l.env.terminal()
	return err != nil
}

func (l *launching) needsTerminal() error {
	return fail(exitUsage, "there is no terminal to ask on, and more than one answer").
		hint("jackin launch %s --agent AGENT --provider PROVIDER", l.spec.Workspace)
}

// start returns when the container runs, has its keys and has the tab to be shown;
// "" is whichever there is.
func (l *launching) start(ctx context.Context) (tab string, err error) {
	containers, err := l.engine.Containers(ctx)
	if err != nil {
		return "", engineError(err)
	}
	if !l.options.another {
		var ok bool
		l.found, ok = l.spec.Find(containers)
		l.running = ok && l.found.Running()
	}
	wants := true
	if l.running {
		if wants, err = l.look(ctx); err != nil {
			return "", engineError(err)
		}
	}
	l.pusher.resolve(ctx, l.env.resolver(l.config))
	if !l.running && l.found.Name == "" {
		l.values.resolve(ctx, l.env.resolver(l.config))
	}
	var choice launch.Choice
	if wants {
		if choice, err = l.choose(ctx); err != nil {
			return "", err
		}
	}
	name := l.found.Name
	if !l.running {
		if name, err = l.run(ctx, containers); err != nil {
			return "", engineError(err)
		}
	}
	if err := l.pusher.push(ctx, l.inside(name)); err != nil {
		return "", engineError(err)
	}
	for _, line := range l.pusher.said() {
		l.say("%s", line)
	}
	if !wants {
		return "", nil
	}
	tab, err = l.inside(name).Open(ctx, choice, l.spec.Workdir)
	return tab, engineError(err)
}

// look says whether a tab is to be opened in the container that runs already, and
// what keys it has.
func (l *launching) look(ctx context.Context) (wants bool, err error) {
	in := l.inside(l.found.Name)
	held, err := in.Keys(ctx)
	if err != nil {
		return false, err
	}
	l.offer.Keys.Hold(sortedNames(held))
	l.warnDifferent()
	if l.options.agent != "" {
		return true, nil
	}
	tabs, err := in.Tabs(ctx)
	return tabs == 0, err
}

// warnDifferent says that the container isn't as the config has it now.
func (l *launching) warnDifferent() {
	if !l.engine.MadeOf(l.spec, l.found) {
		l.say("container %s was made with other settings than the config has now: %s rm --force %s, and the next launch makes it anew", l.found.Name, l.engine.Program, l.found.Name)
	}
}

// choose settles what the first tab runs, and asks where it has to.
func (l *launching) choose(ctx context.Context) (launch.Choice, error) {
	choice, asks, err := l.offer.Settle(l.choice())
	if err != nil {
		return choice, fail(exitNotFound, "%v", err)
	}
	if asks {
		choice, err = l.pick(ctx, choice)
		if err != nil {
			return choice, err
		}
	}
	return choice, l.await(ctx, choice)
}

// pick asks on the terminal.
func (l *launching) pick(ctx context.Context, from launch.Choice) (launch.Choice, error) {
	in, out, err := l.env.terminal()
	if err != nil {
		return from, l.needsTerminal()
	}
	s, err := screen.Open(in, out, screen.ProfileOf(l.env.Getenv))
	if err != nil {
		return from, err
	}
	l.offer.Keys.Notify(s.Wake)
	choice, err := launch.Pick(ctx, s, l.offer, from, l.options.agent != "")
	l.offer.Keys.Notify(nil)
	s.Close()
	switch {
	case errors.Is(err, launch.ErrCancelled):
		return choice, fail(exitFailed, "nothing was launched")
	case errors.Is(err, context.Canceled):
		return choice, fail(exitFailed, "called off")
	case err != nil:
		return choice, fail(exitFailed, "%v", err)
	}
	return choice, nil
}

// await waits for the key of the chosen provider, without which no tab of it can be.
func (l *launching) await(ctx context.Context, c launch.Choice) error {
	agent, _ := l.offer.Catalogue.Agent(c.Agent)
	p, ok := l.offer.Catalogue.Provider(c.Provider)
	if !ok || c.Provider == agent.Native {
		return nil
	}
	quiet, cancel := context.WithTimeout(ctx, quietTime)
	defer cancel()
	if l.offer.Keys.Wait(quiet, p.Key) != nil {
		l.say("waiting for %s", p.Key)
		if err := l.offer.Keys.Wait(ctx, p.Key); err != nil {
			return engineError(err)
		}
	}
	state, reason := l.offer.Keys.State(p.Key)
	if state == launch.Ready {
		return nil
	}
	e := fail(exitNotFound, "provider %q for agent %q: %s: %s", c.Provider, c.Agent, p.Key, reason)
	for _, problem := range l.offer.Keys.Problems() {
		if problem.Name == string(p.Key) {
			e.hint("%s", problem.Message())
		}
	}
	return e
}

// attach shows the container until the user leaves.
func (l *launching) attach(ctx context.Context, tab string) error {
	l.pusher.complain(l.operator)
	err := runAttach(ctx, l.env, attachOptions{name: l.pusher.inside.Name, op: l.operator, tab: tab})
	l.pusher.complainLater(l.operator)
	return err
}
