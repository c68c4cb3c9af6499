package provider

import (
	"time"

	"jackin/provider/secret"
)

// codex is OpenAI's Codex, as measured with 0.169.0. All of a redirect is in its
// arguments, so that no file of the user's is touched; the key is in its
// environment alone.
func codex() Agent {
	return Agent{
		ID:      "codex",
		Label:   "Codex",
		Command: []string{"codex"},
		Native:  "openai",
		// Without it one daemon outlives the tab and sends the first tab's key
		// for every later one.
		Always: []string{"--no-daemon"},
		Mode: Mode{
			Flags: []string{
				"--dangerously-bypass-approvals-and-sandbox", "--sandbox", "-s", "--ask-for-approval", "-a", "--approve-for-me",
			},
			// Its sandbox needs namespaces of its own, which Docker doesn't let a
			// container's user make: every command would fail. The container is one.
			Image: []string{"--dangerously-bypass-approvals-and-sandbox"},
		},
		ImageArgs: [][]string{
			// Only the inline table is obeyed, not the dotted form.
			{"-c", `projects={${repo_root:toml}={trust_level="trusted"}}`},
		},
		Redirect: Recipe{
			Unset: []string{"OPENAI_API_KEY", "CODEX_API_KEY", "OPENAI_BASE_URL"},
			Set:   []Setting{{Name: "${key}", Key: true}},
			Args: [][]string{
				// Unlike --profile, this fails if the provider isn't there.
				{"-c", "model_provider=${id}"},
				{"-c", "model=${model}"},
				{"-c", `model_providers.${id}={name=${label:toml},base_url=${base_url:toml},env_key=${key:toml},wire_api="responses"}`},
				{"-c", "model_catalog_json=${codex_models:toml}"},
				{"-c", `web_search="disabled"`},
				{"-c", "features.multi_agent=false"},
				noSnapshot(),
				{"-c", "shell_environment_policy.exclude=[${key:toml}]"},
				{"-c", "check_for_update_on_startup=false"},
				{"-c", "analytics.enabled=false"},
				{"-c", "features.plugins=false"},
				{"-c", "features.apps=false"},
			},
		},
		KeyedArgs: [][]string{noSnapshot()},
		// It asks for a login although OPENAI_API_KEY is set, but for none where a
		// provider has an env_key.
		Login: Login{
			Keys: []secret.Ref{"OPENAI_API_KEY", "CODEX_API_KEY"},
			Args: [][]string{
				{"-c", "model_provider=openai-key"},
				{"-c", `model_providers.openai-key={name="OpenAI",base_url="https://api.openai.com/v1",env_key=${login_key:toml},wire_api="responses"}`},
			},
			Unless: []string{"model_provider", "--oss", "--profile", "-p"},
		},
		Conversation: Conversation{
			Resume: []string{"resume", "${session}"},
			Own:    []string{"resume", "fork", "exec"},
			// It chooses the id by itself, once there is something to keep.
			Transcript:  "sessions/*/*/*/rollout-*-${session}.jsonl",
			Open:        true,
			Dir:         ".codex",
			DirVariable: "CODEX_HOME",
		},
		// Each of the two interrupts asks for the other; a signal kills it
		// without a clean-up.
		Quit: Quit{Type: []string{"\x03", "\x03"}, Gap: 300 * time.Millisecond},
	}
}

// noSnapshot keeps the environment, and the key with it, out of a file that
// anyone may read and that nobody removes.
func noSnapshot() []string { return []string{"-c", "features.shell_snapshot=false"} }
