package demo

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"jackin/cmd/internal/loopback"
	"jackin/provider"
	"jackin/provider/config"
)

// given opens a tab of agent as a server would, with the demo's config, and
// returns what its process gets.
func given(t *testing.T, agent provider.AgentID, redirected bool, native, url string) (args []string, vars map[string]string) {
	t.Helper()
	c := provider.Default()
	p, err := Provider(c)
	if err != nil {
		t.Fatal(err)
	}
	text, err := Config(c, Program{"/bin/jackin", "demo-agent"}, native, url)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "config.toml"), text)
	loaded, err := config.Load(dir)
	if err != nil {
		t.Fatalf("the demo's config isn't one: %v\n%s", err, text)
	}
	if c, err = c.WithSettings(loaded.Settings()); err != nil {
		t.Fatal(err)
	}
	a, _ := c.Agent(agent)
	in := provider.OverlayInput{Agent: agent, Provider: a.Native, Keys: provider.KeySet{p.Key: true}, ServerDir: "/run/x"}
	if redirected {
		in.Provider = p.ID
	}
	o, err := c.Overlay(in)
	if err != nil {
		t.Fatal(err)
	}
	vars = map[string]string{"JACKIN_PROVIDER": string(in.Provider)}
	for _, v := range o.Set {
		if vars[v.Name] = v.Value; v.Key != "" {
			vars[v.Name] = p.KeyPrefix + "canary-of-a-key"
		}
	}
	if want := []string{"/bin/jackin", "demo-agent", string(agent), native}; !cmp.Equal(o.Argv[:4], want) {
		t.Fatalf("the tab runs %q, want %q", o.Argv[:4], want)
	}
	return o.Argv[4:], vars
}

// TestRun: what every stand-in says, sends and answers, through the real overlay
// and the real endpoint.
func TestRun(t *testing.T) {
	for _, agent := range []provider.AgentID{"claude", "codex"} {
		for _, redirected := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s redirected %t", agent, redirected), func(t *testing.T) {
				native := serve(t, "native")
				other := serve(t, "other")
				args, vars := given(t, agent, redirected, native.URL(), other.URL())
				var out bytes.Buffer
				err := Run(context.Background(), Options{
					Catalogue: provider.Default(), Agent: agent, Native: native.URL(), Args: args,
					Lookup: func(n string) (string, bool) { v, ok := vars[n]; return v, ok },
					Dir:    "/home/me/shop", In: strings.NewReader("\nhello\nexit\nnever read\n"), Out: &out,
				})
				if err != nil {
					t.Fatal(err)
				}
				text := out.String()
				marker, asked, idle := "native", native, other
				if redirected {
					marker, asked, idle = "other", other, native
				}
				for _, want := range []string{"stand-in", "asks for pwd", marker + ": the working directory is /home/me/shop"} {
					if !strings.Contains(text, want) {
						t.Errorf("it doesn't say %q:\n%s", want, text)
					}
				}
				if strings.Contains(text, "canary") {
					t.Errorf("it shows the key:\n%s", text)
				}
				if masked := strings.Contains(text, "**** (masked, 21 characters)"); masked != redirected {
					t.Errorf("a masked key is shown: %t, want %t:\n%s", masked, redirected, text)
				}
				if n, m := len(asked.Requests()), len(idle.Requests()); n != 2 || m != 0 {
					t.Errorf("%d and %d requests, want 2 and 0", n, m)
				}
				for _, r := range asked.Requests() {
					if got := r.Key() != ""; got != redirected {
						t.Errorf("%s presents a key: %t, want %t", r.Path, got, redirected)
					}
				}
			})
		}
	}
}

// TestIntroduction: it fits a terminal of 80x24, whose first row is the strip.
func TestIntroduction(t *testing.T) {
	args, vars := given(t, "claude", true, "http://127.0.0.1:65535", "http://127.0.0.1:65535")
	g, err := Look(provider.Default(), "claude", args, func(n string) (string, bool) { v, ok := vars[n]; return v, ok })
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(introduction(g), "\n")
	if len(lines) > 23 {
		t.Errorf("it has %d lines, 23 at most", len(lines))
	}
	for _, l := range lines {
		for _, style := range []string{strong, faint, plain} {
			l = strings.ReplaceAll(l, style, "")
		}
		if len(l) > 80 {
			t.Errorf("%d columns: %s", len(l), l)
		}
	}
}

// TestLoopbackOnly: whatever a tab is given, nothing leaves the machine.
func TestLoopbackOnly(t *testing.T) {
	for _, tc := range []struct {
		base string
		ok   bool
	}{
		{"http://127.0.0.1:8080/v1/", true},
		{"http://[::1]:8080", true},
		{"https://api.example.com", false},
		{"http://localhost:80", false},
		{"http://127.0.0.1.example.com", false},
		{"ftp://127.0.0.1", false},
		{"http://me@10.0.0.1", false},
		{"", false},
		{":", false},
	} {
		if _, err := (endpoint{base: tc.base}).url(); (err == nil) != tc.ok {
			t.Errorf("endpoint %q: url() = %v, want it to work: %t", tc.base, err, tc.ok)
		}
	}
}

func TestMask(t *testing.T) {
	for _, tc := range []struct{ key, prefix, want string }{
		{"sk-cp-abcdef", "sk-cp-", "sk-cp-**** (masked, 12 characters)"},
		{"abcdef", "sk-cp-", "**** (masked, 6 characters)"},
		{"abcdef", "", "**** (masked, 6 characters)"},
		{"", "", "**** (masked, 0 characters)"},
	} {
		if got := mask(tc.key, tc.prefix); got != tc.want {
			t.Errorf("mask(%q, %q) = %q, want %q", tc.key, tc.prefix, got, tc.want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"content":[{"type":"tool_use","id":"a","input":{"command":"pwd"}}]}`), false)
	f.Add([]byte("event: x\ndata: {\"type\":\"response.output_item.done\",\"item\":{\"type\":\"function_call\",\"arguments\":\"{}\"}}\n\n"), true)
	f.Add([]byte("data: \ndata: {"), true)
	f.Fuzz(func(t *testing.T, b []byte, codex bool) {
		p := messages()
		if codex {
			p = responses()
		}
		a, err := p.decode(bytes.NewReader(b))
		if err != nil {
			t.Errorf("decode(%q) = %v", b, err)
		}
		if strings.ContainsAny(clean(a.text+a.call.command), "\x1b\r\n\x00") {
			t.Errorf("decode(%q) = %q, with control characters", b, a.text)
		}
	})
}

func serve(t *testing.T, marker string) *loopback.Server {
	t.Helper()
	s, err := loopback.Start(loopback.Options{Marker: marker})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		done := make(chan struct{})
		go func() { s.Close(); close(done) }()
		select {
		case <-done:
		case <-time.After(10 * time.Second):
			t.Error("the endpoint doesn't end")
		}
	})
	return s
}

func write(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func FuzzArguments(f *testing.F) {
	f.Add("-c", `model_providers.x={base_url="http://127.0.0.1:1/v1",env_key="K"}`)
	f.Add("-c", "model=M")
	f.Add("-c", `model_providers.x={base_url="a`)
	f.Add("", "")
	f.Fuzz(func(t *testing.T, flag, value string) {
		var g Given
		g.arguments([]string{flag, value})
		if flag != "-c" && (len(g.Lines) > 0 || g.BaseURL != "" || g.Model != "") {
			t.Errorf("arguments(%q, %q) = %+v", flag, value, g)
		}
	})
}
