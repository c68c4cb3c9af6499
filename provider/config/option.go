package config

import (
	"strings"

	"jackin/provider"
)

// Place says in which files an option can stand.
type Place int

// The places; a sum of them is both.
const (
	InConfig    Place = 1 << iota // config.toml
	InWorkspace                   // workspaces/NAME.toml
)

// String returns the files' names.
func (p Place) String() string {
	var files []string
	if p&InConfig != 0 {
		files = append(files, "config.toml")
	}
	if p&InWorkspace != 0 {
		files = append(files, "workspaces/NAME.toml")
	}
	return strings.Join(files, ", ")
}

// Option is one thing that a file can say: the master copy of its name, type,
// default and meaning.
type Option struct {
	// Name has its tables before it, as in TOML. A part in capitals stands for any
	// name: "roles.ROLE.image".
	Name string
	// Where it can stand. A container's file is a config.toml without [env].
	Where Place
	Type  string // in words
	// Default is written as in TOML. Empty: nothing is set.
	Default string
	// Example is another value than the default, written as in TOML.
	Example string
	Doc     string // one sentence

	// decode is nil for the entries of an [env], which aren't options of one value.
	decode func(target, node)
}

// target is what an option's value goes to: the one that its table belongs to.
type target struct {
	options   *Options
	settings  *provider.Settings
	workspace *Workspace
	role      *Role
}

// OptionTable returns everything that a file can say: first config.toml's own
// options, then the workspaces', then those in tables, each by name.
func OptionTable() []Option {
	const anywhere = InConfig | InWorkspace
	return []Option{
		{
			Name: "client_timeout", Where: InConfig, Type: "duration", Default: `"10m0s"`, Example: `"5m"`,
			Doc: "How long the terminal of an attached client may be silent until the client's process ends.",
			decode: func(t target, n node) {
				if d, ok := n.duration(minClientTimeout, maxClientTimeout); ok {
					t.options.ClientTimeout = d
				}
			},
		},
		{
			Name: "clipboard", Where: InConfig, Type: "ask, allow or deny", Default: `"ask"`, Example: `"allow"`,
			Doc:    "Whether a tab's program may set the clipboard of your terminal (OSC 52); reading it is always denied.",
			decode: func(t target, n node) { n.oneOf(&t.options.Clipboard, PolicyAsk, PolicyAllow, PolicyDeny) },
		},
		{
			Name: "engine", Where: InConfig, Type: "docker or podman", Default: `"docker"`, Example: `"podman"`,
			Doc:    "The container engine whose command starts the workspaces.",
			decode: func(t target, n node) { n.oneOf(&t.options.Engine, EngineDocker, EnginePodman) },
		},
		{
			Name: "history_limit", Where: InConfig, Type: "number", Default: "10000", Example: "50000",
			Doc:    "How many lines that have scrolled away each tab keeps; the oldest go first.",
			decode: func(t target, n node) { n.integer(&t.options.HistoryLimit, minHistory, maxHistory) },
		},
		{
			Name: "leader", Where: InConfig, Type: "keystroke, or a list of them", Default: `["ctrl+\\"]`, Example: `"f12"`,
			Doc:    "The keystroke that moves the focus from the pane to the strip.",
			decode: func(t target, n node) { decodeLeaders(t.options, n) },
		},
		{
			Name: "mouse", Where: InConfig, Type: "boolean", Default: "true", Example: "false",
			Doc: "Whether wheel and dragging scroll and select in the pane, where its program doesn't want the mouse.",
			decode: func(t target, n node) {
				if b, ok := n.bool(); ok {
					t.options.Mouse = b
				}
			},
		},
		{
			Name: "notifications", Where: InConfig, Type: "ask, allow or deny", Default: `"allow"`, Example: `"deny"`,
			Doc:    "Whether the program of the tab you look at may have your terminal notify you (OSC 9, 99, 777).",
			decode: func(t target, n node) { n.oneOf(&t.options.Notifications, PolicyAsk, PolicyAllow, PolicyDeny) },
		},
		{
			Name: "progress", Where: InConfig, Type: "allow or deny", Default: `"allow"`, Example: `"deny"`,
			Doc:    "Whether your terminal shows the progress that the program of the tab you look at reports (OSC 9;4).",
			decode: func(t target, n node) { n.oneOf(&t.options.Progress, PolicyAllow, PolicyDeny) },
		},
		{
			Name: "stop_timeout", Where: InConfig, Type: "duration", Default: `"8s"`, Example: `"20s"`,
			Doc: "How long a stop may take until what still runs is killed; keep it below the timeout of docker stop.",
			decode: func(t target, n node) {
				if d, ok := n.duration(minStopTimeout, maxStopTimeout); ok {
					t.options.StopTimeout = d
				}
			},
		},

		{
			Name: "cpus", Where: InWorkspace, Type: "number", Example: "2.5",
			Doc:    "How many processors the workspace's container may use.",
			decode: func(t target, n node) { n.number(&t.workspace.CPUs, minCPUs, maxCPUs) },
		},
		{
			Name: "default_agent", Where: InWorkspace, Type: "agent", Example: `"claude"`,
			Doc:    "What the first tab of a launch runs; it is asked for where nothing is set.",
			decode: func(t target, n node) { t.workspace.DefaultAgent = n.agent() },
		},
		{
			Name: "default_role", Where: InWorkspace, Type: "role", Example: `"backend"`,
			Doc:    "The role of a launch that names none.",
			decode: func(t target, n node) { t.workspace.DefaultRole, _ = n.text() },
		},
		{
			Name: "image", Where: InWorkspace, Type: "container image", Example: `"shop"`,
			Doc:    "The image of the workspace's container, where its role has none.",
			decode: func(t target, n node) { t.workspace.Image = n.image() },
		},
		{
			Name: "memory", Where: InWorkspace, Type: "size", Example: `"4g"`,
			Doc:    "How much memory the workspace's container may use.",
			decode: func(t target, n node) { t.workspace.Memory = n.size(minMemory) },
		},
		{
			Name: "mounts", Where: InWorkspace, Type: `list of "SOURCE[:TARGET][:ro]"`, Example: `["/home/me/.gitconfig:ro"]`,
			Doc:    "Files and directories of this machine that are in the container too, beside workdir.",
			decode: func(t target, n node) { t.workspace.Mounts = n.mounts() },
		},
		{
			Name: "pids", Where: InWorkspace, Type: "number", Example: "500",
			Doc:    "How many processes and threads the workspace's container may have.",
			decode: func(t target, n node) { n.integer(&t.workspace.Pids, minPids, maxPids) },
		},
		{
			Name: "restart", Where: InWorkspace, Type: "no, on-failure, unless-stopped or always", Default: `"no"`, Example: `"unless-stopped"`,
			Doc: "Whether the engine starts the container again after it has ended.",
			decode: func(t target, n node) {
				n.oneOf(&t.workspace.Restart, RestartNo, "on-failure", "unless-stopped", "always")
			},
		},
		{
			Name: "workdir", Where: InWorkspace, Type: "absolute path", Example: `"/home/me/shop"`,
			Doc:    "The project's directory, which is in the container under the same path.",
			decode: func(t target, n node) { t.workspace.Workdir = n.absolute() },
		},

		{
			Name: "agents.AGENT.command", Where: InConfig, Type: "list of texts", Example: `["claude", "--verbose"]`,
			Doc:    "The program that an agent is, and its arguments.",
			decode: func(t target, n node) { n.command(t.settings) },
		},
		{
			Name: "env.NAME", Where: anywhere, Type: envType, Example: `"$HOST_VARIABLE"`,
			Doc: "A variable of the tabs, or a provider's key, which its own tabs alone get.",
		},
		{
			Name: "providers.PROVIDER.AGENT.base_url", Where: InConfig, Type: "URL", Example: `"http://127.0.0.1:8080/anthropic"`,
			Doc:    "Where a provider answers an agent, for a gateway or a test; https, unless it is on this machine.",
			decode: func(t target, n node) { n.baseURL(t.settings) },
		},
		{
			Name: "roles.ROLE.env.NAME", Where: anywhere, Type: envType, Example: `"$HOST_VARIABLE"`,
			Doc: "The same for one role alone.",
		},
		{
			Name: "roles.ROLE.image", Where: InConfig, Type: "container image", Example: `"shop-backend"`,
			Doc:    "The image of the role's containers.",
			decode: func(t target, n node) { t.role.Image = n.image() },
		},
	}
}

const envType = `text, "$NAME", "op://VAULT/ITEM/FIELD", { op = "op://...", account = "..." }, or false`

// optionFields returns how to decode the options that stand in the table at
// prefix, such as "roles.ROLE." or "", of a file. Each that is found is noted.
func (d *decoder) optionFields(where Place, prefix string, t target) map[string]func(node) {
	fields := map[string]func(node){}
	for _, o := range OptionTable() {
		name, ok := strings.CutPrefix(o.Name, prefix)
		if !ok || o.decode == nil || o.Where&where == 0 || strings.Contains(name, ".") {
			continue
		}
		fields[name] = func(n node) {
			d.said = append(d.said, OptionValue{
				Option: o, Name: n.name(), Value: tomlText(n.value), File: d.file, Line: n.position().line,
			})
			o.decode(t, n)
		}
	}
	return fields
}

// OptionValue is what applies for one option.
type OptionValue struct {
	Option Option
	// Name is the option's with the names of its tables: "roles.backend.image".
	Name string
	// Value is written as in TOML. Empty: nothing is set.
	Value string
	// File and Line say where it was written. Empty and 0: it is the default.
	File string
	Line int
}

// OptionValues returns every option and what applies, in the order of OptionTable:
// those of config.toml and, where workspace isn't empty, its own. Options in tables
// are there as often as they were written. Variables are not among them: see
// [Config.Resolve].
func (c *Config) OptionValues(workspace string) []OptionValue {
	said := map[Place][]OptionValue{InConfig: c.said, InWorkspace: c.Workspaces[workspace].said}
	places := []Place{InConfig}
	if workspace != "" {
		places = append(places, InWorkspace)
	}
	var values []OptionValue
	for _, o := range OptionTable() {
		for _, place := range places {
			if o.Where&place == 0 || o.decode == nil {
				continue
			}
			found := false
			for _, v := range said[place] {
				if v.Option.Name == o.Name {
					values, found = append(values, v), true
				}
			}
			if !found && !strings.Contains(o.Name, ".") {
				values = append(values, OptionValue{Option: o, Name: o.Name, Value: o.Default})
			}
		}
	}
	return values
}
