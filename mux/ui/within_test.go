package ui

import (
	"testing"

	"github.com/gdamore/tcell/v2"
)

func TestWithin(t *testing.T) {
	got := snapshot(t, 7, 3, func(c Canvas) {
		p := Within(c, Rect{X: 2, Y: 1, Cols: 4, Rows: 1})
		if cols, rows := p.Size(); cols != 4 || rows != 1 {
			t.Errorf("Size() = %d, %d, want 4, 1", cols, rows)
		}
		for x, s := 0, "ab界cd"; s != ""; {
			rest, w := p.Put(x, 0, s, tcell.StyleDefault)
			x, s = x+w, rest
		}
		p.Put(0, 1, "x", tcell.StyleDefault)
		p.Put(-1, 0, "x", tcell.StyleDefault)
		p.ShowCursor(1, 0)
	})
	want := snapshot(t, 7, 3, func(c Canvas) {
		c.Put(2, 1, "a", tcell.StyleDefault)
		c.Put(3, 1, "b", tcell.StyleDefault)
		c.Put(4, 1, "界", tcell.StyleDefault)
		c.ShowCursor(3, 1)
	})
	if got != want {
		t.Errorf("drawn within:\n%s\nwant:\n%s", got, want)
	}
}
