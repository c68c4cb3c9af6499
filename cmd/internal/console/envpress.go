package console

import (
	"fmt"
	"slices"
	"strings"

	"jackin/cmd/internal/screen"
	"jackin/mux/ui"
	"jackin/provider/secret"
)

// opPrefix begins every 1Password reference.
const opPrefix = "op://"

// maxValue is the longest value that can be entered here, in bytes; more is refused
// as a whole.
const maxValue = 1024

func (f *envForm) press(m *Model, press string, e screen.Event) bool {
	at := f.selected()
	switch {
	case press == pressSave:
		f.save(m)
	case press == pressTest:
		f.test(m)
	case press == pressShow:
		f.shown = !f.shown && at == valueField
	case press == pressDown, press == pressTab:
		f.rows.Move(1)
	case press == pressUp, press == pressBackTab:
		f.rows.Move(-1)
	case press == pressEscape:
		f.leave(m)
		return true
	default:
		if !f.pressField(m, at, press, e) {
			return false
		}
	}
	if f.selected() != valueField {
		f.shown = false
	}
	if m.page() == page(f) {
		f.refresh(m)
		f.rows.Settle()
	}
	return true
}

// pressField is a keystroke on one row.
func (f *envForm) pressField(m *Model, at field, press string, e screen.Event) bool {
	click := e.Kind == screen.Clicked
	switch at {
	case nameField, valueField, accountField:
		if press == pressEnter {
			f.rows.Move(1)
			return true
		}
		f.input(at).Key(e.Key, 0, 0)
		f.edited(m)
		return true
	case modeField, scopeField, sourceField:
		switch {
		case press == " ", press == pressRight, click:
			f.cycle(m, at, 1)
		case press == pressLeft:
			f.cycle(m, at, -1)
		case press == pressEnter:
			f.rows.Move(1)
		default:
			return false
		}
		return true
	}
	if press != pressEnter && press != " " {
		return false
	}
	switch at {
	case testButton:
		f.test(m)
	case saveButton:
		f.save(m)
	case cancelButton:
		f.leave(m)
	}
	return true
}

func (f *envForm) input(at field) *ui.Field {
	switch at {
	case nameField:
		return &f.nameText
	case accountField:
		return &f.account
	}
	return &f.value
}

// edited follows what was typed: a reference is one, whatever the source said.
func (f *envForm) edited(m *Model) {
	f.answers, m.probing = nil, 0
	if f.kind == secret.KindLiteral && strings.HasPrefix(f.value.Text(), opPrefix) {
		f.kind = secret.KindOp
		m.say("this is a 1Password reference: the source is set to it")
	}
}

// cycle goes to the next choice of a row, or to the one before.
func (f *envForm) cycle(m *Model, at field, by int) {
	f.answers, m.probing = nil, 0
	m.say("")
	switch at {
	case modeField:
		modes := []mode{modeSet, modeUnset, modeHide}
		if f.provider != "" {
			modes = modes[:2]
		}
		f.mode = next(modes, f.mode, by)
	case scopeField:
		untouched := f.draft() == f.opened
		f.scope = (f.scope + by + len(f.scopes)) % len(f.scopes)
		if untouched {
			was := f.mode
			f.load(m)
			f.mode = was
			f.opened = f.draft()
		}
	case sourceField:
		f.kind = next([]secret.Kind{secret.KindLiteral, secret.KindOp, secret.KindHost}, f.kind, by)
		// What was typed as a literal would be readable as a reference.
		f.value, f.account = ui.NewField(""), ui.NewField("")
	}
}

func next[T comparable](all []T, now T, by int) T {
	i := slices.Index(all, now)
	return all[(i+by+len(all))%len(all)]
}

func (f *envForm) paste(m *Model, text string) {
	at := f.selected()
	if f.mode == modeSet && at != nameField && at != accountField {
		at = valueField // a key in the clipboard can go nowhere else
		f.rows.Selected = slices.Index(f.fields, valueField)
	}
	if at != nameField && at != valueField && at != accountField {
		m.alarm(fmt.Sprintf("nothing was pasted: the mode is %s", f.modeText()))
		return
	}
	text = strings.TrimSpace(text)
	in := f.input(at)
	switch {
	case text == "":
		m.alarm("nothing was pasted: it is empty")
		return
	case ui.Clean(text) != text || strings.ContainsAny(text, "\t\n\r"):
		m.alarm("nothing was pasted: it holds a control character; a value is one line of text")
		return
	case len(in.Text())+len(text) > maxValue:
		m.alarm(fmt.Sprintf("nothing was pasted: a value has at most %d bytes", maxValue))
		return
	}
	m.say("")
	in.Paste(text)
	f.edited(m)
	f.refresh(m)
}

// save writes what the plan says.
func (f *envForm) save(m *Model) {
	f.tried, f.shown = true, false
	f.refresh(m)
	if f.plan.problem != "" {
		m.alarm(f.plan.problem)
		return
	}
	name, scope := f.variable(), f.scopes[f.scope]
	if f.plan.change.Empty() {
		m.close()
		m.say("nothing has changed")
		return
	}
	if !m.write(f.plan.change) {
		return
	}
	m.close()
	for _, key := range m.catalogue.KeyNames() {
		if string(key) == name {
			m.offerPush(scope)
		}
	}
}

// test asks the provider.
func (f *envForm) test(m *Model) {
	if f.provider == "" || f.mode != modeSet {
		return
	}
	s, problem := f.setting(m)
	if problem != "" {
		m.alarm(problem)
		return
	}
	m.lastID++
	m.probing, f.answers = m.lastID, nil
	m.jobs = append(m.jobs, ProbeJob{ID: m.probing, Config: m.config, Provider: f.provider, Setting: s})
}

// answered takes what a test has said.
func (f *envForm) answered(m *Model, answers []Answer) {
	f.answers = answers
	f.refresh(m)
	f.rows.Settle()
}

// leave calls a test off, or leaves the form; nothing is saved.
func (f *envForm) leave(m *Model) {
	if m.probing != 0 {
		m.probing = 0
		m.say("the test was called off")
		f.refresh(m)
		return
	}
	if f.draft() == f.opened {
		m.close()
		return
	}
	m.confirm("Discard?", []string{"What was changed here isn't saved."}, "discard", "stay", (*Model).close)
}

func (f *envForm) hints(m *Model) []ui.Hint {
	var h []ui.Hint
	switch f.selected() {
	case modeField, scopeField, sourceField:
		h = append(h, ui.Hint{Key: "Space", Meaning: "cycle"})
	case valueField:
		if f.kind == secret.KindLiteral {
			word := "show"
			if f.shown {
				word = "hide"
			}
			h = append(h, ui.Hint{Key: "Ctrl+R", Meaning: word})
		}
	case testButton, saveButton, cancelButton:
		h = append(h, ui.Hint{Key: "Enter", Meaning: "press"})
	}
	h = append(h, ui.Hint{Key: "Ctrl+S", Meaning: "save"}, ui.Hint{Key: "Esc", Meaning: "cancel"})
	if f.provider != "" && f.mode == modeSet {
		h = append(h, ui.Hint{Key: "Ctrl+T", Meaning: "test"})
	}
	return append(h, ui.Hint{Key: "Tab", Meaning: "next"}, keysHint())
}
