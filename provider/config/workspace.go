package config

import (
	"path/filepath"
	"strings"

	"jackin/provider"
)

// workspace decodes workspaces/NAME.toml. roles are those of config.toml; nil
// means that they aren't known.
func (d *decoder) workspace(doc string, roles map[string]Role) Workspace {
	var w Workspace
	root, ok := d.parse(doc)
	if !ok {
		return w
	}
	catalogue := provider.Default()
	layer := func(n node) []EnvEntry { return n.env(catalogue) }
	var defaultRole node
	root.fields(map[string]func(node){
		"env":   func(n node) { w.Env = layer(n) },
		"roles": func(n node) { w.Roles = n.roles(layer, false) },
		"workdir": func(n node) {
			s, ok := n.text()
			if ok && (!filepath.IsAbs(s) || strings.IndexByte(s, 0) >= 0) {
				n.problem("workdir must be an absolute path")
				return
			}
			w.Workdir = s
		},
		"default_role": func(n node) {
			w.DefaultRole, _ = n.text()
			defaultRole = n
		},
		"default_agent": func(n node) {
			s, ok := n.text()
			if !ok {
				return
			}
			if _, known := catalogue.Agent(provider.AgentID(s)); !known {
				n.problem("default_agent must be one of %s", agentNames(catalogue))
				return
			}
			w.DefaultAgent = provider.AgentID(s)
		},
	})
	if w.DefaultRole != "" && roles != nil {
		_, own := w.Roles[w.DefaultRole]
		if _, global := roles[w.DefaultRole]; !own && !global {
			defaultRole.problem("default_role must be a role of config.toml or of this file")
		}
	}
	return w
}
