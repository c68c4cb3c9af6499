package provider

import (
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"jackin/provider/secret"
)

// builder makes one Overlay. Its first error stays in err.
type builder struct {
	in       OverlayInput
	agent    Agent
	provider Provider // zero for an agent without one
	slots    slots
	own      []string // the command, before any of our arguments
	custom   bool     // own is the operator's
	settings []string // members of the agent's settings
	out      Overlay
	err      error
}

func (c *Catalogue) newBuilder(in OverlayInput) (*builder, error) {
	b := &builder{in: in}
	b.agent, _ = c.Agent(in.Agent)
	b.provider, _ = c.Provider(in.Provider)
	for _, id := range []string{in.SessionID, in.Resume} {
		if id != "" && !isUUID(id) {
			return nil, fmt.Errorf("conversation %q: not a UUID", id)
		}
	}
	endpoint, _ := b.provider.endpoint(in.Agent)
	m := endpoint.Models
	b.slots = slots{
		slotID: string(b.provider.ID), slotLabel: b.provider.Label, slotKey: string(b.provider.Key),
		slotBaseURL: endpoint.BaseURL,
		slotModel:   m.Main, slotMedium: m.medium(), slotSmall: m.small(), slotOnly: m.only(),
		slotContext: "", slotCodexModels: "", slotLoginKey: "", slotRepoRoot: in.RepoRoot,
		slotSession: in.SessionID,
	}
	if endpoint.ContextTokens > 0 {
		b.slots[slotContext] = strconv.Itoa(endpoint.ContextTokens)
	}
	if in.ServerDir != "" {
		b.slots[slotCodexModels] = filepath.Join(in.ServerDir, codexModelsName)
	}
	if in.Resume != "" {
		b.slots[slotSession] = in.Resume
	}
	b.own = b.agent.Command
	if command := c.commands[in.Agent]; len(command) > 0 {
		b.own, b.custom = command, true
	}
	if len(b.own) == 0 {
		b.own = []string{b.shell()}
	}
	return b, nil
}

func (b *builder) inherited(c *Catalogue) { b.out.Unset = c.Inherited(b.in.Base) }

// command begins Argv: what is run, the flags that every tab gets, and the mode.
func (b *builder) command(redirected bool) {
	b.out.Argv = slices.Clone(b.own)
	for _, flag := range b.agent.Always {
		if !b.given(flag) {
			b.out.Argv = append(b.out.Argv, flag)
		}
	}
	mode := b.agent.Mode
	switch {
	case b.given(mode.Flags...):
	case b.in.InImage && !b.custom:
		b.out.Argv = append(b.out.Argv, mode.Image...)
		if mode.ImageSetting != "" {
			b.settings = append(b.settings, mode.ImageSetting)
		}
	case redirected:
		b.out.Argv = append(b.out.Argv, mode.Redirected...)
	}
}

func (b *builder) redirect() {
	r := b.agent.Redirect
	for _, name := range r.Unset {
		if !slices.Contains(b.out.Unset, name) {
			b.out.Unset = append(b.out.Unset, name)
		}
	}
	b.set(r.Set)
	b.args(r.Args)
}

func (b *builder) native() {
	b.credentials(b.provider.Credentials, func(secret.Ref) bool { return true })
	b.helper()
	if len(b.out.Set) > 0 {
		b.args(b.agent.KeyedArgs)
	}
	for _, key := range b.agent.Login.Keys {
		if has(b.in.Keys, key) && !b.fromEnv(key) && !b.given(b.agent.Login.Unless...) {
			b.slots[slotLoginKey] = string(key)
			b.args(b.agent.Login.Args)
			return
		}
	}
}

// helper has the agent in the image read a credential instead of asking about it.
func (b *builder) helper() {
	h := b.agent.Helper
	if h.Key == "" || !b.in.InImage || b.given(b.agent.SettingsFlag) {
		return
	}
	for i, v := range b.out.Set {
		if v.Key == h.Key {
			b.out.Set[i].Name = h.Name
			b.settings = append(b.settings, h.Setting)
		}
	}
}

// settle adds the settings, unless the user's own arguments have some: an agent
// takes one object.
func (b *builder) settle() {
	if len(b.settings) > 0 && !b.given(b.agent.SettingsFlag) {
		b.out.Argv = append(b.out.Argv, b.agent.SettingsFlag, "{"+strings.Join(b.settings, ",")+"}")
	}
}

// credentials gives the process those of names that have a value and are allowed.
func (b *builder) credentials(names []secret.Ref, allowed func(secret.Ref) bool) {
	for _, name := range names {
		if has(b.in.Keys, name) && allowed(name) {
			b.out.Set = append(b.out.Set, Var{Name: string(name), Key: name})
		}
	}
}

func (b *builder) conversation() {
	args := b.agent.Conversation.New
	if b.in.Resume != "" {
		args = b.agent.Conversation.Resume
	}
	if len(args) == 0 || b.given(b.agent.Conversation.Own...) {
		return
	}
	if before := len(b.out.Argv); b.args([][]string{args}) && len(b.out.Argv) > before {
		b.out.Session = b.slots[slotSession]
	}
}

func (b *builder) set(settings []Setting) {
	for _, s := range settings {
		if v, _ := b.base(s.Name); s.Overridable && v != "" && !slices.Contains(b.out.Unset, s.Name) {
			continue
		}
		filled, full, err := b.slots.fillAll([]string{s.Name, s.Value})
		if err != nil {
			b.fail(err)
			return
		}
		if !full {
			continue
		}
		v := Var{Name: filled[0], Value: filled[1]}
		if s.Key {
			v = Var{Name: filled[0], Key: b.provider.Key}
		}
		b.out.Set = append(b.out.Set, v)
	}
}

func (b *builder) args(groups [][]string) bool {
	for _, group := range groups {
		filled, full, err := b.slots.fillAll(group)
		if err != nil {
			b.fail(err)
			return false
		}
		if full {
			b.out.Argv = append(b.out.Argv, filled...)
		}
	}
	return true
}

func (b *builder) fail(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *builder) base(name string) (string, bool) {
	if b.in.Base == nil {
		return "", false
	}
	return b.in.Base(name)
}

func (b *builder) fromEnv(name secret.Ref) bool { return b.in.FromEnv != nil && b.in.FromEnv(name) }

// shell returns the user's own shell, or the first of the agent's that is there;
// if none is, the last one, for the error to name.
func (b *builder) shell() string {
	candidates := b.agent.Shells
	if v, _ := b.base("SHELL"); filepath.IsAbs(v) {
		candidates = append([]string{v}, candidates...)
	}
	for _, path := range candidates {
		if b.in.IsProgram == nil || b.in.IsProgram(path) {
			return path
		}
	}
	if len(candidates) == 0 {
		return ""
	}
	return candidates[len(candidates)-1]
}
