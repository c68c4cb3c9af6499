package config

import (
	"slices"
	"strings"

	"jackin/provider"
)

// kind says what a file may hold.
type kind int

const (
	operatorFile  kind = iota // config.toml
	containerFile             // the same without [env]
)

// global decodes config.toml into c.
func (d *decoder) global(doc string, k kind, c *Config) {
	root, ok := d.parse(doc)
	if !ok {
		return
	}
	catalogue := provider.Default()
	layer := func(n node) []EnvEntry {
		if k == containerFile {
			n.problem("%s can't be in this file, which every user of the container can read; keys come as files or by a push", n.name())
			return nil
		}
		return n.env(catalogue)
	}
	c.settings = provider.Settings{BaseURLs: map[provider.ID]map[provider.AgentID]string{}, Commands: map[provider.AgentID][]string{}}
	fields := d.optionFields(InConfig, "", target{options: &c.Options})
	fields["env"] = func(n node) { c.env = layer(n) }
	fields["roles"] = func(n node) { c.Roles = n.roles(layer, InConfig) }
	fields["providers"] = func(n node) { n.providers(catalogue, &c.settings) }
	fields["agents"] = func(n node) { n.agents(catalogue, &c.settings) }
	root.fields(fields)
	c.said = d.said
	options, err := c.Options.encode()
	if err == nil {
		c.settings.Options = options
		_, err = c.settings.Encode()
	}
	if err != nil {
		d.problems = append(d.problems, &Problem{File: d.file, Message: err.Error()})
	}
}

// roles decodes [roles].
func (n node) roles(layer func(node) []EnvEntry, where Place) map[string]Role {
	roles := map[string]Role{}
	n.each(func(name string, child node) {
		if !isSlug(name) {
			child.problem("role %q: %s", name, slugRule)
			return
		}
		var r Role
		fields := n.d.optionFields(where, "roles.ROLE.", target{role: &r})
		fields["env"] = func(n node) { r.Env = layer(n) }
		child.fields(fields)
		roles[name] = r
	})
	return roles
}

// image decodes the name of a container image.
func (n node) image() string {
	s, ok := n.text()
	// It becomes an argument of docker's: it must not be taken for a flag.
	if ok && (s == "" || s[0] == '-' || strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' })) {
		n.problem("%s must be the name of an image", n.name())
		return ""
	}
	return s
}

func (n node) providers(catalogue *provider.Catalogue, s *provider.Settings) {
	n.each(func(id string, child node) {
		if _, ok := catalogue.Provider(provider.ID(id)); !ok {
			child.problem("unknown provider %q; known: %s", id, names(catalogue.Providers, func(p provider.Provider) string { return string(p.ID) }))
			return
		}
		child.each(func(agent string, child node) {
			if err := catalogue.CheckEndpoint(provider.ID(id), provider.AgentID(agent)); err != nil {
				child.problem("%s: %v", child.name(), err)
				return
			}
			child.fields(n.d.optionFields(InConfig, "providers.PROVIDER.AGENT.", target{settings: s}))
		})
	})
}

func (n node) agents(catalogue *provider.Catalogue, s *provider.Settings) {
	n.each(func(id string, child node) {
		if _, ok := catalogue.Agent(provider.AgentID(id)); !ok {
			child.problem("unknown agent %q; known: %s", id, agentNames(catalogue))
			return
		}
		child.fields(n.d.optionFields(InConfig, "agents.AGENT.", target{settings: s}))
	})
}

func agentNames(catalogue *provider.Catalogue) string {
	return names(catalogue.Agents, func(a provider.Agent) string { return string(a.ID) })
}

func names[T any](list []T, name func(T) string) string {
	var out []string
	for _, v := range list {
		out = append(out, name(v))
	}
	return strings.Join(out, ", ")
}

// maxSlug is the longest name of a role or workspace, in bytes; a longer one is a
// problem. Both become part of container and volume names.
const maxSlug = 63

const slugRule = "a name has letters, digits, dots, hyphens and underscores, begins with a letter or digit, and has at most 63 bytes"

func isSlug(s string) bool {
	if s == "" || len(s) > maxSlug || slices.Contains([]byte("._-"), s[0]) {
		return false
	}
	for _, c := range []byte(s) {
		if !('a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '.' || c == '-' || c == '_') {
			return false
		}
	}
	return true
}
