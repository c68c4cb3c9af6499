package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"jackin/cmd/internal/vault"
	"jackin/provider"
	"jackin/provider/config"
	"jackin/provider/secret"
)

// resolver resolves c's references with what this process may touch.
func (e Env) resolver(c *config.Config) vault.Resolver {
	return vault.Resolver{LookupEnv: e.LookupEnv, Environ: e.withoutKeys(c), LookPath: e.lookPath}
}

// withoutKeys is the environment for programs that an operator's verb starts: without
// the catalogue's keys, and without the variables that c takes keys from.
func (e Env) withoutKeys(c *config.Config) []string {
	return vault.WithoutKeys(e.Environ, keyVariables(c)...)
}

// configKeys are keyVariables of the operator's config, as far as it can be read: what
// is wrong with it is said elsewhere.
func (e Env) configKeys() (names []secret.Ref) {
	c, err := config.Load(config.Dir(e.Getenv))
	if err != nil {
		return nil
	}
	for _, name := range keyVariables(c) {
		names = append(names, secret.Ref(name))
	}
	return names
}

// without is the environment without some variables: what the config takes a key from
// is a key, which no tab gets by another name.
func (e Env) without(names []string) []string {
	return slices.DeleteFunc(slices.Clone(e.Environ), func(kv string) bool {
		name, _, _ := strings.Cut(kv, "=")
		return slices.Contains(names, name)
	})
}

// keyVariables are the variables of the operator's environment that any layer of c
// takes a key from.
func keyVariables(c *config.Config) []string {
	var names []string
	keys := keyNameSet()
	for _, workspace := range append(sortedNames(c.Workspaces), "") {
		for _, role := range append(c.RolesOf(workspace), "") {
			for _, layer := range c.Layers(workspace, role) {
				for _, entry := range layer.Entries {
					if name := entry.Source.HostVariable(); name != "" && keys[entry.Name] {
						names = append(names, name)
					}
				}
			}
		}
	}
	return names
}

// bareVariables is what applies to a jackin on a bare machine: the global layer, and
// that of the workspace whose workdir holds the current directory.
func (e Env) bareVariables(c *config.Config) []config.Variable {
	workspace := ""
	if at := e.workspacesHere(c); len(at) == 1 {
		workspace = at[0] // of several that share a directory none is meant
	}
	return c.Resolve(workspace, "")
}

// workspacesHere are the workspaces whose workdir holds the current directory, as
// its name has it or, where it goes through links, as it is.
func (e Env) workspacesHere(c *config.Config) []string {
	if e.Dir == "" {
		return nil
	}
	if at := c.WorkspacesAt(e.Dir); len(at) > 0 {
		return at
	}
	dir, err := filepath.EvalSymlinks(e.Dir)
	if err != nil {
		return nil
	}
	return c.WorkspacesAt(dir)
}

// splitVariables takes the catalogue's keys from the rest.
func splitVariables(variables []config.Variable) (keys, others []config.Setting) {
	names := keyNameSet()
	for _, s := range vault.Winners(variables) {
		if names[s.Name] {
			keys = append(keys, s)
		} else {
			others = append(others, s)
		}
	}
	return keys, others
}

// keyNameSet are the names of the catalogue's keys.
func keyNameSet() map[string]bool {
	names := map[string]bool{}
	for _, name := range provider.Default().KeyNames() {
		names[string(name)] = true
	}
	return names
}
