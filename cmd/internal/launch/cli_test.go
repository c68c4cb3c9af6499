package launch

import (
	"archive/tar"
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jackin/provider/config"
	"jackin/provider/secret"
)

func TestCLI(t *testing.T) {
	s := &script{answers: map[string]string{
		"podman ps":      "1\n2\n",
		"podman inspect": `[{"Id":"1","Name":"a","State":{"Status":"running"}}]`,
	}}
	c := CLI{Program: "podman", Runner: s}
	list, err := c.Containers(t.Context())
	if err != nil || len(list) != 1 || list[0].Name != "a" || !list[0].Running() {
		t.Errorf("Containers = %+v, %v", list, err)
	}
	err = c.Create(t.Context(), Spec{Workspace: "w", Image: "i", Workdir: "/w", Variables: []string{"A"}}, "n", []byte("A=x\n"), nil)
	if err != nil || s.input[s.calls[2]] != "A=x\n" || strings.Contains(s.calls[2], "A=x") {
		t.Errorf("Create: %v, called %q with %q", err, s.calls[2], s.input)
	}
	if err := errors.Join(c.Start(t.Context(), "n", []byte("mouse = true\n")), c.Stop(t.Context(), "n"), c.Remove(t.Context(), "n")); err != nil {
		t.Error(err)
	}
	want := []string{"podman cp - n:/etc", "podman start n", "podman stop n", "podman rm --volumes n"}
	if !slices.Equal(s.calls[3:], want) {
		t.Errorf("called %q, want %q", s.calls[3:], want)
	}
	if got := c.Exec("n", "jackin", "ls"); !slices.Equal(got, []string{"podman", "exec", "-i", "n", "jackin", "ls"}) {
		t.Errorf("Exec = %q", got)
	}
	for said, want := range map[string]bool{
		`Error response from daemon: Conflict. The container name "/n" is already in use by container "x".`:       true,
		`Error: creating container storage: the container name "n" is already in use by x. You have to remove it`: true,
		"Error: something else": false,
	} {
		s.answers = map[string]string{"podman create": "!" + said}
		if err := c.Create(t.Context(), Spec{}, "n", nil, nil); err == nil || errors.Is(err, ErrNameTaken) != want {
			t.Errorf("Create that says %q: %v", said, err)
		}
	}
}

func TestSettingsArchive(t *testing.T) {
	b, err := settingsArchive([]byte("mouse = true\n"))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for r := tar.NewReader(bytes.NewReader(b)); ; {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil || h.Uid != 0 || h.Gid != 0 {
			t.Errorf("%s: user %d, group %d, %v", h.Name, h.Uid, h.Gid, err)
		}
		got = append(got, h.FileInfo().Mode().String()+" "+h.Name+" "+string(text))
	}
	if want := []string{"drwxr-xr-x jackin/ ", "-rw-r--r-- jackin/config.toml mouse = true\n"}; !slices.Equal(got, want) {
		t.Errorf("the archive holds %q, want %q", got, want)
	}
}

// What a container is given is what the operator has said, but for what is his alone,
// whatever options there are.
func TestSettings(t *testing.T) {
	var text, tables strings.Builder
	for _, o := range config.OptionTable() {
		if o.Where&config.InConfig == 0 || o.Example == "" || strings.Contains(o.Name, "NAME") {
			continue
		}
		name := strings.NewReplacer("AGENT", "claude", "PROVIDER", "minimax", "ROLE", "backend").Replace(o.Name)
		text.WriteString(name + " = " + o.Example + "\n")
	}
	tables.WriteString("[env]\nMINIMAX_API_KEY = \"sk-cp-canary\"\nREGION = \"canary\"\n[roles.backend.env]\nKIMI_CODE_API_KEY = \"canary\"\n")
	load := func(text string) *config.Config {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := config.Load(dir)
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		return c
	}
	c := load(text.String() + tables.String())
	got := string(Settings(c))
	if strings.Contains(got, "canary") || strings.Contains(got, "engine") || strings.Contains(got, "roles") {
		t.Errorf("Settings holds what is the operator's alone:\n%s", got)
	}
	if diff := cmp.Diff(c.Settings(), load(got).Settings()); diff != "" {
		t.Errorf("Settings (-config +container):\n%s", diff)
	}
	if got := load(string(Settings(load("")))).Settings(); cmp.Diff(load("").Settings(), got) != "" {
		t.Errorf("Settings of nothing: %+v", got)
	}
}

func TestInside(t *testing.T) {
	s := &script{answers: map[string]string{
		"docker exec -i n jackin keys list": `[{"name":"MINIMAX_API_KEY","source":"push"}]`,
		"docker exec -i n jackin ls":        `[{"id":1},{"id":2}]`,
		"docker exec -i n jackin new":       "3\n",
	}}
	in := Inside{Engine: CLI{Program: "docker", Runner: s}, Runner: s, Name: "n"}
	keys, err := in.Keys(t.Context())
	if err != nil || len(keys) != 1 || keys["MINIMAX_API_KEY"] != "push" {
		t.Errorf("Keys = %v, %v", keys, err)
	}
	if n, err := in.Tabs(t.Context()); err != nil || n != 2 {
		t.Errorf("Tabs = %d, %v", n, err)
	}
	if tab, err := in.Open(t.Context(), Choice{Agent: "claude", Provider: "minimax"}, "/w"); err != nil || tab != "3" {
		t.Errorf("Open = %q, %v", tab, err)
	}
	refused, err := in.Push(t.Context(), map[string]secret.Value{"A": secret.New("sk-cp-canary"), "B": {}, "C": secret.New("a\nb")})
	push := "docker exec -i n jackin keys push"
	if err != nil || !slices.Equal(refused, []string{"C"}) || strings.Contains(strings.Join(s.calls, " "), "canary") || !slices.Contains(s.calls, push) {
		t.Errorf("Push = %q, %v, called %q", refused, err, s.calls)
	}
	if err := in.Ready(t.Context()); err != nil {
		t.Errorf("Ready = %v", err)
	}
	s.answers = map[string]string{
		"docker exec":    "!Error response from daemon: Container n is not running",
		"docker ps":      "1",
		"docker inspect": `[{"Id":"1","Name":"/n","State":{"Status":"exited","ExitCode":1}}]`,
		"docker logs":    "jackin: no\n",
	}
	var early *EarlyExit
	if err := in.Ready(t.Context()); !errors.As(err, &early) || early.Log != "jackin: no" || err.Error() != `container "n" ended at its start: it exited with 1` {
		t.Errorf("Ready of one that has ended = %v", err)
	}
}
