package keys

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// start is when every test begins.
var start = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// reader feeds a Tokenizer and writes down what it emits.
type reader struct {
	Tokenizer
	now    time.Time
	tokens []Token
}

func newReader() *reader { return &reader{now: start} }

func (r *reader) emit(t Token) { r.tokens = append(r.tokens, t) }

// read feeds each part as one read, a millisecond apart, as a live terminal
// would send it.
func (r *reader) read(parts ...string) *reader {
	for _, p := range parts {
		r.Feed([]byte(p), r.now, r.emit)
		r.now = r.now.Add(time.Millisecond)
	}
	return r
}

// wait lets time pass, and flushes what is due on the way.
func (r *reader) wait(d time.Duration) *reader {
	end := r.now.Add(d)
	for {
		due, held := r.Deadline()
		if !held || due.After(end) {
			break
		}
		r.now = due
		r.Flush(r.now, r.emit)
	}
	r.now = end
	return r
}

// said is what the tokens are, one word each, and clears them.
func (r *reader) said() []string {
	var out []string
	for _, t := range r.tokens {
		out = append(out, say(t))
	}
	r.tokens = nil
	return out
}

// say is a token as the tables of these tests write it.
func say(t Token) string {
	s := fmt.Sprintf("%q", t.Raw)
	switch t.Kind {
	case Keystroke:
		return "key " + sayKey(t.Key)
	case Text:
		return "text " + s
	case PasteStart:
		return "paste"
	case PasteData:
		return "data " + s
	case PasteEnd:
		return "end"
	case MouseEvent:
		return sayMouse(t.Mouse)
	case FocusIn:
		return "focus"
	case FocusOut:
		return "blur"
	case ReplyEvent:
		return fmt.Sprintf("reply %d", t.Reply.Kind)
	}
	return "unknown " + s
}

// sayKey is a key with its modifiers: ctrl+a, shift+F3, release:up.
func sayKey(k Key) string {
	var s string
	for i, name := range []string{"shift", "alt", "ctrl", "super", "hyper", "meta", "caps", "num"} {
		if k.Mods&(1<<i) != 0 {
			s += name + "+"
		}
	}
	switch {
	case k.Code >= F1 && k.Code <= F35:
		s += fmt.Sprintf("F%d", k.Code-F1+1)
	case k.Code == 0:
		s += "none"
	case k.Code.isPrintable() && k.Code != Space:
		s += string(rune(k.Code))
	default:
		name := fmt.Sprint(int(k.Code))
		for _, c := range chordKeys {
			if c.code == k.Code {
				name = c.name
				break
			}
		}
		s += name
	}
	if k.Shifted != 0 {
		s += ":" + string(k.Shifted)
	}
	if k.Base != 0 {
		s += "@" + string(rune(k.Base))
	}
	if k.Text != "" {
		s += "=" + k.Text
	}
	return []string{"", "repeat:", "release:"}[k.Event] + s
}

func sayMouse(m Mouse) string {
	return fmt.Sprintf("mouse b%d a%d m%d %d,%d", m.Button, m.Action, m.Mods, m.X, m.Y)
}

func TestFeed(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"text", "héllo wörld", []string{`text "héllo wörld"`}},
		{"text and Enter", "ls\r", []string{`text "ls"`, "key enter"}},
		{"emoji", "👩‍🚀é", []string{`text "👩\u200d🚀é"`}},
		{"legacy Ctrl", "\x00\x01\x08\x1a\x1c\x1d\x1e\x1f", []string{"key ctrl+space", "key ctrl+a", "key ctrl+h",
			"key ctrl+z", `key ctrl+\`, "key ctrl+]", "key ctrl+^", "key ctrl+_"}},
		{"controls of their own", "\t\r\n\x7f", []string{"key tab", "key enter", "key ctrl+j", "key backspace"}},
		{"legacy Alt", "\x1ba\x1bA\x1b\r\x1b\x7f\x1bé\x1b\x01", []string{"key alt+a", "key shift+alt+a:A", "key alt+enter",
			"key alt+backspace", "key alt+é", "key alt+ctrl+a"}},
		{"Escape before text", "\x1b\x1bx", []string{"key esc", "key alt+x"}},
		{"xterm cursor keys", "\x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[F", []string{"key up", "key down", "key right", "key left",
			"key home", "key end"}},
		{"application cursor keys", "\x1bOA\x1bOD\x1bOH", []string{"key up", "key left", "key home"}},
		{"xterm function keys", "\x1bOP\x1bOS\x1b[15~\x1b[17~\x1b[24~\x1b[2~\x1b[3~\x1b[5~\x1b[6~\x1b[34~",
			[]string{"key F1", "key F4", "key F5", "key F6", "key F12", "key insert", "key delete", "key pageup", "key pagedown", "key F20"}},
		{"xterm modifiers", "\x1b[1;5A\x1b[1;2P\x1b[3;4~\x1b[1;2R\x1b[Z", []string{"key ctrl+up", "key shift+F1",
			"key shift+alt+delete", "key shift+F3", "key shift+tab"}},
		{"old modifiers", "\x1bO5A\x1bO1;2P", []string{"key ctrl+up", "key shift+F1"}},
		{"the keypad's application mode", "\x1bOp\x1bOy\x1bOM\x1bOk\x1bOE", []string{"key 57399=0", "key 57408=9", "key 57414",
			"key 57413=+", "key 57427"}},
		{"modifyOtherKeys", "\x1b[27;2;13~\x1b[27;5;9~\x1b[27;5;92~\x1b[27;6;65~\x1b[27;2;65~\x1b[27;5;33~\x1b[27;6;33~\x1b[27;6;8~",
			[]string{"key shift+enter", "key ctrl+tab", `key ctrl+\`, "key shift+ctrl+a:A", "key shift+a:A=A", "key ctrl+!", "key shift+ctrl+!:!",
				"key shift+ctrl+backspace"}},
		{"modifyOtherKeys as xterm can format it", "\x1b[65;6u\x1b[13;2u", []string{"key shift+ctrl+a:A", "key shift+enter"}},
		{"kitty", "\x1b[27u\x1b[97;5u\x1b[97:65;6u\x1b[13;2u\x1b[9;2u\x1b[127;3u\x1b[32;5u", []string{"key esc", "key ctrl+a",
			"key shift+ctrl+a:A", "key shift+enter", "key shift+tab", "key alt+backspace", "key ctrl+space"}},
		{"kitty events", "\x1b[97;5:1u\x1b[97;5:2u\x1b[97;5:3u\x1b[1;1:3A\x1b[3;1:2~", []string{"key ctrl+a", "key repeat:ctrl+a",
			"key release:ctrl+a", "key release:up", "key repeat:delete"}},
		{"kitty alternates", "\x1b[1089::99;5u\x1b[1089:1057:99;6u", []string{"key ctrl+с@c", "key shift+ctrl+с:С@c"}},
		{"kitty all keys", "\x1b[97u\x1b[97;2u\x1b[49;2u\x1b[97;65u\x1b[97;66u\x1b[97;;229u\x1b[0;;128578:65039u\x1b[57404u\x1b[57441;2u\x1b[97;9u",
			[]string{"key a=a", "key shift+a=A", "key shift+1=!", "key caps+a=A", "key shift+caps+a=a", "key a=å", "key none=🙂\ufe0f",
				"key 57404=5", "key shift+57441", "key super+a"}},
		{"kitty function keys", "\x1b[P\x1b[13~\x1b[13;2~\x1b[57376u\x1b[57427~\x1b[1;129A", []string{"key F1", "key F3", "key shift+F3",
			"key F13", "key 57427", "key num+up"}},
		{"Apple's Terminal, Option as Meta", "\x1b\x1b[A\x1bb\x1b\x1bOP", []string{"key alt+up", "key alt+b", "key alt+F1"}},
		{"Escape and a sequence that has Alt or is none", "\x1b\x1b[1;3A\x1b\x1b[97;5u\x1b\x1b[?1;2c",
			[]string{"key esc", "key alt+up", "key esc", "key ctrl+a", "key esc", "reply 1"}},
		{"Escape and a key that kitty says", "\x1b\x1b[97u", []string{"key esc", "key a=a"}},
		{"linux console and rxvt", "\x1b[[A\x1b[[E\x1b[1~\x1b[4~\x1b[7~\x1b[8~\x1b[a\x1bOd\x1b[3^\x1b[3@\x1b[11~",
			[]string{"key F1", "key F5", "key home", "key end", "key home", "key end", "key shift+up", "key ctrl+left", "key ctrl+delete",
				"key shift+ctrl+delete", "key F1"}},
		{"tmux 3.3 with extended keys", "\x1c\x1b[52;5u\x1b[13;2u\x1b[65;6u\x1b[49;5u\x1b[127;5u\x1b[1;4A\x1bX\x00", []string{`key ctrl+\`, "key ctrl+4",
			"key shift+enter", "key shift+ctrl+a:A", "key ctrl+1", "key ctrl+backspace", "key shift+alt+up", "key shift+alt+x:X", "key ctrl+space"}},
		{"VTE and mintty", "\x1b[1;5I\x1b[29~", []string{"key ctrl+tab", "key menu"}},
		{"private use text is no function key", "\ue008\x1b\ue008", []string{`text "\ue008"`, "key alt+none=\ue008"}},
		{"SGR mouse", "\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<35;1;1M\x1b[<64;3;4M\x1b[<81;3;4M\x1b[<32;2;2M\x1b[<130;1;1M",
			[]string{"mouse b1 a0 m0 9,4", "mouse b1 a1 m0 9,4", "mouse b0 a2 m0 0,0", "mouse b4 a0 m0 2,3", "mouse b5 a0 m4 2,3",
				"mouse b1 a2 m0 1,1", "mouse b10 a0 m0 0,0"}},
		{"X10 mouse", "\x1b[M !!\x1b[M#\"\"\x1b[M`\xff\xf0", []string{"mouse b1 a0 m0 0,0", "mouse b0 a1 m0 1,1", "mouse b4 a0 m0 222,207"}},
		{"urxvt mouse", "\x1b[32;300;20M\x1b[35;300;20M", []string{"mouse b1 a0 m0 299,19", "mouse b0 a1 m0 299,19"}},
		{"focus", "\x1b[I\x1b[O", []string{"focus", "blur"}},
		{"paste", "a\x1b[200~x\x1c\x1b[A\x1b[200~\r\x1b[201~b", []string{`text "a"`, "paste", `data "x\x1c\x1b[A\x1b[200~\r"`, "end", `text "b"`}},
		{"an end without a beginning", "\x1b[201~", []string{`unknown "\x1b[201~"`}},
		{"unknown sequences", "\x1b[5;6;7X\x1b[65;30;97;1;0;1_\x1b[0;;7u\x1b[u\x1b[97;400u\x1b[97;5:4u", []string{`unknown "\x1b[5;6;7X"`,
			`unknown "\x1b[65;30;97;1;0;1_"`, `unknown "\x1b[0;;7u"`, `unknown "\x1b[u"`, `unknown "\x1b[97;400u"`, `unknown "\x1b[97;5:4u"`}},
		{"no UTF-8", "a\xe9b\x80", []string{`text "a"`, `unknown "\xe9"`, `text "b"`, `unknown "\x80"`}},
		{"a control character inside", "\x1b[12\x03\x1b]11\x03", []string{"key alt+[", `text "12"`, "key ctrl+c", "key alt+]", `text "11"`, "key ctrl+c"}},
		{"Alt+O and what isn't SS3", "\x1bO\x1b[A\x1bOz", []string{"key shift+alt+o:O", "key up", "key shift+alt+o:O", `text "z"`}},
		{"an ESC inside", "\x1b[1\x1b[A", []string{"key alt+[", `text "1"`, "key up"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newReader().read(tt.in)
			var raw []byte
			for _, tok := range r.tokens {
				raw = append(raw, tok.Raw...)
			}
			if string(raw) != tt.in {
				t.Errorf("Feed(%q): Raw together = %q", tt.in, raw)
			}
			if d := cmp.Diff(tt.want, r.said()); d != "" {
				t.Errorf("Feed(%q) (-want +got):\n%s", tt.in, d)
			}
		})
	}
}

// A key keeps the encoding that said it: what a pane understands depends on it.
func TestFeedEncoding(t *testing.T) {
	tests := map[string]Encoding{
		"\x01": Legacy, "\x1b[A": Legacy, "\x1b[1;5A": Legacy, "\x1bx": Legacy,
		"\x1b[97;5u": Kitty, "\x1b[1;1:3A": Kitty, "\x1b[1;65A": Kitty,
		"\x1b[27;5;97~": ModifyOtherKeys,
	}
	for in, want := range tests {
		r := newReader().read(in)
		if len(r.tokens) != 1 || r.tokens[0].Key.Encoding != want {
			t.Errorf("Feed(%q) = %+v, want encoding %d", in, r.tokens, want)
		}
	}
}

func TestLongSequences(t *testing.T) {
	long := strings.Repeat("x", 3*heldLimit)
	tests := []struct {
		name, in string
		check    func(said []string) bool
	}{
		{"an OSC is a reply in pieces", "\x1b]52;c;" + long + "\x07z", func(said []string) bool {
			return strings.HasPrefix(said[0], "reply 0") && said[len(said)-1] == `text "z"`
		}},
		{"a DCS ends with ST, split", "\x1bP" + long + "\x1b\\z", func(said []string) bool {
			return said[0] == "reply 0" && said[len(said)-1] == `text "z"`
		}},
		{"what a person types ends one", "\x1b]" + long + "\x03z", func(said []string) bool {
			return said[len(said)-2] == "key ctrl+c"
		}},
		{"so does another sequence", "\x1b]" + long + "\x1b[Az", func(said []string) bool {
			return said[len(said)-2] == "key up"
		}},
		{"a CSI is broken", "\x1b[" + strings.Repeat("1", 2*heldLimit) + "A", func(said []string) bool {
			return said[0] == "key alt+["
		}},
	}
	for _, tt := range tests {
		for _, size := range []int{len(tt.in), 4000, 97} {
			r := newReader()
			var raw []byte
			for b := []byte(tt.in); len(b) > 0; {
				n := min(size, len(b))
				r.Feed(b[:n], r.now, r.emit)
				b = b[n:]
				if len(r.held) > heldLimit {
					t.Fatalf("%s: %d bytes held", tt.name, len(r.held))
				}
			}
			for _, tok := range r.tokens {
				raw = append(raw, tok.Raw...)
			}
			if said := r.said(); string(raw) != tt.in || !tt.check(said) {
				t.Errorf("%s, reads of %d: %.300q", tt.name, size, said)
			}
		}
	}
}

// After 5 s of silence in an endless string what comes is typed again.
func TestEndlessStringEnds(t *testing.T) {
	r := newReader().read("\x1b]52;" + strings.Repeat("x", 2*heldLimit))
	r.said()
	if got := r.wait(sequenceHold + time.Second).read("hello").said(); !cmp.Equal(got, []string{`text "hello"`}) {
		t.Errorf("= %q", got)
	}
}

// Typing costs no allocation.
func TestFeedAllocates(t *testing.T) {
	in := []byte("hello\x1b[A\x01\x1b[<35;20;10M")
	var z Tokenizer
	emit := func(Token) {}
	if n := testing.AllocsPerRun(100, func() { z.Feed(in, start, emit) }); n != 0 {
		t.Errorf("%v allocations, want 0", n)
	}
}
