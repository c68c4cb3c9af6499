package cli

import (
	"strings"
	"testing"

	"jackin/cmd/internal/help"
	"jackin/provider"
)

// The providers' topic has a row for each, with its key and its agents.
func TestProvidersTopicHasEveryProvider(t *testing.T) {
	text, ok := help.Topic("providers")
	if !ok {
		t.Fatal("there is no topic providers")
	}
	catalogue := provider.Default()
	for _, p := range catalogue.Providers {
		key, agents := string(p.Key), []string{}
		if key == "" {
			key = "native"
		}
		for _, a := range catalogue.Agents {
			if a.Native == p.ID && string(a.ID) != "shell" {
				agents = append(agents, string(a.ID))
			}
		}
		for _, e := range p.Endpoints {
			agents = append(agents, string(e.Agent))
		}
		row := "| " + p.Label + " | " + key + " | " + strings.Join(agents, ", ") + " |\n"
		if !strings.Contains(text, row) {
			t.Errorf("jackin help providers has no row %q", row)
		}
	}
}
