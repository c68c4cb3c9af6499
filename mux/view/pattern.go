package view

import (
	"bytes"
	"errors"
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode"
)

// pattern is what is searched for. It is never changed; two are the same search
// only if they are the same pointer.
type pattern struct {
	query string
	// fold: upper and lower case are alike.
	fold bool
	// re is nil for a query that is taken as it is.
	re *regexp.Regexp
}

// compile makes a pattern of a query. Without a capital letter in it case doesn't
// count; in a regular expression one behind a backslash is none.
func compile(query string, regex bool) (*pattern, error) {
	p := &pattern{query: query, fold: true}
	escaped := false
	for _, r := range query {
		if unicode.IsUpper(r) && !escaped {
			p.fold = false
		}
		escaped = regex && r == '\\' && !escaped
	}
	if !regex {
		if p.fold {
			p.query = strings.Map(unicode.ToLower, query)
		}
		return p, nil
	}
	expr := query
	if p.fold {
		expr = "(?i)" + expr
	}
	re, err := regexp.Compile(expr)
	if err != nil {
		var broken *syntax.Error
		if errors.As(err, &broken) {
			return nil, errors.New(broken.Code.String())
		}
		return nil, err
	}
	p.re = re
	return p, nil
}

// find appends the hits in l to list, which gets no longer than limit. text is
// memory to use.
func (p *pattern) find(list []hit, l *line, text *lineText, limit int) []hit {
	if len(list) >= limit {
		return list
	}
	text.read(l, p.fold && p.re == nil)
	if p.re != nil {
		for _, m := range p.re.FindAllIndex(text.bytes, -1) {
			if m[0] == m[1] {
				continue // nothing to mark
			}
			if list = append(list, hitIn(l, text, m[0], m[1])); len(list) >= limit {
				break
			}
		}
		return list
	}
	query := []byte(p.query)
	for at := 0; len(list) < limit; {
		i := bytes.Index(text.bytes[at:], query)
		if i < 0 {
			break
		}
		list = append(list, hitIn(l, text, at+i, at+i+len(query)))
		at += i + len(query)
	}
	return list
}

// hit is a place that matches, from its first to its last cell.
type hit struct{ from, to Pos }

func hitIn(l *line, text *lineText, from, to int) hit {
	return hit{l.pos(text.cellOf(from)), l.pos(text.cellOf(to - 1))}
}
