package cli

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"jackin/cmd/internal/help"
	"jackin/mux/wire"
	"jackin/provider"
	"jackin/provider/config"
)

// completionTime is how long a completion may ask a server or an engine; then
// nothing is completed. Nothing is ever started for one.
const completionTime = time.Second

// completing is a command line up to the word that is completed.
type completing struct {
	env  Env
	cmd  *cobra.Command
	args []string // the verb's, without options
}

// candidates are the words that fit, each with a TAB and what it is behind it where
// that helps; the directive is what the shell does beside them.
type candidates func(completing) ([]string, cobra.ShellCompDirective)

// completions of a verb. What isn't named isn't completed, as with files.
type completions struct {
	args  []candidates // by position
	flags map[string]candidates
}

// completionTable has every verb that takes something, by its name as in a command
// line.
func completionTable() map[string]completions {
	tab := completions{args: []candidates{tabs}}
	scope := func(more ...candidates) completions {
		return completions{more, map[string]candidates{"workspace": workspaceNames, "role": roleNames}}
	}
	set := scope(variableNames)
	set.flags["account"] = nothing
	return map[string]completions{
		"attach":           {[]candidates{containers}, map[string]candidates{"tab": tabs}},
		"capture":          tab,
		"completion":       {args: []candidates{words(shells()...)}},
		"config env list":  scope(variableNames),
		"config env set":   set,
		"config env unset": scope(variableNames),
		"config explain":   scope(),
		"env explain":      tab,
		"help":             {args: []candidates{helpNames}},
		"init":             {nil, map[string]candidates{"tab": agentNames, "main": agentNames, "user": nothing, "secrets-dir": directories}},
		"keys push":        {[]candidates{keyNames}, map[string]candidates{"to": containers}},
		"kill":             {tab.args, map[string]candidates{"signal": words("TERM", "INT", "HUP", "QUIT", "KILL", "USR1", "USR2")}},
		"launch": {[]candidates{workspaceNames}, map[string]candidates{
			"role": launchRoles, "agent": agentNames, "provider": providerNames,
		}},
		"new": {[]candidates{agentNames}, map[string]candidates{
			"provider": offeredProviders, "dir": directories, "label": nothing,
		}},
		"providers": {args: []candidates{agentNames}},
		"rename":    {args: []candidates{tabs, nothing}},
		"restart":   tab,
		"send":      {[]candidates{tabs, nothing}, map[string]candidates{"key": nothing}},
		"stop":      {args: []candidates{containers}},
		"wait":      {tab.args, map[string]candidates{"for": words(wire.StateStarting, wire.StateWaiting, wire.StateRunning, wire.StateExited), "timeout": nothing}},
	}
}

// completeVerbs tells cobra what completionTable says.
func completeVerbs(env Env, root *cobra.Command) {
	table := completionTable()
	var walk func(cmd *cobra.Command)
	walk = func(cmd *cobra.Command) {
		path := strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), root.Name()), " ")
		own := table[path]
		cmd.ValidArgsFunction = func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
			// What cobra says of dashes counts one of its own.
			if i := slices.Index(env.Args, "--"); i >= 0 && i < len(env.Args)-1 {
				return nil, cobra.ShellCompDirectiveDefault // another program's arguments
			}
			if len(args) >= len(own.args) {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return fitting(own.args[len(args)], completing{env, cmd, args}, word)
		}
		for name, f := range own.flags {
			if cmd.Flags().Lookup(name) == nil {
				continue // this system's verb has fewer
			}
			// It fails for a flag that isn't there, or that has one already.
			_ = cmd.RegisterFlagCompletionFunc(name, func(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
				return fitting(f, completing{env, cmd, args}, word)
			})
		}
		for _, c := range cmd.Commands() {
			walk(c)
		}
	}
	root.InitDefaultHelpCmd()
	walk(root)
}

// fitting are the candidates that begin with word.
func fitting(f candidates, c completing, word string) ([]string, cobra.ShellCompDirective) {
	list, directive := f(c)
	return slices.DeleteFunc(list, func(s string) bool { return !strings.HasPrefix(s, word) }), directive
}

const noFiles = cobra.ShellCompDirectiveNoFileComp

func nothing(completing) ([]string, cobra.ShellCompDirective) { return nil, noFiles }

func directories(completing) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

func words(list ...string) candidates {
	return func(completing) ([]string, cobra.ShellCompDirective) { return slices.Clone(list), noFiles }
}

func tabs(c completing) ([]string, cobra.ShellCompDirective) { return c.env.tabWords(), noFiles }

func agentNames(completing) ([]string, cobra.ShellCompDirective) {
	var list []string
	for _, a := range provider.Default().Agents {
		list = append(list, string(a.ID)+"\t"+a.Label)
	}
	return list, noFiles
}

// providerNames are those that serve the agent of --agent, or of any.
func providerNames(c completing) ([]string, cobra.ShellCompDirective) {
	named, _ := c.cmd.Flags().GetString("agent")
	return providersOf(provider.AgentID(named)), noFiles
}

// offeredProviders are those for which the server has keys, else all.
func offeredProviders(c completing) ([]string, cobra.ShellCompDirective) {
	agent := ""
	if len(c.args) > 0 {
		agent = c.args[0]
	}
	if list := c.env.offered(agent); len(list) > 0 {
		return list, noFiles
	}
	return providersOf(provider.AgentID(agent)), noFiles
}

func providersOf(agent provider.AgentID) []string {
	var list []string
	catalogue := provider.Default()
	a, known := catalogue.Agent(agent)
	for _, p := range catalogue.Providers {
		if !known || p.ID == a.Native || slices.ContainsFunc(p.Endpoints, func(e provider.Endpoint) bool { return e.Agent == agent }) {
			list = append(list, string(p.ID)+"\t"+p.Label)
		}
	}
	return list
}

func keyNames(completing) ([]string, cobra.ShellCompDirective) {
	return sortedNames(keyNameSet()), noFiles
}

// surveyed is the config as far as it can be read.
func (c completing) surveyed() *config.Config {
	found, _ := config.Survey(config.Dir(c.env.Getenv))
	return found
}

// scope is what --workspace and --role say.
func (c completing) scope() (workspace, role string) {
	workspace, _ = c.cmd.Flags().GetString("workspace")
	role, _ = c.cmd.Flags().GetString("role")
	return workspace, role
}

// variableNames are the keys, and what the scope's tables have.
func variableNames(c completing) ([]string, cobra.ShellCompDirective) {
	names := keyNameSet()
	workspace, role := c.scope()
	for _, v := range c.surveyed().Resolve(workspace, role) {
		names[v.Name] = true
	}
	return sortedNames(names), noFiles
}

func workspaceNames(c completing) ([]string, cobra.ShellCompDirective) {
	var list []string
	workspaces := c.surveyed().Workspaces
	for _, name := range sortedNames(workspaces) {
		list = append(list, name+"\t"+workspaces[name].Workdir)
	}
	return list, noFiles
}

func roleNames(c completing) ([]string, cobra.ShellCompDirective) {
	workspace, _ := c.scope()
	return c.surveyed().RolesOf(workspace), noFiles
}

// launchRoles are the roles of the workspace that is launched.
func launchRoles(c completing) ([]string, cobra.ShellCompDirective) {
	found := c.surveyed()
	if len(c.args) > 0 {
		return found.RolesOf(c.args[0]), noFiles
	}
	var list []string
	for _, workspace := range append(c.env.workspacesHere(found), "") {
		list = append(list, found.RolesOf(workspace)...)
	}
	slices.Sort(list)
	return slices.Compact(list), noFiles
}

// containers are those that launch has made.
func containers(c completing) ([]string, cobra.ShellCompDirective) {
	op, err := c.env.operator()
	if err != nil {
		return nil, noFiles
	}
	ctx, cancel := context.WithTimeout(c.cmd.Context(), completionTime)
	defer cancel()
	found, err := op.engine.Containers(ctx)
	if err != nil {
		return nil, noFiles
	}
	var list []string
	for _, container := range found {
		list = append(list, container.Name+"\t"+container.Status)
	}
	slices.Sort(list)
	return list, noFiles
}

func helpNames(c completing) ([]string, cobra.ShellCompDirective) {
	list := help.Topics()
	for _, cmd := range c.cmd.Root().Commands() {
		if cmd.IsAvailableCommand() && !slices.Contains(list, cmd.Name()) {
			list = append(list, cmd.Name()+"\t"+cmd.Short)
		}
	}
	return list, noFiles
}
