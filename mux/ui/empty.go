package ui

import "github.com/gdamore/tcell/v2"

// EmptyScreen is what is shown where there is no tab. It only shows.
type EmptyScreen struct {
	// Extra are further lines below the keystrokes, cut where they are too long
	// and left out from the last where there is no room.
	Extra []string
}

const (
	emptyTitle = "jackin"
	emptyAbout = "runs coding agents in tabs"
)

var emptyKeys = [...]Hint{
	{"N", "new tab"},
	{"Q", "end jackin"},
	{"D", "detach"},
}

// emptyLine is a line of the screen: a key and what it does, or text alone.
type emptyLine struct {
	key, text string
	style     tcell.Style
}

// lines are the screen's, as many as fit into rows: the keystrokes first of all,
// then the title, then the rest.
func (e EmptyScreen) lines(rows int) []emptyLine {
	var head, foot []emptyLine
	room := rows - len(emptyKeys)
	if room >= 2 {
		head, room = []emptyLine{{text: emptyTitle, style: accent()}, {}}, room-2
	}
	if room >= 1 && len(head) > 0 {
		head, room = []emptyLine{head[0], {text: emptyAbout}, {}}, room-1
	}
	for _, l := range e.Extra {
		if len(foot) == 0 {
			room-- // the blank line before
		}
		if room < 1 {
			break
		}
		if len(foot) == 0 {
			foot = append(foot, emptyLine{})
		}
		foot, room = append(foot, emptyLine{text: l, style: faint()}), room-1
	}
	lines := head
	for _, k := range emptyKeys {
		lines = append(lines, emptyLine{key: k.Key, text: k.Meaning})
	}
	return append(lines, foot...)
}

// Draw draws the screen in the middle of c.
func (e EmptyScreen) Draw(c Canvas) {
	cols, rows := c.Size()
	lines := e.lines(rows)
	y := max(rows-len(lines), 0) / 2
	keyCols := 0
	for _, k := range emptyKeys {
		keyCols = max(keyCols, len(k.Key)+2+len(k.Meaning))
	}
	for _, l := range lines[:min(len(lines), max(rows, 0))] {
		if l.key != "" {
			x := max(cols-keyCols, 0) / 2
			put(c, x, y, cols-x, l.key, accent())
			if x+3 < cols {
				putCut(c, x+3, y, cols-x-3, l.text, plain())
			}
		} else if text := cut(l.text, cols); text != "" {
			put(c, (cols-width(text))/2, y, cols, text, l.style)
		}
		y++
	}
}
