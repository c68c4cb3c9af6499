//go:build linux

package cli

import (
	"fmt"
	"slices"
	"strings"
	"syscall"

	"jackin/provider"
	"jackin/provider/secret"
)

// shedKeys frees this process of the keys in its environment: every process of
// this user could read them there for as long as it lives. A verb that is about
// to start init starts it first, with the whole environment; then the program
// executes itself again without them and doesn't return.
func shedKeys(env Env, args []string) error {
	start := startsInit(args)
	names := provider.Default().EnvironNames()
	clean, found := splitKeys(env.Environ, names)
	if start {
		clean, _ = splitKeys(clean, env.configKeys())
	}
	if len(clean) == len(env.Environ) || operates(args) {
		return nil
	}
	if start {
		// What would be refused later must not leave an init behind.
		if _, _, err := env.terminal(); err != nil {
			return err
		}
		resolving, err := env.ensure()
		if err == nil {
			clean, err = resolving.bequeath(clean)
		}
		if err != nil {
			return err
		}
	}
	if start || len(args) > 0 && (args[0] == "attach" && !slices.Contains(args, "--pipe") || args[0] == "new") {
		env.warnMissing(found)
	}
	if verbOf(args) == "doctor" {
		clean = append(clean, doctorKeys+"="+strings.Join(found, ","))
	}
	if err := syscall.Exec("/proc/self/exe", env.Args, clean); err != nil {
		return fmt.Errorf("execute this program again without keys: %w", err)
	}
	return nil
}

// splitKeys takes the variables of names out of environ; found are those that
// have a value.
func splitKeys(environ []string, names []secret.Ref) (clean []string, found []string) {
	for _, kv := range environ {
		name, value, _ := strings.Cut(kv, "=")
		switch {
		case !slices.Contains(names, secret.Ref(name)):
			clean = append(clean, kv)
		case value != "":
			found = append(found, name)
		}
	}
	return clean, found
}

// startsInit says that the command line is that of plain jackin.
func startsInit(args []string) bool {
	for _, a := range args {
		switch {
		case a == "--":
			return true
		case a == "-h", a == "--help", !strings.HasPrefix(a, "-"):
			return false
		}
	}
	return true
}

// warnMissing says in one line which of the caller's keys the server hasn't.
func (e Env) warnMissing(found []string) {
	s, err := e.connect(answerTime)
	if err != nil {
		return // the verb itself says why
	}
	defer s.close()
	var missing []string
	for _, name := range found {
		if !slices.Contains(s.hello.Keys, name) {
			missing = append(missing, name)
		}
	}
	if len(missing) > 0 {
		fmt.Fprintf(e.Stderr, "jackin: the jackin that runs here was started without %s: jackin keys push gives it a key\n", strings.Join(missing, ", "))
	}
}
