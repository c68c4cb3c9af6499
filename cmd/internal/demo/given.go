package demo

import (
	"fmt"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"jackin/provider"
	"jackin/provider/secret"
)

// Given is what a tab's process was given for its provider.
type Given struct {
	// Agent is the agent's label, Provider the provider's.
	Agent, Provider string
	// Native says that the provider is the agent's own maker's.
	Native bool
	// Lines are the variables and arguments of the redirect, in the catalogue's
	// order, keys masked. None where Native.
	Lines []string
	// Unset names what the redirect keeps away.
	Unset []string
	// BaseURL is where the agent would send; Key what it would present there, in
	// clear; Model the model it would name. Empty: the agent's own.
	BaseURL, Key, Model string
}

// Look reads what a stand-in for agent was given in its environment and its
// arguments.
func Look(c *provider.Catalogue, agent provider.AgentID, args []string, lookup func(string) (string, bool)) (Given, error) {
	a, ok := c.Agent(agent)
	if !ok {
		return Given{}, fmt.Errorf("find agent %q: there is none", agent)
	}
	get := func(name string) string { v, _ := lookup(name); return v }
	g := Given{Agent: a.Label}
	id := provider.ID(get("JACKIN_PROVIDER"))
	if p, ok := c.Provider(id); ok {
		g.Provider = p.Label
	}
	if g.Native = id == "" || id == a.Native; g.Native {
		return g, nil
	}
	keys := c.KeyNames()
	p, _ := c.Provider(id)
	for _, s := range a.Redirect.Set {
		name := s.Name
		if strings.HasPrefix(name, "${") {
			name = string(p.Key) // the only slot that names a variable
		}
		value, ok := lookup(name)
		if !ok {
			continue
		}
		if s.Key || slices.ContainsFunc(keys, func(k secret.Ref) bool { return string(k) == name }) {
			g.Key, value = value, mask(value, p.KeyPrefix)
		}
		g.Lines = append(g.Lines, name+"="+value)
		switch s.Value {
		case "${base_url}":
			g.BaseURL = value
		case "${model}":
			g.Model = value
		}
	}
	g.arguments(args)
	g.Unset = a.Redirect.Unset
	return g, nil
}

// arguments reads what Codex is told by -c NAME=VALUE.
func (g *Given) arguments(args []string) {
	for i, arg := range args {
		if i == 0 || args[i-1] != "-c" {
			continue
		}
		g.Lines = append(g.Lines, "-c "+arg)
		name, value, _ := strings.Cut(arg, "=")
		switch {
		case name == "model":
			g.Model = value
		case strings.HasPrefix(name, "model_providers."):
			var v struct {
				P struct {
					BaseURL string `toml:"base_url"`
				} `toml:"p"`
			}
			if _, err := toml.Decode("p="+value, &v); err == nil {
				g.BaseURL = v.P.BaseURL
			}
		}
	}
}

// mask shows the form of a key and nothing else of it.
func mask(key, prefix string) string {
	if prefix == "" || !strings.HasPrefix(key, prefix) {
		prefix = ""
	}
	return fmt.Sprintf("%s**** (masked, %d characters)", prefix, len(key))
}
