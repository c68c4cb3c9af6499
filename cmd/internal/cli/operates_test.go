package cli

import (
	"strings"
	"testing"
)

func TestOperates(t *testing.T) {
	for args, want := range map[string]bool{
		"":                          false,
		"launch":                    true,
		"launch shop":               true,
		"--debug launch shop":       true,
		"console":                   true,
		"config env list":           true,
		"attach":                    false,
		"attach --read-only":        false,
		"attach --pipe":             false,
		"attach j":                  true,
		"attach --read-only j":      true,
		"attach --tab 2":            false,
		"attach --tab 2 j":          true,
		"keys push":                 false,
		"keys push MINIMAX_API_KEY": false,
		"keys push --to j":          true,
		"keys push --to=j":          true,
		"keys list":                 false,
		"new launch":                false,
		"ls":                        false,
		"-- launch":                 false,
	} {
		if got := operates(strings.Fields(args)); got != want {
			t.Errorf("operates(%q) = %v, want %v", args, got, want)
		}
	}
}
