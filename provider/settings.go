package provider

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// MaxSettings is the longest record, in bytes, that [Settings.Encode] makes and
// [DecodeSettings] takes; a longer one is an error. It is what init holds.
const MaxSettings = 8 << 10

// settingsVersion is that of the record. A field may be added without a new one
// only if a server that doesn't know the field may ignore it.
const settingsVersion = 1

// Settings is what the operator's config says of providers and agents, and nothing
// of its [env]. The verb that starts init decodes it, init keeps it unread, and
// each server is handed the same record: a file that an agent can write never
// turns the next key elsewhere.
type Settings struct {
	// BaseURLs are those that replace an endpoint's own.
	BaseURLs map[ID]map[AgentID]string `json:"base_urls,omitempty"`
	// Commands are those that replace an agent's own; none is empty.
	Commands map[AgentID][]string `json:"commands,omitempty"`
	// Options are other rooms' settings, which travel with these. The catalogue
	// doesn't look at them. Nil: none.
	Options json.RawMessage `json:"options,omitempty"`
}

// settingsRecord is the encoded form.
type settingsRecord struct {
	Version int `json:"version"`
	Settings
}

// Encode returns the record. It fails if that is longer than MaxSettings, or if
// Options isn't JSON.
func (s Settings) Encode() ([]byte, error) {
	b, err := json.Marshal(settingsRecord{settingsVersion, s})
	if err != nil {
		return nil, fmt.Errorf("encode settings: %w", err)
	}
	if len(b) > MaxSettings {
		return nil, fmt.Errorf("encode settings: %d bytes, more than %d: shorten the commands and base URLs", len(b), MaxSettings)
	}
	return b, nil
}

// DecodeSettings reads a record. No bytes at all are no settings.
func DecodeSettings(b []byte) (Settings, error) {
	if len(b) == 0 {
		return Settings{}, nil
	}
	if len(b) > MaxSettings {
		return Settings{}, fmt.Errorf("decode settings: %d bytes, more than %d", len(b), MaxSettings)
	}
	var r settingsRecord
	if err := json.Unmarshal(b, &r); err != nil {
		return Settings{}, fmt.Errorf("decode settings: %w", err)
	}
	if r.Version != settingsVersion {
		return Settings{}, fmt.Errorf("decode settings: version %d, want %d", r.Version, settingsVersion)
	}
	return r.Settings, nil
}

// WithSettings returns a catalogue to which s has been applied, or everything that
// is wrong with s, joined.
func (c *Catalogue) WithSettings(s Settings) (*Catalogue, error) {
	out := &Catalogue{
		Agents:    slices.Clone(c.Agents),
		Providers: slices.Clone(c.Providers),
		commands:  maps.Clone(c.commands),
	}
	if out.commands == nil {
		out.commands = map[AgentID][]string{}
	}
	var errs []error
	for _, id := range slices.Sorted(maps.Keys(s.BaseURLs)) {
		for _, agent := range slices.Sorted(maps.Keys(s.BaseURLs[id])) {
			if err := out.setBaseURL(id, agent, s.BaseURLs[id][agent]); err != nil {
				errs = append(errs, fmt.Errorf("providers.%s.%s: base_url: %w", id, agent, err))
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(s.Commands)) {
		if err := out.CheckCommand(id, s.Commands[id]); err != nil {
			errs = append(errs, fmt.Errorf("agents.%s: command: %w", id, err))
			continue
		}
		out.commands[id] = slices.Clone(s.Commands[id])
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return out, nil
}

func (c *Catalogue) setBaseURL(id ID, agent AgentID, raw string) error {
	if err := c.CheckEndpoint(id, agent); err != nil {
		return err
	}
	baseURL, err := c.CheckBaseURL(raw)
	if err != nil {
		return err
	}
	for i, p := range c.Providers {
		for j, e := range p.Endpoints {
			if p.ID == id && e.Agent == agent {
				c.Providers[i].Endpoints = slices.Clone(p.Endpoints)
				c.Providers[i].Endpoints[j].BaseURL = baseURL
			}
		}
	}
	return nil
}

// CheckEndpoint returns why provider has no endpoint for agent that a setting
// could be about, or nil.
func (c *Catalogue) CheckEndpoint(provider ID, agent AgentID) error {
	p, ok := c.Provider(provider)
	if !ok {
		return fmt.Errorf("unknown provider %q", provider)
	}
	a, ok := c.Agent(agent)
	if !ok {
		return fmt.Errorf("unknown agent %q", agent)
	}
	if a.Native == provider {
		return fmt.Errorf("%s is native to %s, which decides by itself where it sends", p.Label, a.Label)
	}
	if _, ok := p.endpoint(agent); !ok {
		return fmt.Errorf("%s doesn't serve %s", p.Label, a.Label)
	}
	return nil
}

// CheckCommand returns why agent can't be run as command, or nil. What it says
// holds none of the arguments.
func (c *Catalogue) CheckCommand(agent AgentID, command []string) error {
	if _, ok := c.Agent(agent); !ok {
		return fmt.Errorf("unknown agent %q", agent)
	}
	if len(command) == 0 || command[0] == "" {
		return errors.New("names no program")
	}
	if program := command[0]; !strings.Contains(program, "/") && strings.ContainsAny(program, " \t") {
		return errors.New("each argument is a string of its own; nothing splits the first one")
	}
	for _, arg := range command {
		if strings.IndexByte(arg, 0) >= 0 {
			return errors.New("holds a NUL byte")
		}
	}
	return nil
}
