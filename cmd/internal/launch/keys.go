package launch

import (
	"context"
	"slices"
	"sync"

	"jackin/cmd/internal/vault"
	"jackin/provider/config"
	"jackin/provider/secret"
)

// State is how far a key is.
type State int

// The states of a key.
const (
	Absent    State = iota // no layer has it, or the narrowest says that there is none
	Resolving              // it isn't there yet
	Ready
	Failed
)

// Keys are the keys that a config names, while they are being resolved. They tell
// which are configured in a layer: [provider.Keys].
type Keys struct {
	settings []config.Setting

	mu      sync.Mutex
	results map[string]vault.Result
	held    map[string]bool // by the container already: nothing needs to be resolved
	changed func()
	more    chan struct{} // closed and renewed with every result
}

// NewKeys are those of settings, none of which is resolved yet.
func NewKeys(settings []config.Setting) *Keys {
	return &Keys{settings: settings, results: map[string]vault.Result{}, held: map[string]bool{}, more: make(chan struct{})}
}

// configured says that a layer gives the name a value, whatever it turns out to be.
func configured(s config.Setting) bool {
	switch s.Source.Kind() {
	case secret.KindLiteral:
		return !s.Source.Literal().Empty()
	case secret.KindHost, secret.KindOp:
		return true
	}
	return false
}

// Has says that a layer gives the key a value, even if it can't be resolved.
func (k *Keys) Has(name secret.Ref) bool {
	return slices.ContainsFunc(k.settings, func(s config.Setting) bool { return s.Name == string(name) && configured(s) })
}

// Names are those that a layer gives a value, in the order of their names.
func (k *Keys) Names() []string {
	var names []string
	for _, s := range k.settings {
		if configured(s) {
			names = append(names, s.Name)
		}
	}
	slices.Sort(names)
	return names
}

// Hold says that a container has these keys already: they are ready, and Resolve
// leaves them alone. It is called before Resolve.
func (k *Keys) Hold(names []string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, name := range names {
		k.held[name] = true
	}
}

// Lacking are the names that Resolve would resolve.
func (k *Keys) Lacking() []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.DeleteFunc(k.Names(), func(name string) bool {
		_, done := k.results[name]
		return done || k.held[name]
	})
}

// Notify has changed called, by whoever resolves, after each result; nil: nobody.
func (k *Keys) Notify(changed func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.changed = changed
}

// Here resolves those that need no other program, which takes no time.
func (k *Keys) Here(ctx context.Context, r vault.Resolver) {
	k.each(ctx, r, nil, func(s config.Setting) bool { return s.Source.Kind() != secret.KindOp })
}

// Resolve resolves those that aren't yet, and returns when all are done or ctx ends.
// then, which may be nil, gets each result after it has been noted. It is called once.
func (k *Keys) Resolve(ctx context.Context, r vault.Resolver, then func(vault.Result)) {
	k.each(ctx, r, then, func(config.Setting) bool { return true })
}

func (k *Keys) each(ctx context.Context, r vault.Resolver, then func(vault.Result), which func(config.Setting) bool) {
	var settings []config.Setting
	lacking := k.Lacking()
	for _, s := range k.settings {
		if slices.Contains(lacking, s.Name) && which(s) {
			settings = append(settings, s)
		}
	}
	r.Each(ctx, settings, func(result vault.Result) {
		k.mu.Lock()
		k.results[result.Name] = result
		close(k.more)
		k.more = make(chan struct{})
		changed := k.changed
		k.mu.Unlock()
		if changed != nil {
			changed()
		}
		if then != nil {
			then(result)
		}
	})
}

// State is how far a key is, and for a failed one why.
func (k *Keys) State(name secret.Ref) (State, string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	result, done := k.results[string(name)]
	switch {
	case done && result.Problem != nil:
		return Failed, result.Problem.Reason
	case done && result.Value.Empty():
		return Failed, "empty"
	case done, k.held[string(name)]:
		return Ready, ""
	case k.Has(name):
		return Resolving, ""
	}
	return Absent, ""
}

// Wait returns when the key isn't resolving any more; its error is ctx's.
func (k *Keys) Wait(ctx context.Context, name secret.Ref) error {
	for {
		k.mu.Lock()
		_, done := k.results[string(name)]
		done = done || k.held[string(name)]
		more := k.more
		k.mu.Unlock()
		if done || !k.Has(name) {
			return nil
		}
		select {
		case <-more:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Values are those that are there by now and not empty.
func (k *Keys) Values() map[string]secret.Value {
	k.mu.Lock()
	defer k.mu.Unlock()
	values := map[string]secret.Value{}
	for name, result := range k.results {
		if !result.Value.Empty() {
			values[name] = result.Value
		}
	}
	return values
}

// Problems are those that were met by now, in the order of their names.
func (k *Keys) Problems() []*vault.Problem {
	k.mu.Lock()
	defer k.mu.Unlock()
	var problems []*vault.Problem
	for _, s := range k.settings {
		if p := k.results[s.Name].Problem; p != nil {
			problems = append(problems, p)
		}
	}
	return problems
}
