package cli

import (
	"slices"
	"strings"
)

// operates says that the verb is one of the operator's, who may refer to keys in
// the environment: it keeps them, and starts every other program without them.
func operates(args []string) bool {
	verb := verbOf(args)
	rest := args[min(slices.Index(args, verb)+1, len(args)):]
	switch verb {
	case "console", "launch", "config":
		return true
	case "attach":
		return slices.ContainsFunc(rest, func(a string) bool { return !strings.HasPrefix(a, "-") })
	case "keys":
		return slices.ContainsFunc(rest, func(a string) bool { return a == "--to" || strings.HasPrefix(a, "--to=") })
	}
	return false
}
