package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"jackin/provider/secret"
)

// Edit is one change of one file. The zero value is none that can be made.
type Edit struct {
	// workspace names the file; empty: config.toml.
	workspace string
	op        operation
	// path is the name or table that is changed. Nil: the whole file.
	path []string
	// source is what a variable becomes, value what an option does.
	source secret.Source
	value  any
}

type operation int

const (
	opNone operation = iota
	opSet
	opUnset
	opCreate
	opDelete
)

// SetEnv makes name what source says, in the [env] of scope; [secret.Hidden] makes it
// `name = false`.
func SetEnv(scope Scope, name string, source secret.Source) Edit {
	return Edit{workspace: scope.Workspace, op: opSet, path: append(scope.path(), name), source: source}
}

// UnsetEnv removes name from the [env] of scope. Where it isn't there it changes
// nothing.
func UnsetEnv(scope Scope, name string) Edit {
	return Edit{workspace: scope.Workspace, op: opUnset, path: append(scope.path(), name)}
}

// SetOption gives an option a value: a string, bool, int64, float64 or []string. An
// empty workspace is config.toml. path is the option's name with its tables', such
// as "roles", "backend", "image".
func SetOption(workspace string, value any, path ...string) Edit {
	return Edit{workspace: workspace, op: opSet, path: path, value: value}
}

// UnsetOption removes an option, as SetOption names it. Where it isn't there it
// changes nothing.
func UnsetOption(workspace string, path ...string) Edit {
	return Edit{workspace: workspace, op: opUnset, path: path}
}

// CreateRole makes a role without settings, in config.toml or a workspace. Where it
// is already it changes nothing.
func CreateRole(scope Scope) Edit {
	return Edit{workspace: scope.Workspace, op: opCreate, path: []string{"roles", scope.Role}}
}

// DeleteRole removes a role and its [env] from config.toml or from a workspace.
func DeleteRole(scope Scope) Edit {
	return Edit{workspace: scope.Workspace, op: opDelete, path: []string{"roles", scope.Role}}
}

// CreateWorkspace makes a workspace's file, which must not be there yet; further
// edits fill it.
func CreateWorkspace(name string) Edit { return Edit{workspace: name, op: opCreate} }

// DeleteWorkspace removes a workspace's file; it goes with no other edit. Of a
// symbolic link only the link goes.
func DeleteWorkspace(name string) Edit { return Edit{workspace: name, op: opDelete} }

// check returns why e can't be made whatever the file holds.
func (e Edit) check() error {
	if e.op == opNone {
		return errors.New("edit config: nothing to do")
	}
	if e.workspace != "" && !isSlug(e.workspace) {
		return fmt.Errorf("workspace %q: %s", e.workspace, slugRule)
	}
	if len(e.path) == 0 {
		if e.workspace == "" {
			return errors.New("edit config: a workspace has no name")
		}
		return nil
	}
	if e.path[0] == "roles" && (len(e.path) < 2 || !isSlug(e.path[1])) {
		return fmt.Errorf("role %q: %s", strings.Join(e.path[1:min(2, len(e.path))], ""), slugRule)
	}
	if e.isEnv() {
		return CheckName(e.path[len(e.path)-1])
	}
	return nil
}

// isEnv reports whether e is about a variable.
func (e Edit) isEnv() bool {
	return len(e.path) >= 2 && e.path[len(e.path)-2] == "env" && (len(e.path) == 2 || e.path[0] == "roles")
}

// decoded returns what e's value is in the file, as the parser will see it.
func (e Edit) decoded() (any, error) {
	if e.isEnv() {
		return sourceValue(e.source)
	}
	switch v := e.value.(type) {
	case string:
		if !utf8.ValidString(v) {
			return nil, fmt.Errorf("%s: not UTF-8", dotted(e.path))
		}
		return v, nil
	case bool, int64, float64:
		return v, nil
	case []string:
		list := []any{}
		for _, s := range v {
			if !utf8.ValidString(s) {
				return nil, fmt.Errorf("%s: not UTF-8", dotted(e.path))
			}
			list = append(list, s)
		}
		return list, nil
	}
	return nil, fmt.Errorf("%s: a value of type %T can't be written", dotted(e.path), e.value)
}

// sourceValue returns what stands for s in a file.
func sourceValue(s secret.Source) (any, error) {
	var text string
	switch s.Kind() {
	case secret.KindHidden:
		return false, nil
	case secret.KindHost:
		return "$" + s.HostVariable(), nil
	case secret.KindLiteral:
		text = s.Literal().Reveal()
		if strings.HasPrefix(text, "$") {
			text = "$" + text
		}
	case secret.KindOp:
		ref, account := s.Op()
		if !utf8.ValidString(account) {
			return nil, errors.New("a value isn't UTF-8")
		}
		if account != "" {
			return map[string]any{"op": ref, "account": account}, nil
		}
		text = ref
	default:
		return nil, errors.New("a variable has no value; false hides it")
	}
	if !utf8.ValidString(text) {
		return nil, errors.New("a value isn't UTF-8")
	}
	return text, nil
}

// splice makes e in a file's text.
func (e Edit) splice(text string) (string, error) {
	begin := ""
	if rest, ok := strings.CutPrefix(text, bom); ok {
		begin, text = bom, rest
	}
	d := parseDocument(text)
	switch {
	case len(e.path) == 0:
	case e.op == opSet:
		value, err := e.decoded()
		if err != nil {
			return "", err
		}
		text = d.set(e.path, valueText(value))
	case e.op == opUnset:
		text = d.remove(e.path)
		// A role whose last variable goes by its dotted name stays.
		if role := e.path[:min(2, len(e.path))]; role[0] == "roles" && d.has(role) {
			text = parseDocument(text).ensure(role)
		}
	case e.op == opCreate:
		text = d.ensure(e.path)
	case e.op == opDelete:
		text = d.remove(e.path)
	}
	return begin + text, nil
}

// valueText is tomlText with a reference's op before its account.
func valueText(v any) string {
	if table, ok := v.(map[string]any); ok {
		return "{ op = " + tomlText(table["op"]) + ", account = " + tomlText(table["account"]) + " }"
	}
	return tomlText(v)
}

// model makes e in what a file's text decodes to: what splice must come to.
func (e Edit) model(root map[string]any) error {
	if len(e.path) == 0 {
		return nil
	}
	table := root
	for _, name := range e.path[:len(e.path)-1] {
		next, ok := table[name].(map[string]any)
		if !ok {
			if e.op == opUnset || e.op == opDelete {
				return nil
			}
			next = map[string]any{}
			table[name] = next
		}
		table = next
	}
	name := e.path[len(e.path)-1]
	switch e.op {
	case opSet:
		value, err := e.decoded()
		if err != nil {
			return err
		}
		table[name] = value
	case opCreate:
		if _, ok := table[name]; !ok {
			table[name] = map[string]any{}
		}
	default:
		delete(table, name)
	}
	return nil
}

// prune removes tables that say nothing by being empty: all but roles.
func prune(table map[string]any, path ...string) {
	for name, v := range table {
		child, ok := v.(map[string]any)
		if !ok {
			continue
		}
		at := append(slices.Clone(path), name)
		prune(child, at...)
		if len(child) == 0 && !(len(at) == 2 && at[0] == "roles") {
			delete(table, name)
		}
	}
}
