package ui

import (
	"fmt"
	"strings"
	"testing"
)

func TestInputKeys(t *testing.T) {
	for _, tt := range []struct {
		text, keys string
		want       string // with the cursor as |
		outcome    Outcome
	}{
		{"", "", "|", Pending},
		{"ab", "", "ab|", Pending},
		{"ab", "Enter", "ab|", Chosen},
		{"ab", "Esc", "ab|", Cancelled},
		{"ab", "c", "abc|", Pending},
		{"ab", "Left c", "ac|b", Pending},
		{"ab", "Left Left Left c", "c|ab", Pending},
		{"ab", "Left Right Right c", "abc|", Pending},
		{"ab", "Home c", "c|ab", Pending},
		{"ab", "Home End c", "abc|", Pending},
		{"ab", "Ctrl+a c Ctrl+e d", "cabd|", Pending},
		{"ab", "Backspace", "a|", Pending},
		{"ab", "Backspace Backspace Backspace", "|", Pending},
		{"ab", "Left Backspace", "|b", Pending},
		{"ab", "Ctrl+h", "a|", Pending},
		{"ab", "Delete", "ab|", Pending},
		{"ab", "Home Delete", "|b", Pending},
		{"a b", "Ctrl+u", "|", Pending},
		{"a b", "Left Ctrl+u", "|b", Pending},
		{"a b", "Left Ctrl+k", "a |", Pending},
		{"one two", "Ctrl+w", "one |", Pending},
		{"one two", "Ctrl+w Ctrl+w Ctrl+w", "|", Pending},
		{"one", "Space 审", "one 审|", Pending},
		{"审é👩‍👧", "Backspace", "审é|", Pending},
		{"审e\u0301x", "Left Backspace", "审|x", Pending},
		{"审e\u0301x", "Home Right Delete", "审|x", Pending},
		{"a\x1b[2Jb", "", "a[2Jb|", Pending},
		{"ab", "Up Down Tab PageUp Ctrl+x", "ab|", Pending},
	} {
		in, out := NewInput("Rename", tt.text), Pending
		for _, k := range strings.Fields(tt.keys) {
			out = in.Key(key(k), 80, 24)
		}
		if got := in.text[:in.at] + "|" + in.text[in.at:]; got != tt.want || out != tt.outcome {
			t.Errorf("%q, %q: %q, outcome %d; want %q, %d", tt.text, tt.keys, got, out, tt.want, tt.outcome)
		}
	}
}

func TestInputPaste(t *testing.T) {
	in := NewInput("Rename", "ad")
	in.Key(key("Left"), 80, 24)
	in.Paste("b\x1b]0;x\x07\nc\n")
	if got, want := in.Text(), "ab]0;x cd"; got != want {
		t.Errorf("Text() = %q, want %q", got, want)
	}

	in = NewInput("Rename", "ab")
	in.Limit = 6
	in.Paste("审查")
	if got, want := in.Text(), "ab审"; got != want {
		t.Errorf("Text() = %q, want %q", got, want)
	}
	in.Key(key("x"), 80, 24)
	in.Key(key("y"), 80, 24)
	if got, want := in.Text(), "ab审x"; got != want {
		t.Errorf("Text() = %q, want %q", got, want)
	}
	in = NewInput("Rename", "")
	in.Paste(strings.Repeat("x", 1<<20))
	if got := len(in.Text()); got != maxInput {
		t.Errorf("%d bytes after a large paste, want %d", got, maxInput)
	}
}

// The cursor, and what is before it, can be seen in a text of any length.
func TestInputScrolls(t *testing.T) {
	in := NewInput("Rename", strings.Repeat("审x", 40))
	for range 80 {
		text := snapshot(t, 20, 3, in.Draw)
		var x, y int
		_, cursor, _ := strings.Cut(text, "cursor ")
		if n, _ := fmt.Sscanf(cursor, "%d,%d", &x, &y); n != 2 || y != 1 || x < 2 || x > 17 {
			t.Fatalf("cursor %q:\n%s", cursor, text)
		}
		in.Key(key("Left"), 20, 3)
	}
	if in.at != 0 {
		t.Errorf("cursor at byte %d at the end", in.at)
	}
}
