package console

import (
	"fmt"
	"strings"

	"jackin/provider/config"
	"jackin/provider/secret"
)

// plan is what Save would do.
type plan struct {
	change config.Change
	// lines say what is written where, without values, and what comes of it.
	lines []string
	// warnings are doubts that stop nothing.
	warnings []string
	// problem stops it. Empty: nothing does, unless missing is not empty: that is what
	// the user hasn't entered yet.
	problem, missing string
}

// makePlan makes the edits on what the files hold now.
func (f *envForm) makePlan(m *Model) (p plan) {
	name, scope := f.variable(), f.scopes[f.scope]
	if name == "" {
		return f.wait("the variable has no name")
	}
	if err := config.CheckName(name); err != nil {
		p.problem = err.Error()
		return p
	}
	edit, p := f.edit(m, name, scope)
	if p.problem != "" || p.missing != "" {
		return p
	}
	if _, kept := f.kept(m); kept && f.mode == modeSet {
		p.lines = append(p.lines, "nothing changes: the value stays as it was saved")
		return p
	}
	change, err := m.files.Prepare(edit)
	if err != nil {
		p.problem = strings.Join(short(strings.Split(err.Error(), "\n")), "; ")
		return p
	}
	p.change = change
	if change.Empty() {
		p.lines = append([]string{"nothing changes: it is so already"}, p.lines...)
		return p
	}
	p.lines = append(short(change.Lines()), p.lines...)
	return p
}

// wait is a plan that lacks something, which is said once Save was pressed.
func (f *envForm) wait(missing string) plan {
	p := plan{missing: missing}
	if f.tried {
		p.problem = missing
	}
	return p
}

// edit is the change of the layer, with what is to be said of it.
func (f *envForm) edit(m *Model, name string, scope config.Scope) (config.Edit, plan) {
	p := plan{}
	broader, narrower := around(m.config, scope, name)
	for _, s := range narrower {
		p.lines = append(p.lines, fmt.Sprintf("%s has its own, which wins there", longScope(s.Scope)))
	}
	switch {
	case f.mode == modeHide:
		return config.SetEnv(scope, name, secret.Hidden()), p
	case f.mode == modeUnset && len(broader) == 0:
		return config.UnsetEnv(scope, name), p
	case f.mode == modeUnset && f.provider != "":
		p.lines = append(p.lines, fmt.Sprintf("%s has a key: false is written here, which hides it", longScope(broader[0].Scope)))
		return config.SetEnv(scope, name, secret.Hidden()), p
	case f.mode == modeUnset:
		p.lines = append(p.lines, fmt.Sprintf("%s applies then", longScope(broader[0].Scope)))
		return config.UnsetEnv(scope, name), p
	}
	if _, kept := f.kept(m); kept {
		return config.Edit{}, p
	}
	if strings.TrimSpace(f.value.Text()) == "" {
		return config.Edit{}, f.wait("the value is empty")
	}
	source, warnings, err := config.Enter(name, f.kind, f.value.Text(), f.account.Text())
	if err != nil {
		return config.Edit{}, plan{problem: err.Error()}
	}
	p.warnings = warnings
	for _, s := range broader {
		p.lines = append(p.lines, fmt.Sprintf("it wins over %s", longScope(s.Scope)))
	}
	return config.SetEnv(scope, name, source), p
}

// setting is what a test asks with: what was typed, else what was saved.
func (f *envForm) setting(m *Model) (config.Setting, string) {
	if s, kept := f.kept(m); kept {
		return s, ""
	}
	source, _, err := config.Enter(f.variable(), f.kind, f.value.Text(), f.account.Text())
	if err != nil {
		return config.Setting{}, err.Error()
	}
	return config.Setting{Scope: f.scopes[f.scope], EnvEntry: config.EnvEntry{Name: f.variable(), Source: source}}, ""
}
