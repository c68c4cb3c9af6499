package console

import (
	"slices"
	"strings"

	"jackin/mux/ui"
	"jackin/provider"
	"jackin/provider/config"
	"jackin/provider/secret"
)

// mode is what a form makes of its variable.
type mode int

const (
	modeSet mode = iota
	modeUnset
	modeHide
)

// field is what a row of an envForm is.
type field int

const (
	noField field = iota
	nameField
	modeField
	scopeField
	sourceField
	valueField
	accountField
	testButton
	saveButton
	cancelButton
)

// keptText stands where a literal is that was saved before: as wide for any.
const keptText = "•••••••••••• (saved; type to replace it)"

// envForm is the page on which one variable is set or removed in one layer: a
// provider's key on the Auth tab, any other on the Environment tab.
type envForm struct {
	heading string
	// name is the variable; empty: nameText has it.
	name     string
	nameText ui.Field
	// provider is whose key it is; empty: any variable.
	provider provider.ID

	mode    mode
	scopes  []config.Scope
	scope   int
	kind    secret.Kind
	value   ui.Field
	account ui.Field
	shown   bool // the literal is on the screen while it is typed

	rows   ui.Sheet
	fields []field // one per row
	opened draft
	plan   plan
	tried  bool // Save was pressed: what is missing is said, too
	// answers are those of the last test.
	answers []Answer
}

// draft is what the user can change, to see whether they did.
type draft struct {
	name, value, account string
	mode                 mode
	kind                 secret.Kind
}

func (f *envForm) draft() draft {
	return draft{f.nameText.Text(), f.value.Text(), f.account.Text(), f.mode, f.kind}
}

// editKey is the form of a provider's key.
func editKey(m *Model, place config.Scope, r authRow) *envForm {
	f := &envForm{heading: r.provider.Label + ": " + r.key, name: r.key, provider: r.provider.ID, scopes: scopesOf(m.config, place)}
	v, ok := winner(m.config, place, r.key)
	if ok {
		f.at(v.Winner.Scope)
	}
	f.load(m)
	if !ok || v.Winner.Source.Kind() == secret.KindHidden {
		f.mode = modeUnset
	}
	f.begin(m, modeField)
	return f
}

// editVariable is the form of an entry that is there.
func editVariable(m *Model, place config.Scope, s config.Setting) *envForm {
	f := &envForm{heading: s.Name, name: s.Name, scopes: scopesOf(m.config, place)}
	f.at(s.Scope)
	f.load(m)
	if s.Source.Kind() == secret.KindHidden {
		f.mode = modeHide
	}
	f.begin(m, modeField)
	return f
}

// newVariable is the form of one that isn't there yet.
func newVariable(m *Model, place config.Scope) *envForm {
	f := &envForm{heading: "new variable", scopes: scopesOf(m.config, place), kind: secret.KindLiteral}
	f.begin(m, nameField)
	return f
}

// begin ends a constructor: what is there now is what the user begins with.
func (f *envForm) begin(m *Model, at field) {
	f.opened = f.draft()
	f.refresh(m)
	f.rows.Selected = slices.Index(f.fields, at)
}

// at makes a scope the chosen one, also one that the place itself can't have chosen.
func (f *envForm) at(s config.Scope) {
	if f.scope = slices.Index(f.scopes, s); f.scope < 0 {
		f.scopes = append(f.scopes, s)
		f.scope = len(f.scopes) - 1
	}
}

// load takes source and reference from the entry of the scope; a literal stays where
// it is.
func (f *envForm) load(m *Model) {
	f.kind, f.value, f.account = secret.KindLiteral, ui.NewField(""), ui.NewField("")
	s, ok := entryAt(m.config, f.scopes[f.scope], f.name)
	if !ok {
		return
	}
	switch s.Source.Kind() {
	case secret.KindHost:
		f.kind, f.value = secret.KindHost, ui.NewField("$"+s.Source.HostVariable())
	case secret.KindOp:
		ref, account := s.Source.Op()
		f.kind, f.value, f.account = secret.KindOp, ui.NewField(ref), ui.NewField(account)
	}
}

// variable is the name, as it is by now.
func (f *envForm) variable() string {
	if f.name != "" {
		return f.name
	}
	return strings.TrimSpace(f.nameText.Text())
}

// kept is the literal of the scope that stays as it is: nothing was typed over it.
func (f *envForm) kept(m *Model) (config.Setting, bool) {
	s, ok := entryAt(m.config, f.scopes[f.scope], f.variable())
	return s, ok && f.kind == secret.KindLiteral && s.Source.Kind() == secret.KindLiteral && f.value.Text() == ""
}

func (f *envForm) title() string    { return f.heading }
func (*envForm) tabs() ui.TabBar    { return ui.TabBar{} }
func (*envForm) goTab(*Model, int)  {}
func (f *envForm) sheet() *ui.Sheet { return &f.rows }

func (f *envForm) selected() field {
	if i := f.rows.Selected; i >= 0 && i < len(f.fields) {
		return f.fields[i]
	}
	return noField
}

func (f *envForm) modeText() string {
	if f.provider != "" {
		if f.mode == modeSet {
			return wordAPIKey
		}
		return wordIgnore
	}
	return [...]string{modeSet: "Set", modeUnset: "Unset", modeHide: "Hide"}[f.mode]
}

func kindWord(k secret.Kind) string {
	switch k {
	case secret.KindOp:
		return "1Password reference"
	case secret.KindHost:
		return "host variable"
	}
	return "literal"
}

// longScope is a scope as the form says it.
func longScope(s config.Scope) string {
	switch {
	case s == (config.Scope{}):
		return "global"
	case s.Workspace == "":
		return "role " + s.Role
	case s.Role == "":
		return "workspace " + s.Workspace
	}
	return "workspace " + s.Workspace + " x role " + s.Role
}

// refresh builds the rows, and the plan of what would be written.
func (f *envForm) refresh(m *Model) {
	at := f.selected()
	f.rows.Rows, f.fields = nil, nil
	add := func(id field, row ui.SheetRow) {
		f.rows.Rows, f.fields = append(f.rows.Rows, row), append(f.fields, id)
	}
	if f.name == "" {
		add(nameField, ui.SheetRow{Cells: []string{"Variable"}, Field: &f.nameText})
	}
	add(modeField, item("Mode", f.modeText()))
	add(scopeField, item("Scope", longScope(f.scopes[f.scope])))
	if f.mode == modeSet {
		add(sourceField, item("Source", kindWord(f.kind)))
		f.valueRows(m, at, add)
	}
	f.plan = f.makePlan(m)
	for _, row := range f.notes(m) {
		add(noField, row)
	}
	if f.provider != "" && f.mode == modeSet {
		add(testButton, button("Ctrl+T Test"))
	}
	add(saveButton, button("Ctrl+S Save"))
	add(cancelButton, button("Esc Cancel"))
	if i := slices.Index(f.fields, at); i >= 0 && at != noField {
		f.rows.Selected = i
	}
}

func (f *envForm) valueRows(m *Model, at field, add func(field, ui.SheetRow)) {
	f.value.Masked = f.kind == secret.KindLiteral && !(f.shown && at == valueField)
	label := "Value"
	switch f.kind {
	case secret.KindOp:
		f.value.Empty = "op://VAULT/ITEM/FIELD"
		label = "Reference"
	case secret.KindHost:
		f.value.Empty = "$NAME"
	default:
		f.value.Empty = "type or paste it"
		if _, kept := f.kept(m); kept {
			f.value.Empty = keptText
		}
	}
	add(valueField, ui.SheetRow{Cells: []string{label}, Field: &f.value})
	if f.kind == secret.KindOp {
		f.account.Empty = "op's own choice"
		add(accountField, ui.SheetRow{Cells: []string{"Account"}, Field: &f.account})
	}
}

// notes stand between the fields and the buttons: what is wrong, what would be
// written, and what a test has said.
func (f *envForm) notes(m *Model) []ui.SheetRow {
	rows := []ui.SheetRow{note("")}
	if f.plan.problem != "" {
		rows = append(rows, warn("! "+f.plan.problem))
	}
	for _, w := range f.plan.warnings {
		rows = append(rows, warn("! "+w))
	}
	for _, l := range f.plan.lines {
		rows = append(rows, note(l))
	}
	if m.probing != 0 {
		rows = append(rows, note("asking … Esc calls it off"))
	}
	for _, a := range f.answers {
		if a.OK {
			rows = append(rows, note("Test: "+a.Label+": "+a.Said))
		} else {
			rows = append(rows, warn("! Test: "+a.Label+": "+a.Said))
		}
	}
	return append(rows, note(""))
}
