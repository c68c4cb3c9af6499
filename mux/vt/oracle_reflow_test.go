//go:build oracle

package vt

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestOracleReflow writes lines with the cursor behind them, changes the size and
// compares the rows of the screen, the cursor's row and the lines as a whole,
// history included. Where else the cursor stands xterm.js leaves it in another
// place of the text, and in what row of a wrapped line it stands it takes to be
// one column less at times: it isn't asked about that.
func TestOracleReflow(t *testing.T) {
	o := startOracle(t)
	r := rand.New(rand.NewPCG(oracleSeed, 3))
	for range 500 {
		var b strings.Builder
		for range 1 + r.IntN(8) {
			switch r.IntN(8) {
			case 0:
				b.WriteString("漢字かな交"[:3*(1+r.IntN(5))])
			default:
				b.WriteString("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz"[:r.IntN(40)])
			}
			if r.IntN(3) > 0 {
				b.WriteString("\r\n")
			}
		}
		cols, rows, input := 2+r.IntN(12), 2+r.IntN(6), []byte(b.String())
		newCols, newRows := 2+r.IntN(14), 2+r.IntN(7)
		a := o.ask(t, question{Cols: cols, Rows: rows, Data: [][]byte{input}, Resize: []int{newCols, newRows}})[0]
		s := oracleScreen(cols, rows)
		s.Write(input)
		s.Resize(newCols, newRows)
		var history Frame
		s.History().CopyTo(&history, 0, s.History().Len())
		ours, theirs := pictureOf(s), a.picture(newCols)
		got := joined(&history) + ours.rows(ours.base, len(ours.text), s.History().Open())
		want := theirs.rows(0, len(theirs.text), false)
		if strings.TrimRight(got, "\n") != strings.TrimRight(want, "\n") {
			t.Errorf("%q at %dx%d resized to %dx%d has the lines\n%s\nxterm.js\n%s", input, cols, rows, newCols, newRows, got, want)
		}
		screen := func(p *picture) string {
			out := ""
			for y := p.base; y < len(p.text); y++ {
				out += strings.TrimRight(strings.Join(p.text[y], ""), " ") + "\n"
			}
			return out
		}
		if screen(&ours) != screen(&theirs) || ours.y != theirs.y {
			t.Errorf("%q at %dx%d resized to %dx%d shows, cursor in row %d,\n%s\nxterm.js, row %d,\n%s",
				input, cols, rows, newCols, newRows, ours.y, screen(&ours), theirs.y, screen(&theirs))
		}
	}
}

// rows is the text of p's rows, each with a newline in front unless it continues
// the one above, as the first one does or doesn't.
func (p *picture) rows(from, to int, continues bool) string {
	out := ""
	for y := from; y < to; y++ {
		if y > from && !p.wrapped[y] || y == from && !continues && from > 0 {
			out += "\n"
		}
		out += strings.TrimRight(strings.Join(p.text[y], ""), " ")
	}
	return out
}

// joined is the lines of a history.
func joined(f *Frame) string {
	out := ""
	for y, l := range f.Lines {
		out += f.LineText(y)
		if !l.Wrapped && y < len(f.Lines)-1 {
			out += "\n"
		}
	}
	return out
}
