package cli

import (
	"context"
)

// runStopName ends a container of ours, and all that runs in it.
func runStopName(ctx context.Context, env Env, name string) error {
	op, err := env.operator()
	if err != nil {
		return err
	}
	c, err := op.container(ctx, name)
	if err != nil {
		return err
	}
	if c.Running() || c.Status == "restarting" || c.Status == "paused" {
		if err := op.engine.Stop(ctx, name); err != nil {
			return engineError(err)
		}
	} else {
		op.say("container %s doesn't run: %s", name, c.How())
	}
	if !c.Ephemeral() {
		return nil
	}
	return engineError(op.engine.Remove(ctx, name))
}
