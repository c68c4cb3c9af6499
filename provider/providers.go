package provider

import "jackin/provider/secret"

// Provider is who answers an agent.
type Provider struct {
	ID    ID
	Label string // in labels and pickers: "MiniMax"

	// Key is what a redirect to it needs. Empty: it is only ever native.
	Key secret.Ref
	// KeyPrefix is what its keys begin with; another form deserves a warning.
	// Empty: unknown.
	KeyPrefix string
	// Credentials are those that its own agent reads by itself. They go to native
	// tabs alone.
	Credentials []secret.Ref
	// Endpoints are the agents that can be redirected to it, none twice.
	Endpoints []Endpoint
	// Refused are hosts that no base URL may name, with their subdomains.
	Refused []RefusedHost
}

// Endpoint is how a provider serves one agent.
type Endpoint struct {
	Agent AgentID
	// BaseURL has no slash at its end. The operator's config may replace it.
	BaseURL string
	Models  Models
	// ContextTokens is the model's window where the agent would assume a wrong
	// one. 0: it isn't told.
	ContextTokens int
}

// Models are the names that take the place of an agent's own.
type Models struct {
	// Main serves Claude Code's largest tiers, and is Codex's only one.
	Main string
	// Medium and Small serve Claude Code's smaller tiers. Empty: Main does.
	Medium, Small string
}

func (m Models) medium() string { return orMain(m.Medium, m.Main) }
func (m Models) small() string  { return orMain(m.Small, m.Main) }

func (m Models) only() string {
	if m.medium() != m.Main || m.small() != m.Main {
		return ""
	}
	return m.Main
}

func orMain(name, main string) string {
	if name == "" {
		return main
	}
	return name
}

// RefusedHost is a host that a user may have found in a guide, and that we don't
// send keys to.
type RefusedHost struct {
	Host   string
	Reason string
}

// endpoint returns how p serves agent.
func (p Provider) endpoint(agent AgentID) (Endpoint, bool) {
	for _, e := range p.Endpoints {
		if e.Agent == agent {
			return e, true
		}
	}
	return Endpoint{}, false
}

// providers is the list, in picker order.
func providers() []Provider {
	return []Provider{
		{
			ID:          "anthropic",
			Label:       "Anthropic",
			Credentials: []secret.Ref{"ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN"},
		},
		{
			ID:          "openai",
			Label:       "OpenAI",
			Credentials: []secret.Ref{"OPENAI_API_KEY", "CODEX_API_KEY"},
		},
		{
			ID:    "zai",
			Label: "Z.AI",
			Key:   "ZAI_API_KEY",
			Endpoints: []Endpoint{{
				Agent:   "claude",
				BaseURL: "https://api.z.ai/api/anthropic",
				Models:  Models{Main: "glm-5.1", Medium: "glm-5-turbo", Small: "glm-4.5-air"},
			}},
		},
		{
			ID:        "minimax",
			Label:     "MiniMax",
			Key:       "MINIMAX_API_KEY",
			KeyPrefix: "sk-cp-",
			Endpoints: []Endpoint{
				{
					Agent:   "claude",
					BaseURL: "https://api.minimax.io/anthropic",
					Models:  Models{Main: "MiniMax-M3"},
					// Not confirmed by the provider: overridable.
					ContextTokens: 512000,
				},
				{
					Agent:         "codex",
					BaseURL:       "https://api.minimax.io/v1",
					Models:        Models{Main: "MiniMax-M3"},
					ContextTokens: 512000,
				},
			},
			Refused: []RefusedHost{{
				Host:   "api.minimaxi.com",
				Reason: "MiniMax's endpoint for China is not supported; use api.minimax.io",
			}},
		},
		{
			ID:        "kimi",
			Label:     "Kimi",
			Key:       "KIMI_CODE_API_KEY",
			KeyPrefix: "sk-ki",
			Endpoints: []Endpoint{{
				Agent:   "claude",
				BaseURL: "https://api.kimi.com/coding",
				Models:  Models{Main: "kimi-for-coding"},
			}},
		},
	}
}
