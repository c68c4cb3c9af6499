package cli

import (
	"strings"
	"testing"

	"jackin/cmd/internal/help"
	"jackin/provider/config"
)

// The config's topic has every option, with its default where that fits.
func TestConfigTopicHasEveryOption(t *testing.T) {
	text, ok := help.Topic("config")
	if !ok {
		t.Fatal("there is no topic config")
	}
	for _, o := range config.OptionTable() {
		if !strings.Contains(text, "`"+o.Name+"`") {
			t.Errorf("jackin help config says nothing of %s", o.Name)
		}
		if o.Default != "" && !strings.Contains(text, strings.Trim(o.Default, "[]")) {
			t.Errorf("jackin help config doesn't say that %s is %s by default", o.Name, o.Default)
		}
	}
}
