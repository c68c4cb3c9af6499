package provider

// BaseDrop returns the names, with * for any run of characters, that the base
// environment and so every tab goes without: markers of other agents' sessions
// and of multiplexers, which would make a program believe that it runs inside
// one, and the identity of the outer terminal, which isn't the one that a tab has.
// The keys ([Catalogue.KeyNames]) are dropped beside them.
func BaseDrop() []string {
	return []string{
		"CLAUDECODE", "CLAUDE_CODE_*SESSION*", "CLAUDE_CODE_MESSAGING_TOKEN", "CODEX_THREAD_ID",
		"TMUX*", "STY", "ZELLIJ*", "HERDR*",
		"TERM_PROGRAM*", "LC_TERMINAL*", "TERM_SESSION_ID", "KITTY_*", "GHOSTTY_*", "WEZTERM_*",
		"ALACRITTY_*", "ITERM_*", "KONSOLE_*", "VTE_VERSION", "WT_SESSION", "WINDOWID", "COLORFGBG",
		"LINES", "COLUMNS",
	}
}
