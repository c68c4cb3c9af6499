package loopback

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

// deadline is far beyond what anything here takes.
const deadline = 20 * time.Second

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// start runs a server until the test's end.
func start(t *testing.T, opts Options) *Server {
	t.Helper()
	s, err := Start(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		http.DefaultClient.CloseIdleConnections()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// do sends one request and returns its status and body.
func do(t *testing.T, s *Server, method, path, body string, header ...string) (int, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, s.URL()+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

// said returns the text of a streamed reply: the deltas of either protocol.
func said(stream string) string {
	var text strings.Builder
	for line := range strings.Lines(stream) {
		data, ok := strings.CutPrefix(line, "data: ")
		if !ok {
			continue
		}
		var e struct {
			Type  string          `json:"type"`
			Delta json.RawMessage `json:"delta"`
		}
		if json.Unmarshal([]byte(data), &e) != nil {
			continue
		}
		var block struct {
			Text string `json:"text"`
			JSON string `json:"partial_json"`
		}
		var plain string
		switch e.Type {
		case "content_block_delta":
			_ = json.Unmarshal(e.Delta, &block)
		case "response.output_text.delta":
			_ = json.Unmarshal(e.Delta, &plain)
		}
		text.WriteString(block.Text + block.JSON + plain)
	}
	return text.String()
}

func TestStreams(t *testing.T) {
	const answer = "ANSWER-minimax: the working directory is /home/me/shop"
	s := start(t, Options{Marker: "ANSWER-minimax"})
	tests := []struct {
		name, path, body string
		want             string // text of the reply
		contains         string // of its stream, too
		reply            Reply
		model            string
	}{
		{"claude prompt", "/anthropic/v1/messages?beta=true", messagesPrompt,
			`{"command":"pwd","description":"Show the working directory"}`, `"stop_reason":"tool_use"`, ReplyTool, "MiniMax-M3"},
		{"claude result", "/anthropic/v1/messages?beta=true", messagesResult, answer, "event: message_stop\n", ReplyAnswer, "MiniMax-M3"},
		{"claude title", "/v1/messages?beta=true", messagesTitle, `{"title":"Show the working directory"}`, "end_turn", ReplyTitle, "claude-haiku-5-5"},
		{"codex prompt", "/v1/responses", responsesPrompt, "", `"arguments":"{\"cmd\":\"pwd\"}"`, ReplyTool, "MiniMax-M3"},
		{"codex result", "/v1/responses", responsesResult, answer, "event: response.completed\n", ReplyAnswer, "MiniMax-M3"},
		{"codex script prompt", "/v1/responses", scriptPrompt, "", `"type":"custom_tool_call"`, ReplyTool, "gpt-6.1-sol"},
		{"codex script result", "/responses", scriptResult, answer, "event: response.completed\n", ReplyAnswer, "gpt-6.1-sol"},
		{"codex title", "/v1/responses", responsesTitle, `{"title":"Show the working directory"}`, "", ReplyTitle, "MiniMax-M3"},
	}
	for _, tt := range tests {
		status, body := do(t, s, "POST", tt.path, tt.body)
		if got := said(body); status != 200 || got != tt.want || !strings.Contains(body, tt.contains) {
			t.Errorf("%s: %d, says %q, want 200, %q, with %q in\n%s", tt.name, status, got, tt.want, tt.contains, body)
		}
		all := s.Requests()
		last := all[len(all)-1]
		if last.Reply != tt.reply || last.Model != tt.model || last.Body != tt.body {
			t.Errorf("%s: recorded %s %s, body %q; want %s %s", tt.name, last.Reply, last.Model, last.Body, tt.reply, tt.model)
		}
	}
}

func TestOtherRequests(t *testing.T) {
	s := start(t, Options{})
	tests := []struct {
		name, method, path, body string
		status                   int
		contains                 string
		reply                    Reply
	}{
		{"a whole message", "POST", "/v1/messages", messagesQuota, 200, `"stop_reason":"end_turn"`, ReplyText},
		{"tokens", "POST", "/v1/messages/count_tokens", messagesQuota, 200, `{"input_tokens":12}`, replyCount},
		{"models", "GET", "/v1/models", "", 200, `"data":[]`, replyModels},
		{"a greeting", "HEAD", "/api/hello", "", 200, "", replyEmpty},
		{"no such path", "POST", "/v1/complete", "{}", 404, "no such endpoint: POST /v1/complete", replyError},
		{"a GET of messages", "GET", "/v1/messages", "", 404, "no such endpoint", replyError},
		{"messages that aren't JSON", "POST", "/v1/messages", "{", 400, "decode the request", replyError},
		{"tokens of no JSON", "POST", "/v1/messages/count_tokens", "{", 400, "decode the request", replyError},
		{"a response that isn't JSON", "POST", "/responses", "(\xb5/\xfd", 400, "decode the request", replyError},
		{"a response that isn't a stream", "POST", "/responses", `{"model":"m"}`, 400, "set stream to true", replyError},
		{"a body too long", "POST", "/v1/messages", strings.Repeat(" ", maxBody+1), 413, "read the body", replyError},
	}
	for _, tt := range tests {
		status, body := do(t, s, tt.method, tt.path, tt.body)
		if status != tt.status || !strings.Contains(body, tt.contains) {
			t.Errorf("%s: %d %s, want %d with %q", tt.name, status, body, tt.status, tt.contains)
		}
		all := s.Requests()
		if last := all[len(all)-1]; last.Reply != tt.reply || last.Path != tt.path {
			t.Errorf("%s: recorded %s %s -> %s, want %s -> %s", tt.name, last.Method, last.Path, last.Reply, tt.path, tt.reply)
		}
	}
}

func TestRecord(t *testing.T) {
	var log bytes.Buffer
	s := start(t, Options{Log: &log})
	do(t, s, "POST", "/anthropic/v1/messages?beta=true", messagesPrompt, "Authorization", "Bearer sk-cp-canary-minimax")
	do(t, s, "POST", "/v1/messages?beta=true", messagesQuota, "X-Api-Key", "sk-ant-canary-anthropic")
	do(t, s, "HEAD", "/", "")
	if err := s.Close(); err != nil { // the log may be read from here on
		t.Fatal(err)
	}

	got := s.Requests()
	var keys, queries []string
	for _, r := range got {
		keys, queries = append(keys, r.Key()), append(queries, r.Query)
	}
	if want := []string{"sk-cp-canary-minimax", "sk-ant-canary-anthropic", ""}; !slices.Equal(keys, want) {
		t.Errorf("keys %q, want %q", keys, want)
	}
	if want := []string{"beta=true", "beta=true", ""}; !slices.Equal(queries, want) {
		t.Errorf("queries %q, want %q", queries, want)
	}
	if host := got[0].Header.Get("Host"); "http://"+host != s.URL() {
		t.Errorf("Host %q, want that of %s", host, s.URL())
	}

	var logged []Request
	for lines := bufio.NewScanner(&log); lines.Scan(); {
		var r Request
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			t.Fatalf("log line %q: %v", lines.Text(), err)
		}
		logged = append(logged, r)
	}
	if diff := cmp.Diff(got, logged); diff != "" {
		t.Errorf("the log differs from Requests (-requests +log):\n%s", diff)
	}
}

// full is a log on a full disk.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left") }

func TestLogFails(t *testing.T) {
	s, err := Start(Options{Log: full{}})
	if err != nil {
		t.Fatal(err)
	}
	if status, _ := do(t, s, "HEAD", "/", ""); status != 200 {
		t.Errorf("HEAD with a broken log: %d, want 200", status)
	}
	http.DefaultClient.CloseIdleConnections()
	if err := s.Close(); err == nil || err.Error() != "write the request log: no space left" {
		t.Errorf("Close() = %v, want the log's error", err)
	}
}

func TestWait(t *testing.T) {
	s := start(t, Options{})
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()

	found := make(chan error, 1)
	go func() {
		r, err := s.Wait(ctx, func(r Request) bool { return r.Reply == ReplyTool })
		if err == nil && r.Model != "MiniMax-M3" {
			err = errors.New("model " + r.Model)
		}
		found <- err
	}()
	do(t, s, "HEAD", "/", "")
	do(t, s, "POST", "/v1/responses", responsesPrompt, "Authorization", "Bearer sk-cp-canary-minimax")
	if err := <-found; err != nil {
		t.Errorf("Wait for one to come: %v", err)
	}
	if _, err := s.Wait(ctx, func(r Request) bool { return r.Method == "HEAD" }); err != nil {
		t.Errorf("Wait for one that is there: %v", err)
	}

	over, stop := context.WithCancel(ctx)
	stop()
	_, err := s.Wait(over, func(r Request) bool { return false })
	want := "wait for a request: context canceled; came: HEAD /  -> empty; POST /v1/responses MiniMax-M3 -> tool"
	if !errors.Is(err, context.Canceled) || err.Error() != want {
		t.Errorf("Wait for none = %v, want %s", err, want)
	}
}

// TestClose ends a server while a request's body is still coming.
func TestClose(t *testing.T) {
	s, err := Start(Options{})
	if err != nil {
		t.Fatal(err)
	}
	body, w := io.Pipe()
	sent := make(chan error, 1)
	go func() {
		_, err := http.Post(s.URL()+"/v1/messages", "application/json", body)
		sent <- err
	}()
	if _, err := w.Write([]byte("{")); err != nil { // the transport reads it once it is connected
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("Close() = %v", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("second Close() = %v", err)
	}
	w.Close()
	if err := <-sent; err == nil {
		t.Error("a request that Close cut off was answered")
	}
}
