package vt

import "testing"

// difference is one thing that is shown otherwise than by xterm.js, on purpose.
type difference struct {
	name, instead string // instead is what xterm.js does
	cols, rows    int
	input         string
	want          string // our rows
	x, y          int    // our cursor
	reply         string // our reply
}

// differences is the table of what is shown otherwise than by xterm.js 6.0.0 with
// its addon for grapheme clusters. What xterm.js shows for each, and for the
// goldens that have such things, is in testdata/differences.txtar: .ci/oracle sees
// that it still does. Whatever else differs is a bug: the comparison of goldens,
// recordings, fuzz corpora and random output says so.
func differences() []difference {
	return []difference{
		// The screen.
		{"report of a pending wrap", "counts the cursor behind the last column: 5", 4, 2, "abcd\x1b[6n", "abcd", 3, 0, "\x1b[1;4R"},
		{"CHA under origin mode", "adds the top margin to the row again", 9, 6, "\x1b[3;5r\x1b[?6h\x1b[2;1H\x1b[4Gx", "\n\n\n   x", 4, 3, ""},
		{"CUB under origin mode", "adds the top margin to the row again", 8, 5, "\x1b[3r\x1b[?6h\x1b[Dx", "\n\nx", 1, 2, ""},
		{"saved cursor and history", "keeps an absolute row: the place moves up as lines scroll away", 4, 2, "a\r\nb\x1b7\r\nc\x1b8x", "b\ncx", 2, 1, ""},
		{"DECRC and origin mode", "doesn't save the mode", 4, 2, "\x1b7\x1b[?6h\x1b8\x1b[2;2r\x1b[2;1Hx", "\nx", 1, 1, ""},
		{"DECRC and character sets", "saves the one in use, not what G0 to G3 are", 4, 1, "\x1b7\x1b)0\x1b8\x0eq", "q", 1, 0, ""},
		{"DECRC and the underline's style", "saves colours and attributes without it", 4, 1, "\x1b[4:3m\x1b7\x1b[4:2m\x1b8x", "x", 1, 0, ""},
		{"DECRC and an open link", "closes it", 4, 1, "\x1b7\x1b]8;;http://e.example\x1b\\\x1b8x", "x", 1, 0, ""},
		{"a link's rows deleted", "forgets where an open link leads to", 4, 2, "\x1b]8;;http://e.example\x1b\\a\x1b[Mb", "b", 1, 0, ""},
		{"DECDC with a wrap pending", "takes the column behind the last for the first", 4, 1, "abcd\x1b['~", "abc", 3, 0, ""},
		{"DECALN resets the margins", "keeps them", 2, 3, "\x1b[2;3r\x1b#8\x1b[3;1H\n", "EE\nEE", 0, 2, ""},
		{"half of a wide character", "leaves the other half's cell without width", 5, 1, "漢字\x1b[2G\x1b[@", "   字", 1, 0, ""},
		{"the cell that a wide character left free", "keeps its colours in the history; there it is no part of the line", 3, 2, "\x1b[44mab漢\x1b[m\r\n", "漢", 0, 1, ""},
		{"a wide character with autowrap off", "breaks the one that it doesn't replace", 4, 1, "\x1b[?7lab漢x", "ab x", 3, 0, ""},
		{"what joins a character that found no place", "joins it to the one before", 2, 1, "\x1b[?7lx\u1112\u1161", "x", 1, 0, ""},
		{"REP of more than a screenful", "repeats as often as it is told; here more is the same but for the history", 3, 2, "a\x1b[99b", "aaa\na", 1, 1, ""},
		{"a combining character behind a sequence", "gives it a cell", 4, 1, "e\x1b[1m\u0301x", "e\u0301x", 2, 0, ""},
		{"a combining character in the first column", "gives it a cell", 4, 1, "\u0301x", "x", 1, 0, ""},
		{"the end of a Hangul syllable behind what is none", "gives it a cell", 4, 1, "M\u11ecx", "M\u11ecx", 2, 0, ""},
		{"DEL in a title", "keeps it", 4, 1, "\x1b]2;a\x7fb\a", "", 0, 0, ""},
		{"IL below a wrapped row", "goes on saying that the row moved down continues the one above", 2, 4, "abcd\x1b[L", "ab\n\ncd", 0, 1, ""},
		{"SU and the history", "says that the new first row continues the history's last", 2, 2, "abcdef\x1b[S", "ef", 1, 1, ""},
		{"ED 1 at the end of a row", "takes the mark that it continues the one above from a row of the history", 2, 2, "abcdefgh\x1b[A\x1b[1J", "\ngh", 1, 0, ""},
		{"SGR 0 and protection", "ends it, which DEC leaves to DECSCA", 4, 1, "\x1b[1\"q\x1b[0ma\x1b[?2K", "a", 1, 0, ""},
		{"RIS and LNM", "keeps the mode", 4, 2, "\x1b[20h\x1bca\nb", "a\n b", 2, 1, ""},
		{"RIS and the title", "keeps it", 4, 1, "\x1b]2;t\a\x1bc", "", 0, 0, ""},
		{"DECALN and styles of underlines", "fills the screen with the pen's attributes but that one", 2, 1, "\x1b[4:3m\x1b#8", "EE", 0, 0, ""},

		// Characters.
		{"a non-ASCII character in a SOS string", "ends the string there", 9, 1, "a\x1bXé漢b\x1b\\c", "ac", 2, 0, ""},
		{"a C1 control in a string", "leaves the string and acts on it", 9, 1, "a\x1b]0;x\u0085b\x07c", "ac", 2, 0, ""},
		{"C1 RI", "ignores it", 4, 2, "\r\nb\u008da", " a\nb", 2, 0, ""},
		{"broken UTF-8", "drops it when it is fed bytes", 4, 1, "a\xffb", "a\ufffdb", 3, 0, ""},
		{"U+FE0F behind what is no emoji", "makes it two cells wide", 4, 1, "a\ufe0fb", "a\ufe0fb", 2, 0, ""},
		{"a conjunct", "has no rule GB9c: two clusters", 6, 1, "क्षx", "क्षx", 2, 0, ""},
		{"mode 2027", "has clusters always", 8, 1, "\x1b[?2027l👨\u200d👩x", "👨\u200d👩x", 5, 0, ""},
		{"SS2 and SS3", "has neither", 4, 1, "\x1b*0\x1bNqq", "─q", 2, 0, ""},
		{"LS1R, LS2R, LS3R", "takes them for shifts of the left half", 4, 1, "\x1b)0\x1b~q", "q", 1, 0, ""},

		{"Dutch", "shows i for the letter ij", 4, 1, "\x1b(4[", "ĳ", 1, 0, ""},

		// Colours.
		{"colour without a colour space", "takes green for red", 4, 1, "\x1b[38:2:1:2:3mx\x1bP$qm\x1b\\", "x", 1, 0, "\x1bP1$r0;38:2::1:2:3m\x1b\\"},
		{"SGR 59", "takes white for the default", 4, 1, "\x1b[4;58;5;3;59mx", "x", 1, 0, ""},

		// What it has not.
		{"left and right margins", "has none", 6, 2, "abcdef\x1b[?69h\x1b[2;4s\x1b[1;2H\x1b[P", "acd ef", 1, 0, ""},
		{"SU with margins scrolls between them", "has none", 4, 2, "abcd\r\nefgh\x1b[?69h\x1b[2;3s\x1b[S", "afgd\ne  h", 0, 0, ""},
		{"DECFI at a margin outside the region", "has neither", 6, 3, "\x1b[?69h\x1b[2;4s\x1b[2;3r\x1b[1;4H\x1b9x", "   x", 3, 0, ""},
		{"DECFI and DECBI", "has neither", 4, 1, "abcd\x1b[4G\x1b9", "bcd", 3, 0, ""},
		{"rectangles", "has no operations on them", 4, 1, "abcd\x1b[120;1;2;1;3$x", "axxd", 3, 0, ""},
		{"SPA and EPA", "has neither", 4, 1, "\x1bVa\x1bWb\x1b[2K", "a", 2, 0, ""},
		{"DECST8C", "doesn't know it", 20, 1, "\x1b[3g\x1b[?5W\tx", "        x", 9, 0, ""},
	}
}

// TestDifferences sees that we show what the table says.
func TestDifferences(t *testing.T) {
	for _, c := range differences() {
		var reply string
		s := New(Options{Cols: c.cols, Rows: c.rows, Reply: func(p []byte) { reply += string(p) }})
		s.Write([]byte(c.input))
		if got := rowsOf(s); got != c.want || s.x != c.x || s.y != c.y || reply != c.reply {
			t.Errorf("%s: Write(%q) shows %q, cursor %d,%d, reply %q; want %q, %d,%d, %q (xterm.js %s)",
				c.name, c.input, got, s.x, s.y, reply, c.want, c.x, c.y, c.reply, c.instead)
		}
	}
}
