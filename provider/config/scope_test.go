package config_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jackin/provider/config"
	"jackin/provider/secret"
)

const layered = `[env]
A = "global"
B = "global"
C = "global"
G = "$G"
[roles.backend.env]
B = "role"
C = "role"
R = false
H = false
[roles.frontend.env]
A = "other role"
`

const layeredShop = `default_role = "backend"
workdir = "/home/me/shop"
[env]
C = "workspace"
H = "mended"
W = "op://a/b/c"
G = false
[roles.backend.env]
C = "both"
[roles.only-here]
`

func TestResolve(t *testing.T) {
	dir := write(t, map[string]string{"config.toml": layered, "workspaces/shop.toml": layeredShop, "workspaces/empty.toml": ""})
	c, err := config.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	setting := func(s config.Setting) string {
		what := s.Source.Kind().String()
		if s.Source.Kind() == secret.KindLiteral {
			what = s.Source.Literal().Reveal()
		}
		return fmt.Sprintf("%s (%v, %s:%d)", what, s.Scope, filepath.Base(s.File), s.Line)
	}
	for _, tc := range []struct {
		workspace, role string
		want            []string
	}{
		{"", "", []string{"A = global (global, config.toml:2)", "B = global (global, config.toml:3)", "C = global (global, config.toml:4)", "G = host variable (global, config.toml:5)"}},
		{"", "backend", []string{
			"A = global (global, config.toml:2)",
			"B = role (global, role backend, config.toml:7) over global (global, config.toml:3)",
			"C = role (global, role backend, config.toml:8) over global (global, config.toml:4)",
			"G = host variable (global, config.toml:5)",
			"H = hidden (global, role backend, config.toml:10)",
			"R = hidden (global, role backend, config.toml:9)",
		}},
		{"shop", "", []string{
			"A = global (global, config.toml:2)", "B = global (global, config.toml:3)",
			"C = workspace (workspace shop, shop.toml:4) over global (global, config.toml:4)",
			"G = hidden (workspace shop, shop.toml:7) over host variable (global, config.toml:5)",
			"H = mended (workspace shop, shop.toml:5)",
			"W = 1Password reference (workspace shop, shop.toml:6)",
		}},
		{"shop", "backend", []string{
			"A = global (global, config.toml:2)",
			"B = role (global, role backend, config.toml:7) over global (global, config.toml:3)",
			"C = both (workspace shop, role backend, shop.toml:9) over workspace (workspace shop, shop.toml:4) over role (global, role backend, config.toml:8) over global (global, config.toml:4)",
			"G = hidden (workspace shop, shop.toml:7) over host variable (global, config.toml:5)",
			"H = mended (workspace shop, shop.toml:5) over hidden (global, role backend, config.toml:10)",
			"R = hidden (global, role backend, config.toml:9)",
			"W = 1Password reference (workspace shop, shop.toml:6)",
		}},
		{"empty", "frontend", []string{
			"A = other role (global, role frontend, config.toml:12) over global (global, config.toml:2)",
			"B = global (global, config.toml:3)", "C = global (global, config.toml:4)", "G = host variable (global, config.toml:5)",
		}},
		{"unknown", "unknown", []string{"A = global (global, config.toml:2)", "B = global (global, config.toml:3)", "C = global (global, config.toml:4)", "G = host variable (global, config.toml:5)"}},
	} {
		var got []string
		for _, v := range c.Resolve(tc.workspace, tc.role) {
			line := v.Name + " = " + setting(v.Winner)
			for _, s := range v.Shadowed {
				line += " over " + setting(s)
			}
			got = append(got, line)
		}
		if diff := cmp.Diff(tc.want, got); diff != "" {
			t.Errorf("Resolve(%q, %q) (-want +got):\n%s", tc.workspace, tc.role, diff)
		}
	}
	var scopes []string
	for _, l := range c.Layers("shop", "backend") {
		scopes = append(scopes, l.Scope.String()+" ["+l.Scope.Table()+"]")
	}
	if diff := cmp.Diff([]string{
		"global [env]", "global, role backend [roles.backend.env]", "workspace shop [env]", "workspace shop, role backend [roles.backend.env]",
	}, scopes); diff != "" {
		t.Errorf("Layers (-want +got):\n%s", diff)
	}
	if got := strings.Join(c.RolesOf("shop"), " "); got != "backend frontend only-here" {
		t.Errorf("RolesOf = %q", got)
	}
	for _, tc := range []struct {
		workspace, role, want string
		has                   bool
	}{
		{"shop", "", "backend", true}, {"shop", "frontend", "frontend", true}, {"empty", "", "", false}, {"", "backend", "backend", true},
		{"shop", "only-here", "only-here", true}, {"empty", "only-here", "only-here", false}, {"", "", "", false},
	} {
		if got := c.RoleFor(tc.workspace, tc.role); got != tc.want || c.HasRole(tc.workspace, got) != tc.has {
			t.Errorf("RoleFor(%q, %q) = %q, has %v", tc.workspace, tc.role, got, c.HasRole(tc.workspace, got))
		}
	}
}

func TestWorkspacesAt(t *testing.T) {
	dir := write(t, map[string]string{
		"workspaces/me.toml": `workdir = "/home/me/"`, "workspaces/shop.toml": `workdir = "/home/me/shop"`, "workspaces/shop2.toml": `workdir = "/home/me/./shop/"`,
		"workspaces/none.toml": "", "workspaces/root.toml": `workdir = "/srv/root"`,
	})
	c, err := config.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for in, want := range map[string][]string{
		"/home/me": {"me"}, "/home/me/shopping": {"me"}, "/home/me/shop": {"shop", "shop2"}, "/home/me/shop/a/b": {"shop", "shop2"},
		"/home": nil, "/": nil, "/srv/root/..x": {"root"}, "/srv": nil,
	} {
		if got := c.WorkspacesAt(in); !slices.Equal(got, want) {
			t.Errorf("WorkspacesAt(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCheckName(t *testing.T) {
	for _, name := range []string{"MINIMAX_API_KEY", "a", "_X1", "REGION", "NODE_OPTIONS", "LANG", "ANTHROPIC_BASE_URL"} {
		if err := config.CheckName(name); err != nil {
			t.Errorf("CheckName(%q) = %v", name, err)
		}
	}
	for _, name := range []string{
		"", "1A", "A B", "A=B", "Ä", "A\n", "PATH", "HOME", "SHELL", "USER", "IFS", "LD_PRELOAD", "DYLD_X", "BASH_ENV", "ENV", "TERM", "TERMINFO_DIRS",
		"JACKIN_X", "TMUX", "COLUMNS", "HOSTNAME", "LOGNAME", "PWD", "OLDPWD", "COLORTERM", "TERMCAP", "CLAUDECODE",
	} {
		if config.CheckName(name) == nil {
			t.Errorf("CheckName(%q) = nil", name)
		}
	}
}
