package ui

import (
	"strings"
	"unicode/utf8"

	"github.com/gdamore/tcell/v2"

	"jackin/mux/vt"
)

const ellipsis = "…"

// put draws s, cleaned, from x on, over at most width cells, and returns the
// cells that it took. Characters without a width of their own go with the one
// before them or, at the start, nowhere.
func put(c Canvas, x, y, width int, s string, style tcell.Style) int {
	if g, ok := c.(*grid); ok && asciiPrefix(s) == len(s) {
		used := max(min(len(s), width), 0)
		g.putASCII(x, y, s[:used], style)
		return used
	}
	s = Clean(s)
	used := 0
	for s != "" {
		cluster, w, rest := nextCluster(s)
		s = rest
		if w == 0 {
			continue
		}
		if used+w > width {
			break
		}
		c.Put(x+used, y, cluster, style)
		used += w
	}
	return used
}

// blanks are what fill draws at a time.
const blanks = "                                "

// fill draws width blanks.
func fill(c Canvas, x, y, width int, style tcell.Style) {
	for width > 0 {
		n := put(c, x, y, width, blanks[:min(width, len(blanks))], style)
		x, width = x+n, width-n
	}
}

// putCut is put, but for an ellipsis where s is too wide.
func putCut(c Canvas, x, y, width int, s string, style tcell.Style) int {
	return put(c, x, y, width, cut(s, width), style)
}

// nextCluster cuts the first character off s and says how many cells it takes,
// as vt.NextCluster does, but for two things. What tcell takes for several
// characters is several: it keeps one to a cell, and would drop the rest of a
// Devanagari conjunct. And of several code points that are two cells wide by
// tcell's table, two cells are kept: terminals differ just there, and after a
// wide character tcell addresses the cursor, so that nothing moves.
func nextCluster(s string) (cluster string, width int, rest string) {
	if s[0] >= 0x20 && s[0] < 0x7f && (len(s) == 1 || s[1] < 0x80) {
		return s[:1], 1, s[1:]
	}
	cluster, width, rest = vt.NextCluster(s)
	if _, n := utf8.DecodeRuneInString(cluster); n == len(cluster) {
		return cluster, width, rest
	}
	var cell tcell.CellBuffer
	cell.Resize(1, 1)
	more, theirs := cell.Put(0, 0, cluster, tcell.StyleDefault)
	if more != "" {
		cluster = cluster[:len(cluster)-len(more)]
		width, rest = vt.StringWidth(cluster), s[len(cluster):]
	}
	if theirs == 2 {
		width = 2
	}
	return cluster, width, rest
}

// width is the cells of s, which must be clean.
func width(s string) int {
	if asciiPrefix(s) == len(s) {
		return len(s)
	}
	n := 0
	for s != "" {
		var w int
		_, w, s = nextCluster(s)
		n += w
	}
	return n
}

// cut is s, cleaned, in at most n cells: whole, or its beginning and an
// ellipsis.
func cut(s string, n int) string {
	s = Clean(s)
	if n <= 0 {
		return ""
	}
	if len(s) <= n || width(s) <= n {
		return s
	}
	used, end := 0, 0
	for rest := s; rest != ""; {
		var w int
		_, w, rest = nextCluster(rest)
		if used+w > n-1 {
			break
		}
		used, end = used+w, len(s)-len(rest)
	}
	return strings.TrimRight(s[:end], " ") + ellipsis
}

// wrap is s, cleaned, in lines of at most n cells, broken at spaces where there
// are some. Leading spaces stay, and are repeated for what follows. An empty s
// is one empty line.
func wrap(s string, n int) []string {
	s = strings.TrimRight(Clean(s), " ")
	if n <= 0 {
		return nil
	}
	body := strings.TrimLeft(s, " ")
	indent := s[:len(s)-len(body)]
	if len(indent) > n/2 || n-len(indent) < 2 {
		indent = ""
	}
	n -= len(indent)
	head, rest := breakLine(body, n)
	lines := []string{indent + head}
	for rest != "" {
		head, rest = breakLine(rest, n)
		lines = append(lines, indent+head)
	}
	return lines
}

// breakLine takes a line of n cells off s: all of it, or to the last space that
// fits, or else into a word. It takes at least one character.
func breakLine(s string, n int) (head, rest string) {
	used, end, space := 0, 0, 0
	for end < len(s) {
		cluster, w, _ := nextCluster(s[end:])
		if cluster == " " {
			space = end
		}
		if used+w > n && end > 0 {
			if space > 0 {
				return strings.TrimRight(s[:space], " "), strings.TrimLeft(s[space:], " ")
			}
			return s[:end], s[end:]
		}
		used, end = used+w, end+len(cluster)
	}
	return s, ""
}
