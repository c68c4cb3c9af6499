package config

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"jackin/provider"
	"jackin/provider/secret"
)

// Enter reads what a person has typed, pasted or piped as the value of name. Space
// around it is cut. kind says what it is: a literal, of any form but a reference's;
// a host variable, with or without "$"; a 1Password reference, which account goes
// with (empty: op's own choice); KindAbsent: whichever [secret.ParseSource] takes it
// for. warnings are doubts that stop nothing. Neither they nor the error hold any of
// the text.
func Enter(name string, kind secret.Kind, text, account string) (source secret.Source, warnings []string, err error) {
	if err := CheckName(name); err != nil {
		return secret.Source{}, nil, err
	}
	text, account = strings.TrimSpace(text), strings.TrimSpace(account)
	switch {
	case text == "":
		return secret.Source{}, nil, errors.New("the value is empty")
	case !utf8.ValidString(text) || !utf8.ValidString(account):
		return secret.Source{}, nil, errors.New("the value isn't UTF-8")
	case strings.ContainsFunc(text+account, unicode.IsControl):
		return secret.Source{}, nil, errors.New("the value holds a control character; it is one line of text")
	}
	source, err = entered(kind, text, account)
	if err != nil {
		return secret.Source{}, nil, err
	}
	catalogue := provider.Default()
	if source.Kind() == secret.KindLiteral {
		if err := catalogue.CheckURLHost(text); err != nil {
			return secret.Source{}, nil, err
		}
		warnings = doubts(catalogue, name, text)
	}
	return source, warnings, nil
}

func entered(kind secret.Kind, text, account string) (secret.Source, error) {
	switch kind {
	case secret.KindAbsent:
		if account != "" {
			return secret.Op(text, account)
		}
	case secret.KindOp:
		return secret.Op(text, account)
	case secret.KindHost:
		if !strings.HasPrefix(text, "$") {
			text = "$" + text
		}
		source, err := secret.ParseSource(text)
		if err == nil && source.Kind() != secret.KindHost {
			err = errors.New("a variable's name has letters, digits and underscores, no digit first")
		}
		return source, err
	case secret.KindLiteral:
		if strings.HasPrefix(text, "$") {
			text = "$" + text
		}
		source, err := secret.ParseSource(text)
		if err == nil && source.Kind() != secret.KindLiteral {
			err = errors.New("this is a 1Password reference, not a literal")
		}
		return source, err
	default:
		return secret.Source{}, fmt.Errorf("a %v can't be entered", kind)
	}
	return secret.ParseSource(text)
}

// doubts says what a literal lacks to look like the key that its name says.
func doubts(catalogue *provider.Catalogue, name, text string) []string {
	var found []string
	for _, p := range catalogue.Providers {
		if string(p.Key) != name {
			continue
		}
		if !strings.HasPrefix(text, p.KeyPrefix) {
			found = append(found, fmt.Sprintf("%s doesn't begin with %s, as the keys of %s do", name, p.KeyPrefix, p.Label))
		}
		if strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) {
			found = append(found, fmt.Sprintf("%s holds a space or another character that keys don't have", name))
		}
	}
	return found
}
