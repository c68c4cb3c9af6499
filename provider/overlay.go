package provider

import (
	"fmt"

	"jackin/provider/secret"
)

// Overlay is what one tab's process gets beside the base environment.
type Overlay struct {
	// Argv is the program and its arguments, never empty. A program without a
	// slash is looked up in the tab's PATH.
	Argv []string
	// Unset names what the base environment must not pass on; a trailing * stands
	// for any rest of a name. It comes before Set.
	Unset []string
	// Set is in the catalogue's order, no name twice.
	Set []Var
	// Session is the conversation that Argv names, so that it can be taken up
	// later. Empty: Argv names none, and what it begins can't be known from here.
	Session string
}

// Var is a variable with a literal or a key's value.
type Var struct {
	Name string
	// Value is the literal; unused where Key is set.
	Value string
	// Key names the key whose value it gets. Empty: it is a literal.
	Key secret.Ref
}

// OverlayInput is what a tab is opened with.
type OverlayInput struct {
	Agent AgentID
	// Provider is empty for an agent without one, and for no other: a tab never
	// gets a provider that nobody named.
	Provider ID
	// Keys are those with a value. Nil: none.
	Keys Keys
	// FromEnv reports whether a key's value came in with the environment that
	// init was started with. Nil: none did.
	FromEnv func(secret.Ref) bool

	// Base looks up the base environment. Nil: it is empty.
	Base func(name string) (value string, ok bool)
	// IsProgram reports whether a path can be executed. Nil: all can.
	IsProgram func(path string) bool
	// ServerDir holds the file of [Catalogue.CodexModels]. Empty: there is none,
	// and no agent is told of it.
	ServerDir string
	// RepoRoot is the root of the repository that the tab's directory is in, or
	// that directory. Empty: unknown.
	RepoRoot string
	// InImage says that jackin runs in its own image, where agents are to start
	// without questions.
	InImage bool

	// SessionID is the UUID for a new conversation. Empty: the agent chooses.
	SessionID string
	// Resume is the UUID of the conversation to take up instead. Empty: none.
	Resume string
	// ExtraArgs are the user's own arguments, after all of ours.
	ExtraArgs []string
}

// Overlay returns what the tab's process gets. A pair of agent and provider that
// isn't available is a [*Refusal]: there is no redirect without its key, and no
// other provider in its place.
func (c *Catalogue) Overlay(in OverlayInput) (Overlay, error) {
	if r := c.refusal(in.Agent, in.Provider, in.Keys); r != nil {
		return Overlay{}, r
	}
	b, err := c.newBuilder(in)
	if err != nil {
		return Overlay{}, err
	}
	redirected := in.Provider != b.agent.Native
	b.inherited(c)
	b.command(redirected)
	switch {
	case redirected:
		b.redirect()
	case in.Provider != "":
		b.native()
	default:
		b.credentials(c.credentials(), b.fromEnv)
	}
	b.settle()
	if in.InImage {
		b.set(b.agent.ImageSet)
		b.args(b.agent.ImageArgs)
	}
	b.conversation()
	b.out.Argv = append(b.out.Argv, in.ExtraArgs...)
	if b.err != nil {
		return Overlay{}, fmt.Errorf("open %q with %q: %w", in.Agent, in.Provider, b.err)
	}
	return b.out, nil
}

// Program returns what agent's tabs run, for a look whether it is there: a name
// to look up in PATH, or a path. The meaning of base and isProgram is that of
// [OverlayInput]. It is empty if the agent isn't known.
func (c *Catalogue) Program(agent AgentID, base func(string) (string, bool), isProgram func(string) bool) string {
	b, err := c.newBuilder(OverlayInput{Agent: agent, Base: base, IsProgram: isProgram})
	if err != nil || b.agent.ID == "" {
		return ""
	}
	return b.own[0]
}
