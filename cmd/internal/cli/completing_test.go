//go:build linux

package cli

import (
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"jackin/cmd/internal/manpage"
)

// Every entry is about a verb and its flags, and every verb that takes something has
// one.
func TestCompletionTable(t *testing.T) {
	table := completionTable()
	// In their synopses these take arguments of which nothing is known.
	free := []string{""}
	for _, cmd := range manpage.Verbs(manRoot()) {
		path := strings.TrimPrefix(strings.TrimPrefix(cmd.CommandPath(), "jackin"), " ")
		own := table[path]
		delete(table, path)
		_, synopsis, _ := strings.Cut(cmd.Use, " ")
		takes := strings.TrimLeft(synopsis, "[") != "" && !strings.HasPrefix(strings.TrimLeft(synopsis, "["), "--")
		if takes && len(own.args) == 0 && !slices.Contains(free, path) {
			t.Errorf("jackin %s takes %s, and none is completed", path, synopsis)
		}
		flags := map[string]bool{}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Hidden || f.NoOptDefVal != "" {
				return
			}
			flags[f.Name] = true
			if own.flags[f.Name] == nil {
				t.Errorf("jackin %s --%s isn't in completionTable", path, f.Name)
			}
		})
		for name := range own.flags {
			if !flags[name] {
				t.Errorf("jackin %s has no --%s with a value", path, name)
			}
		}
	}
	for path := range table {
		t.Errorf("there is no verb %q", path)
	}
}

func TestCompletionScripts(t *testing.T) {
	for _, shell := range shells() {
		var b strings.Builder
		env := Env{Stdin: strings.NewReader(""), Stdout: &b, Stderr: io.Discard}
		if code := Main(env, []string{"completion", shell}); code != 0 || !strings.Contains(b.String(), cobra.ShellCompRequestCmd) {
			t.Errorf("completion %s: exit %d, %d bytes", shell, code, b.Len())
		}
	}
	var said strings.Builder
	env := Env{Stdin: strings.NewReader(""), Stdout: io.Discard, Stderr: &said}
	if code := Main(env, []string{"completion", "csh"}); code != exitUsage {
		t.Errorf("completion csh: exit %d, %s", code, said.String())
	}
}
