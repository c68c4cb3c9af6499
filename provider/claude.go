package provider

// claude is Claude Code, as measured with 2.1.197 and 2.1.330.
func claude() Agent {
	return Agent{
		ID:      "claude",
		Label:   "Claude",
		Command: []string{"claude"},
		Native:  "anthropic",
		// It has no job control of its own: it stays "suspended" until a SIGCONT
		// that nobody sends.
		NoSuspend: true,
		Mode: Mode{
			Flags:        []string{"--permission-mode", "--dangerously-skip-permissions"},
			Image:        []string{"--dangerously-skip-permissions"},
			ImageSetting: `"skipDangerousModePermissionPrompt":true`,
			// Its default, the auto mode, raises a blocking dialog behind a gateway.
			Redirected: []string{"--permission-mode", "default"},
		},
		SettingsFlag: "--settings",
		// It asks whether to use an ANTHROPIC_API_KEY that its home hasn't
		// approved, with No as the default; what its helper prints it uses.
		Helper: KeyHelper{
			Key:     "ANTHROPIC_API_KEY",
			Name:    "JACKIN_ANTHROPIC_API_KEY",
			Setting: `"apiKeyHelper":"printenv JACKIN_ANTHROPIC_API_KEY"`,
		},
		ImageSet: []Setting{
			{Name: "IS_SANDBOX", Value: "1"},
			{Name: "CLAUDE_CODE_SANDBOXED", Value: "1"},
		},
		Redirect: Recipe{
			Unset: []string{
				"ANTHROPIC_API_KEY", // would be sent beside the bearer token
				"CLAUDE_CODE_OAUTH_TOKEN",
				"CLAUDE_CODE_OAUTH_REFRESH_TOKEN",
				"ANTHROPIC_CUSTOM_HEADERS",
				"ANTHROPIC_MODEL",
				"ANTHROPIC_SMALL_FAST_MODEL",
				"CLAUDE_CODE_SUBAGENT_MODEL",
				"ANTHROPIC_UNIX_SOCKET",
				"ANTHROPIC_PROFILE",
				"ANTHROPIC_IDENTITY_TOKEN",
				"ANTHROPIC_IDENTITY_TOKEN_FILE",
				"CLAUDE_CODE_API_KEY_FILE_DESCRIPTOR",
				"CLAUDE_CODE_OAUTH_TOKEN_FILE_DESCRIPTOR",
				"CLAUDE_CODE_USE_BEDROCK",
				"CLAUDE_CODE_USE_VERTEX",
				"CLAUDE_CODE_USE_FOUNDRY",
				"CLAUDE_CODE_USE_ANTHROPIC_AWS",
				"CLAUDE_CODE_USE_MANTLE",
				"CLAUDE_CODE_USE_GATEWAY",
				"ANTHROPIC_DEFAULT_*",
			},
			Set: []Setting{
				{Name: "ANTHROPIC_AUTH_TOKEN", Key: true},
				{Name: "ANTHROPIC_BASE_URL", Value: "${base_url}"},
				{Name: "ANTHROPIC_DEFAULT_OPUS_MODEL", Value: "${model}"},
				{Name: "ANTHROPIC_DEFAULT_SONNET_MODEL", Value: "${medium_model}"},
				{Name: "ANTHROPIC_DEFAULT_HAIKU_MODEL", Value: "${small_model}"},
				{Name: "API_TIMEOUT_MS", Value: "3000000"},
				{Name: "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", Value: "1"},
				// A fourth tier: without it claude-fable-* is sent to the provider.
				{Name: "ANTHROPIC_DEFAULT_FABLE_MODEL", Value: "${model}"},
				// Else the model in the user's settings.json wins.
				{Name: "ANTHROPIC_MODEL", Value: "${only_model}"},
				// Else it assumes a million tokens.
				{Name: "CLAUDE_CODE_MAX_CONTEXT_TOKENS", Value: "${context}", Overridable: true},
				{Name: "CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL", Value: "1"},
				// Else the env of settings.json beats all of these.
				{Name: "CLAUDE_CODE_PROVIDER_MANAGED_BY_HOST", Value: "1"},
			},
		},
		Conversation: Conversation{
			New:         []string{"--session-id", "${session}"},
			Resume:      []string{"--resume", "${session}"},
			Own:         []string{"--session-id", "--resume", "-r", "--continue", "-c", "--print", "-p"},
			Transcript:  "projects/*/${session}.jsonl",
			Dir:         ".claude",
			DirVariable: "CLAUDE_CONFIG_DIR",
		},
		Quit: Quit{Signal: "TERM"},
	}
}
