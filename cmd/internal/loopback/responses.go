package loopback

import (
	"encoding/json"
	"net/http"
	"strings"
)

// responsesRequest is what the script needs of a request of the Responses API.
type responsesRequest struct {
	Model  string          `json:"model"`
	Stream bool            `json:"stream"`
	Input  []responsesItem `json:"input"`
	Tools  []responsesTool `json:"tools"`
	Text   struct {
		Format format `json:"format"`
	} `json:"text"`
}

// responsesItem is one item of the conversation: a message, a call, a call's
// output, or tools that came later.
type responsesItem struct {
	Type    string          `json:"type"`
	Role    string          `json:"role"`
	Content content         `json:"content"`
	Output  content         `json:"output"`
	Tools   []responsesTool `json:"tools"` // of an additional_tools item
}

type responsesTool struct {
	Type  string          `json:"type"` // function, custom, or namespace
	Name  string          `json:"name"`
	Tools []responsesTool `json:"tools"` // of a namespace
}

// way is a tool by which Codex runs a command. Which one it offers depends on
// the model's entry in its catalogue.
type way struct {
	kind      string // the tool's type: function or custom
	name      string
	input     string // JSON arguments of a function, source text of a custom tool
	namespace string // that it was found in; set by find
}

// ways are all that Codex 0.169.0 has, the preferred first.
var ways = []way{
	{kind: "function", name: "exec_command", input: `{"cmd":"` + command + `"}`},
	// OpenAI's newest models are given a single tool that takes JavaScript.
	{kind: "custom", name: "exec", input: `const r = await tools.exec_command({cmd: "` + command + `"}); text(r.output);`},
}

// find returns the first way that the tools offer, in whatever namespace.
func find(tools []responsesTool, namespace string) (way, bool) {
	for _, w := range ways {
		for _, t := range tools {
			if t.Type == w.kind && t.Name == w.name {
				w.namespace = namespace
				return w, true
			}
		}
	}
	for _, t := range tools {
		if t.Type == "namespace" {
			if w, ok := find(t.Tools, t.Name); ok {
				return w, true
			}
		}
	}
	return way{}, false
}

// ask reads the conversation, and finds the way to run a command: the zero
// way if the request offers none.
func (q *responsesRequest) ask() (ask, way) {
	var a ask
	if q.Text.Format.Type == "json_schema" {
		a.schema = q.Text.Format.Schema
	}
	tools := q.Tools
	for _, item := range q.Input {
		switch {
		case item.Type == "additional_tools":
			tools = append(tools, item.Tools...)
		case item.Role == "user":
			a.prompt, a.ran = item.Content.text(), false
		case strings.HasSuffix(item.Type, "_call_output"):
			a.ran, a.output = true, item.Output.text()
		}
	}
	w, ok := find(tools, "")
	a.canRun = ok
	return a, w
}

// responses answers POST …/responses, always with a stream: Codex never asks
// for anything else.
func (s *Server) responses(w http.ResponseWriter, r *http.Request, body []byte) {
	var q responsesRequest
	if err := json.Unmarshal(body, &q); err != nil {
		s.records.add(r, body, "", replyError)
		writeError(w, http.StatusBadRequest, "decode the request: "+err.Error())
		return
	}
	if !q.Stream {
		s.records.add(r, body, q.Model, replyError)
		writeError(w, http.StatusBadRequest, "only streams are answered here: set stream to true")
		return
	}
	a, how := q.ask()
	t := newTurn(q.Model, s.opts.decide(a))
	t.how = how
	s.records.add(r, body, q.Model, t.kind)
	writeEvents(w, t.responseEvents())
}

// responseEvents is a Response as a stream: created, one output item, and
// completed with the usage. Codex takes a stream without response.completed
// for a broken one and asks again.
func (t turn) responseEvents() []event {
	item := t.item()
	events := []event{{"response.created", map[string]any{"response": t.response("in_progress", []any{})}}}
	if t.kind != ReplyTool {
		// The item as it begins, then its text: so the CLI draws it as it comes.
		started := map[string]any{"type": "message", "id": item["id"], "role": "assistant", "status": "in_progress", "content": []any{}}
		events = append(events,
			event{"response.output_item.added", map[string]any{"output_index": 0, "item": started}},
			event{"response.output_text.delta", map[string]any{
				"output_index": 0, "content_index": 0, "item_id": item["id"], "delta": t.text,
			}})
	}
	return append(events,
		event{"response.output_item.done", map[string]any{"output_index": 0, "item": item}},
		event{"response.completed", map[string]any{"response": t.response("completed", []any{item})}})
}

// item is the one output item of a turn: a message, or a call of the tool.
func (t turn) item() map[string]any {
	if t.kind != ReplyTool {
		return map[string]any{
			"type": "message", "id": "msg_" + t.id, "role": "assistant", "status": "completed",
			"content": []any{map[string]any{"type": "output_text", "text": t.text, "annotations": []any{}}},
		}
	}
	call := map[string]any{"id": "item_" + t.id, "call_id": "call_" + t.id, "name": t.how.name, "status": "completed"}
	if t.how.kind == "custom" {
		call["type"], call["input"] = "custom_tool_call", t.how.input
	} else {
		call["type"], call["arguments"] = "function_call", t.how.input
	}
	if t.how.namespace != "" {
		call["namespace"] = t.how.namespace
	}
	return call
}

func (t turn) response(status string, output []any) map[string]any {
	r := map[string]any{"id": "resp_" + t.id, "object": "response", "model": t.model, "status": status, "output": output}
	if status == "completed" {
		r["usage"] = map[string]any{
			"input_tokens": tokens, "input_tokens_details": map[string]any{"cached_tokens": 0},
			"output_tokens": tokens, "output_tokens_details": map[string]any{"reasoning_tokens": 0},
			"total_tokens": 2 * tokens,
		}
	}
	return r
}
