package ui

import "fmt"

// tabGap is the number of blanks between the tabs of a bar.
const tabGap = 2

// TabBar is a row of pages of which one is shown, each with the digit that goes
// there. It only shows.
type TabBar struct {
	Names []string
	// Current is the index of the page that is shown.
	Current int
}

// text is a tab as it is shown. The brackets say it where nothing else can.
func (t TabBar) text(i int) string {
	if i == t.Current {
		return fmt.Sprintf("[%d %s]", i+1, Clean(t.Names[i]))
	}
	return fmt.Sprintf(" %d %s ", i+1, Clean(t.Names[i]))
}

// Draw draws the bar on the first row of c.
func (t TabBar) Draw(c Canvas) {
	cols, _ := c.Size()
	x := 0
	for i := range t.Names {
		style := plain()
		if i == t.Current {
			style = selected()
		}
		x += putCut(c, x, 0, cols-x, t.text(i), style) + tabGap
	}
}

// Hit is the index of the tab at cell x, or -1.
func (t TabBar) Hit(x int) int {
	at := 0
	for i := range t.Names {
		w := width(t.text(i))
		if x >= at && x < at+w {
			return i
		}
		at += w + tabGap
	}
	return -1
}
