package ui

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// row is what the strip shows in cols cells.
func row(t *testing.T, s Strip, cols int) string {
	t.Helper()
	text := snapshot(t, cols, 1, s.Draw)
	text, _, _ = strings.Cut(text, "\n")
	return text[2:]
}

func manyTabs(n int) []StripTab {
	var tabs []StripTab
	for i := range n {
		tabs = append(tabs, StripTab{ID: i + 1, Label: "Claude", State: StateRunning})
	}
	return tabs
}

func TestStripRow(t *testing.T) {
	three := strip()
	noHint := three
	noHint.Hint = ""
	notice := three
	notice.Notice = "end this tab's program first"
	focused := three
	focused.Focused, focused.Selected = true, 2
	plus := three
	plus.Focused, plus.Selected = true, Plus

	many := Strip{Tabs: manyTabs(9), Current: 5}
	attention := Strip{Tabs: manyTabs(9), Current: 5}
	for _, i := range []int{0, 7, 8} {
		attention.Tabs[i].Attention = true
	}
	first, last := many, many
	first.Current, last.Current = 1, 9
	none := many
	none.Current = 0

	states := Strip{Current: 2, Tabs: []StripTab{
		{ID: 1, Label: "a", State: StateStarting},
		{ID: 2, Label: "b", State: StateWaiting},
		{ID: 3, Label: "c", State: StateRunning, Activity: ActivityIdle},
		{ID: 4, Label: "d", State: StateRunning, Activity: ActivityDone, Attention: true},
		{ID: 7, Label: "e", State: StateExited, Exit: "1", Activity: ActivityWorking},
		{ID: 8, Label: "f", State: StateExited, Exit: "TERM"},
		{ID: 9, Label: "", State: StateRunning},
	}}
	hostile := Strip{Current: 2, Tabs: []StripTab{
		{ID: 1, Label: "\x1b]0;x\x07\u202eabc", State: StateRunning},
		{ID: 2, Label: "审查审查审查审查审查审查审查审查审查", State: StateRunning},
		{ID: 3, Label: strings.Repeat("long ", 20), State: StateRunning, Activity: ActivityWorking},
	}}
	one := Strip{Current: 12, Tabs: []StripTab{{ID: 12, Label: "Claude (MiniMax)", State: StateRunning, Activity: ActivityWorking}}}

	for _, tt := range []struct {
		name string
		s    Strip
		cols int
		want string
	}{
		{"contract", three, 90, `| 1 Claude (MiniMax) ● │ 2 Codex (OpenAI) ◐ │ 3 Shell │ +           Ctrl+\ then N: new tab |`},
		{"hint fits exactly", three, 82, `| 1 Claude (MiniMax) ● │ 2 Codex (OpenAI) ◐ │ 3 Shell │ +   Ctrl+\ then N: new tab |`},
		{"hint doesn't fit", three, 81, `| 1 Claude (MiniMax) ● │ 2 Codex (OpenAI) ◐ │ 3 Shell │ +                         |`},
		{"hint off", noHint, 64, `| 1 Claude (MiniMax) ● │ 2 Codex (OpenAI) ◐ │ 3 Shell │ +        |`},
		{"no tab", Strip{}, 10, `| +        |`},
		{"notice for hint", notice, 100, `| 1 Claude (MiniMax) ● │ 2 Codex (OpenAI) ◐ │ 3 Shell │ +               end this tab's program first |`},
		{"notice takes half", notice, 60, `| 1 Claude (MiniM… ● │ 2› │ +   end this tab's program first |`},
		{"notice cut", notice, 40, `| 1 C… ● │ 2› │ +   end this tab's prog… |`},
		{"focus", focused, 64, `| 1 Claude (MiniMax) ● │[2 Codex (OpenAI) ◐]│ 3 Shell │ +        |`},
		{"focus on plus", plus, 64, `| 1 Claude (MiniMax) ● │ 2 Codex (OpenAI) ◐ │ 3 Shell │[+]       |`},
		{"hidden on both sides", many, 50, `|‹3 │ 4 Claude │ 5 Claude │ 6 Claude │ 3› │ +      |`},
		{"hidden, attention", attention, 52, `|‹3 1! │ 4 Claude │ 5 Claude │ 6 Claude │ 2! 3› │ +  |`},
		{"first", first, 40, `| 1 Claude │ 2 Claude │ 7› │ +           |`},
		{"last", last, 40, `|‹6 │ 7 Claude │ 8 Claude │ 9 Claude │ + |`},
		{"no current", none, 30, `|‹7 │ 8 Claude │ 9 Claude │ +  |`},
		{"narrow", many, 20, `|‹4 │ 5 Cl… │ 4› │ + |`},
		{"narrower", many, 14, `|‹4 │ 5 │ 4›   |`},
		{"without counts", many, 8, `| 5 Cla… |`},
		{"number alone", many, 5, `| 5   |`},
		{"3", many, 3, `| 5 |`},
		{"2", many, 2, `|5 |`},
		{"1", many, 1, `|5|`},
		{"one tab cut", one, 20, `| 12 Claude (… ● │ + |`},
		{"states", states, 70, `| 1 a … │ 2 b ? │ 3 c ○ │ 4 d ✓! │ 7 e ✗1 │ 8 f ✗TERM │ 9 │ +          |`},
		{"hostile", hostile, 100, `| 1 ]0;xabc │ 2 审查审查审查审查审查审查审查审… │ 3 long long long long long long l… ● │ +           |`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := row(t, tt.s, tt.cols); got != tt.want {
				t.Errorf("%d cells:\n got %s\nwant %s", tt.cols, got, tt.want)
			}
		})
	}
}

// An agent state that isn't known must not look like one that is.
func TestUnknownActivityShowsNothing(t *testing.T) {
	m, _ := StripTab{State: StateRunning}.mark()
	if m != "" {
		t.Errorf("mark of an unknown activity = %q, want none", m)
	}
	seen := map[string]Activity{}
	for a := ActivityWorking; a <= ActivityIdle; a++ {
		m, _ := StripTab{State: StateRunning, Activity: a}.mark()
		if other, ok := seen[m]; ok || m == "" || width(m) != 1 {
			t.Errorf("activity %d has mark %q (of %d as well: %v)", a, m, other, ok)
		}
		seen[m] = a
	}
}

func TestStripHit(t *testing.T) {
	s := strip()
	want := func(x int) int {
		switch {
		case x < 22:
			return 1
		case x > 22 && x < 43:
			return 2
		case x > 43 && x < 53:
			return 3
		case x > 53 && x < 57:
			return Plus
		}
		return 0
	}
	for x := 0; x < 84; x++ {
		if got := s.Hit(x, 82); got != want(x) {
			t.Errorf("Hit(%d) = %d, want %d", x, got, want(x))
		}
	}
	many := Strip{Tabs: manyTabs(9), Current: 5}
	for _, tt := range []struct{ x, want int }{{0, 3}, {3, 0}, {4, 4}, {38, 7}, {43, Plus}, {49, 0}} {
		if got := many.Hit(tt.x, 50); got != tt.want {
			t.Errorf("Hit(%d) = %d, want %d, in %s", tt.x, got, tt.want, row(t, many, 50))
		}
	}
}

// Whatever the tabs and the width: spans don't overlap, stay in the row, show
// the tab that has the focus, and account for every tab.
func TestStripLayoutProperties(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, 12).Draw(rt, "tabs")
		s := Strip{
			Hint:    rapid.SampledFrom([]string{"", `Ctrl+\ then N: new tab`}).Draw(rt, "hint"),
			Notice:  rapid.SampledFrom([]string{"", "", "some news"}).Draw(rt, "notice"),
			Focused: rapid.Bool().Draw(rt, "focused"),
		}
		for i := range n {
			s.Tabs = append(s.Tabs, StripTab{
				ID:        i + 1,
				Label:     rapid.SampledFrom([]string{"", "Shell", "Claude (MiniMax)", "审查", "\x1b[2J"}).Draw(rt, "label"),
				State:     TabState(rapid.IntRange(0, 3).Draw(rt, "state")),
				Exit:      "TERM",
				Attention: rapid.Bool().Draw(rt, "attention"),
			})
		}
		s.Current = rapid.IntRange(0, n).Draw(rt, "current")
		s.Selected = rapid.IntRange(-1, n).Draw(rt, "selected")
		cols := rapid.IntRange(0, 100).Draw(rt, "cols")

		x, shown, hidden := 0, map[int]bool{}, false
		total := 0
		for _, sp := range s.Layout(cols) {
			if sp.X < x || sp.Cols <= 0 || sp.X+sp.Cols > cols {
				rt.Fatalf("span %+v after %d in %d cells", sp, x, cols)
			}
			if width(Clean(sp.Text)) > sp.Cols {
				rt.Fatalf("span %+v is too narrow", sp)
			}
			x = sp.X + sp.Cols
			switch sp.Kind {
			case SpanTab:
				shown[sp.Tab] = true
				total++
			case SpanHiddenLeft, SpanHiddenRight:
				hidden = true
				var count int
				fmt.Sscanf(strings.Trim(strings.ReplaceAll(sp.Text, "! ", "!"), "‹› "), "%d", &count)
				if i := strings.Index(sp.Text, "! "); i >= 0 && sp.Kind == SpanHiddenRight {
					fmt.Sscanf(sp.Text[i+2:], "%d", &count)
				}
				total += count
			}
		}
		if cols > 0 && s.Notice == "" && n > 0 && s.focus() > 0 && !shown[s.focus()] {
			rt.Fatalf("tab %d isn't shown in %d cells: %+v", s.focus(), cols, s.Layout(cols))
		}
		if hidden && total != n {
			rt.Fatalf("%d of %d tabs are accounted for: %+v", total, n, s.Layout(cols))
		}
	})
}
