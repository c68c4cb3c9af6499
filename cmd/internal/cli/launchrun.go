package cli

import (
	"context"
	"errors"
	"fmt"

	"jackin/cmd/internal/launch"
	"jackin/cmd/internal/vault"
)

// maxSiblings is how many containers of one name there may be; another one is
// refused.
const maxSiblings = 100

// run has the container run: the one that has ended, or a new one.
func (l *launching) run(ctx context.Context, containers []launch.Container) (name string, err error) {
	if l.found.Name != "" && l.found.Ephemeral() {
		if err := l.engine.Remove(ctx, l.found.Name); err != nil {
			return "", err
		}
		l.found = launch.Container{}
		l.values.resolve(ctx, l.env.resolver(l.config))
	}
	name = l.found.Name
	if name == "" {
		if name, err = l.create(ctx, containers); err != nil {
			return "", err
		}
	} else {
		l.warnDifferent()
	}
	l.say("starting container %s", name)
	if err := l.engine.Start(ctx, name, launch.Settings(l.config)); err != nil {
		return "", fmt.Errorf("start container %q: %w", name, err)
	}
	return name, l.inside(name).Ready(ctx)
}

// create makes a container under the first name that is free.
func (l *launching) create(ctx context.Context, containers []launch.Container) (string, error) {
	taken := map[string]bool{}
	for _, c := range containers {
		taken[c.Name] = true
	}
	values, problems := l.values.wait()
	l.problems(problems)
	text, err := vault.EnvFile(values)
	if err != nil {
		return "", err
	}
	for n := 1; n <= maxSiblings; n++ {
		name := l.spec.Name(n)
		if taken[name] {
			continue
		}
		l.say("making container %s of image %s", name, l.spec.Image)
		err := l.engine.Create(ctx, l.spec, name, text, l.env.Stderr)
		switch {
		case errors.Is(err, launch.ErrNameTaken):
			continue
		case err == nil:
			return name, nil
		}
		e := fail(exitFailed, "make container %q: %v", name, err)
		if l.spec.Image == launch.DefaultImage {
			e.hint("the image %s is built, not fetched: %s build -t %s . where jackin's source is", launch.DefaultImage, l.engine.Program, launch.DefaultImage)
		}
		return "", e
	}
	return "", fail(exitFailed, "there are %d containers %s already", maxSiblings, l.spec.Name(1)).hint("jackin ps lists them")
}
