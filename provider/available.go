package provider

import (
	"fmt"
	"strings"

	"jackin/provider/secret"
)

// Keys tells which keys have a value.
type Keys interface {
	// Has reports whether the key has a value that isn't empty.
	Has(secret.Ref) bool
}

// KeySet is the plain form of Keys: true for a name whose value isn't empty. A nil
// KeySet has none.
type KeySet map[secret.Ref]bool

// Has reports whether name has a value that isn't empty.
func (s KeySet) Has(name secret.Ref) bool { return s[name] }

// Available returns the providers that agent can be opened with now, in picker
// order with the native one first: it, which is always configured, and those that
// serve the agent and whose key has a value. An agent that talks to no provider,
// or isn't known, has none. Nil keys are none at all.
//
// Labels, pickers, verbs and Overlay all ask this one function.
func (c *Catalogue) Available(agent AgentID, keys Keys) []Provider {
	a, ok := c.Agent(agent)
	if !ok {
		return nil
	}
	var native, others []Provider
	for _, p := range c.Providers {
		_, serves := p.endpoint(agent)
		switch {
		case p.ID == a.Native:
			native = append(native, p)
		case serves && has(keys, p.Key):
			others = append(others, p)
		}
	}
	return append(native, others...)
}

// Label returns the tab label of agent with provider: the agent's, followed by the
// provider's in parentheses if that isn't native or the agent has more than one
// provider now. provider is empty for an agent without one. What the catalogue
// doesn't know is labelled by its ID.
func (c *Catalogue) Label(agent AgentID, provider ID, keys Keys) string {
	a, ok := c.Agent(agent)
	if !ok {
		a.Label = string(agent)
	}
	if provider == "" {
		return a.Label
	}
	if ok && provider == a.Native && len(c.Available(agent, keys)) <= 1 {
		return a.Label
	}
	p, ok := c.Provider(provider)
	if !ok {
		p.Label = string(provider)
	}
	return a.Label + " (" + p.Label + ")"
}

// Unavailable returns why agent can't be opened with provider now, in words that
// follow a colon, or the empty string if it can. It names keys, never their
// values.
func (c *Catalogue) Unavailable(agent AgentID, provider ID, keys Keys) string {
	if r := c.refusal(agent, provider, keys); r != nil {
		return r.Reason
	}
	return ""
}

// Refusal is the error for an agent that can't be opened with a provider.
type Refusal struct {
	Agent    AgentID
	Provider ID
	// Key is the name of the key whose value would mend it. Empty: none would.
	Key    secret.Ref
	Reason string // without agent and provider, but where they are unknown
}

func (r *Refusal) Error() string {
	if r.Provider == "" {
		return fmt.Sprintf("open %q: %s", r.Agent, r.Reason)
	}
	return fmt.Sprintf("open %q with %q: %s", r.Agent, r.Provider, r.Reason)
}

func (c *Catalogue) refusal(agent AgentID, provider ID, keys Keys) *Refusal {
	r := &Refusal{Agent: agent, Provider: provider}
	a, ok := c.Agent(agent)
	if !ok {
		r.Reason = fmt.Sprintf("unknown agent %q; known are %s", agent, join(c.Agents, func(a Agent) string { return string(a.ID) }))
		return r
	}
	if a.Native == "" && provider == "" {
		return nil
	}
	if provider == "" {
		r.Reason = "no provider named"
		return r
	}
	for _, p := range c.Available(agent, keys) {
		if p.ID == provider {
			return nil
		}
	}
	p, ok := c.Provider(provider)
	_, serves := p.endpoint(agent)
	switch {
	case !ok:
		r.Reason = fmt.Sprintf("unknown provider %q; known are %s", provider, join(c.Providers, func(p Provider) string { return string(p.ID) }))
	case a.Native == "":
		r.Reason = a.Label + " has no provider"
	case !serves:
		r.Reason = p.Label + " doesn't serve " + a.Label
	default:
		r.Key = p.Key
		r.Reason = string(p.Key) + " is not set, or empty"
	}
	return r
}

// has is false for nil keys, and for the name that is no name: a provider without
// a key is never one that can be redirected to.
func has(keys Keys, name secret.Ref) bool {
	return keys != nil && name != "" && keys.Has(name)
}

func join[T any](list []T, name func(T) string) string {
	names := make([]string, len(list))
	for i, v := range list {
		names[i] = name(v)
	}
	return strings.Join(names, ", ")
}
