//go:build !linux

package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/spf13/cobra"
)

// runInside does nothing: init and what it starts are for Linux.
func runInside(Env, []string) (code int, done bool) { return 0, false }

// shedKeys does nothing: only the operator's verbs run here, which may refer to keys.
func shedKeys(Env, []string) error { return nil }

// verbs are the operator's; the others say where they belong.
func verbs(env Env) []*cobra.Command {
	list := []*cobra.Command{newConsole(env), newLaunch(env), newPs(env), newAttachName(env), newStopContainer(env), newKeysTo(env), newConfig(env), newVersion(env)}
	for _, name := range []string{
		"init", "serve", "new", "ls", "capture", "send", "wait", "rename", "restart", "kill", "events", "providers", "env", "healthz", "doctor", "demo",
	} {
		list = append(list, &cobra.Command{
			Use: name, Hidden: true, DisableFlagParsing: true, Args: cobra.ArbitraryArgs,
			RunE: func(*cobra.Command, []string) error { return belongs(name) },
		})
	}
	return list
}

// belongs says where a verb can be run.
func belongs(verb string) error {
	return fail(exitUsage, "jackin %s belongs into the container, and doesn't run on %s", verb, runtime.GOOS).
		hint("jackin launch starts one; docker exec NAME jackin %s", verb)
}

func newAttachName(env Env) *cobra.Command {
	var o attachOptions
	cmd := &cobra.Command{
		Use: "attach NAME", Short: "Attach this terminal to a container", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.name = args[0]
			return runAttachName(cmd.Context(), env, o)
		},
	}
	cmd.Flags().StringVar(&o.tab, "tab", "", "the tab to show: its `ID`")
	cmd.Flags().BoolVar(&o.readOnly, "read-only", false, "look, and type nothing")
	return cmd
}

func newStopContainer(env Env) *cobra.Command {
	return &cobra.Command{
		Use: "stop NAME", Short: "End a container that launch has made", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runStopName(cmd.Context(), env, args[0]) },
	}
}

func newKeysTo(env Env) *cobra.Command {
	keys := &cobra.Command{
		Use: "keys", Short: "Renew the keys of a container", Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return usageError{fmt.Errorf("keys wants push --to NAME")} },
	}
	var to string
	push := &cobra.Command{
		Use: "push [NAME] --to CONTAINER", Short: "Renew the keys of a container, or one of them from standard input",
		Args: usageArgs(cobra.MaximumNArgs(1)), DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch name := strings.Join(args, ""); {
			case to == "" || strings.HasPrefix(to, "-"):
				return usageError{fmt.Errorf("keys push wants --to CONTAINER here")}
			case name == "":
				return runKeysPushTo(cmd.Context(), env, to)
			default:
				return runKeysPushOneTo(cmd.Context(), env, to, name)
			}
		},
	}
	push.Flags().StringVar(&to, "to", "", "the `CONTAINER`, which launch has made")
	keys.AddCommand(push)
	return keys
}

// linkVersion is empty: there is no link here.
func linkVersion() string { return "" }

// rundirError is nil: there is no run directory here.
func rundirError(error) *Error { return nil }

// dialHere is never called: prepareHere refuses.
func (e Env) dialHere(context.Context) (io.ReadWriteCloser, error) { return nil, belongs("attach") }

// prepareHere refuses: there is no jackin on this system but those in containers.
func (e Env) prepareHere(*os.File, *attachOptions) (tell func(), err error) {
	return nil, fail(exitUsage, "jackin runs on Linux: here it launches containers and attaches to them").hint("jackin launch")
}
