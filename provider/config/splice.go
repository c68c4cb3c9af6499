package config

import (
	"slices"
	"strings"
)

// document is the text of a file and where everything in it stands. Each change
// returns another text, which differs from the old one nowhere else. The text is
// valid, and has no tables in lists: what is decoded strictly has none.
type document struct {
	text    string
	items   []item
	newline string
}

func parseDocument(text string) document {
	newline := "\n"
	if i := strings.IndexByte(text, '\n'); i > 0 && text[i-1] == '\r' {
		newline = "\r\n"
	}
	return document{text, scan(text).items, newline}
}

// set gives the name at path the value, written as TOML.
func (d document) set(path []string, value string) string {
	for _, it := range d.items {
		if !it.isHeader && !it.listed && slices.Equal(it.path, path) {
			return d.text[:it.value] + value + d.text[it.end:]
		}
	}
	// It may be there as a table with a header, or by dotted names.
	without := parseDocument(d.remove(path))
	return without.insert(path[:len(path)-1], path[len(path)-1], value)
}

// ensure makes an empty table at path, if there is none.
func (d document) ensure(path []string) string {
	if d.has(path) {
		return d.text
	}
	return d.insert(path, "", "")
}

// has reports whether anything stands at path or below it.
func (d document) has(path []string) bool {
	return slices.ContainsFunc(d.items, func(it item) bool { return !it.listed && isPrefix(path, it.path) })
}

// remove takes away what stands at path and below it: lines with the comments at
// their ends, tables from their headers to their last lines, elements of inline
// tables. Other comments stay.
func (d document) remove(path []string) string {
	for {
		// The last one first: what is in an inline table comes behind it, so the
		// outermost of several is found by going on to what it is in.
		last := -1
		for i, it := range d.items {
			if !it.listed && isPrefix(path, it.path) {
				last = i
			}
		}
		if last < 0 {
			return d.text
		}
		it := d.items[last]
		for it.inline >= 0 && isPrefix(path, d.items[it.inline].path) {
			last = it.inline
			it = d.items[last]
		}
		if !it.isHeader && it.header >= 0 && isPrefix(path, d.items[it.header].path) {
			last = it.header
			it = d.items[last]
		}
		switch {
		case it.isHeader:
			d = parseDocument(d.cutSection(last))
		case it.inline >= 0:
			d = parseDocument(d.cutElement(last))
		default:
			d = parseDocument(d.cutLines(it.at, it.end))
		}
	}
}

// sectionEnd is behind the last assignment below the header, or the header itself.
func (d document) sectionEnd(header int) int {
	end := d.items[header].end
	for _, it := range d.items {
		if it.header == header && it.inline < 0 {
			end = it.end
		}
	}
	return end
}

// cutLines removes the lines of which the first has byte from and the last ends
// with byte to.
func (d document) cutLines(from, to int) string {
	return d.text[:d.lineStart(from)] + d.text[d.lineEnd(to):]
}

// cutSection removes a header and what is below it, and the blank line before it if
// another one, or nothing, follows. The comments directly below its last line go too,
// unless they are directly above the next header.
func (d document) cutSection(header int) string {
	end := d.lineEnd(d.sectionEnd(header))
	comments := end
	for strings.HasPrefix(strings.TrimLeft(d.text[comments:], " \t"), "#") {
		comments = d.lineEnd(comments)
	}
	if !strings.HasPrefix(strings.TrimLeft(d.text[comments:], " \t"), "[") {
		end = comments
	}
	before, after := d.text[:d.lineStart(d.items[header].at)], d.text[end:]
	line, _, _ := strings.Cut(after, "\n")
	if strings.HasSuffix(before, d.newline+d.newline) && strings.TrimSpace(line) == "" {
		before = strings.TrimSuffix(before, d.newline)
	}
	return before + after
}

// cutElement removes an element of an inline table, and one comma.
func (d document) cutElement(i int) string {
	it := d.items[i]
	if it.comma > 0 {
		// A comment may stand before the comma.
		text := d.text[:it.at] + strings.TrimLeft(d.text[it.end:it.comma-1], " \t")
		return text + strings.TrimLeft(d.text[it.comma:], " \t")
	}
	comma := 0
	for _, other := range d.items[:i] {
		if other.inline == it.inline && other.comma > 0 {
			comma = other.comma
		}
	}
	if comma == 0 {
		return d.text[:it.at] + strings.TrimLeft(d.text[it.end:], " \t")
	}
	between := d.text[comma:it.at]
	if strings.TrimSpace(between) == "" {
		between = ""
	}
	return d.text[:comma-1] + between + d.text[it.end:]
}

// insert adds a name to the table at path; an empty name makes the table alone. No
// such name is there yet.
func (d document) insert(path []string, name, value string) string {
	if i := d.find(path); i >= 0 {
		end := d.sectionEnd(i)
		return d.addLine(end, d.indentOf(i), assignment([]string{name}, value))
	}
	if i := d.inlineAround(path); i >= 0 {
		return d.addElement(i, relative(path[len(d.items[i].path):], name, value))
	}
	if i := d.dottedAround(path); i >= 0 {
		it := d.items[i]
		return d.addLine(it.end, d.indentAt(it.at), relative(path[it.base:], name, value))
	}
	if len(path) == 0 {
		return d.addToRoot(assignment([]string{name}, value))
	}
	lines := "[" + dotted(path) + "]" + d.newline
	if name != "" {
		lines += assignment([]string{name}, value) + d.newline
	}
	return d.addTable(path, lines)
}

// relative writes an assignment below a table, or the empty table itself.
func relative(path []string, name, value string) string {
	if name == "" {
		return assignment(path, "{}")
	}
	return assignment(append(slices.Clone(path), name), value)
}

func assignment(path []string, value string) string { return dotted(path) + " = " + value }

// find returns the index of the header of path, or -1.
func (d document) find(path []string) int {
	return slices.IndexFunc(d.items, func(it item) bool { return it.isHeader && slices.Equal(it.path, path) })
}

// inlineAround returns the index of the innermost inline table that is path or
// around it, or -1.
func (d document) inlineAround(path []string) int {
	found := -1
	for i, it := range d.items {
		if !it.isHeader && !it.listed && isPrefix(it.path, path) && (found < 0 || len(it.path) > len(d.items[found].path)) {
			found = i
		}
	}
	return found
}

// dottedAround returns the index of the last assignment whose dotted name has made
// the table at path or, where that isn't there, one around it; -1 if a header made
// it or nothing has. A table that dotted names have made can only grow by them, and
// one of a header only below that.
func (d document) dottedAround(path []string) int {
	for n := len(path); n > 0; n-- {
		found := -1
		for i, it := range d.items {
			switch {
			case it.listed || it.inline >= 0 || !isPrefix(path[:n], it.path):
			case it.isHeader, it.base >= n:
				return -1
			default:
				found = i
			}
		}
		if found >= 0 {
			return found
		}
	}
	return -1
}

// addLine puts a line behind the one that byte end is on.
func (d document) addLine(end int, indent, line string) string {
	at := d.lineEnd(end)
	before := d.text[:at]
	if !strings.HasSuffix(before, "\n") {
		before += d.newline
	}
	return before + indent + line + d.newline + d.text[at:]
}

// addElement puts an element at the end of an inline table.
func (d document) addElement(table int, element string) string {
	last := -1
	for i, it := range d.items {
		if it.inline == table {
			last = i
		}
	}
	if last >= 0 {
		end := d.items[last].end
		return d.text[:end] + ", " + element + d.text[end:]
	}
	open := d.items[table].value + 1
	rest := strings.TrimLeft(d.text[open:], " \t")
	return d.text[:open] + " " + element + " " + rest
}

// addToRoot puts a line behind the last one that no header is above, else before
// all headers.
func (d document) addToRoot(line string) string {
	first := len(d.text)
	for i := len(d.items) - 1; i >= 0; i-- {
		it := d.items[i]
		if !it.isHeader && it.header < 0 && it.inline < 0 {
			return d.addLine(it.end, d.indentAt(it.at), line)
		}
		if it.isHeader {
			first = d.commentStart(it.at)
		}
	}
	before, after := d.text[:first], d.text[first:]
	if before != "" && !strings.HasSuffix(before, "\n") {
		before += d.newline
	}
	if after != "" {
		after = d.newline + after
	}
	return before + line + d.newline + after
}

// addTable puts the lines of a new table behind the tables that it belongs to;
// [env] before all tables, any other at the end.
func (d document) addTable(path []string, lines string) string {
	last, first := -1, -1
	for i, it := range d.items {
		if !it.isHeader {
			continue
		}
		if first < 0 {
			first = i
		}
		if len(path) > 1 && isPrefix(path[:len(path)-1], it.path) {
			last = i
		}
	}
	at := len(d.text)
	if last >= 0 {
		at = d.lineEnd(d.sectionEnd(last))
	} else if first >= 0 && len(path) == 1 {
		// A comment that begins the file is about all of it.
		if start := d.commentStart(d.items[first].at); start > 0 || d.lineStart(d.items[first].at) == 0 {
			at = start
		}
	}
	before, after := d.text[:at], d.text[at:]
	if before != "" && !strings.HasSuffix(before, "\n") {
		before += d.newline
	}
	if before != "" && !strings.HasSuffix(before, d.newline+d.newline) {
		before += d.newline
	}
	if after != "" && !strings.HasPrefix(after, d.newline) {
		after = d.newline + after
	}
	return before + lines + after
}

// commentStart is where the comment lines begin that stand directly above the line
// of byte at, or that line itself.
func (d document) commentStart(at int) int {
	above, start := 0, d.lineStart(at)
	text := 0 // what stands above ends here: it may be a text of several lines
	for _, it := range d.items {
		if it.end < start {
			text = max(text, it.end)
		}
	}
	for start > 0 {
		above = d.lineStart(start - 1)
		if above < text || !strings.HasPrefix(strings.TrimLeft(d.text[above:start], " \t"), "#") {
			break
		}
		start = above
	}
	return start
}

// indentOf returns how the lines below a header are indented: as its last one, or
// else as the header.
func (d document) indentOf(header int) string {
	at := d.items[header].at
	for _, it := range d.items {
		if it.header == header && it.inline < 0 {
			at = it.at
		}
	}
	return d.indentAt(at)
}

func (d document) indentAt(at int) string { return d.text[d.lineStart(at):at] }

func (d document) lineStart(at int) int { return strings.LastIndexByte(d.text[:at], '\n') + 1 }

// lineEnd is behind the line end that follows byte at.
func (d document) lineEnd(at int) int {
	if n := strings.IndexByte(d.text[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(d.text)
}

func isPrefix(prefix, path []string) bool {
	return len(prefix) <= len(path) && slices.Equal(prefix, path[:len(prefix)])
}
