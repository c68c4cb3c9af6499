package config

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
)

const (
	// MaxFile is the longest config file, in bytes; a longer one is a problem.
	MaxFile = 256 << 10
	// maxWorkspaces is how many workspaces are read; more are a problem.
	maxWorkspaces = 1024
)

// globalName is the name of the broadest file.
const globalName = "config.toml"

func workspacePath(dir, name string) string {
	return filepath.Join(dir, "workspaces", name+".toml")
}

// Load reads the operator's config from dir, as [Dir] names it. What isn't there
// says nothing; an empty dir has nothing in it. The error holds everything that is
// wrong, one line each, joined; those about a file are [*Problem]s.
func Load(dir string) (*Config, error) {
	c, broken := survey(dir, nil)
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(broken)) {
		errs = append(errs, broken[name])
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	return c, nil
}

// Survey is Load for who goes on with what can be read: broken has what is wrong
// with each file, by its workspace's name, config.toml's under the empty one.
// Workspaces that are broken aren't in the Config; of a broken config.toml nothing
// is, and options have their defaults. The Config is never nil.
func Survey(dir string) (c *Config, broken map[string]error) { return survey(dir, nil) }

// override stands for a file that would be there, or wouldn't.
type override struct {
	path, text string
	absent     bool
}

func survey(dir string, o *override) (*Config, map[string]error) {
	broken := map[string]error{}
	if dir == "" {
		c, _ := load("", operatorFile, anyOwner, nil)
		return c, broken
	}
	c, err := load(filepath.Join(dir, globalName), operatorFile, anyOwner, o)
	roles := c.Roles
	if err == nil && roles == nil {
		roles = map[string]Role{}
	}
	if err != nil {
		broken[""] = err
		c = &Config{Options: DefaultOptions()}
	}
	c.Workspaces = map[string]Workspace{}
	paths, err := workspaceFiles(filepath.Join(dir, "workspaces"), o)
	if err != nil {
		broken[""] = errors.Join(broken[""], err)
	}
	for _, path := range paths {
		d := decoder{file: path}
		name := strings.TrimSuffix(filepath.Base(path), ".toml")
		if !isSlug(name) {
			d.problems = append(d.problems, &Problem{File: path, Message: fmt.Sprintf("workspace %q: %s", name, slugRule)})
		}
		doc, err := o.read(path, anyOwner)
		if err != nil {
			broken[name] = err
			continue
		}
		w := d.workspace(doc, roles)
		if err := d.problems.join(); err != nil {
			broken[name] = err
			continue
		}
		c.Workspaces[name] = w
	}
	return c, broken
}

// read is readFile, but for the file that o stands for. o may be nil.
func (o *override) read(path string, check func(fs.FileInfo) error) (string, error) {
	if o == nil || o.path != path {
		return readFile(path, check)
	}
	if o.absent {
		return "", fs.ErrNotExist
	}
	if len(o.text) > MaxFile {
		return "", &Problem{File: path, Message: fmt.Sprintf("longer than %d bytes", MaxFile)}
	}
	return o.text, nil
}

// LoadContainer reads the one config file of a container, [ContainerFile]. Where it
// is missing, nothing is said. It must be root's and nobody else's to write, since
// it decides where keys are sent; an [env] in it is a problem.
func LoadContainer(path string) (*Config, error) { return loadContainer(path, 0) }

func loadContainer(path string, owner uint32) (*Config, error) {
	c, err := load(path, containerFile, func(info fs.FileInfo) error {
		stat, ok := info.Sys().(*syscall.Stat_t)
		if !ok || stat.Uid != owner || info.Mode().Perm()&0o022 != 0 {
			return errors.New("must be root's, and writable by nobody else: it decides where keys are sent")
		}
		return nil
	}, nil)
	if err != nil {
		return nil, err
	}
	return c, nil
}

// load reads a config.toml. The Config is never nil.
func load(path string, k kind, owner func(fs.FileInfo) error, o *override) (*Config, error) {
	c := &Config{Options: DefaultOptions()}
	doc, err := "", error(nil)
	if path != "" {
		if doc, err = o.read(path, owner); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return c, err
		}
	}
	d := decoder{file: path}
	d.global(doc, k, c)
	return c, d.problems.join()
}

// workspaceFiles returns the workspaces' files in dir, in the order of their names.
func workspaceFiles(dir string, o *override) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read config: %w", err)
	}
	var paths []string
	for _, e := range entries {
		// Editors leave hidden files beside those that they have open.
		if name := e.Name(); strings.HasSuffix(name, ".toml") && !strings.HasPrefix(name, ".") {
			paths = append(paths, filepath.Join(dir, name))
		}
	}
	if o != nil && filepath.Dir(o.path) == dir {
		paths = slices.DeleteFunc(paths, func(p string) bool { return p == o.path })
		if !o.absent {
			paths = append(paths, o.path)
			slices.Sort(paths)
		}
	}
	if len(paths) > maxWorkspaces {
		return nil, fmt.Errorf("read config: %s has %d workspaces, more than %d", dir, len(paths), maxWorkspaces)
	}
	return paths, nil
}

// readFile reads a regular file of at most MaxFile bytes that check allows.
func readFile(path string, check func(fs.FileInfo) error) (string, error) {
	// O_NONBLOCK: a FIFO in the place of the file must not stop us.
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return "", fmt.Errorf("read config: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return "", fmt.Errorf("read config: %w", err)
	}
	if !info.Mode().IsRegular() {
		return "", &Problem{File: path, Message: "not a regular file"}
	}
	if err := check(info); err != nil {
		return "", &Problem{File: path, Message: err.Error()}
	}
	b, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err != nil {
		return "", fmt.Errorf("read config: %w", err)
	}
	if len(b) > MaxFile {
		return "", &Problem{File: path, Message: fmt.Sprintf("longer than %d bytes", MaxFile)}
	}
	return string(b), nil
}

func anyOwner(fs.FileInfo) error { return nil }
