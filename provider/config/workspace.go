package config

import (
	"path/filepath"
	"strconv"
	"strings"

	"jackin/provider"
)

const (
	// minMemory is the least that docker takes, in bytes; less is a problem.
	minMemory = 6 << 20
	minCPUs   = 0.01
	maxCPUs   = 4096
	minPids   = 16 // an init and a tab; fewer are a problem
	maxPids   = 4 << 20
	// maxMounts is how many mounts a workspace can have; more are a problem.
	maxMounts = 64
	// RestartNo is Workspace.Restart's default: the engine never starts the
	// container again.
	RestartNo = "no"
)

// Mount is a file or directory of the operator's machine that is in a container.
type Mount struct {
	Source   string // absolute path on the operator's machine
	Target   string // absolute path in the container
	ReadOnly bool
}

// workspace decodes workspaces/NAME.toml. roles are those of config.toml; nil
// means that they aren't known.
func (d *decoder) workspace(doc string, roles map[string]Role) Workspace {
	w := Workspace{Restart: RestartNo}
	root, ok := d.parse(doc)
	if !ok {
		return w
	}
	catalogue := provider.Default()
	layer := func(n node) []EnvEntry { return n.env(catalogue) }
	fields := d.optionFields(InWorkspace, "", target{workspace: &w})
	fields["env"] = func(n node) { w.Env = layer(n) }
	fields["roles"] = func(n node) { w.Roles = n.roles(layer, InWorkspace) }
	root.fields(fields)
	w.said = d.said
	if w.DefaultRole != "" && roles != nil {
		_, own := w.Roles[w.DefaultRole]
		if _, global := roles[w.DefaultRole]; !own && !global {
			node{d: d, path: []string{"default_role"}}.problem("default_role must be a role of config.toml or of this file")
		}
	}
	return w
}

func (n node) absolute() string {
	s, ok := n.text()
	if ok && (!filepath.IsAbs(s) || strings.ContainsFunc(s, isControl)) {
		n.problem("%s must be an absolute path", n.name())
		return ""
	}
	return s
}

func (n node) agent() provider.AgentID {
	catalogue := provider.Default()
	s, ok := n.text()
	if !ok {
		return ""
	}
	if _, known := catalogue.Agent(provider.AgentID(s)); !known {
		n.problem("%s must be one of %s", n.name(), agentNames(catalogue))
		return ""
	}
	return provider.AgentID(s)
}

// mounts decodes a list of "SOURCE[:TARGET][:ro]"; without a TARGET it is SOURCE.
func (n node) mounts() []Mount {
	texts, ok := n.texts(`["/home/me/.gitconfig:ro"]`)
	if !ok {
		return nil
	}
	if len(texts) > maxMounts {
		n.problem("%s must hold at most %d", n.name(), maxMounts)
		return nil
	}
	var mounts []Mount
	for _, text := range texts {
		rest, readOnly := strings.CutSuffix(text, ":ro")
		source, target, two := strings.Cut(rest, ":")
		if !two {
			target = source
		}
		if !filepath.IsAbs(source) || !filepath.IsAbs(target) || strings.Contains(target, ":") || strings.ContainsFunc(text, isControl) {
			n.problem(`%s must hold absolute paths, each "SOURCE", "SOURCE:TARGET" or either with ":ro" at its end`, n.name())
			return nil
		}
		mounts = append(mounts, Mount{source, target, readOnly})
	}
	return mounts
}

// size reads a number of bytes of at least least, with an optional unit.
func (n node) size(least int64) int64 {
	s, ok := n.value.(string)
	if !ok {
		n.mustBe(`a size in quotes, such as "4g"`)
		return 0
	}
	digits, shift := s, 0
	for i, unit := range []string{"k", "m", "g"} {
		if number, ok := strings.CutSuffix(strings.ToLower(s), unit); ok {
			digits, shift = number, 10*(i+1)
		}
	}
	size, err := strconv.ParseUint(digits, 10, 63)
	if err != nil || size > 1<<62>>shift {
		n.problem(`%s must be a size, such as "512m" or "4g"`, n.name())
		return 0
	}
	if size <<= shift; int64(size) < least {
		n.problem("%s must be at least %dm", n.name(), least>>20)
		return 0
	}
	return int64(size)
}

func isControl(r rune) bool { return r < ' ' || r == 0x7f }
