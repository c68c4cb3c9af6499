package provider

import (
	"slices"

	"jackin/provider/secret"
)

// ID names a provider in commands, config and JSON: "minimax".
type ID string

// AgentID names an agent in commands, config and JSON: "claude".
type AgentID string

// Catalogue is every agent and provider that this jackin knows.
type Catalogue struct {
	// Agents in picker order. No two have one ID.
	Agents []Agent
	// Providers in picker order, the native ones first. No two have one ID.
	Providers []Provider
	// commands is what the operator's config says instead of Agent.Command.
	commands map[AgentID][]string
}

// Default returns the catalogue as built in. Each call returns a new one.
func Default() *Catalogue {
	return &Catalogue{
		Agents:    []Agent{claude(), codex(), shell()},
		Providers: providers(),
	}
}

// Agent returns the agent called id.
func (c *Catalogue) Agent(id AgentID) (Agent, bool) {
	i := slices.IndexFunc(c.Agents, func(a Agent) bool { return a.ID == id })
	if i < 0 {
		return Agent{}, false
	}
	return c.Agents[i], true
}

// Provider returns the provider called id.
func (c *Catalogue) Provider(id ID) (Provider, bool) {
	i := slices.IndexFunc(c.Providers, func(p Provider) bool { return p.ID == id })
	if i < 0 {
		return Provider{}, false
	}
	return c.Providers[i], true
}

// KeyNames returns the name of every key of the catalogue, each once: the native
// credentials too. None of them is ever in the base environment.
func (c *Catalogue) KeyNames() []secret.Ref {
	var names []secret.Ref
	for _, p := range c.Providers {
		for _, name := range append(slices.Clone(p.Credentials), p.Key) {
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// EnvironNames returns the names of every variable that may hold a key where this
// program starts: KeyNames, and what a native tab calls one (KeyHelper.Name), for
// a jackin that is started in such a tab.
func (c *Catalogue) EnvironNames() []secret.Ref {
	names := c.KeyNames()
	for _, a := range c.Agents {
		if a.Helper.Name != "" {
			names = append(names, secret.Ref(a.Helper.Name))
		}
	}
	return names
}

// credentials returns the native credentials of every provider.
func (c *Catalogue) credentials() []secret.Ref {
	var names []secret.Ref
	for _, p := range c.Providers {
		names = append(names, p.Credentials...)
	}
	return names
}
