package console

import (
	"strings"

	"jackin/mux/keys"
)

// The names of keystrokes that don't type.
const (
	pressEnter    = "enter"
	pressEscape   = "esc"
	pressTab      = "tab"
	pressBackTab  = "backtab"
	pressUp       = "up"
	pressDown     = "down"
	pressLeft     = "left"
	pressRight    = "right"
	pressHome     = "home"
	pressEnd      = "end"
	pressPageUp   = "pageup"
	pressPageDown = "pagedown"
	pressReload   = "f5"
	pressKeys     = "f1"
	pressQuit     = "ctrl+c"
	pressShow     = "ctrl+r"
	pressSave     = "ctrl+s"
	pressTest     = "ctrl+t"
)

// codeNames are those of keys without text.
var codeNames = map[keys.Code]string{
	keys.Enter: pressEnter, keys.KPEnter: pressEnter, keys.Escape: pressEscape, keys.Tab: pressTab,
	keys.Up: pressUp, keys.KPUp: pressUp, keys.Down: pressDown, keys.KPDown: pressDown,
	keys.Left: pressLeft, keys.KPLeft: pressLeft, keys.Right: pressRight, keys.KPRight: pressRight,
	keys.Home: pressHome, keys.KPHome: pressHome, keys.End: pressEnd, keys.KPEnd: pressEnd,
	keys.PageUp: pressPageUp, keys.KPPageUp: pressPageUp, keys.PageDown: pressPageDown, keys.KPPageDown: pressPageDown,
	keys.F5: pressReload, keys.F1: pressKeys,
}

// pressOf is what a keystroke is called: one of the names, or what it types in lower
// case; "" is nothing.
func pressOf(k keys.Key) string {
	const different = keys.Ctrl | keys.Alt | keys.Super | keys.Hyper | keys.Meta
	switch {
	case k.Released():
		return ""
	case k.Text != "":
		return strings.ToLower(k.Text)
	case k.Mods&different == keys.Ctrl && k.Code > ' ' && k.Code < 0x7f:
		return "ctrl+" + string(rune(k.Code))
	case k.Mods&different != 0:
		return ""
	case k.Code == keys.Tab && k.Mods&keys.Shift != 0:
		return pressBackTab
	}
	return codeNames[k.Code]
}
