package mux

import (
	"fmt"
	"testing"

	"jackin/mux/keys"
	"jackin/provider/config"
)

// TestLeaders: what the config takes for a leader, the server can use: the two
// rooms don't know each other.
func TestLeaders(t *testing.T) {
	var names []string
	for r := ' '; r < 0x7f; r++ {
		names = append(names, string(r))
	}
	for i := range 36 {
		names = append(names, fmt.Sprintf("f%d", i))
	}
	names = append(names, "space", "tab", "enter", "esc", "escape", "backspace", "insert", "delete", "home", "end",
		"pageup", "pagedown", "up", "down", "left", "right", "menu", "ä", "é", "λ")
	mods := []string{"", "ctrl+", "alt+", "shift+", "super+", "ctrl+alt+", "ctrl+shift+", "alt+shift+", "ctrl+super+", "Ctrl+"}
	accepted := 0
	for _, mod := range mods {
		for _, name := range names {
			text, err := config.Keystroke(mod + name)
			if err != nil {
				continue
			}
			accepted++
			if _, err := keys.ParseChord(text); err != nil {
				t.Errorf("config.Keystroke(%q) = %q, but ParseChord says %v", mod+name, text, err)
			}
		}
	}
	if accepted < 100 {
		t.Errorf("only %d keystrokes were accepted", accepted)
	}
	for _, leader := range config.DefaultOptions().Leaders {
		if c, err := keys.ParseChord(leader); err != nil || c.String() != `Ctrl+\` {
			t.Errorf("the default leader is %v, %v", c, err)
		}
	}
}
