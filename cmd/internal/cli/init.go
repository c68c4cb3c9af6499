//go:build linux

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"jackin/cmd/internal/launch"
	"jackin/cmd/internal/logfile"
	"jackin/cmd/internal/rundir"
	"jackin/cmd/internal/vault"
	"jackin/provider"
	"jackin/provider/config"
	"jackin/provider/secret"
	"jackin/session/pid1"
)

type initOptions struct {
	tabs       []string // AGENT[:PROVIDER] each
	main       string
	user       string
	secretsDir string
	readyFD    int
	boundTo    int
	resolved   bool // whoever starts init takes care of [env]
	debug      bool

	command  []string // of a tab of its own
	terminal []string // the command line of the client on init's terminal
}

// addInitFlags declares init's options; init itself and its help share them.
func addInitFlags(f *pflag.FlagSet) *initOptions {
	var o initOptions
	f.StringArrayVar(&o.tabs, "tab", nil, "open a tab: `AGENT[:PROVIDER]`; may be given several times")
	f.StringVar(&o.main, "main", "", "open a tab, `AGENT[:PROVIDER]`, whose end is the end of everything; its exit code is init's")
	f.StringVar(&o.user, "user", "", "run server and sessions as this user, `U[:G]`, names or numbers; init has to be root (default $JACKIN_USER where it is)")
	f.StringVar(&o.secretsDir, "secrets-dir", "", "the `DIR`ectory of key files, one for each key (default /run/secrets)")
	f.IntVar(&o.readyFD, "ready-fd", -1, "the `N`umber of the descriptor that gets a byte when init listens")
	f.MarkHidden("ready-fd")
	f.IntVar(&o.boundTo, "bound-to", 0, "the `PID` of the parent with whose end init stops")
	f.MarkHidden("bound-to")
	f.BoolVar(&o.resolved, "resolved", false, "leave the config's [env] to the caller")
	f.MarkHidden("resolved")
	return &o
}

// runInit is init's process: the run directory and the operator's settings are
// found here, then session/pid1 takes over.
func runInit(env Env, args []string) error {
	o, rest, err := parseInit(args)
	switch {
	case errors.Is(err, pflag.ErrHelp):
		return printHelp(env.Stdout, documentInit())
	case err != nil:
		return fail(exitUsage, "init: %v", err).hint("jackin help init")
	case len(rest) > 0:
		return fail(exitUsage, "init takes no argument %q", rest[0]).hint("jackin help init")
	}
	return initialise(env, o)
}

// parseInit also returns the arguments that aren't options.
func parseInit(args []string) (*initOptions, []string, error) {
	flags := pflag.NewFlagSet("init", pflag.ContinueOnError)
	flags.SetOutput(io.Discard)
	o := addInitFlags(flags)
	flags.BoolVar(&o.debug, "debug", false, "")
	err := flags.Parse(args)
	return o, flags.Args(), err
}

// initialise returns when everything has ended.
func initialise(env Env, o *initOptions) error {
	code, err := runDaemon(env, o)
	if err != nil {
		return err
	}
	return silent{code}
}

func runDaemon(env Env, o *initOptions) (int, error) {
	tabs, err := o.firstTabs(env.Dir)
	if err != nil {
		return 0, err
	}
	user, err := o.sessionUser(env)
	if err != nil {
		return 0, err
	}
	started, err := prepare(env, o)
	if err != nil {
		return 0, err
	}
	warn := func(line string) { fmt.Fprintf(env.Stderr, "jackin: %s\n", line) }
	booted, err := pid1.Boot(pid1.BootConfig{
		Args: env.Args, Environ: started.environ, KeyNames: provider.Default().EnvironNames(),
		SecretsDir: o.secretsDir, Sessions: user, Warn: warn,
	})
	if err != nil {
		return 0, err
	}
	if err := bindTo(o.boundTo); err != nil {
		booted.Close()
		return 0, err
	}
	dir, err := rundir.System(env.Getenv).Own(sharedWith(user))
	if err != nil {
		booted.Close()
		if errors.Is(err, rundir.ErrRunning) {
			return 0, fail(exitFailed, "%v", err).hint("jackin attaches to it, jackin stop ends it")
		}
		return 0, err
	}
	file, err := dir.OpenLog()
	if err != nil {
		booted.Close()
		return 0, err
	}
	log := logfile.Take(file, filepath.Join(dir.Path, rundir.LogName))
	listener, err := dir.Listen()
	if err != nil {
		booted.Close()
		return 0, err
	}
	for _, line := range settle(env, user, o.user != "") {
		warn(line)
	}
	level := slog.LevelInfo
	serverArgs := []string{"serve"}
	if o.debug {
		level, serverArgs = slog.LevelDebug, append(serverArgs, "--debug")
	}
	logger := slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: level})).With("process", "init")
	serverLog, err := dir.OpenServerLog()
	if err != nil {
		logger.Error("the server has no log", "err", err) // what a tab has put in its place is no reason not to start
	}
	code, err := pid1.Run(pid1.Config{
		RunDir: dir.Path, Build: build(), Listener: listener, Settings: started.settings,
		BaseDrop: append(provider.BaseDrop(), userVariable), User: user, ServerArgs: serverArgs, ServerLog: serverLog,
		StopTimeout: started.stopTimeout, Tabs: tabs, Terminal: o.terminal,
		Log: logger, Ready: func() { announce(o.readyFD, log) },
	}, booted)
	if serverLog != nil {
		_ = serverLog.Close()
	}
	err = errors.Join(err, dir.Remove(), log.Close())
	part()
	return code, err
}

// announce tells the verb that started init that it listens. From here on
// nobody reads init's standard error: what would go there goes to the log.
func announce(fd int, log *logfile.File) {
	if fd < 0 {
		return
	}
	_ = log.Stderr()
	f := os.NewFile(uintptr(fd), "ready")
	_, _ = f.Write([]byte{'\n'})
	f.Close()
}

// prepared is what the operator's config says to init.
type prepared struct {
	environ     []string // with [env]
	settings    []byte
	stopTimeout time.Duration
}

// prepare reads the operator's config. In a container there is none: the server
// reads root's file there.
func prepare(env Env, o *initOptions) (prepared, error) {
	p := prepared{environ: env.Environ}
	if os.Getpid() == 1 {
		// The server reads it again. What is wrong with it is said here, where docker
		// logs has it: a server that can't start has nobody to say it to.
		c, err := config.LoadContainer(config.ContainerFile)
		if err != nil {
			return p, fail(exitFailed, "%v", err)
		}
		p.stopTimeout = c.Options.StopTimeout
		return p, nil
	}
	c, err := config.Load(config.Dir(env.Getenv))
	if err != nil {
		return p, fail(exitFailed, "%v", err)
	}
	if p.settings, err = c.Settings().Encode(); err != nil {
		return p, err
	}
	p.stopTimeout = c.Options.StopTimeout
	if !pid1.FirstRun(env.Environ) {
		return p, nil // what [env] says is there already
	}
	if o.resolved {
		return p, nil // by the verb that starts init, which gives it the keys later
	}
	values, problems := env.resolver(c).All(context.Background(), vault.Winners(env.bareVariables(c)))
	for _, problem := range problems {
		fmt.Fprintf(env.Stderr, "jackin: %s\n", problem.Message())
	}
	p.environ = withValues(env.without(keyVariables(c)), values, provider.Default().KeyNames())
	return p, nil
}

// withValues is environ with the values of [env], which win; init is told which
// of the keys among them didn't come with the environment.
func withValues(environ []string, values map[string]secret.Value, keys []secret.Ref) []string {
	out := vault.Environ(environ, values)
	var own, others []string
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if slices.Contains(keys, secret.Ref(name)) {
			own = append(own, name)
		} else {
			others = append(others, name)
		}
	}
	if len(others) > 0 {
		out = append(out, launch.EnvNamesVar+"="+strings.Join(others, ","))
	}
	if len(own) > 0 {
		out = append(out, pid1.ConfigKeysVar+"="+strings.Join(own, ","))
	}
	return out
}
