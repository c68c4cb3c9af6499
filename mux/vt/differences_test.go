package vt

import "testing"

// TestDifferences is the table of what is shown otherwise than by xterm.js, on
// purpose. Each row names what xterm.js does instead.
func TestDifferences(t *testing.T) {
	for _, c := range []struct {
		name, instead string
		cols, rows    int
		input         string
		want          string
		x, y          int
		reply         string
	}{
		{"report of a pending wrap", "counts the cursor behind the last column: 5", 4, 2, "abcd\x1b[6n", "abcd", 3, 0, "\x1b[1;4R"},
		{"CHA under origin mode", "adds the top margin to the row again", 9, 6, "\x1b[3;5r\x1b[?6h\x1b[2;1H\x1b[4Gx", "\n\n\n   x", 4, 3, ""},
		{"saved cursor and history", "keeps an absolute row: the place moves up as lines scroll away", 4, 2, "a\x1b7\r\nb\r\nc\x1b8x", "bx\nc", 2, 0, ""},
		{"DECDC with a wrap pending", "takes the column behind the last for the first", 4, 1, "abcd\x1b['~", "abc", 3, 0, ""},
		{"DECALN resets the margins", "keeps them", 2, 3, "\x1b[2;3r\x1b#8\x1b[3;1H\n", "EE\nEE", 0, 2, ""},
		{"a non-ASCII character in a SOS string", "ends the string there", 9, 1, "a\x1bXé漢b\x1b\\c", "ac", 2, 0, ""},
		{"a C1 control in a string", "leaves the string and acts on it", 9, 1, "a\x1b]0;x\u0085b\x07c", "ac", 2, 0, ""},
		{"C1 RI", "ignores it", 4, 2, "\r\nb\u008da", " a\nb", 2, 0, ""},
		{"broken UTF-8", "drops it when it is fed bytes", 4, 1, "a\xffb", "a\ufffdb", 3, 0, ""},
		{"colour without a colour space", "takes green for red", 4, 1, "\x1b[38:2:1:2:3mx\x1bP$qm\x1b\\", "x", 1, 0, "\x1bP1$r0;38:2::1:2:3m\x1b\\"},
		{"a combining character behind a sequence", "gives it a cell", 4, 1, "e\x1b[1m\u0301x", "e\u0301x", 2, 0, ""},
		{"left and right margins", "has none", 6, 2, "abcdef\x1b[?69h\x1b[2;4s\x1b[1;2H\x1b[P", "acd ef", 1, 0, ""},
		{"margins end with their mode", "has none", 4, 1, "\x1b[?69h\x1b[2;3s\x1b[?69l\x1b[?69habcd", "abcd", 3, 0, ""},
		{"SU with margins scrolls between them", "has none", 4, 2, "abcd\r\nefgh\x1b[?69h\x1b[2;3s\x1b[S", "afgd\ne  h", 0, 0, ""},
		{"LS1R, LS2R, LS3R", "takes them for shifts of the left half", 4, 1, "\x1b)0\x1b~q", "q", 1, 0, ""},
		{"DECSTR ends DECLRMM", "has no such mode", 4, 1, "\x1b[?69h\x1b[2;3s\x1b[!pabcd", "abcd", 3, 0, ""},
		{"DECFI at a margin outside the region", "has neither", 6, 3, "\x1b[?69h\x1b[2;4s\x1b[2;3r\x1b[1;4H\x1b9x", "   x", 3, 0, ""},
		{"DECFI and DECBI", "has neither", 4, 1, "abcd\x1b[4G\x1b9", "bcd", 3, 0, ""},
	} {
		var reply string
		s := New(Options{Cols: c.cols, Rows: c.rows, Reply: func(p []byte) { reply += string(p) }})
		s.Write([]byte(c.input))
		if got := rowsOf(s); got != c.want || s.x != c.x || s.y != c.y || reply != c.reply {
			t.Errorf("%s: Write(%q) shows %q, cursor %d,%d, reply %q; want %q, %d,%d, %q (xterm.js %s)",
				c.name, c.input, got, s.x, s.y, reply, c.want, c.x, c.y, c.reply, c.instead)
		}
	}
}
