package console

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"jackin/cmd/internal/screen"
	"jackin/mux/ui"
	"jackin/mux/wire"
	"jackin/provider/config"
)

// homeRow is what a row of the first page is about; the zero value is nothing.
type homeRow struct {
	workspace string
	container string // of workspace
	role      string // of config.toml
	global    bool
}

// home is the first page: workspaces with their containers, roles, what is global.
type home struct {
	rows  ui.Sheet
	about []homeRow
}

func (h *home) title() string    { return "" }
func (h *home) tabs() ui.TabBar  { return ui.TabBar{} }
func (h *home) sheet() *ui.Sheet { return &h.rows }

func (*home) goTab(*Model, int)    {}
func (*home) paste(*Model, string) {}
func (*home) leave(m *Model)       { m.close() }

func (h *home) add(about homeRow, row ui.SheetRow) {
	h.rows.Rows, h.about = append(h.rows.Rows, row), append(h.about, about)
}

func (h *home) refresh(m *Model) {
	was := homeRow{}
	if i := h.rows.Selected; i >= 0 && i < len(h.about) {
		was = h.about[i]
	}
	h.rows.Rows, h.about = nil, nil
	h.add(homeRow{}, heading("Workspaces"))
	names := m.workspaces()
	for _, name := range names {
		h.workspace(m, name)
	}
	if len(names) == 0 {
		h.add(homeRow{}, note("There is none yet: N makes one."))
	}
	if m.engineSays != "" {
		h.add(homeRow{}, warn("containers: "+m.engineSays))
	}
	h.add(homeRow{}, heading("Roles"))
	for _, name := range slices.Sorted(maps.Keys(m.config.Roles)) {
		h.add(homeRow{role: name}, item(name, image(m.config.Roles[name].Image)))
	}
	if len(m.config.Roles) == 0 {
		h.add(homeRow{}, note("There is none: O makes one, with an image and variables of its own."))
	}
	h.add(homeRow{}, heading("Global"))
	h.add(homeRow{global: true}, item("Global settings", "config.toml"))
	if i := slices.Index(h.about, was); i >= 0 && was != (homeRow{}) {
		h.rows.Selected = i
	}
}

func image(name string) string {
	if name == "" {
		return ""
	}
	return "image " + name
}

func (h *home) workspace(m *Model, name string) {
	if err := m.broken[name]; err != nil {
		h.add(homeRow{workspace: name}, item(name, "! can't be read"))
		return
	}
	w := m.config.Workspaces[name]
	var containers []Container
	for _, c := range m.containers {
		if c.Workspace == name {
			containers = append(containers, c)
		}
	}
	says := ""
	if n := running(containers); n > 0 {
		says = fmt.Sprintf("%d running", n)
	}
	h.add(homeRow{workspace: name}, item(name, w.Workdir, w.DefaultRole, says))
	for _, c := range containers {
		h.add(homeRow{workspace: name, container: c.Name}, item("  "+c.Name, describe(c), c.Role))
	}
}

func running(containers []Container) (n int) {
	for _, c := range containers {
		if c.Running {
			n++
		}
	}
	return n
}

// describe is a container in a few words: its tabs with their labels and states.
func describe(c Container) string {
	switch {
	case !c.Running:
		return c.Status
	case c.Problem != "":
		return "running, " + c.Problem
	case len(c.Tabs) == 0:
		return "running, no tab"
	}
	var tabs []string
	for _, t := range c.Tabs {
		tabs = append(tabs, tabText(t))
	}
	return strings.Join(tabs, ", ")
}

func tabText(t wire.Tab) string {
	text := fmt.Sprintf("%d %s", t.ID, t.Label)
	switch {
	case t.State != "running":
		text += " " + t.State
	case t.Activity != "unknown" && t.Activity != "":
		text += " " + t.Activity
	}
	return text
}

func (h *home) selected() homeRow {
	if i := h.rows.Selected; i >= 0 && i < len(h.about) {
		return h.about[i]
	}
	return homeRow{}
}

func (h *home) press(m *Model, press string, _ screen.Event) bool {
	row := h.selected()
	switch press {
	case pressEnter, " ":
		h.enter(m, row)
	case "l":
		if row.workspace != "" {
			launch(m, row.workspace)
		}
	case "a":
		h.attach(m, row)
	case "n":
		newWorkspace(m)
	case "o":
		askText(m, "New role: its name", "", func(m *Model, name string) {
			create(m, config.Scope{Role: name}, config.CreateRole(config.Scope{Role: name}))
		})
	case "d":
		h.remove(m, row)
	case "q":
		m.ended = true
	default:
		return false
	}
	return true
}

func (h *home) enter(m *Model, row homeRow) {
	switch {
	case row.container != "":
		h.attach(m, row)
	case row.workspace != "":
		if err := m.broken[row.workspace]; err != nil {
			m.tell("Workspace "+row.workspace+" can't be read", strings.Split(err.Error(), "\n"))
			return
		}
		m.open(newPlace(config.Scope{Workspace: row.workspace}))
	case row.role != "":
		m.open(newPlace(config.Scope{Role: row.role}))
	case row.global:
		m.open(newPlace(config.Scope{}))
	}
}

// attach attaches to the selected container, or to the one that runs of a workspace.
func (h *home) attach(m *Model, row homeRow) {
	var names []string
	for _, c := range m.containers {
		if c.Running && c.Workspace == row.workspace && row.workspace != "" && (row.container == "" || row.container == c.Name) {
			names = append(names, c.Name)
		}
	}
	switch {
	case len(names) == 1:
		m.jobs = append(m.jobs, AttachJob{names[0]})
	case len(names) > 1:
		choose(m, "Attach to", names, func(m *Model, i int) { m.jobs = append(m.jobs, AttachJob{names[i]}) })
	case row.workspace != "":
		m.alarm("nothing runs there: L launches it")
	}
}

func (h *home) remove(m *Model, row homeRow) {
	var edit config.Edit
	var what string
	switch {
	case row.container != "":
		m.alarm("jackin stop " + row.container + " ends it")
		return
	case row.workspace != "":
		edit, what = config.DeleteWorkspace(row.workspace), "workspace "+row.workspace
	case row.role != "":
		edit, what = config.DeleteRole(config.Scope{Role: row.role}), "role "+row.role
	default:
		return
	}
	change, err := m.files.Prepare(edit)
	if err != nil {
		m.tell("It can't be deleted", strings.Split(err.Error(), "\n"))
		return
	}
	body := change.Lines()
	if row.workspace != "" {
		body = append(body, "Containers and the volume of its home stay as they are.")
	}
	m.confirm("Delete "+what+"?", body, "delete", "keep", func(m *Model) { m.write(change) })
}

func (h *home) hints(*Model) []ui.Hint {
	more := []ui.Hint{keysHint(), {Key: "N", Meaning: "new"}, {Key: "O", Meaning: "new role"}, {Key: "Q", Meaning: "quit"}, {Key: "F5", Meaning: "reload"}}
	row := h.selected()
	switch {
	case row.container != "":
		return append([]ui.Hint{{Key: "Enter", Meaning: "attach"}}, more...)
	case row.workspace != "":
		return append([]ui.Hint{{Key: "Enter", Meaning: "open"}, {Key: "L", Meaning: "launch"}, {Key: "A", Meaning: "attach"}, {Key: "D", Meaning: "delete"}}, more...)
	case row.role != "":
		return append([]ui.Hint{{Key: "Enter", Meaning: "open"}, {Key: "D", Meaning: "delete"}}, more...)
	}
	return append([]ui.Hint{{Key: "Enter", Meaning: "open"}}, more...)
}
