package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Clean is s as one line that is safe to show: without control characters (C0,
// C1, DEL), without what turns the direction of text or is invisible (all of
// Unicode's format characters but the two joiners), with spaces for line ends
// and tabs, and with U+FFFD for what isn't UTF-8. Labels, names and titles come
// from elsewhere, and tcell writes what it is given: an ESC would go through.
//
// Everything in this package cleans what it draws; Clean is for whoever shows
// such text by other means.
func Clean(s string) string {
	if n := asciiPrefix(s); n < len(s) {
		return cleanFrom(s, n)
	}
	return s
}

// asciiPrefix is how many bytes of s are printable ASCII before one is not. Text
// of nothing else needs no cleaning and has as many cells as bytes.
func asciiPrefix(s string) int {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f {
			return i
		}
	}
	return len(s)
}

// cleanFrom is Clean for an s whose first n bytes are printable ASCII. It is s
// itself where that is possible.
func cleanFrom(s string, n int) string {
	if utf8.ValidString(s[n:]) && strings.IndexFunc(s[n:], unshown) < 0 {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	b.WriteString(s[:n])
	for _, r := range s[n:] {
		switch {
		case !unshown(r):
			b.WriteRune(r)
		case r >= '\t' && r <= '\r' || r == nextLine || r == lineSeparator || r == paragraphSeparator:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// unshown says that Clean takes r out, or makes it a space.
func unshown(r rune) bool {
	switch {
	case r < 0x20 || r >= 0x7f && r < 0xa0:
		return true
	case r < 0xad, r == zwnj, r == zwj:
		return false
	}
	return r == lineSeparator || r == paragraphSeparator || unicode.Is(unicode.Cf, r)
}

const (
	nextLine           = 0x85
	lineSeparator      = 0x2028
	paragraphSeparator = 0x2029
)

// The joiners are format characters that shape what is seen: Indic and Persian
// words, and emoji of several parts.
const (
	zwnj = 0x200c
	zwj  = 0x200d
)
