package vt

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReplies(t *testing.T) {
	for _, c := range []struct{ name, input, want string }{
		{"DA1", "\x1b[c", "\x1b[?64;6;21;22;28;52c"},
		{"DA1 with 0", "\x1b[0c", "\x1b[?64;6;21;22;28;52c"},
		{"no DA1", "\x1b[1c", ""},
		{"DECID", "\x1bZ", "\x1b[?64;6;21;22;28;52c"},
		{"DA2", "\x1b[>c", "\x1b[>41;400;0c"},
		{"DA3", "\x1b[=c", "\x1bP!|00000000\x1b\\"},
		{"XTVERSION", "\x1b[>q", "\x1bP>|jackin(1.2)\x1b\\"},
		{"DSR", "\x1b[5n", "\x1b[0n"},
		{"CPR", "\x1b[3;7H\x1b[6n", "\x1b[3;7R"},
		{"CPR in origin mode", "\x1b[3;5r\x1b[?6h\x1b[2;7H\x1b[6n", "\x1b[2;7R"},
		{"DECXCPR", "\x1b[3;7H\x1b[?6n", "\x1b[?3;7R"},
		{"scheme", "\x1b[?996n", "\x1b[?997;1n"},
		{"kitty", "\x1b[?u", "\x1b[?0u"},
		{"kitty pushed", "\x1b[>5u\x1b[>7u\x1b[?u\x1b[<u\x1b[?u\x1b[<9u\x1b[?u", "\x1b[?7u\x1b[?5u\x1b[?0u"},
		{"kitty set", "\x1b[=3u\x1b[=8;2u\x1b[=1;3u\x1b[?u", "\x1b[?10u"},
		{"kitty per screen", "\x1b[>5u\x1b[?1049h\x1b[?u\x1b[>1u\x1b[?1049l\x1b[?u", "\x1b[?0u\x1b[?5u"},
		{"modifyOtherKeys", "\x1b[>4;2m\x1b[?4m\x1b[>4m\x1b[?4m\x1b[>4;1m\x1b[>4n\x1b[?4m", "\x1b[>4;2m\x1b[>4;0m\x1b[>4;0m"},
		{"OSC 7501", "\x1b]7501;?\x07", "\x1b]7501;?\x1b\\"},
		{"colours", "\x1b]10;?\x07\x1b]11;?\x07\x1b]12;?\x07\x1b]4;1;?\x07", "\x1b]10;rgb:ffff/ffff/ffff\a\x1b]11;rgb:0000/0000/0000\a\x1b]12;rgb:ffff/ffff/ffff\a\x1b]4;1;rgb:cdcd/0000/0000\a"},
		{"each terminator", "\x1b]10;?\x1b\\\x1b]11;?\u009c\x1b]12;?\x07", "\x1b]10;rgb:ffff/ffff/ffff\x1b\\\x1b]11;rgb:0000/0000/0000\x1b\\\x1b]12;rgb:ffff/ffff/ffff\a"},
		{"several colours", "\x1b]10;?;?\x07\x1b]4;1;?;9;?\x07", "\x1b]10;rgb:ffff/ffff/ffff\a\x1b]11;rgb:0000/0000/0000\a\x1b]4;1;rgb:cdcd/0000/0000\a\x1b]4;9;rgb:ffff/0000/0000\a"},
		{"colours set", "\x1b]11;#123\x07\x1b]11;?\x07\x1b]4;7;rgb:1/22/333\x07\x1b]4;7;?\x07", "\x1b]11;rgb:1010/2020/3030\a\x1b]4;7;rgb:1111/2222/3333\a"},
		{"colours reset", "\x1b]4;1;#fff;2;#fff\x07\x1b]104;1\x07\x1b]4;1;?;2;?\x07\x1b]104\x07\x1b]4;2;?\x07", "\x1b]4;1;rgb:cdcd/0000/0000\a\x1b]4;2;rgb:f0f0/f0f0/f0f0\a\x1b]4;2;rgb:0000/cdcd/0000\a"},
		{"foreground reset", "\x1b]10;#f00000\x07\x1b]10;?\x07\x1b]110\x07\x1b]10;?\x07", "\x1b]10;rgb:f0f0/0000/0000\a\x1b]10;rgb:ffff/ffff/ffff\a"},
		{"other device status", "\x1b[?15n\x1b[?25n\x1b[?26n\x1b[?53n\x1b[?55n\x1b[?56n\x1b[?62n\x1b[?63;123n\x1b[?75n\x1b[?85n",
			"\x1b[?13n\x1b[?20n\x1b[?27;1;0;0n\x1b[?50n\x1b[?50n\x1b[?57;0n\x1b[0*{\x1bP123!~0000\x1b\\\x1b[?70n\x1b[?83n"},
		{"no device status", "\x1b[0n\x1b[7n\x1b[?1n\x1b[?9999n", ""},
		{"CPR with margins", "\x1b[?69h\x1b[5;9s\x1b[3;7r\x1b[?6h\x1b[2;3H\x1b[6n\x1b[?6l\x1b[6n", "\x1b[2;3R\x1b[1;1R"},
		{"DA with other parameters", "\x1b[5c\x1b[>1c\x1b[=1c\x1b[>0c\x1b[=0c", "\x1b[>41;400;0c\x1bP!|00000000\x1b\\"},
		{"DECRQSS of sizes", "\x1bP$qt\x1b\\\x1bP$q*|\x1b\\\x1bP$q$|\x1b\\", "\x1bP1$r24t\x1b\\\x1bP1$r24*|\x1b\\\x1bP1$r80$|\x1b\\"},
		{"DECRQSS extent", "\x1bP$q*x\x1b\\\x1b[2*x\x1bP$q*x\x1b\\", "\x1bP1$r0*x\x1b\\\x1bP1$r2*x\x1b\\"},
		{"DECRQSS with every attribute", "\x1b[1;2;3;4;5;7;8;9;53;31;42mx\x1bP$qm\x1b\\", "\x1bP1$r0;1;2;3;5;7;8;9;53;4;31;42m\x1b\\"},
		{"DECRQSS after DECSTR", "\x1b[3;9r\x1b[1m\x1b[!p\x1bP$qr\x1b\\\x1bP$qm\x1b\\", "\x1bP1$r1;24r\x1b\\\x1bP1$r0m\x1b\\"},
		{"XTGETTCAP of nothing and of what is no hexadecimal", "\x1bP+q\x1b\\\x1bP+qxyz\x1b\\", "\x1bP0+r\x1b\\\x1bP0+rxyz\x1b\\"},
		{"cursor colour", "\x1b]12;rgb:12/34/56\x1b\\\x1b]12;?\x1b\\\x1b]112\x1b\\\x1b]12;?\x1b\\", "\x1b]12;rgb:1212/3434/5656\x1b\\\x1b]12;rgb:ffff/ffff/ffff\x1b\\"},
		{"background reset", "\x1b]11;#102030\x1b\\\x1b]11;?\x1b\\\x1b]111\x1b\\\x1b]11;?\x1b\\", "\x1b]11;rgb:1010/2020/3030\x1b\\\x1b]11;rgb:0000/0000/0000\x1b\\"},
		{"colours that are none", "\x1b]4;1;red\a\x1b]4;256;?\a\x1b]4;-1;?\a\x1b]4;x;?\a\x1b]4;1\a\x1b]11;rgb:1/2\a\x1b]11;#12\a\x1b]11;?\a", "\x1b]11;rgb:0000/0000/0000\a"},
		{"synchronized output", "\x1b[?2026h\x1b[?2026$p\x1b[?2026l\x1b[?2026$p", "\x1b[?2026;1$y\x1b[?2026;2$y"},
		{"DECRQM of several", "\x1b[?1;7$p", "\x1b[?1;2$y"},
		{"nothing to a cancelled question", "\x1b[6\x18n\x1b[5\x1an\x1b]10;?\x18\x1bP$qm\x1a", ""},
		{"a question within a question", "\x1b[\x1b[5n", "\x1b[0n"},
		{"controls within a question", "\x1b[\r5\nn", "\x1b[0n"},
		{"size", "\x1b[18t\x1b[19t", "\x1b[8;24;80t\x1b[9;24;80t"},
		{"no pixels", "\x1b[14t\x1b[16t\x1b[15t", ""},
		{"no titles", "\x1b]2;x\x07\x1b[20t\x1b[21t", ""},
		{"no graphics", "\x1b_Gi=1,a=q,s=1,v=1;AAAA\x1b\\", ""},
		{"no clipboard", "\x1b]52;c;?\x07", ""},
		{"DECREQTPARM", "\x1b[x\x1b[1x\x1b[2x", "\x1b[2;1;1;128;128;1;0x\x1b[3;1;1;128;128;1;0x"},
		{"DECRQSS SGR", "\x1b[1;4:3;38;5;9;48;2;1;2;3;58;5;7m\x1bP$qm\x1b\\", "\x1bP1$r0;1;4:3;91;48:2::1:2:3;58:5:7m\x1b\\"},
		{"DECRQSS omitted sub-parameter", "\x1b[4:m\x1bP$qm\x1b\\\x1b[4:0m\x1bP$qm\x1b\\", "\x1bP1$r0;4m\x1b\\\x1bP1$r0m\x1b\\"},
		{"DECRQSS region", "\x1b[3;9r\x1bP$qr\x1b\\", "\x1bP1$r3;9r\x1b\\"},
		{"DECRQSS margins", "\x1b[?69h\x1b[3;9s\x1bP$qs\x1b\\", "\x1bP1$r3;9s\x1b\\"},
		{"DECRQSS margins without their mode", "\x1bP$qs\x1b\\", "\x1bP1$r1;80s\x1b\\"},
		{"DECRQSS shape", "\x1b[5 q\x1bP$q q\x1b\\", "\x1bP1$r5 q\x1b\\"},
		{"DECRQSS protection", "\x1b[1\"q\x1bP$q\"q\x1b\\", "\x1bP1$r1\"q\x1b\\"},
		{"DECRQSS level", "\x1bP$q\"p\x1b\\", "\x1bP1$r64;1\"p\x1b\\"},
		{"DECRQSS unknown", "\x1bP$qzz\x1b\\", "\x1bP0$r\x1b\\"},
		{"XTGETTCAP", "\x1bP+q436f;5463;7a7a\x1b\\", "\x1bP1+r436f=323536\x1b\\\x1bP1+r5463\x1b\\\x1bP0+r7a7a\x1b\\"},
		{"DECRQCRA", "A\x1b[7;1;1;1;1;2*y", "\x1bP7!~FFBF\x1b\\"},
		{"DECRQCRA of a blank", "\x1b[1;1;1;1;1;4*y", "\x1bP1!~FFE0\x1b\\"},
		{"DECRQCRA with a written blank", "A \x1b[1;1;1;1;1;4*y", "\x1bP1!~FF9F\x1b\\"},
		{"DECRQCRA with a blank between", "A\x1b[2CB\x1b[1;1;1;1;1;4*y", "\x1bP1!~FF7D\x1b\\"},
		{"DECRQCRA with attributes", "\x1b[4mB\x1b[;7mA\x1b[;1m \x1b[1;1;1;1;1;3*y", "\x1bP1!~FEAD\x1b\\"},
		{"DECRQCRA of what is concealed", "\x1b[8mA\x1b[1;1;1;1;1;1*y", "\x1bP1!~FFE0\x1b\\"},
		{"DECRQCRA of a wide character", "漢\x1b[1;1;1;1;1;4*y", "\x1bP1!~FEDF\x1b\\"},
		{"stream of DECCARA within the margins", "\x1b[?69h\x1b[2;3s\x1b[?6h\x1b[1;1;2;2;7$r\x1b[?6l\x1b[1;1;1;1;2;4*y", "\x1bP1!~FEE0\x1b\\"},
		{"DECRQCRA of nothing", "\x1b[1;1;9;9;1;1*y", "\x1bP1!~0000\x1b\\"},
		{"old synchronized output", "\x1bP=1s\x1b\\\x1b[?2026$p\x1bP=2s\x1b\\\x1b[?2026$p", "\x1b[?2026;1$y\x1b[?2026;2$y"},
		{"start of Claude Code", "\x1b[>0q\x1b[?u\x1b]7501;?\x07\x1b[c", "\x1bP>|jackin(1.2)\x1b\\\x1b[?0u\x1b]7501;?\x1b\\\x1b[?64;6;21;22;28;52c"},
		{"and its second burst", "\x1b[?2026$p\x1b_Gi=31,s=1,v=1,a=q,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b[?1016$p\x1b[c", "\x1b[?2026;2$y\x1b[?1016;0$y\x1b[?64;6;21;22;28;52c"},
		{"start of Codex", "\x1b[?u\x1b[c\x1b[6n\x1b]10;?\x1b\\\x1b]11;?\x1b\\", "\x1b[?0u\x1b[?64;6;21;22;28;52c\x1b[1;1R\x1b]10;rgb:ffff/ffff/ffff\x1b\\\x1b]11;rgb:0000/0000/0000\x1b\\"},
	} {
		var got strings.Builder
		s := New(Options{Version: "1.2", Reply: func(p []byte) { got.Write(p) }})
		s.Write([]byte(c.input))
		if got.String() != c.want {
			t.Errorf("%s: Write(%q) answers %q, want %q", c.name, c.input, got.String(), c.want)
		}
	}
}

// TestModeReports asks for every mode as it is at the start, set and reset.
func TestModeReports(t *testing.T) {
	for _, c := range []struct {
		mode              string
		start, set, reset string
	}{
		{"2", "4", "4", "4"}, {"4", "2", "1", "2"}, {"12", "3", "3", "3"}, {"20", "2", "1", "2"}, {"9999", "0", "0", "0"},
		{"?1", "2", "1", "2"}, {"?2", "3", "3", "3"}, {"?3", "4", "4", "4"}, {"?5", "2", "1", "2"}, {"?6", "2", "1", "2"}, {"?7", "1", "1", "2"}, {"?8", "3", "3", "3"}, {"?9", "2", "1", "2"},
		{"?12", "2", "1", "2"}, {"?25", "1", "1", "2"}, {"?40", "2", "1", "2"}, {"?45", "2", "1", "2"}, {"?47", "2", "1", "2"}, {"?66", "2", "1", "2"}, {"?67", "2", "1", "2"}, {"?69", "2", "1", "2"},
		{"?1000", "2", "1", "2"}, {"?1002", "2", "1", "2"}, {"?1003", "2", "1", "2"}, {"?1004", "2", "1", "2"}, {"?1005", "2", "1", "2"}, {"?1006", "2", "1", "2"}, {"?1007", "2", "1", "2"},
		{"?1015", "2", "1", "2"}, {"?1016", "0", "0", "0"}, {"?1036", "2", "1", "2"}, {"?1045", "2", "1", "2"}, {"?1047", "2", "1", "2"}, {"?1048", "1", "1", "1"}, {"?1049", "2", "1", "2"},
		{"?2004", "2", "1", "2"}, {"?2026", "2", "1", "2"}, {"?2027", "1", "1", "2"}, {"?2031", "2", "1", "2"}, {"?9999", "0", "0", "0"}, {"?70000", "0", "0", "0"},
	} {
		var got strings.Builder
		s := New(Options{Reply: func(p []byte) { got.Write(p) }})
		ask := "\x1b[" + c.mode + "$p"
		s.Write([]byte(ask + "\x1b[" + c.mode + "h" + ask + "\x1b[" + c.mode + "l" + ask))
		want := ""
		for _, v := range []string{c.start, c.set, c.reset} {
			want += "\x1b[" + c.mode + ";" + v + "$y"
		}
		if got.String() != want {
			t.Errorf("mode %s: %q, want %q", c.mode, got.String(), want)
		}
	}
}

func TestSaveAndRestoreModes(t *testing.T) {
	var got strings.Builder
	s := New(Options{Reply: func(p []byte) { got.Write(p) }})
	s.Write([]byte("\x1b[?2004h\x1b[?2004;7s\x1b[?2004;7l\x1b[?2004;7r\x1b[?2004$p\x1b[?7$p"))
	if want := "\x1b[?2004;1$y\x1b[?7;1$y"; got.String() != want {
		t.Errorf("XTSAVE and XTRESTORE: %q, want %q", got.String(), want)
	}
}

func TestSetColors(t *testing.T) {
	var got strings.Builder
	s := New(Options{Reply: func(p []byte) { got.Write(p) }})
	light := DarkColors()
	light.Foreground, light.Background = RGBColor{}, RGBColor{0xfd, 0xf6, 0xe3}
	s.SetColors(light)
	s.Write([]byte("\x1b]11;?\x07\x1b[?996n\x1b[?2031h"))
	s.SetColors(DarkColors())
	if want := "\x1b]11;rgb:fdfd/f6f6/e3e3\a\x1b[?997;2n\x1b[?997;1n"; got.String() != want {
		t.Errorf("replies %q, want %q", got.String(), want)
	}
}

func TestOverrides(t *testing.T) {
	s := New(Options{})
	var before, after Frame
	s.Write([]byte("\x1b]4;1;#112233\x07\x1b]11;#445566\x07"))
	s.CopyTo(&before)
	changed := s.Changed()
	s.Write([]byte("\x1b]4;2;#778899\x07\x1b]111\x07"))
	if s.Changed() == changed {
		t.Errorf("Changed is not raised by OSC 4")
	}
	s.CopyTo(&after)
	want := []map[int]RGBColor{
		{1: {0x11, 0x22, 0x33}, OverrideBackground: {0x44, 0x55, 0x66}},
		{1: {0x11, 0x22, 0x33}, 2: {0x77, 0x88, 0x99}},
	}
	if diff := cmp.Diff(want, []map[int]RGBColor{before.Overrides, after.Overrides}); diff != "" {
		t.Errorf("overrides (-want +got):\n%s", diff)
	}
}
