package launch

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"jackin/provider/config"
)

// Labels of our containers.
const (
	// LabelWorkspace is the workspace's name: a container that has it is ours.
	LabelWorkspace = "jackin.workspace"
	// LabelRole is the role's name; empty without one.
	LabelRole = "jackin.role"
	// LabelEphemeral is 1 for a container whose home goes with it.
	LabelEphemeral = "jackin.ephemeral"
	// LabelSpec tells whether a container was made of the same Spec.
	LabelSpec = "jackin.spec"
)

const (
	// DefaultImage is what is run where neither role nor workspace say an image. It
	// is built on the operator's machine and never pulled: nobody knows who owns that
	// name elsewhere.
	DefaultImage = "jackin"
	// EnvNamesVar lists, separated by commas, the variables of a container that came
	// from the operator's config: env explain says so.
	EnvNamesVar = "JACKIN_CONFIG_ENV"
	// stopMargin is what the engine waits longer than init's own limit until it kills
	// a container.
	stopMargin = 2 * time.Second
)

// Homes of the session user in the image. A number other than 1000 gets the home of
// the image's user agent.
const (
	agentHome = "/home/agent"
	rootHome  = "/root"
)

// Spec is a container as it is to be made.
type Spec struct {
	// Workspace and Role are whose it is; Role may be empty.
	Workspace, Role string
	Image           string
	// Workdir is the project's directory, the same path on both sides.
	Workdir string
	// Mounts are further files and directories.
	Mounts []config.Mount
	// UID and GID are whom the sessions run as.
	UID, GID int
	// Home is the name of the volume for the home; empty: it goes with the container.
	Home string
	// Memory is in bytes; it, CPUs and Pids are 0 for no limit.
	Memory int64
	CPUs   float64
	Pids   int64
	// Restart is the engine's policy; empty is none.
	Restart string
	// StopTimeout is init's own limit for its end.
	StopTimeout time.Duration
	// Variables are the names that come with Create's env file.
	Variables []string
}

// SpecOf is the container of a workspace and a role of c, which may be empty. The
// error says what a launch lacks.
func SpecOf(c *config.Config, workspace, role string, uid, gid int, ephemeral bool) (Spec, error) {
	w, ok := c.Workspaces[workspace]
	switch {
	case !ok:
		return Spec{}, fmt.Errorf("there is no workspace %q", workspace)
	case role != "" && !c.HasRole(workspace, role):
		return Spec{}, fmt.Errorf("there is no role %q for workspace %q", role, workspace)
	case w.Workdir == "":
		return Spec{}, fmt.Errorf("workspace %q has no workdir", workspace)
	}
	s := Spec{
		Workspace: workspace, Role: role, Image: DefaultImage,
		Workdir: filepath.Clean(w.Workdir), Mounts: w.Mounts, UID: uid, GID: gid,
		Memory: w.Memory, CPUs: w.CPUs, Pids: w.Pids, Restart: w.Restart,
		StopTimeout: c.Options.StopTimeout,
	}
	if w.Image != "" {
		s.Image = w.Image
	}
	if image := c.Roles[role].Image; role != "" && image != "" {
		s.Image = image
	}
	if !ephemeral {
		s.Home = "jackin-" + workspace + "-home"
	}
	return s, s.check()
}

// check refuses a work directory in whose place a container has something of its own.
func (s Spec) check() error {
	taken := []string{"/", "/bin", "/dev", "/etc", "/home", "/lib", "/lib64", "/opt", "/proc", "/run", "/sbin", "/sys", "/usr", "/usr/local", "/var"}
	if slices.Contains(taken, s.Workdir) {
		return fmt.Errorf("workdir %q of workspace %q can't be in a container, which has a directory of its own there", s.Workdir, s.Workspace)
	}
	for _, path := range append([]string{s.Workdir}, targets(s.Mounts)...) {
		if s.Home != "" && filepath.Clean(path) == s.HomePath() {
			return fmt.Errorf("%q is the home in the container, and can't be a mount too", path)
		}
	}
	return nil
}

func targets(mounts []config.Mount) []string {
	var list []string
	for _, m := range mounts {
		list = append(list, m.Target)
	}
	return list
}

// HomePath is the home of the sessions' user in the container.
func (s Spec) HomePath() string {
	if s.UID == 0 {
		return rootHome
	}
	return agentHome
}

// Ephemeral says that nothing of the container is kept.
func (s Spec) Ephemeral() bool { return s.Home == "" }

// Name is the container's name: jackin-WORKSPACE[-ROLE], and from the second on -N.
func (s Spec) Name(n int) string {
	name := "jackin-" + s.Workspace
	if s.Role != "" {
		name += "-" + s.Role
	}
	if n > 1 {
		name += "-" + strconv.Itoa(n)
	}
	return name
}

// labels are those of the container, LabelSpec included.
func (s Spec) labels(fingerprint string) map[string]string {
	labels := map[string]string{LabelWorkspace: s.Workspace, LabelRole: s.Role, LabelSpec: fingerprint}
	if s.Ephemeral() {
		labels[LabelEphemeral] = "1"
	}
	return labels
}

// matches says that c is a container of s's workspace, role and kind of home.
func (s Spec) matches(c Container) bool {
	return c.Workspace() == s.Workspace && c.Role() == s.Role && c.Ephemeral() == s.Ephemeral()
}

// Find is the container of ours that a launch of s means: one that runs before one
// that doesn't, then the first by name. ok is false where there is none.
func (s Spec) Find(containers []Container) (found Container, ok bool) {
	for _, c := range slices.SortedFunc(slices.Values(containers), byName) {
		if s.matches(c) && (!ok || c.Running() && !found.Running()) {
			found, ok = c, true
		}
	}
	return found, ok
}

// byName is the order in which containers are listed: a second one after the first.
func byName(a, b Container) int {
	if len(a.Name) != len(b.Name) && (strings.HasPrefix(a.Name, b.Name) || strings.HasPrefix(b.Name, a.Name)) {
		return len(a.Name) - len(b.Name)
	}
	return strings.Compare(a.Name, b.Name)
}

// sorted are the keys of labels.
func sorted(labels map[string]string) []string { return slices.Sorted(maps.Keys(labels)) }
