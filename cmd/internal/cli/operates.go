package cli

import (
	"slices"
	"strings"
)

// operates says that the verb is one of the operator's, who may refer to keys in
// the environment: it keeps them, and starts every other program without them.
func operates(args []string) bool {
	verb := verbOf(args)
	if i := slices.Index(args, "--"); i >= 0 && i < slices.Index(args, verb) {
		return false // what follows is a command for a tab
	}
	rest := args[min(slices.Index(args, verb)+1, len(args)):]
	switch verb {
	case "console", "launch", "config":
		return true
	case "attach":
		for i, a := range rest {
			// A word is the container's name, unless it is the value of --tab.
			if !strings.HasPrefix(a, "-") && (i == 0 || rest[i-1] != "--tab") {
				return true
			}
		}
	case "keys":
		return slices.ContainsFunc(rest, func(a string) bool { return a == "--to" || strings.HasPrefix(a, "--to=") })
	}
	return false
}

// verbOf is the first word of a command line that isn't an option; "" is none.
func verbOf(args []string) string {
	for _, a := range args {
		if !strings.HasPrefix(a, "-") {
			return a
		}
	}
	return ""
}
