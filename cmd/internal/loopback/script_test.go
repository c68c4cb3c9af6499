package loopback

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecide(t *testing.T) {
	obj := &schema{Type: "object", Properties: map[string]*schema{"title": {Type: "string"}}}
	tests := []struct {
		name string
		opts Options
		ask  ask
		want reply
	}{
		{"a prompt runs the command", Options{}, ask{prompt: "hello", canRun: true}, reply{kind: ReplyTool}},
		{"its output is the answer", Options{Marker: "M"}, ask{prompt: "hello", canRun: true, ran: true, output: "/x/y\n"},
			reply{ReplyAnswer, "M: the working directory is /x/y"}},
		{"output counts without a tool on offer", Options{Marker: "M"}, ask{ran: true, output: "/x"},
			reply{ReplyAnswer, "M: the working directory is /x"}},
		{"no tool to run it with", Options{}, ask{prompt: "hello"}, reply{ReplyText, title}},
		{"the trigger is there", Options{Trigger: "where"}, ask{prompt: "so where are we", canRun: true}, reply{kind: ReplyTool}},
		{"the trigger is missing", Options{Trigger: "where", Marker: "M"}, ask{prompt: "hello", canRun: true},
			reply{ReplyText, "Say where and I will look where we are."}},
		{"a schema wins over everything", Options{}, ask{prompt: "x", canRun: true, ran: true, schema: obj},
			reply{ReplyTitle, `{"title":"Show the working directory"}`}},
	}
	for _, tt := range tests {
		if got := tt.opts.decide(tt.ask); got != tt.want {
			t.Errorf("%s: decide(%+v) = %+v, want %+v", tt.name, tt.ask, got, tt.want)
		}
	}
}

func TestBare(t *testing.T) {
	long := strings.Repeat("é", maxOutput)
	tests := []struct{ name, in, want string }{
		{"plain", "/x/y\n", "/x/y"},
		{"empty", "", ""},
		{"a function's frame", "Chunk ID: 1a2b3c\nWall time: 0.01 seconds\nProcess exited with code 0\nOutput:\n/x/y\n", "/x/y"},
		{"a script's frame", "Script completed\nWall time 0.0 seconds\nOutput:\n\n/x/y\n", "/x/y"},
		{"nothing after the frame", "Process exited with code 1\nOutput:\n", ""},
		{"the frame's word in the output", "Exit\nOutput:\na\nOutput:\nb\n", "a\nOutput:\nb"},
		{"the word in a line", "My Output: /x", "My Output: /x"},
		{"cut between characters", "a" + long, "a" + strings.Repeat("é", (maxOutput-1)/2)},
	}
	for _, tt := range tests {
		if got := bare(tt.in); got != tt.want {
			t.Errorf("%s: bare(%.80q) = %.80q, want %.80q", tt.name, tt.in, got, tt.want)
		}
	}
}

func TestSchemaFill(t *testing.T) {
	tests := []struct{ name, schema, want string }{
		{"a title", `{"type":"object","properties":{"title":{"type":"string","minLength":1}}}`, `{"title":"` + title + `"}`},
		{"a short one", `{"type":"object","properties":{"title":{"type":"string","maxLength":4}}}`, `{"title":"Show"}`},
		{"a choice", `{"type":"object","properties":{"kind":{"enum":["a","b"]}}}`, `{"kind":"a"}`},
		{"the rest", `{"type":"object","properties":{"a":{"type":"array"},"b":{"type":"boolean"},"i":{"type":"integer"},"n":null,"o":{"type":"object"}}}`,
			`{"a":[],"b":false,"i":0,"n":null,"o":{}}`},
	}
	for _, tt := range tests {
		var s schema
		if err := json.Unmarshal([]byte(tt.schema), &s); err != nil {
			t.Fatalf("%s: %v", tt.name, err)
		}
		if diff := cmp.Diff(tt.want, s.fill()); diff != "" {
			t.Errorf("%s: fill(%s) (-want +got):\n%s", tt.name, tt.schema, diff)
		}
	}
}
