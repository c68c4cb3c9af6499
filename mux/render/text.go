package render

import "strings"

// printable says that r may be written to a terminal as text: no control
// character, nothing that changes the direction of what follows, nothing that
// has no place of its own.
func printable(r rune) bool {
	switch {
	case r < 0xa0:
		return r >= 0x20 && r < 0x7f
	case r < 0x2000:
		return r != 0x061c && r != 0xad
	case r <= 0x206f:
		return !(r >= 0x200b && r <= 0x200f || r >= 0x2028 && r <= 0x202e || r >= 0x2060)
	}
	return r != 0xfeff && r <= 0x10ffff && (r < 0xd800 || r > 0xdfff)
}

// joiner says that r may stand in a cluster, though not alone.
func joiner(r rune) bool { return r == 0x200c || r == 0x200d }

// clean is text, several code points, without what must not reach a terminal.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if printable(r) || joiner(r) {
			return r
		}
		return -1
	}, s)
}

// maxTitle is the number of code points of a title; the rest is cut off.
const maxTitle = 256

// cleanTitle is a title without what must not reach a terminal.
func cleanTitle(s string) string { return clean(cutRunes(s, maxTitle)) }

// cutRunes is the first n code points of s.
func cutRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

// cleanURI is s if a terminal takes it as a part of OSC 8, else empty: bytes
// outside of printable ASCII have to be percent-encoded there.
func cleanURI(s string) string {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return ""
		}
	}
	return s
}
