package architecture

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestLinks: what the documentation shows or refers to in the tree is there, and
// every picture is shown.
func TestLinks(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(root, "cmd/internal/help/*.md"))
	if err != nil {
		t.Fatal(err)
	}
	files = append(files, filepath.Join(root, "README.md"), filepath.Join(root, ".github/CONTRIBUTING.md"))
	linked := map[string]bool{}
	link := regexp.MustCompile(`\]\(([^)#]+)\)`)
	for _, file := range files {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(b), -1) {
			if strings.Contains(m[1], "://") {
				continue
			}
			path := filepath.Join(filepath.Dir(file), m[1])
			linked[path] = true
			if _, err := os.Stat(path); err != nil {
				t.Errorf("%s: %v", file, err)
			}
		}
	}
	pictures, err := filepath.Glob(filepath.Join(root, "cmd/internal/help/*.svg"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pictures {
		if !linked[p] {
			t.Errorf("%s is nowhere shown", p)
		}
	}
}
