package launch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"jackin/cmd/internal/vault"
	"jackin/provider/secret"
)

const (
	// readyTime is how long a container may take from its start until jackin answers
	// in it.
	readyTime = 30 * time.Second
	// readyPause is how often that is looked at.
	readyPause = 100 * time.Millisecond
)

// Inside is the jackin in one container.
type Inside struct {
	Engine Engine
	Runner Runner
	Name   string
}

// jackin runs a verb in the container.
func (in Inside) jackin(ctx context.Context, stdin []byte, args ...string) ([]byte, error) {
	argv := in.Engine.Exec(in.Name, append([]string{"jackin"}, args...)...)
	return in.Runner.Run(ctx, Command{Argv: argv, Stdin: stdin, Limit: callTime})
}

// EarlyExit is a container that has ended before jackin answered in it.
type EarlyExit struct {
	Container Container
	Log       string // the last lines
}

func (e *EarlyExit) Error() string {
	return fmt.Sprintf("container %q ended at its start: %s", e.Container.Name, e.Container.How())
}

// Ready waits until jackin answers in the container. The error is an [*EarlyExit]
// where the container has ended meanwhile.
func (in Inside) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeoutCause(ctx, readyTime, fmt.Errorf("jackin in container %q doesn't answer within %s", in.Name, readyTime))
	defer cancel()
	tick := time.NewTicker(readyPause)
	defer tick.Stop()
	for {
		_, err := in.jackin(ctx, nil, "healthz")
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		var exit *ExitError
		if !errors.As(err, &exit) {
			return err
		}
		if err := in.check(ctx); err != nil {
			return err
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}
}

// check says that the container has ended.
func (in Inside) check(ctx context.Context) error {
	containers, err := in.Engine.Containers(ctx)
	if err != nil {
		return err
	}
	for _, c := range containers {
		if c.Name != in.Name || c.Running() || c.Status == "created" {
			continue
		}
		log, err := in.Engine.Logs(ctx, in.Name)
		if err != nil {
			log = err.Error()
		}
		return &EarlyExit{c, log}
	}
	return nil
}

// Keys are the names of the keys that the container has, and where each came from.
func (in Inside) Keys(ctx context.Context) (map[string]string, error) {
	out, err := in.jackin(ctx, nil, "keys", "list", "--json")
	if err != nil {
		return nil, err
	}
	var rows []struct{ Name, Source string }
	if err := json.Unmarshal(out, &rows); err != nil {
		return nil, fmt.Errorf("read the keys of container %q: %w", in.Name, err)
	}
	keys := map[string]string{}
	for _, r := range rows {
		keys[r.Name] = r.Source
	}
	return keys, nil
}

// Tabs is how many tabs the container has.
func (in Inside) Tabs(ctx context.Context) (int, error) {
	out, err := in.jackin(ctx, nil, "ls", "--json")
	if err != nil {
		return 0, err
	}
	var rows []json.RawMessage
	if err := json.Unmarshal(out, &rows); err != nil {
		return 0, fmt.Errorf("read the tabs of container %q: %w", in.Name, err)
	}
	return len(rows), nil
}

// Push gives the container keys, by standard input; an empty value takes one away.
// refused are those whose value no key can have.
func (in Inside) Push(ctx context.Context, values map[string]secret.Value) (refused []string, err error) {
	text, refused := vault.Lines(values)
	defer clear(text)
	if len(text) == 0 {
		return refused, nil
	}
	_, err = in.jackin(ctx, text, "keys", "push")
	return refused, err
}

// PushOne gives the container one key, as it was read from somewhere.
func (in Inside) PushOne(ctx context.Context, name string, text []byte) error {
	_, err := in.jackin(ctx, text, "keys", "push", name)
	return err
}

// Open opens a tab in dir and returns its number, as the strip shows it.
func (in Inside) Open(ctx context.Context, c Choice, dir string) (tab string, err error) {
	args := []string{"new", string(c.Agent), "--dir", dir, "--background"}
	if c.Provider != "" {
		args = append(args, "--provider", string(c.Provider))
	}
	out, err := in.jackin(ctx, nil, args...)
	if err != nil {
		return "", err
	}
	tab = strings.TrimSpace(string(out))
	if tab == "" {
		return "", fmt.Errorf("jackin new in container %q printed no tab", in.Name)
	}
	return tab, nil
}
