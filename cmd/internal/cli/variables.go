package cli

import (
	"context"
	"sync"

	"jackin/cmd/internal/vault"
	"jackin/provider/config"
	"jackin/provider/secret"
)

// variables are those of a container that aren't keys, while they are resolved.
type variables struct {
	settings []config.Setting
	running  sync.WaitGroup
	once     sync.Once

	values   map[string]secret.Value // behind running
	problems []*vault.Problem
}

func newVariables(settings []config.Setting) *variables { return &variables{settings: settings} }

// names are those that a container is given, if they can be resolved.
func (v *variables) names() []string {
	var names []string
	for _, s := range v.settings {
		if s.Source.Kind() != secret.KindHidden {
			names = append(names, s.Name)
		}
	}
	return names
}

// resolve begins, once.
func (v *variables) resolve(ctx context.Context, r vault.Resolver) {
	v.once.Do(func() {
		v.running.Go(func() { v.values, v.problems = r.All(ctx, v.settings) })
	})
}

// wait returns what came of it; resolve was called before.
func (v *variables) wait() (map[string]secret.Value, []*vault.Problem) {
	v.running.Wait()
	return v.values, v.problems
}

// join returns when nothing is being resolved.
func (v *variables) join() { v.running.Wait() }
