package ui

import (
	"testing"
	"time"

	"jackin/mux/keys"
)

// key is the keystroke of that name, or the one that types it.
func key(s string) keys.Key {
	named := map[string]keys.Code{
		"Up": keys.Up, "Down": keys.Down, "Left": keys.Left, "Right": keys.Right,
		"Enter": keys.Enter, "Esc": keys.Escape, "Tab": keys.Tab, "Backspace": keys.Backspace, "Delete": keys.Delete,
		"Home": keys.Home, "End": keys.End, "PageUp": keys.PageUp, "PageDown": keys.PageDown,
	}
	if c, ok := named[s]; ok {
		return keys.Key{Code: c}
	}
	switch {
	case s == "BackTab":
		return keys.Key{Code: keys.Tab, Mods: keys.Shift}
	case s == "Space":
		return keys.Key{Code: keys.Space, Text: " "}
	case len(s) == len("Ctrl+x") && s[:5] == "Ctrl+":
		return keys.Key{Code: keys.Code(s[5]), Mods: keys.Ctrl}
	}
	return keys.Key{Code: keys.Code([]rune(s)[0]), Text: s}
}

func TestPressOf(t *testing.T) {
	for _, tt := range []struct {
		k    keys.Key
		want press
	}{
		{keys.Key{}, press{}},
		{keys.Key{Code: 'a', Text: "a"}, press{pressText, "a"}},
		{keys.Key{Code: 'a', Mods: keys.Shift, Text: "A"}, press{pressText, "A"}},
		{keys.Key{Code: keys.KP0 + 1, Mods: keys.NumLocked, Text: "1"}, press{pressText, "1"}},
		{keys.Key{Code: 'a', Event: keys.Release}, press{}},
		{keys.Key{Code: keys.Enter, Event: keys.Release}, press{}},
		{keys.Key{Code: keys.Enter, Event: keys.Repeat}, press{name: pressEnter}},
		{keys.Key{Code: keys.KPEnter}, press{name: pressEnter}},
		{keys.Key{Code: keys.Enter, Mods: keys.CapsLocked}, press{name: pressEnter}},
		{keys.Key{Code: keys.Enter, Mods: keys.Alt}, press{}},
		{keys.Key{Code: keys.Up, Mods: keys.Ctrl}, press{}},
		{keys.Key{Code: keys.Tab}, press{name: pressTab}},
		{keys.Key{Code: keys.Tab, Mods: keys.Shift | keys.NumLocked}, press{name: pressBackTab}},
		{keys.Key{Code: 'c', Mods: keys.Ctrl}, press{name: pressEscape}},
		{keys.Key{Code: '[', Mods: keys.Ctrl}, press{name: pressEscape}},
		{keys.Key{Code: 'h', Mods: keys.Ctrl}, press{name: pressBackspace}},
		{keys.Key{Code: 'u', Mods: keys.Ctrl | keys.CapsLocked}, press{pressCtrl, "u"}},
		{keys.Key{Code: 'u', Mods: keys.Ctrl | keys.Alt}, press{}},
		{keys.Key{Code: 'u', Mods: keys.Alt}, press{}},
		{keys.Key{Code: keys.F1}, press{}},
	} {
		if got := pressOf(tt.k); got != tt.want {
			t.Errorf("pressOf(%+v) = %+v, want %+v", tt.k, got, tt.want)
		}
	}
}

// What comes from a terminal is what the widgets take it for.
func TestPressFromInput(t *testing.T) {
	for _, tt := range []struct {
		in   string
		want press
	}{
		{"\r", press{name: pressEnter}},
		{"\t", press{name: pressTab}},
		{"\x1b[Z", press{name: pressBackTab}},
		{"\x7f", press{name: pressBackspace}},
		{"\x1b[A", press{name: pressUp}},
		{"\x1bOB", press{name: pressDown}},
		{"\x1b[3~", press{name: pressDelete}},
		{"\x1b[6~", press{name: pressPageDown}},
		{"j", press{pressText, "j"}},
		{"J", press{pressText, "J"}},
		{" ", press{pressText, " "}},
		{"审", press{pressText, "审"}},
		{"\x15", press{pressCtrl, "u"}},
		{"\x03", press{name: pressEscape}},
		{"\x1b[13u", press{name: pressEnter}},
		{"\x1b[27u", press{name: pressEscape}},
	} {
		var tok keys.Tokenizer
		var got []press
		tok.Feed([]byte(tt.in), time.Time{}, func(token keys.Token) {
			for k := range token.Keys() {
				got = append(got, pressOf(k.Key))
			}
		})
		if len(got) != 1 || got[0] != tt.want {
			t.Errorf("%q is %+v, want %+v", tt.in, got, tt.want)
		}
	}
}
