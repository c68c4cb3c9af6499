package console

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"jackin/provider/config"
)

// Dir is the operator's config directory, which is [Files].
type Dir string

// Survey implements Files.
func (d Dir) Survey() (*config.Config, map[string]error) { return config.Survey(string(d)) }

// Prepare implements Files.
func (d Dir) Prepare(edits ...config.Edit) (config.Change, error) {
	return config.Prepare(string(d), edits...)
}

// Stamp implements Files. It looks at names, sizes and times, not into the files.
func (d Dir) Stamp() string {
	if d == "" {
		return ""
	}
	paths, err := filepath.Glob(filepath.Join(string(d), "workspaces", "*.toml"))
	if err != nil {
		return "" // never: the pattern is well formed, or the directory's name isn't ours to judge
	}
	var b strings.Builder
	for _, path := range append(paths, filepath.Join(string(d), "config.toml")) {
		if info, err := os.Stat(path); err == nil {
			fmt.Fprintf(&b, "%s %d %d\n", path, info.Size(), info.ModTime().UnixNano())
		}
	}
	return b.String()
}
