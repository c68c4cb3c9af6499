package ui

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

// snapshot is what draw shows on a screen of that size: its rows, then, for each
// row that isn't all plain, a letter for each cell's style: R reverse, B bold,
// X both, d dim, u underlined, and small c for other colours.
func snapshot(t *testing.T, cols, rows int, draw func(Canvas)) string {
	t.Helper()
	s := tcell.NewSimulationScreen("UTF-8")
	if err := s.Init(); err != nil {
		t.Fatal(err)
	}
	defer s.Fini()
	s.SetSize(cols, rows)
	draw(s)
	s.Show()

	var text, styles strings.Builder
	cells, w, h := s.GetContents()
	for y := range h {
		var row, attrs strings.Builder
		for x := 0; x < w; x++ {
			c := cells[y*w+x]
			if len(c.Runes) == 0 || c.Runes[0] == 0 {
				c.Runes = []rune{' '}
			}
			row.WriteString(string(c.Runes))
			_, _, wide := s.Get(x, y)
			for range wide {
				attrs.WriteByte(styleLetter(c.Style))
			}
			x += wide - 1
		}
		fmt.Fprintf(&text, "%2d|%s|\n", y, row.String())
		if a := strings.TrimRight(attrs.String(), "."); a != "" {
			fmt.Fprintf(&styles, "%2d:%s\n", y, a)
		}
	}
	x, y, shown := s.GetCursor()
	if shown {
		fmt.Fprintf(&styles, "cursor %d,%d\n", x, y)
	}
	return text.String() + styles.String()
}

func styleLetter(s tcell.Style) byte {
	fg, bg, a := s.Decompose()
	switch {
	case a&tcell.AttrReverse != 0 && a&tcell.AttrBold != 0:
		return 'X'
	case a&tcell.AttrReverse != 0:
		return 'R'
	case s.GetUnderlineStyle() != tcell.UnderlineStyleNone:
		return 'u'
	case a&tcell.AttrDim != 0:
		return 'd'
	case a&tcell.AttrBold != 0:
		return 'B'
	case fg != tcell.ColorDefault || bg != tcell.ColorDefault:
		return 'c'
	}
	return '.'
}

// golden compares got with testdata/NAME.txt.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); d != "" {
		t.Errorf("%s differs (-want +got):\n%s", path, d)
	}
}

// screen is a whole screen with w in its area: the rows below the strip.
func screen(w Widget, cols, rows int) func(Canvas) {
	return func(c Canvas) {
		strip().Draw(c)
		r := w.Rect(cols, rows-2)
		w.Draw(part{c, Rect{r.X, r.Y + 1, r.Cols, r.Rows}})
		HintRow{Hints: w.Hints()}.Draw(part{c, Rect{0, rows - 1, cols, 1}})
	}
}

// part is a rectangle of a canvas as a canvas.
type part struct {
	Canvas
	r Rect
}

func (p part) Size() (int, int)    { return p.r.Cols, p.r.Rows }
func (p part) ShowCursor(x, y int) { p.Canvas.ShowCursor(p.r.X+x, p.r.Y+y) }
func (p part) Put(x, y int, s string, style tcell.Style) (string, int) {
	if x < 0 || y < 0 || x >= p.r.Cols || y >= p.r.Rows {
		panic(fmt.Sprintf("put %q at %d,%d outside of %dx%d", s, x, y, p.r.Cols, p.r.Rows))
	}
	return p.Canvas.Put(p.r.X+x, p.r.Y+y, s, style)
}

func strip() Strip {
	return Strip{
		Tabs: []StripTab{
			{ID: 1, Label: "Claude (MiniMax)", State: StateRunning, Activity: ActivityWorking},
			{ID: 2, Label: "Codex (OpenAI)", State: StateRunning, Activity: ActivityBlocked},
			{ID: 3, Label: "Shell", State: StateRunning},
		},
		Current: 1,
		Hint:    `Ctrl+\ then N: new tab`,
	}
}

// sizes are those that every screen is looked at.
var sizes = [][2]int{{80, 24}, {120, 40}, {40, 12}}

func TestGoldenScreens(t *testing.T) {
	providers := NewList("Claude with", []Item{
		{Label: "Anthropic"},
		{Label: "MiniMax"},
		{Label: "Z.AI", Detail: "ZAI_API_KEY: op:// reference not resolved", Disabled: true},
	})
	agents := NewList("New tab", []Item{
		{Label: "Claude", Detail: "claude not found in PATH", Disabled: true},
		{Label: "Codex"},
		{Label: "Shell"},
	})
	var many []Item
	for i := range 40 {
		many = append(many, Item{Label: fmt.Sprintf("workspace %d", i), Detail: "~/src/shop"})
	}
	long := NewList("Workspace", many)
	long.Selected = 23
	filtered := NewList("Workspace", many)
	filtered.setFilter("ws7", true)

	end := Confirm("End jackin?", []string{
		"2 tabs still run: 1 Claude (MiniMax), 3 Shell. Their programs are asked to quit, and are killed after 8 seconds.",
	}, "end it", "stay")
	help := Message{Title: "Keystrokes", Lines: []string{
		`Ctrl+\ moves the keyboard from the program to the strip. Then:`, "",
		"  N       new tab", "  ← →     move between tabs", "  1-9     go to that tab",
		"  Enter   back to the program", "  X       close the tab", "  D       detach", "  Q       end jackin",
		"", `Ctrl+\ twice sends it to the program, which gets everything else as it is typed, byte for byte.`,
	}}
	rename := NewInput("Rename tab 2", "Codex 审查")

	for _, tt := range []struct {
		name string
		w    Widget
	}{
		{"list_agents", &agents},
		{"list_providers", &providers},
		{"list_long", &long},
		{"list_filtered", &filtered},
		{"dialog", &end},
		{"message", &help},
		{"input", &rename},
	} {
		for _, size := range sizes {
			name := fmt.Sprintf("%s_%dx%d", tt.name, size[0], size[1])
			t.Run(name, func(t *testing.T) {
				golden(t, name, snapshot(t, size[0], size[1], screen(tt.w, size[0], size[1])))
			})
		}
	}
}

func TestGoldenEmptyAndDead(t *testing.T) {
	for _, size := range sizes {
		cols, rows := size[0], size[1]
		name := fmt.Sprintf("empty_%dx%d", cols, rows)
		golden(t, name, snapshot(t, cols, rows, func(c Canvas) {
			Strip{Hint: `Ctrl+\ then N: new tab`}.Draw(c)
			EmptyScreen{Extra: []string{"detached clients come back with: jackin attach"}}.Draw(part{c, Rect{0, 1, cols, rows - 1}})
		}))
		name = fmt.Sprintf("dead_%dx%d", cols, rows)
		golden(t, name, snapshot(t, cols, 1, DeadTab("killed by TERM").Draw))
	}
}

// Whatever the size, nothing is drawn outside and nothing panics.
func TestTinySizes(t *testing.T) {
	list := NewList("Claude with", []Item{{Label: "Anthropic"}, {Label: "Kimi 审查", Detail: "no key", Disabled: true}})
	var many []Item
	for i := range 20 {
		many = append(many, Item{Label: fmt.Sprint("item ", i)})
	}
	long := NewList("", many)
	long.typed("1")
	ask := Confirm("End jackin?", []string{"2 tabs still run: 1 Claude (MiniMax), 审查", ""}, "end it", "stay")
	msg := Message{Title: "Help", Lines: []string{"", "one", "  审查 two three four", "overlongwordthatdoesnotfit"}}
	in := NewInput("Rename", "审查 and more")
	widgets := []Widget{&list, &long, &ask, &msg, &in}
	names := []string{"Up", "Down", "PageDown", "End", "Left", "Right", "Tab", "Home", "PageUp"}
	for rows := range 12 {
		for cols := range 30 {
			grid := &grid{styles: &styleTable{}}
			grid.reset(cols, rows)
			all := part{grid, Rect{0, 0, cols, rows}}
			for _, w := range widgets {
				for _, n := range names {
					w.Key(key(n), cols, rows)
				}
				r := w.Rect(cols, rows)
				if r.X < 0 || r.Y < 0 || r.Cols < 0 || r.X+r.Cols > cols || r.Y+r.Rows > rows {
					t.Fatalf("%T.Rect(%d, %d) = %v", w, cols, rows, r)
				}
				w.Draw(all)
				w.Draw(part{grid, r})
			}
			EmptyScreen{Extra: []string{"审查 some words", "more"}}.Draw(all)
			HintRow{Status: "exited 1", Hints: list.Hints()}.Draw(all)
			for _, focused := range []bool{false, true} {
				s := strip()
				s.Focused, s.Notice, s.Selected = focused, "copied", Plus
				s.Draw(all)
			}
		}
	}
}
