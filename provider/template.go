package provider

import (
	"fmt"
	"strings"
)

// The slots that the texts of an agent's data may hold, written ${NAME}, or
// ${NAME:toml} for the value as a quoted TOML string.
const (
	slotID          = "id"           // the provider's ID
	slotLabel       = "label"        // the provider's label
	slotKey         = "key"          // the name of the provider's key
	slotBaseURL     = "base_url"     // the endpoint's base URL
	slotModel       = "model"        // the endpoint's main model
	slotMedium      = "medium_model" // its medium one, or the main one
	slotSmall       = "small_model"  // its small one, or the main one
	slotOnly        = "only_model"   // its model if it has a single one, else empty
	slotContext     = "context"      // its window in tokens, or empty
	slotCodexModels = "codex_models" // the path of the Codex model catalogue
	slotLoginKey    = "login_key"    // the name of the key that replaces a login
	slotRepoRoot    = "repo_root"    // the repository that the tab is in, or empty
	slotSession     = "session"      // the conversation's UUID
)

// slots holds the values of one overlay by their names.
type slots map[string]string

// fill replaces the slots of text. It reports false if one of them is empty: what
// text belongs to is then left out. An unknown slot is an error in the catalogue.
func (s slots) fill(text string) (string, bool, error) {
	var b strings.Builder
	full := true
	for {
		before, rest, found := strings.Cut(text, "${")
		b.WriteString(before)
		if !found {
			return b.String(), full, nil
		}
		slot, after, found := strings.Cut(rest, "}")
		if !found {
			return "", false, fmt.Errorf("slot without an end in %q", text)
		}
		name, quoting, quoted := strings.Cut(slot, ":")
		value, known := s[name]
		if !known || quoted && quoting != "toml" {
			return "", false, fmt.Errorf("unknown slot %q", slot)
		}
		full = full && value != ""
		if quoted {
			value = quoteTOML(value)
		}
		b.WriteString(value)
		text = after
	}
}

// fillAll fills each text and reports false if a slot of any is empty.
func (s slots) fillAll(texts []string) ([]string, bool, error) {
	out := make([]string, 0, len(texts))
	full := true
	for _, text := range texts {
		filled, ok, err := s.fill(text)
		if err != nil {
			return nil, false, err
		}
		full = full && ok
		out = append(out, filled)
	}
	return out, full, nil
}

// quoteTOML returns s as a TOML basic string on one line.
func quoteTOML(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
