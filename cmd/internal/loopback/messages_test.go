package loopback

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Requests in the form that Claude Code 2.1.330 sends, cut to what matters.
const (
	messagesPrompt = `{"model":"MiniMax-M3","stream":true,"max_tokens":32000,
		"system":[{"type":"text","text":"You are a coding agent."}],
		"tools":[{"name":"Agent"},{"name":"Bash"},{"name":"Read"}],
		"messages":[
			{"role":"user","content":[{"type":"text","text":"<system-reminder>\ncontext\n</system-reminder>"},{"type":"text","text":"where are we"}]},
			{"role":"system","content":[{"type":"text","text":"# Environment"}]}]}`
	messagesResult = `{"model":"MiniMax-M3","stream":true,"tools":[{"name":"Bash"}],
		"messages":[
			{"role":"user","content":[{"type":"text","text":"where are we"}]},
			{"role":"system","content":"# Environment"},
			{"role":"assistant","content":[{"type":"tool_use","id":"toolu_1","name":"Bash","input":{"command":"pwd"}}]},
			{"role":"user","content":[{"tool_use_id":"toolu_1","type":"tool_result","content":"/home/me/shop","is_error":false}]}]}`
	messagesTitle = `{"model":"claude-haiku-5-5","stream":true,"tools":[],
		"output_config":{"format":{"type":"json_schema","schema":{"type":"object","properties":{"title":{"type":"string"}},"required":["title"]}}},
		"messages":[{"role":"user","content":[{"type":"text","text":"<session>\nwhere are we\n</session>"}]}]}`
	messagesQuota = `{"model":"claude-sonnet-5-5","max_tokens":1,"messages":[{"role":"user","content":"quota"}]}`
)

func TestMessagesAsk(t *testing.T) {
	titled := &schema{Type: "object", Properties: map[string]*schema{"title": {Type: "string"}}}
	tests := []struct {
		name, in string
		want     ask
	}{
		{"a prompt, then a system message", messagesPrompt,
			ask{prompt: "<system-reminder>\ncontext\n</system-reminder>\nwhere are we", canRun: true}},
		{"a result", messagesResult, ask{canRun: true, ran: true, output: "/home/me/shop"}},
		{"a result in blocks", `{"messages":[{"role":"user","content":[{"type":"tool_result","content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]},{"type":"text","text":"<system-reminder>"}]}]}`,
			ask{prompt: "<system-reminder>", ran: true, output: "a\nb"}},
		{"a second prompt after a result", `{"tools":[{"name":"Bash"}],"messages":[
			{"role":"user","content":[{"type":"tool_result","content":"/x"}]},
			{"role":"assistant","content":[{"type":"text","text":"it is /x"}]},
			{"role":"user","content":"and now"}]}`,
			ask{prompt: "and now", canRun: true}},
		{"a title", messagesTitle, ask{prompt: "<session>\nwhere are we\n</session>", schema: titled}},
		{"the quota check", messagesQuota, ask{prompt: "quota"}},
		{"a content that is one object", `{"messages":[{"role":"user","content":{"type":"text","text":"x"}}]}`, ask{prompt: "x"}},
		{"no content", `{"messages":[{"role":"user","content":null}]}`, ask{}},
		{"no messages", `{}`, ask{}},
	}
	for _, tt := range tests {
		var m messagesRequest
		if err := json.Unmarshal([]byte(tt.in), &m); err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if diff := cmp.Diff(tt.want, m.ask(), cmp.AllowUnexported(ask{})); diff != "" {
			t.Errorf("%s: ask(%s) (-want +got):\n%s", tt.name, tt.in, diff)
		}
	}
}

func TestMessageEvents(t *testing.T) {
	tests := []struct {
		name string
		turn turn
		want []string
	}{
		{"a call", turn{reply: reply{kind: ReplyTool}, model: "m", id: "7"}, []string{
			`message_start {"message":{"content":[],"id":"msg_7","model":"m","role":"assistant","stop_reason":null,"stop_sequence":null,"type":"message","usage":{"input_tokens":12,"output_tokens":12}}}`,
			`content_block_start {"content_block":{"id":"toolu_7","input":{},"name":"Bash","type":"tool_use"},"index":0}`,
			`content_block_delta {"delta":{"partial_json":"{\"command\":\"pwd\",\"description\":\"Show the working directory\"}","type":"input_json_delta"},"index":0}`,
			`content_block_stop {"index":0}`,
			`message_delta {"delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":12}}`,
			`message_stop {}`,
		}},
		{"text", turn{reply: reply{ReplyAnswer, "M: here"}, model: "m", id: "7"}, []string{
			`message_start {"message":{"content":[],"id":"msg_7","model":"m","role":"assistant","stop_reason":null,"stop_sequence":null,"type":"message","usage":{"input_tokens":12,"output_tokens":12}}}`,
			`content_block_start {"content_block":{"text":"","type":"text"},"index":0}`,
			`content_block_delta {"delta":{"text":"M: here","type":"text_delta"},"index":0}`,
			`content_block_stop {"index":0}`,
			`message_delta {"delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":12}}`,
			`message_stop {}`,
		}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, lines(tt.turn.messageEvents())); diff != "" {
			t.Errorf("%s: messageEvents(%+v) (-want +got):\n%s", tt.name, tt.turn, diff)
		}
	}
}

// lines writes each event as its name and its data's JSON.
func lines(events []event) []string {
	var all []string
	for _, e := range events {
		data, err := json.Marshal(e.data)
		if err != nil {
			data = []byte(err.Error())
		}
		all = append(all, e.name+" "+string(data))
	}
	return all
}

func FuzzMessages(f *testing.F) {
	for _, seed := range []string{messagesPrompt, messagesResult, messagesTitle, messagesQuota, `{}`, `[]`, `{"messages":[null]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var m messagesRequest
		if json.Unmarshal(body, &m) != nil {
			return
		}
		checkTurn(t, newTurn(m.Model, Options{Trigger: "where"}.decide(m.ask())).messageEvents())
	})
}

// checkTurn holds for the stream of any turn, of either protocol: every event
// is JSON, and it says something.
func checkTurn(t *testing.T, events []event) {
	t.Helper()
	if len(events) < 3 {
		t.Fatalf("%d events, want a beginning, an item and an end", len(events))
	}
	for _, e := range events {
		if _, err := json.Marshal(e.data); err != nil {
			t.Fatalf("event %s: %v", e.name, err)
		}
	}
}
