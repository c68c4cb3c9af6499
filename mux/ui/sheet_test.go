package ui

import (
	"fmt"
	"strings"
	"testing"
)

// sheetOf has every kind of row.
func sheetOf() (Sheet, *Field) {
	f := NewField("")
	f.Masked, f.Empty = true, "type it"
	return Sheet{Rows: []SheetRow{
		{Kind: SheetHeading, Cells: []string{"Name", "Value"}},
		{Cells: []string{"Mode", "API Key", "a long remark that needs room"}},
		{Cells: []string{"Value"}, Field: &f},
		{Kind: SheetNote, Cells: []string{"What is written where, in more words than one line has."}},
		{Kind: SheetAlert, Cells: []string{"! it doesn't look like a key"}},
		{Kind: SheetButton, Cells: []string{"Ctrl+S Save"}},
		{Kind: SheetHeading, Cells: []string{"More"}},
		{Cells: []string{"审查", "wide"}},
	}, Selected: 1}, &f
}

func TestGoldenSheet(t *testing.T) {
	for _, size := range [][2]int{{60, 12}, {24, 6}} {
		name := fmt.Sprintf("sheet_%dx%d", size[0], size[1])
		t.Run(name, func(t *testing.T) {
			s, f := sheetOf()
			f.Paste("sk-cp-canary")
			s.Selected = 2
			golden(t, name, snapshot(t, size[0], size[1], s.Draw))
		})
	}
	bar := TabBar{Names: []string{"General", "Environment", "Auth"}, Current: 2}
	golden(t, "tabbar_40", snapshot(t, 40, 1, bar.Draw))
	title := TitleRow{Parts: []string{"jackin console", "shop", "MiniMax"}}
	golden(t, "title_40", snapshot(t, 40, 1, title.Draw))
	golden(t, "title_20", snapshot(t, 20, 1, title.Draw))
}

func TestSheetMoves(t *testing.T) {
	for _, tc := range []struct{ from, by, want int }{
		{1, 1, 2}, {2, 1, 5}, {5, 1, 7}, {7, 1, 7}, {7, -1, 5}, {5, -2, 1}, {1, -1, 1}, {1, 99, 7}, {7, -99, 1},
	} {
		s, _ := sheetOf()
		s.Selected = tc.from
		if s.Move(tc.by); s.Selected != tc.want {
			t.Errorf("Move(%d) from %d selects %d, want %d", tc.by, tc.from, s.Selected, tc.want)
		}
	}
	for _, tc := range []struct{ at, want int }{{0, 1}, {3, 2}, {4, 5}, {-1, 1}, {99, 7}} {
		s, _ := sheetOf()
		s.Selected = tc.at
		if s.Settle(); s.Selected != tc.want {
			t.Errorf("Settle() at %d selects %d, want %d", tc.at, s.Selected, tc.want)
		}
	}
	none := Sheet{Rows: []SheetRow{{Kind: SheetNote}}, Selected: 0}
	if none.Settle(); none.Selected != -1 {
		t.Errorf("Settle() without an item selects %d, want -1", none.Selected)
	}
}

// What is drawn in a line is what a click there hits.
func TestSheetHits(t *testing.T) {
	for _, size := range [][2]int{{60, 12}, {24, 6}, {30, 3}} {
		s, _ := sheetOf()
		s.Selected = 5
		lines := strings.Split(snapshot(t, size[0], size[1], s.Draw), "\n")
		for y := range size[1] {
			i := s.Hit(y, size[0], size[1])
			if i >= 0 && !strings.Contains(lines[y], s.Rows[i].Cells[0][:4]) && !strings.Contains(lines[y], "审") {
				t.Errorf("%v: Hit(%d) = %d, but there is %q", size, y, i, lines[y])
			}
			if i < 0 && (strings.Contains(lines[y], "Save") || strings.Contains(lines[y], "Mode")) {
				t.Errorf("%v: Hit(%d) = -1, but there is %q", size, y, lines[y])
			}
		}
	}
	bar := TabBar{Names: []string{"General", "Environment", "Auth"}, Current: 2}
	row := snapshot(t, 40, 1, bar.Draw)[3:]
	for i, name := range bar.Names {
		if at := strings.Index(row, name); bar.Hit(at) != i {
			t.Errorf("Hit(%d) = %d, want %d for %s", at, bar.Hit(at), i, name)
		}
	}
	if got := bar.Hit(99); got != -1 {
		t.Errorf("Hit(99) = %d, want -1", got)
	}
}

// A masked field tells nothing of its text, not even how long it is.
func TestFieldMasks(t *testing.T) {
	draw := func(text string, masked bool) string {
		f := NewField(text)
		f.Masked, f.Empty = masked, "type it"
		return snapshot(t, 40, 1, func(c Canvas) { f.draw(c, 0, 0, 40, true) })
	}
	if a, b := draw("x", true), draw(strings.Repeat("sk", 40), true); a != b || !strings.Contains(a, bullets) {
		t.Errorf("masked: %s and %s", a, b)
	}
	if got := draw("", true); !strings.Contains(got, "type it") {
		t.Errorf("empty: %s", got)
	}
	if got := draw("plain", false); !strings.Contains(got, "plain") || !strings.Contains(got, "cursor 5,0") {
		t.Errorf("shown: %s", got)
	}
}

func TestOver(t *testing.T) {
	d := Confirm("Discard?", []string{"It isn't saved."}, "discard", "stay")
	got := snapshot(t, 40, 12, func(c Canvas) {
		for y := range 12 {
			fill(c, 0, y, 40, bar())
		}
		DrawOver(c, &d)
	})
	golden(t, "over_40x12", got)
	for y, line := range strings.Split(got, "\n") {
		if before, _, ok := strings.Cut(line, "y discard"); ok && strings.Contains(line, "│") {
			if o := ClickOver(&d, len([]rune(before))-3, y, 40, 12); o != Chosen || d.Selected != ConfirmYes {
				t.Errorf("ClickOver on discard = %v, selected %d", o, d.Selected)
			}
		}
	}
	if o := ClickOver(&d, 0, 0, 40, 12); o != Pending {
		t.Errorf("ClickOver beside it = %v", o)
	}
}

func TestSheetAnySize(t *testing.T) {
	for rows := range 10 {
		for cols := range 30 {
			s, _ := sheetOf()
			g := &grid{styles: &styleTable{}}
			g.reset(cols, rows)
			s.Draw(g)
			s.Hit(0, cols, rows)
			TabBar{Names: []string{"General"}}.Draw(g)
			TitleRow{Parts: []string{"jackin console", "审查"}}.Draw(g)
			StatusRow{Text: "! 审查", Alert: true}.Draw(g)
		}
	}
}
