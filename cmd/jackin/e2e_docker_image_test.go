//go:build e2e

package main

import (
	"debug/elf"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// imageConfig is what docker inspect says of an image, as far as it is tested.
type imageConfig struct {
	Architecture string
	Config       struct {
		User, StopSignal, WorkingDir string
		Entrypoint, Cmd, Env         []string
		Labels                       map[string]string
		Healthcheck                  struct{ Test []string }
	}
}

// TestE2EDockerImage: what is in the image, whose it is and how it starts.
func TestE2EDockerImage(t *testing.T) {
	image := e2eImage(t)
	var got []imageConfig
	if err := json.Unmarshal([]byte(mustDocker(t, "image", "inspect", image)), &got); err != nil {
		t.Fatal(err)
	}
	c := got[0].Config
	for what, pair := range map[string][2]string{
		"user":        {c.User, ""}, // root: init needs it to keep the keys to itself
		"entrypoint":  {strings.Join(c.Entrypoint, " "), "jackin"},
		"command":     {strings.Join(c.Cmd, " "), ""},
		"stop signal": {c.StopSignal, "SIGRTMIN+3"},
		"health":      {strings.Join(c.Healthcheck.Test, " "), "CMD jackin healthz"},
		"title":       {c.Labels["org.opencontainers.image.title"], "jackin"},
		"Claude Code": {c.Labels["jackin.claude.version"], dockerfileArg(t, "CLAUDE_VERSION")},
		"Codex":       {c.Labels["jackin.codex.version"], dockerfileArg(t, "CODEX_VERSION")},
		"workdir":     {c.WorkingDir, "/workspace"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s: %q, want %q", what, pair[0], pair[1])
		}
	}
	for _, kv := range []string{"JACKIN_IMAGE=1", "JACKIN_USER=agent", "LANG=C.UTF-8"} {
		if !slices.Contains(c.Env, kv) {
			t.Errorf("%s isn't in the image's environment: %q", kv, c.Env)
		}
	}

	// Without jackin: another entry point.
	look := newContainer(t)
	mustDocker(t, "run", "-d", "--name", look.name, "--init", "--no-healthcheck", "--entrypoint", "sleep", image, "600")
	inside := func(script string) string {
		t.Helper()
		return strings.TrimSpace(look.must("sh", "-c", script))
	}
	for script, want := range map[string]string{
		"stat -Lc '%a %U:%G %F' /usr/local/bin/jackin": "711 root:root regular file",
		"stat -Lc '%a %U:%G' /usr/local/bin/claude":    "755 root:root",
		"stat -Lc '%a %U:%G' /usr/local/bin/codex":     "755 root:root",
		"stat -c '%a %U:%G' /run/jackin":               "755 root:root",
		"stat -c '%a %U:%G' /workspace":                "755 agent:agent",
		"getent passwd agent":                          "agent:x:1000:1000::/home/agent:/bin/bash",
		"stat -c '%U:%G' /home/agent":                  "agent:agent",
		"cat /home/agent/.claude.json":                 `{"hasCompletedOnboarding":true}`,
		"stat -c '%a %U' /home/agent/.claude.json":     "600 agent",
		"command -v node npm nodejs go gcc; echo none": "none",
		"ls /run/secrets 2>/dev/null; echo none":       "none",
		"for p in git rg less bash; do command -v $p || echo no $p; done >/tmp/o; grep ^no /tmp/o; echo all": "all",
		"test -s /etc/ssl/certs/ca-certificates.crt && echo yes":                                             "yes",
	} {
		if got := inside(script); got != want {
			t.Errorf("%s: %q, want %q", script, got, want)
		}
	}
	for script, want := range map[string]string{
		"claude --version":            dockerfileArg(t, "CLAUDE_VERSION"),
		"codex --version 2>/dev/null": dockerfileArg(t, "CODEX_VERSION"),
		"jackin version":              "linux/" + got[0].Architecture,
	} {
		if got := inside(script); !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q in it", script, got, want)
		}
	}
}

// TestE2EDockerCrossBuild: what the image would be made of on the other
// architecture: jackin builds, static, and the npm packages that are chosen are
// there, for that CPU.
func TestE2EDockerCrossBuild(t *testing.T) {
	for arch, want := range map[string]struct {
		machine elf.Machine
		cpu     string
	}{
		"amd64": {elf.EM_X86_64, "x64"},
		"arm64": {elf.EM_AARCH64, "arm64"},
	} {
		path := filepath.Join(t.TempDir(), "jackin")
		build := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", path, ".")
		build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS=linux", "GOARCH="+arch)
		if out, err := build.CombinedOutput(); err != nil {
			t.Fatalf("build for %s: %v: %s", arch, err, out)
		}
		f, err := elf.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if f.Machine != want.machine || f.Section(".interp") != nil {
			t.Errorf("%s: jackin is for %v, with an interpreter: %v", arch, f.Machine, f.Section(".interp") != nil)
		}
		f.Close()
		for _, name := range chosen(t, arch) {
			out, err := exec.Command("npm", "view", "--json", name, "os", "cpu").Output()
			if err != nil {
				t.Fatalf("npm view %s: %v", name, err)
			}
			var p struct{ OS, CPU []string }
			if err := json.Unmarshal(out, &p); err != nil {
				t.Fatalf("npm view %s: %v: %s", name, err, out)
			}
			if !slices.Equal(p.OS, []string{"linux"}) || !slices.Equal(p.CPU, []string{want.cpu}) {
				t.Errorf("%s: %s is for %s on %s", arch, name, p.OS, p.CPU)
			}
		}
	}
}
