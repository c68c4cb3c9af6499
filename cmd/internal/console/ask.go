package console

import (
	"strings"

	"jackin/mux/ui"
	"jackin/provider/config"
)

// newName asks for a name.
func newName(m *Model, title string, do func(*Model, string)) {
	w := ui.NewInput(title, "")
	m.ask(&w, func(m *Model, o ui.Outcome) {
		if o == ui.Chosen {
			do(m, strings.TrimSpace(w.Text()))
		}
	})
	m.question.paste = w.Paste
}

// create makes what there wasn't, and goes on if that went well.
func create(m *Model, edit config.Edit, then func()) {
	change, err := m.files.Prepare(edit)
	if err != nil {
		m.alarm(err.Error())
		return
	}
	if m.write(change) {
		said := m.status
		then()
		m.say("%s", said)
	}
}

// choose asks for one of several.
func choose(m *Model, title string, names []string, do func(*Model, int)) {
	var items []ui.Item
	for _, n := range names {
		items = append(items, ui.Item{Label: n})
	}
	w := ui.NewList(title, items)
	m.ask(&w, func(m *Model, o ui.Outcome) {
		if o == ui.Chosen {
			do(m, w.Selected)
		}
	})
}

// launch launches a workspace with its default role, or the one that is chosen.
func launch(m *Model, workspace string) {
	if err := m.broken[workspace]; err != nil {
		m.tell("Workspace "+workspace+" can't be read", strings.Split(err.Error(), "\n"))
		return
	}
	roles := m.config.RolesOf(workspace)
	if m.config.Workspaces[workspace].DefaultRole != "" || len(roles) == 0 {
		m.jobs = append(m.jobs, LaunchJob{Workspace: workspace})
		return
	}
	choose(m, "Launch "+workspace+": role", append([]string{"none"}, roles...), func(m *Model, i int) {
		role := ""
		if i > 0 {
			role = roles[i-1]
		}
		m.jobs = append(m.jobs, LaunchJob{workspace, role})
	})
}
