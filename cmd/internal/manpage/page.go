package manpage

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Section is a part of a page that cobra knows nothing of.
type Section struct {
	Title string // in capitals
	// Text comes first, as a verb's long help would; "" is none.
	Text string
	// Entries are terms with their explanations, in order.
	Entries []Entry
}

// Entry is a term and what it means.
type Entry struct{ Term, Text string }

// Name is what a verb's page is called, without its section: "jackin-keys-push".
func Name(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// Verbs returns root and every verb below it that help shows.
func Verbs(root *cobra.Command) []*cobra.Command {
	list := []*cobra.Command{root}
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() || cmd.Name() == "help" {
			list = append(list, Verbs(cmd)...)
		}
	}
	return list
}

// Page is cmd's page, with sections between its options and what else to see.
func Page(cmd *cobra.Command, sections ...Section) []byte {
	cmd.InitDefaultHelpFlag()
	var p roff
	name := Name(cmd)
	p.macro("TH", strings.ToUpper(name), "1", "", "jackin", "jackin")
	p.macro("SH", "NAME")
	p.line(escape(name + " - " + cmd.Short))
	p.macro("SH", "SYNOPSIS")
	for i, form := range strings.Split(cmd.UseLine(), " | ") {
		if i > 0 {
			p.macro("br")
			form = cmd.Root().Name() + " " + form
		}
		p.line(escape(form))
	}
	p.macro("SH", "DESCRIPTION")
	text := cmd.Long
	if text == "" {
		text = cmd.Short + "."
	}
	p.text(text)
	p.section(verbs(cmd))
	p.section(options(cmd))
	for _, s := range sections {
		p.section(s)
	}
	p.seeAlso(cmd)
	return p.Bytes()
}

// below are the verbs of cmd itself.
func below(cmd *cobra.Command) []*cobra.Command {
	return slices.DeleteFunc(Verbs(cmd), func(c *cobra.Command) bool { return c.Parent() != cmd })
}

func verbs(cmd *cobra.Command) Section {
	s := Section{Title: "VERBS"}
	for _, c := range below(cmd) {
		s.Entries = append(s.Entries, Entry{c.Name(), c.Short + "."})
	}
	return s
}

func options(cmd *cobra.Command) Section {
	s := Section{Title: "OPTIONS"}
	add := func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		term := "--" + f.Name
		if f.Shorthand != "" {
			term = "-" + f.Shorthand + ", " + term
		}
		if value != "" {
			term += " " + value
		}
		if f.Name == "help" {
			usage = "show this verb's help"
		}
		s.Entries = append(s.Entries, Entry{term, usage + "."})
	}
	cmd.NonInheritedFlags().VisitAll(add)
	cmd.InheritedFlags().VisitAll(add)
	return s
}

// seeAlso names the pages of the verbs above and below, and beside what has two above.
func (p *roff) seeAlso(cmd *cobra.Command) {
	var near []*cobra.Command
	if parent := cmd.Parent(); parent != nil {
		near = append(near, parent)
		if parent.HasParent() {
			near = append(near, below(parent)...)
		}
	}
	var names []string
	for _, c := range append(near, below(cmd)...) {
		if c != cmd {
			names = append(names, `\fB`+escape(Name(c))+`\fP(1)`)
		}
	}
	p.macro("SH", "SEE ALSO")
	p.line(strings.Join(names, ",\n"))
	p.macro("PP")
	p.line(fmt.Sprintf(`\fB%s\fP explains a topic.`, escape(cmd.Root().Name()+" help TOPIC")))
}
