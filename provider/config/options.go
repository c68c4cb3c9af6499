package config

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"jackin/provider"
)

// Options are the values of config.toml's own options.
type Options struct {
	// Leaders are the keystrokes of which each moves the focus to the strip;
	// never empty. Each is in [Keystroke]'s form.
	Leaders []string `json:"leaders"`
	// Mouse lets the view take the wheel and dragging.
	Mouse bool `json:"mouse"`
	// Clipboard, Notifications and Progress are PolicyAsk, PolicyAllow or
	// PolicyDeny: what a program may have the outer terminal do. Progress is never
	// PolicyAsk.
	Clipboard     string `json:"clipboard"`
	Notifications string `json:"notifications"`
	Progress      string `json:"progress"`
	// HistoryLimit is how many lines of scrollback a tab keeps.
	HistoryLimit int64 `json:"history_limit"`
	// ClientTimeout is how long the outer terminal of a client may be silent
	// until its process ends, in nanoseconds.
	ClientTimeout time.Duration `json:"client_timeout"`
	// StopTimeout is how long a stop may take, from the signal to init's end, in
	// nanoseconds.
	StopTimeout time.Duration `json:"stop_timeout"`
	// Engine is EngineDocker or EnginePodman. It is the operator's machine's, and
	// no part of what a server is handed.
	Engine string `json:"-"`
}

// What a program may have the outer terminal do.
const (
	PolicyAsk   = "ask"
	PolicyAllow = "allow"
	PolicyDeny  = "deny"
)

// The container engines, which are the names of their commands.
const (
	EngineDocker = "docker"
	EnginePodman = "podman"
)

const (
	maxLeaders       = 8 // more are a problem
	minHistory       = 100
	maxHistory       = 1_000_000
	minClientTimeout = time.Minute
	maxClientTimeout = 24 * time.Hour
	minStopTimeout   = time.Second
	maxStopTimeout   = 10 * time.Minute
)

// DefaultOptions returns the values where the operator has said nothing.
func DefaultOptions() Options {
	return Options{
		Leaders:       []string{`ctrl+\`},
		Mouse:         true,
		Clipboard:     PolicyAsk,
		Notifications: PolicyAllow,
		Progress:      PolicyAllow,
		HistoryLimit:  10_000,
		ClientTimeout: 10 * time.Minute,
		StopTimeout:   8 * time.Second,
		Engine:        EngineDocker,
	}
}

func decodeLeaders(o *Options, n node) {
	var texts []string
	if s, single := n.value.(string); single {
		texts = []string{s}
	} else if list, ok := n.texts(`["ctrl+\\"]`); ok {
		texts = list
	} else {
		return
	}
	if len(texts) == 0 || len(texts) > maxLeaders {
		n.problem("%s must hold from 1 to %d keystrokes", n.name(), maxLeaders)
		return
	}
	var leaders []string
	for _, text := range texts {
		k, err := Keystroke(text)
		if err != nil {
			n.problem("%s: %v", n.name(), err)
			return
		}
		if slices.Contains(leaders, k) {
			n.problem("%s holds %q twice", n.name(), k)
			return
		}
		leaders = append(leaders, k)
	}
	o.Leaders = leaders
}

// command decodes an agent's command into s.
func (n node) command(s *provider.Settings) {
	agent := provider.AgentID(n.path[1])
	command, ok := n.texts(`["claude", "--verbose"]`)
	if !ok {
		return
	}
	if err := provider.Default().CheckCommand(agent, command); err != nil {
		n.problem("command: %v", err)
		return
	}
	s.Commands[agent] = command
}

// baseURL decodes an endpoint's URL into s.
func (n node) baseURL(s *provider.Settings) {
	id, agent := provider.ID(n.path[1]), provider.AgentID(n.path[2])
	text, ok := n.text()
	if !ok {
		return
	}
	// It is kept as the catalogue would make it, so that applying the settings
	// can't fail.
	url, err := provider.Default().CheckBaseURL(text)
	if err != nil {
		n.problem("base_url: %v", err)
		return
	}
	if s.BaseURLs[id] == nil {
		s.BaseURLs[id] = map[provider.AgentID]string{}
	}
	s.BaseURLs[id][agent] = url
}

// encode returns what the server is handed.
func (o Options) encode() (json.RawMessage, error) {
	b, err := json.Marshal(o)
	if err != nil {
		return nil, fmt.Errorf("encode options: %w", err)
	}
	return b, nil
}

// DecodeOptions reads [provider.Settings.Options]. What it doesn't mention has its
// default; a name that isn't known is ignored, as it comes from a newer version.
func DecodeOptions(raw json.RawMessage) (Options, error) {
	o := DefaultOptions()
	if len(raw) == 0 {
		return o, nil
	}
	if err := json.Unmarshal(raw, &o); err != nil {
		return Options{}, fmt.Errorf("decode options: %w", err)
	}
	return o, nil
}
