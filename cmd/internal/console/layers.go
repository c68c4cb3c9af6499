package console

import (
	"slices"

	"jackin/provider/config"
	"jackin/provider/secret"
)

// entryAt is what a layer says of a name.
func entryAt(c *config.Config, scope config.Scope, name string) (config.Setting, bool) {
	for _, l := range c.Layers(scope.Workspace, scope.Role) {
		if l.Scope != scope {
			continue
		}
		for _, e := range l.Entries {
			if e.Name == name {
				return config.Setting{Scope: scope, EnvEntry: e}, true
			}
		}
	}
	return config.Setting{}, false
}

// contexts are the workspaces and roles of launches to which a layer applies.
func contexts(c *config.Config, scope config.Scope) []config.Scope {
	workspaces := []string{scope.Workspace}
	if scope.Workspace == "" {
		for name := range c.Workspaces {
			workspaces = append(workspaces, name)
		}
		slices.Sort(workspaces)
	}
	var all []config.Scope
	for _, w := range workspaces {
		roles := append([]string{""}, c.RolesOf(w)...)
		if scope.Role != "" {
			roles = []string{scope.Role}
		}
		for _, r := range roles {
			all = append(all, config.Scope{Workspace: w, Role: r})
		}
	}
	return all
}

// around are the settings of a name in the layers that a layer's own would win over
// (those that would apply without it), and in those that win over it.
func around(c *config.Config, scope config.Scope, name string) (broader, narrower []config.Setting) {
	for _, at := range contexts(c, scope) {
		layers := c.Layers(at.Workspace, at.Role)
		own := slices.IndexFunc(layers, func(l config.Layer) bool { return l.Scope == scope })
		for i := own - 1; i >= 0; i-- {
			if s, ok := entryAt(c, layers[i].Scope, name); ok {
				if s.Source.Kind() != secret.KindHidden {
					broader = addSetting(broader, s)
				}
				break
			}
		}
		for _, l := range layers[own+1:] {
			if s, ok := entryAt(c, l.Scope, name); ok {
				narrower = addSetting(narrower, s)
			}
		}
	}
	return broader, narrower
}

func addSetting(all []config.Setting, s config.Setting) []config.Setting {
	if slices.ContainsFunc(all, func(o config.Setting) bool { return o.Scope == s.Scope }) {
		return all
	}
	return append(all, s)
}

// winner is what a launch of a place has for a name: with the default role of a
// workspace, if it has one.
func winner(c *config.Config, place config.Scope, name string) (config.Variable, bool) {
	role := place.Role
	if place.Workspace != "" {
		role = c.RoleFor(place.Workspace, role)
	}
	for _, v := range c.Resolve(place.Workspace, role) {
		if v.Name == name {
			return v, true
		}
	}
	return config.Variable{}, false
}

// scopeText is a scope in few words.
func scopeText(s config.Scope) string {
	switch {
	case s == (config.Scope{}):
		return "global"
	case s.Workspace == "":
		return "role " + s.Role
	case s.Role == "":
		return "workspace"
	}
	return "workspace x role " + s.Role
}

// sourceText is where a value comes from.
func sourceText(s secret.Source) string {
	switch s.Kind() {
	case secret.KindLiteral:
		return "literal"
	case secret.KindHost:
		return "$" + s.HostVariable()
	case secret.KindOp:
		return "1Password"
	case secret.KindHidden:
		return "false"
	}
	return ""
}
