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
	fields := map[string]func(node){
		"env":       func(n node) { c.env = layer(n) },
		"roles":     func(n node) { c.Roles = n.roles(layer, true) },
		"providers": func(n node) { c.settings.BaseURLs = n.providers(catalogue) },
		"agents":    func(n node) { c.settings.Commands = n.agents(catalogue) },
	}
	for _, o := range OptionTable() {
		fields[o.Name] = func(n node) { o.decode(&c.Options, n) }
	}
	root.fields(fields)
	options, err := c.Options.encode()
	if err == nil {
		c.settings.Options = options
		_, err = c.settings.Encode()
	}
	if err != nil {
		d.problems = append(d.problems, &Problem{File: d.file, Message: err.Error()})
	}
}

// roles decodes [roles]. Only config.toml says a role's image.
func (n node) roles(layer func(node) []EnvEntry, image bool) map[string]Role {
	roles := map[string]Role{}
	n.each(func(name string, child node) {
		if !isSlug(name) {
			child.problem("role %q: %s", name, slugRule)
			return
		}
		var r Role
		fields := map[string]func(node){"env": func(n node) { r.Env = layer(n) }}
		if image {
			fields["image"] = func(n node) { r.Image = n.image() }
		}
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

func (n node) providers(catalogue *provider.Catalogue) map[provider.ID]map[provider.AgentID]string {
	urls := map[provider.ID]map[provider.AgentID]string{}
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
			child.fields(map[string]func(node){"base_url": func(n node) {
				s, ok := n.text()
				if !ok {
					return
				}
				// It is kept as the catalogue would make it, so that applying the
				// settings can't fail.
				s, err := catalogue.CheckBaseURL(s)
				if err != nil {
					n.problem("base_url: %v", err)
					return
				}
				if urls[provider.ID(id)] == nil {
					urls[provider.ID(id)] = map[provider.AgentID]string{}
				}
				urls[provider.ID(id)][provider.AgentID(agent)] = s
			}})
		})
	})
	return urls
}

func (n node) agents(catalogue *provider.Catalogue) map[provider.AgentID][]string {
	commands := map[provider.AgentID][]string{}
	n.each(func(id string, child node) {
		if _, ok := catalogue.Agent(provider.AgentID(id)); !ok {
			child.problem("unknown agent %q; known: %s", id, agentNames(catalogue))
			return
		}
		child.fields(map[string]func(node){"command": func(n node) {
			command, ok := n.texts(`["claude", "--verbose"]`)
			if !ok {
				return
			}
			if err := catalogue.CheckCommand(provider.AgentID(id), command); err != nil {
				n.problem("command: %v", err)
				return
			}
			commands[provider.AgentID(id)] = command
		}})
	})
	return commands
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
