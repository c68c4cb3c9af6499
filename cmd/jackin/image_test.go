package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// repository is the root of the sources.
const repository = "../.."

// dockerfileArg is the default of a build argument, which each stage that uses it
// declares alike.
func dockerfileArg(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repository, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	all := regexp.MustCompile(`(?m)^ARG `+name+`=(.*)$`).FindAllStringSubmatch(string(text), -1)
	if len(all) == 0 {
		t.Fatalf("the Dockerfile has no argument %s", name)
	}
	for _, match := range all {
		if match[1] != all[0][1] {
			t.Errorf("the Dockerfile's stages differ in %s: %s and %s", name, match[1], all[0][1])
		}
	}
	return all[0][1]
}

// chosen are the npm packages that the image for an architecture is made of.
func chosen(t *testing.T, arch string) []string {
	t.Helper()
	out, err := exec.Command(filepath.Join(repository, ".ci", "image-agents"), arch,
		dockerfileArg(t, "CLAUDE_VERSION"), dockerfileArg(t, "CODEX_VERSION")).Output()
	if err != nil {
		t.Fatalf("choose the agents' packages for %s: %v", arch, err)
	}
	return strings.Fields(string(out))
}

// TestImageAgents: which packages the image is made of on each architecture.
func TestImageAgents(t *testing.T) {
	claude, codex := dockerfileArg(t, "CLAUDE_VERSION"), dockerfileArg(t, "CODEX_VERSION")
	for arch, cpu := range map[string]string{"amd64": "x64", "arm64": "arm64"} {
		want := []string{"@anthropic-ai/claude-code-linux-" + cpu + "@" + claude, "@openai/codex@" + codex + "-linux-" + cpu}
		if diff := cmp.Diff(want, chosen(t, arch)); diff != "" {
			t.Errorf("packages for %s (-want +got):\n%s", arch, diff)
		}
	}
	out, err := exec.Command(filepath.Join(repository, ".ci", "image-agents"), "riscv64", claude, codex).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "no agents for riscv64") {
		t.Errorf("for riscv64: %v, %q, want a refusal", err, out)
	}
}

// TestImagePins: the image has the agents that the end-to-end tests run.
func TestImagePins(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(repository, ".ci", "agents"))
	if err != nil {
		t.Fatal(err)
	}
	for name, pin := range map[string]string{"CLAUDE_VERSION": "claude_version=", "CODEX_VERSION": "codex_version="} {
		if line := "\n" + pin + dockerfileArg(t, name) + "\n"; !strings.Contains(string(text), line) {
			t.Errorf(".ci/agents hasn't %s%s, as the Dockerfile has it", pin, dockerfileArg(t, name))
		}
	}
}

// TestDockerfile: what the classic builder can't do isn't in it, and no base but
// the two.
func TestDockerfile(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(repository, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if base, ok := strings.CutPrefix(line, "FROM "); ok {
			base, _, _ = strings.Cut(base, " ")
			if base != "golang:1.26-bookworm" && base != "debian:bookworm-slim" {
				t.Errorf("base %q", base)
			}
		}
	}
	if found := regexp.MustCompile(`--chmod|--mount|--link|<<|TARGETARCH|BUILDPLATFORM|# *syntax=`).FindString(string(text)); found != "" {
		t.Errorf("it has %q, which needs BuildKit", found)
	}
}
