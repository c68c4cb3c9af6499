package loopback

import (
	"crypto/rand"
	"encoding/json"
	"strings"
)

// command is what the endpoint asks the CLI to run: harmless, there on every
// machine, and its output says in which directory the tab really is.
const command = "pwd"

// title names the conversation wherever a request asks for a title.
const title = "Show the working directory"

// maxOutput is how many bytes of the command's output an answer repeats; the
// rest is cut off.
const maxOutput = 4096

// ask is what one request wants, in the words of neither protocol.
type ask struct {
	// prompt is the text of the user's last message, with whatever the CLI
	// put into the same message.
	prompt string
	// canRun says that the request offers a tool to run a command with.
	canRun bool
	// ran says that the last thing in the conversation is a tool's result,
	// and output is its text, as the CLI wrapped it.
	ran    bool
	output string
	// schema is the JSON schema that the reply must fit; nil: any text.
	schema *schema
}

// reply is what the endpoint says. Its text is empty when kind is ReplyTool:
// each protocol has its own way to ask for the command.
type reply struct {
	kind Reply
	text string
}

// decide is the whole script.
func (o Options) decide(a ask) reply {
	switch {
	case a.schema != nil:
		return reply{ReplyTitle, a.schema.fill()}
	case a.ran:
		return reply{ReplyAnswer, o.Marker + ": the working directory is " + bare(a.output)}
	case !a.canRun:
		return reply{ReplyText, title}
	case !strings.Contains(a.prompt, o.Trigger):
		return reply{ReplyText, "Say " + o.Trigger + " and I will look where we are."}
	default:
		return reply{kind: ReplyTool}
	}
}

// turn is a reply on its way out, with what the protocols add to it.
type turn struct {
	reply
	model string // the request's own, said back
	id    string // makes the ids of this turn differ from all others': a CLI takes a call's id only once
	how   way    // the tool to call, where the protocol leaves a choice
}

func newTurn(model string, r reply) turn { return turn{reply: r, model: model, id: rand.Text()} }

// bare takes off what Codex puts around a command's output: lines of times
// and exit codes that end in "Output:".
func bare(output string) string {
	if _, after, ok := strings.Cut("\n"+output, "\nOutput:\n"); ok {
		output = after
	}
	output = strings.TrimSpace(output)
	if len(output) > maxOutput {
		output = strings.ToValidUTF8(output[:maxOutput], "")
	}
	return output
}

// schema is as much of a JSON schema as the CLIs' own requests for titles
// use: an object of simple properties.
type schema struct {
	Type       string             `json:"type"`
	Properties map[string]*schema `json:"properties"`
	Enum       []any              `json:"enum"`
	MaxLength  int                `json:"maxLength"` // in characters; 0: no limit
}

// fill returns JSON that fits the schema, with the title for every text.
func (s *schema) fill() string {
	b, err := json.Marshal(s.value())
	if err != nil {
		return "{}" // not reached: value returns nothing that JSON has not
	}
	return string(b)
}

func (s *schema) value() any {
	switch {
	case s == nil:
		return nil
	case len(s.Enum) > 0:
		return s.Enum[0]
	}
	switch s.Type {
	case "object":
		v := map[string]any{}
		for name, p := range s.Properties {
			v[name] = p.value()
		}
		return v
	case "string":
		if s.MaxLength > 0 && s.MaxLength < len(title) {
			return title[:s.MaxLength]
		}
		return title
	case "boolean":
		return false
	case "integer", "number":
		return 0
	case "array":
		return []any{}
	default:
		return nil
	}
}
