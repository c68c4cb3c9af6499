package vt

import (
	"strings"
	"testing"

	tcellvt "github.com/gdamore/tcell/v3/vt"
)

// TestSecondOpinion: every recording shows the same text and the same cursor in
// tcell's emulator, at the size that it was made at.
func TestSecondOpinion(t *testing.T) {
	for name, c := range recordings(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			other := tcellvt.NewMockTerm(tcellvt.MockOptSize{X: tcellvt.Col(c.Cols), Y: tcellvt.Row(c.Rows)})
			if err := other.Start(); err != nil {
				t.Fatal(err)
			}
			defer other.Stop()
			ours := New(Options{Cols: c.Cols, Rows: c.Rows})
			for _, e := range c.Events {
				ours.Write([]byte(e.Data))
				if _, err := other.Write([]byte(e.Data)); err != nil {
					t.Fatal(err)
				}
			}
			if err := other.Drain(); err != nil {
				t.Fatal(err)
			}
			at := other.Pos()
			if now := ours.cursor(); now.X != int(at.X) || now.Y != int(at.Y) {
				t.Errorf("cursor at %d, %d, tcell has it at %d, %d", now.X, now.Y, at.X, at.Y)
			}
			for y := range c.Rows {
				var row strings.Builder
				for x := 0; x < c.Cols; {
					cell := other.GetCell(tcellvt.Coord{X: tcellvt.Col(x), Y: tcellvt.Row(y)})
					text := cell.C
					if text == "" {
						text = " "
					}
					row.WriteString(text)
					x += max(cell.W, 1)
				}
				if got, want := ours.LineText(y), strings.TrimRight(row.String(), " "); got != want {
					t.Errorf("row %d: %q, tcell has %q", y, got, want)
				}
			}
		})
	}
}
