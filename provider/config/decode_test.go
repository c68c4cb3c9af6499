package config

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
	"github.com/google/go-cmp/cmp"

	"jackin/provider"
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
		{"x = 1", 0o600, `config.toml:1:1: unknown name "x"; known here: agents, client_timeout, env, leader, mouse, providers, roles, stop_timeout`},
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

// Each option's default, as the table writes it, decodes to the default value, and
// another value decodes at all.
func TestOptionTable(t *testing.T) {
	other := map[string]string{"leader": `"f12"`, "mouse": "true", "client_timeout": `"1m"`, "stop_timeout": `"1s"`}
	var names []string
	for _, o := range OptionTable() {
		names = append(names, o.Name)
		if o.Doc == "" || o.Type == "" || !strings.HasSuffix(o.Doc, ".") {
			t.Errorf("option %q isn't documented", o.Name)
		}
		c, err := loaded(t, o.Name+" = "+o.Default, 0o600)
		if err != nil {
			t.Errorf("option %q: %v", o.Name, err)
		} else if diff := cmp.Diff(DefaultOptions(), c.Options); diff != "" {
			t.Errorf("option %q: default %s (-want +got):\n%s", o.Name, o.Default, diff)
		}
		c, err = loaded(t, o.Name+" = "+other[o.Name], 0o600)
		if err != nil || cmp.Equal(DefaultOptions(), c.Options) {
			t.Errorf("option %q = %s: %v, nothing changed", o.Name, other[o.Name], err)
		}
		for _, wrong := range []string{"1", "1.5", "[[]]", "{}", `""`, `"\u0000"`, "1979-05-27"} {
			if _, err := loaded(t, o.Name+" = "+wrong, 0o600); err == nil {
				t.Errorf("option %q = %s is no problem", o.Name, wrong)
			}
		}
	}
	if !slices.IsSorted(names) {
		t.Errorf("options %q aren't in order", names)
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
	for in, want := range map[string]Options{
		"":                         DefaultOptions(),
		"{}":                       DefaultOptions(),
		`{"tomorrow":1}`:           DefaultOptions(),
		`{"leaders":["ctrl+a"]}`:   {Leaders: []string{"ctrl+a"}, ClientTimeout: DefaultOptions().ClientTimeout, StopTimeout: DefaultOptions().StopTimeout},
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
