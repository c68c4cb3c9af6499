package cli

import (
	"context"
	"fmt"
	"io"
	"strings"

	"jackin/cmd/internal/launch"
	"jackin/cmd/internal/vault"
	"jackin/provider/secret"
)

// sourcePush is what `keys list` calls a key that was pushed.
const sourcePush = "push"

// runKeysPushTo renews the keys of a running container of ours by what the config
// says now: what it has no more is taken away, if it was pushed. A reference that
// can't be resolved changes nothing.
func runKeysPushTo(ctx context.Context, env Env, container string) error {
	op, err := env.operator()
	if err != nil {
		return err
	}
	c, err := op.container(ctx, container)
	if err != nil {
		return err
	}
	if !c.Running() {
		return fail(exitFailed, "container %q doesn't run: %s", container, c.How()).hint("jackin launch %s", c.Workspace())
	}
	in := op.inside(container)
	held, err := in.Keys(ctx)
	if err != nil {
		return engineError(err)
	}
	settings, _ := op.settings(c)
	keys := launch.NewKeys(settings)
	keys.Resolve(ctx, env.resolver(op.config), nil)
	values, problems := keys.Values(), keys.Problems()
	for _, name := range outdated(held, keys) {
		values[name] = secret.Value{}
	}
	refused, err := in.Push(ctx, values)
	if err != nil {
		return engineError(fmt.Errorf("push keys: %w", err))
	}
	for _, name := range refused {
		op.say("%s is not set: its value holds a control character", name)
		delete(values, name)
	}
	for _, name := range sortedNames(values) {
		if values[name].Empty() {
			op.say("%s is removed", name)
		} else {
			op.say("%s is set", name)
		}
	}
	if len(values) == 0 && len(problems) == 0 && len(refused) == 0 {
		op.say("no layer has a key for container %s", container)
	}
	if len(problems)+len(refused) > 0 {
		return fail(exitFailed, "%d of the keys could not be set", len(problems)+len(refused)).hints(strings.Split(vault.Failure(problems), "\n"))
	}
	return nil
}

// outdated are the keys that a container was pushed, by their sources, and that the
// config has no more. What came from a file or its environment isn't the config's.
func outdated(held map[string]string, keys *launch.Keys) []string {
	var names []string
	for _, name := range sortedNames(held) {
		if held[name] == sourcePush && !keys.Has(secret.Ref(name)) {
			names = append(names, name)
		}
	}
	return names
}

// runKeysPushOneTo passes one key from standard input to a container, ours or not.
func runKeysPushOneTo(ctx context.Context, env Env, container, name string) error {
	if !keyNameSet()[name] {
		return fail(exitUsage, "there is no key %q", name).hint("keys: %s", strings.Join(sortedNames(keyNameSet()), ", "))
	}
	if isTerminal(env.Stdin) {
		return fail(exitUsage, "a key is not typed at a terminal, which would show it").hint("jackin keys push %s --to %s < FILE", name, container)
	}
	op, err := env.operator()
	if err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(env.Stdin, secret.MaxText+2))
	defer clear(text)
	if err != nil {
		return fmt.Errorf("read standard input: %w", err)
	}
	if err := op.inside(container).PushOne(ctx, name, text); err != nil {
		return engineError(err)
	}
	op.say("%s is set", name)
	return nil
}
