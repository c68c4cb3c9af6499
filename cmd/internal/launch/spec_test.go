package launch

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jackin/provider/config"
)

// shop is a config with a workspace and two roles.
func shop() *config.Config {
	c := &config.Config{
		Options: config.DefaultOptions(),
		Roles:   map[string]config.Role{"backend": {Image: "shop-backend"}, "plain": {}},
		Workspaces: map[string]config.Workspace{
			"shop": {Workdir: "/home/me/shop/", Image: "shop", Restart: config.RestartNo},
			"bare": {Workdir: "/home/me/bare"},
			"none": {},
			"root": {Workdir: "/"},
			"home": {Workdir: "/home/agent"},
		},
	}
	return c
}

func TestSpecOf(t *testing.T) {
	for _, tc := range []struct {
		workspace, role string
		ephemeral       bool
		image, home     string
		err             string
	}{
		{workspace: "shop", image: "shop", home: "jackin-shop-home"},
		{workspace: "shop", role: "backend", image: "shop-backend", home: "jackin-shop-home"},
		{workspace: "shop", role: "plain", image: "shop", home: "jackin-shop-home"},
		{workspace: "bare", image: "jackin", home: "jackin-bare-home"},
		{workspace: "bare", ephemeral: true, image: "jackin"},
		{workspace: "nowhere", err: `there is no workspace "nowhere"`},
		{workspace: "shop", role: "nobody", err: `there is no role "nobody" for workspace "shop"`},
		{workspace: "none", err: `workspace "none" has no workdir`},
		{workspace: "root", err: `workdir "/" of workspace "root" can't be in a container, which has a directory of its own there`},
		{workspace: "home", err: `"/home/agent" is the home in the container, and can't be a mount too`},
		{workspace: "home", ephemeral: true, image: "jackin"},
	} {
		s, err := SpecOf(shop(), tc.workspace, tc.role, 1000, 1001, tc.ephemeral)
		if tc.err != "" {
			if err == nil || err.Error() != tc.err {
				t.Errorf("SpecOf(%q, %q) = %v, want %q", tc.workspace, tc.role, err, tc.err)
			}
			continue
		}
		if err != nil || s.Image != tc.image || s.Home != tc.home || strings.HasSuffix(s.Workdir, "/") {
			t.Errorf("SpecOf(%q, %q) = %+v, %v", tc.workspace, tc.role, s, err)
		}
	}
}

func TestCreateArgs(t *testing.T) {
	full := Spec{
		Workspace: "shop", Role: "backend", Image: "shop-backend", Workdir: "/home/me/a,b",
		Mounts: []config.Mount{{Source: "/etc/x", Target: "/y", ReadOnly: true}, {Source: `/q"q`, Target: "/z"}},
		UID:    1000, GID: 1001, Home: "jackin-shop-home", Memory: 1 << 30, CPUs: 0.5, Pids: 200,
		Restart: "always", StopTimeout: 8 * time.Second, Variables: []string{"A", "B"},
	}
	for _, tc := range []struct {
		name   string
		cli    CLI
		spec   Spec
		wanted []string // after --label jackin.workspace
	}{
		{"everything", CLI{Program: "docker", UID: 1000}, full, []string{
			"--workdir", "/home/me/a,b", "--mount", `type=bind,"source=/home/me/a,b","target=/home/me/a,b"`,
			"--mount", "type=bind,source=/etc/x,target=/y,readonly", "--mount", `type=bind,"source=/q""q",target=/z`,
			"--mount", "type=volume,source=jackin-shop-home,target=/home/agent",
			"--memory", "1073741824", "--cpus", "0.5", "--pids-limit", "200", "--restart", "always", "--stop-timeout", "10",
			"--env", "JACKIN_CONFIG_ENV=A,B", "--env-file", "/dev/stdin",
			"--user", "0:0", "--entrypoint", "jackin", "shop-backend", "init", "--user", "1000:1001",
		}},
		{"nothing", CLI{Program: "docker"}, Spec{Workspace: "w", Image: DefaultImage, Workdir: "/w", Restart: config.RestartNo}, []string{
			"--workdir", "/w", "--mount", "type=bind,source=/w,target=/w", "--pull", "never",
			"--user", "0:0", "--entrypoint", "jackin", "jackin", "init", "--user", "0:0",
		}},
		{"podman without root", CLI{Program: "podman", UID: 1000}, Spec{Workspace: "w", Image: "i", Workdir: "/w", UID: 1000, GID: 1000, Home: "h"}, []string{
			"--workdir", "/w", "--mount", "type=bind,source=/w,target=/w", "--mount", "type=volume,source=h,target=/home/agent", "--userns", "keep-id",
			"--user", "0:0", "--entrypoint", "jackin", "i", "init", "--user", "1000:1000",
		}},
		{"root's home", CLI{Program: "podman"}, Spec{Workspace: "w", Image: "i", Workdir: "/w", Home: "h"}, []string{
			"--workdir", "/w", "--mount", "type=bind,source=/w,target=/w", "--mount", "type=volume,source=h,target=/root",
			"--user", "0:0", "--entrypoint", "jackin", "i", "init", "--user", "0:0",
		}},
	} {
		got := tc.cli.createArgs(tc.spec, "NAME")
		at := slices.Index(got, "--workdir")
		if diff := cmp.Diff(tc.wanted, got[at:]); diff != "" {
			t.Errorf("%s: createArgs (-want +got):\n%s", tc.name, diff)
		}
		head := strings.Join(got[:at], " ")
		ephemeral := ""
		if tc.spec.Home == "" {
			ephemeral = "--label jackin.ephemeral=1 "
		}
		want := "create --name NAME " + ephemeral + "--label jackin.role=" + tc.spec.Role + " --label jackin.spec=" + tc.cli.fingerprint(tc.spec) + " --label jackin.workspace=" + tc.spec.Workspace
		if head != want {
			t.Errorf("%s: createArgs begin with %q, want %q", tc.name, head, want)
		}
	}
	made := Container{Labels: full.labels(CLI{Program: "docker"}.fingerprint(full))}
	other := full
	other.Image = "another"
	if c := (CLI{Program: "docker"}); !c.MadeOf(full, made) || c.MadeOf(other, made) {
		t.Errorf("MadeOf = %v, %v, want true, false", c.MadeOf(full, made), c.MadeOf(other, made))
	}
}

func TestFind(t *testing.T) {
	container := func(name, role, status string) Container {
		return Container{Name: name, Status: status, Labels: map[string]string{LabelWorkspace: "shop", LabelRole: role}}
	}
	s := Spec{Workspace: "shop", Role: "backend", Home: "h"}
	for _, tc := range []struct {
		name string
		list []Container
		want string
	}{
		{"none", nil, ""},
		{"another role", []Container{container("a", "", "running")}, ""},
		{"ephemeral", []Container{{Name: "a", Status: "running", Labels: map[string]string{LabelWorkspace: "shop", LabelRole: "backend", LabelEphemeral: "1"}}}, ""},
		{"stopped", []Container{container("a", "backend", "exited")}, "a"},
		{"running first", []Container{container("a", "backend", "exited"), container("b", "backend", "running")}, "b"},
		{"by name", []Container{container("j-10", "backend", "running"), container("j-2", "backend", "running"), container("j", "backend", "running")}, "j"},
	} {
		if got, ok := s.Find(tc.list); got.Name != tc.want || ok != (tc.want != "") {
			t.Errorf("%s: Find = %q, %v, want %q", tc.name, got.Name, ok, tc.want)
		}
	}
	if got := s.Name(1) + " " + s.Name(2) + " " + (Spec{Workspace: "x"}).Name(3); got != "jackin-shop-backend jackin-shop-backend-2 jackin-x-3" {
		t.Errorf("Name: %q", got)
	}
}
