package vt

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEvents(t *testing.T) {
	for _, c := range []struct {
		input string
		want  []Event
	}{
		{"\a", []Event{{Kind: EventBell}}},
		{"\x1b]0;a b\a\x1b]2;✳ Claude\x1b\\\x1b]2;✳ Claude\a", []Event{{Kind: EventTitle, Text: "a b"}, {Kind: EventTitle, Text: "✳ Claude"}}},
		{"\x1b]2;a\x01\u0085\xffb\a", []Event{{Kind: EventTitle, Text: "a\ufffdb"}}},
		{"\x1b]1;icon\a", nil},
		{"\x1b]2;one\a\x1b[22t\x1b]2;two\a\x1b[23t\x1b[23t", []Event{{Kind: EventTitle, Text: "one"}, {Kind: EventTitle, Text: "two"}, {Kind: EventTitle, Text: "one"}}},
		{"\x1b]7;file://host/dir\a", []Event{{Kind: EventDir, Text: "file://host/dir"}}},
		{"\x1b]52;c;aGVsbG8=\a\x1b]52;;aGk\a", []Event{{Kind: EventClipboard, Name: "c", Data: []byte("hello")}, {Kind: EventClipboard, Name: "c", Data: []byte("hi")}}},
		{"\x1b]52;c;?\a\x1b]52;c;***\a\x1b]52\a", nil},
		{"\x1b]9;9;/dir\a\x1b]9;1;500\a\x1b]9;99;x\a", []Event{{Kind: EventNotify, Text: "99;x"}}},
		{"\x1b]9;done\a", []Event{{Kind: EventNotify, Text: "done"}}},
		{"\x1b]9;4;1;42\a\x1b]9;4;0\a\x1b]9;4;3;999\a\x1b]9;4;7\a", []Event{{Kind: EventProgress, State: 1, Percent: 42}, {Kind: EventProgress}, {Kind: EventProgress, State: 3, Percent: 100}}},
		{"\x1b]99;i=1:d=0;Hello\x1b\\", []Event{{Kind: EventNotifyRaw, Text: "i=1:d=0;Hello"}}},
		{"\x1b]777;notify;Title;Body;more\a\x1b]777;other;x\a", []Event{{Kind: EventNotify, Name: "Title", Text: "Body;more"}}},
		{"\x1b]133;A;cl=m\a\x1b]133;D;1\a\x1b]133;Z\a", []Event{{Kind: EventPrompt, Name: "A", Text: "cl=m"}, {Kind: EventPrompt, Name: "D", Text: "1"}}},
		{"\x1b]7501;state=working:app=codex\a\x1b]7501;?\a", []Event{{Kind: EventProgramStatus, Text: "state=working:app=codex"}}},
		{"\x1b]2;lost\x18\x1b]2;lost\x1a", nil},
		{"\x1b]2;" + strings.Repeat("x", maxOSC) + "\a", nil},
		{"\x1b]2;" + strings.Repeat("é", maxTitle) + "\a", []Event{{Kind: EventTitle, Text: strings.Repeat("é", maxTitle/2)}}},
		{"\x1b]2;x\a\x1bc", []Event{{Kind: EventTitle, Text: "x"}, {Kind: EventTitle}, {Kind: EventReset}}},
	} {
		var got []Event
		s := New(Options{Events: func(e Event) { got = append(got, e) }})
		s.Write([]byte(c.input))
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("events of %.60q (-want +got):\n%s", c.input, diff)
		}
		if text := s.Text(); strings.TrimSpace(text) != "" {
			t.Errorf("%.60q prints %q", c.input, text)
		}
	}
}

func TestClearHistoryEvent(t *testing.T) {
	var got []Event
	s := New(Options{History: newHistory(t, 2, 0), Events: func(e Event) { got = append(got, e) }})
	s.Write([]byte("\x1b[3J"))
	if diff := cmp.Diff([]Event{{Kind: EventHistoryCleared}}, got); diff != "" {
		t.Errorf("events of ED 3 (-want +got):\n%s", diff)
	}
}

func TestResetModes(t *testing.T) {
	s := New(Options{Cols: 10, Rows: 3})
	s.Write([]byte("\x1b[?1049h\x1b[?25l\x1b[?1003;1006;2004;1004;2026;1;66h\x1b[>7u\x1b[>4;2m\x1b[5 q\x1b[2;3rscreen\x1b]2;t"))
	s.ResetModes()
	s.Write([]byte("\x1b[3;1Hafter"))
	checkInvariants(t, s)
	var f Frame
	s.CopyTo(&f)
	if want := (Modes{AltScreen: true}); f.Modes != want {
		t.Errorf("modes after ResetModes are %+v, want %+v", f.Modes, want)
	}
	if want := (Cursor{X: 5, Y: 2, Visible: true}); f.Cursor != want {
		t.Errorf("cursor after ResetModes is %+v, want %+v", f.Cursor, want)
	}
	if got, want := rowsOf(s), "screen\n\nafter"; got != want {
		t.Errorf("screen after ResetModes is %q, want %q", got, want)
	}
}

func TestLinksAndStyles(t *testing.T) {
	s := screenOf(t, 20, 1, "a\x1b]8;x=1:id=7;http://e.com/a;b\x1b\\b\x1b[4:3;58:2::1:2:3mc\x1b[0md\x1b]8;;\x1b\\e\x1b]8;;bad\x01link\x1b\\f")
	var f Frame
	s.CopyTo(&f)
	link := Ext{Link: "http://e.com/a;b", LinkID: "7"}
	under := link
	under.UnderlineColor = RGB(1, 2, 3)
	for x, want := range []Ext{{}, link, under, link, {}} {
		if got := f.Ext(f.Lines[0].Cells[x]); got != want {
			t.Errorf("column %d has %+v, want %+v", x, got, want)
		}
	}
	s.Write([]byte("\x1b]8;;http://e.com/" + strings.Repeat("x", maxLink) + "\x1b\\g"))
	s.CopyTo(&f)
	if got := f.Ext(f.Lines[0].Cells[6]); got != (Ext{}) {
		t.Errorf("a link of %d bytes is kept", len(got.Link))
	}
	if got := f.Lines[0].Cells[2].Attr.Underline(); got != UnderlineCurly {
		t.Errorf("underline %d, want curly", got)
	}
}
