package console

import (
	"fmt"
	"strings"

	"github.com/BurntSushi/toml"

	"jackin/cmd/internal/screen"
	"jackin/mux/ui"
	"jackin/provider"
	"jackin/provider/config"
)

// general are the options of a place.
func (p *place) general(m *Model, s *ui.Sheet) {
	p.options = optionsOf(m.config, m.catalogue, p.scope)
	for _, o := range p.options {
		value := plainText(o.Value)
		switch {
		case o.File == "" && value == "":
			value = "-"
		case o.File == "":
			value += " (default)"
		}
		s.Rows = append(s.Rows, item(optionLabel(p.scope, o), value))
	}
}

// optionLabel is an option's name as far as the place doesn't say it.
func optionLabel(scope config.Scope, o config.OptionValue) string {
	if scope.Role != "" {
		return strings.TrimPrefix(o.Name, "roles."+scope.Role+".")
	}
	return o.Name
}

// optionsOf are the options that a place can have, with what applies.
func optionsOf(c *config.Config, catalogue *provider.Catalogue, scope config.Scope) []config.OptionValue {
	said := map[string]config.OptionValue{}
	for _, v := range c.OptionValues(scope.Workspace) {
		said[v.Name] = v
	}
	var all []config.OptionValue
	add := func(o config.Option, name string) {
		v, ok := said[name]
		if !ok {
			v = config.OptionValue{Name: name, Value: o.Default}
		}
		v.Option = o
		all = append(all, v)
	}
	for _, o := range config.OptionTable() {
		inTable := strings.Contains(o.Name, ".")
		switch {
		case strings.Contains(o.Name, "env.NAME"):
		case scope.Workspace != "":
			if o.Where&config.InWorkspace != 0 && !inTable {
				add(o, o.Name)
			}
		case scope.Role != "":
			if rest, ok := strings.CutPrefix(o.Name, "roles.ROLE."); ok {
				add(o, "roles."+scope.Role+"."+rest)
			}
		case o.Where&config.InConfig != 0 && !inTable:
			add(o, o.Name)
		case strings.HasPrefix(o.Name, "agents.AGENT."):
			for _, a := range catalogue.Agents {
				if catalogue.CheckCommand(a.ID, []string{"x"}) == nil {
					add(o, strings.Replace(o.Name, "AGENT", string(a.ID), 1))
				}
			}
		case strings.HasPrefix(o.Name, "providers.PROVIDER.AGENT."):
			for _, p := range catalogue.Providers {
				for _, e := range p.Endpoints {
					add(o, "providers."+string(p.ID)+"."+string(e.Agent)+strings.TrimPrefix(o.Name, "providers.PROVIDER.AGENT"))
				}
			}
		}
	}
	return all
}

// plainText is a TOML value as it is typed: a text without its quotes.
func plainText(value string) string {
	if s, ok := tomlValue(value).(string); ok && !strings.ContainsAny(s, "\n\r") {
		return s
	}
	return value
}

// tomlValue is what a TOML value says; nil: it is none.
func tomlValue(text string) any {
	var doc struct{ V any }
	if strings.ContainsAny(text, "\n\r") {
		return nil
	}
	if _, err := toml.Decode("V = "+text, &doc); err != nil {
		return nil
	}
	return doc.V
}

// typed is what a person has typed as an option's value, for [config.SetOption]: a
// number, true or false or a list as in TOML, and all else as a text.
func typed(o config.Option, text string) (any, error) {
	list := strings.Contains(o.Type, "list")
	switch v := tomlValue(text).(type) {
	case int64:
		if o.Type == "number" {
			return v, nil
		}
	case float64:
		if o.Type == "number" {
			return v, nil
		}
	case bool:
		if o.Type == "boolean" {
			return v, nil
		}
	case string:
		return v, nil
	case []any:
		if list {
			return texts(v)
		}
	}
	switch {
	case o.Type == "number", o.Type == "boolean":
		return nil, fmt.Errorf("%s is a %s", o.Name, o.Type)
	case list && o.Type != "keystroke, or a list of them":
		return nil, fmt.Errorf("%s is a %s, such as %s", o.Name, o.Type, o.Example)
	}
	return text, nil
}

func texts(list []any) ([]string, error) {
	out := []string{}
	for _, v := range list {
		s, ok := v.(string)
		if !ok {
			return nil, fmt.Errorf("a list has texts in quotes")
		}
		out = append(out, s)
	}
	return out, nil
}

// optionForm is the page on which one option is changed.
type optionForm struct {
	scope  config.Scope
	option config.OptionValue
	field  ui.Field
	rows   ui.Sheet
	before string
}

func newOptionForm(scope config.Scope, o config.OptionValue) *optionForm {
	f := &optionForm{scope: scope, option: o}
	if o.File != "" {
		f.before = plainText(o.Value)
	}
	f.field = ui.NewField(f.before)
	f.field.Empty = "not set"
	if d := plainText(o.Option.Default); d != "" {
		f.field.Empty = d + " (default)"
	}
	return f
}

// The rows of an optionForm that can be selected.
const (
	optionValueRow = iota
	optionSaveRow
	optionCancelRow
)

func (f *optionForm) title() string    { return optionLabel(f.scope, f.option) }
func (*optionForm) tabs() ui.TabBar    { return ui.TabBar{} }
func (*optionForm) goTab(*Model, int)  {}
func (f *optionForm) sheet() *ui.Sheet { return &f.rows }

func (f *optionForm) refresh(*Model) {
	o := f.option.Option
	f.rows.Rows = []ui.SheetRow{
		{Cells: []string{optionLabel(f.scope, f.option)}, Field: &f.field},
		button("Ctrl+S Save"), button("Esc Cancel"),
		note(""), note(o.Doc), note("It is a " + o.Type + ", such as " + plainText(o.Example) + ". Left empty, it is taken out of the file."),
	}
}

func (f *optionForm) edit() (config.Edit, error) {
	path := strings.Split(f.option.Name, ".")
	text := strings.TrimSpace(f.field.Text())
	if text == "" {
		return config.UnsetOption(f.scope.Workspace, path...), nil
	}
	value, err := typed(f.option.Option, text)
	if err != nil {
		return config.Edit{}, err
	}
	return config.SetOption(f.scope.Workspace, value, path...), nil
}

func (f *optionForm) save(m *Model) {
	edit, err := f.edit()
	if err != nil {
		m.alarm(err.Error())
		return
	}
	change, err := m.files.Prepare(edit)
	if err != nil {
		m.alarm(strings.Join(short(strings.Split(err.Error(), "\n")), "; "))
		return
	}
	if m.write(change) {
		m.close()
	}
}

func (f *optionForm) press(m *Model, press string, e screen.Event) bool {
	switch {
	case press == pressSave, press == pressEnter && f.rows.Selected <= optionSaveRow && e.Kind != screen.Clicked,
		press == pressEnter && f.rows.Selected == optionSaveRow:
		f.save(m)
	case press == pressEnter && f.rows.Selected == optionCancelRow:
		f.leave(m)
	case press == pressTab:
		f.rows.Move(1)
	case press == pressBackTab:
		f.rows.Move(-1)
	case f.rows.Selected == optionValueRow && press != pressUp && press != pressDown && press != pressEscape:
		f.field.Key(e.Key, 0, 0)
	default:
		return false
	}
	return true
}

func (f *optionForm) paste(_ *Model, text string) { f.field.Paste(text) }

func (f *optionForm) leave(m *Model) {
	if f.field.Text() == f.before {
		m.close()
		return
	}
	m.confirm("Discard?", []string{"What was changed here isn't saved."}, "discard", "stay", (*Model).close)
}

func (f *optionForm) hints(*Model) []ui.Hint {
	return []ui.Hint{{Key: "Ctrl+S", Meaning: "save"}, {Key: "Esc", Meaning: "cancel"}, {Key: "Tab", Meaning: "next"}, keysHint()}
}
