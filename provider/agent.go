package provider

import (
	"time"

	"jackin/provider/secret"
)

// Agent is one CLI. Its texts may hold slots, which template.go lists.
type Agent struct {
	ID    AgentID
	Label string // in the strip: "Claude"

	// Command is the program and its first arguments; the program is looked up
	// in the tab's PATH. Empty: the user's own shell ($SHELL).
	Command []string
	// Shells are tried in order where Command is empty and $SHELL is no program.
	Shells []string
	// Native is the provider of the agent's own maker. Empty: the agent talks to
	// no provider.
	Native ID
	// NoSuspend says that the agent is lost once it is stopped from the
	// keyboard: its tabs don't get Ctrl+Z.
	NoSuspend bool

	// Always are flags that every tab gets, unless its arguments hold them.
	Always []string
	Mode   Mode
	// ImageSet is set where jackin runs in its own image.
	ImageSet []Setting
	// ImageArgs are arguments added where jackin runs in its own image.
	ImageArgs [][]string
	// Redirect turns the agent to a provider that isn't its native one.
	Redirect Recipe
	// KeyedArgs are added to a native tab that is given a key reference.
	KeyedArgs [][]string
	// Login replaces the agent's own login where it ignores the key.
	Login Login
	// Helper gives the agent in the image a key that it would ask about.
	Helper KeyHelper
	// SettingsFlag takes a JSON object of settings. Empty: there is none, and no
	// settings are given.
	SettingsFlag string

	Conversation Conversation
	Quit         Quit
}

// Mode is how an agent is told what it may do without asking.
type Mode struct {
	// Flags are those by which a user's own arguments choose a mode: then we
	// choose none.
	Flags []string
	// Image is chosen inside the image, unless the operator's config has a
	// command of its own.
	Image []string
	// ImageSetting is the member of the settings that goes with Image.
	ImageSetting string
	// Redirected is chosen for a redirected tab for which nothing else is.
	Redirected []string
}

// Recipe is a redirect in an agent's own words. Unset comes first, then Set.
type Recipe struct {
	// Unset names variables that would leak a native credential to the provider,
	// or get past the redirect. A trailing * stands for any rest.
	Unset []string
	Set   []Setting
	// Args are groups of arguments; a group with an empty slot is left out.
	Args [][]string
}

// Setting is a variable that an agent's data sets. One with an empty slot in its
// Value is left out.
type Setting struct {
	Name  string
	Value string
	// Key makes the value a reference to the provider's key; Value is unused.
	Key bool
	// Overridable says that a value that the user's own environment already has
	// stays.
	Overridable bool
}

// Login is how a native tab uses a key of ours (a file or a push). A key that
// came in with the environment is left to the agent's own set-up.
type Login struct {
	// Keys are the credentials that it can use, the first one with a value wins.
	// Nil: the agent needs no such help.
	Keys []secret.Ref
	// Args are added, unless the user's own arguments hold one of Unless.
	Args   [][]string
	Unless []string
}

// KeyHelper is how a native tab in the image is given a credential that the agent
// asks about where it finds it in its environment: under another name, and with a
// setting that tells the agent to read it there. The user's own settings flag goes
// before it; then the tab gets the credential by its own name.
type KeyHelper struct {
	// Key is the credential. Empty: the agent needs no such help.
	Key secret.Ref
	// Name is the variable that holds it instead.
	Name string
	// Setting is the member of the settings.
	Setting string
}

// Conversation is how an agent is told which conversation a tab is about. An
// agent that can't be told has nil slices.
type Conversation struct {
	New    []string // begins the conversation ${session}
	Resume []string // takes up the conversation ${session}
	// Own are the flags by which a user's own arguments name a conversation, or
	// ask for none: then we add neither New nor Resume.
	Own []string
	// Transcript is a pattern for path.Match, under the agent's own directory, of
	// a file that is there once there is something to take up.
	Transcript string
	// Open says that the agent keeps the transcript open while the conversation
	// goes on: whose it is can be seen there, where New can't say it.
	Open bool
	// Dir is the agent's own directory, relative to the home directory.
	// DirVariable names the variable that replaces all of it where it is set.
	Dir, DirVariable string
}

// Quit is how an agent is asked to end so that it restores the terminal and saves
// what it has.
type Quit struct {
	// Type is typed, one after the other, Gap apart. Nil: nothing is typed.
	Type []string
	Gap  time.Duration
	// Signal is sent, by its name without SIG. Empty: none.
	Signal string
}
