package cli

import (
	"context"
	"fmt"
	"strings"
	"sync"

	"jackin/cmd/internal/launch"
	"jackin/cmd/internal/vault"
)

// pusher resolves keys and gives them to a container: all that are there at once when
// the container is, the others as they come.
type pusher struct {
	keys    *launch.Keys
	running sync.WaitGroup

	mu     sync.Mutex
	ready  bool // the container takes keys
	inside launch.Inside
	pushed map[string]bool
	lines  []string // what happened since the last said
	told   bool     // problems were said
	done   bool     // all is resolved
}

// resolve begins to resolve what the container lacks; what takes no time is there
// when it returns.
func (p *pusher) resolve(ctx context.Context, r vault.Resolver) {
	p.keys.Here(ctx, r)
	p.running.Go(func() {
		p.keys.Resolve(ctx, r, func(vault.Result) { p.late(ctx) })
		p.mu.Lock()
		p.done = true
		p.mu.Unlock()
	})
}

// late pushes what has come after push.
func (p *pusher) late(ctx context.Context) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.ready {
		return
	}
	if err := p.flush(ctx); err != nil {
		p.lines = append(p.lines, "a key that came late could not be pushed: "+err.Error())
	}
}

// push gives the container what is there by now, and what comes later as it comes.
func (p *pusher) push(ctx context.Context, in launch.Inside) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.inside, p.ready = in, true
	return p.flush(ctx)
}

// flush pushes what wasn't pushed yet.
func (p *pusher) flush(ctx context.Context) error {
	values := p.keys.Values()
	for name := range p.pushed {
		delete(values, name)
	}
	if len(values) == 0 {
		return nil
	}
	refused, err := p.inside.Push(ctx, values)
	if err != nil {
		return fmt.Errorf("push keys: %w", err)
	}
	if p.pushed == nil {
		p.pushed = map[string]bool{}
	}
	for name := range values {
		p.pushed[name] = true
	}
	for _, name := range refused {
		delete(values, name)
		p.lines = append(p.lines, name+" is not set: its value holds a control character")
	}
	if names := vault.Filled(values); len(names) > 0 {
		p.lines = append(p.lines, "set in the container: "+strings.Join(names, ", "))
	}
	return nil
}

// said are lines about what was pushed since the last call.
func (p *pusher) said() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	lines := p.lines
	p.lines = nil
	return lines
}

// join returns when nothing is being resolved.
func (p *pusher) join() { p.running.Wait() }

// complain says what couldn't be resolved, if all of that is known by now.
func (p *pusher) complain(o *operator) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.done && !p.told {
		p.told = true
		o.problems(p.keys.Problems())
	}
}

// complainLater says it when the screen is free again, of what is known by then.
func (p *pusher) complainLater(o *operator) {
	for _, line := range p.said() {
		o.say("%s", line)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.told {
		p.told = true
		o.problems(p.keys.Problems())
	}
}
