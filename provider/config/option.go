package config

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Option is one setting of one value: the master copy of its name, type, default
// and meaning.
type Option struct {
	Name string // in config.toml, outside of any table
	Type string // in words
	// Default is written as in TOML.
	Default string
	Doc     string // one sentence

	decode func(*Options, node)
}

// Options are the values of all options.
type Options struct {
	// Leaders are the keystrokes of which each moves the focus to the strip;
	// never empty. Each is in [Keystroke]'s form.
	Leaders []string `json:"leaders"`
	// Mouse lets the view take the wheel and dragging.
	Mouse bool `json:"mouse"`
	// ClientTimeout is how long the outer terminal of a client may be silent
	// until its process ends, in nanoseconds.
	ClientTimeout time.Duration `json:"client_timeout"`
	// StopTimeout is how long a stop may take, from the signal to init's end, in
	// nanoseconds.
	StopTimeout time.Duration `json:"stop_timeout"`
}

const (
	maxLeaders       = 8 // more are a problem
	minClientTimeout = time.Minute
	maxClientTimeout = 24 * time.Hour
	minStopTimeout   = time.Second
	maxStopTimeout   = 10 * time.Minute
)

// OptionTable returns every option, in the order of their names.
func OptionTable() []Option {
	return []Option{
		{
			Name: "client_timeout", Type: "duration", Default: `"10m0s"`,
			Doc: "How long the terminal of an attached client may be silent until the client's process ends.",
			decode: func(o *Options, n node) {
				if d, ok := n.duration(minClientTimeout, maxClientTimeout); ok {
					o.ClientTimeout = d
				}
			},
		},
		{
			Name: "leader", Type: "keystroke, or a list of them", Default: `["ctrl+\\"]`,
			Doc:    "The keystroke that moves the focus from the pane to the strip.",
			decode: decodeLeaders,
		},
		{
			// True once the view has something to do with the mouse: until then
			// it would only take the outer terminal's own selection away.
			Name: "mouse", Type: "boolean", Default: "false",
			Doc: "Whether wheel and dragging scroll and select in the pane, where its program doesn't want the mouse.",
			decode: func(o *Options, n node) {
				if b, ok := n.bool(); ok {
					o.Mouse = b
				}
			},
		},
		{
			Name: "stop_timeout", Type: "duration", Default: `"8s"`,
			Doc: "How long a stop may take until what still runs is killed; keep it below the timeout of docker stop.",
			decode: func(o *Options, n node) {
				if d, ok := n.duration(minStopTimeout, maxStopTimeout); ok {
					o.StopTimeout = d
				}
			},
		},
	}
}

// DefaultOptions returns the values where the operator has said nothing.
func DefaultOptions() Options {
	return Options{
		Leaders:       []string{`ctrl+\`},
		ClientTimeout: 10 * time.Minute,
		StopTimeout:   8 * time.Second,
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
