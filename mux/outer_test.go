package mux

import (
	"testing"

	"jackin/mux/keys"
)

func TestJudgeOuter(t *testing.T) {
	for _, tc := range []struct {
		name, term, colorTerm string
		replies               []keys.Reply
		want                  Outer
	}{
		{"nothing known", "xterm", "", nil, Outer{Colors: 256}},
		{"docker and kitty", "xterm", "", []keys.Reply{
			{Kind: keys.ReplyXTVERSION, Text: "kitty(0.35.2)\x1b"}, {Kind: keys.ReplyKittyFlags}, {Kind: keys.ReplyDSR},
		}, Outer{Name: "kitty(0.35.2)", Colors: 1 << 24, ShiftEnter: true, SignOfLife: true}},
		{"xterm", "xterm-256color", "", []keys.Reply{{Kind: keys.ReplyXTVERSION, Text: "XTerm(390)"}},
			Outer{Name: "XTerm(390)", Colors: 256, ShiftEnter: true}},
		{"one that keeps a direct colour", "xterm", "", []keys.Reply{{Kind: keys.ReplySetting, Text: "0;38:2::1:2:3m", OK: true}},
			Outer{Colors: 1 << 24}},
		{"one that says so", "xterm", "truecolor", nil, Outer{Colors: 1 << 24}},
		{"the console", "linux", "", nil, Outer{Colors: 16}},
		{"a printer", "vt100", "", nil, Outer{Colors: 2}},
	} {
		if got := JudgeOuter(tc.term, tc.colorTerm, tc.replies); got != tc.want {
			t.Errorf("%s: JudgeOuter = %+v, want %+v", tc.name, got, tc.want)
		}
	}
}
