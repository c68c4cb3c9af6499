package provider_test

import (
	"slices"
	"testing"

	"jackin/provider"
)

func ids(list []provider.Provider) []provider.ID {
	var out []provider.ID
	for _, p := range list {
		out = append(out, p.ID)
	}
	return out
}

func TestAvailable(t *testing.T) {
	for _, tc := range []struct {
		name  string
		agent provider.AgentID
		keys  provider.Keys
		want  []provider.ID
	}{
		{"no keys", "claude", nil, []provider.ID{"anthropic"}},
		{"nil set", "claude", provider.KeySet(nil), []provider.ID{"anthropic"}},
		{"MiniMax", "claude", provider.KeySet{"MINIMAX_API_KEY": true}, []provider.ID{"anthropic", "minimax"}},
		{"MiniMax, empty", "claude", provider.KeySet{"MINIMAX_API_KEY": false}, []provider.ID{"anthropic"}},
		{"all but one empty", "claude", provider.KeySet{"ZAI_API_KEY": false, "MINIMAX_API_KEY": false, "KIMI_CODE_API_KEY": true}, []provider.ID{"anthropic", "kimi"}},
		{"all", "claude", provider.KeySet{"KIMI_CODE_API_KEY": true, "ZAI_API_KEY": true, "MINIMAX_API_KEY": true}, []provider.ID{"anthropic", "zai", "minimax", "kimi"}},
		{"native credentials don't count", "claude", provider.KeySet{"ANTHROPIC_API_KEY": true, "OPENAI_API_KEY": true}, []provider.ID{"anthropic"}},
		{"codex", "codex", provider.KeySet{"KIMI_CODE_API_KEY": true, "ZAI_API_KEY": true, "MINIMAX_API_KEY": true}, []provider.ID{"openai", "minimax"}},
		{"codex without keys", "codex", provider.KeySet{}, []provider.ID{"openai"}},
		{"the name of no key", "claude", provider.KeySet{"": true}, []provider.ID{"anthropic"}},
		{"shell", "shell", provider.KeySet{"MINIMAX_API_KEY": true}, nil},
		{"unknown agent", "aider", provider.KeySet{"MINIMAX_API_KEY": true}, nil},
	} {
		got := ids(provider.Default().Available(tc.agent, tc.keys))
		if !slices.Equal(got, tc.want) {
			t.Errorf("%s: Available(%q) = %q, want %q", tc.name, tc.agent, got, tc.want)
		}
	}
}

// The rules, with a catalogue that has nothing of ours in it: native first
// wherever it stands in the list, a key that is there but empty doesn't count,
// and a provider without a key is nobody's redirect.
func TestAvailableOfAnotherCatalogue(t *testing.T) {
	serves := func(agents ...provider.AgentID) []provider.Endpoint {
		var out []provider.Endpoint
		for _, a := range agents {
			out = append(out, provider.Endpoint{Agent: a})
		}
		return out
	}
	c := &provider.Catalogue{
		Agents: []provider.Agent{{ID: "a", Native: "home"}, {ID: "b"}},
		Providers: []provider.Provider{
			{ID: "one", Key: "ONE", Endpoints: serves("a", "b")},
			{ID: "keyless", Endpoints: serves("a")},
			{ID: "home"},
			{ID: "two", Key: "TWO", Endpoints: serves("a")},
			{ID: "elsewhere", Key: "ELSE"},
		},
	}
	for _, tc := range []struct {
		name  string
		agent provider.AgentID
		keys  provider.KeySet
		want  []provider.ID
	}{
		{"all", "a", provider.KeySet{"ONE": true, "TWO": true, "ELSE": true, "": true}, []provider.ID{"home", "one", "two"}},
		{"present but empty", "a", provider.KeySet{"ONE": false, "TWO": true}, []provider.ID{"home", "two"}},
		{"absent", "a", provider.KeySet{}, []provider.ID{"home"}},
		{"no native", "b", provider.KeySet{"ONE": true}, []provider.ID{"one"}},
		{"no native, empty", "b", provider.KeySet{"ONE": false}, nil},
	} {
		if got := ids(c.Available(tc.agent, tc.keys)); !slices.Equal(got, tc.want) {
			t.Errorf("%s: Available(%q) = %q, want %q", tc.name, tc.agent, got, tc.want)
		}
	}
}

func TestLabel(t *testing.T) {
	minimax, all := provider.KeySet{"MINIMAX_API_KEY": true}, provider.KeySet{"MINIMAX_API_KEY": true, "ZAI_API_KEY": true, "KIMI_CODE_API_KEY": true}
	zai := provider.KeySet{"ZAI_API_KEY": true}
	for _, tc := range []struct {
		agent    provider.AgentID
		provider provider.ID
		keys     provider.Keys
		want     string
	}{
		{"claude", "anthropic", nil, "Claude"},
		{"claude", "anthropic", provider.KeySet{"MINIMAX_API_KEY": false}, "Claude"},
		{"claude", "anthropic", minimax, "Claude (Anthropic)"},
		{"claude", "minimax", minimax, "Claude (MiniMax)"},
		{"claude", "minimax", nil, "Claude (MiniMax)"}, // its key is gone, the tab isn't
		{"claude", "zai", all, "Claude (Z.AI)"},
		{"claude", "kimi", all, "Claude (Kimi)"},
		{"codex", "openai", nil, "Codex"},
		{"codex", "openai", zai, "Codex"}, // serves another agent
		{"codex", "openai", minimax, "Codex (OpenAI)"},
		{"codex", "minimax", minimax, "Codex (MiniMax)"},
		{"shell", "", all, "Shell"},
		{"claude", "acme", all, "Claude (acme)"},
		{"aider", "", all, "aider"},
		{"aider", "openai", all, "aider (OpenAI)"},
	} {
		if got := provider.Default().Label(tc.agent, tc.provider, tc.keys); got != tc.want {
			t.Errorf("Label(%q, %q, %v) = %q, want %q", tc.agent, tc.provider, tc.keys, got, tc.want)
		}
	}
}

// A pair is available, openable and without a reason against it, or none of these.
func TestOneFunctionDecides(t *testing.T) {
	c := provider.Default()
	names := c.KeyNames()
	for set := range 1 << len(names) {
		keys := provider.KeySet{}
		for i, name := range names {
			keys[name] = set&(1<<i) != 0
		}
		for _, a := range c.Agents {
			if a.Native == "" {
				continue
			}
			available := ids(c.Available(a.ID, keys))
			for _, p := range c.Providers {
				want := slices.Contains(available, p.ID)
				_, err := c.Overlay(provider.OverlayInput{Agent: a.ID, Provider: p.ID, Keys: keys})
				if reason := c.Unavailable(a.ID, p.ID, keys); (reason == "") != want || (err == nil) != want {
					t.Fatalf("%q with %q and %v: available %t, reason %q, Overlay %v", a.ID, p.ID, keys, want, reason, err)
				}
			}
		}
	}
}
