package demo

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"jackin/provider"
)

const (
	// answerTime is how long an endpoint may take; then the stand-in says so.
	answerTime = 10 * time.Second
	// maxAnswer is how many bytes of an answer are read; what follows is lost.
	maxAnswer = 1 << 20
)

// protocol is how one agent speaks to an endpoint.
type protocol struct {
	path string // after the base URL
	// first is the request for a prompt, second the one that brings the output of
	// the command that the endpoint asked for.
	first  func(model, prompt string) map[string]any
	second func(model, prompt string, call call, output string) map[string]any
	// read adds what one JSON document of the answer says.
	read func(a *answer, doc []byte)
}

// call is a command that the endpoint wants to be run.
type call struct{ id, command string }

// answer is what an endpoint said.
type answer struct {
	text string
	call call // id is empty where there is none
}

// protocolOf is the agent's, Anthropic's Messages API where nothing else is known.
func protocolOf(agent provider.AgentID) protocol {
	if agent == "codex" {
		return responses()
	}
	return messages()
}

func messages() protocol {
	request := func(model string, content ...map[string]any) map[string]any {
		return map[string]any{
			"model": model, "max_tokens": 1024, "messages": content,
			"tools": []any{map[string]any{"name": "Bash", "input_schema": map[string]any{"type": "object"}}},
		}
	}
	user := func(content any) map[string]any { return map[string]any{"role": "user", "content": content} }
	return protocol{
		path:  "/v1/messages",
		first: func(model, prompt string) map[string]any { return request(model, user(prompt)) },
		second: func(model, prompt string, c call, output string) map[string]any {
			use := map[string]any{"type": "tool_use", "id": c.id, "name": "Bash", "input": map[string]any{"command": c.command}}
			result := map[string]any{"type": "tool_result", "tool_use_id": c.id, "content": output}
			return request(model, user(prompt), map[string]any{"role": "assistant", "content": []any{use}}, user([]any{result}))
		},
		read: func(a *answer, doc []byte) {
			var m struct {
				Content []struct {
					Type, Text, ID string
					Input          struct{ Command string }
				}
			}
			if json.Unmarshal(doc, &m) != nil {
				return
			}
			for _, b := range m.Content {
				a.text += b.Text
				if b.Type == "tool_use" {
					a.call = call{b.ID, b.Input.Command}
				}
			}
		},
	}
}

func responses() protocol {
	request := func(model string, input ...map[string]any) map[string]any {
		return map[string]any{
			"model": model, "stream": true, "input": input,
			"tools": []any{map[string]any{"type": "function", "name": "exec_command"}},
		}
	}
	user := func(prompt string) map[string]any {
		return map[string]any{"type": "message", "role": "user", "content": prompt}
	}
	return protocol{
		path:  "/responses",
		first: func(model, prompt string) map[string]any { return request(model, user(prompt)) },
		second: func(model, prompt string, c call, output string) map[string]any {
			arguments, _ := json.Marshal(map[string]string{"cmd": c.command}) // strings only: it can't fail
			return request(model, user(prompt),
				map[string]any{"type": "function_call", "call_id": c.id, "name": "exec_command", "arguments": string(arguments)},
				map[string]any{"type": "function_call_output", "call_id": c.id, "output": output})
		},
		read: func(a *answer, doc []byte) {
			var m struct {
				Type string
				Item struct {
					Type      string
					CallID    string `json:"call_id"`
					Arguments string
					Content   []struct{ Text string }
				}
			}
			if json.Unmarshal(doc, &m) != nil || m.Type != "response.output_item.done" {
				return
			}
			for _, c := range m.Item.Content {
				a.text += c.Text
			}
			var arguments struct{ Cmd string }
			if m.Item.Type == "function_call" && json.Unmarshal([]byte(m.Item.Arguments), &arguments) == nil {
				a.call = call{m.Item.CallID, arguments.Cmd}
			}
		},
	}
}

// decode reads an answer: one document, or a stream of server-sent events whose
// data are documents.
func (p protocol) decode(r io.Reader) (answer, error) {
	b, err := io.ReadAll(io.LimitReader(r, maxAnswer))
	if err != nil {
		return answer{}, fmt.Errorf("read the answer: %w", err)
	}
	var a answer
	if trimmed := bytes.TrimSpace(b); len(trimmed) > 0 && trimmed[0] == '{' {
		p.read(&a, trimmed)
		return a, nil
	}
	for line := range bytes.Lines(b) {
		if data, ok := bytes.CutPrefix(line, []byte("data: ")); ok {
			p.read(&a, data)
		}
	}
	return a, nil
}

// endpoint is where a stand-in sends.
type endpoint struct {
	protocol protocol
	base     string // the base URL
	key      string // presented as a bearer token; empty: none is
}

// url is the request's, or why nothing is sent: a demo talks to this machine alone.
func (e endpoint) url() (string, error) {
	u, err := url.Parse(e.base)
	if err != nil {
		return "", errors.New("send: the base URL is none")
	}
	if addr, err := netip.ParseAddr(u.Hostname()); err != nil || !addr.IsLoopback() || u.Scheme != "http" {
		return "", fmt.Errorf("send to %q: a demo sends to this machine alone", u.Hostname())
	}
	return strings.TrimRight(e.base, "/") + e.protocol.path, nil
}

// send asks the endpoint once.
func (e endpoint) send(ctx context.Context, body map[string]any) (answer, error) {
	target, err := e.url()
	if err != nil {
		return answer{}, err
	}
	b, err := json.Marshal(body)
	if err != nil {
		return answer{}, fmt.Errorf("write the request: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, answerTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, target, bytes.NewReader(b))
	if err != nil {
		return answer{}, fmt.Errorf("write the request: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	if e.key != "" {
		req.Header.Set("Authorization", "Bearer "+e.key)
	}
	// No proxy of the environment's, no redirect, no connection kept.
	client := http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := client.Do(req)
	if err != nil {
		return answer{}, fmt.Errorf("reach the demo's endpoint: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return answer{}, fmt.Errorf("reach the demo's endpoint: it answers %s", resp.Status)
	}
	return e.protocol.decode(bufio.NewReader(resp.Body))
}
