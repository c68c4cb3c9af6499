package provider

import "strings"

// given reports whether the user's own arguments, those of the operator's command
// or of this tab, hold one of flags. A built-in command's don't count: they are
// ours.
func (b *builder) given(flags ...string) bool {
	var args []string
	if b.custom {
		args = append(args, b.own[1:]...)
	}
	return holds(append(args, b.in.ExtraArgs...), flags)
}

// holds reports whether args hold one of flags: FLAG, FLAG=VALUE, or for a flag of
// one letter FLAGVALUE. What follows "--" is text. A value that looks like a flag
// counts as one: then an argument of ours is missing, which the agent survives,
// while the same flag twice is an error to it.
func holds(args, flags []string) bool {
	for _, arg := range args {
		if arg == "--" {
			return false
		}
		for _, flag := range flags {
			rest, ok := strings.CutPrefix(arg, flag)
			if !ok {
				continue
			}
			letter := len(flag) == 2 && flag[0] == '-' && flag[1] != '-'
			if rest == "" || rest[0] == '=' || letter {
				return true
			}
		}
	}
	return false
}

// isUUID reports whether s has a UUID's form.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range []byte(s) {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if !('0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F') {
				return false
			}
		}
	}
	return true
}
