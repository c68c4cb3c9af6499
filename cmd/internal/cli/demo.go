//go:build linux

package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"jackin/cmd/internal/demo"
	"jackin/cmd/internal/loopback"
	"jackin/cmd/internal/rundir"
	"jackin/mux/wire"
	"jackin/provider"
)

// demoAgent is the verb of a stand-in. It isn't cobra's: it is a session, and
// keeps the key that it was given.
const demoAgent = "demo-agent"

func newDemo(env Env) *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "A tour without agents or an account",
		Long: `demo attaches to a jackin of its own, in which stand-ins take the place of the
agents: they show what a tab is given for its provider, and talk to endpoints on
this machine. The key is invented; nothing that runs elsewhere is touched.
Ctrl+\ then Q ends it, and so does detaching.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runDemo(cmd.Context(), env) },
	}
}

// runDemo is the whole life of a demo: what it makes is gone when it returns.
func runDemo(ctx context.Context, env Env) (err error) {
	_, out, err := env.terminal()
	if err != nil {
		return err
	}
	// A signal must not leave a demo behind. The client has its own way with them.
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP)
	defer stop()
	dir, err := demoDir()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	close, err := env.prepareDemo(dir)
	if err != nil {
		return err
	}
	defer close()

	// A demo that is killed takes its init with it: that ends when the thread that
	// started it does, which is this one, for the rest of the process.
	runtime.LockOSThread()
	own := env.demoEnv(dir)
	if err := own.startInit(initStart{args: []string{"--secrets-dir=" + filepath.Join(dir, "secrets")}, bound: true}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, own.endDemo()) }()
	tab, err := own.firstDemoTab(out)
	if err != nil || ctx.Err() != nil {
		return err
	}
	if err := runAttach(context.WithoutCancel(ctx), own, attachOptions{tab: tab.UUID}); err != nil {
		return err
	}
	fmt.Fprintln(env.Stderr, "the demo has ended, with all that ran in it")
	return nil
}

// demoDir makes a directory for all that a demo has, private to this user. With
// docker run --read-only the second place is what there is.
func demoDir() (string, error) {
	var errs []error
	for _, parent := range []string{os.TempDir(), "/dev/shm"} {
		dir, err := os.MkdirTemp(parent, "jackin-demo-") // 0700
		if err == nil {
			return dir, nil
		}
		errs = append(errs, err)
	}
	return "", fmt.Errorf("make the demo's directory: %w", errors.Join(errs...))
}

// prepareDemo makes the demo's config and starts its endpoints, which close ends.
func (e Env) prepareDemo(dir string) (close func(), err error) {
	for _, name := range []string{"run", "config", "secrets"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o700); err != nil {
			return nil, fmt.Errorf("make the demo's directory: %w", err)
		}
	}
	exe, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	catalogue := provider.Default()
	p, err := demo.Provider(catalogue)
	if err != nil {
		return nil, err
	}
	native, err := loopback.Start(loopback.Options{Marker: "the agent's own maker's stand-in answers"})
	if err != nil {
		return nil, err
	}
	redirected, err := loopback.Start(loopback.Options{Marker: p.Label + "'s stand-in answers"})
	if err != nil {
		native.Close()
		return nil, err
	}
	close = func() { native.Close(); redirected.Close() }
	text, err := demo.Config(catalogue, demo.Program{exe, demoAgent}, native.URL(), redirected.URL())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "config", "config.toml"), text, 0o600)
	}
	if err != nil {
		close()
		return nil, err
	}
	return close, nil
}

// demoEnv is e for the verbs that talk to the demo's jackin.
func (e Env) demoEnv(dir string) Env {
	own := []string{
		rundir.Variable + "=" + filepath.Join(dir, "run"),
		"JACKIN_CONFIG_DIR=" + filepath.Join(dir, "config"),
	}
	// JACKIN_USER would be another user's, who sees none of this.
	drop := append(own, "JACKIN_USER=", "JACKIN_TAB=")
	environ := own
	for _, kv := range e.Environ {
		name, _, _ := strings.Cut(kv, "=")
		if !hasName(drop, name) {
			environ = append(environ, kv)
		}
	}
	e.Environ = environ
	if e.Dir == "" {
		e.Dir = dir
	}
	return e
}

func hasName(environ []string, name string) bool {
	for _, kv := range environ {
		if strings.HasPrefix(kv, name+"=") {
			return true
		}
	}
	return false
}

// firstDemoTab opens what a newcomer sees first: an agent with the provider that
// has the invented key.
func (e Env) firstDemoTab(out *os.File) (tab wire.Tab, err error) {
	catalogue := provider.Default()
	p, err := demo.Provider(catalogue)
	if err != nil {
		return tab, err
	}
	// A size that can't be read is unknown.
	cols, rows, _ := term.GetSize(int(out.Fd()))
	err = e.ask(wire.VerbNew, wire.NewTab{
		Agent: string(catalogue.Agents[0].ID), Provider: string(p.ID), Dir: e.Dir, Background: true, Cols: cols, Rows: rows,
	}, &tab)
	return tab, err
}

// endDemo ends the demo's jackin, unless Q has done so.
func (e Env) endDemo() error {
	err := runStop(e)
	if errors.Is(err, rundir.ErrNoServer) {
		return nil
	}
	return err
}

// runDemoAgent is a stand-in's process: AGENT, the native endpoint, and then the
// arguments that the agent would get.
func runDemoAgent(env Env, args []string) error {
	if len(args) < 2 {
		return fail(exitUsage, "%s is started by jackin demo alone", demoAgent)
	}
	return demo.Run(context.Background(), demo.Options{
		Catalogue: provider.Default(), Agent: provider.AgentID(args[0]), Native: args[1], Args: args[2:],
		Lookup: env.LookupEnv, Dir: env.Dir, In: env.Stdin, Out: env.Stdout,
	})
}
