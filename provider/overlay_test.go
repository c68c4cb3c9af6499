package provider_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jackin/provider"
	"jackin/provider/secret"
)

var update = flag.Bool("update", false, "rewrite testdata/overlays; look at the difference afterwards")

const (
	session = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
	resumed = "11111111-2222-3333-4444-555555555555"
)

// allKeys has a value for each key of the catalogue.
func allKeys(c *provider.Catalogue) provider.KeySet {
	keys := provider.KeySet{}
	for _, name := range c.KeyNames() {
		keys[name] = true
	}
	return keys
}

func lookup(env map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		v, ok := env[name]
		return v, ok
	}
}

func fromEnv(names ...secret.Ref) func(secret.Ref) bool {
	return func(name secret.Ref) bool { return slices.Contains(names, name) }
}

// The variants of a golden file: what the tab is opened with beside agent and
// provider.
func variants(c *provider.Catalogue) []struct {
	name string
	in   provider.OverlayInput
} {
	native := []secret.Ref{"ANTHROPIC_API_KEY", "CLAUDE_CODE_OAUTH_TOKEN", "OPENAI_API_KEY", "CODEX_API_KEY"}
	redirects := provider.KeySet{}
	for _, p := range c.Providers {
		redirects[p.Key] = p.Key != ""
	}
	base := provider.OverlayInput{Keys: allKeys(c), ServerDir: "/run/jackin/server"}
	with := func(change func(*provider.OverlayInput)) provider.OverlayInput {
		in := base
		change(&in)
		return in
	}
	return []struct {
		name string
		in   provider.OverlayInput
	}{
		{"bare machine, every key from the environment", with(func(in *provider.OverlayInput) { in.FromEnv = fromEnv(native...) })},
		{"bare machine, every key a file", base},
		{"bare machine, no native credentials", with(func(in *provider.OverlayInput) { in.Keys = redirects })},
		{"image, conversation", with(func(in *provider.OverlayInput) {
			in.InImage, in.RepoRoot, in.SessionID = true, `/home/me/a "shop"`, session
		})},
		{"in a MiniMax tab of another jackin", with(func(in *provider.OverlayInput) {
			in.Base = lookup(map[string]string{"JACKIN_PROVIDER": "minimax", "SHELL": "/bin/zsh", "CLAUDE_CODE_MAX_CONTEXT_TOKENS": "512000"})
		})},
	}
}

func format(o provider.Overlay) string {
	var b strings.Builder
	for _, a := range o.Argv {
		fmt.Fprintf(&b, "argv  %s\n", a)
	}
	for _, n := range o.Unset {
		fmt.Fprintf(&b, "unset %s\n", n)
	}
	for _, v := range o.Set {
		if v.Key != "" {
			fmt.Fprintf(&b, "set   %s = key %s\n", v.Name, v.Key)
		} else {
			fmt.Fprintf(&b, "set   %s = %s\n", v.Name, v.Value)
		}
	}
	if o.Session != "" {
		fmt.Fprintf(&b, "conversation %s\n", o.Session)
	}
	return b.String()
}

// One golden file for each agent with each provider that can answer it. They are
// to be read against the agents' and providers' documentation, not just made.
func TestGoldenOverlays(t *testing.T) {
	c := provider.Default()
	var want []string
	for _, a := range c.Agents {
		ids := []provider.ID{""}
		if a.Native != "" {
			ids = nil
			for _, p := range c.Available(a.ID, allKeys(c)) {
				ids = append(ids, p.ID)
			}
		}
		for _, id := range ids {
			name := strings.TrimSuffix(string(a.ID)+"_"+string(id), "_") + ".txt"
			want = append(want, name)
			var got strings.Builder
			var first string
			for _, v := range variants(c) {
				v.in.Agent, v.in.Provider = a.ID, id
				o, err := c.Overlay(v.in)
				if err != nil {
					t.Fatalf("Overlay(%q, %q) %s: %v", a.ID, id, v.name, err)
				}
				text := format(o)
				if text == first {
					text = "as the first one\n"
				}
				if first == "" {
					first = text
				}
				fmt.Fprintf(&got, "-- %s --\n%s", v.name, text)
			}
			path := filepath.Join("testdata", "overlays", name)
			if *update {
				if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			golden, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(golden), got.String()); diff != "" {
				t.Errorf("%s (-want +got):\n%s", path, diff)
			}
		}
	}
	entries, err := os.ReadDir(filepath.Join("testdata", "overlays"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if !slices.Contains(want, e.Name()) {
			t.Errorf("testdata/overlays/%s belongs to no agent and provider", e.Name())
		}
	}
}

// What users were promised, word by word: the seven variables of a redirected
// Claude tab.
func TestTheSevenVariables(t *testing.T) {
	c := provider.Default()
	for id, want := range map[provider.ID][]provider.Var{
		"minimax": seven("MINIMAX_API_KEY", "https://api.minimax.io/anthropic", "MiniMax-M3", "MiniMax-M3", "MiniMax-M3"),
		"zai":     seven("ZAI_API_KEY", "https://api.z.ai/api/anthropic", "glm-5.1", "glm-5-turbo", "glm-4.5-air"),
		"kimi":    seven("KIMI_CODE_API_KEY", "https://api.kimi.com/coding", "kimi-for-coding", "kimi-for-coding", "kimi-for-coding"),
	} {
		o, err := c.Overlay(provider.OverlayInput{Agent: "claude", Provider: id, Keys: allKeys(c)})
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range want {
			if !slices.Contains(o.Set, v) {
				t.Errorf("claude with %q doesn't set %+v; it sets %+v", id, v, o.Set)
			}
		}
	}
}

func seven(key secret.Ref, url, opus, sonnet, haiku string) []provider.Var {
	return []provider.Var{
		{Name: "ANTHROPIC_AUTH_TOKEN", Key: key},
		{Name: "ANTHROPIC_BASE_URL", Value: url},
		{Name: "ANTHROPIC_DEFAULT_OPUS_MODEL", Value: opus},
		{Name: "ANTHROPIC_DEFAULT_SONNET_MODEL", Value: sonnet},
		{Name: "ANTHROPIC_DEFAULT_HAIKU_MODEL", Value: haiku},
		{Name: "API_TIMEOUT_MS", Value: "3000000"},
		{Name: "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", Value: "1"},
	}
}

// Whose keys a tab gets, for every agent with every provider.
func TestKeysStayInTheirTabs(t *testing.T) {
	c := provider.Default()
	keys := allKeys(c)
	for _, a := range c.Agents {
		for _, p := range append(slices.Clone(c.Providers), provider.Provider{}) {
			o, err := c.Overlay(provider.OverlayInput{Agent: a.ID, Provider: p.ID, Keys: keys, FromEnv: fromEnv("OPENAI_API_KEY")})
			if err != nil {
				continue // not a pair
			}
			var got, want []secret.Ref
			for _, v := range o.Set {
				if v.Key != "" {
					got = append(got, v.Key)
				}
			}
			switch {
			case a.Native == "": // only what came in with the environment
				want = []secret.Ref{"OPENAI_API_KEY"}
			case p.ID == a.Native:
				want = p.Credentials
			default:
				want = []secret.Ref{p.Key}
				for _, own := range c.Providers {
					for _, name := range own.Credentials {
						if own.ID == a.Native && !slices.Contains(o.Unset, string(name)) {
							t.Errorf("%q with %q doesn't unset %s", a.ID, p.ID, name)
						}
					}
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("keys of %q with %q (-want +got):\n%s", a.ID, p.ID, diff)
			}
		}
	}
}

// Claude Code asks whether to use an ANTHROPIC_API_KEY that it finds; in the image
// nothing asks.
func TestKeyHelper(t *testing.T) {
	for _, tc := range []struct {
		name string
		in   provider.OverlayInput
		want string // the variable that has the key
	}{
		{"image", provider.OverlayInput{InImage: true}, "JACKIN_ANTHROPIC_API_KEY"},
		{"bare machine", provider.OverlayInput{}, "ANTHROPIC_API_KEY"},
		{"own settings", provider.OverlayInput{InImage: true, ExtraArgs: []string{"--settings={}"}}, "ANTHROPIC_API_KEY"},
	} {
		tc.in.Agent, tc.in.Provider, tc.in.Keys = "claude", "anthropic", provider.KeySet{"ANTHROPIC_API_KEY": true}
		o, err := provider.Default().Overlay(tc.in)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, v := range o.Set {
			if v.Key == "ANTHROPIC_API_KEY" {
				got = append(got, v.Name)
			}
		}
		if diff := cmp.Diff([]string{tc.want}, got); diff != "" {
			t.Errorf("%s: variables with the key (-want +got):\n%s", tc.name, diff)
		}
	}
	if names := provider.Default().EnvironNames(); !slices.Contains(names, "JACKIN_ANTHROPIC_API_KEY") {
		t.Errorf("EnvironNames() = %v: without the helper's variable", names)
	}
}

func TestOverlayArguments(t *testing.T) {
	c, err := provider.Default().WithSettings(provider.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	const free = `--dangerously-skip-permissions --settings {"skipDangerousModePermissionPrompt":true}`
	for _, tc := range []struct {
		name    string
		command []string
		in      provider.OverlayInput
		want    string
		session string
	}{
		{name: "native, bare machine", in: provider.OverlayInput{Provider: "anthropic"}, want: "claude"},
		{name: "redirected, bare machine", in: provider.OverlayInput{Provider: "minimax"}, want: "claude --permission-mode default"},
		{name: "native, image", in: provider.OverlayInput{Provider: "anthropic", InImage: true}, want: "claude " + free},
		{name: "redirected, image", in: provider.OverlayInput{Provider: "minimax", InImage: true}, want: "claude " + free},
		{name: "own mode in the arguments", in: provider.OverlayInput{Provider: "minimax", ExtraArgs: []string{"--permission-mode=plan"}},
			want: "claude --permission-mode=plan"},
		{name: "own mode in the arguments, image", in: provider.OverlayInput{Provider: "minimax", InImage: true, ExtraArgs: []string{"--permission-mode", "plan"}},
			want: "claude --permission-mode plan"},
		{name: "own command", command: []string{"/opt/claude", "--verbose"}, in: provider.OverlayInput{Provider: "anthropic"}, want: "/opt/claude --verbose"},
		{name: "own command, redirected", command: []string{"/opt/claude", "--verbose"}, in: provider.OverlayInput{Provider: "kimi"},
			want: "/opt/claude --verbose --permission-mode default"},
		{name: "own command with a mode, redirected", command: []string{"claude", "--dangerously-skip-permissions"}, in: provider.OverlayInput{Provider: "kimi"},
			want: "claude --dangerously-skip-permissions"},
		{name: "own command, image", command: []string{"claude"}, in: provider.OverlayInput{Provider: "anthropic", InImage: true}, want: "claude"},
		{name: "own command, redirected, image", command: []string{"claude"}, in: provider.OverlayInput{Provider: "zai", InImage: true},
			want: "claude --permission-mode default"},
		{name: "native with a key, image", in: provider.OverlayInput{Provider: "anthropic", InImage: true, Keys: provider.KeySet{"ANTHROPIC_API_KEY": true}},
			want: `claude --dangerously-skip-permissions --settings {"skipDangerousModePermissionPrompt":true,"apiKeyHelper":"printenv JACKIN_ANTHROPIC_API_KEY"}`},
		{name: "native with a key and an own mode, image", in: provider.OverlayInput{Provider: "anthropic", InImage: true, Keys: provider.KeySet{"ANTHROPIC_API_KEY": true}, ExtraArgs: []string{"--permission-mode", "plan"}},
			want: `claude --settings {"apiKeyHelper":"printenv JACKIN_ANTHROPIC_API_KEY"} --permission-mode plan`},
		{name: "native with a key and own settings, image", in: provider.OverlayInput{Provider: "anthropic", InImage: true, Keys: provider.KeySet{"ANTHROPIC_API_KEY": true}, ExtraArgs: []string{"--settings", "mine.json"}},
			want: "claude --dangerously-skip-permissions --settings mine.json"},
		{name: "conversation", in: provider.OverlayInput{Provider: "anthropic", SessionID: session}, want: "claude --session-id " + session, session: session},
		{name: "conversation before the arguments", in: provider.OverlayInput{Provider: "zai", SessionID: session, ExtraArgs: []string{"fix it"}},
			want: "claude --permission-mode default --session-id " + session + " fix it", session: session},
		{name: "conversation taken up", in: provider.OverlayInput{Provider: "anthropic", SessionID: session, Resume: resumed}, want: "claude --resume " + resumed, session: resumed},
		{name: "own --session-id", in: provider.OverlayInput{Provider: "anthropic", SessionID: session, ExtraArgs: []string{"--session-id", resumed}}, want: "claude --session-id " + resumed},
		{name: "own --resume=", in: provider.OverlayInput{Provider: "anthropic", SessionID: session, ExtraArgs: []string{"--resume=x"}}, want: "claude --resume=x"},
		{name: "own -r", in: provider.OverlayInput{Provider: "anthropic", SessionID: session, ExtraArgs: []string{"-rx"}}, want: "claude -rx"},
		{name: "own --continue", in: provider.OverlayInput{Provider: "anthropic", SessionID: session, ExtraArgs: []string{"--continue"}}, want: "claude --continue"},
		{name: "own -c", in: provider.OverlayInput{Provider: "anthropic", SessionID: session, ExtraArgs: []string{"-c"}}, want: "claude -c"},
		{name: "own -p", in: provider.OverlayInput{Provider: "anthropic", Resume: session, ExtraArgs: []string{"-p", "hi"}}, want: "claude -p hi"},
		{name: "own -c in the command", command: []string{"claude", "-c"}, in: provider.OverlayInput{Provider: "anthropic", SessionID: session}, want: "claude -c"},
		{name: "text after --", in: provider.OverlayInput{Provider: "anthropic", SessionID: session, ExtraArgs: []string{"--", "-c"}},
			want: "claude --session-id " + session + " -- -c", session: session},
		{name: "codex", in: provider.OverlayInput{Agent: "codex", Provider: "openai"}, want: "codex --no-daemon"},
		{name: "codex, new conversations have no id", in: provider.OverlayInput{Agent: "codex", Provider: "openai", SessionID: session}, want: "codex --no-daemon"},
		{name: "codex taken up", in: provider.OverlayInput{Agent: "codex", Provider: "openai", Resume: session}, want: "codex --no-daemon resume " + session, session: session},
		{name: "codex, own --no-daemon", command: []string{"codex", "--no-daemon"}, in: provider.OverlayInput{Agent: "codex", Provider: "openai"}, want: "codex --no-daemon"},
		{name: "codex, own command", command: []string{"codex", "-a", "never"}, in: provider.OverlayInput{Agent: "codex", Provider: "openai"}, want: "codex -a never --no-daemon"},
		{name: "codex, image, own mode", in: provider.OverlayInput{Agent: "codex", Provider: "openai", InImage: true, RepoRoot: "/r", ExtraArgs: []string{"-s", "read-only"}},
			want: `codex --no-daemon -c projects={"/r"={trust_level="trusted"}} -s read-only`},
		{name: "shell", in: provider.OverlayInput{Agent: "shell", SessionID: session, Resume: resumed}, want: "/bin/bash"},
		{name: "shell with arguments", in: provider.OverlayInput{Agent: "shell", ExtraArgs: []string{"-x"}}, want: "/bin/bash -x"},
		{name: "own shell", command: []string{"/bin/fish", "-i"}, in: provider.OverlayInput{Agent: "shell", InImage: true}, want: "/bin/fish -i"},
	} {
		if tc.in.Agent == "" {
			tc.in.Agent = "claude"
		}
		if tc.in.Keys == nil {
			tc.in.Keys = provider.KeySet{"MINIMAX_API_KEY": true, "ZAI_API_KEY": true, "KIMI_CODE_API_KEY": true}
		}
		use := c
		if tc.command != nil {
			if use, err = c.WithSettings(provider.Settings{Commands: map[provider.AgentID][]string{tc.in.Agent: tc.command}}); err != nil {
				t.Fatal(err)
			}
		}
		o, err := use.Overlay(tc.in)
		if err != nil {
			t.Errorf("%s: %v", tc.name, err)
			continue
		}
		if got := strings.Join(o.Argv, " "); got != tc.want || o.Session != tc.session {
			t.Errorf("%s: argv %q, conversation %q; want %q, %q", tc.name, got, o.Session, tc.want, tc.session)
		}
	}
}

// A key of ours replaces Codex's login; one from the environment is left to the
// user's own set-up, and so is a command that chooses a provider by itself.
func TestCodexLogin(t *testing.T) {
	const inline = `model_providers.openai-key={name="OpenAI",base_url="https://api.openai.com/v1",env_key=%q,wire_api="responses"}`
	for _, tc := range []struct {
		name    string
		keys    provider.KeySet
		fromEnv []secret.Ref
		extra   []string
		envKey  string // empty: no inline provider
		keyed   bool
	}{
		{name: "none"},
		{name: "file", keys: provider.KeySet{"OPENAI_API_KEY": true}, envKey: "OPENAI_API_KEY", keyed: true},
		{name: "empty file", keys: provider.KeySet{"OPENAI_API_KEY": false}},
		{name: "environment", keys: provider.KeySet{"OPENAI_API_KEY": true}, fromEnv: []secret.Ref{"OPENAI_API_KEY"}, keyed: true},
		{name: "other file", keys: provider.KeySet{"CODEX_API_KEY": true}, envKey: "CODEX_API_KEY", keyed: true},
		{name: "both", keys: provider.KeySet{"CODEX_API_KEY": true, "OPENAI_API_KEY": true}, envKey: "OPENAI_API_KEY", keyed: true},
		{name: "own provider", keys: provider.KeySet{"OPENAI_API_KEY": true}, extra: []string{"-c", "model_provider=azure"}, keyed: true},
	} {
		c := provider.Default()
		o, err := c.Overlay(provider.OverlayInput{Agent: "codex", Provider: "openai", Keys: tc.keys, FromEnv: fromEnv(tc.fromEnv...), ExtraArgs: tc.extra})
		if err != nil {
			t.Fatal(err)
		}
		want := []string{"codex", "--no-daemon"}
		if tc.keyed {
			want = append(want, "-c", "features.shell_snapshot=false")
		}
		if tc.envKey != "" {
			want = append(want, "-c", "model_provider=openai-key", "-c", fmt.Sprintf(inline, tc.envKey))
		}
		if diff := cmp.Diff(append(want, tc.extra...), o.Argv); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
}

func TestOverridableSetting(t *testing.T) {
	const name = "CLAUDE_CODE_MAX_CONTEXT_TOKENS"
	for _, tc := range []struct {
		name string
		base map[string]string
		want bool // whether we set it
	}{
		{"absent", nil, true},
		{"empty", map[string]string{name: ""}, true},
		{"the user's", map[string]string{name: "200000"}, false},
		{"in a native tab, the user's", map[string]string{name: "200000", "JACKIN_PROVIDER": "anthropic"}, false},
		{"in a redirected tab, ours", map[string]string{name: "512000", "JACKIN_PROVIDER": "minimax"}, true},
	} {
		c := provider.Default()
		o, err := c.Overlay(provider.OverlayInput{Agent: "claude", Provider: "minimax", Keys: allKeys(c), Base: lookup(tc.base)})
		if err != nil {
			t.Fatal(err)
		}
		got := slices.ContainsFunc(o.Set, func(v provider.Var) bool { return v.Name == name })
		if got != tc.want {
			t.Errorf("%s: sets %s: %t, want %t", tc.name, name, got, tc.want)
		}
	}
}

func TestInherited(t *testing.T) {
	c := provider.Default()
	if got := c.Inherited(nil); got != nil {
		t.Errorf("Inherited(nil) = %q", got)
	}
	if got := c.Inherited(lookup(map[string]string{"ANTHROPIC_BASE_URL": "x"})); got != nil {
		t.Errorf("Inherited outside of a tab = %q, want a user's own gateway left alone", got)
	}
	marks := []string{"JACKIN_TAB", "JACKIN_AGENT", "JACKIN_PROVIDER"}
	if got := c.Inherited(lookup(map[string]string{"JACKIN_PROVIDER": "anthropic"})); !slices.Equal(got, marks) {
		t.Errorf("Inherited in a native tab = %q, want %q", got, marks)
	}
	for _, outer := range []string{"minimax", "a provider of tomorrow", ""} {
		got := c.Inherited(lookup(map[string]string{"JACKIN_PROVIDER": outer}))
		for _, name := range append(marks, "ANTHROPIC_AUTH_TOKEN", "ANTHROPIC_BASE_URL", "ANTHROPIC_DEFAULT_OPUS_MODEL") {
			if !slices.Contains(got, name) {
				t.Errorf("Inherited in a tab of %q = %q, lacks %s", outer, got, name)
			}
		}
	}
}

func TestOverlayRefuses(t *testing.T) {
	c := provider.Default()
	for _, tc := range []struct {
		name string
		in   provider.OverlayInput
		key  secret.Ref
		want string
	}{
		{"unknown agent", provider.OverlayInput{Agent: "aider", Provider: "openai"}, "", `unknown agent "aider"; known are claude, codex, shell`},
		{"unknown provider", provider.OverlayInput{Agent: "claude", Provider: "acme"}, "", `unknown provider "acme"; known are anthropic, openai, zai, minimax, kimi`},
		{"no provider", provider.OverlayInput{Agent: "claude"}, "", "no provider named"},
		{"other native", provider.OverlayInput{Agent: "claude", Provider: "openai"}, "", "OpenAI doesn't serve Claude"},
		{"doesn't serve", provider.OverlayInput{Agent: "codex", Provider: "zai", Keys: provider.KeySet{"ZAI_API_KEY": true}}, "", "Z.AI doesn't serve Codex"},
		{"shell", provider.OverlayInput{Agent: "shell", Provider: "minimax", Keys: provider.KeySet{"MINIMAX_API_KEY": true}}, "", "Shell has no provider"},
		{"no key", provider.OverlayInput{Agent: "claude", Provider: "minimax"}, "MINIMAX_API_KEY", "MINIMAX_API_KEY is not set, or empty"},
		{"empty key", provider.OverlayInput{Agent: "codex", Provider: "minimax", Keys: provider.KeySet{"MINIMAX_API_KEY": false}}, "MINIMAX_API_KEY", "MINIMAX_API_KEY is not set, or empty"},
		{"another's key", provider.OverlayInput{Agent: "claude", Provider: "kimi", Keys: provider.KeySet{"MINIMAX_API_KEY": true, "ZAI_API_KEY": true}}, "KIMI_CODE_API_KEY", "KIMI_CODE_API_KEY is not set, or empty"},
	} {
		o, err := c.Overlay(tc.in)
		var r *provider.Refusal
		if !errors.As(err, &r) || r.Reason != tc.want || r.Key != tc.key || !strings.Contains(err.Error(), tc.want) {
			t.Errorf("%s: Overlay = %v, want %q for key %q", tc.name, err, tc.want, tc.key)
		}
		if len(o.Argv)+len(o.Set)+len(o.Unset) > 0 {
			t.Errorf("%s: an overlay beside the refusal: %+v", tc.name, o)
		}
		if got := c.Unavailable(tc.in.Agent, tc.in.Provider, tc.in.Keys); got != tc.want {
			t.Errorf("%s: Unavailable = %q, want %q", tc.name, got, tc.want)
		}
	}
	for _, id := range []string{"x", "--resume", session + "x", strings.Replace(session, "-", "_", 1)} {
		for _, in := range []provider.OverlayInput{{SessionID: id}, {Resume: id}} {
			in.Agent, in.Provider = "claude", "anthropic"
			if _, err := c.Overlay(in); err == nil {
				t.Errorf("Overlay with conversation %q succeeded", id)
			}
		}
	}
}

func TestProgram(t *testing.T) {
	c, err := provider.Default().WithSettings(provider.Settings{Commands: map[provider.AgentID][]string{"codex": {"/opt/codex", "-x"}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		agent    provider.AgentID
		shell    string
		programs []string
		want     string
	}{
		{agent: "claude", want: "claude"},
		{agent: "codex", want: "/opt/codex"},
		{agent: "aider", want: ""},
		{agent: "shell", shell: "/bin/zsh", programs: []string{"/bin/zsh", "/bin/bash", "/bin/sh"}, want: "/bin/zsh"},
		{agent: "shell", shell: "/bin/zsh", programs: []string{"/bin/bash", "/bin/sh"}, want: "/bin/bash"},
		{agent: "shell", shell: "zsh", programs: []string{"zsh", "/bin/sh"}, want: "/bin/sh"},
		{agent: "shell", programs: []string{"/bin/sh"}, want: "/bin/sh"},
		{agent: "shell", want: "/bin/sh"},
	} {
		base := lookup(map[string]string{"SHELL": tc.shell})
		got := c.Program(tc.agent, base, func(path string) bool { return slices.Contains(tc.programs, path) })
		if got != tc.want {
			t.Errorf("Program(%q) with SHELL=%q and %q = %q, want %q", tc.agent, tc.shell, tc.programs, got, tc.want)
		}
	}
}

func TestTranscript(t *testing.T) {
	c := provider.Default()
	for _, tc := range []struct {
		agent        provider.AgentID
		session      string
		env          map[string]string
		dir, pattern string
		ok           bool
	}{
		{"claude", session, map[string]string{"HOME": "/home/me"}, "/home/me/.claude", "projects/*/" + session + ".jsonl", true},
		{"claude", session, map[string]string{"HOME": "/home/me", "CLAUDE_CONFIG_DIR": "/c"}, "/c", "projects/*/" + session + ".jsonl", true},
		{"claude", session, nil, "", "", false},
		{"claude", "*", map[string]string{"HOME": "/home/me"}, "", "", false},
		{"codex", session, map[string]string{"HOME": "/home/me"}, "/home/me/.codex", "sessions/*/*/*/rollout-*-" + session + ".jsonl", true},
		{"codex", session, map[string]string{"HOME": "/home/me", "CODEX_HOME": "/c"}, "/c", "sessions/*/*/*/rollout-*-" + session + ".jsonl", true},
		{"shell", session, map[string]string{"HOME": "/home/me"}, "", "", false},
	} {
		dir, pattern, ok := c.Transcript(tc.agent, tc.session, lookup(tc.env))
		if dir != tc.dir || pattern != tc.pattern || ok != tc.ok {
			t.Errorf("Transcript(%q, %q, %v) = %q, %q, %t; want %q, %q, %t", tc.agent, tc.session, tc.env, dir, pattern, ok, tc.dir, tc.pattern, tc.ok)
		}
	}
	if _, _, ok := c.Transcript("claude", session, nil); ok {
		t.Error("Transcript without an environment is ok")
	}
}

func TestOpenConversation(t *testing.T) {
	c := provider.Default()
	for _, tc := range []struct {
		agent provider.AgentID
		name  string
		ok    bool
	}{
		{"codex", "/home/me/.codex/sessions/2026/11/24/rollout-2026-11-24T14-48-08-" + session + ".jsonl", true},
		{"codex", "sessions/2026/11/24/rollout-x-" + session + ".jsonl", true},
		{"codex", "/home/me/.codex/sessions/2026/11/24/rollout-x-" + session + ".jsonl (deleted)", false},
		{"codex", "/home/me/.codex/sessions/24/rollout-x-" + session + ".jsonl", false},
		{"codex", "/home/me/.codex/sessions/2026/11/24/rollout-x.jsonl", false},
		{"codex", "/home/me/.codex/thread-writer-locks/" + session + ".lock", false},
		{"codex", "", false},
		// Its command line names the conversation.
		{"claude", "/home/me/.claude/projects/x/" + session + ".jsonl", false},
		{"shell", "/home/me/.codex/sessions/2026/11/24/rollout-x-" + session + ".jsonl", false},
	} {
		want := ""
		if tc.ok {
			want = session
		}
		got, ok := c.OpenConversation(tc.agent, tc.name)
		if ok != tc.ok || ok && got != want {
			t.Errorf("OpenConversation(%q, %q) = %q, %t; want %q, %t", tc.agent, tc.name, got, ok, want, tc.ok)
		}
	}
	if c.KeepsOpen("claude") || !c.KeepsOpen("codex") {
		t.Error("KeepsOpen isn't of codex alone")
	}
}
