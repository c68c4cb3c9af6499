package demo

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"

	"jackin/provider"
)

// Options is what a stand-in runs with.
type Options struct {
	Catalogue *provider.Catalogue
	Agent     provider.AgentID
	// Native is the root of the endpoint that plays the agent's own maker.
	Native string
	// Args are the arguments that the agent would have been given.
	Args []string
	// Lookup looks up the environment.
	Lookup func(string) (string, bool)
	// Dir is the working directory.
	Dir string
	In  io.Reader
	Out io.Writer
}

// maxPrompt is the longest line that a stand-in reads, in bytes; a longer one
// ends it with an error. A terminal's own lines end at 4 KB.
const maxPrompt = 64 << 10

// Styles of the stand-in's own text.
const (
	strong = "\x1b[1m"
	faint  = "\x1b[2m"
	plain  = "\x1b[m"
)

// Run is the stand-in: it introduces itself, and answers each line that is typed
// until the input ends or says exit.
func Run(ctx context.Context, o Options) error {
	g, err := Look(o.Catalogue, o.Agent, o.Args, o.Lookup)
	if err != nil {
		return err
	}
	if g.Native {
		g.BaseURL, g.Model = o.Native+"/"+string(o.Agent), strings.ToLower(g.Agent)
	}
	fmt.Fprint(o.Out, introduction(g))
	e := endpoint{protocol: protocolOf(o.Agent), base: g.BaseURL, key: g.Key}
	lines := bufio.NewScanner(o.In)
	lines.Buffer(nil, maxPrompt)
	for {
		fmt.Fprint(o.Out, strong+"> "+plain)
		if !lines.Scan() {
			fmt.Fprintln(o.Out)
			return lines.Err()
		}
		switch prompt := strings.TrimSpace(lines.Text()); prompt {
		case "":
		case "exit", "quit", "/exit", "/quit":
			return nil
		default:
			converse(ctx, o, e, g.Model, prompt)
		}
	}
}

// introduction is the first screen: at most 23 lines of 80 columns, so that it
// fits an ordinary terminal.
func introduction(g Given) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%sA stand-in for %s%s: no agent, no account, nothing leaves this machine.\n", strong, g.Agent, plain)
	if g.Native {
		fmt.Fprintf(&b, "\nThis tab is %s's own: nothing is set. The real %s would use your login,\n", g.Provider, g.Agent)
		fmt.Fprintf(&b, "as it does without jackin. Other providers' keys are not in this tab.\n")
	} else {
		fmt.Fprintf(&b, "This tab alone was given, for %s (the key is invented):\n", g.Provider)
		for _, line := range g.Lines {
			fmt.Fprintf(&b, "  %s\n", line)
		}
		if len(g.Unset) > 0 {
			fmt.Fprintf(&b, "  %sand not: %s, %d more%s\n", faint, g.Unset[0], len(g.Unset)-1, plain)
		}
	}
	b.WriteString("\nType something, Enter.\n" +
		"Ctrl+\\ then N: a tab with another agent or provider. Ctrl+\\ then Q: end.\n")
	return b.String()
}

// converse is one prompt: the endpoint asks for a command, the stand-in pretends
// to run it, and the endpoint answers.
func converse(ctx context.Context, o Options, e endpoint, model, prompt string) {
	target, err := e.url()
	if err != nil {
		fmt.Fprintf(o.Out, "%v\n", err)
		return
	}
	fmt.Fprintf(o.Out, "%sPOST %s, model %s%s\n", faint, target, model, plain)
	a, err := e.send(ctx, e.protocol.first(model, prompt))
	if err == nil && a.call.id != "" {
		fmt.Fprintf(o.Out, "● asks for %s\n", clean(a.call.command))
		output := "nothing: a stand-in runs no commands"
		if a.call.command == "pwd" {
			output = o.Dir
		}
		a, err = e.send(ctx, e.protocol.second(model, prompt, a.call, output))
	}
	if err != nil {
		fmt.Fprintf(o.Out, "%v\n", err)
		return
	}
	fmt.Fprintf(o.Out, "● %s\n", clean(a.text))
}

// clean is text without control characters.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7f && r < 0xa0 {
			return ' '
		}
		return r
	}, s)
}
