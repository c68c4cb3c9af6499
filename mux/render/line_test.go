package render

import (
	"testing"

	"jackin/mux/vt"
)

// TestAppendLine: what is written again by an emulator shows the same.
func TestAppendLine(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"plain", "plain"},
		{"", ""},
		{"a  ", "a"},
		{"\x1b[1mbold\x1b[m no", "\x1b[1mbold\x1b[m no"},
		{"\x1b[31mr\x1b[42mg", "\x1b[31mr\x1b[42mg\x1b[m"},
		{"\x1b[48;2;1;2;3m  \x1b[m", "\x1b[48;2;1;2;3m  \x1b[m"},
		{"\x1b[4:3;58:5:9mu", "\x1b[4:3;58:5:9mu\x1b[m"},
		{"a\x1b]8;id=1;http://x\x1b\\b\x1b]8;;\x1b\\c", "a\x1b]8;id=1;http://x\x1b\\b\x1b]8;;\x1b\\c"},
		{"\x1b]8;;http://x\x1b\\b", "\x1b]8;;http://x\x1b\\b\x1b]8;;\x1b\\"},
		{"\u4e16e\u0301", "\u4e16e\u0301"},
	} {
		s := vt.New(vt.Options{Cols: 20, Rows: 1})
		s.Write([]byte(tc.in))
		var f vt.Frame
		s.CopyTo(&f)
		got := string(AppendLine(nil, &f, 0))
		if got != tc.want {
			t.Errorf("AppendLine of %q = %q, want %q", tc.in, got, tc.want)
		}
		again := vt.New(vt.Options{Cols: 20, Rows: 1})
		again.Write([]byte(got))
		var g vt.Frame
		again.CopyTo(&g)
		for x := range max(len(f.Lines[0].Cells), len(g.Lines[0].Cells)) {
			a, b := cellAt(&f, x), cellAt(&g, x)
			if f.Text(a) != g.Text(b) || styleOf(a) != styleOf(b) || f.Ext(a) != g.Ext(b) {
				t.Errorf("%q: cell %d is %+v %q, written again %+v %q", tc.in, x, a, f.Text(a), b, g.Text(b))
			}
		}
	}
}

func cellAt(f *vt.Frame, x int) vt.Cell {
	if cells := f.Lines[0].Cells; x < len(cells) {
		return cells[x]
	}
	return vt.Cell{}
}
