//go:build linux

package cli

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"jackin/cmd/internal/manpage"
	"jackin/provider/config"
)

var update = flag.Bool("update", false, "write the man pages anew")

const manDir = "man"

// manRoot is the command as its pages describe it.
func manRoot() *cobra.Command {
	root := newRoot(Env{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: io.Discard})
	root.InitDefaultHelpCmd()
	return root
}

// manSections are what cobra knows nothing of.
func manSections(cmd *cobra.Command) []manpage.Section {
	title, rows, _ := strings.Cut(exitStatus, "\n")
	exit := manpage.Section{Title: title}
	for row := range strings.Lines(rows) {
		code, meaning, _ := strings.Cut(strings.TrimSpace(row), "  ")
		exit.Entries = append(exit.Entries, manpage.Entry{Term: code, Text: meaning})
	}
	sections := []manpage.Section{exit}
	switch manpage.Name(cmd) {
	case "jackin":
		sections = append(sections, manpage.Section{Title: "ENVIRONMENT", Entries: []manpage.Entry{
			{Term: "JACKIN_RUN_DIR", Text: "the directory of the socket and the log; it keeps one jackin apart from another"},
			{Term: "JACKIN_CONFIG_DIR", Text: "the directory of the config: else $XDG_CONFIG_HOME/jackin, else ~/.config/jackin"},
			{Term: "JACKIN_TAB, JACKIN_AGENT, JACKIN_PROVIDER", Text: "set in every tab"},
		}})
	case "jackin-config":
		sections = append(sections, manpage.Section{Title: "OPTIONS OF THE FILES", Entries: optionEntries()})
	case "jackin-help":
		sections = append(sections, manpage.Section{Title: "TOPICS", Text: strings.Join(topics(), ", ") + "."})
	}
	return sections
}

func optionEntries() (entries []manpage.Entry) {
	for _, o := range config.OptionTable() {
		text := o.Doc + " In " + o.Where.String() + "; " + o.Type
		if o.Default != "" {
			text += ", by default " + o.Default
		}
		entries = append(entries, manpage.Entry{Term: o.Name, Text: text + "."})
	}
	return entries
}

// The pages in man are those of the verbs as they are; go generate writes them.
func TestManPages(t *testing.T) {
	pages := map[string][]byte{}
	for _, cmd := range manpage.Verbs(manRoot()) {
		pages[manpage.Name(cmd)+".1"] = manpage.Page(cmd, manSections(cmd)...)
	}
	if *update {
		writePages(t, pages)
	}
	entries, err := os.ReadDir(manDir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if pages[e.Name()] == nil {
			t.Errorf("%s is no verb's: go generate ./cmd/internal/cli", e.Name())
		}
	}
	for name, page := range pages {
		got, err := os.ReadFile(filepath.Join(manDir, name))
		if err != nil || !bytes.Equal(got, page) {
			t.Errorf("%s isn't what the verb's help says now (%v): go generate ./cmd/internal/cli", name, err)
		}
	}
}

func writePages(t *testing.T, pages map[string][]byte) {
	t.Helper()
	if err := os.RemoveAll(manDir); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(manDir, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, page := range pages {
		if err := os.WriteFile(filepath.Join(manDir, name), page, 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// Each page has what cobra has: its flags, the verbs below it, the exit codes.
func TestManPagesAreWhole(t *testing.T) {
	for _, cmd := range manpage.Verbs(manRoot()) {
		page, err := os.ReadFile(filepath.Join(manDir, manpage.Name(cmd)+".1"))
		if err != nil {
			t.Error(err)
			continue
		}
		text := strings.NewReplacer(`\-`, "-", `\(aq`, "'").Replace(string(page))
		wants := []string{".SH \"EXIT STATUS\"\n.TP\n\\fB0\\fP\ndone\n", "\\fB6\\fP\nnot permitted\n", cmd.Short}
		flags := func(f *pflag.Flag) {
			if !f.Hidden {
				wants = append(wants, "--"+f.Name)
			}
		}
		cmd.LocalFlags().VisitAll(flags)
		cmd.InheritedFlags().VisitAll(flags)
		for _, c := range manpage.Verbs(cmd)[1:] {
			if c.Parent() == cmd {
				wants = append(wants, `\fB`+c.Name()+`\fP`, `\fB`+manpage.Name(c)+`\fP(1)`)
			}
		}
		for _, want := range wants {
			if !strings.Contains(text, want) {
				t.Errorf("the page of %s has no %q", cmd.CommandPath(), want)
			}
		}
	}
}
