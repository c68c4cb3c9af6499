package pid1

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"

	"jackin/provider/secret"
)

const (
	// bootVar is for the second run of this program: "PID FD SIGNAL", the
	// descriptor of the keys and the stop signal that came before it, or 0.
	bootVar = "JACKIN_BOOT"

	// ConfigKeysVar lists, separated by commas, the keys in the environment that
	// the verb which started init took from the operator's config. Their source
	// is "config", and no warning is due.
	ConfigKeysVar = "JACKIN_CONFIG_KEYS"

	// defaultSecretsDir is where Docker and Kubernetes mount secrets.
	defaultSecretsDir = "/run/secrets"
)

// BootConfig is what Boot works with.
type BootConfig struct {
	// Args is the command line with the program's name.
	Args []string
	// Environ is this process's environment, NAME=VALUE each.
	Environ []string
	// KeyNames are the keys that init takes: nothing else leaves the environment.
	KeyNames []secret.Ref
	// SecretsDir holds a file for each key, named as it is; "" is /run/secrets.
	SecretsDir string
	// Sessions is the user that sessions will run as, for the warnings about key
	// files; nil is this process's own.
	Sessions *User
	// Warn is given one line at a time that the operator should see; it may be
	// nil.
	Warn func(line string)
}

// Booted is a process that is fit to be init.
type Booted struct {
	// Environ is the environment without keys.
	Environ []string
	// Keys holds the keys.
	Keys *Keyring

	exe     int    // O_PATH descriptor of this program, deleted or not
	core    uint64 // soft limit of core dumps before Protect
	signals *signals
}

// Boot takes the keys, from files of the secrets directory and from the
// environment, and makes this process safe to hold them. Where there are keys in
// the environment it doesn't return at first: the program executes itself again
// with the same arguments, process id and inherited descriptors, and Boot returns
// there. So it is to be called before anything has an effect. Signals that would
// end this process wait from here on for [Run].
func Boot(cfg BootConfig) (*Booted, error) {
	b, err := boot(cfg)
	if err != nil {
		return nil, fmt.Errorf("become init: %w", err)
	}
	return b, nil
}

// FirstRun says that Boot, given this environment, hasn't executed the program
// again yet: what is to be added to the environment for it is to be added now.
func FirstRun(environ []string) bool {
	_, first := splitBoot(environ)
	return first == nil
}

func boot(cfg BootConfig) (*Booted, error) {
	if cfg.SecretsDir == "" {
		cfg.SecretsDir = defaultSecretsDir
	}
	if cfg.Warn == nil {
		cfg.Warn = func(string) {}
	}
	// Before anything can take time: a signal that comes now is kept.
	b := &Booted{signals: subscribe()}
	environ, first := splitBoot(cfg.Environ)
	if first != nil {
		if first.signal != 0 {
			b.signals.stop <- first.signal
		}
		keys, err := openKeyring(first.keys)
		if err != nil {
			return nil, err
		}
		b.Environ, b.Keys = environ, keys
		return b, b.protect()
	}

	init := self()
	sessions := init
	if cfg.Sessions != nil {
		sessions = cfg.Sessions.reader()
	}
	found, clean := keysOfEnviron(environ, cfg.KeyNames, cfg.Warn, os.Getpid() == 1)
	found = append(found, keysOfFiles(cfg.SecretsDir, cfg.KeyNames, init, sessions, cfg.Warn)...)
	fd, err := writeKeyring(found)
	for _, k := range found {
		clear(k.value)
	}
	if err != nil {
		return nil, err
	}
	// What the kernel shows is what the process was started with, whatever the
	// caller has made of it.
	kernel := os.Environ()
	_, without := keysOfEnviron(kernel, cfg.KeyNames, func(string) {}, false)
	if len(clean) != len(environ) || len(without) != len(kernel) {
		return nil, execAgain(cfg.Args, clean, fd, b.signals)
	}
	if b.Keys, err = openKeyring(fd); err != nil {
		return nil, err
	}
	b.Environ = clean
	return b, b.protect()
}

// firstRun is what Boot's first run left for the second.
type firstRun struct {
	keys   int
	signal unix.Signal
}

// splitBoot takes what Boot's first run left out of environ; it is nil where this
// is the first run. A variable that somebody else set is only dropped: it names
// another process, or no sealed memfd.
func splitBoot(environ []string) (rest []string, first *firstRun) {
	for _, kv := range environ {
		text, ok := strings.CutPrefix(kv, bootVar+"=")
		if !ok {
			rest = append(rest, kv)
			continue
		}
		var pid int
		var f firstRun
		n, err := fmt.Sscanf(text, "%d %d %d", &pid, &f.keys, &f.signal)
		if err == nil && n == 3 && pid == os.Getpid() && f.keys > 2 && sealed(f.keys) {
			first = &f
		}
	}
	return rest, first
}

// execAgain replaces this process's image by the same program, so that
// /proc/PID/environ, which is what the kernel was given at the exec, is clean.
func execAgain(args, environ []string, keys int, came *signals) error {
	if _, err := unix.FcntlInt(uintptr(keys), unix.F_SETFD, 0); err != nil {
		return fmt.Errorf("hand over keys: %w", err)
	}
	// A stop signal that comes during the exec stays pending: docker's, if the
	// image says so. Go unblocks the others as it starts.
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	set, old := sigset(sigStop), unix.Sigset_t{}
	if err := unix.PthreadSigmask(unix.SIG_BLOCK, &set, &old); err != nil {
		return fmt.Errorf("block stop signal: %w", err)
	}
	// One that came before is in the channel when this returns.
	signal.Stop(came.stop)
	var stop os.Signal = unix.Signal(0)
	select {
	case stop = <-came.stop:
	default:
	}
	environ = append(slices.Clip(environ), fmt.Sprintf("%s=%d %d %d", bootVar, os.Getpid(), keys, stop))
	err := syscall.Exec("/proc/self/exe", args, environ)
	return errors.Join(fmt.Errorf("execute this program again: %w", err), unix.PthreadSigmask(unix.SIG_SETMASK, &old, nil))
}

// protect is the rest of Boot, once the environment is clean.
func (b *Booted) protect() error {
	exe, err := unix.Open("/proc/self/exe", unix.O_PATH|unix.O_CLOEXEC, 0)
	if err != nil {
		return fmt.Errorf("open this program: %w", err)
	}
	// High: below it are the numbers that a child's own descriptors take.
	b.exe, err = unix.FcntlInt(uintptr(exe), unix.F_DUPFD_CLOEXEC, 10)
	_ = unix.Close(exe)
	if err != nil {
		return fmt.Errorf("open this program: %w", err)
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &limit); err != nil {
		return fmt.Errorf("get limit of core dumps: %w", err)
	}
	b.core = limit.Cur
	if err := closeOnExec(); err != nil {
		return err
	}
	if os.Getpid() != 1 {
		if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
			return fmt.Errorf("become subreaper: %w", err)
		}
	}
	return Protect()
}

// Close gives up what Boot opened, where Run won't be called.
func (b *Booted) Close() {
	b.signals.close()
	b.Keys.close()
	_ = unix.Close(b.exe)
}
