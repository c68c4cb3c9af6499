package provider_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"jackin/provider"
	"jackin/provider/secret"
)

// Every entry of the catalogue, by the rules that hold for all.
func TestCatalogueEntries(t *testing.T) {
	c := provider.Default()
	agents, providers, keys := map[provider.AgentID]bool{}, map[provider.ID]bool{}, map[secret.Ref]provider.ID{}
	key := func(name secret.Ref, id provider.ID) {
		if !secret.IsName(string(name)) || strings.ToUpper(string(name)) != string(name) {
			t.Errorf("provider %q: %q can't be a key's name", id, name)
		}
		if other, taken := keys[name]; taken {
			t.Errorf("providers %q and %q share the key %s", other, id, name)
		}
		keys[name] = id
	}
	for _, p := range c.Providers {
		if providers[p.ID] || p.ID == "" || strings.ToLower(string(p.ID)) != string(p.ID) || p.Label == "" {
			t.Errorf("provider %q (%q): its ID is empty, taken or not in lower case, or it has no label", p.ID, p.Label)
		}
		providers[p.ID] = true
		for _, name := range p.Credentials {
			key(name, p.ID)
		}
		if (p.Key == "") != (len(p.Endpoints) == 0) {
			t.Errorf("provider %q: a key without an endpoint, or the reverse", p.ID)
		}
		if p.Key != "" {
			key(p.Key, p.ID)
		}
		serves := map[provider.AgentID]bool{}
		for _, e := range p.Endpoints {
			a, ok := c.Agent(e.Agent)
			if !ok || serves[e.Agent] || a.Native == p.ID {
				t.Errorf("provider %q: endpoint for %q, which is unknown, a second one, or native", p.ID, e.Agent)
			}
			serves[e.Agent] = true
			if got, err := c.CheckBaseURL(e.BaseURL); err != nil || got != e.BaseURL || !strings.HasPrefix(got, "https://") {
				t.Errorf("provider %q: base URL %q: %q, %v", p.ID, e.BaseURL, got, err)
			}
			if e.Models.Main == "" {
				t.Errorf("provider %q: no model for %q", p.ID, e.Agent)
			}
		}
		for _, r := range p.Refused {
			if r.Reason == "" || strings.ToLower(r.Host) != r.Host || strings.HasSuffix(r.Host, ".") {
				t.Errorf("provider %q: refused host %+v isn't canonical or has no reason", p.ID, r)
			}
		}
	}
	for _, a := range c.Agents {
		if agents[a.ID] || a.ID == "" || strings.ToLower(string(a.ID)) != string(a.ID) || a.Label == "" {
			t.Errorf("agent %q (%q): its ID is empty, taken or not in lower case, or it has no label", a.ID, a.Label)
		}
		agents[a.ID] = true
		if a.Native != "" && !providers[a.Native] {
			t.Errorf("agent %q: its native provider %q is unknown", a.ID, a.Native)
		}
		if len(a.Command) == 0 && len(a.Shells) == 0 {
			t.Errorf("agent %q: nothing to run", a.ID)
		}
		if len(a.Quit.Type) == 0 && a.Quit.Signal == "" {
			t.Errorf("agent %q: no way to ask it to quit", a.ID)
		}
		for _, name := range a.Login.Keys {
			native, _ := c.Provider(a.Native)
			if !slices.Contains(native.Credentials, name) {
				t.Errorf("agent %q: logs in with %s, which isn't its native provider's", a.ID, name)
			}
		}
		checkEnvironment(t, a)
		for _, argv := range append(append(append([][]string{a.Command, a.Always, a.Mode.Image, a.Mode.Redirected}, a.ImageArgs...), a.Redirect.Args...), a.Login.Args...) {
			checkNoShell(t, a.ID, argv)
		}
	}
}

func checkEnvironment(t *testing.T, a provider.Agent) {
	t.Helper()
	for _, s := range slices.Concat(a.Redirect.Set, a.ImageSet) {
		if !secret.IsName(s.Name) && s.Name != "${key}" {
			t.Errorf("agent %q sets %q, which is no name", a.ID, s.Name)
		}
	}
	for _, name := range a.Redirect.Unset {
		if !secret.IsName(strings.TrimSuffix(name, "*")) {
			t.Errorf("agent %q unsets %q: only a * at its end is understood", a.ID, name)
		}
	}
	if len(a.Redirect.Set) > 0 {
		if keyed := slices.IndexFunc(a.Redirect.Set, func(s provider.Setting) bool { return s.Key }); keyed < 0 {
			t.Errorf("agent %q: its redirect has no key", a.ID)
		}
	}
}

// Nothing splits arguments: one that looks as if a shell did it is a mistake.
func checkNoShell(t *testing.T, id provider.AgentID, argv []string) {
	t.Helper()
	for _, arg := range argv {
		text := strings.NewReplacer("${", "", ":toml}", "").Replace(arg)
		if text == "" || strings.ContainsAny(text, "'`;|&<>$\n\t ") {
			t.Errorf("agent %q: argument %q looks like a shell's", id, arg)
		}
	}
}

func TestKeyNames(t *testing.T) {
	want := []secret.Ref{
		"ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN", "OPENAI_API_KEY", "CODEX_API_KEY",
		"ZAI_API_KEY", "MINIMAX_API_KEY", "KIMI_CODE_API_KEY",
	}
	if got := provider.Default().KeyNames(); !slices.Equal(got, want) {
		t.Errorf("KeyNames() = %q, want %q", got, want)
	}
}

func TestBaseDrop(t *testing.T) {
	dropped := func(name string) bool {
		return slices.ContainsFunc(provider.BaseDrop(), func(pattern string) bool {
			ok, err := path.Match(pattern, name)
			return ok && err == nil
		})
	}
	for _, name := range []string{
		"CLAUDECODE", "CLAUDE_CODE_SESSION_ID", "CLAUDE_CODE_CHILD_SESSION", "CLAUDE_CODE_MESSAGING_TOKEN", "CODEX_THREAD_ID",
		"TMUX", "TMUX_PANE", "STY", "ZELLIJ", "ZELLIJ_SESSION_NAME", "HERDR_ENV", "TERM_PROGRAM", "TERM_PROGRAM_VERSION",
		"LC_TERMINAL", "LC_TERMINAL_VERSION", "TERM_SESSION_ID", "KITTY_WINDOW_ID", "GHOSTTY_BIN_DIR", "WEZTERM_PANE",
		"ALACRITTY_LOG", "ITERM_PROFILE", "KONSOLE_VERSION", "VTE_VERSION", "WT_SESSION", "WINDOWID", "COLORFGBG", "LINES", "COLUMNS",
	} {
		if !dropped(name) {
			t.Errorf("%s reaches every tab", name)
		}
	}
	for _, name := range []string{
		"PATH", "HOME", "TERM", "LC_ALL", "LANG", "SHELL", "ANTHROPIC_BASE_URL", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_MAX_CONTEXT_TOKENS",
		"CLAUDE_CONFIG_DIR", "CODEX_HOME", "JACKIN_PROVIDER", "EDITOR", "STYLE", "GOMAXPROCS",
	} {
		if dropped(name) {
			t.Errorf("%s is dropped, which is the user's own", name)
		}
	}
}

// Whatever a tab sets must not be what the base environment drops: it would be
// set in spite of the reason that it is dropped for.
func TestOverlaysSetNothingThatIsDropped(t *testing.T) {
	for _, a := range provider.Default().Agents {
		for _, s := range slices.Concat(a.Redirect.Set, a.ImageSet) {
			for _, pattern := range provider.BaseDrop() {
				if ok, _ := path.Match(pattern, s.Name); ok {
					t.Errorf("agent %q sets %s, which %s drops", a.ID, s.Name, pattern)
				}
			}
		}
	}
}

func TestCodexModels(t *testing.T) {
	name, data, err := provider.Default().CodexModels()
	if err != nil || filepath.Base(name) != name {
		t.Fatalf("CodexModels() = %q, %v", name, err)
	}
	var file struct{ Models []map[string]any }
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	if len(file.Models) != 1 {
		t.Fatalf("%d models, want 1", len(file.Models))
	}
	m := file.Models[0]
	if n := len(m["base_instructions"].(string)); n < 1000 {
		t.Errorf("base_instructions has %d bytes: no real system prompt", n)
	}
	delete(m, "base_instructions")
	got, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"auto_compact_token_limit":460800,"context_window":512000,"description":"MiniMax-M3 by MiniMax","display_name":"MiniMax-M3",` +
		`"experimental_supported_tools":[],"input_modalities":["text"],"max_context_window":512000,"priority":1,"shell_type":"unified_exec",` +
		`"slug":"MiniMax-M3","support_verbosity":false,"supported_in_api":true,"supported_reasoning_levels":[],` +
		`"truncation_policy":{"limit":10000,"mode":"tokens"},"visibility":"list"}`
	if string(got) != want {
		t.Errorf("entry = %s\nwant    %s", got, want)
	}
}

// No code compares with a provider's ID: what is special about one is data.
func TestNoCodeNamesAProvider(t *testing.T) {
	root := moduleRoot(t)
	var named []string
	for _, p := range provider.Default().Providers {
		named = append(named, string(p.ID), p.Label)
	}
	files := 0
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return err
		}
		set := token.NewFileSet()
		// A file that doesn't parse is the compiler's to report.
		parsed, err := parser.ParseFile(set, file, nil, parser.SkipObjectResolution)
		if err != nil {
			return nil
		}
		files++
		for _, lit := range comparedWith(parsed) {
			if s, err := strconv.Unquote(lit.Value); err == nil && slices.Contains(named, s) {
				t.Errorf("%s: code that names the provider %q; make it data of the catalogue", set.Position(lit.Pos()), s)
			}
		}
		return nil
	})
	if err != nil || files < 10 {
		t.Fatalf("walked %d files: %v", files, err)
	}
}

// comparedWith returns the string literals that are a switch's case or stand on
// one side of == or !=.
func comparedWith(f *ast.File) []*ast.BasicLit {
	var lits []*ast.BasicLit
	add := func(exprs ...ast.Expr) {
		for _, e := range exprs {
			if call, ok := e.(*ast.CallExpr); ok && len(call.Args) == 1 {
				e = call.Args[0] // a conversion: provider.ID("...")
			}
			if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				lits = append(lits, lit)
			}
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CaseClause:
			add(n.List...)
		case *ast.BinaryExpr:
			if n.Op == token.EQL || n.Op == token.NEQ {
				add(n.X, n.Y)
			}
		}
		return true
	})
	return lits
}

func moduleRoot(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	for ; err == nil && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
	}
	t.Fatalf("no go.mod above the working directory: %v", err)
	return ""
}
