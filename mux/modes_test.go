package mux

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jackin/mux/vt"
)

// TestModeSequence: an emulator that is fed the sequence has the modes.
func TestModeSequence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		flag := func(name string) bool { return rapid.Bool().Draw(t, name) }
		want := vt.Modes{
			AppCursor: flag("DECCKM"), AppKeypad: flag("DECPAM"), BracketedPaste: flag("2004"), Focus: flag("1004"),
			AltScreen: flag("1049"), AltScroll: flag("1007"), ColorReports: flag("2031"),
			Mouse:           vt.Mouse(rapid.IntRange(0, int(vt.MouseAny)).Draw(t, "mouse")),
			MouseEncoding:   vt.MouseEncoding(rapid.IntRange(0, int(vt.MouseURXVT)).Draw(t, "encoding")),
			KittyFlags:      uint8(rapid.IntRange(0, 31).Draw(t, "kitty")),
			ModifyOtherKeys: uint8(rapid.IntRange(0, 2).Draw(t, "modifyOtherKeys")),
			LineFeed:        flag("LNM"), BackarrowBS: flag("DECBKM"), CursorHidden: flag("DECTCEM"),
			CursorShape: vt.CursorShape(rapid.IntRange(0, 6).Draw(t, "DECSCUSR")),
		}
		s := vt.New(vt.Options{})
		s.Write([]byte("\x1b[?1007l")) // xterm's default is on
		s.Write(modeSequence(want))
		if diff := cmp.Diff(want, s.Modes()); diff != "" {
			t.Fatalf("modes (-want +got):\n%s", diff)
		}
	})
}

// FuzzDecodeRecord: what init kept may be of another version, or torn.
func FuzzDecodeRecord(f *testing.F) {
	b, err := (&tab{id: 1, uuid: "u", launch: launch{Agent: "claude", Provider: "minimax", Dir: "/d"}}).encodeRecord()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte(`{"id":1}`))
	f.Add([]byte("null"))
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := decodeRecord(b)
		if err != nil {
			return
		}
		if got.id <= 0 || got.uuid == "" || got.Agent == "" && len(got.Command) == 0 {
			t.Errorf("decodeRecord(%q) = %+v, which can't be shown", b, got)
		}
		decodeResume(b)
	})
}
