package provider

// shell is the user's own interactive shell. It talks to no provider.
func shell() Agent {
	return Agent{
		ID:     "shell",
		Label:  "Shell",
		Shells: []string{"/bin/bash", "/bin/sh"},
		// An interactive shell ignores TERM.
		Quit: Quit{Signal: "HUP"},
	}
}
