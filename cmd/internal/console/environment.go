package console

import (
	"slices"
	"strings"

	"jackin/mux/ui"
	"jackin/provider/config"
	"jackin/provider/secret"
)

// environment are all entries that apply at a place, in whatever layer: by name, the
// one that wins first.
func (p *place) environment(m *Model, s *ui.Sheet) {
	p.variables = entriesAt(m.config, p.scope)
	if len(p.variables) > 0 {
		s.Rows = append(s.Rows, columns("Variable", "Source", "Scope", ""))
	}
	for _, e := range p.variables {
		says := ""
		switch v, _ := winner(m.config, p.scope, e.Name); {
		case v.Winner.Scope == e.Scope && e.Source.Kind() == secret.KindHidden:
			says = "hides it"
		case v.Winner.Scope == e.Scope:
			says = "wins"
		case e.Scope.Role != "" && e.Scope.Role != p.scope.Role && e.Scope.Role != m.config.RoleFor(p.scope.Workspace, ""):
			says = "in that role"
		default:
			says = "hidden by " + scopeText(v.Winner.Scope)
		}
		s.Rows = append(s.Rows, item(e.Name, sourceText(e.Source), scopeText(e.Scope), says))
	}
	if len(p.variables) == 0 {
		s.Rows = append(s.Rows, note("There is no variable yet: N makes one."))
	}
}

// entriesAt are the entries of all layers that apply to launches of a place.
func entriesAt(c *config.Config, place config.Scope) []config.Setting {
	roles := []string{place.Role}
	if place.Workspace != "" {
		roles = append(roles, c.RolesOf(place.Workspace)...)
	}
	var all []config.Setting
	for _, role := range roles {
		layers := c.Layers(place.Workspace, role)
		slices.Reverse(layers) // what wins first
		for _, l := range layers {
			for _, e := range l.Entries {
				known := func(s config.Setting) bool { return s.Scope == l.Scope && s.Name == e.Name }
				if !slices.ContainsFunc(all, known) {
					all = append(all, config.Setting{Scope: l.Scope, EnvEntry: e})
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b config.Setting) int { return strings.Compare(a.Name, b.Name) })
	return all
}
