//go:build e2e

package cli

import (
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// TestE2EManPages: the pages are what a formatter understands.
func TestE2EManPages(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join(manDir, "*.1"))
	if err != nil || len(pages) < 20 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	slices.Sort(pages)
	cmd := exec.Command("groff", append([]string{"-man", "-Tutf8", "-ww", "-z"}, pages...)...)
	if out, err := cmd.CombinedOutput(); err != nil || len(out) > 0 {
		t.Errorf("groff: %v\n%s", err, out)
	}
}
