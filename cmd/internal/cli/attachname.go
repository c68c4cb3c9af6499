package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"jackin/cmd/internal/launch"
	"jackin/provider/config"
)

// runAttachName attaches to a container. One of ours that has lost keys, as after a
// restart, is given them again meanwhile.
func runAttachName(ctx context.Context, env Env, o attachOptions) error {
	if strings.HasPrefix(o.name, "-") {
		return usageError{fmt.Errorf("%q can't name a container", o.name)}
	}
	if _, _, err := env.terminal(); err != nil {
		return err
	}
	op, err := env.operator()
	if err != nil {
		// A mistake in a file is no reason not to attach.
		fmt.Fprintf(env.Stderr, "jackin: no keys are renewed: %s\n", oneLine(err.Error()))
		op = env.operatorOf(&config.Config{Options: config.DefaultOptions()})
		o.op = op
		return runAttach(ctx, env, o)
	}
	o.op = op
	ctx, cancel := context.WithCancel(ctx)
	renewing := op.renew(ctx, o.name)
	defer renewing.join()
	defer cancel()
	err = runAttach(ctx, env, o)
	renewing.complainLater(op)
	return err
}

// renew resolves and pushes what a running container of ours lacks, beside what
// follows. Where it can't even be asked, attaching says why.
func (o *operator) renew(ctx context.Context, name string) *pusher {
	p := &pusher{keys: launch.NewKeys(nil)}
	c, err := o.container(ctx, name)
	if err != nil || !c.Running() {
		o.env.Log.Debug("no keys renewed", "container", name, "status", c.Status, "err", err)
		return p
	}
	keys, _ := o.settings(c)
	p.keys = launch.NewKeys(keys)
	in := o.inside(name)
	held, err := in.Keys(ctx)
	if err != nil {
		o.env.Log.Debug("no keys renewed", "container", name, "err", err)
		return p
	}
	p.keys.Hold(sortedNames(held))
	if lacking := p.keys.Lacking(); len(lacking) > 0 {
		o.say("container %s lacks %s", name, strings.Join(slices.Sorted(slices.Values(lacking)), ", "))
	}
	p.resolve(ctx, o.env.resolver(o.config))
	if err := p.push(ctx, in); err != nil {
		o.say("container %s: %v", name, err)
	}
	return p
}
