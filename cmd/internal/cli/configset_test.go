package cli

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jackin/provider/config"
)

func TestNarrower(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "workspaces"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"config.toml":          "[env]\nA = ''\nB = ''\n[roles.r.env]\nA = ''\n[roles.s.env]\nA = ''\n",
		"workspaces/shop.toml": "[env]\nA = false\n[roles.r.env]\nA = ''\n[roles.own.env]\nA = ''\n",
		"workspaces/tool.toml": "[roles.s.env]\nA = ''\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c, err := config.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		scope config.Scope
		name  string
		want  []string
	}{
		{config.Scope{}, "A", []string{
			"global, role r", "global, role s", "workspace shop", "workspace shop, role own", "workspace shop, role r", "workspace tool, role s",
		}},
		{config.Scope{Role: "r"}, "A", []string{"workspace shop", "workspace shop, role r"}},
		{config.Scope{Role: "s"}, "A", []string{"workspace shop", "workspace tool, role s"}},
		{config.Scope{Workspace: "shop"}, "A", []string{"workspace shop, role own", "workspace shop, role r"}},
		{config.Scope{Workspace: "shop", Role: "r"}, "A", nil},
		{config.Scope{}, "B", nil},
	} {
		var got []string
		for _, s := range narrower(c, tc.scope, tc.name) {
			got = append(got, fmt.Sprint(s.Scope))
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("narrower(%v, %q) (-want +got):\n%s", tc.scope, tc.name, diff)
		}
	}
}
