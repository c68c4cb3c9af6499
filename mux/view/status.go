package view

import (
	"fmt"
	"strings"

	"jackin/mux/vt"
)

// statusSeparator stands between the parts of a status.
const statusSeparator = " · "

// Status is what stands before the hints: the search line, or how far the view is
// scrolled back and how many rows have come since, and what is selected or was
// found. It may hold any character that was typed, but controls.
func (v View) Status(src Source) string {
	if v.query.open {
		parts := []string{v.queryText()}
		if v.query.regex {
			parts = append(parts, "regex")
		}
		if v.query.broken != "" {
			parts = append(parts, "invalid: "+v.query.broken)
		}
		if s := v.found.status(); s != "" {
			parts = append(parts, s)
		}
		return strings.Join(parts, statusSeparator)
	}
	back, fresh := v.Behind(src)
	var parts []string
	switch {
	case back == 1:
		parts = append(parts, "1 line back")
	case back > 1:
		parts = append(parts, fmt.Sprintf("%d lines back", back))
	default:
		parts = append(parts, "held")
	}
	if fresh > 0 {
		parts = append(parts, fmt.Sprintf("%d new", fresh))
	}
	if name := v.sel.mode.String(); name != "" {
		parts = append(parts, name)
	}
	if s := v.found.status(); s != "" {
		parts = append(parts, s)
	}
	return strings.Join(parts, statusSeparator)
}

// String is how the status names what is selected.
func (m selectMode) String() string {
	switch m {
	case selectStream:
		return "selecting"
	case selectLines:
		return "selecting lines"
	case selectBlock:
		return "selecting a block"
	}
	return ""
}

// queryText is the search line as far as there is room: from a character on so
// that the cursor can be seen.
func (v *View) queryText() string {
	sign := "/"
	if v.query.back {
		sign = "?"
	}
	return sign + v.query.text[v.queryStart():]
}

// queryStart is the first byte of the search line that is shown.
func (v *View) queryStart() int {
	room := max(v.cols-4, 1)
	start := 0
	for start < v.query.at && vt.StringWidth(v.query.text[start:v.query.at]) > room {
		start += firstCluster(v.query.text[start:])
	}
	return start
}

// Cursor is the column within Status where the search line's cursor is; ok is
// false while that is closed. The cursor in what is shown is in Draw's frame.
func (v View) Cursor() (col int, ok bool) {
	if !v.query.open {
		return 0, false
	}
	return 1 + vt.StringWidth(v.query.text[v.queryStart():v.query.at]), true
}

// status is the count of hits; "" where nothing is searched for.
func (f *found) status() string {
	n := len(f.hits)
	switch {
	case f.pat == nil:
		return ""
	case n == 0 && f.done:
		return "not found"
	case n == 0:
		return "searching"
	}
	s := fmt.Sprint(n)
	if f.more || !f.done {
		s += "+"
	}
	if i := f.index(); i > 0 {
		return fmt.Sprintf("%d/%s", i, s)
	}
	return s + " hits"
}

// Hint is a keystroke and what it does now.
type Hint struct {
	Key, Meaning string
}

// Hints are the keystrokes that matter now, the most important first.
func (v View) Hints() []Hint {
	switch {
	case v.query.open && v.query.regex:
		return []Hint{{"Enter", "go"}, {"Esc", "cancel"}, {"Ctrl+R", "plain text"}}
	case v.query.open:
		return []Hint{{"Enter", "go"}, {"Esc", "cancel"}, {"Ctrl+R", "regex"}}
	case v.sel.mode != selectNone:
		return []Hint{{"y", "copy"}, {"Esc", "cancel"}, {"o", "other end"}, {"v V Ctrl+V", "kind"}}
	case v.found.pat != nil:
		return []Hint{{"n", "next"}, {"N", "previous"}, {"v", "select"}, {"/", "search"}, {"Esc", "back"}}
	}
	return []Hint{{"Esc", "back"}, {"PgUp PgDn", "scroll"}, {"/", "search"}, {"v", "select"}, {"[ ]", "prompts"}, {"e", "editor"}, {"G", "newest"}}
}
