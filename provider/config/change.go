package config

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"reflect"
	"slices"

	"github.com/BurntSushi/toml"

	"jackin/provider/secret"
)

// Change is edits of one file that are ready to be written: they have been made on
// its text, and the result decodes to what was meant. The zero value changes
// nothing.
type Change struct {
	// Behind a pointer, which fmt doesn't follow: the text has values.
	c *change
}

type change struct {
	dir, path string
	// before and after are the file's text.
	before, after string
	existed       bool
	remove        bool
	lines         []string
	config        *Config
}

// Prepare makes edits, in their order and all of one file, on what the directory
// holds now. Nothing is written, and nothing is locked: [Change.Write] refuses if the
// file has changed meanwhile. The error holds everything that is wrong: with the
// edits, with their file as it is now, or with any file as it would be then.
// Problems that other files have already stop nothing.
func Prepare(dir string, edits ...Edit) (Change, error) {
	if dir == "" {
		return Change{}, errors.New("edit config: there is no config directory; set JACKIN_CONFIG_DIR or HOME")
	}
	if len(edits) == 0 {
		return Change{}, nil
	}
	for _, e := range edits {
		if err := e.check(); err != nil {
			return Change{}, err
		}
		if e.workspace != edits[0].workspace {
			return Change{}, errors.New("edit config: one change is of one file")
		}
	}
	workspace := edits[0].workspace
	c := &change{dir: dir, path: filepath.Join(dir, globalName)}
	if workspace != "" {
		c.path = workspacePath(dir, workspace)
	}
	if err := c.read(); err != nil {
		return Change{}, err
	}
	creates, deletes := edits[0].op == opCreate && len(edits[0].path) == 0, edits[0].op == opDelete && len(edits[0].path) == 0
	switch {
	case workspace != "" && !c.existed && !creates:
		return Change{}, fmt.Errorf("there is no workspace %q: %w", workspace, fs.ErrNotExist)
	case creates && c.existed:
		return Change{}, fmt.Errorf("there is a workspace %q already: %w", workspace, fs.ErrExist)
	case deletes && len(edits) > 1:
		return Change{}, errors.New("edit config: a workspace that is deleted has no other edits")
	}
	c.remove = deletes
	if err := c.make(workspace, edits); err != nil {
		return Change{}, err
	}
	return Change{c}, nil
}

// read notes the file's text.
func (c *change) read() error {
	text, err := readFile(c.path, anyOwner)
	if errors.Is(err, fs.ErrNotExist) {
		// A symbolic link to nothing isn't an absent file.
		_, err = destination(c.path)
		return err
	}
	c.before, c.existed = text, err == nil
	return err
}

// make makes the edits and checks what comes of them.
func (c *change) make(workspace string, edits []Edit) error {
	now, broken := survey(c.dir, nil)
	// A file that can't be read as it is can be deleted, but not edited.
	if err := broken[workspace]; err != nil && !c.remove {
		return err
	}
	c.after = c.before
	meant, err := decodeTOML(c.before)
	if err != nil && !c.remove {
		return err
	}
	for _, e := range edits {
		if len(e.path) == 0 {
			continue
		}
		if c.after, err = e.splice(c.after); err != nil {
			return err
		}
		if err := e.model(meant); err != nil {
			return err
		}
	}
	if !c.remove {
		got, err := decodeTOML(c.after)
		if err == nil {
			prune(got)
			prune(meant)
		}
		if err != nil || !reflect.DeepEqual(got, meant) {
			return &Problem{File: c.path, Message: "can't be edited as it is written; change it by hand"}
		}
	}
	then, brokenThen := survey(c.dir, &override{path: c.path, text: c.after, absent: c.remove})
	var errs []error
	for _, name := range slices.Sorted(maps.Keys(brokenThen)) {
		if broken[name] == nil {
			errs = append(errs, brokenThen[name])
		}
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	c.config = then
	c.lines = describe(c, now, edits)
	return nil
}

func decodeTOML(text string) (map[string]any, error) {
	root := map[string]any{}
	if _, err := toml.Decode(text, &root); err != nil {
		return nil, errors.New("edit config: not valid TOML") // never: it has been decoded strictly
	}
	return root, nil
}

// Empty reports whether there is nothing to write.
func (c Change) Empty() bool {
	return c.c == nil || !c.c.remove && c.c.existed && c.c.before == c.c.after
}

// File returns the file that is written, below the config directory.
func (c Change) File() string {
	if c.c == nil {
		return ""
	}
	return c.c.path
}

// Lines returns what will be written where, one line per edit, without values.
func (c Change) Lines() []string {
	if c.c == nil {
		return nil
	}
	return c.c.lines
}

// Config returns everything as it will be, as [Survey] returns it. Nil for the zero
// Change.
func (c Change) Config() *Config {
	if c.c == nil {
		return nil
	}
	return c.c.config
}

// describe says what edits do, one line each.
func describe(c *change, now *Config, edits []Edit) []string {
	var lines []string
	for _, e := range edits {
		lines = append(lines, e.line(c.path, now))
	}
	return lines
}

// line says what e does to the file at path, without values.
func (e Edit) line(path string, now *Config) string {
	name := ""
	if len(e.path) > 0 {
		name = e.path[len(e.path)-1]
	}
	table := "[" + dotted(e.path[:max(0, len(e.path)-1)]) + "] "
	if len(e.path) == 1 {
		table = ""
	}
	switch {
	case len(e.path) == 0 && e.op == opCreate:
		return path + ": a new file"
	case len(e.path) == 0:
		return path + ": the file is removed, with all that it says"
	case e.op == opCreate:
		return fmt.Sprintf("%s: [%s] is there", path, dotted(e.path))
	case e.op == opDelete:
		return fmt.Sprintf("%s: [%s] is removed, with its variables", path, dotted(e.path))
	case e.isEnv():
		was := now.kindAt(e)
		switch {
		case e.op == opUnset && was == secret.KindAbsent:
			return fmt.Sprintf("%s: %s%s isn't there", path, table, name)
		case e.op == opUnset:
			return fmt.Sprintf("%s: %s%s is removed, %s", path, table, name, kindText(was))
		case was == secret.KindAbsent:
			return fmt.Sprintf("%s: %s%s = %s", path, table, name, kindText(e.source.Kind()))
		}
		return fmt.Sprintf("%s: %s%s = %s, in place of %s", path, table, name, kindText(e.source.Kind()), kindText(was))
	case e.op == opUnset:
		return fmt.Sprintf("%s: %s%s is removed", path, table, name)
	}
	return fmt.Sprintf("%s: %s%s = %s", path, table, name, tomlTextOf(e))
}

// tomlTextOf is an option's value, which is no secret.
func tomlTextOf(e Edit) string {
	v, err := e.decoded()
	if err != nil {
		return ""
	}
	return tomlText(v)
}

func kindText(k secret.Kind) string {
	switch k {
	case secret.KindLiteral:
		return "a literal"
	case secret.KindHidden:
		return "false"
	}
	return "a " + k.String()
}

// kindAt returns what the variable of an edit is now.
func (c *Config) kindAt(e Edit) secret.Kind {
	scope := Scope{Workspace: e.workspace}
	if e.path[0] == "roles" {
		scope.Role = e.path[1]
	}
	for _, layer := range c.Layers(scope.Workspace, scope.Role) {
		if layer.Scope != scope {
			continue
		}
		for _, entry := range layer.Entries {
			if entry.Name == e.path[len(e.path)-1] {
				return entry.Source.Kind()
			}
		}
	}
	return secret.KindAbsent
}
