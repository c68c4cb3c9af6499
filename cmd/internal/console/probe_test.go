package console_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jackin/cmd/internal/console"
	"jackin/cmd/internal/loopback"
	"jackin/cmd/internal/vault"
	"jackin/provider/config"
	"jackin/provider/secret"
)

const canary = "sk-cp-canary-minimax"

// probe asks MiniMax at url with the canary.
func probe(t *testing.T, ctx context.Context, url string, s secret.Source) []console.Answer {
	t.Helper()
	dir := t.TempDir()
	text := fmt.Sprintf("[providers.minimax.claude]\nbase_url = %q\n[providers.minimax.codex]\nbase_url = %q\n", url, url)
	if err := os.WriteFile(filepath.Join(dir, "config.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	h := console.HTTP{Resolver: func(*config.Config) vault.Resolver { return vault.Resolver{} }}
	return h.Probe(ctx, c, "minimax", config.Setting{EnvEntry: config.EnvEntry{Name: "MINIMAX_API_KEY", Source: s}})
}

func literal(t *testing.T, text string) secret.Source {
	t.Helper()
	s, err := secret.ParseSource(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestProbeAnswers(t *testing.T) {
	for _, tc := range []struct {
		status int
		ok     bool
		want   string
	}{
		{200, true, "200 OK: the key is taken"},
		{400, false, "400 Bad Request"},
		{401, false, "401 Unauthorized: the key is not taken"},
		{402, false, "402 Payment Required: the plan"},
		{403, false, "403 Forbidden"},
		{404, false, "404 Not Found: nothing answers there; look at base_url"},
		{418, false, "418 I'm a teapot"},
		{429, false, "429 Too Many Requests: the key is taken, its quota"},
		{302, false, "302 Found: it sends elsewhere"},
		{503, false, "503 Service Unavailable: the provider has a problem"},
	} {
		var asked []string
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked = append(asked, r.Method+" "+r.URL.Path+" "+r.Header.Get("Authorization"))
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(tc.status)
			fmt.Fprint(w, "you sent ", r.Header.Get("Authorization"))
		}))
		got := probe(t, t.Context(), server.URL, literal(t, canary))
		server.Close()
		want := []string{"POST /v1/messages Bearer " + canary, "POST /responses Bearer " + canary}
		if strings.Join(asked, ", ") != strings.Join(want, ", ") {
			t.Errorf("status %d: asked %q, want %q", tc.status, asked, want)
		}
		if len(got) != 2 || got[0].Label != "Claude" || got[1].Label != "Codex" {
			t.Fatalf("status %d: answers %+v", tc.status, got)
		}
		for _, a := range got {
			if a.OK != tc.ok || !strings.Contains(a.Said, tc.want) || strings.Contains(a.Said, canary) {
				t.Errorf("status %d: %+v, want %v %q", tc.status, a, tc.ok, tc.want)
			}
		}
	}
}

func TestProbeWithoutAnswer(t *testing.T) {
	hang := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-hang }))
	defer server.Close()
	defer close(hang)
	over, cancel := context.WithCancel(t.Context())
	cancel()
	short, stop := context.WithTimeoutCause(t.Context(), 20*time.Millisecond, fmt.Errorf("no answer within 10s"))
	defer stop()
	op, err := secret.Op("op://Team/MiniMax/key", "")
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name   string
		ctx    context.Context
		url    string
		source secret.Source
		want   string
	}{
		{"called off", over, server.URL, literal(t, canary), "called off"},
		{"slow", short, server.URL, literal(t, canary), "no answer within 10s"},
		{"nobody listens", t.Context(), "http://127.0.0.1:1", literal(t, canary), "refused"},
		{"no op", t.Context(), server.URL, op, "op is not in PATH"},
		{"empty", t.Context(), server.URL, secret.Hidden(), "empty"},
	} {
		got := probe(t, tc.ctx, tc.url, tc.source)
		if len(got) == 0 || got[0].OK || !strings.Contains(got[0].Said, tc.want) || strings.Contains(fmt.Sprint(got), canary) {
			t.Errorf("%s: %+v, want %q", tc.name, got, tc.want)
		}
	}
}

// The requests are such as the agents' own endpoints understand.
func TestProbeLoopback(t *testing.T) {
	server, err := loopback.Start(loopback.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	for _, a := range probe(t, t.Context(), server.URL(), literal(t, canary)) {
		if !a.OK {
			t.Errorf("%+v", a)
		}
	}
	for _, r := range server.Requests() {
		if r.Model != "MiniMax-M3" || r.Key() != canary {
			t.Errorf("%s %s with model %q", r.Method, r.Path, r.Model)
		}
	}
}
