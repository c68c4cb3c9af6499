package config

import (
	"fmt"
	"path"

	"jackin/provider"
	"jackin/provider/secret"
)

// reserved are names that no [env] may set, with the reason.
func reserved() []struct{ pattern, reason string } {
	const (
		machine  = "belongs to the machine that the tab runs on"
		loader   = "loads code into every process"
		terminal = "says which terminal a tab has, which jackin knows"
	)
	names := []struct{ pattern, reason string }{
		{"PATH", machine}, {"HOME", machine}, {"PWD", machine}, {"OLDPWD", machine},
		{"SHELL", machine}, {"USER", machine}, {"LOGNAME", machine}, {"HOSTNAME", machine}, {"IFS", machine},
		{"LD_*", loader}, {"DYLD_*", loader}, {"BASH_ENV", loader}, {"ENV", loader},
		{"TERM", terminal}, {"COLORTERM", terminal}, {"TERMINFO*", terminal}, {"TERMCAP", terminal},
		{"JACKIN_*", "is jackin's own"},
	}
	for _, pattern := range provider.BaseDrop() {
		names = append(names, struct{ pattern, reason string }{pattern, "never reaches a tab"})
	}
	return names
}

// CheckName returns why name can't be a variable's in an [env], or nil.
func CheckName(name string) error {
	if !secret.IsName(name) {
		return fmt.Errorf("%q can't name a variable: letters, digits and underscores, no digit first", name)
	}
	for _, r := range reserved() {
		if ok, _ := path.Match(r.pattern, name); ok {
			return fmt.Errorf("%s can't be set here: it %s", name, r.reason)
		}
	}
	return nil
}

// env decodes a layer.
func (n node) env(catalogue *provider.Catalogue) []EnvEntry {
	var entries []EnvEntry
	n.each(func(name string, child node) {
		if err := CheckName(name); err != nil {
			child.problem("%v", err)
			return
		}
		if source, ok := child.source(catalogue); ok {
			entries = append(entries, EnvEntry{Name: name, Source: source, File: n.d.file, Line: child.position().line})
		}
	})
	return entries
}

// source decodes one value of a layer.
func (n node) source(catalogue *provider.Catalogue) (secret.Source, bool) {
	var source secret.Source
	var err error
	switch v := n.value.(type) {
	case string:
		if err = catalogue.CheckURLHost(v); err == nil {
			source, err = secret.ParseSource(v)
		}
	case bool:
		if v {
			n.problem("%s must be a text, a reference or false; true means nothing", n.name())
			return source, false
		}
		return secret.Hidden(), true
	case map[string]any:
		var ref, account string
		complete := true
		n.fields(map[string]func(node){
			"op":      func(c node) { s, ok := c.text(); ref, complete = s, complete && ok },
			"account": func(c node) { s, ok := c.text(); account, complete = s, complete && ok },
		})
		if _, ok := v["op"]; !ok {
			n.problem(`%s must hold op = "op://VAULT/ITEM/FIELD"`, n.name())
			return source, false
		}
		if !complete {
			return source, false
		}
		source, err = secret.Op(ref, account)
	default:
		n.mustBe(`a text in quotes, false, or { op = "op://...", account = "..." }`)
		return source, false
	}
	if err != nil {
		n.problem("%s: %v", n.name(), err)
		return source, false
	}
	return source, true
}
