package console

import (
	"slices"
	"strings"

	"jackin/mux/ui"
	"jackin/provider"
	"jackin/provider/config"
	"jackin/provider/secret"
)

// The modes of a provider.
const (
	wordIgnore = "Ignore"
	wordAPIKey = "API Key"
)

// authRow is a provider's row of the Auth tab.
type authRow struct {
	provider provider.Provider
	// key is the name of the variable: the provider's own, or the API key that its
	// own agent reads.
	key string
}

// authRows are the providers: those that serve the most agents first, the native ones
// last.
func authRows(c *provider.Catalogue) []authRow {
	var rows []authRow
	for _, p := range c.Providers {
		switch {
		case p.Key != "":
			rows = append(rows, authRow{p, string(p.Key)})
		case len(p.Credentials) > 0:
			rows = append(rows, authRow{p, string(p.Credentials[0])})
		}
	}
	slices.SortStableFunc(rows, func(a, b authRow) int { return len(b.provider.Endpoints) - len(a.provider.Endpoints) })
	return rows
}

func (p *place) auth(m *Model, s *ui.Sheet) {
	p.providers = authRows(m.catalogue)
	s.Rows = append(s.Rows, columns("Provider", "Mode", "Source", "Wins"))
	for _, r := range p.providers {
		s.Rows = append(s.Rows, authItem(m.config, p.scope, r))
	}
	switch {
	case p.scope.Workspace != "":
		s.Rows = append(s.Rows, note("Which wins: workspace x role, then workspace, then global."))
	case p.scope.Role != "":
		s.Rows = append(s.Rows, note("A workspace's own wins over these."))
	default:
		s.Rows = append(s.Rows, note("A workspace's or a role's own wins over these."))
	}
}

// authItem is what applies at a place: mode, source, scope, and what it wins over.
func authItem(c *config.Config, place config.Scope, r authRow) ui.SheetRow {
	v, ok := winner(c, place, r.key)
	mode, source, scope := wordIgnore, "-", "-"
	var notes []string
	if ok {
		scope = scopeText(v.Winner.Scope)
		if v.Winner.Source.Kind() != secret.KindHidden {
			mode = wordAPIKey
		}
		source = sourceText(v.Winner.Source)
		for _, s := range v.Shadowed {
			notes = append(notes, "wins over "+scopeText(s.Scope))
		}
	}
	for _, other := range r.provider.Credentials {
		if v, ok := winner(c, place, string(other)); ok && string(other) != r.key && v.Winner.Source.Kind() != secret.KindHidden {
			notes = append(notes, string(other)+" is set too")
		}
	}
	_, narrower := around(c, place, r.key)
	for _, s := range narrower {
		if ok && s.Scope == v.Winner.Scope {
			continue
		}
		text := "other in " + scopeText(s.Scope)
		if place.Workspace == "" && s.Scope.Workspace != "" {
			text = "other in " + s.Scope.Workspace
		}
		notes = append(notes, text)
	}
	return item(r.provider.Label, mode, source, scope, strings.Join(notes, ", "))
}
