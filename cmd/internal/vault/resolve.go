package vault

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"jackin/provider/config"
	"jackin/provider/secret"
)

const (
	// DefaultLimit is what one reference may take, a person's fingerprint included;
	// then its name is a problem, and op is ended.
	DefaultLimit = 10 * time.Second
	// maxOps is how many op processes run at once; the next reference waits, and its
	// limit counts from when its turn comes.
	maxOps = 8
)

// Resolver resolves the settings of a config.
type Resolver struct {
	// LookupEnv reads the operator's environment. Nil: nothing is set.
	LookupEnv func(string) (string, bool)
	// Environ is op's environment: see WithoutKeys.
	Environ []string
	// LookPath finds op. Nil: it isn't there.
	LookPath func(string) (string, error)
	// Limit is that of one reference. Zero: DefaultLimit.
	Limit time.Duration
}

// Result is what became of one name.
type Result struct {
	Name string
	// Value is the name's value; empty where its layer says so, where it is hidden,
	// and where there is a problem.
	Value secret.Value
	// Present says that there is a value, perhaps an empty one.
	Present bool
	// Problem is why there is none. Nil: nothing is wrong.
	Problem *Problem
}

// Winners are the settings that count, for Each.
func Winners(variables []config.Variable) []config.Setting {
	settings := make([]config.Setting, len(variables))
	for i, v := range variables {
		settings[i] = v.Winner
	}
	return settings
}

// Each resolves settings, in which no name is twice, and gives got a Result for each
// of them, never two at once: first what needs nobody, in the order of settings, then
// the references as they come. It returns when all have been given. If ctx ends, what
// wasn't resolved until then is a problem, and what op runs is ended.
func (r Resolver) Each(ctx context.Context, settings []config.Setting, got func(Result)) {
	var references []config.Setting
	for _, s := range settings {
		if s.Source.Kind() == secret.KindOp {
			references = append(references, s)
			continue
		}
		got(r.here(s))
	}
	var (
		mu      sync.Mutex
		running sync.WaitGroup
		turns   = make(chan struct{}, maxOps)
	)
	for _, s := range references {
		running.Go(func() {
			turns <- struct{}{}
			result := r.read(ctx, s)
			<-turns
			mu.Lock()
			defer mu.Unlock()
			got(result)
		})
	}
	running.Wait()
}

// All is Each, collected: the values by name, and the problems in the order of their
// names.
func (r Resolver) All(ctx context.Context, settings []config.Setting) (map[string]secret.Value, []*Problem) {
	values := make(map[string]secret.Value, len(settings))
	var problems []*Problem
	r.Each(ctx, settings, func(result Result) {
		switch {
		case result.Problem != nil:
			problems = append(problems, result.Problem)
		case result.Present:
			values[result.Name] = result.Value
		}
	})
	slices.SortFunc(problems, func(a, b *Problem) int { return cmp.Compare(a.Name, b.Name) })
	return values, problems
}

// here resolves what needs no other program.
func (r Resolver) here(s config.Setting) Result {
	result := Result{Name: s.Name}
	switch s.Source.Kind() {
	case secret.KindLiteral:
		result.Value, result.Present = s.Source.Literal(), true
	case secret.KindHost:
		var text string
		if r.LookupEnv != nil {
			text, result.Present = r.LookupEnv(s.Source.HostVariable())
		}
		if !result.Present {
			result.Problem = problem(s, "the variable "+s.Source.HostVariable()+" is not set here", "export it, or write the value itself")
			return result
		}
		result.Value = secret.New(text)
	default: // hidden, or nothing said
		return result
	}
	return checked(s, result)
}

// checked refuses a value that no variable can have.
func checked(s config.Setting, result Result) Result {
	if strings.IndexByte(result.Value.Reveal(), 0) >= 0 {
		return Result{Name: s.Name, Problem: problem(s, "the value holds a NUL byte", "")}
	}
	return result
}
