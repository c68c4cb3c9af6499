// Package help holds jackin's longer documentation: one TOPIC.md each, shown by
// jackin help TOPIC and readable on the web.
package help

import (
	"embed"
	"path"
	"slices"
	"strings"
)

//go:embed *.md
var files embed.FS

// Topics are the names of the topics, sorted.
func Topics() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil // an embedded directory that is always there
	}
	var names []string
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), path.Ext(e.Name())))
	}
	slices.Sort(names)
	return names
}

// Topic is the text of a topic.
func Topic(name string) (text string, ok bool) {
	if !slices.Contains(Topics(), name) {
		return "", false
	}
	b, err := files.ReadFile(name + ".md")
	return string(b), err == nil
}
