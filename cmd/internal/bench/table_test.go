package bench

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTable(t *testing.T) {
	want := `date: 2026-11-24
jackin: jackin 1.0

what                        size   unit  jackin     tmux       screen  bare    x tmux  x screen  x bare  budget                   verdict
cat ascii                   80x24  MB/s  50 ±10%    20         -       60 ±2%  2.50    -         0.83    2x tmux or 95 % of bare  met
echo at full speed, median  80x24  ms    0.30 ±33%  0.20 ±25%  -       -       0.67    -         -       no worse than tmux       missed by 50 %
binary, stripped                   MB    10.2       -          -       -       -       -         -       at most 12               met
`
	if diff := cmp.Diff(want, Table(sample())); diff != "" {
		t.Errorf("the table differs:\n%s", diff)
	}
}

func TestMarkdown(t *testing.T) {
	got := Markdown(sample(), "docs/bench.svg")
	for _, want := range []string{
		"## Performance\n", "on 2026-11-24: jackin 1.0;", "](docs/bench.svg)",
		"| cat ascii | 80x24 | MB/s | 50 ±10% | 20 | - | 60 ±2% | 2x tmux or 95 % of bare: met |\n",
		"| no worse than tmux: **missed by 50 %** |\n",
		"\nNot met: echo at full speed, median 80x24 (missed by 50 %).\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

func TestSVG(t *testing.T) {
	svg := string(SVG(sample()))
	for _, want := range []string{
		">cat ascii</text>", ">jackin 50</text>", ">bare 60</text>", ">jackin 0.30</text>",
		`width="275.0" height="11" fill="#2f81f7"`, // 50 of 60
	} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in\n%s", want, svg)
		}
	}
	if strings.Contains(svg, "cat sgr") {
		t.Error("the picture has bars for what wasn't measured")
	}
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("it isn't XML: %v", err)
		}
	}
}

func TestShort(t *testing.T) {
	for _, tc := range []struct {
		f    float64
		want string
	}{{0, "0"}, {0.456, "0.46"}, {2, "2"}, {9.99, "9.99"}, {12.34, "12.3"}, {123.4, "123"}, {-3.5, "-3.50"}} {
		if got := short(tc.f); got != tc.want {
			t.Errorf("short(%v) = %q, want %q", tc.f, got, tc.want)
		}
	}
}
