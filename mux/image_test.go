package mux

import (
	"slices"
	"testing"

	"jackin/provider"
)

// TestInImage: only what the image says of itself lets agents start without
// questions.
func TestInImage(t *testing.T) {
	const free = "--dangerously-skip-permissions"
	for value, want := range map[string]bool{"": false, "1": true, "0": false, "true": false} {
		s := &server{catalogue: provider.Default(), cfg: Config{
			LookupEnv: func(name string) (string, bool) { return value, name == imageVar && value != "" },
			LookPath:  func(name string) (string, error) { return name, nil },
		}}
		o, err := s.overlay(&tab{launch: launch{Agent: "claude", Provider: "anthropic", Dir: "/"}})
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.Contains(o.Argv, free); got != want {
			t.Errorf("with %s=%q Claude Code's argv is %q; %s in it: %v, want %v", imageVar, value, o.Argv, free, got, want)
		}
	}
}
