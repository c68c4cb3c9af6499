package provider

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProbes(t *testing.T) {
	c, err := Default().WithSettings(Settings{BaseURLs: map[ID]map[AgentID]string{"minimax": {"codex": "http://127.0.0.1:8080/v1"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		id   ID
		want []string
	}{
		{"minimax", []string{
			"Claude POST https://api.minimax.io/anthropic/v1/messages Authorization: Bearer KEY, model MiniMax-M3",
			"Codex POST http://127.0.0.1:8080/v1/responses Authorization: Bearer KEY, model MiniMax-M3",
		}},
		{"zai", []string{"Claude POST https://api.z.ai/api/anthropic/v1/messages Authorization: Bearer KEY, model glm-5.1"}},
		{"kimi", []string{"Claude POST https://api.kimi.com/coding/v1/messages Authorization: Bearer KEY, model kimi-for-coding"}},
		{"anthropic", []string{"Claude GET https://api.anthropic.com/v1/models x-api-key: KEY"}},
		{"openai", []string{"Codex GET https://api.openai.com/v1/models Authorization: Bearer KEY"}},
		{"nobody", nil},
	} {
		probes, err := c.Probes(tc.id)
		if err != nil {
			t.Errorf("Probes(%q): %v", tc.id, err)
		}
		var got []string
		for _, p := range probes {
			line := fmt.Sprintf("%s %s %s %s: %sKEY", p.Label, p.Method, p.URL, p.KeyHeader, p.KeyPrefix)
			if p.Body != nil {
				var body struct{ Model string }
				if err := json.Unmarshal(p.Body, &body); err != nil {
					t.Errorf("body of %s: %v", line, err)
				}
				line += ", model " + body.Model
			}
			got = append(got, line)
		}
		if d := cmp.Diff(tc.want, got); d != "" {
			t.Errorf("Probes(%q) (-want +got):\n%s", tc.id, d)
		}
	}
}
