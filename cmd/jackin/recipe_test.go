package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	contributing  = "../../.github/CONTRIBUTING.md"
	providersFile = "../../provider/providers.go"
)

// recipe is the first code of language in a section of CONTRIBUTING.
func recipe(t *testing.T, section, language string) string {
	t.Helper()
	b, err := os.ReadFile(contributing)
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(b), "\n### "+section+"\n")
	text, _, _ = strings.Cut(text, "\n### ")
	_, code, ok := strings.Cut(text, "```"+language+"\n")
	code, _, closed := strings.Cut(code, "```")
	if !ok || !closed {
		t.Fatalf("CONTRIBUTING has no code of %s under %q", language, section)
	}
	return code
}

// withProvider builds a jackin whose list of providers ends with entry. The tree
// stays as it is.
func withProvider(t *testing.T, entry string) (binary string) {
	t.Helper()
	list, err := os.ReadFile(providersFile)
	if err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutSuffix(string(list), "\t}\n}\n")
	if !ok {
		t.Fatalf("%s doesn't end with the list", providersFile)
	}
	dir := t.TempDir()
	changed := filepath.Join(dir, "providers.go")
	if err := os.WriteFile(changed, []byte(text+entry+"\t}\n}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	original, err := filepath.Abs(providersFile)
	if err != nil {
		t.Fatal(err)
	}
	replace, err := json.Marshal(map[string]any{"Replace": map[string]string{original: changed}})
	if err != nil {
		t.Fatal(err)
	}
	overlay := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(overlay, replace, 0o600); err != nil {
		t.Fatal(err)
	}
	binary = filepath.Join(dir, "jackin")
	if out, err := exec.Command("go", "build", "-overlay", overlay, "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return binary
}

// TestRecipeProvider follows CONTRIBUTING's recipe: one entry, and there are the
// picker's row, the label and the environment, and none without the key.
func TestRecipeProvider(t *testing.T) {
	t.Parallel()
	own := withProvider(t, recipe(t, "A provider", "go"))
	w := newWorld(t)
	w.binary = own
	w.script("claude", `echo "base $ANTHROPIC_BASE_URL"; echo "token $ANTHROPIC_AUTH_TOKEN"
echo "models $ANTHROPIC_DEFAULT_OPUS_MODEL $ANTHROPIC_DEFAULT_SONNET_MODEL $ANTHROPIC_DEFAULT_HAIKU_MODEL"; echo "key ${EXAMPLE_API_KEY:-none}"; exec cat`)
	w.vars["EXAMPLE_API_KEY"] = "ex-canary-example"
	o := w.jackin(100, 24)
	o.wait("New tab")
	o.send("\r")
	o.wait("Claude: provider", "Anthropic", "Example")
	o.send("j\r")
	o.wait("Claude (Example)", "base https://api.example.com/anthropic", "token ex-canary-example",
		"models example-large example-large example-small", "key none")
	w.must("new", "claude")
	o.wait("Claude (Anthropic)")
	if shown := w.must("capture", "2"); strings.Contains(shown, "example") {
		t.Errorf("the native tab has something of the new provider's:\n%s", shown)
	}
	if list := w.must("providers", "claude"); !strings.Contains(list, "example") {
		t.Errorf("providers doesn't list it:\n%s", list)
	}

	without := newWorld(t)
	without.binary = own
	bare := without.jackin(100, 24)
	bare.wait("New tab")
	bare.send("\r")
	bare.wait("1 Claude │", "claude stands in")
	if list := without.must("providers", "claude"); !strings.Contains(list, "EXAMPLE_API_KEY") {
		t.Errorf("providers doesn't say which key is missing:\n%s", list)
	}
}
