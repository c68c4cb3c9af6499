package vt

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// TestNextClusterConformance runs the test file of UAX #29.
func TestNextClusterConformance(t *testing.T) {
	data, err := os.ReadFile("testdata/graphemes.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, line := range strings.Split(string(data), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		var want []string
		text := ""
		for _, f := range strings.Fields(line) {
			switch f {
			case "÷":
				want = append(want, "")
			case "×":
			default:
				r, err := strconv.ParseUint(f, 16, 32)
				if err != nil {
					t.Fatal(err)
				}
				want[len(want)-1] += string(rune(r))
				text += string(rune(r))
			}
		}
		want = want[:len(want)-1]
		if text == "\r\n" || strings.Contains(text, "\r\n") {
			continue // controls are no text here
		}
		var got []string
		for rest := text; rest != ""; {
			var c string
			c, _, rest = NextCluster(rest)
			got = append(got, c)
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("clusters of %q = %q, want %q", text, got, want)
		}
		n++
	}
	if n < 1000 {
		t.Errorf("%d cases in testdata/graphemes.txt, want more than 1000", n)
	}
}

func TestStringWidth(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"", 0}, {"abc", 3}, {"漢字", 4}, {"한글", 4}, {"\u1112\u1161\u11ab", 2}, {"e\u0301", 1},
		{"👍", 2}, {"👍🏽", 2}, {"👨‍👩‍👧‍👦", 2}, {"🇩🇪", 2}, {"🇩🇪🇫🇷", 4}, {"🇩", 1},
		{"❤", 1}, {"❤\ufe0f", 2}, {"❤\ufe0e", 1}, {"1\ufe0f\u20e3", 2}, {"a\ufe0f", 1}, {"⌚", 2},
		{"क्ष", 1}, {"·", 1}, {"─", 1}, {"\u00ad", 1}, {"\u200b", 0}, {"ｱ", 1}, {"Ａ", 2}, {"\U0010ffff", 1},
		{"🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2}, {"\ufffd", 1},
	} {
		if got := StringWidth(c.text); got != c.want {
			t.Errorf("StringWidth(%+q) = %d, want %d", c.text, got, c.want)
		}
	}
}

// TestScreenWidth holds the screen and the strip to one table.
func TestScreenWidth(t *testing.T) {
	for _, text := range []string{"abc", "漢字", "👨‍👩‍👧‍👦!", "🇩🇪🇫🇷🇮", "1\ufe0f\u20e3#", "क्षि", "e\u0301\u0302x", "❤\ufe0f❤", "\u1112\u1161\u11ab\u1112"} {
		s := screenOf(t, 40, 1, text)
		if got := StringWidth(text); got != s.x {
			t.Errorf("StringWidth(%+q) = %d, on a screen %d", text, got, s.x)
		}
		if got := s.LineText(0); got != text {
			t.Errorf("Write(%+q) shows %+q", text, got)
		}
	}
}
