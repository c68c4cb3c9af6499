package console

import (
	"strings"
	"unicode/utf8"

	"jackin/mux/keys"
	"jackin/mux/ui"
)

// hintKeys are the keystrokes of hints that aren't one character.
var hintKeys = map[string]keys.Key{
	"Enter":  {Code: keys.Enter},
	"Esc":    {Code: keys.Escape},
	"Space":  {Code: keys.Space, Text: " "},
	"Tab":    {Code: keys.Tab},
	"F1":     {Code: keys.F1},
	"F5":     {Code: keys.F5},
	"Ctrl+R": {Code: 'r', Mods: keys.Ctrl},
	"Ctrl+S": {Code: 's', Mods: keys.Ctrl},
	"Ctrl+T": {Code: 't', Mods: keys.Ctrl},
}

// keysHint leads to all hints of a page, where a narrow terminal has no room for them.
func keysHint() ui.Hint { return ui.Hint{Key: "F1", Meaning: "keys"} }

// showKeys shows the hints of a page, and what goes on every page.
func showKeys(m *Model, hints []ui.Hint) {
	var lines []string
	for _, h := range append(hints, ui.Hint{Key: "↑ ↓", Meaning: "move"}, ui.Hint{Key: "Ctrl+C", Meaning: "leave at once; nothing is saved"}) {
		if h != keysHint() {
			lines = append(lines, h.Key+strings.Repeat(" ", max(8-utf8.RuneCountInString(h.Key), 1))+h.Meaning)
		}
	}
	m.tell("Keystrokes", lines)
}

// hintAt is the keystroke of the hint at x of the last of rows rows: a click there
// is that keystroke.
func hintAt(hints []ui.Hint, x, y, rows int) (keys.Key, bool) {
	if y != rows-1 {
		return keys.Key{}, false
	}
	at := ui.StatusColumn(80) // one blank, where there is room
	for _, h := range hints {
		w := utf8.RuneCountInString(h.Key) + 1 + utf8.RuneCountInString(h.Meaning)
		if x >= at && x < at+w {
			if k, ok := hintKeys[h.Key]; ok {
				return k, true
			}
			if r, n := utf8.DecodeRuneInString(h.Key); n == len(h.Key) && r != utf8.RuneError {
				return keys.Key{Code: keys.Code(r), Text: strings.ToLower(h.Key)}, true
			}
			return keys.Key{}, false
		}
		at += w + utf8.RuneCountInString(" · ")
	}
	return keys.Key{}, false
}
