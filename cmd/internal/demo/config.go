package demo

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/BurntSushi/toml"

	"jackin/provider"
)

// keyText follows the provider's prefix in the invented key.
const keyText = "demo-0000-not-a-real-key"

// Program is how a stand-in is started: the program and the verb before the
// agent's name.
type Program []string

// Provider is the one that the demo configures: the first with a key that serves
// every agent that has providers at all.
func Provider(c *provider.Catalogue) (provider.Provider, error) {
	for _, p := range c.Providers {
		if p.Key != "" && !slices.ContainsFunc(c.Agents, func(a provider.Agent) bool {
			return a.Native != "" && !slices.ContainsFunc(p.Endpoints, func(e provider.Endpoint) bool { return e.Agent == a.ID })
		}) {
			return p, nil
		}
	}
	return provider.Provider{}, errors.New("find a provider for the demo: none serves every agent")
}

// Config is the demo's config.toml. native and redirected are the roots of the
// endpoints that play the agents' own makers and the demo's provider.
func Config(c *provider.Catalogue, program Program, native, redirected string) ([]byte, error) {
	p, err := Provider(c)
	if err != nil {
		return nil, err
	}
	type command struct {
		Command []string `toml:"command"`
	}
	type endpoint struct {
		BaseURL string `toml:"base_url"`
	}
	file := struct {
		Env       map[string]string                             `toml:"env"`
		Agents    map[provider.AgentID]command                  `toml:"agents"`
		Providers map[provider.ID]map[provider.AgentID]endpoint `toml:"providers"`
	}{
		Env:       map[string]string{string(p.Key): p.KeyPrefix + keyText},
		Agents:    map[provider.AgentID]command{},
		Providers: map[provider.ID]map[provider.AgentID]endpoint{p.ID: {}},
	}
	for _, a := range c.Agents {
		if a.Native != "" {
			file.Agents[a.ID] = command{append(slices.Clone(program), string(a.ID), native)}
		}
	}
	for _, e := range p.Endpoints {
		file.Providers[p.ID][e.Agent] = endpoint{redirected + "/" + string(e.Agent)}
	}
	var b bytes.Buffer
	if err := toml.NewEncoder(&b).Encode(file); err != nil {
		return nil, fmt.Errorf("write the demo's config: %w", err)
	}
	return b.Bytes(), nil
}
