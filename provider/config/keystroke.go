package config

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Keystroke returns the canonical form of a keystroke that can be a leader:
// modifiers and a key in lower case, joined by "+", the modifiers in the order
// ctrl, alt, shift, super. The key is one character, f1 to f24, or a name such as
// "space". What it accepts, the server's own parser of keystrokes must, too. A
// leader has ctrl, alt or super, or is a function key: any other would
// be missing from what can be typed.
func Keystroke(text string) (string, error) {
	rest := strings.ToLower(text)
	var has [4]bool
	modifiers := [...]string{"ctrl", "alt", "shift", "super"}
next:
	for {
		for i, m := range modifiers {
			if after, ok := strings.CutPrefix(rest, m+"+"); ok {
				if has[i] {
					return "", fmt.Errorf("keystroke %q: %s twice", text, m)
				}
				has[i], rest = true, after
				continue next
			}
		}
		break
	}
	function := isFunctionKey(rest)
	if !function && !isKey(rest) {
		return "", fmt.Errorf(`keystroke %q: not a keystroke, such as "ctrl+\\", "alt+space" or "f12"`, text)
	}
	if !function && !has[0] && !has[1] && !has[3] {
		return "", fmt.Errorf("keystroke %q: a leader needs ctrl, alt or super, or is a function key", text)
	}
	var b strings.Builder
	for i, m := range modifiers {
		if has[i] {
			b.WriteString(m + "+")
		}
	}
	if b.String() == "ctrl+" && len([]rune(rest)) == 1 && !strings.Contains(controlKeys, rest) {
		return "", fmt.Errorf("keystroke %q: terminals send the same for another key, or nothing", text)
	}
	return b.String() + rest, nil
}

// controlKeys are those of which every terminal sends something with ctrl that is
// no other key's: not Tab's, Enter's, Esc's or Backspace's.
const controlKeys = `abcdefgjklnopqrstuvwxyz\]^_@/24567`

func isFunctionKey(key string) bool {
	number, ok := strings.CutPrefix(key, "f")
	if !ok || len(number) == 0 || len(number) > 2 || number[0] == '0' {
		return false
	}
	n := 0
	for _, c := range []byte(number) {
		if c < '0' || c > '9' {
			return false
		}
		n = n*10 + int(c-'0')
	}
	return n <= 24
}

func isKey(key string) bool {
	if r, size := utf8.DecodeRuneInString(key); size > 0 && size == len(key) {
		return r != utf8.RuneError && r != ' ' && unicode.IsPrint(r)
	}
	return slices.Contains([]string{
		"space", "tab", "enter", "esc", "backspace", "insert", "delete", "home", "end", "pageup", "pagedown",
		"up", "down", "left", "right",
	}, key)
}
