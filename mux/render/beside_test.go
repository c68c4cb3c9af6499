package render

import (
	"strings"
	"testing"
	"unicode/utf8"

	"jackin/mux/vt"
)

func TestAppendEvent(t *testing.T) {
	tests := []struct {
		event vt.Event
		want  string
	}{
		{vt.Event{}, ""},
		{vt.Event{Kind: vt.EventBell}, "\a"},
		{vt.Event{Kind: vt.EventTitle, Text: "t"}, ""},
		{vt.Event{Kind: vt.EventDir, Text: "file:///"}, ""},
		{vt.Event{Kind: vt.EventNotify, Text: "done"}, "\x1b]9;done\x1b\\"},
		{vt.Event{Kind: vt.EventNotify}, ""},
		{vt.Event{Kind: vt.EventNotify, Text: "4;1;50"}, "\x1b]9; 4;1;50\x1b\\"},
		{vt.Event{Kind: vt.EventNotify, Name: "a;b", Text: "c;d"}, "\x1b]777;notify;a,b;c;d\x1b\\"},
		{vt.Event{Kind: vt.EventNotify, Text: "a\x1b\\\x1b]52;c;eA==\a\u202eb"}, "\x1b]9;a\\]52;c;eA==b\x1b\\"},
		{vt.Event{Kind: vt.EventNotify, Text: strings.Repeat("x", 5000)}, "\x1b]9;" + strings.Repeat("x", maxNotice) + "\x1b\\"},
		{vt.Event{Kind: vt.EventNotifyRaw, Text: "i=1:d=0;hello"}, "\x1b]99;i=1:d=0;hello\x1b\\"},
		{vt.Event{Kind: vt.EventNotifyRaw, Text: ";hello"}, "\x1b]99;;hello\x1b\\"},
		{vt.Event{Kind: vt.EventNotifyRaw, Text: "a=report:i=1:c=1:p=body;x"}, "\x1b]99;i=1:p=body;x\x1b\\"},
		{vt.Event{Kind: vt.EventNotifyRaw, Text: "i=1:p=?;"}, ""},
		{vt.Event{Kind: vt.EventNotifyRaw, Text: "p=alive;"}, ""},
		{vt.Event{Kind: vt.EventNotifyRaw, Text: "hello"}, ""},
		{vt.Event{Kind: vt.EventNotifyRaw, Text: ";a\x1b[c\u202e\u009cb"}, "\x1b]99;;a[cb\x1b\\"},
		{vt.Event{Kind: vt.EventNotifyRaw, Text: "i=1\x1b:a\x00=report;x"}, "\x1b]99;i=1;x\x1b\\"},
		{vt.Event{Kind: vt.EventNotifyRaw, Text: ";" + strings.Repeat("x", maxRawNotice)}, ""},
		{vt.Event{Kind: vt.EventNotify, Name: strings.Repeat("n", 5000), Text: "b"}, "\x1b]777;notify;" + strings.Repeat("n", maxNotice) + ";b\x1b\\"},
		{vt.Event{Kind: vt.EventProgress, State: 1, Percent: 30}, "\x1b]9;4;1;30\x1b\\"},
		{vt.Event{Kind: vt.EventProgress, State: 2, Percent: 300}, "\x1b]9;4;2;100\x1b\\"},
		{vt.Event{Kind: vt.EventProgress, State: 9}, ""},
		{vt.Event{Kind: vt.EventClipboard, Data: []byte("hi\x00\x1b")}, "\x1b]52;c;aGkAGw==\x1b\\"},
		{vt.Event{Kind: vt.EventClipboard, Name: "pc", Data: []byte("hi")}, "\x1b]52;pc;aGk=\x1b\\"},
		{vt.Event{Kind: vt.EventClipboard, Name: "c;?", Data: []byte("hi")}, ""},
		{vt.Event{Kind: vt.EventClipboard, Data: make([]byte, maxClipboard/4*3+1)}, ""},
		{vt.Event{Kind: vt.EventClipboard, Data: make([]byte, maxClipboard/4*3)}, "\x1b]52;c;" + strings.Repeat("AAAA", maxClipboard/4) + "\x1b\\"},
		{vt.Event{Kind: vt.EventClipboard, Name: strings.Repeat("c", maxSelections+1), Data: []byte("hi")}, ""},
	}
	for _, tt := range tests {
		if got := string(AppendEvent(nil, tt.event)); got != tt.want {
			t.Errorf("AppendEvent(%+v) = %.80q, want %.80q", tt.event, got, tt.want)
		}
	}
}

// FuzzStrings has any text as title, notification and selection: nothing of it
// ends the sequence, or begins another.
func FuzzStrings(f *testing.F) {
	f.Add("plain", "body")
	f.Add("a\x1b]0;b\a", "\x9c\u009c;\u202e")
	f.Add("i=1;x", "\xff\xfe\x1b")
	f.Fuzz(func(t *testing.T, a, b string) {
		for kind := vt.EventBell; kind <= vt.EventReset; kind++ {
			out := AppendEvent(nil, vt.Event{Kind: kind, Name: a, Text: b, Data: []byte(b)})
			checkString(t, strings.TrimSuffix(string(out), "\a"))
			if len(out) > maxClipboard+64 {
				t.Fatalf("an event of kind %d is %d bytes", kind, len(out))
			}
		}
		checkString(t, string(OuterModes{Title: a + b}.AppendTo(nil, OuterModes{}, full)))
	})
}

// checkString fails if s isn't one whole OSC.
func checkString(t *testing.T, s string) {
	if s == "" {
		return
	}
	inside, opened := strings.CutPrefix(s, "\x1b]")
	inside, closed := strings.CutSuffix(inside, "\x1b\\")
	if !opened || !closed || !utf8.ValidString(inside) {
		t.Fatalf("%q is not an OSC", s)
	}
	for _, r := range inside {
		if r < 0x20 || r >= 0x7f && r < 0xa0 || r >= 0x202a && r <= 0x202e {
			t.Fatalf("%q is in %q", r, s)
		}
	}
}
