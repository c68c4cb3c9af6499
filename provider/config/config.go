package config

import (
	"slices"

	"jackin/provider"
	"jackin/provider/secret"
)

// Config is everything that the operator has written. The zero value says nothing,
// but for Options, whose zero value isn't the default.
type Config struct {
	Options Options
	// Roles of config.toml by name.
	Roles map[string]Role
	// Workspaces by name. Nil in a container.
	Workspaces map[string]Workspace

	env      []EnvEntry
	said     []OptionValue
	settings provider.Settings
}

// Role is a named set of tools: [roles.NAME].
type Role struct {
	// Image is the container image. Empty: not said; a workspace's own role never
	// says it.
	Image string
	// Env is the role's layer, in file order.
	Env []EnvEntry
}

// Workspace is a saved project: workspaces/NAME.toml.
type Workspace struct {
	// Workdir is the absolute path of the project. Empty: not said.
	Workdir string
	// DefaultRole is one of its own roles or of config.toml's. Empty: not said.
	DefaultRole string
	// DefaultAgent is what the first tab runs. Empty: it is asked for.
	DefaultAgent provider.AgentID
	// Image is the container image where the role has none. Empty: not said.
	Image string
	// Mounts are in the container beside Workdir.
	Mounts []Mount
	// Memory is in bytes; it, CPUs and Pids are 0 where there is no limit.
	Memory int64
	CPUs   float64
	Pids   int64
	// Restart is the engine's policy: RestartNo where nothing is said.
	Restart string
	// Env is the workspace's layer, in file order.
	Env []EnvEntry
	// Roles are the workspace's own layers by role name.
	Roles map[string]Role

	said []OptionValue
}

// EnvEntry is one name of a layer.
type EnvEntry struct {
	Name   string // a variable's name: letters, digits, underscores
	Source secret.Source
	File   string // where it was written
	Line   int    // from 1
}

// GlobalEnv returns config.toml's [env], the broadest layer, in file order.
func (c *Config) GlobalEnv() []EnvEntry { return slices.Clone(c.env) }

// Settings returns what init and the server need of c: base URLs, commands and
// options; nothing of any [env].
func (c *Config) Settings() provider.Settings { return c.settings }
