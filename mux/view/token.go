package view

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jackin/mux/vt"
)

// maxQuoted is how many bytes a string in quotes has at most: a quote without
// another one as near as that is none.
const maxQuoted = 4096

// token is what a double click on byte at of a line takes: from to before to.
// In this order: an address; a string in quotes, with them if they are what was
// clicked on; a path, or a name with a dot, with line and column; a word; a run
// of one and the same other character. at is the start of a character.
func token(text string, at int) (from, to int) {
	if at < 0 || at >= len(text) {
		return max(at, 0), max(at, 0)
	}
	if from, to, ok := linkAt(text, at); ok {
		return from, to
	}
	quoteFrom, quoteTo, quoted := quotedAt(text, at)
	pathFrom, pathTo, path := pathAt(text, at)
	switch {
	case quoted && path && pathFrom >= quoteFrom && pathTo <= quoteTo && !startsPath(text[quoteFrom:]):
		return pathFrom, pathTo // within a sentence
	case quoted:
		return quoteFrom, quoteTo
	case path:
		return pathFrom, pathTo
	}
	return wordAt(text, at)
}

// linkAt is the address at byte at.
func linkAt(text string, at int) (from, to int, ok bool) {
	for _, sign := range [...]string{"://", "mailto:", "www."} {
		for base := 0; ; {
			i := strings.Index(text[base:], sign)
			if i < 0 || base+i > at && sign != "://" {
				break
			}
			i += base
			from, to = i, i+len(sign)
			if sign == "://" {
				from = schemeStart(text, i)
			}
			for _, r := range text[to:] {
				if !isLinkRune(r) {
					break
				}
				to += utf8.RuneLen(r)
			}
			rest := to
			to = from + len(trimLink(text[from:to]))
			starts := from < i // a scheme
			if sign != "://" {
				before := lastRune(text[:from])
				starts = before >= utf8.RuneSelf || !isWordRune(before)
			}
			if starts && from <= at && at < to && to > i+len(sign) {
				return from, to, true
			}
			base = max(rest, i+len(sign))
			if from > at {
				break
			}
		}
	}
	return 0, 0, false
}

// schemeStart is where the scheme that ends before byte end begins: a letter,
// then letters, digits, plus, dot, hyphen.
func schemeStart(text string, end int) int {
	from := end
	for i := end - 1; i >= 0; i-- {
		c := text[i]
		switch {
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			from = i
		case c >= '0' && c <= '9', c == '+', c == '.', c == '-':
		default:
			return from
		}
	}
	return from
}

// isLinkRune says that r may stand in an address: no blank, none of the signs
// that stand around one, no quotes and brackets of other scripts.
func isLinkRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r > ' ' && r < 0x7f && !strings.ContainsRune("<>\"`{}|\\^", r)
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r))
}

// trimLink takes off the end of an address what belongs to the sentence around
// it: punctuation, and brackets that it doesn't open.
func trimLink(s string) string {
	for s != "" {
		c := s[len(s)-1]
		switch {
		case strings.IndexByte(".,;:!?'*", c) >= 0:
		case c == ')' && strings.Count(s, ")") > strings.Count(s, "("):
		case c == ']' && strings.Count(s, "]") > strings.Count(s, "["):
		default:
			return s
		}
		s = s[:len(s)-1]
	}
	return s
}

// quotes are what opens a string and what closes it.
var quotes = [...]struct{ open, close rune }{{'"', '"'}, {'\'', '\''}, {'`', '`'}, {'“', '”'}, {'«', '»'}}

// quotedAt is what stands in quotes around byte at. A quote behind a letter opens
// nothing, and one before a letter closes nothing: don't is a word.
func quotedAt(text string, at int) (from, to int, ok bool) {
	for i := 0; i <= at; {
		r, n := utf8.DecodeRuneInString(text[i:])
		end := 0
		for _, q := range quotes {
			if r == q.open && (i == 0 || !isWordRune(lastRune(text[:i]))) {
				end = closing(text, i+n, q.close)
				break
			}
		}
		if end == 0 {
			i += n
			continue
		}
		_, m := utf8.DecodeRuneInString(text[end:])
		switch {
		case at < i+n || at >= end && at < end+m:
			return i, end + m, true
		case at < end:
			return i + n, end, true
		}
		i = end + m
	}
	return 0, 0, false
}

// closing is where, behind from, the quote is that closes a string; 0 is nowhere.
func closing(text string, from int, quote rune) int {
	limit := min(len(text), from+maxQuoted)
	for i := from; i < limit; {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == '\\' && i+n < len(text):
			_, m := utf8.DecodeRuneInString(text[i+n:])
			n += m
		case r == quote && i > from:
			if next, _ := utf8.DecodeRuneInString(text[i+n:]); i+n == len(text) || !isWordRune(next) {
				return i
			}
		}
		i += n
	}
	return 0
}

// startsPath says that s begins as a path does that isn't relative to a
// directory that goes without saying.
func startsPath(s string) bool {
	return strings.HasPrefix(s, "/") || strings.HasPrefix(s, "~/") || strings.HasPrefix(s, "./") || strings.HasPrefix(s, "../")
}

// pathAt is the path at byte at, with a slash in it, or a name with a dot and a
// line behind it.
func pathAt(text string, at int) (from, to int, ok bool) {
	inPath := func(r rune) bool { return isPathRune(r) || r == ':' }
	from = strings.LastIndexFunc(text[:at], func(r rune) bool { return !inPath(r) })
	if from >= 0 {
		_, n := utf8.DecodeRuneInString(text[from:])
		from += n
	} else {
		from = 0
	}
	if to = strings.IndexFunc(text[at:], func(r rune) bool { return !inPath(r) }); to >= 0 {
		to += at
	} else {
		to = len(text)
	}
	// Names, each with the numbers behind it: NAME, NAME:LINE, NAME:LINE:COLUMN.
	for start := from; start < to; {
		end := start + fieldLen(text[start:to])
		base := text[start:end]
		numbers := 0
		for end < to && numbers < 2 {
			n := fieldLen(text[end+1 : to])
			if !isNumber(text[end+1 : end+1+n]) {
				break
			}
			end += 1 + n
			numbers++
		}
		slash := strings.Contains(base, "/")
		if !slash && (numbers == 0 || !strings.Contains(strings.Trim(base, "."), ".")) {
			if start += len(base); start < to {
				start++ // the colon
			}
			continue
		}
		if numbers == 0 {
			end = start + len(trimPath(base))
		}
		lead := len(base) - len(strings.TrimLeft(base, ",#%+"))
		if start+lead <= at && at < end {
			return start + lead, end, true
		}
		if start = max(end, start+1); start < to && text[start] == ':' {
			start++
		}
	}
	return 0, 0, false
}

// fieldLen is the length of s up to a colon.
func fieldLen(s string) int {
	if i := strings.IndexByte(s, ':'); i >= 0 {
		return i
	}
	return len(s)
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// trimPath takes the punctuation of a sentence off the end of a path, but not the
// dots of a last element that has nothing else.
func trimPath(s string) string {
	s = strings.TrimRight(s, ",")
	name := s[strings.LastIndexByte(s, '/')+1:]
	if strings.Trim(name, ".") == "" {
		return s
	}
	return strings.TrimRight(s, ".,")
}

func isPathRune(r rune) bool {
	return isWordRune(r) || r < utf8.RuneSelf && strings.ContainsRune("/.-@+%#~,$", r)
}

// isWordRune says that r is of a word; a joiner is only ever inside of one.
func isWordRune(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r|0x20 >= 'a' && r|0x20 <= 'z' || r >= '0' && r <= '9' || r == '_'
	case r == utf8.RuneError:
		return false
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == zwj || r == zwnj
}

// The joiners of U+200C and U+200D.
const (
	zwnj = 0x200c
	zwj  = 0x200d
)

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// wordAt is the word at byte at: letters, digits and underscores, with hyphens,
// dots and at signs between them, and the hyphens of an option in front. What
// isn't of a word is taken with its like beside it.
func wordAt(text string, at int) (from, to int) {
	if inWord(text, at) {
		for from = at; from > 0; {
			_, n := utf8.DecodeLastRuneInString(text[:from])
			if !inWord(text, from-n) {
				break
			}
			from -= n
		}
		for to = at; to < len(text) && inWord(text, to); {
			_, n := utf8.DecodeRuneInString(text[to:])
			to += n
		}
		option := strings.TrimRight(text[:from], "-")
		if n := from - len(option); n > 0 && n <= 2 && (option == "" || strings.IndexByte(" =([,\"'`|", option[len(option)-1]) >= 0) {
			from -= n
		}
		return from, to
	}
	cluster, _, _ := vt.NextCluster(text[at:])
	for from = at; strings.HasSuffix(text[:from], cluster); {
		from -= len(cluster)
	}
	for to = at; strings.HasPrefix(text[to:], cluster); {
		to += len(cluster)
	}
	return from, to
}

// inWord says that the character at byte i belongs to a word.
func inWord(text string, i int) bool {
	r, n := utf8.DecodeRuneInString(text[i:])
	if isWordRune(r) {
		// Marks and joiners alone, as in an emoji, make no word.
		return !(unicode.IsMark(r) || r == zwj || r == zwnj) || i > 0 && inWord(text, i-lastLen(text[:i]))
	}
	if r != '-' && r != '.' && r != '@' || i == 0 {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[i+n:])
	return isWordRune(lastRune(text[:i])) && isWordRune(next)
}

func lastLen(s string) int {
	_, n := utf8.DecodeLastRuneInString(s)
	return n
}
