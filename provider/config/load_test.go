package config_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jackin/provider"
	"jackin/provider/config"
	"jackin/provider/secret"
)

// write makes a config directory of files, whose names may have a directory.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// lines returns what is wrong, without the directory.
func lines(err error, dir string) []string {
	if err == nil {
		return nil
	}
	return strings.Split(strings.ReplaceAll(err.Error(), dir+"/", ""), "\n")
}

// show writes an entry in words, revealing canaries.
func show(entries []config.EnvEntry) []string {
	var out []string
	for _, e := range entries {
		ref, account := e.Source.Op()
		out = append(out, fmt.Sprintf("%s:%d %s %v %s%s%s%s", filepath.Base(e.File), e.Line, e.Name, e.Source.Kind(),
			e.Source.Literal().Reveal(), e.Source.HostVariable(), ref, account))
	}
	return out
}

const everything = `# All that can be said.
leader = ["ctrl+\\", "Ctrl+Alt+Space"]
mouse = true
client_timeout = "5m"
stop_timeout = "20s"

[env]
MINIMAX_API_KEY = "op://Team/MiniMax/key"     # a reference
ZAI_API_KEY = "$ZAI"
KIMI_CODE_API_KEY = { op = "op://Team/Kimi/key", account = "acme" }
"REGION" = 'eu'
EMPTY = ""
OPENAI_API_KEY = false

[roles.backend]
image = "registry.example:5000/shop-backend:1"
[roles.backend.env]
REGION = "us"
[roles.front-end_2]

[providers.minimax.claude]
base_url = "http://127.0.0.1:8080/anthropic/"
[providers.minimax]
codex.base_url = "https://gateway.example/v1"
[agents.claude]
command = ["claude", "--permission-mode", "default"]
`

const shop = `workdir = "/home/me/shop"
default_role = "backend"
default_agent = "codex"
[env]
MINIMAX_API_KEY = "sk-cp-canary-minimax"
[roles.backend.env]
MINIMAX_API_KEY = "${SHOP_MINIMAX}"
`

func TestLoadEverything(t *testing.T) {
	dir := write(t, map[string]string{"config.toml": everything, "workspaces/shop.toml": shop, "workspaces/.shop.toml.swp": "x", "workspaces/notes.txt": "x"})
	c, err := config.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name string
		got  []config.EnvEntry
		want []string
	}{
		{"global", c.GlobalEnv(), []string{
			"config.toml:8 MINIMAX_API_KEY 1Password reference op://Team/MiniMax/key",
			"config.toml:9 ZAI_API_KEY host variable ZAI",
			"config.toml:10 KIMI_CODE_API_KEY 1Password reference op://Team/Kimi/keyacme",
			"config.toml:11 REGION literal eu",
			"config.toml:12 EMPTY literal ",
			"config.toml:13 OPENAI_API_KEY hidden ",
		}},
		{"role", c.Roles["backend"].Env, []string{"config.toml:18 REGION literal us"}},
		{"workspace", c.Workspaces["shop"].Env, []string{"shop.toml:5 MINIMAX_API_KEY literal sk-cp-canary-minimax"}},
		{"workspace's role", c.Workspaces["shop"].Roles["backend"].Env, []string{"shop.toml:7 MINIMAX_API_KEY host variable SHOP_MINIMAX"}},
	} {
		if diff := cmp.Diff(tc.want, show(tc.got)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tc.name, diff)
		}
	}
	wantOptions := config.DefaultOptions()
	wantOptions.Leaders, wantOptions.Mouse = []string{`ctrl+\`, "ctrl+alt+space"}, true
	wantOptions.ClientTimeout, wantOptions.StopTimeout = 5*time.Minute, 20*time.Second
	if diff := cmp.Diff(wantOptions, c.Options); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
	w := c.Workspaces["shop"]
	if len(c.Workspaces) != 1 || w.Workdir != "/home/me/shop" || w.DefaultRole != "backend" || w.DefaultAgent != "codex" {
		t.Errorf("workspaces = %+v", c.Workspaces)
	}
	if _, ok := c.Roles["front-end_2"]; !ok || len(c.Roles) != 2 || c.Roles["backend"].Image != "registry.example:5000/shop-backend:1" {
		t.Errorf("roles = %+v", c.Roles)
	}
	s := c.Settings()
	options, err := config.DecodeOptions(s.Options)
	if diff := cmp.Diff(wantOptions, options); err != nil || diff != "" {
		t.Errorf("DecodeOptions = %v (-want +got):\n%s", err, diff)
	}
	s.Options = nil
	wantSettings := provider.Settings{
		BaseURLs: map[provider.ID]map[provider.AgentID]string{"minimax": {
			"claude": "http://127.0.0.1:8080/anthropic", "codex": "https://gateway.example/v1",
		}},
		Commands: map[provider.AgentID][]string{"claude": {"claude", "--permission-mode", "default"}},
	}
	if diff := cmp.Diff(wantSettings, s); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	if _, err := provider.Default().WithSettings(s); err != nil {
		t.Error(err)
	}
	// What is handed to a server holds nothing of any [env].
	record, err := c.Settings().Encode()
	if err != nil || strings.Contains(string(record), "canary") || strings.Contains(string(record), "op://") || strings.Contains(string(record), "REGION") {
		t.Errorf("record %s, %v", record, err)
	}
	if all := fmt.Sprintf("%v %+v %#v", c, *c, c.Workspaces); strings.Contains(all, "canary") || strings.Contains(all, "op://") {
		t.Errorf("printed config shows a source: %s", all)
	}
}

func TestLoadNothing(t *testing.T) {
	for name, dir := range map[string]string{
		"no directory":     filepath.Join(t.TempDir(), "absent"),
		"empty directory":  t.TempDir(),
		"no name":          "",
		"empty files":      write(t, map[string]string{"config.toml": "", "workspaces/a.toml": "# nothing\n"}),
		"byte order mark":  write(t, map[string]string{"config.toml": "\ufeff[env]\n"}),
		"carriage returns": write(t, map[string]string{"config.toml": "[env]\r\n# x\r\n"}),
	} {
		c, err := config.Load(dir)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(config.DefaultOptions(), c.Options); diff != "" || len(c.GlobalEnv()) > 0 || len(c.Roles) > 0 {
			t.Errorf("%s: %+v", name, c)
		}
	}
}

// A config.toml in the working directory is nobody's config.
func TestLoadNoNameReadsNoFile(t *testing.T) {
	t.Chdir(write(t, map[string]string{"config.toml": "nonsense = 1\n", "workspaces/x.toml": "nonsense = 1\n"}))
	if _, err := config.Load(""); err != nil {
		t.Errorf("Load(\"\") = %v", err)
	}
}

// Every problem at once, each with its place.
func TestLoadSaysAllThatIsWrong(t *testing.T) {
	dir := write(t, map[string]string{
		"config.toml": `leadr = "ctrl+a"
mouse = "yes"
leader = ["x", "ctrl+b"]
  client_timeout = 10
stop_timeout = "1h"
[env]
MINIMAX_API_KEY = 17
PATH = "/canary"
LD_PRELOAD = "canary"
JACKIN_RUN_DIR = "canary"
TERM = "canary"
TMUX_PANE = "canary"
"not a name" = "canary"
DOLLAR = "$canary-x"
BROKEN = "op://canary"
TRUE = true
TABLE = { account = "canary" }
TABLE2 = { op = "op://a/b/c", acount = "canary" }
TABLE3 = { op = 5 }
CHINA = "https://api.minimaxi.com/canary"
[roles.backend]
imagee = "x"
image = "--privileged"
env = 5
[roles."-x"]
[providers.acme.claude]
base_url = "https://canary.example"
[providers.minimax.claude]
base_url = "https://api.MiniMaxi.com./anthropic"
[providers.minimax.aider]
[providers.minimax.codex]
url = "x"
base_url = "http://gateway.example/canary"
[providers.anthropic.claude]
base_url = "https://x.example"
[providers]
zai = "canary"
[agents.claude]
command = "claude canary"
[agents.codex]
command = ["codex canary"]
[agents.shell]
command = ["sh", 5]
[agents.aider]
[[agents.kimi]]
`,
		"workspaces/bad name.toml": "",
		"workspaces/shop.toml": `workdir = "shop"
default_role = "frontend"
default_agent = "aider"
imag = "x"
[roles.backend]
image = "x"
[env]
HOME = "/canary"
`,
	})
	_, err := config.Load(dir)
	want := []string{
		`config.toml:1:1: unknown name "leadr"; known here: ` + config.Known(config.InConfig),
		`config.toml:2:1: mouse must be true or false, not a text`,
		`config.toml:3:1: leader: keystroke "x": a leader needs ctrl, alt or super, or is a function key`,
		`config.toml:4:3: client_timeout must be a duration in quotes, such as "90s", not a number`,
		`config.toml:5:1: stop_timeout must be from 1s to 10m0s`,
		`config.toml:7:1: env.MINIMAX_API_KEY must be a text in quotes, false, or { op = "op://...", account = "..." }, not a number`,
		`config.toml:8:1: PATH can't be set here: it belongs to the machine that the tab runs on`,
		`config.toml:9:1: LD_PRELOAD can't be set here: it loads code into every process`,
		`config.toml:10:1: JACKIN_RUN_DIR can't be set here: it is jackin's own`,
		`config.toml:11:1: TERM can't be set here: it says which terminal a tab has, which jackin knows`,
		`config.toml:12:1: TMUX_PANE can't be set here: it never reaches a tab`,
		`config.toml:13:1: "not a name" can't name a variable: letters, digits and underscores, no digit first`,
		`config.toml:14:1: env.DOLLAR: a value that begins with "$" must be $NAME or ${NAME}; write "$$" for a literal dollar sign`,
		`config.toml:15:1: env.BROKEN: a 1Password reference is op://VAULT/ITEM/FIELD or op://VAULT/ITEM/SECTION/FIELD`,
		`config.toml:16:1: env.TRUE must be a text, a reference or false; true means nothing`,
		`config.toml:17:1: env.TABLE must hold op = "op://VAULT/ITEM/FIELD"`,
		`config.toml:18:31: unknown name "acount"; known in [env.TABLE2]: account, op`,
		`config.toml:19:12: env.TABLE3.op must be a text in quotes, not a number`,
		`config.toml:20:1: env.CHINA: host "api.minimaxi.com" is refused: MiniMax's endpoint for China is not supported; use api.minimax.io`,
		`config.toml:22:1: unknown name "imagee"; known in [roles.backend]: env, image`,
		`config.toml:23:1: roles.backend.image must be the name of an image`,
		`config.toml:24:1: roles.backend.env must be a table, not a number`,
		`config.toml:25:8: role "-x": a name has letters, digits, dots, hyphens and underscores, begins with a letter or digit, and has at most 63 bytes`,
		`config.toml:26:12: unknown provider "acme"; known: anthropic, openai, zai, minimax, kimi`,
		`config.toml:29:1: base_url: host "api.minimaxi.com" is refused: MiniMax's endpoint for China is not supported; use api.minimax.io`,
		`config.toml:30:20: providers.minimax.aider: unknown agent "aider"`,
		`config.toml:32:1: unknown name "url"; known in [providers.minimax.codex]: base_url`,
		`config.toml:33:1: base_url: must begin with https://, unless its host is a loopback address`,
		`config.toml:34:22: providers.anthropic.claude: Anthropic is native to Claude, which decides by itself where it sends`,
		`config.toml:37:1: providers.zai must be a table, not a text`,
		`config.toml:39:1: agents.claude.command must be a list of texts, such as ["claude", "--verbose"], not a text`,
		`config.toml:41:1: command: each argument is a string of its own; nothing splits the first one`,
		`config.toml:43:1: agents.shell.command must be a list of texts, such as ["claude", "--verbose"]; it holds a number`,
		`config.toml:44:9: unknown agent "aider"; known: claude, codex, shell`,
		`config.toml:45:10: unknown agent "kimi"; known: claude, codex, shell`,
		`workspaces/bad name.toml: workspace "bad name": a name has letters, digits, dots, hyphens and underscores, begins with a letter or digit, and has at most 63 bytes`,
		`workspaces/shop.toml:1:1: workdir must be an absolute path`,
		`workspaces/shop.toml:2:1: default_role must be a role of config.toml or of this file`,
		`workspaces/shop.toml:3:1: default_agent must be one of claude, codex, shell`,
		`workspaces/shop.toml:4:1: unknown name "imag"; known here: ` + config.Known(config.InWorkspace),
		`workspaces/shop.toml:6:1: unknown name "image"; known in [roles.backend]: env`,
		`workspaces/shop.toml:8:1: HOME can't be set here: it belongs to the machine that the tab runs on`,
	}
	if diff := cmp.Diff(want, lines(err, dir)); diff != "" {
		t.Errorf("Load (-want +got):\n%s", diff)
	}
	if err != nil && strings.Contains(err.Error(), "canary") {
		t.Errorf("Load shows a value: %v", err)
	}
	var p *config.Problem
	if !errors.As(err, &p) || p.Line != 1 || p.Col != 1 {
		t.Errorf("errors.As = %+v", p)
	}
}

// A key without its quotes must not be in what the parser says about it.
func TestSyntaxErrorsShowNothing(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"K = skcpcanary", "config.toml:1:5: expected a value; text stands in quotes"},
		{"K = sk-cp-canary", "config.toml:1:5: expected a value; text stands in quotes"},
		{"[env]\nK = 12canary", "config.toml:2:7: expected the end of the line after a value; text stands in quotes"},
		{"K = 1234_", "config.toml:1:5: not a number; text stands in quotes"},
		{"K = 99999999999999999999", "config.toml:1:5: not a number; text stands in quotes"},
		{"K = 1987-99-05", "config.toml:1:5: not a date; text stands in quotes"},
		{"K = \"a\" canary", "config.toml:1:8: expected the end of the line after a value; text stands in quotes"},
		{"K = \"canary", "config.toml:1:11: the file ends too soon"},
		{"K = \"canary\n\"", "config.toml:1:12: a text doesn't end on its line"},
		{"K = \"canary\\q\"", "config.toml:1:6: invalid escape in a text; '...' takes backslashes as they are"},
		{"canary = \"a\"\ncanary = \"canary\"", "config.toml:2:14: this name is defined twice"},
		{"[canary]\n[canary]", "config.toml:2:2: this name is defined twice"},
		{"canary", `config.toml:1:6: expected "=" after a name`},
		{"= canary", `config.toml:1:1: expected a name before "="`},
		{"[canary", `config.toml:1:7: expected "]" after a table's name`},
		{"K = \"\xffcanary\"", "config.toml:1:5: not UTF-8"},
		{"K = \"\x01canary\"", "config.toml:1:5: control character"},
		{"K = \"\\u00zzcanary\"", "config.toml:1:6: invalid escape in a text; '...' takes backslashes as they are"},
	} {
		dir := write(t, map[string]string{"config.toml": tc.text})
		_, err := config.Load(dir)
		if got := strings.Join(lines(err, dir), "\n"); got != tc.want {
			t.Errorf("Load of %q = %q, want %q", tc.text, got, tc.want)
		}
	}
}

// A workspace is checked as far as it can be while config.toml is broken.
func TestBrokenConfigHidesNoRole(t *testing.T) {
	dir := write(t, map[string]string{"config.toml": "x", "workspaces/shop.toml": "default_role = \"backend\"\nnonsense = 1\n"})
	_, err := config.Load(dir)
	want := []string{`config.toml:1:1: expected "=" after a name`, `workspaces/shop.toml:2:1: unknown name "nonsense"; known here: ` + config.Known(config.InWorkspace)}
	if diff := cmp.Diff(want, lines(err, dir)); diff != "" {
		t.Errorf("Load (-want +got):\n%s", diff)
	}
}

func TestLoadLimits(t *testing.T) {
	long := "# " + strings.Repeat("x", config.MaxFile)
	dir := write(t, map[string]string{"config.toml": long, "workspaces/a.toml": long, "workspaces/b.toml/x": ""})
	_, err := config.Load(dir)
	want := []string{"config.toml: longer than 262144 bytes", "workspaces/a.toml: longer than 262144 bytes", "workspaces/b.toml: not a regular file"}
	if diff := cmp.Diff(want, lines(err, dir)); diff != "" {
		t.Errorf("Load (-want +got):\n%s", diff)
	}
	dir = write(t, map[string]string{"config.toml": "[agents.claude]\ncommand = [\"" + strings.Repeat("x", provider.MaxSettings) + "\"]\n"})
	if _, err := config.Load(dir); err == nil || !strings.Contains(err.Error(), "shorten the commands") {
		t.Errorf("Load of a long command = %v", err)
	}
	// The parser would take gigabytes for these.
	for _, deep := range []string{
		"x = " + strings.Repeat("[", config.MaxFile/2), "x = " + strings.Repeat("{a=", config.MaxFile/4),
		"x = " + strings.Repeat("[\n{a=\n", config.MaxFile/8), strings.Repeat("a.", config.MaxFile/4), "[" + strings.Repeat("a.", config.MaxFile/4),
	} {
		_, err := config.Load(write(t, map[string]string{"config.toml": deep}))
		if err == nil || !strings.Contains(err.Error(), "nested more than 16 deep") {
			t.Errorf("Load of %.10s... = %v", deep, err)
		}
	}
}

func TestLoadFIFO(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "config.toml"), 0o600); err != nil {
		t.Fatal(err)
	}
	loaded := make(chan error, 1)
	go func() {
		_, err := config.Load(dir)
		loaded <- err
	}()
	select {
	case err := <-loaded:
		if err == nil || !strings.Contains(err.Error(), "not a regular file") {
			t.Errorf("Load of a FIFO = %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("Load waits for somebody to write into a FIFO")
	}
}

func TestDir(t *testing.T) {
	for _, tc := range []struct{ jackin, xdg, home, want string }{
		{"", "", "", ""},
		{"", "", "/home/me", "/home/me/.config/jackin"},
		{"", "/xdg", "/home/me", "/xdg/jackin"},
		{"", "xdg", "/home/me", "/home/me/.config/jackin"},
		{"/conf", "/xdg", "/home/me", "/conf"},
		{"/conf", "", "", "/conf"},
	} {
		env := map[string]string{"JACKIN_CONFIG_DIR": tc.jackin, "XDG_CONFIG_HOME": tc.xdg, "HOME": tc.home}
		if got := config.Dir(func(name string) string { return env[name] }); got != tc.want {
			t.Errorf("Dir(%v) = %q, want %q", env, got, tc.want)
		}
	}
}

// The source of an entry can't be read from what tests and logs print.
func TestEntriesAreRedacted(t *testing.T) {
	source, err := secret.ParseSource("sk-cp-canary")
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprintf("%+v %#v", config.EnvEntry{Source: source}, config.Role{Env: []config.EnvEntry{{Source: source}}}); strings.Contains(got, "canary") {
		t.Errorf("printed %s", got)
	}
}
