package provider_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jackin/provider"
)

func settings() provider.Settings {
	return provider.Settings{
		BaseURLs: map[provider.ID]map[provider.AgentID]string{
			"minimax": {"claude": "http://127.0.0.1:8080/anthropic/", "codex": "http://[::1]:9/v1"},
			"zai":     {"claude": "https://gateway.example/zai"},
		},
		Commands: map[provider.AgentID][]string{"claude": {"/opt/claude", "--permission-mode", "plan"}},
		Options:  json.RawMessage(`{"mouse":true}`),
	}
}

func TestSettingsRoundTrip(t *testing.T) {
	for _, s := range []provider.Settings{{}, settings()} {
		b, err := s.Encode()
		if err != nil {
			t.Fatal(err)
		}
		got, err := provider.DecodeSettings(b)
		if diff := cmp.Diff(s, got); err != nil || diff != "" {
			t.Errorf("DecodeSettings(%s) = %v (-want +got):\n%s", b, err, diff)
		}
	}
	if got, err := provider.DecodeSettings(nil); err != nil || !cmp.Equal(got, provider.Settings{}) {
		t.Errorf("DecodeSettings(nil) = %+v, %v", got, err)
	}
}

// The record outlives the server that it was made with: its bytes must go on
// being understood.
func TestSettingsOfVersion1(t *testing.T) {
	const record = `{"version":1,"base_urls":{"minimax":{"claude":"https://g.example"}},"commands":{"codex":["codex","-x"]},"options":{"mouse":true},"field of tomorrow":1}`
	got, err := provider.DecodeSettings([]byte(record))
	want := provider.Settings{
		BaseURLs: map[provider.ID]map[provider.AgentID]string{"minimax": {"claude": "https://g.example"}},
		Commands: map[provider.AgentID][]string{"codex": {"codex", "-x"}},
		Options:  json.RawMessage(`{"mouse":true}`),
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("DecodeSettings = %v (-want +got):\n%s", err, diff)
	}
}

func TestDecodeSettingsErrors(t *testing.T) {
	for _, in := range []string{"x", "{}", `{"version":2}`, `{"version":1,"commands":{"a":"b"}}`, `{"version":1} {}`, strings.Repeat(" ", provider.MaxSettings+1)} {
		if got, err := provider.DecodeSettings([]byte(in)); err == nil {
			t.Errorf("DecodeSettings(%.30q) = %+v, want an error", in, got)
		}
	}
	long := provider.Settings{Commands: map[provider.AgentID][]string{"claude": {strings.Repeat("x", provider.MaxSettings)}}}
	if _, err := long.Encode(); err == nil {
		t.Error("Encode of a record that is too long succeeded")
	}
}

func TestWithSettings(t *testing.T) {
	c := provider.Default()
	with, err := c.WithSettings(settings())
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		c        *provider.Catalogue
		agent    provider.AgentID
		provider provider.ID
		want     string // in the overlay
	}{
		{with, "claude", "minimax", "set   ANTHROPIC_BASE_URL = http://127.0.0.1:8080/anthropic\n"},
		{with, "claude", "minimax", "argv  /opt/claude\n"},
		{with, "claude", "zai", "set   ANTHROPIC_BASE_URL = https://gateway.example/zai\n"},
		{with, "claude", "kimi", "set   ANTHROPIC_BASE_URL = https://api.kimi.com/coding\n"},
		{with, "codex", "minimax", `base_url="http://[::1]:9/v1",`},
		{c, "claude", "minimax", "set   ANTHROPIC_BASE_URL = https://api.minimax.io/anthropic\n"},
		{c, "codex", "minimax", `base_url="https://api.minimax.io/v1",`},
		{c, "claude", "minimax", "argv  claude\n"},
	} {
		o, err := tc.c.Overlay(provider.OverlayInput{Agent: tc.agent, Provider: tc.provider, Keys: allKeys(c)})
		if err != nil || !strings.Contains(format(o), tc.want) {
			t.Errorf("Overlay(%q, %q): %v, lacks %q:\n%s", tc.agent, tc.provider, err, tc.want, format(o))
		}
	}
	// Twice: the later one counts.
	again, err := with.WithSettings(provider.Settings{Commands: map[provider.AgentID][]string{"claude": {"claude", "-v"}}})
	if err != nil || again.Program("claude", nil, nil) != "claude" || with.Program("claude", nil, nil) != "/opt/claude" {
		t.Errorf("WithSettings twice: %v", err)
	}
}

func TestWithSettingsSaysAllThatIsWrong(t *testing.T) {
	_, err := provider.Default().WithSettings(provider.Settings{
		BaseURLs: map[provider.ID]map[provider.AgentID]string{
			"acme":      {"claude": "https://x.example"},
			"anthropic": {"claude": "https://x.example"},
			"minimax":   {"aider": "https://x.example", "claude": "https://api.minimaxi.com/anthropic", "codex": "ftp://x.example"},
			"zai":       {"codex": "https://x.example"},
		},
		Commands: map[provider.AgentID][]string{"aider": {"aider"}, "claude": {}, "codex": {"codex --search"}},
	})
	want := []string{
		`providers.acme.claude: base_url: unknown provider "acme"`,
		`providers.anthropic.claude: base_url: Anthropic is native to Claude, which decides by itself where it sends`,
		`providers.minimax.aider: base_url: unknown agent "aider"`,
		`providers.minimax.claude: base_url: host "api.minimaxi.com" is refused: MiniMax's endpoint for China is not supported; use api.minimax.io`,
		`providers.minimax.codex: base_url: must begin with https://`,
		`providers.zai.codex: base_url: Z.AI doesn't serve Codex`,
		`agents.aider: command: unknown agent "aider"`,
		`agents.claude: command: names no program`,
		`agents.codex: command: each argument is a string of its own; nothing splits the first one`,
	}
	if err == nil {
		t.Fatal("WithSettings succeeded")
	}
	if diff := cmp.Diff(want, strings.Split(err.Error(), "\n")); diff != "" {
		t.Errorf("WithSettings (-want +got):\n%s", diff)
	}
}

func TestCheckBaseURL(t *testing.T) {
	c := provider.Default()
	for in, want := range map[string]string{
		"https://api.minimax.io/anthropic":   "https://api.minimax.io/anthropic",
		"https://api.minimax.io/anthropic//": "https://api.minimax.io/anthropic",
		"https://gateway.example:8443":       "https://gateway.example:8443",
		"HTTPS://Gateway.Example/x":          "HTTPS://Gateway.Example/x",
		"http://127.0.0.1:8080/anthropic":    "http://127.0.0.1:8080/anthropic",
		"http://127.8.9.1":                   "http://127.8.9.1",
		"http://localhost:1/v1":              "http://localhost:1/v1",
		"http://LOCALHOST":                   "http://LOCALHOST",
		"http://[::1]:1/v1":                  "http://[::1]:1/v1",
		"http://[::ffff:127.0.0.1]/v1":       "http://[::ffff:127.0.0.1]/v1",
		"https://api.minimaxi.com.example/x": "https://api.minimaxi.com.example/x",
		"https://api.minimaxi.community/x":   "https://api.minimaxi.community/x",
		"https://myapi.minimaxi.com/x":       "https://myapi.minimaxi.com/x",
		"https://x.example/api.minimaxi.com": "https://x.example/api.minimaxi.com",
	} {
		if got, err := c.CheckBaseURL(in); err != nil || got != want {
			t.Errorf("CheckBaseURL(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	const refused = "is refused: MiniMax's endpoint for China"
	for in, want := range map[string]string{
		"https://api.minimaxi.com/anthropic":   refused,
		"https://api.minimaxi.com":             refused,
		"https://API.MiniMaxi.COM/anthropic":   refused,
		"https://api.minimaxi.com:443/v1":      refused,
		"https://api.minimaxi.com./v1":         refused,
		"https://api.minimaxi.com.:443/v1":     refused,
		"https://a.b.api.minimaxi.com/v1":      refused,
		"http://api.minimaxi.com/v1":           refused,
		"https://user@api.minimaxi.com/v1":     "user",
		"https://x.example@api.minimaxi.com":   "user",
		"https://api.minimaxi.com\\@x.example": "not a URL",
		"https://api.minimaxi%2ecom/v1":        "not a URL",
		"https://api.minimaxi\u3002com/v1":     "plain name",
		"https://\uff41pi.minimaxi.com/v1":     "plain name",
		"https:\\\\api.minimaxi.com":           "not a URL|plain name|backslash",
		"https://x.example/a b":                "spaces",
		"https://x.example\t/a":                "not a URL",
		"http://gateway.example":               "loopback",
		"http://localhost.example":             "loopback",
		"http://128.0.0.1":                     "loopback",
		"http://0.0.0.0":                       "loopback",
		"http://127.1":                         "loopback",
		"https://[fe80::1%25eth0]/":            "plain name",
		"ftp://127.0.0.1":                      "https://",
		"127.0.0.1:8080":                       "not a URL|https://",
		"/v1":                                  "https://",
		"":                                     "https://",
		"https://":                             "plain name",
		"https:/x.example":                     "plain name",
		"https:x.example":                      "plain name",
		"https://x.example?a=b":                "query",
		"https://x.example/#":                  "fragment",
		"https://u:canary@x.example":           "user",
		"https://x.example:canary/":            "not a URL",
	} {
		got, err := c.CheckBaseURL(in)
		if err == nil {
			t.Errorf("CheckBaseURL(%q) = %q, want an error", in, got)
			continue
		}
		matched := false
		for _, w := range strings.Split(want, "|") {
			matched = matched || strings.Contains(err.Error(), w)
		}
		if !matched || strings.Contains(err.Error(), "canary") {
			t.Errorf("CheckBaseURL(%q) = %v, want %q", in, err, want)
		}
	}
}

func TestCheckURLHost(t *testing.T) {
	c := provider.Default()
	for in, want := range map[string]bool{
		"https://api.minimaxi.com/anthropic": true, " HTTP://x.API.minimaxi.com.:8/ ": true,
		"": false, "sk-cp-canary": false, "api.minimaxi.com": false, "https://api.minimax.io": false, "%zz": false,
	} {
		if err := c.CheckURLHost(in); (err != nil) != want {
			t.Errorf("CheckURLHost(%q) = %v, want an error: %t", in, err, want)
		}
	}
}

func FuzzDecodeSettings(f *testing.F) {
	b, err := settings().Encode()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"", "{}", string(b), `{"version":1}`, `{"version":1,"options":[1]}`, `{"version":1,"base_urls":{"minimax":{"claude":"https://api.minimaxi.com"}}}`} {
		f.Add([]byte(s))
	}
	c := provider.Default()
	f.Fuzz(func(t *testing.T, in []byte) {
		s, err := provider.DecodeSettings(in)
		if err != nil {
			return
		}
		with, err := c.WithSettings(s)
		if err != nil {
			return
		}
		for _, p := range with.Providers {
			for _, e := range p.Endpoints {
				if got, err := with.CheckBaseURL(e.BaseURL); err != nil || got != e.BaseURL {
					t.Errorf("settings %q gave %q for %s: %v", in, e.BaseURL, p.ID, err)
				}
			}
		}
		for _, a := range with.Agents {
			if with.Program(a.ID, nil, nil) == "" {
				t.Errorf("settings %q left %q without a program", in, a.ID)
			}
		}
		if b, err := s.Encode(); err == nil {
			again, err := provider.DecodeSettings(b)
			s.Options, again.Options = nil, nil // JSON's spaces go
			if diff := cmp.Diff(s, again, cmpopts.EquateEmpty()); err != nil || diff != "" {
				t.Errorf("settings %q encoded again: %v\n%s", in, err, diff)
			}
		}
	})
}
