package console

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"jackin/cmd/internal/screen"
	"jackin/mux/ui"
	"jackin/provider"
	"jackin/provider/config"
)

// page is what fills the screen.
type page interface {
	// title is the last part of the first row.
	title() string
	// tabs are the pages beside it; none for a page that has no tabs.
	tabs() ui.TabBar
	goTab(m *Model, i int)
	// sheet is what is shown, as it is now; rows are rebuilt when the config is.
	sheet() *ui.Sheet
	refresh(m *Model)
	// press does what a keystroke says. Moving and Esc are the Model's, unless it
	// returns true: then it has been dealt with.
	press(m *Model, press string, e screen.Event) bool
	// hints are the keystrokes of the selected row and of the page.
	hints(m *Model) []ui.Hint
	// leave is Esc.
	leave(m *Model)
	paste(m *Model, text string)
}

// question is a widget over the page.
type question struct {
	ui.Widget
	done  func(m *Model, o ui.Outcome)
	paste func(string) // nil: nothing can be pasted
}

// Model is the console without its terminal. Make one with NewModel.
type Model struct {
	files     Files
	dir       string // where the console was started
	catalogue *provider.Catalogue

	config *config.Config
	broken map[string]error
	stamp  string // of the files that config was read from

	containers []Container
	listed     bool   // containers are known
	engineSays string // why they aren't

	pages    []page // the last one is shown
	question *question
	status   string // of the last action; empty: none
	alarming bool   // status is a problem

	jobs        []Job
	lastID      int
	probing     int // the ID of the ProbeJob that is wanted; 0: none
	ended       bool
	interrupted bool
}

// NewModel is the console with its first page. dir is where it was started: what a new
// workspace's directory is, unless the user says another.
func NewModel(files Files, dir string) *Model {
	m := &Model{files: files, dir: dir}
	m.pages = []page{&home{}}
	m.reload()
	m.jobs = append(m.jobs, ListJob{})
	return m
}

// Done says that the user has left; interrupted, that it was by Ctrl+C.
func (m *Model) Done() (done, interrupted bool) { return m.ended, m.interrupted }

// Jobs are those that are to be begun, once each.
func (m *Model) Jobs() []Job {
	jobs := m.jobs
	m.jobs = nil
	return jobs
}

// Wants says whether the result of the ProbeJob of that ID is still waited for.
func (m *Model) Wants(id int) bool { return id == m.probing }

// reload reads the config again.
func (m *Model) reload() {
	m.stamp = m.files.Stamp() // before it is read: what comes in between is a change
	m.config, m.broken = m.files.Survey()
	m.catalogue = provider.Default()
	if c, err := m.catalogue.WithSettings(m.config.Settings()); err == nil {
		m.catalogue = c
	}
	m.refresh()
}

// refresh renews what the pages show.
func (m *Model) refresh() {
	for _, p := range m.pages {
		p.refresh(m)
		p.sheet().Settle()
	}
}

// changed says that a file isn't any more what was read.
func (m *Model) changed() bool { return m.files.Stamp() != m.stamp }

func (m *Model) page() page { return m.pages[len(m.pages)-1] }

// open shows a page above the others.
func (m *Model) open(p page) {
	m.say("")
	m.pages = append(m.pages, p)
	p.refresh(m)
	p.sheet().Settle()
}

// close goes back to the page below; of the last one it leaves the console.
func (m *Model) close() {
	m.probing = 0
	if len(m.pages) == 1 {
		m.ended = true
		return
	}
	m.pages = m.pages[:len(m.pages)-1]
}

func (m *Model) say(format string, args ...any) {
	m.status, m.alarming = fmt.Sprintf(format, args...), false
}

func (m *Model) alarm(text string) { m.status, m.alarming = text, true }

// ask puts a question over the page.
func (m *Model) ask(w ui.Widget, done func(*Model, ui.Outcome)) {
	m.question = &question{Widget: w, done: done}
}

// confirm asks before something is done that can't be undone.
func (m *Model) confirm(title string, body []string, yes, no string, do func(*Model)) {
	d := ui.Confirm(title, body, yes, no)
	m.ask(&d, func(m *Model, o ui.Outcome) {
		if o == ui.Chosen && d.Selected == ui.ConfirmYes {
			do(m)
		}
	})
}

// tell shows text that is to be read.
func (m *Model) tell(title string, lines []string) {
	w := ui.Message{Title: title, Lines: lines}
	m.ask(&w, func(*Model, ui.Outcome) {})
}

// write writes a change, and says what was done.
func (m *Model) write(c config.Change) bool {
	if m.changed() {
		m.askReload()
		return false
	}
	err := c.Write()
	switch {
	case errors.Is(err, config.ErrChanged):
		m.askReload()
		return false
	case err != nil:
		m.alarm(err.Error())
		return false
	}
	m.reload()
	m.say("saved: %s", strings.Join(short(c.Lines()), "; "))
	if c.Empty() {
		m.say("nothing has changed")
	}
	return true
}

// askReload is for files that somebody else has changed meanwhile.
func (m *Model) askReload() {
	d := ui.Dialog{
		Title:   "The config has changed",
		Body:    []string{"A file has changed on disk since the console read it. Nothing is written. After a reload look at what would be, and save again."},
		Choices: []ui.Choice{{Label: "reload", Key: 'r'}, {Label: "back", Key: 'b'}},
	}
	m.ask(&d, func(m *Model, o ui.Outcome) {
		if o == ui.Chosen && d.Selected == 0 {
			m.reload()
			m.say("the config was read again")
		}
	})
}

// short are lines about files with these below the config directory.
func short(lines []string) []string {
	var out []string
	for _, l := range lines {
		file, rest, found := strings.Cut(l, ": ")
		if dir, name := filepath.Split(file); found && dir != "" {
			if filepath.Base(dir) == "workspaces" {
				name = "workspaces/" + name
			}
			l = name + ": " + rest
		}
		out = append(out, l)
	}
	return out
}

// offerPush asks whether running containers shall have the keys that have changed.
func (m *Model) offerPush(scope config.Scope) {
	var names []string
	for _, c := range m.containers {
		if c.Running && (scope.Workspace == "" || scope.Workspace == c.Workspace) && (scope.Role == "" || scope.Role == c.Role) {
			names = append(names, c.Name)
		}
	}
	if len(names) == 0 {
		return
	}
	m.confirm("Push the keys?", []string{
		"Running with the keys that they had: " + strings.Join(names, ", ") + ".",
		"Open tabs keep theirs until they are run again.",
	}, "push", "not now", func(m *Model) {
		m.say("pushing keys to %s", strings.Join(names, ", "))
		m.jobs = append(m.jobs, PushJob{names})
	})
}

// Handle takes the result of a job.
func (m *Model) Handle(r Result) {
	switch r := r.(type) {
	case Listed:
		m.listed, m.containers, m.engineSays = true, r.Containers, ""
		if r.Err != nil {
			m.engineSays = r.Err.Error()
		}
		m.refresh()
	case Probed:
		if f, ok := m.page().(*envForm); ok && m.Wants(r.ID) {
			m.probing = 0
			f.answered(m, r.Answers)
		}
	case Pushed:
		if r.Failed {
			m.alarm(strings.Join(r.Lines, "; "))
		} else {
			m.say("%s", strings.Join(r.Lines, "; "))
		}
	case Returned:
		m.reload()
		m.jobs = append(m.jobs, ListJob{})
		m.say("")
		if r.Err != nil {
			m.alarm(r.Err.Error())
		}
	}
}

// unreadable is what is wrong with config.toml, a line each; nil: nothing.
func (m *Model) unreadable() []string {
	err := m.broken[""]
	if err == nil {
		return nil
	}
	return strings.Split(err.Error(), "\n")
}

// workspaces are the names of all, also of those that can't be read, sorted.
func (m *Model) workspaces() []string {
	names := slices.Collect(maps.Keys(m.config.Workspaces))
	for name := range m.broken {
		if name != "" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
