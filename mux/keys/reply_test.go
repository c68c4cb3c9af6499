package keys

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestReplies(t *testing.T) {
	tests := []struct {
		in   string
		want Reply
	}{
		{"\x1b[?62;4;22c", Reply{Kind: ReplyDA1, Params: []int{62, 4, 22}}},
		{"\x1b[>41;380;0c", Reply{Kind: ReplyDA2, Params: []int{41, 380, 0}}},
		{"\x1bP!|7E565445\x1b\\", Reply{Kind: ReplyDA3, Text: "7E565445"}},
		{"\x1bP>|XTerm(380)\x1b\\", Reply{Kind: ReplyXTVERSION, Text: "XTerm(380)"}},
		{"\x1b[?5u", Reply{Kind: ReplyKittyFlags, Value: 5}},
		{"\x1b[>4;2m", Reply{Kind: ReplyModifyOtherKeys, Value: 2}},
		{"\x1b[0n", Reply{Kind: ReplyDSR}},
		{"\x1b[24;80R", Reply{Kind: ReplyCPR, X: 79, Y: 23}},
		{"\x1b[?3;1R", Reply{Kind: ReplyCPR, X: 0, Y: 2}},
		{"\x1b[?2026;2$y", Reply{Kind: ReplyMode, Number: 2026, Private: true, Value: 2}},
		{"\x1b[4;1$y", Reply{Kind: ReplyMode, Number: 4, Value: 1}},
		{"\x1b]11;rgb:1e1e/2f2f/4040\x1b\\", Reply{Kind: ReplyBackground, Color: RGB{0x1e, 0x2f, 0x40}, OK: true}},
		{"\x1b]10;rgba:ff/80/0/ff\x07", Reply{Kind: ReplyForeground, Color: RGB{0xff, 0x80, 0}, OK: true}},
		{"\x1b]12;#00ff7f\x07", Reply{Kind: ReplyCursor, Color: RGB{0, 0xff, 0x7f}, OK: true}},
		{"\x1b]11;none\x07", Reply{Kind: ReplyBackground}},
		{"\x1b]4;130;rgb:f/f/f\x07", Reply{Kind: ReplyPalette, Number: 130, Color: RGB{255, 255, 255}, OK: true}},
		{"\x1bP1+r524742=38\x1b\\", Reply{Kind: ReplyTermcap, Name: "RGB", Text: "8", OK: true}},
		{"\x1bP0+r5463\x1b\\", Reply{Kind: ReplyTermcap, Name: "Tc"}},
		{"\x1bP1$r2 q\x1b\\", Reply{Kind: ReplySetting, Text: "2 q", OK: true}},
		{"\x1b[?997;1n", Reply{Kind: ReplyColorScheme, Value: 1}},
		{"\x1b[8;24;80t", Reply{Kind: ReplyWindow, Params: []int{8, 24, 80}}},
		{"\x1b_Gi=31;OK\x1b\\", Reply{Kind: ReplyGraphics, Text: "i=31;OK"}},
		{"\x1b]52;c;aGk=\x07", Reply{}}, {"\x1b^x\x1b\\", Reply{}}, {"\x1bXx\x1b\\", Reply{}},
		{"\x1b[?13n", Reply{}}, {"\x1b[?1;0;256S", Reply{}}, {"\x1b[2;1;1;112;112;1;0x", Reply{}},
	}
	for _, tt := range tests {
		r := newReader().read(tt.in)
		want := []Token{{Kind: ReplyEvent, Raw: []byte(tt.in), Reply: tt.want}}
		if d := cmp.Diff(want, r.tokens, cmpopts.IgnoreUnexported(Token{})); d != "" {
			t.Errorf("Feed(%q) (-want +got):\n%s", tt.in, d)
		}
	}
}

// CSI 1 ; 2 R is Shift+F3 unless a cursor position was asked for.
func TestCursorPositionOrF3(t *testing.T) {
	r := newReader()
	r.Expect(r.now, ReplyCPR)
	if got := r.read("\x1b[1;2R", "\x1b[1;2R").said(); !cmp.Equal(got, []string{fmt.Sprint("reply ", ReplyCPR), "key shift+F3"}) {
		t.Errorf("two with one expected = %q", got)
	}
	r.Expect(r.now, ReplyCPR, ReplyDA1)
	if got := r.read("\x1b[?1c", "\x1b[1;2R").said(); got[1] != "key shift+F3" {
		t.Errorf("after the fence = %q", got)
	}
	r.Expect(r.now, ReplyCPR)
	r.wait(answerTime + time.Second)
	if got := r.read("\x1b[1;2R").said(); got[0] != "key shift+F3" {
		t.Errorf("after 5 s = %q", got)
	}
}
