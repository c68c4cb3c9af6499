package config

import (
	"strings"

	"github.com/BurntSushi/toml"
)

// position is a place in a file, from 1; the column counts bytes.
type position struct{ line, col int }

// maxDepth is how many parts a key may have with its tables, and how deep values
// may be nested; more are a problem. The parser's need of memory grows with the
// square of both.
const maxDepth = 16

// positions maps a key's path to where its name was first written, for every key
// and table of doc, also those that are only part of a longer name. The parser
// keeps positions of values alone. tooDeep is where doc first has more than
// maxDepth, else zero; what follows is not looked at.
//
// As far as doc is valid TOML, the result is right; of what follows it says
// nothing useful.
func positions(doc string) (found map[string]position, tooDeep position) {
	s := scan(strings.TrimPrefix(doc, bom))
	return s.found, s.tooDeep
}

// bom may begin a file, and is no part of its text.
const bom = "\ufeff"

// scan walks over doc.
func scan(doc string) *scanner {
	s := &scanner{doc: doc, line: 1, found: map[string]position{}, header: -1, inline: -1}
	for s.skipBlank(); !s.end(); s.skipBlank() {
		before := s.i
		if s.accept('[') {
			s.accept('[')
			s.table, _ = s.key(nil)
			s.accept(']')
			s.accept(']')
			s.header = len(s.items)
			s.items = append(s.items, item{path: s.table, isHeader: true, at: before, end: s.i, header: -1, inline: -1})
		} else {
			s.assignment(s.table)
		}
		if s.i == before { // not TOML
			s.i++
		}
	}
	return s
}

// item is a header or an assignment, and where it stands in the text.
type item struct {
	path     []string // with its table's
	isHeader bool
	// base is how many parts of an assignment's path are those of the header or
	// inline table that it stands in.
	base int
	// at is where a header's bracket or an assignment's key begins, value where its
	// value does, end is behind it.
	at, value, end int
	// comma is behind the comma that follows in an inline table, else 0.
	comma int
	// header is the index of the header that it stands below, inline that of the
	// assignment whose inline table it stands in; else -1.
	header, inline int
	// listed is in a list, and so no part of a path.
	listed bool
}

// joinPath makes a map's key of a path.
func joinPath(path []string) string { return strings.Join(path, "\x00") }

// scanner walks over valid TOML. It knows where each construct ends, and checks
// nothing.
type scanner struct {
	doc       string
	i         int // next byte
	line      int // of byte i
	lineStart int
	table     []string // of the last [header]
	depth     int      // of the lists and inline tables around byte i
	found     map[string]position
	tooDeep   position
	items     []item
	header    int // of items, as in item
	inline    int
	lists     int // around byte i
}

func (s *scanner) end() bool { return s.i >= len(s.doc) }

func (s *scanner) peek() byte {
	if s.end() {
		return 0
	}
	return s.doc[s.i]
}

func (s *scanner) accept(c byte) bool {
	if s.end() || s.doc[s.i] != c {
		return false
	}
	s.i++
	return true
}

// advance moves to byte i, counting the lines in between.
func (s *scanner) advance(i int) {
	i = min(i, len(s.doc))
	for ; s.i < i; s.i++ {
		if s.doc[s.i] == '\n' {
			s.line, s.lineStart = s.line+1, s.i+1
		}
	}
}

// stop ends the scan because of what is at the position.
func (s *scanner) stop(at position) {
	if s.tooDeep == (position{}) {
		s.tooDeep = at
	}
	s.i = len(s.doc)
}

func (s *scanner) skipSpace() {
	for s.peek() == ' ' || s.peek() == '\t' {
		s.i++
	}
}

// skipBlank skips spaces, line ends and comments.
func (s *scanner) skipBlank() {
	for !s.end() {
		switch s.peek() {
		case ' ', '\t', '\r', '\n':
			s.advance(s.i + 1)
		case '#':
			s.skipTo("\n")
		default:
			return
		}
	}
}

// skipTo moves to the first of the bytes in stop, or the end.
func (s *scanner) skipTo(stop string) {
	if n := strings.IndexAny(s.doc[s.i:], stop); n >= 0 {
		s.advance(s.i + n)
		return
	}
	s.advance(len(s.doc))
}

// assignment reads NAME = VALUE in the table at path.
func (s *scanner) assignment(path []string) {
	i := len(s.items)
	s.items = append(s.items, item{base: len(path), header: s.header, inline: s.inline, listed: s.lists > 0})
	path, at := s.key(path)
	s.accept('=')
	s.skipSpace()
	value := s.i
	outer := s.inline
	s.inline = i
	s.value(path)
	s.inline = outer
	end := value + len(strings.TrimRight(s.doc[value:s.i], " \t\r"))
	s.items[i].path, s.items[i].at, s.items[i].value, s.items[i].end = path, at, value, end
}

// key reads a dotted key under path and notes each of its parts. start is where it
// begins.
func (s *scanner) key(path []string) (full []string, start int) {
	path = path[:len(path):len(path)]
	s.skipSpace()
	start = s.i
	for {
		s.skipSpace()
		at := position{s.line, s.i - s.lineStart + 1}
		path = append(path, s.keyPart())
		if len(path) > maxDepth {
			s.stop(at)
			return path, start
		}
		if p := joinPath(path); s.found[p] == (position{}) {
			s.found[p] = at
		}
		s.skipSpace()
		if !s.accept('.') {
			return path, start
		}
	}
}

func (s *scanner) keyPart() string {
	start := s.i
	if c := s.peek(); c == '"' || c == '\'' {
		s.text()
		return unquote(s.doc[start:s.i])
	}
	s.skipTo(" \t\r\n.=[]{},#\"'")
	return s.doc[start:s.i]
}

// unquote returns the value of a TOML string.
func unquote(quoted string) string {
	if !strings.Contains(quoted, `\`) && len(quoted) >= 2 {
		return quoted[1 : len(quoted)-1]
	}
	var doc struct{ X string }
	if _, err := toml.Decode("X = "+quoted, &doc); err != nil {
		return quoted
	}
	return doc.X
}

func (s *scanner) value(path []string) {
	s.depth++
	defer func() { s.depth-- }()
	if s.depth > maxDepth {
		s.stop(position{s.line, s.i - s.lineStart + 1})
		return
	}
	switch s.peek() {
	case '"', '\'':
		s.text()
	case '[':
		s.i++
		s.lists++
		defer func() { s.lists-- }()
		for s.skipBlank(); !s.end() && !s.accept(']'); s.skipBlank() {
			before := s.i
			s.value(path)
			s.skipBlank()
			s.accept(',')
			if s.i == before {
				return
			}
		}
	case '{':
		s.i++
		for s.skipBlank(); !s.end() && !s.accept('}'); s.skipBlank() {
			before, i := s.i, len(s.items)
			s.assignment(path)
			s.skipBlank()
			if s.accept(',') {
				s.items[i].comma = s.i
			}
			if s.i == before {
				return
			}
		}
	default: // a number, a date or a boolean
		s.skipTo(",]}\n#")
	}
}

// text moves behind the string that begins here.
func (s *scanner) text() {
	quote := s.doc[s.i : s.i+1]
	if triple := strings.Repeat(quote, 3); strings.HasPrefix(s.doc[s.i:], triple) {
		i := s.closing(s.i+3, triple)
		// Up to two quotes may stand before the closing three.
		for strings.HasPrefix(s.doc[min(i, len(s.doc)):], quote) {
			i++
		}
		s.advance(i)
		return
	}
	s.advance(s.closing(s.i+1, quote))
}

// closing returns the byte behind the next delimiter from i on. In a string of
// double quotes a backslash hides what follows it.
func (s *scanner) closing(i int, delimiter string) int {
	for ; i < len(s.doc); i++ {
		if s.doc[i] == '\\' && delimiter[0] == '"' {
			i++
			continue
		}
		if strings.HasPrefix(s.doc[i:], delimiter) {
			return i + len(delimiter)
		}
	}
	return len(s.doc)
}
