package keys

import (
	"bytes"
	"testing"
)

var (
	legacy     = Protocol{}
	appCursor  = Protocol{AppCursor: true}
	appKeypad  = Protocol{AppKeypad: true}
	others1    = Protocol{ModifyOtherKeys: 1}
	others2    = Protocol{ModifyOtherKeys: 2}
	kitty1     = Protocol{KittyFlags: Disambiguate}
	kittyClaud = Protocol{KittyFlags: Disambiguate | ReportAlternates}                // Claude Code
	kittyCodex = Protocol{KittyFlags: Disambiguate | ReportEvents | ReportAlternates} // Codex
	kittyAll   = Protocol{KittyFlags: allFlags}
)

// char is a character's key as a terminal that tells all of it does.
func char(r rune, mods Mods) Key {
	k := Key{Code: Code(r), Mods: mods}
	if mods&Shift != 0 {
		k.Shifted = k.shiftedRune()
	}
	k.Text = k.types()
	return k
}

func TestEncode(t *testing.T) {
	release := func(k Key) Key { k.Event, k.Text = Release, ""; return k }
	repeat := func(k Key) Key { k.Event = Repeat; return k }
	tests := []struct {
		key  Key
		p    Protocol
		want string
	}{
		// Legacy: xterm after a reset.
		{char('a', 0), legacy, "a"}, {char('a', Shift), legacy, "A"}, {char('é', 0), legacy, "é"},
		{char('a', Ctrl), legacy, "\x01"}, {char('a', Ctrl|Shift), legacy, "\x01"}, {char('a', Alt), legacy, "\x1ba"},
		{char('a', Alt|Shift), legacy, "\x1bA"}, {char('a', Ctrl|Alt), legacy, "\x1b\x01"},
		{char(' ', Ctrl), legacy, "\x00"}, {char('\\', Ctrl), legacy, "\x1c"}, {char('4', Ctrl), legacy, "\x1c"},
		{char('2', Ctrl|Shift), legacy, "\x00"}, {char('-', Ctrl|Shift), legacy, "\x1f"}, {char('/', Ctrl), legacy, "\x1f"},
		{char('8', Ctrl), legacy, "\x7f"}, {char('1', Ctrl), legacy, "1"}, {char(';', Ctrl), legacy, ";"}, {char('é', Ctrl), legacy, "é"},
		{Key{Code: 'с', Base: 'c', Mods: Ctrl}, legacy, "\x03"},
		{char('a', Super), legacy, ""}, {char('a', NumLocked), legacy, "a"}, {char('a', CapsLocked), legacy, "A"},
		{Key{Code: Enter}, legacy, "\r"}, {Key{Code: Enter, Mods: Shift}, legacy, "\r"}, {Key{Code: Enter, Mods: Ctrl}, legacy, "\r"},
		{Key{Code: Enter, Mods: Alt}, legacy, "\x1b\r"}, {Key{Code: Enter}, Protocol{LineFeed: true}, "\r\n"},
		{Key{Code: Tab}, legacy, "\t"}, {Key{Code: Tab, Mods: Shift}, legacy, "\x1b[Z"}, {Key{Code: Tab, Mods: Ctrl}, legacy, "\t"},
		{Key{Code: Tab, Mods: Alt}, legacy, "\x1b\t"},
		{Key{Code: Escape}, legacy, "\x1b"}, {Key{Code: Escape, Mods: Alt}, legacy, "\x1b\x1b"},
		{Key{Code: Backspace}, legacy, "\x7f"}, {Key{Code: Backspace, Mods: Ctrl}, legacy, "\b"},
		{Key{Code: Backspace, Mods: Alt}, legacy, "\x1b\x7f"},
		{Key{Code: Backspace}, Protocol{BackarrowBS: true}, "\b"}, {Key{Code: Backspace, Mods: Ctrl}, Protocol{BackarrowBS: true}, "\x7f"},
		{Key{Code: Up}, legacy, "\x1b[A"}, {Key{Code: Up}, appCursor, "\x1bOA"}, {Key{Code: Home}, appCursor, "\x1bOH"},
		{Key{Code: Up, Mods: Ctrl}, appCursor, "\x1b[1;5A"}, {Key{Code: Up, Mods: NumLocked}, legacy, "\x1b[A"},
		{Key{Code: F1}, legacy, "\x1bOP"}, {Key{Code: F3, Mods: Shift}, legacy, "\x1b[1;2R"}, {Key{Code: F5}, legacy, "\x1b[15~"},
		{Key{Code: F12, Mods: Ctrl}, legacy, "\x1b[24;5~"}, {Key{Code: F12 + 1}, legacy, "\x1b[25~"}, {Key{Code: F35}, legacy, ""},
		{Key{Code: Delete}, legacy, "\x1b[3~"}, {Key{Code: Menu}, legacy, "\x1b[29~"},
		{Key{Code: KP5, Text: "5"}, legacy, "5"}, {Key{Code: KP5, Text: "5"}, appKeypad, "\x1bOu"},
		{Key{Code: KP5, Text: "5", Mods: NumLocked}, appKeypad, "5"}, {Key{Code: KPEnter, Mods: NumLocked}, appKeypad, "\x1bOM"},
		{Key{Code: KPEnter}, legacy, "\r"}, {Key{Code: KPLeft}, appCursor, "\x1bOD"}, {Key{Code: KPBegin}, legacy, "\x1b[E"},
		{Key{Code: KPDelete, Mods: Ctrl}, legacy, "\x1b[3;5~"},
		{release(char('a', 0)), legacy, ""}, {repeat(char('a', 0)), legacy, "a"},
		{Key{Code: firstModifier}, legacy, ""}, {Key{Code: firstMedia}, legacy, ""}, {Key{Text: "å"}, legacy, "å"}, {Key{}, legacy, ""},

		// modifyOtherKeys as xterm's table of modified keys has it.
		{Key{Code: Enter, Mods: Shift}, others1, "\x1b[27;2;13~"}, {Key{Code: Enter, Mods: Alt}, others1, "\x1b\r"},
		{Key{Code: Enter, Mods: Alt | Shift}, others1, "\x1b[27;2;13~"}, {Key{Code: Tab, Mods: Ctrl}, others1, "\x1b[27;5;9~"},
		{Key{Code: Tab, Mods: Shift}, others1, "\x1b[Z"}, {Key{Code: Backspace, Mods: Ctrl}, others1, "\b"},
		{char('a', Ctrl), others1, "\x01"}, {char('a', Ctrl|Shift), others1, "\x01"}, {char('a', Alt), others1, "\x1ba"},
		{char('1', Ctrl), others1, "\x1b[27;5;49~"}, {char('1', Ctrl|Shift), others1, "\x1b[27;6;33~"}, {char('4', Ctrl), others1, "\x1c"},
		{char(';', Ctrl), others1, "\x1b[27;5;59~"}, {char(' ', Ctrl), others1, "\x00"}, {Key{Code: Escape, Mods: Shift}, others1, "\x1b"},
		{Key{Code: Enter}, others2, "\r"}, {Key{Code: Enter, Mods: Alt}, others2, "\x1b[27;3;13~"}, {Key{Code: Tab, Mods: Shift}, others2, "\x1b[27;2;9~"},
		{char('a', Ctrl), others2, "\x1b[27;5;97~"}, {char('a', Ctrl|Shift), others2, "\x1b[27;6;65~"}, {char('a', Alt), others2, "\x1b[27;3;97~"},
		{char('a', Shift), others2, "A"}, {char('1', Shift), others2, "!"}, {Key{Code: Space, Mods: Shift, Text: " "}, others2, "\x1b[27;2;32~"},
		{Key{Code: Escape, Mods: Shift}, others2, "\x1b[27;2;27~"}, {Key{Code: Backspace, Mods: Ctrl}, others2, "\b"},
		{Key{Code: Backspace, Mods: Ctrl | Shift}, others2, "\x1b[27;6;8~"}, {Key{Code: Backspace, Mods: Shift}, others2, "\x1b[27;2;127~"},
		{Key{Code: Up, Mods: Ctrl}, others2, "\x1b[1;5A"}, {char('\\', Ctrl), others2, "\x1b[27;5;92~"},

		// kitty's protocol, from its page.
		{char('a', 0), kitty1, "a"}, {char('a', Shift), kitty1, "A"}, {char('a', Ctrl), kitty1, "\x1b[97;5u"},
		{char('a', Ctrl|Shift), kitty1, "\x1b[97;6u"}, {char('a', Alt), kitty1, "\x1b[97;3u"}, {char('a', Super), kitty1, "\x1b[97;9u"},
		{char(' ', Ctrl), kitty1, "\x1b[32;5u"}, {char(' ', Shift), kitty1, " "},
		{Key{Code: Escape}, kitty1, "\x1b[27u"}, {Key{Code: Enter}, kitty1, "\r"}, {Key{Code: Enter, Mods: Shift}, kitty1, "\x1b[13;2u"},
		{Key{Code: Enter, Mods: NumLocked}, kitty1, "\r"},
		{Key{Code: Tab, Mods: Shift}, kitty1, "\x1b[9;2u"}, {Key{Code: Backspace, Mods: Ctrl}, kitty1, "\x1b[127;5u"},
		{Key{Code: Backspace}, kitty1, "\x7f"}, {Key{Code: Backspace}, Protocol{KittyFlags: 1, BackarrowBS: true}, "\x7f"},
		{Key{Code: Up}, Protocol{KittyFlags: 1, AppCursor: true}, "\x1b[A"}, {Key{Code: F1}, kitty1, "\x1b[P"},
		{Key{Code: F3}, kitty1, "\x1b[13~"}, {Key{Code: F3, Mods: Shift}, kitty1, "\x1b[13;2~"}, {Key{Code: F12 + 1}, kitty1, "\x1b[57376u"},
		{Key{Code: Menu}, kitty1, "\x1b[57363u"}, {Key{Code: KP5, Text: "5"}, kitty1, "5"}, {Key{Code: KPEnter}, kitty1, "\x1b[57414u"},
		{Key{Code: KPBegin}, kitty1, "\x1b[E"}, {Key{Code: firstModifier, Mods: Shift}, kitty1, ""},
		{release(char('a', Ctrl)), kitty1, ""}, {repeat(char('a', Ctrl)), kitty1, "\x1b[97;5u"},
		{char('a', Ctrl|Shift), kittyClaud, "\x1b[97:65;6u"}, {Key{Code: 'с', Base: 'c', Mods: Ctrl}, kittyClaud, "\x1b[1089::99;5u"},
		{Key{Code: Enter, Mods: Shift}, kittyClaud, "\x1b[13;2u"},
		{release(char('a', 0)), kittyCodex, "\x1b[97;1:3u"}, {repeat(char('a', 0)), kittyCodex, "a"},
		{repeat(char('a', Ctrl)), kittyCodex, "\x1b[97;5:2u"}, {release(Key{Code: Up}), kittyCodex, "\x1b[1;1:3A"},
		{release(Key{Code: Enter}), kittyCodex, ""}, {release(Key{Code: Enter, Mods: Shift}), kittyCodex, "\x1b[13;2:3u"},
		{repeat(Key{Code: Delete}), kittyCodex, "\x1b[3;1:2~"},
		{Key{Code: Escape}, Protocol{KittyFlags: ReportEvents}, "\x1b"}, {char('a', Ctrl), Protocol{KittyFlags: ReportEvents}, "\x01"},
		{release(Key{Code: Escape}), Protocol{KittyFlags: ReportEvents}, "\x1b[27;1:3u"},
		{Key{Code: Up}, Protocol{KittyFlags: ReportAlternates, AppCursor: true}, "\x1bOA"},
		{char('a', 0), kittyAll, "\x1b[97;;97u"}, {char('a', Shift), kittyAll, "\x1b[97:65;2;65u"}, {char('a', 0), Protocol{KittyFlags: ReportAll}, "\x1b[97u"},
		{Key{Code: Enter}, kittyAll, "\x1b[13u"}, {release(Key{Code: Enter}), kittyAll, "\x1b[13;1:3u"}, {release(char('a', 0)), kittyAll, "\x1b[97;1:3u"},
		{Key{Code: firstModifier, Mods: Shift}, kittyAll, "\x1b[57441;2u"}, {Key{Text: "å"}, kittyAll, "\x1b[0;;229u"}, {Key{Text: "å"}, kitty1, "å"},
		{Key{Text: "🙂\ufe0f"}, kittyAll, "\x1b[0;;128578:65039u"}, {Key{Code: KP5, Text: "5"}, kittyAll, "\x1b[57404;;53u"}, {Key{}, kittyAll, ""},
	}
	for _, tt := range tests {
		if got := Encode([]byte("<"), tt.key, tt.p); string(got) != "<"+tt.want {
			t.Errorf("Encode(%s, %+v) = %q, want %q", sayKey(tt.key), tt.p, got[1:], tt.want)
		}
	}
}

// everyKey are the keys that a program may meet, with every set of modifiers
// that a keyboard can hold.
func everyKey(yield func(Key) bool) {
	var codes []Code
	for c := Code(0); c < 0x100; c++ {
		if c.isPrintable() && keyOfRune(rune(c), 0).Code == c || c == Tab || c == Enter || c == Escape || c == Backspace {
			codes = append(codes, c)
		}
	}
	for c := Insert; c <= lastModifier; c++ {
		codes = append(codes, c)
	}
	codes = append(codes, 'ж', '語', '😀')
	for _, c := range codes {
		for mods := Mods(0); mods < 1<<6; mods++ {
			for _, e := range []Event{Press, Repeat, Release} {
				k := Key{Code: c, Mods: mods, Event: e}
				if c.isPrintable() && mods&Shift != 0 {
					k.Shifted = k.shiftedRune()
				}
				k.Text = k.types()
				if !yield(k) {
					return
				}
			}
		}
	}
}

// feedOne is the one token that Encode's bytes are read as, for a terminal
// whose keystrokes don't come in halves.
func feedOne(t *testing.T, b []byte) Token {
	t.Helper()
	r := newReader()
	r.Feed(b, r.now, r.emit)
	r.wait(sequenceHold)
	if len(r.tokens) != 1 {
		t.Fatalf("Feed(%q) = %q, want one token", b, r.said())
	}
	return r.tokens[0]
}

// With all flags the kitty protocol says everything of a key.
func TestKittyRoundTrip(t *testing.T) {
	for k := range everyKey {
		b := Encode(nil, k, kittyAll)
		got := feedOne(t, b).Key
		got.Encoding = k.Encoding
		if got != k {
			t.Fatalf("%s: %q is read as %s", sayKey(k), b, sayKey(got))
		}
	}
}

// Under every protocol a key is read back as one that is said the same way.
func TestRoundTrip(t *testing.T) {
	var protocols []Protocol
	for _, flags := range []uint8{0, 1, 2, 3, 4, 5, 7, 8, 10, 15, 24} {
		protocols = append(protocols, Protocol{KittyFlags: flags})
	}
	protocols = append(protocols, appCursor, appKeypad, others1, others2, Protocol{KittyFlags: 1, AppCursor: true, AppKeypad: true})
	for _, p := range protocols {
		for k := range everyKey {
			b := Encode(nil, k, p)
			if len(b) == 0 || string(b) == "\x1b\x1b" { // nothing to read; Alt+Escape is two Escapes
				continue
			}
			tok := feedOne(t, b)
			again := b
			for one := range tok.Keys() {
				again = Encode(nil, one.Key, p)
			}
			// modifyOtherKeys leaves some to the legacy bytes of others, which it
			// says in a sequence: Ctrl+Alt+@ and Ctrl+Alt+Space.
			twins := p.ModifyOtherKeys > 0 && bytes.Equal(Encode(nil, k, legacy), Encode(nil, tok.Key, legacy))
			if !bytes.Equal(again, b) && !twins {
				t.Fatalf("%+v: %s is %q, read as %s, which is %q", p, sayKey(k), b, sayKey(tok.Key), again)
			}
		}
	}
}

func TestTranslate(t *testing.T) {
	tests := []struct {
		in          string
		outer, pane Protocol
		want        string
	}{
		// The same on both sides: what came is what goes, however it was said.
		{"\x1b[1~\x1b[97;5u\x01", kitty1, kitty1, "\x1b[1~\x1b[97;5u\x01"},
		{"ls\r\x1b[A\x01é\x1bx\x1b[1~\x1b[5;6;7X\xe9", legacy, legacy, "ls\r\x1b[A\x01é\x1bx\x1b[1~\x1b[5;6;7X\xe9"},
		{"\x1b[13;2u\x1b[97:65;6u", kittyClaud, kittyClaud, "\x1b[13;2u\x1b[97:65;6u"},
		// Modes differ.
		{"\x1b[A\x1b[H\x1b[1;5A\x1b[3~", legacy, appCursor, "\x1bOA\x1bOH\x1b[1;5A\x1b[3~"},
		{"\x1bOA\x1b[1~", appCursor, legacy, "\x1b[A\x1b[H"},
		{"\x7f\r", legacy, Protocol{BackarrowBS: true, LineFeed: true}, "\b\r\n"},
		{"\x1bOp\x1bOM", appKeypad, legacy, "0\r"},
		{"\x1b[11~\x1b[1;5A", legacy, appCursor, "\x1b[11~\x1b[1;5A"}, // F1 as the terminal has it: no mode changes that
		// Outer kitty, pane legacy.
		{"\x1b[97;5u\x1b[27u\x1b[13;2u\x1b[9;2u\x1b[97;3u", kitty1, legacy, "\x01\x1b\r\x1b[Z\x1ba"},
		{"\x1b[97;5:1u\x1b[97;5:2u\x1b[97;5:3u\x1b[1;1:3A\x1b[A", kittyCodex, appCursor, "\x01\x01\x1bOA"},
		{"\x1b[97;;97u\x1b[97;1:3u\x1b[57441;2u\x1b[13u", kittyAll, legacy, "a\r"},
		{"\x1b[13~\x1b[57376u", kitty1, legacy, "\x1bOR\x1b[25~"},
		// Outer kitty with fewer flags than the pane's, and more.
		{"a\x1b[97;6u", kitty1, kittyAll, "\x1b[97;;97u\x1b[97;6u"},
		{"\x1b[97;5:3u\x1b[97;5u", kittyCodex, kittyClaud, "\x1b[97;5u"},
		{"é日", kittyAll, kittyAll, "é日"},
		// Outer modifyOtherKeys, pane kitty: Shift+Enter all the same.
		{"\x1b[27;2;13~\x1b[27;5;97~\x1b[27;6;65~\x1bOA", Protocol{ModifyOtherKeys: 2, AppCursor: true}, kittyClaud, "\x1b[13;2u\x1b[97;5u\x1b[97:65;6u\x1b[A"},
		{"\x1b[27;2;13~\x1b[27;5;97~", others2, legacy, "\r\x01"},
		{"\x1b[13;2u\x1b[97;5u", kitty1, others2, "\x1b[27;2;13~\x1b[27;5;97~"},
		// Outer legacy, pane kitty.
		{"\x1b", legacy, kitty1, "\x1b[27u"}, {"\x03\x1bb\x1b[Z\x1b[A\r\x7f", legacy, kitty1, "\x1b[99;5u\x1b[98;3u\x1b[9;2u\x1b[A\r\x7f"},
		// Still in the old words, just after the outer terminal was told the new.
		{"\x1b[97;5u", legacy, legacy, "\x01"}, {"\x1b[27;5;97~", kitty1, kitty1, "\x1b[97;5u"}, {"\x1b[1;1:3A", legacy, legacy, ""},
		// What isn't for Translate.
		{"\x1b[200~x\x1c\x1b[201~", legacy, kitty1, "\x1b[200~x\x1c\x1b[201~"},
		{"\x1b[?62c\x1b[I\x1b[<0;1;1M", legacy, legacy, ""},
	}
	for _, tt := range tests {
		r := newReader().read(tt.in).wait(keyHold)
		var got []byte
		for _, tok := range r.tokens {
			got = Translate(got, tok, tt.outer, tt.pane)
		}
		if string(got) != tt.want {
			t.Errorf("Translate(%q, %+v, %+v) = %q, want %q", tt.in, tt.outer, tt.pane, got, tt.want)
		}
	}
}

func BenchmarkTranslate(b *testing.B) {
	k := feedOneB(b, "\x1b[97;5u")
	dst := make([]byte, 0, 64)
	b.ReportAllocs()
	for b.Loop() {
		dst = Translate(dst[:0], k, kitty1, legacy)
	}
}

func BenchmarkFeed(b *testing.B) {
	for name, in := range map[string]string{"text": "hello, world ", "keys": "\x1b[A\x1b[B\x01", "mouse": "\x1b[<35;20;10M"} {
		data := bytes.Repeat([]byte(in), 100)
		b.Run(name, func(b *testing.B) {
			var z Tokenizer
			b.SetBytes(int64(len(data)))
			b.ReportAllocs()
			for b.Loop() {
				z.Feed(data, start, func(Token) {})
			}
		})
	}
}

func feedOneB(b *testing.B, in string) Token {
	r := newReader().read(in)
	if len(r.tokens) != 1 {
		b.Fatalf("%q: %d tokens", in, len(r.tokens))
	}
	return r.tokens[0]
}
