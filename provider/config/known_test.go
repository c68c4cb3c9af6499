package config

import (
	"slices"
	"strings"
)

// Known lists the names that a file can have outside of any table, as a message does:
// from the table of options, so that a new one changes no other test.
func Known(where Place) string {
	var names []string
	for _, o := range OptionTable() {
		if o.Where&where != 0 {
			name, _, _ := strings.Cut(o.Name, ".")
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ")
}
