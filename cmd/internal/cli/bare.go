//go:build linux

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"golang.org/x/sys/unix"

	"jackin/cmd/internal/vault"
	"jackin/provider"
	"jackin/provider/config"
	"jackin/provider/secret"
	"jackin/session/pid1"
)

// resolveVerb is `keys resolve`, which plain jackin starts beside itself: the client
// never has a key.
const resolveVerb = "resolve"

// startBare starts init on a bare machine, where jackin plays launcher for itself:
// what the config says for here goes to init with its environment, but for keys that
// 1Password has, which are resolved and pushed while the user looks at a picker
// already. The resolution is nil where there is none.
func (e Env) startBare() (*resolution, error) {
	c, err := config.Load(config.Dir(e.Getenv))
	if err != nil {
		return nil, fail(exitFailed, "%v", err)
	}
	keys, settings := splitVariables(e.bareVariables(c))
	later := false
	for _, s := range keys {
		if s.Source.Kind() == secret.KindOp {
			later = true
		} else {
			settings = append(settings, s)
		}
	}
	if names := referring(settings); len(names) > 0 {
		fmt.Fprintf(e.Stderr, "jackin: asking 1Password for %s\n", strings.Join(names, ", "))
	}
	values, problems := e.resolver(c).All(context.Background(), settings)
	if text := vault.Failure(problems); text != "" {
		fmt.Fprintf(e.Stderr, "jackin: %s\n", strings.ReplaceAll(text, "\n", "\njackin: "))
	}
	environ := withValues(e.without(keyVariables(c)), values, provider.Default().KeyNames())
	if err := e.startInit(initStart{args: []string{"--resolved"}, environ: environ}); err != nil || !later {
		return nil, err
	}
	return e.resolveBeside(c)
}

// referring are the names of settings that op is asked for.
func referring(settings []config.Setting) []string {
	var names []string
	for _, s := range settings {
		if s.Source.Kind() == secret.KindOp {
			names = append(names, s.Name)
		}
	}
	return names
}

// resolution is a `keys resolve` that runs beside this process, or what a program that
// has executed itself again knows of it.
type resolution struct {
	said *os.File // memory that it writes to
}

// saidVar is the number of a resolution's descriptor for the program that executes
// itself again.
const saidVar = "JACKIN_RESOLVING"

// resolveBeside starts one.
func (e Env) resolveBeside(c *config.Config) (*resolution, error) {
	exe, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("find this program: %w", err)
	}
	fd, err := unix.MemfdCreate("resolving", unix.MFD_CLOEXEC)
	if err != nil {
		return nil, fmt.Errorf("make memory for messages: %w", err)
	}
	r := &resolution{said: os.NewFile(uintptr(fd), "resolving")}
	cmd := exec.Command(exe, "keys", resolveVerb)
	cmd.Args[0] = "jackin"
	cmd.Env, cmd.Dir, cmd.Stderr = e.withoutKeys(c), e.Dir, r.said
	// It goes on when the client is detached; the client's signals aren't for it.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := cmd.Start(); err != nil {
		r.said.Close()
		return nil, fmt.Errorf("start keys %s: %w", resolveVerb, err)
	}
	return r, cmd.Process.Release()
}

// tell writes what it has said until now.
func (r *resolution) tell(w io.Writer) {
	if r == nil {
		return
	}
	text, _ := io.ReadAll(io.NewSectionReader(r.said, 0, maxComplaint)) // what can't be read isn't said
	_, _ = w.Write(text)
}

// bequeath is environ for this program when it executes itself again.
func (r *resolution) bequeath(environ []string) ([]string, error) {
	if r == nil {
		return environ, nil
	}
	if _, err := unix.FcntlInt(r.said.Fd(), unix.F_SETFD, 0); err != nil {
		return nil, fmt.Errorf("keep a descriptor: %w", err)
	}
	return append(environ, fmt.Sprintf("%s=%d", saidVar, r.said.Fd())), nil
}

// inherited is the resolution that this program has started before it executed itself
// again; nil is none.
func (e Env) inherited() *resolution {
	fd, err := strconv.Atoi(e.Getenv(saidVar))
	if err != nil || fd < 3 {
		return nil
	}
	unix.CloseOnExec(fd)
	return &resolution{said: os.NewFile(uintptr(fd), "resolving")}
}

// newKeysResolve is the verb that resolveBeside runs.
func newKeysResolve(env Env) *cobra.Command {
	return &cobra.Command{
		Use: resolveVerb, Short: "Resolve the config's 1Password references and push the keys", Hidden: true,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runKeysResolve(cmd.Context(), env) },
	}
}

func runKeysResolve(ctx context.Context, env Env) error {
	if err := pid1.Protect(); err != nil {
		return err
	}
	c, err := config.Load(config.Dir(env.Getenv))
	if err != nil {
		return fail(exitFailed, "%v", err)
	}
	var settings []config.Setting
	keys, _ := splitVariables(env.bareVariables(c))
	for _, s := range keys {
		if s.Source.Kind() == secret.KindOp {
			settings = append(settings, s)
		}
	}
	var errs []error
	env.resolver(c).Each(ctx, settings, func(result vault.Result) {
		switch {
		case result.Problem != nil:
			fmt.Fprintf(env.Stderr, "jackin: not resolved: %s\n", result.Problem.Message())
		case result.Present:
			errs = append(errs, env.pushValues(map[string]secret.Value{result.Name: result.Value}))
		}
	})
	return errors.Join(errs...)
}

// pushValues pushes keys to the jackin that runs here.
func (e Env) pushValues(values map[string]secret.Value) error {
	text, refused := vault.Lines(values)
	defer clear(text)
	for _, name := range refused {
		fmt.Fprintf(e.Stderr, "jackin: %s is not set: its value holds a control character\n", name)
	}
	if len(text) == 0 {
		return nil
	}
	pushed, err := parseKeys("", text, provider.Default().KeyNames())
	if err != nil {
		return err
	}
	return e.pushParsed(pushed)
}
