package ui

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"jackin/mux/vt"
)

// terminal is an outer terminal for tests that takes what a Surface may send and
// nothing else: cursor addresses, SGR, characters and BS, all of it inside of
// bounds.
type terminal struct {
	t      *testing.T
	bounds Rect
	cells  map[[2]int]termCell
	x, y   int
	sgr    string // since the last reset, as sent
	writes int    // characters
}

// termCell is a character with the SGR sequences that it was sent with. The
// right half of a wide one is the empty text.
type termCell struct{ text, sgr string }

func newTerminal(t *testing.T, bounds Rect) *terminal {
	return &terminal{t: t, bounds: bounds, cells: map[[2]int]termCell{}, x: -1, y: -1, sgr: "unknown"}
}

func (m *terminal) write(b []byte) {
	m.t.Helper()
	s := string(b)
	for s != "" {
		switch {
		case strings.HasPrefix(s, "\x1b["):
			end := strings.IndexFunc(s[2:], func(r rune) bool { return r >= 0x40 })
			if end < 0 {
				m.t.Fatalf("unfinished sequence %q", s)
			}
			m.csi(s[2:2+end], s[2+end])
			s = s[3+end:]
		case s[0] == '\b':
			m.x--
			s = s[1:]
		case s[0] < 0x20 || s[0] == 0x7f:
			m.t.Fatalf("control character %q", s[0])
		default:
			cluster, w, rest := vt.NextCluster(s)
			m.print(cluster, w)
			s = rest
		}
	}
}

func (m *terminal) csi(params string, final byte) {
	m.t.Helper()
	switch final {
	case 'm':
		if params == "" {
			m.sgr = ""
		} else {
			m.sgr += "[" + params + "]"
		}
	case 'H':
		row, col, ok := strings.Cut(params, ";")
		y, err1 := strconv.Atoi(row)
		x, err2 := strconv.Atoi(col)
		if !ok || err1 != nil || err2 != nil || !m.bounds.Contains(x-1, y-1) {
			m.t.Fatalf("cursor address %q outside of %v", params, m.bounds)
		}
		m.x, m.y = x-1, y-1
	default:
		m.t.Fatalf("sequence CSI %s %c", params, final)
	}
}

func (m *terminal) print(cluster string, w int) {
	m.t.Helper()
	if w == 0 || !m.bounds.Contains(m.x, m.y) || !m.bounds.Contains(m.x+w-1, m.y) {
		m.t.Fatalf("%q at %d,%d outside of %v", cluster, m.x, m.y, m.bounds)
	}
	if c, ok := m.cells[[2]int{m.x, m.y}]; ok && c.text == "" {
		m.cells[[2]int{m.x - 1, m.y}] = termCell{" ", c.sgr}
	}
	if c, ok := m.cells[[2]int{m.x + w, m.y}]; ok && c.text == "" {
		m.cells[[2]int{m.x + w, m.y}] = termCell{" ", c.sgr}
	}
	m.cells[[2]int{m.x, m.y}] = termCell{cluster, m.sgr}
	if w == 2 {
		m.cells[[2]int{m.x + 1, m.y}] = termCell{"", m.sgr}
	}
	m.x += w
	m.writes++
}

// text is the rows of bounds; a cell that was never written is a `·`.
func (m *terminal) text() string {
	var b strings.Builder
	for y := range m.bounds.Rows {
		for x := range m.bounds.Cols {
			c, ok := m.cells[[2]int{m.bounds.X + x, m.bounds.Y + y}]
			if !ok {
				c.text = "·"
			}
			b.WriteString(c.text)
		}
		fmt.Fprintln(&b)
	}
	return b.String()
}
