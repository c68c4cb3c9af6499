package loopback

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
)

// tokens is the number that stands wherever a protocol wants to be told how
// many tokens something took.
const tokens = 12

// messagesRequest is what the script needs of a request of the Messages API.
type messagesRequest struct {
	Model    string `json:"model"`
	Stream   bool   `json:"stream"`
	Messages []struct {
		Role    string  `json:"role"`
		Content content `json:"content"`
	} `json:"messages"`
	Tools []struct {
		Name string `json:"name"`
	} `json:"tools"`
	OutputConfig struct {
		Format format `json:"format"`
	} `json:"output_config"`
}

// format demands structured output. Both protocols have it, at different places.
type format struct {
	Type   string  `json:"type"` // "json_schema", or empty
	Schema *schema `json:"schema"`
}

// content is a message's or a tool result's content: a string, a block or a
// list of blocks, in both protocols. A string is decoded as one text block.
type content []block

type block struct {
	Type    string  `json:"type"`
	Text    string  `json:"text"`
	Content content `json:"content"` // of a tool_result
}

// UnmarshalJSON accepts all three forms, and null.
func (c *content) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) == nil {
		*c = content{{Type: "text", Text: text}}
		return nil
	}
	var one block
	if json.Unmarshal(b, &one) == nil {
		*c = content{one}
		return nil
	}
	var blocks []block
	if err := json.Unmarshal(b, &blocks); err != nil {
		return fmt.Errorf("decode content: %w", err)
	}
	*c = blocks
	return nil
}

// text joins the text of all blocks.
func (c content) text() string {
	var all []string
	for _, b := range c {
		if b.Text != "" {
			all = append(all, b.Text)
		}
	}
	return strings.Join(all, "\n")
}

// ask reads the last message of the user's. It isn't always the last one:
// Claude Code ends its first request with one of role system.
func (m *messagesRequest) ask() ask {
	var a ask
	if m.OutputConfig.Format.Type == "json_schema" {
		a.schema = m.OutputConfig.Format.Schema
	}
	for _, t := range m.Tools {
		a.canRun = a.canRun || t.Name == "Bash"
	}
	for i := len(m.Messages) - 1; i >= 0; i-- {
		if m.Messages[i].Role != "user" {
			continue
		}
		a.prompt = m.Messages[i].Content.text()
		for _, b := range m.Messages[i].Content {
			if b.Type == "tool_result" {
				a.ran, a.output = true, b.Content.text()
			}
		}
		break
	}
	return a
}

// messages answers POST …/v1/messages.
func (s *Server) messages(w http.ResponseWriter, r *http.Request, body []byte) {
	var m messagesRequest
	if err := json.Unmarshal(body, &m); err != nil {
		s.records.add(r, body, "", replyError)
		writeError(w, http.StatusBadRequest, "decode the request: "+err.Error())
		return
	}
	t := newTurn(m.Model, s.opts.decide(m.ask()))
	s.records.add(r, body, m.Model, t.kind)
	if m.Stream {
		writeEvents(w, t.messageEvents())
		return
	}
	writeJSON(w, http.StatusOK, t.message())
}

// countTokens answers POST …/v1/messages/count_tokens.
func (s *Server) countTokens(w http.ResponseWriter, r *http.Request, body []byte) {
	var m messagesRequest
	if err := json.Unmarshal(body, &m); err != nil {
		s.records.add(r, body, "", replyError)
		writeError(w, http.StatusBadRequest, "decode the request: "+err.Error())
		return
	}
	s.records.add(r, body, m.Model, replyCount)
	writeJSON(w, http.StatusOK, map[string]any{"input_tokens": tokens})
}

// message is a whole Message object.
func (t turn) message() map[string]any {
	block, stop := map[string]any{"type": "text", "text": t.text}, "end_turn"
	if t.kind == ReplyTool {
		block = map[string]any{
			"type": "tool_use", "id": "toolu_" + t.id, "name": "Bash",
			"input": map[string]any{"command": command, "description": title},
		}
		stop = "tool_use"
	}
	return map[string]any{
		"id": "msg_" + t.id, "type": "message", "role": "assistant", "model": t.model,
		"content": []any{block}, "stop_reason": stop, "stop_sequence": nil,
		"usage": map[string]any{"input_tokens": tokens, "output_tokens": tokens},
	}
}

// messageEvents is the same Message as a stream: it begins without content,
// one block is started empty, filled and stopped, and the end brings the
// reason.
func (t turn) messageEvents() []event {
	m := t.message()
	block := m["content"].([]any)[0].(map[string]any)
	stop := m["stop_reason"]
	m["content"], m["stop_reason"] = []any{}, nil

	var delta map[string]any
	if t.kind == ReplyTool {
		input, _ := json.Marshal(block["input"]) // strings only: it can't fail
		delta = map[string]any{"type": "input_json_delta", "partial_json": string(input)}
		block["input"] = map[string]any{}
	} else {
		delta = map[string]any{"type": "text_delta", "text": t.text}
		block["text"] = ""
	}
	return []event{
		{"message_start", map[string]any{"message": m}},
		{"content_block_start", map[string]any{"index": 0, "content_block": block}},
		{"content_block_delta", map[string]any{"index": 0, "delta": delta}},
		{"content_block_stop", map[string]any{"index": 0}},
		{"message_delta", map[string]any{
			"delta": map[string]any{"stop_reason": stop, "stop_sequence": nil},
			"usage": map[string]any{"output_tokens": tokens},
		}},
		{"message_stop", map[string]any{}},
	}
}
