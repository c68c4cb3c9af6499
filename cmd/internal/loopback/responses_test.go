package loopback

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Requests in the form that Codex 0.169.0 sends, cut to what matters.
const (
	responsesPrompt = `{"model":"MiniMax-M3","stream":true,"tools":[
			{"type":"function","name":"exec_command","parameters":{"type":"object"}},
			{"type":"function","name":"write_stdin"},
			{"type":"namespace","name":"mcp__codex_tui","tools":[{"type":"function","name":"list_threads"}]}],
		"input":[
			{"type":"message","role":"developer","content":[{"type":"input_text","text":"You are a coding agent."}]},
			{"type":"message","role":"user","content":[{"type":"input_text","text":"<environment_context></environment_context>"}]},
			{"type":"message","role":"user","content":[{"type":"input_text","text":"where are we"}]}]}`
	responsesResult = `{"model":"MiniMax-M3","stream":true,"tools":[{"type":"function","name":"exec_command"}],
		"input":[
			{"type":"message","role":"user","content":[{"type":"input_text","text":"where are we"}]},
			{"type":"function_call","name":"exec_command","arguments":"{\"cmd\":\"pwd\"}","call_id":"call_1"},
			{"type":"function_call_output","call_id":"call_1","output":"Wall time: 0.0 seconds\nOutput:\n/home/me/shop\n"}]}`
	// A model of OpenAI's own: no tools at the top, one that takes a script
	// within the conversation.
	scriptPrompt = `{"model":"gpt-6.1-sol","stream":true,"input":[
			{"type":"additional_tools","role":"developer","tools":[
				{"type":"namespace","name":"clock","tools":[{"type":"function","name":"sleep"}]},
				{"type":"namespace","name":"functions","tools":[{"type":"custom","name":"exec"},{"type":"function","name":"wait"}]}]},
			{"type":"message","role":"user","content":[{"type":"input_text","text":"where are we"}]}]}`
	scriptResult = `{"model":"gpt-6.1-sol","stream":true,"input":[
			{"type":"message","role":"user","content":[{"type":"input_text","text":"where are we"}]},
			{"type":"custom_tool_call","name":"exec","namespace":"functions","input":"text(1)","call_id":"call_1"},
			{"type":"custom_tool_call_output","call_id":"call_1","output":[
				{"type":"input_text","text":"Script completed\nWall time 0.2 seconds\nOutput:\n"},{"type":"input_text","text":"/home/me/shop\n"}]}]}`
	responsesTitle = `{"model":"MiniMax-M3","stream":true,"tools":[],
		"text":{"verbosity":"low","format":{"type":"json_schema","strict":true,"name":"codex_output_schema","schema":{"type":"object","properties":{"title":{"type":"string","minLength":1,"maxLength":36}}}}},
		"input":[{"type":"message","role":"user","content":[{"type":"input_text","text":"Generate a title."}]}]}`
)

func TestResponsesAsk(t *testing.T) {
	function, script := ways[0], ways[1]
	script.namespace = "functions"
	tests := []struct {
		name, in string
		want     ask
		how      way
	}{
		{"a prompt", responsesPrompt, ask{prompt: "where are we", canRun: true}, function},
		{"a result", responsesResult,
			ask{prompt: "where are we", canRun: true, ran: true, output: "Wall time: 0.0 seconds\nOutput:\n/home/me/shop\n"}, function},
		{"a prompt to a model with a script tool", scriptPrompt, ask{prompt: "where are we", canRun: true}, script},
		{"a script's result", scriptResult,
			ask{prompt: "where are we", ran: true, output: "Script completed\nWall time 0.2 seconds\nOutput:\n\n/home/me/shop\n"}, way{}},
		{"both tools", `{"tools":[{"type":"custom","name":"exec"},{"type":"function","name":"exec_command"}]}`, ask{canRun: true}, function},
		{"a function of the script tool's name", `{"tools":[{"type":"function","name":"exec"}]}`, ask{}, way{}},
		{"a second prompt after a result", `{"input":[
			{"type":"function_call_output","output":"/x"},
			{"type":"message","role":"assistant","content":[{"type":"output_text","text":"it is /x"}]},
			{"type":"message","role":"user","content":"and now"}]}`,
			ask{prompt: "and now", output: "/x"}, way{}},
		{"a title", responsesTitle, ask{prompt: "Generate a title.", schema: &schema{Type: "object",
			Properties: map[string]*schema{"title": {Type: "string", MaxLength: 36}}}}, way{}},
		{"no input", `{}`, ask{}, way{}},
	}
	for _, tt := range tests {
		var q responsesRequest
		if err := json.Unmarshal([]byte(tt.in), &q); err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		got, how := q.ask()
		if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(ask{})); diff != "" {
			t.Errorf("%s: ask(%s) (-want +got):\n%s", tt.name, tt.in, diff)
		}
		if how != tt.how {
			t.Errorf("%s: ask(%s) finds %+v, want %+v", tt.name, tt.in, how, tt.how)
		}
	}
}

func TestResponseEvents(t *testing.T) {
	script := ways[1]
	script.namespace = "functions"
	const created = `response.created {"response":{"id":"resp_7","model":"m","object":"response","output":[],"status":"in_progress"}}`
	completed := func(item string) string {
		return `response.completed {"response":{"id":"resp_7","model":"m","object":"response","output":[` + item + `],"status":"completed",` +
			`"usage":{"input_tokens":12,"input_tokens_details":{"cached_tokens":0},"output_tokens":12,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":24}}}`
	}
	const (
		call   = `{"arguments":"{\"cmd\":\"pwd\"}","call_id":"call_7","id":"item_7","name":"exec_command","status":"completed","type":"function_call"}`
		custom = `{"call_id":"call_7","id":"item_7","input":"const r = await tools.exec_command({cmd: \"pwd\"}); text(r.output);","name":"exec","namespace":"functions","status":"completed","type":"custom_tool_call"}`
		text   = `{"content":[{"annotations":[],"text":"M: here","type":"output_text"}],"id":"msg_7","role":"assistant","status":"completed","type":"message"}`
	)
	tests := []struct {
		name string
		turn turn
		want []string
	}{
		{"a function's call", turn{reply: reply{kind: ReplyTool}, model: "m", id: "7", how: ways[0]},
			[]string{created, `response.output_item.done {"item":` + call + `,"output_index":0}`, completed(call)}},
		{"a script", turn{reply: reply{kind: ReplyTool}, model: "m", id: "7", how: script},
			[]string{created, `response.output_item.done {"item":` + custom + `,"output_index":0}`, completed(custom)}},
		{"text", turn{reply: reply{ReplyAnswer, "M: here"}, model: "m", id: "7"}, []string{created,
			`response.output_item.added {"item":{"content":[],"id":"msg_7","role":"assistant","status":"in_progress","type":"message"},"output_index":0}`,
			`response.output_text.delta {"content_index":0,"delta":"M: here","item_id":"msg_7","output_index":0}`,
			`response.output_item.done {"item":` + text + `,"output_index":0}`, completed(text)}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, lines(tt.turn.responseEvents())); diff != "" {
			t.Errorf("%s: responseEvents(%+v) (-want +got):\n%s", tt.name, tt.turn, diff)
		}
	}
}

func FuzzResponses(f *testing.F) {
	for _, seed := range []string{responsesPrompt, responsesResult, scriptPrompt, scriptResult, responsesTitle, `{}`, `{"input":[null]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		var q responsesRequest
		if json.Unmarshal(body, &q) != nil {
			return
		}
		a, how := q.ask()
		turn := newTurn(q.Model, Options{Trigger: "where"}.decide(a))
		turn.how = how
		if turn.kind == ReplyTool && how.name == "" {
			t.Fatalf("ask(%s): a call without a tool", body)
		}
		checkTurn(t, turn.responseEvents())
	})
}
