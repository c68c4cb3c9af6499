package vt

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "rewrite the screens of testdata/*.txtar")

// TestGolden replays testdata/*.txtar: a size, the input as Go strings, and the
// screen: its rows, its styles (a letter for each, with a legend), its cursor,
// modes and title. Each is replayed again byte by byte.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d golden screens, %v", len(files), err)
	}
	for _, file := range files {
		if file == "testdata/differences.txtar" {
			continue // what .ci/oracle compares with
		}
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			comment, sections := parseSections(string(data))
			cols, rows, input := goldenInput(t, sections)
			s := newTestScreen(cols, rows)
			s.Write(input)
			checkInvariants(t, s)
			got := []section{
				{"screen", s.Text()},
				{"styles", styleMap(s)},
				{"state", fmt.Sprintf("cursor %+v\nmodes %+v\ntitle %q\n", s.cursor(), s.modesNow(), s.titles.now)},
			}
			if *update {
				sections = append(sections[:2], got...)
				out := comment
				for _, sec := range sections {
					out += "-- " + sec.name + " --\n" + sec.text
				}
				if err := os.WriteFile(file, []byte(out), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want := map[string]string{}
			for _, sec := range sections {
				want[sec.name] = sec.text
			}
			for _, sec := range got {
				if diff := cmp.Diff(want[sec.name], sec.text); diff != "" {
					t.Errorf("%s (-want +got):\n%s", sec.name, diff)
				}
			}

			slow := newTestScreen(cols, rows)
			for i := range input {
				slow.Write(input[i : i+1])
			}
			if !bytes.Equal(slow.Snapshot(), s.Snapshot()) {
				t.Errorf("byte by byte the screen is\n%s", slow.Text())
			}
			// Resized in the middle it need not look like anything, but it must be whole.
			s = newTestScreen(cols, rows)
			for i := 0; i < len(input); i += 97 {
				s.Write(input[i:min(i+97, len(input))])
				s.Resize(1+(i*7)%(cols+20), 1+(i*3)%(rows+10))
				checkInvariants(t, s)
			}
		})
	}
}

// section is one file of a txtar archive.
type section struct{ name, text string }

// parseSections cuts a txtar archive up: a comment, then sections, each behind a
// line "-- name --".
func parseSections(data string) (comment string, sections []section) {
	for _, line := range strings.SplitAfter(data, "\n") {
		name, isHeader := strings.CutPrefix(line, "-- ")
		name, hasEnd := strings.CutSuffix(name, " --\n")
		switch {
		case isHeader && hasEnd:
			sections = append(sections, section{name: name})
		case len(sections) == 0:
			comment += line
		default:
			sections[len(sections)-1].text += line
		}
	}
	return comment, sections
}

func goldenInput(t *testing.T, sections []section) (cols, rows int, input []byte) {
	t.Helper()
	if len(sections) < 2 || sections[0].name != "size" || sections[1].name != "input" {
		t.Fatal("a golden screen starts with size and input")
	}
	if _, err := fmt.Sscan(sections[0].text, &cols, &rows); err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(sections[1].text), "\n") {
		text, err := strconv.Unquote(line)
		if err != nil {
			t.Fatalf("input %s: %v", line, err)
		}
		input = append(input, text...)
	}
	return cols, rows, input
}

// styleMap is a picture of s's styles: a dot for the default one, a letter for
// each other, what the letters are below.
func styleMap(s *Screen) string {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	var picture, legend strings.Builder
	known := map[string]byte{}
	for y := range s.rows {
		line := make([]byte, s.cols)
		r := s.g.row(y)
		for x := range line {
			style := styleName(s, r.at(x))
			if style == "" {
				line[x] = '.'
				continue
			}
			if _, ok := known[style]; !ok {
				known[style] = letters[min(len(known), len(letters)-1)]
				fmt.Fprintf(&legend, "%c%s\n", known[style], style)
			}
			line[x] = known[style]
		}
		picture.WriteString(strings.TrimRight(string(line), "."))
		if r.wrap {
			picture.WriteString(" wrapped")
		}
		picture.WriteByte('\n')
	}
	return picture.String() + legend.String()
}

func styleName(s *Screen, c Cell) string {
	name := ""
	for i, n := range []string{"bold", "dim", "italic", "blink", "reverse", "conceal", "strike", "overline"} {
		if c.Attr>>i&1 == 1 {
			name += " " + n
		}
	}
	if u := c.Attr.Underline(); u != UnderlineNone {
		name += " " + []string{"", "underline", "double", "curly", "dotted", "dashed"}[u]
	}
	if c.Attr&AttrProtected != 0 {
		name += " protected"
	}
	color := func(what string, c Color) {
		if i, ok := c.Index(); ok {
			name += fmt.Sprintf(" %s=%d", what, i)
		}
		if r, g, b, ok := c.RGB(); ok {
			name += fmt.Sprintf(" %s=#%02x%02x%02x", what, r, g, b)
		}
	}
	color("fg", c.Fg)
	color("bg", c.Bg)
	e := s.tables.exts[c.Ext]
	color("ul", e.UnderlineColor)
	if e.Link != "" {
		name += " link=" + e.Link + " id=" + e.LinkID
	}
	return name
}
