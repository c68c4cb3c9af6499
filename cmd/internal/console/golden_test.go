package console_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gdamore/tcell/v2"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the golden screens")

// cells draws the model on a screen of the test.
func (d *desk) cells() (cells []tcell.SimCell, cursor string) {
	d.t.Helper()
	s := tcell.NewSimulationScreen("UTF-8")
	if err := s.Init(); err != nil {
		d.t.Fatal(err)
	}
	defer s.Fini()
	s.SetSize(d.cols, d.rows)
	d.m.Draw(s)
	s.Show()
	all, _, _ := s.GetContents()
	if x, y, shown := s.GetCursor(); shown {
		cursor = fmt.Sprintf("cursor %d,%d\n", x, y)
	}
	for _, c := range all {
		if len(c.Runes) == 0 || c.Runes[0] == 0 {
			c.Runes = []rune{' '}
		}
		cells = append(cells, c)
	}
	return cells, cursor
}

// screen is the text alone.
func (d *desk) screen() string {
	d.t.Helper()
	cells, _ := d.cells()
	var b strings.Builder
	for i, c := range cells {
		b.WriteString(string(c.Runes))
		if (i+1)%d.cols == 0 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// picture is text and, per row that isn't all plain, a letter for each cell: R reverse,
// X reverse and bold, B bold, d dim, c coloured.
func (d *desk) picture() string {
	d.t.Helper()
	cells, cursor := d.cells()
	var text, styles strings.Builder
	for y := range d.rows {
		var row, attrs strings.Builder
		for _, c := range cells[y*d.cols : (y+1)*d.cols] {
			row.WriteString(string(c.Runes))
			attrs.WriteByte(letter(c.Style))
		}
		fmt.Fprintf(&text, "%2d|%s|\n", y, row.String())
		if a := strings.TrimRight(attrs.String(), "."); a != "" {
			fmt.Fprintf(&styles, "%2d:%s\n", y, a)
		}
	}
	return text.String() + styles.String() + cursor
}

func letter(s tcell.Style) byte {
	fg, _, a := s.Decompose()
	switch {
	case a&tcell.AttrReverse != 0 && a&tcell.AttrBold != 0:
		return 'X'
	case a&tcell.AttrReverse != 0:
		return 'R'
	case a&tcell.AttrDim != 0:
		return 'd'
	case fg != tcell.ColorDefault:
		return 'c'
	case a&tcell.AttrBold != 0:
		return 'B'
	}
	return '.'
}

// TestScreens are the steps of the user's page, and what is beside its way.
func TestScreens(t *testing.T) {
	auth := enter + "3"
	for _, tc := range []struct{ name, shop, typed string }{
		{"home", "", ""},
		{"general", "", enter},
		{"environment", "[env]\nREGION = \"eu\"\nZAI_API_KEY = false\n[roles.backend.env]\nREGION = \"us\"\n", enter + "2"},
		{"auth", "[env]\nMINIMAX_API_KEY = \"sk-cp-canary-minimax\"\n", auth},
		{"form-ignore", "", auth + enter},
		{"form-api-key", "", auth + enter + " "},
		{"form-value", "", auth + enter + " " + tab + tab + tab + "sk-other"},
		{"form-reference", "", auth + enter + " " + paste + "op://Team/MiniMax/key" + pasteEnd},
		{"form-empty", "", auth + enter + " " + save},
		{"saved", "", auth + enter + " " + paste + canary + pasteEnd + save},
		{"discard", "", auth + enter + " " + esc},
		{"keys", "", auth + "\x1bOP"},
		{"option", "", enter + enter},
	} {
		for _, size := range [][2]int{{80, 24}, {40, 12}} {
			name := fmt.Sprintf("%s-%dx%d", tc.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				d := newDesk(t, someConfig, tc.shop)
				d.cols, d.rows = size[0], size[1]
				d.typing(tc.typed)
				got := d.picture()
				path := filepath.Join("testdata", name+".txt")
				if *update {
					if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
					t.Errorf("%s (-want +got):\n%s", path, diff)
				}
			})
		}
	}
}

// TestAnySize: nothing panics on the smallest and the largest terminals.
func TestAnySize(t *testing.T) {
	for _, typed := range []string{"", enter, enter + "3", enter + "3" + enter + " ", enter + "3" + enter + " " + esc, enter + enter} {
		for _, size := range [][2]int{{1, 1}, {2, 3}, {8, 4}, {20, 5}, {500, 200}} {
			d := newDesk(t, someConfig, "")
			d.cols, d.rows = size[0], size[1]
			d.typing(typed)
			d.screen()
		}
	}
}
