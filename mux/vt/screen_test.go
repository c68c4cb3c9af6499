package vt

import (
	"strings"
	"testing"
)

func screenOf(t *testing.T, cols, rows int, input string) *Screen {
	t.Helper()
	s := New(Options{Cols: cols, Rows: rows})
	s.Write([]byte(input))
	checkInvariants(t, s)
	return s
}

// checker is what testing.T and rapid.T share.
type checker interface {
	Helper()
	Fatalf(format string, args ...any)
}

// checkInvariants fails the test where the screen isn't whole.
func checkInvariants(t checker, s *Screen) {
	t.Helper()
	if s.x < 0 || s.x >= s.cols || s.y < 0 || s.y >= s.rows {
		t.Fatalf("cursor at %d,%d of %dx%d", s.x, s.y, s.cols, s.rows)
	}
	ids := map[uint64]bool{}
	for _, g := range []*grid{&s.primary, &s.alternate} {
		if g == &s.alternate && g != s.g {
			continue
		}
		if len(g.ring) != s.rows || len(g.tabs) != s.cols {
			t.Fatalf("grid of %d rows and %d tabs, want %dx%d", len(g.ring), len(g.tabs), s.cols, s.rows)
		}
		if g.top < 0 || g.top > g.bottom || g.bottom >= s.rows || g.left < 0 || g.left > g.right || g.right >= s.cols {
			t.Fatalf("margins %d..%d, %d..%d of %dx%d", g.top, g.bottom, g.left, g.right, s.cols, s.rows)
		}
		for y := range s.rows {
			r := g.row(y)
			if ids[r.id] || r.id == 0 {
				t.Fatalf("row %d has id %d twice or none", y, r.id)
			}
			ids[r.id] = true
			if len(r.cells) != s.cols || r.used < 0 || r.used > s.cols {
				t.Fatalf("row %d has %d cells, %d used, want %d", y, len(r.cells), r.used, s.cols)
			}
			for x := range r.used {
				c := r.cells[x]
				wide := c.Attr&AttrWide != 0
				if wide && (x+1 >= r.used || r.cells[x+1].Attr&AttrSpacer == 0) {
					t.Fatalf("row %d column %d: wide character without its right half", y, x)
				}
				if c.Attr&AttrSpacer != 0 && (wide || x == 0 || r.cells[x-1].Attr&AttrWide == 0 || c.Rune != 0) {
					t.Fatalf("row %d column %d: right half without a left one", y, x)
				}
				if c.Rune&clusterBit != 0 && int(c.Rune&^clusterBit) >= len(s.tables.clusters) {
					t.Fatalf("row %d column %d: cluster %d of %d", y, x, c.Rune&^clusterBit, len(s.tables.clusters))
				}
				if int(c.Ext) >= len(s.tables.exts) {
					t.Fatalf("row %d column %d: ext %d of %d", y, x, c.Ext, len(s.tables.exts))
				}
			}
		}
	}
}

func rowsOf(s *Screen) string { return strings.TrimRight(s.Text(), "\n") }

func TestWrite(t *testing.T) {
	for _, c := range []struct {
		name       string
		cols, rows int
		input      string
		want       string
		x, y       int
	}{
		{"text", 10, 3, "hello", "hello", 5, 0},
		{"crlf", 10, 3, "a\r\nb", "a\nb", 1, 1},
		{"wrap", 4, 3, "abcdef", "abcd\nef", 2, 1},
		{"pending wrap", 4, 3, "abcd", "abcd", 3, 0},
		{"scroll", 4, 2, "a\r\nb\r\nc", "b\nc", 1, 1},
		{"wide at the edge", 3, 2, "ab漢", "ab\n漢", 2, 1},
		{"wide overwritten", 6, 1, "漢字\x1b[2GX", " X字", 2, 0},
		{"cluster", 10, 1, "e\u0301x", "e\u0301x", 2, 0},
		{"family", 10, 1, "👨‍👩‍👧x", "👨‍👩‍👧x", 3, 0},
		{"keycap", 10, 1, "1\ufe0f\u20e3x", "1\ufe0f\u20e3x", 3, 0},
		{"flag", 10, 1, "🇩🇪x", "🇩🇪x", 3, 0},
		{"cup", 5, 3, "\x1b[2;3Hx", "\n  x", 3, 1},
		{"el", 5, 1, "abcde\x1b[3G\x1b[K", "ab", 2, 0},
		{"ed", 5, 2, "ab\r\ncd\x1b[2J", "", 2, 1},
		{"il", 3, 3, "a\r\nb\r\nc\x1b[2;1H\x1b[L", "a\n\nb", 0, 1},
		{"dl", 3, 3, "a\r\nb\r\nc\x1b[1;1H\x1b[M", "b\nc", 0, 0},
		{"ich", 6, 1, "abcdef\x1b[2G\x1b[2@", "a  bcd", 1, 0},
		{"dch", 6, 1, "abcdef\x1b[2G\x1b[2P", "adef", 1, 0},
		{"rep", 6, 1, "a\x1b[3b", "aaaa", 4, 0},
		{"line drawing", 6, 1, "\x1b(0lqk\x1b(B", "┌─┐", 3, 0},
		{"region", 3, 4, "a\r\nb\r\nc\r\nd\x1b[2;3r\x1b[3;1H\n", "a\nc\n\nd", 0, 2},
		{"alternate", 5, 2, "one\x1b[?1049htwo\x1b[?1049l", "one", 3, 0},
		{"osc swallowed", 5, 1, "\x1b]0;t\x07a\x1b]2;✳\x1b\\b", "ab", 2, 0},
		{"unknown swallowed", 9, 1, "\x1b[?12;3$$$zx\x1b[>?1mx\x1b#9x", "xxx", 3, 0},
		{"wide left half overwritten", 6, 1, "漢字\x1b[GX", "X 字", 1, 0},
		{"national sets", 12, 1, "\x1b(K[\\]{|}~\x1b(zA@\x1b(B@", "ÄÖÜäöüßA§@", 10, 0},
		{"shifts", 12, 1, "\x1b)0\x1b*A\x0eq\x0fq\x1bN##\x1bn#\x1b(B\x0f#", "─q£#£#", 6, 0},
		{"C1 string terminator", 9, 1, "\x1b]0;t\u009ca\x1bPq\u009cb\u009d0;t\x07c", "abc", 3, 0},
		{"C1 CSI", 9, 1, "ab\u009b1Gx", "xb", 1, 0},
		{"overlong and surrogates", 12, 1, "\xe0\x80\x80|\xed\xa0\x80|\xf4\x90|\xc0", "\ufffd\ufffd\ufffd|\ufffd\ufffd\ufffd|\ufffd\ufffd|\ufffd", 11, 0},
		{"a character in an ignored sequence", 4, 1, "\x1b[0>é漢0mx", "x", 1, 0},
		{"margins end with their mode", 4, 1, "\x1b[?69h\x1b[2;3s\x1b[?69l\x1b[?69habcd", "abcd", 3, 0},
		{"DECSTR ends DECLRMM", 4, 1, "\x1b[?69h\x1b[2;3s\x1b[!pabcd", "abcd", 3, 0},
		{"REP behind DEL and not behind a cancelled string", 9, 1, "a\x7f\x1b[2bb\x1b]0;x\x18\x1b[2b", "aaab", 4, 0},
		{"reverse wrap to a wide character", 4, 2, "\x1b[?45hab漢c\b\bx", "ab x\nc", 3, 0},
		{"ISO 2022 and G1", 4, 1, "\x1b)0\x1b(0\x1b%@q\x0eq", "q─", 2, 0},
		{"shifted rows", 4, 3, "abcdef\x1b[ @", "bcd\nf", 2, 1},
		{"what joins what found no place", 1, 1, "\x1b[?7la漢\u0301👨\u200d👩", "a", 0, 0},
		{"what can't be widened", 1, 2, "1\ufe0f\u20e3", "1", 0, 0},
		{"margins stay where their mode is set again", 6, 2, "\x1b[?69h\x1b[2;3s\x1b[?69h\x1b[1;2Habc", " ab\n c", 2, 1},
		{"margins are of both screens", 6, 2, "\x1b[?69h\x1b[2;3s\x1b[?1047h\x1b[1;2Habc", " ab\n c", 2, 1},
		{"margins set on the alternate screen", 6, 2, "\x1b[?69h\x1b[?1047h\x1b[2;3s\x1b[?1047l\x1b[1;2Habc", " ab\n c", 2, 1},
		{"wrap beside the margins doesn't scroll", 6, 2, "ab\x1b[?69h\x1b[2;3s\x1b[2;5Hxyz", "ab\n z  xy", 2, 1},
		{"insert mode beside the margins", 6, 1, "abcdef\x1b[?69h\x1b[3;5s\x1b[4hx\x1b[3Gy", "xbycdf", 3, 0},
		{"DECFI with a wrap pending", 4, 2, "abcd\x1b9e", "bcd\ne", 1, 1},
		{"DECSERA keeps looks", 4, 1, "abcd\x1b[1;2;1;3${", "a  d", 3, 0},
		{"DECSERA of half a wide character", 5, 1, "a漢b\x1b[1;3;1;3${", "a  b", 4, 0},
		{"extended reverse wrap needs autowrap", 4, 2, "\x1b[?1045h\x1b[?7l\x1b[2;1H\b\x1b[Dx", "\nx", 1, 1},
		{"extended reverse wrap", 4, 2, "\x1b[?1045h\x1b[2;1H\bx", "   x", 3, 0},
		{"broken utf-8", 9, 1, "a\xe2\x9cb\x9bc", "a\ufffdb\ufffdc", 5, 0},
	} {
		s := screenOf(t, c.cols, c.rows, c.input)
		if got := rowsOf(s); got != c.want {
			t.Errorf("%s: Write(%q) shows %q, want %q", c.name, c.input, got, c.want)
		}
		if s.x != c.x || s.y != c.y {
			t.Errorf("%s: Write(%q) leaves the cursor at %d,%d, want %d,%d", c.name, c.input, s.x, s.y, c.x, c.y)
		}
	}
}
