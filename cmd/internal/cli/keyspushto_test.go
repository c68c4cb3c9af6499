package cli

import (
	"slices"
	"testing"

	"jackin/cmd/internal/launch"
	"jackin/provider/config"
	"jackin/provider/secret"
)

func TestOutdated(t *testing.T) {
	var settings []config.Setting
	for name, text := range map[string]string{"KEPT": "x", "EMPTY": ""} {
		source, err := secret.ParseSource(text)
		if err != nil {
			t.Fatal(err)
		}
		settings = append(settings, config.Setting{EnvEntry: config.EnvEntry{Name: name, Source: source}})
	}
	held := map[string]string{"KEPT": "push", "EMPTY": "push", "GONE": "push", "FILE": "file", "CAME": "environment"}
	if got, want := outdated(held, launch.NewKeys(settings)), []string{"EMPTY", "GONE"}; !slices.Equal(got, want) {
		t.Errorf("outdated(%v) = %q, want %q", held, got, want)
	}
}
