package config

import (
	"cmp"
	"maps"
	"path/filepath"
	"slices"
	"strings"
)

// Scope names one [env] table. The zero value is config.toml's own.
type Scope struct {
	// Workspace is the workspace in whose file it is. Empty: config.toml.
	Workspace string
	// Role is whose table it is, [roles.ROLE.env]. Empty: [env].
	Role string
}

// String returns s in words, fit for a message.
func (s Scope) String() string {
	where := "global"
	if s.Workspace != "" {
		where = "workspace " + s.Workspace
	}
	if s.Role != "" {
		where += ", role " + s.Role
	}
	return where
}

// Table returns the table's name as it stands in the file: "env" or
// "roles.ROLE.env".
func (s Scope) Table() string { return dotted(s.path()) }

// path returns the table's path in its file.
func (s Scope) path() []string {
	if s.Role == "" {
		return []string{"env"}
	}
	return []string{"roles", s.Role, "env"}
}

// Layer is one [env] table and its entries, in file order.
type Layer struct {
	Scope   Scope
	Entries []EnvEntry
}

// Setting is one entry and the layer that it stands in.
type Setting struct {
	Scope Scope
	EnvEntry
}

// Variable is what all layers say of one name.
type Variable struct {
	Name string
	// Winner is the entry of the narrowest layer. Its source may be hidden: then
	// the name is as if no layer had it.
	Winner Setting
	// Shadowed are the other entries, the narrower first. Nil: no other layer has
	// the name.
	Shadowed []Setting
}

// Layers returns the layers that apply to a role of a workspace, the broadest
// first, also those without entries. An empty workspace or role has no layer; nor
// does an unknown one, which the caller has refused (see [Config.HasRole]).
func (c *Config) Layers(workspace, role string) []Layer {
	layers := []Layer{{Scope{}, slices.Clone(c.env)}}
	if role != "" {
		layers = append(layers, Layer{Scope{Role: role}, slices.Clone(c.Roles[role].Env)})
	}
	if workspace != "" {
		w := c.Workspaces[workspace]
		layers = append(layers, Layer{Scope{Workspace: workspace}, slices.Clone(w.Env)})
		if role != "" {
			layers = append(layers, Layer{Scope{workspace, role}, slices.Clone(w.Roles[role].Env)})
		}
	}
	return layers
}

// Resolve returns what applies to a role of a workspace, by name: for each name the
// entry that wins and those that it shadows. Either may be empty, as for
// [Config.Layers].
func (c *Config) Resolve(workspace, role string) []Variable {
	return merge(c.Layers(workspace, role))
}

// merge resolves layers, the broadest first.
func merge(layers []Layer) []Variable {
	found := map[string]*Variable{}
	for _, layer := range layers {
		for _, e := range layer.Entries {
			s := Setting{layer.Scope, e}
			v, ok := found[e.Name]
			if !ok {
				found[e.Name] = &Variable{Name: e.Name, Winner: s}
				continue
			}
			v.Shadowed = slices.Insert(v.Shadowed, 0, v.Winner)
			v.Winner = s
		}
	}
	var variables []Variable
	for _, name := range slices.Sorted(maps.Keys(found)) {
		variables = append(variables, *found[name])
	}
	return variables
}

// RoleFor returns the role that a launch of workspace has: role, else the
// workspace's default, else none.
func (c *Config) RoleFor(workspace, role string) string {
	return cmp.Or(role, c.Workspaces[workspace].DefaultRole)
}

// HasRole reports whether role is one of config.toml's or of workspace's own. An
// empty workspace has none of its own.
func (c *Config) HasRole(workspace, role string) bool {
	_, global := c.Roles[role]
	_, own := c.Workspaces[workspace].Roles[role]
	return global || own
}

// RolesOf returns the names of the roles that workspace can have, sorted.
func (c *Config) RolesOf(workspace string) []string {
	all := slices.Collect(maps.Keys(c.Roles))
	all = slices.AppendSeq(all, maps.Keys(c.Workspaces[workspace].Roles))
	slices.Sort(all)
	return slices.Compact(all)
}

// WorkspacesAt returns the workspaces whose workdir is dir or, the deepest alone, a
// directory above it, sorted: more than one if they share it. dir is absolute; both
// are compared as they are written, symbolic links are not followed.
func (c *Config) WorkspacesAt(dir string) []string {
	var at []string
	deepest := ""
	for _, name := range slices.Sorted(maps.Keys(c.Workspaces)) {
		workdir := c.Workspaces[name].Workdir
		if workdir == "" || !holds(workdir, dir) {
			continue
		}
		workdir = filepath.Clean(workdir)
		if len(workdir) > len(deepest) {
			at, deepest = nil, workdir
		}
		if workdir == deepest {
			at = append(at, name)
		}
	}
	return at
}

func holds(parent, dir string) bool {
	rel, err := filepath.Rel(parent, dir)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
