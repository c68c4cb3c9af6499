package config

import (
	stdcmp "cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"jackin/provider"
	"jackin/provider/secret"
)

// loaded writes text as a container's config and loads it as if its owner were
// root.
func loaded(t *testing.T, text string, mode os.FileMode) (*Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	c, err := loadContainer(path, uint32(os.Getuid()))
	if err != nil {
		return c, fmt.Errorf("%s", strings.ReplaceAll(err.Error(), path, "config.toml"))
	}
	return c, nil
}

func TestLoadContainer(t *testing.T) {
	const fine = "mouse = true\n[providers.minimax.claude]\nbase_url = \"https://g.example\"\n"
	c, err := loaded(t, fine, 0o644)
	if err != nil || !c.Options.Mouse || c.Settings().BaseURLs["minimax"]["claude"] != "https://g.example" {
		t.Errorf("LoadContainer = %+v, %v", c, err)
	}
	for _, tc := range []struct {
		text string
		mode os.FileMode
		want string
	}{
		{"[env]\nK = \"canary\"\n[roles.r.env]\nK = 1\n", 0o644, "config.toml:1:2: env can't be in this file, which every user of the container can read; keys come as files or by a push\n" +
			"config.toml:3:10: roles.r.env can't be in this file, which every user of the container can read; keys come as files or by a push"},
		{fine, 0o664, "config.toml: must be root's, and writable by nobody else: it decides where keys are sent"},
		{fine, 0o646, "config.toml: must be root's, and writable by nobody else: it decides where keys are sent"},
		{"x = 1", 0o600, `config.toml:1:1: unknown name "x"; known here: ` + Known(InConfig)},
	} {
		if c, err := loaded(t, tc.text, tc.mode); err == nil || err.Error() != tc.want || c != nil {
			t.Errorf("LoadContainer(%q, %v) = %v, %v; want %q", tc.text, tc.mode, c, err, tc.want)
		}
	}
	path := filepath.Join(t.TempDir(), "config.toml")
	if c, err := LoadContainer(path); err != nil || !cmp.Equal(c.Options, DefaultOptions()) {
		t.Errorf("LoadContainer of no file = %+v, %v", c, err)
	}
	if err := os.WriteFile(path, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := loadContainer(path, uint32(os.Getuid())+1); err == nil {
		t.Error("LoadContainer of another user's file succeeded")
	}
}

// spell puts names that are known in the place of those in capitals, and returns
// the assignment.
func spell(o Option, value string) (name, doc string) {
	parts := strings.Split(o.Name, ".")
	for i, p := range parts {
		if known, ok := map[string]string{"PROVIDER": "minimax", "AGENT": "claude", "ROLE": "backend", "NAME": "REGION"}[p]; ok {
			parts[i] = known
		}
	}
	name = strings.Join(parts, ".")
	return name, name + " = " + value + "\n"
}

// decoded decodes doc as a file of each place that o can stand in.
func decoded(t *testing.T, o Option, doc string) (*Config, error) {
	t.Helper()
	roles := map[string]Role{"backend": {}}
	c := &Config{Options: DefaultOptions(), Workspaces: map[string]Workspace{}}
	d := decoder{file: "config.toml"}
	if o.Where&InConfig != 0 {
		d.global(doc, operatorFile, c)
	}
	w := decoder{file: "workspaces/w.toml"}
	c.Workspaces["w"] = Workspace{}
	if o.Where&InWorkspace != 0 {
		c.Workspaces["w"] = w.workspace(doc, roles)
	}
	return c, append(d.problems, w.problems...).join()
}

// Each option's example decodes, changes something, and is what applies; its
// default decodes to what applies where nothing is said; other types are problems.
func TestOptionTable(t *testing.T) {
	var groups [3][]string
	for _, o := range OptionTable() {
		group := 2
		if !strings.Contains(o.Name, ".") {
			group = int(o.Where) - 1
		}
		groups[group] = append(groups[group], o.Name)
		if o.Doc == "" || o.Type == "" || !strings.HasSuffix(o.Doc, ".") || o.Example == "" || o.Example == o.Default {
			t.Errorf("option %q isn't documented", o.Name)
		}
		nothing, err := decoded(t, o, "")
		if err != nil {
			t.Fatal(err)
		}
		values := func(c *Config) map[string]OptionValue {
			m := map[string]OptionValue{}
			for _, v := range c.OptionValues("w") {
				m[v.Name] = v
			}
			return m
		}
		if o.Default != "" {
			name, doc := spell(o, o.Default)
			c, err := decoded(t, o, doc)
			if err != nil {
				t.Errorf("option %q: %v", o.Name, err)
			} else if diff := cmp.Diff([]any{nothing.Options, nothing.Workspaces}, []any{c.Options, c.Workspaces}, cmpopts.IgnoreUnexported(Workspace{})); diff != "" {
				t.Errorf("option %q: default %s (-want +got):\n%s", o.Name, o.Default, diff)
			}
			if v := values(nothing)[name]; v.Value != o.Default || v.File != "" || v.Line != 0 {
				t.Errorf("option %q where nothing is said: %+v", o.Name, v)
			}
		}
		name, doc := spell(o, o.Example)
		c, err := decoded(t, o, doc)
		if err != nil {
			t.Errorf("option %q = %s: %v", o.Name, o.Example, err)
			continue
		}
		all := func(c *Config) []any {
			return []any{c.Options, c.Workspaces, c.Roles, c.settings.BaseURLs, c.settings.Commands, len(c.env)}
		}
		if cmp.Equal(all(nothing), all(c), cmpopts.IgnoreUnexported(Workspace{}), cmp.Comparer(func(a, b EnvEntry) bool { return a.Name == b.Name })) {
			t.Errorf("option %q = %s changes nothing", o.Name, o.Example)
		}
		if v := values(c)[name]; o.decode != nil && (v.Value != o.Example || v.Line != 1 || v.File == "") {
			t.Errorf("option %q = %s: applies %+v", o.Name, o.Example, v)
		}
		for _, wrong := range []string{"-1", "1e300", "[[]]", "[1]", "{}", `"\u0000"`, "1979-05-27", "nan", "inf"} {
			_, doc := spell(o, wrong)
			if _, err := decoded(t, o, doc); err == nil {
				t.Errorf("option %q = %s is no problem", o.Name, wrong)
			}
		}
	}
	for _, names := range groups {
		if !slices.IsSorted(names) || len(names) == 0 {
			t.Errorf("options %q aren't in order", names)
		}
	}
}

func TestWorkspaceOptions(t *testing.T) {
	for _, tc := range []struct {
		text string
		want Workspace
	}{
		{`memory = "6M"`, Workspace{Memory: 6 << 20}}, {`memory = "4g"`, Workspace{Memory: 4 << 30}},
		{`memory = "10000K"`, Workspace{Memory: 10000 << 10}}, {`memory = "99999999"`, Workspace{Memory: 99999999}},
		{"cpus = 2", Workspace{CPUs: 2}}, {"cpus = 0.5", Workspace{CPUs: 0.5}}, {"pids = 16", Workspace{Pids: 16}},
		{`restart = "always"`, Workspace{Restart: "always"}}, {`image = "x:1"`, Workspace{Image: "x:1"}},
		{`mounts = ["/a", "/b:ro", "/c:/d", "/e:/f:ro"]`, Workspace{Mounts: []Mount{
			{"/a", "/a", false}, {"/b", "/b", true}, {"/c", "/d", false}, {"/e", "/f", true},
		}}},
		{"mounts = []", Workspace{}},
	} {
		d := decoder{file: "w"}
		got := d.workspace(tc.text, nil)
		tc.want.Restart = stdcmp.Or(tc.want.Restart, RestartNo)
		if diff := cmp.Diff(tc.want, got, cmpopts.IgnoreUnexported(Workspace{})); diff != "" || d.problems != nil {
			t.Errorf("%s: %v (-want +got):\n%s", tc.text, d.problems.join(), diff)
		}
	}
	for text, want := range map[string]string{
		`memory = "5m"`: "must be at least 6m", `memory = "g"`: "must be a size", `memory = "-4g"`: "must be a size", `memory = "4t"`: "must be a size",
		`memory = "9999999999999999g"`: "must be a size", `memory = ""`: "must be a size", "memory = 4": "must be a size in quotes",
		"cpus = 0": "must be from 0.01 to 4096", "cpus = nan": "must be from", `cpus = "2"`: "must be a number", "pids = 15": "must be from 16", "pids = 20.5": "must be a number",
		`restart = "yes"`: "must be one of no, on-failure, unless-stopped, always", `mounts = ["a"]`: "must hold absolute paths", `mounts = ["/a:b"]`: "absolute", `mounts = ["/a:/b:/c"]`: "absolute",
		`mounts = ["/a:rw"]`: "absolute", `mounts = ["/a\u0001"]`: "absolute", `mounts = "/a"`: "must be a list", `mounts = [` + strings.Repeat(`"/a",`, 65) + `]`: "at most 64",
		`workdir = "/a\nb"`: "absolute", `image = ""`: "must be the name of an image",
	} {
		d := decoder{file: "w"}
		d.workspace(text, nil)
		if err := d.problems.join(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func TestKeystroke(t *testing.T) {
	for in, want := range map[string]string{
		`ctrl+\`: `ctrl+\`, `Ctrl+\`: `ctrl+\`, "alt+CTRL+x": "ctrl+alt+x", "alt++": "alt++", "ctrl+space": "ctrl+space", "ctrl+4": "ctrl+4", "f12": "f12", "shift+F1": "shift+f1",
		"super+space": "super+space", "alt+é": "alt+é", "ctrl+b": "ctrl+b", "ctrl+shift+m": "ctrl+shift+m", "alt+enter": "alt+enter", "f24": "f24",
	} {
		if got, err := Keystroke(in); err != nil || got != want {
			t.Errorf("Keystroke(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
	for in, want := range map[string]string{
		"": "not a keystroke", "x": "needs ctrl", "shift+x": "needs ctrl", "space": "needs ctrl", "ctrl+": "not a keystroke",
		"ctrl+ctrl+x": "twice", "ctrl+foo": "not a keystroke", "f25": "not a keystroke", "f0": "not a keystroke", "f01": "not a keystroke",
		"ctrl+m": "another key", "ctrl+i": "another key", "ctrl+[": "another key", "ctrl+h": "another key", "ctrl+3": "another key",
		"ctrl++": "another key", "ctrl+é": "another key", "ctrl+1": "another key", "ctrl+ ": "not a keystroke", "ctrl+\x01": "not a keystroke", "C-b": "not a keystroke",
	} {
		if got, err := Keystroke(in); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Keystroke(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

func TestDecodeOptions(t *testing.T) {
	leader := DefaultOptions()
	leader.Leaders = []string{"ctrl+a"}
	for in, want := range map[string]Options{
		"":                         DefaultOptions(),
		"{}":                       DefaultOptions(),
		`{"tomorrow":1}`:           DefaultOptions(),
		`{"leaders":["ctrl+a"]}`:   leader,
		`{"client_timeout":60e9}`:  {},
		`{"stop_timeout":"1s"}`:    {},
		`{"mouse":true} trailing `: {},
	} {
		got, err := DecodeOptions([]byte(in))
		if diff := cmp.Diff(want, got); diff != "" || (err != nil) != (want.Leaders == nil) {
			t.Errorf("DecodeOptions(%s) = %v (-want +got):\n%s", in, err, diff)
		}
	}
}

func TestPositions(t *testing.T) {
	const doc = "\ufefftop = 1\r\n" +
		"  indented = \"a # ] } \\\" \" # comment [x]\n" +
		"[env]\n" +
		"RAW = '''raw\n''multi'''\n" +
		"MULTI = \"\"\"\n\\\"\"\" = x\n\"\"\"\"\"\n" +
		"T = { op = \"op://a/b/c\", 'account' = [1, {x = 2}] }\n" +
		"D = 1979-05-27 07:32:00Z # later\n" +
		"\"quoted \\u00e9\\n\" = 5\n" +
		"[ roles . \"back end\" ]\n" +
		"list = [ # first\n \"]\",\n [[], [1]], ]\n" +
		"a.b . c = true\n" +
		"a.b.d = { }\n" +
		"[[tables]]\nx = 1\n[[tables]]\ny = -inf"
	got := map[string]string{}
	found, tooDeep := positions(doc)
	if tooDeep != (position{}) {
		t.Errorf("too deep at %v", tooDeep)
	}
	for path, at := range found {
		got[strings.ReplaceAll(path, "\x00", "/")] = fmt.Sprintf("%d:%d", at.line, at.col)
	}
	want := map[string]string{
		"top": "1:1", "indented": "2:3", "env": "3:2", "env/RAW": "4:1", "env/MULTI": "6:1", "env/T": "9:1", "env/T/op": "9:7",
		"env/T/account": "9:26", "env/T/account/x": "9:43", "env/D": "10:1", "env/quoted é\n": "11:1",
		"roles": "12:3", "roles/back end": "12:11", "roles/back end/list": "13:1", "roles/back end/a": "16:1",
		"roles/back end/a/b": "16:3", "roles/back end/a/b/c": "16:7", "roles/back end/a/b/d": "17:5",
		"tables": "18:3", "tables/x": "19:1", "tables/y": "21:1",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("positions (-want +got):\n%s", diff)
	}
}

// Whatever the parser accepts, each of its keys has a place, and what is decoded
// is fit for its users.
func FuzzDecode(f *testing.F) {
	for _, s := range []string{
		"", "[env]\nA = \"b\"\n", "[env]\nA = { op = \"op://a/b/c\" }\nB = false", "[providers.minimax.claude]\nbase_url = 'https://x.example/'",
		"[agents]\nclaude.command = [\"claude\"]", "leader = [\"ctrl+a\"]\nmouse = true\nclient_timeout = \"1m\"", "a.b.c = [1, {d = 2}]\n\"\" = 1",
		"[[a]]\nb = 1\n[[a]]\nc = \"\"\"\nx\"\"\"\"\"", "[roles.r]\nimage = \"x\"\nenv.A = '$B'", "x = skcpcanary", "\ufeff'a\"' = 1987-07-05 17:45:00",
		"a = \"\\u00e9\\\\\" # c\n\"\\\"\" = '''\n'''", "a = { b.c = 1,\n d = 2 # x\n }",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, doc string) {
		at, tooDeep := positions(doc) // harmless for any text
		if tooDeep != (position{}) {
			return
		}
		var root map[string]any
		md, err := toml.Decode(doc, &root)
		if err == nil {
			for _, key := range md.Keys() {
				if at[joinPath(key)] == (position{}) {
					t.Errorf("%q: no position for %q in %v", doc, key, at)
				}
			}
		}
		for _, k := range []kind{operatorFile, containerFile} {
			d := decoder{file: "f"}
			c := Config{Options: DefaultOptions()}
			d.global(doc, k, &c)
			if err != nil && len(d.problems) != 1 {
				t.Errorf("%q isn't TOML (%v), but its problems are %v", doc, err, d.problems.join())
			}
			for _, p := range d.problems {
				if err == nil && p.Line == 0 && !strings.Contains(p.Message, "encode settings") {
					t.Errorf("%q: problem without a place: %v", doc, p)
				}
			}
			if d.problems == nil {
				if _, err := provider.Default().WithSettings(c.Settings()); err != nil {
					t.Errorf("%q: settings that can't be applied: %v", doc, err)
				}
				for _, e := range []Edit{SetEnv(Scope{Role: "r"}, "A", secret.Hidden()), UnsetEnv(Scope{}, "A"), DeleteRole(Scope{Role: "r"})} {
					if _, err := e.splice(doc); err != nil {
						t.Errorf("%q: %v", doc, err)
					}
				}
				if k == containerFile && (len(c.env) > 0) {
					t.Errorf("%q: a container's file with an [env]", doc)
				}
			}
		}
		d := decoder{file: "f"}
		d.workspace(doc, map[string]Role{})
		for _, p := range d.problems {
			if err == nil && p.Line == 0 {
				t.Errorf("%q: problem without a place: %v", doc, p)
			}
		}
	})
}
