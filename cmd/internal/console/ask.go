package console

import (
	"strings"

	"jackin/mux/ui"
	"jackin/provider/config"
)

// askText asks for a line of text, which begins as text.
func askText(m *Model, title, text string, do func(*Model, string)) {
	w := ui.NewInput(title, text)
	m.ask(&w, func(m *Model, o ui.Outcome) {
		if o == ui.Chosen {
			do(m, strings.TrimSpace(w.Text()))
		}
	})
	m.question.paste = w.Paste
}

// newWorkspace asks for the name, and then for the project's directory: the one that
// the console was started in, unless that is changed; none leaves it open.
func newWorkspace(m *Model) {
	askText(m, "New workspace: its name", "", func(m *Model, name string) {
		edit := config.CreateWorkspace(name)
		// What is wrong with the name is said at once.
		if _, err := m.files.Prepare(edit); err != nil {
			m.alarm(err.Error())
			return
		}
		askText(m, name+": the project's directory", m.dir, func(m *Model, dir string) {
			edits := []config.Edit{edit}
			if dir != "" {
				edits = append(edits, config.SetOption(name, dir, "workdir"))
			}
			create(m, config.Scope{Workspace: name}, edits...)
		})
	})
}

// create makes a place, and opens it if that went well.
func create(m *Model, scope config.Scope, edits ...config.Edit) {
	change, err := m.files.Prepare(edits...)
	if err != nil {
		m.alarm(strings.Join(short(strings.Split(err.Error(), "\n")), "; "))
		return
	}
	if m.write(change) {
		said := m.status
		m.open(newPlace(scope))
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
