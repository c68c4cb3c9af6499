package console

import (
	"jackin/cmd/internal/screen"
	"jackin/mux/ui"
	"jackin/provider/config"
)

// The tabs of a place.
const (
	tabGeneral = iota
	tabEnvironment
	tabAuth
)

// place is a page with the settings of a workspace, of a role, or of what is global.
type place struct {
	// scope is the place's own layer.
	scope config.Scope
	tab   int
	rows  [3]ui.Sheet // one per tab, so that each keeps its selection
	// about says for each row of a tab what it is: an option, a variable, a provider.
	options   []config.OptionValue
	variables []config.Setting
	providers []authRow
}

func newPlace(scope config.Scope) *place { return &place{scope: scope} }

func (p *place) title() string {
	switch {
	case p.scope.Workspace != "":
		return p.scope.Workspace
	case p.scope.Role != "":
		return "role " + p.scope.Role
	}
	return "global"
}

func (p *place) tabs() ui.TabBar {
	return ui.TabBar{Names: []string{"General", "Environment", "Auth"}, Current: p.tab}
}

func (p *place) goTab(m *Model, i int) {
	p.tab = i
	m.say("")
	p.refresh(m)
	p.sheet().Settle()
}

func (p *place) sheet() *ui.Sheet   { return &p.rows[p.tab] }
func (*place) paste(*Model, string) {}
func (p *place) leave(m *Model)     { m.close() }

func (p *place) refresh(m *Model) {
	s := &p.rows[p.tab]
	s.Rows = nil
	if p.scope.Workspace != "" && m.broken[p.scope.Workspace] != nil {
		s.Rows = append(s.Rows, warn(m.broken[p.scope.Workspace].Error()))
		return
	}
	switch p.tab {
	case tabGeneral:
		p.general(m, s)
	case tabEnvironment:
		p.environment(m, s)
	case tabAuth:
		p.auth(m, s)
	}
}

func (p *place) press(m *Model, press string, _ screen.Event) bool {
	i := p.sheet().Selected
	if p.tab != tabGeneral {
		i-- // the names of the columns
	}
	switch {
	case press == "l" && p.scope.Workspace != "":
		launch(m, p.scope.Workspace)
	case press == "n" && p.tab == tabEnvironment:
		m.open(newVariable(m, p.scope))
	case (press == pressEnter || press == " ") && i >= 0:
		p.enter(m, i)
	case press == "d" && p.tab == tabEnvironment && i >= 0 && i < len(p.variables):
		f := editVariable(m, p.scope, p.variables[i])
		f.mode = modeUnset
		m.open(f)
	default:
		return false
	}
	return true
}

func (p *place) enter(m *Model, i int) {
	switch {
	case p.tab == tabGeneral && i < len(p.options):
		m.open(newOptionForm(p.scope, p.options[i]))
	case p.tab == tabEnvironment && i < len(p.variables):
		m.open(editVariable(m, p.scope, p.variables[i]))
	case p.tab == tabAuth && i < len(p.providers):
		m.open(editKey(m, p.scope, p.providers[i]))
	}
}

func (p *place) hints(*Model) []ui.Hint {
	var h []ui.Hint
	switch p.tab {
	case tabAuth:
		h = []ui.Hint{{Key: "Enter", Meaning: "edit"}, {Key: "Space", Meaning: "edit"}}
	case tabEnvironment:
		h = []ui.Hint{{Key: "Enter", Meaning: "edit"}, {Key: "N", Meaning: "new"}, {Key: "D", Meaning: "unset"}}
	default:
		h = []ui.Hint{{Key: "Enter", Meaning: "edit"}}
	}
	h = append(h, ui.Hint{Key: "Tab", Meaning: "next tab"}, ui.Hint{Key: "Esc", Meaning: "back"})
	if p.scope.Workspace != "" {
		h = append(h, ui.Hint{Key: "L", Meaning: "launch"})
	}
	return append(h, ui.Hint{Key: "F5", Meaning: "reload"}, keysHint())
}

// scopesOf are the layers that can be written from a place: its own first.
func scopesOf(c *config.Config, own config.Scope) []config.Scope {
	scopes := []config.Scope{own}
	if own != (config.Scope{}) {
		scopes = append(scopes, config.Scope{})
	}
	if own.Workspace != "" {
		for _, role := range c.RolesOf(own.Workspace) {
			scopes = append(scopes, config.Scope{Workspace: own.Workspace, Role: role})
		}
	}
	return scopes
}
