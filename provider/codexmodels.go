package provider

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// codexModelsName is the file's name in the server's directory.
const codexModelsName = "codex-models.json"

// codexInstructions is the system prompt for models that Codex has none for.
//
//go:embed codex_instructions.md
var codexInstructions string

// codexModel is one entry. Codex refuses a file in which one of these is missing,
// and its own entries switch it to another protocol.
type codexModel struct {
	Slug             string          `json:"slug"`
	DisplayName      string          `json:"display_name"`
	Description      string          `json:"description"`
	Reasoning        []string        `json:"supported_reasoning_levels"`
	ShellType        string          `json:"shell_type"`
	Visibility       string          `json:"visibility"`
	InAPI            bool            `json:"supported_in_api"`
	Priority         int             `json:"priority"`
	Verbosity        bool            `json:"support_verbosity"`
	Truncation       codexTruncation `json:"truncation_policy"`
	Tools            []string        `json:"experimental_supported_tools"`
	ContextWindow    int             `json:"context_window"`
	MaxContextWindow int             `json:"max_context_window"`
	CompactAt        int             `json:"auto_compact_token_limit"`
	Instructions     string          `json:"base_instructions"`
	Input            []string        `json:"input_modalities"`
}

type codexTruncation struct {
	Mode  string `json:"mode"`
	Limit int    `json:"limit"`
}

// CodexModels returns the model catalogue that redirected Codex tabs are pointed
// to, and its name in [OverlayInput.ServerDir]. Without it Codex assumes a window
// of 258,400 tokens and warns at each start.
func (c *Catalogue) CodexModels() (name string, data []byte, err error) {
	models := []codexModel{}
	for _, p := range c.Providers {
		for _, e := range p.Endpoints {
			if e.Agent != codex().ID || e.ContextTokens == 0 {
				continue
			}
			models = append(models, codexModel{
				Slug:             e.Models.Main,
				DisplayName:      e.Models.Main,
				Description:      e.Models.Main + " by " + p.Label,
				Reasoning:        []string{},
				ShellType:        "unified_exec",
				Visibility:       "list",
				InAPI:            true,
				Priority:         len(models) + 1,
				Truncation:       codexTruncation{Mode: "tokens", Limit: 10000},
				Tools:            []string{},
				ContextWindow:    e.ContextTokens,
				MaxContextWindow: e.ContextTokens,
				// A tenth is left for the summary.
				CompactAt:    e.ContextTokens / 10 * 9,
				Instructions: codexInstructions,
				Input:        []string{"text"},
			})
		}
	}
	data, err = json.MarshalIndent(map[string]any{"models": models}, "", "  ")
	if err != nil {
		return "", nil, fmt.Errorf("encode codex models: %w", err)
	}
	return codexModelsName, append(data, '\n'), nil
}
