package vt

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// fragments are what programs send and what breaks emulators.
var fragments = []string{
	"a", "hello", "    ", "\r\n", "\n", "\r", "\b", "\t", "漢", "한글", "e\u0301", "👨‍👩‍👧", "🇩🇪", "🇩", "❤\ufe0f", "\u0301", "\u200d", "\u200b",
	"\x1b[H", "\x1b[2;3H", "\x1b[999;999H", "\x1b[A", "\x1b[3B", "\x1b[2C", "\x1b[D", "\x1b[5G", "\x1b[3d",
	"\x1b[J", "\x1b[1J", "\x1b[2J", "\x1b[3J", "\x1b[K", "\x1b[1K", "\x1b[2K", "\x1b[?J", "\x1b[?1K",
	"\x1b[2@", "\x1b[2P", "\x1b[3X", "\x1b[2L", "\x1b[M", "\x1b[2S", "\x1b[T", "\x1b[20b", "\x1b[99999b",
	"\x1b[2;4r", "\x1b[r", "\x1b[?69h\x1b[3;6s", "\x1b[?69l", "\x1b[?6h", "\x1b[?6l", "\x1b[?7l", "\x1b[?7h", "\x1b[4h", "\x1b[4l", "\x1b[?45h", "\x1b[20h",
	"\x1b[1m", "\x1b[38;5;9m", "\x1b[48;2;1;2;3m", "\x1b[4:3;58:2::9:8:7m", "\x1b[0m", "\x1b[m", "\x1b[38:5:1:2m",
	"\x1b]0;title\x07", "\x1b]8;id=x;http://example.com\x1b\\", "\x1b]8;;\x07", "\x1b]52;c;aGk=\x07", "\x1b]133;A\x07", "\x1b]4;1;#fff;2;?\x07", "\x1b]10;?\x1b\\",
	"\x1b7", "\x1b8", "\x1bM", "\x1bD", "\x1bE", "\x1bH", "\x1b[g", "\x1b[3g", "\x1b[2I", "\x1b[Z", "\x1b#8", "\x1b(0qx\x1b(B", "\x0e", "\x0f", "\x1bN~", "\x1b6", "\x1b9",
	"\x1b[?1049h", "\x1b[?1049l", "\x1b[?47h", "\x1b[?1048l", "\x1b[!p", "\x1bc", "\x1b[1\"q", "\x1b[0\"q", "\x1bV", "\x1b[2'}", "\x1b[2'~", "\x1b[ @", "\x1b[3 A",
	"\x1b[88;1;1;3;3$x", "\x1b[1;2;2;5$z", "\x1b[1;1;3;9${", "\x1b[1;1;2;4;1;2;3;1$v", "\x1b[1;1;3;3;1;7$r", "\x1b[1;2;3;4;0$t", "\x1b[2*x", "\x1b[1;1;1;1;9;9*y",
	"\x1b[?u", "\x1b[>1u", "\x1b[<9u", "\x1b[=5;2u", "\x1b[c", "\x1b[>c", "\x1b[=c", "\x1b[6n", "\x1b[?6n", "\x1b[>q", "\x1b[?2026$p", "\x1bP$qm\x1b\\", "\x1bP+q544e;zz\x1b\\", "\x1b[18t", "\x1b[22t", "\x1b[23t",
	"\x1b[?2027l", "\x1b[?2027h", "\x1b[?2026h", "\x1b[?1003;1006h", "\x1b[?s", "\x1b[?7r", "\x1b[?40;3h",
	"\x1b[", "\x1b[1;", "\x1b]0;", "\x1bP", "\x1b", "\x1b_G", "\x1b[é", "\x1b[1$$$z", "\x1b[?>m", "\x18", "\x1a", "\x7f", "\x00", "\xff", "\xc2", "\xe6\xbc", "\xf0\x9f", "\u009b2J", "\u009d0;x\u009c", "\x9c",
}

func fragment(t *rapid.T) []byte { return []byte(rapid.SampledFrom(fragments).Draw(t, "fragment")) }

func newTestScreen(cols, rows int) *Screen {
	h, _ := NewHistory(make([]byte, 4*blockSize), 50, nil)
	return New(Options{Cols: cols, Rows: rows, History: h, Version: "1"})
}

func TestAnyChunking(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cols, rows := rapid.IntRange(1, 12).Draw(rt, "cols"), rapid.IntRange(1, 6).Draw(rt, "rows")
		input := bytes.Join(rapid.SliceOfN(rapid.Custom(fragment), 0, 40).Draw(rt, "input"), nil)
		whole, parts := newTestScreen(cols, rows), newTestScreen(cols, rows)
		var wholeReply, partsReply bytes.Buffer
		whole.opts.Reply = func(p []byte) { wholeReply.Write(p) }
		parts.opts.Reply = func(p []byte) { partsReply.Write(p) }
		whole.Write(input)
		for rest := input; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(rt, "chunk")
			parts.Write(rest[:n])
			rest = rest[n:]
		}
		checkInvariants(rt, whole)
		if a, b := whole.Snapshot(), parts.Snapshot(); !bytes.Equal(a, b) {
			rt.Fatalf("Write(%q) in chunks shows\n%s\nwant\n%s", input, parts.Text(), whole.Text())
		}
		if wholeReply.String() != partsReply.String() {
			rt.Fatalf("Write(%q) in chunks answers %q, want %q", input, partsReply.String(), wholeReply.String())
		}
	})
}

// TestScreenMachine runs random output, resizes, copies and snapshots, and looks
// at the screen after each.
func TestScreenMachine(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newTestScreen(rapid.IntRange(1, 12).Draw(rt, "cols"), rapid.IntRange(1, 6).Draw(rt, "rows"))
		var f Frame
		for range rapid.IntRange(1, 30).Draw(rt, "steps") {
			switch rapid.IntRange(0, 9).Draw(rt, "step") {
			case 0:
				s.Resize(rapid.IntRange(1, 14).Draw(rt, "cols"), rapid.IntRange(1, 8).Draw(rt, "rows"))
			case 1:
				snap := s.Snapshot()
				restored, err := Restore(s.opts, snap)
				if err != nil {
					rt.Fatalf("Restore of %d bytes: %v", len(snap), err)
				}
				if again := restored.Snapshot(); !bytes.Equal(again, snap) {
					rt.Fatalf("the snapshot of a restored screen has %d bytes and differs, want %d", len(again), len(snap))
				}
				s = restored
				f = Frame{}
			case 2:
				s.collect()
			default:
				changed := s.Changed()
				before := s.visibleState()
				s.Write(rapid.Custom(fragment).Draw(rt, "fragment"))
				if before != s.visibleState() && s.Changed() == changed {
					rt.Fatalf("a visible change didn't raise Changed")
				}
			}
			checkInvariants(rt, s)
			s.CopyTo(&f)
			if diff := frameDiffers(&f, s); diff != "" {
				rt.Fatal(diff)
			}
		}
	})
}

// TestRestoredGoesOn writes on to a screen and to what its snapshot restores: they
// show and answer the same.
func TestRestoredGoesOn(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cols, rows := rapid.IntRange(1, 12).Draw(rt, "cols"), rapid.IntRange(1, 6).Draw(rt, "rows")
		pieces := rapid.SliceOfN(rapid.Custom(fragment), 1, 40)
		before, after := bytes.Join(pieces.Draw(rt, "before"), nil), bytes.Join(pieces.Draw(rt, "after"), nil)
		// Neither has a history: a snapshot is without it.
		s := New(Options{Cols: cols, Rows: rows})
		s.Write(before)
		restored, err := Restore(Options{}, s.Snapshot())
		if err != nil {
			rt.Fatal(err)
		}
		var reply, restoredReply bytes.Buffer
		s.opts.Reply = func(p []byte) { reply.Write(p) }
		restored.opts.Reply = func(p []byte) { restoredReply.Write(p) }
		for _, screen := range []*Screen{s, restored} {
			screen.Write(after)
			screen.Resize(cols+3, rows+1)
			screen.Write(after)
			checkInvariants(rt, screen)
		}
		if !bytes.Equal(s.Snapshot(), restored.Snapshot()) {
			rt.Fatalf("%q, then %q shows\n%s\nrestored in between\n%s", before, after, s.Text(), restored.Text())
		}
		if reply.String() != restoredReply.String() {
			rt.Fatalf("%q, then %q answers %q, restored in between %q", before, after, reply.String(), restoredReply.String())
		}
	})
}

// frameDiffers says where f isn't what a fresh copy of s is.
func frameDiffers(f *Frame, s *Screen) string {
	var want Frame
	s.CopyTo(&want)
	if f.Cols != want.Cols || f.Rows != want.Rows || f.Cursor != want.Cursor || f.Modes != want.Modes || f.Title != want.Title {
		return fmt.Sprintf("frame %+v %+v %q, want %+v %+v %q", f.Cursor, f.Modes, f.Title, want.Cursor, want.Modes, want.Title)
	}
	for y := range want.Lines {
		a, b := &f.Lines[y], &want.Lines[y]
		if a.ID != b.ID || a.Gen != b.Gen || a.Wrapped != b.Wrapped || len(a.Cells) != len(b.Cells) {
			return fmt.Sprintf("line %d is %d/%d with %d cells, want %d/%d with %d", y, a.ID, a.Gen, len(a.Cells), b.ID, b.Gen, len(b.Cells))
		}
		for x := range b.Cells {
			if f.Text(a.Cells[x]) != want.Text(b.Cells[x]) || f.Ext(a.Cells[x]) != want.Ext(b.Cells[x]) || a.Cells[x] != b.Cells[x] {
				return fmt.Sprintf("line %d column %d is %+v, want %+v", y, x, a.Cells[x], b.Cells[x])
			}
		}
	}
	return ""
}

func FuzzWrite(f *testing.F) {
	for _, frag := range fragments {
		f.Add([]byte(frag+"x"), uint8(9), uint8(4), uint16(3))
	}
	f.Add([]byte(strings.Join(fragments, "")), uint8(20), uint8(5), uint16(700))
	f.Fuzz(func(t *testing.T, input []byte, cols, rows uint8, at uint16) {
		whole, parts := newTestScreen(1+int(cols%40), 1+int(rows%12)), newTestScreen(1+int(cols%40), 1+int(rows%12))
		whole.Write(input)
		n := min(int(at), len(input))
		parts.Write(input[:n])
		parts.Write(input[n:])
		checkInvariants(t, whole)
		if !bytes.Equal(whole.Snapshot(), parts.Snapshot()) {
			t.Fatalf("Write(%q) split at %d shows\n%s\nwant\n%s", input, n, parts.Text(), whole.Text())
		}
		whole.Resize(1+int(rows%40), 1+int(cols%12))
		checkInvariants(t, whole)
		whole.Write(input)
		checkInvariants(t, whole)
	})
}

func FuzzRestore(f *testing.F) {
	s := newTestScreen(10, 4)
	f.Add(s.Snapshot())
	s.Write([]byte(strings.Join(fragments, "")))
	f.Add(s.Snapshot())
	s.Write([]byte("\x1b[?1049h漢e\u0301\x1b]8;;u\x07x\x1b[1;2"))
	f.Add(s.Snapshot())
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Restore(Options{}, data)
		if err != nil {
			return
		}
		checkInvariants(t, s)
		s.Write([]byte(strings.Join(fragments, "")))
		checkInvariants(t, s)
	})
}
