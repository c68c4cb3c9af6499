//go:build oracle

package vt

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// oracle is xterm.js in a process of node: testdata/oracle.cjs says what its
// lines mean. One test asks at a time.
type oracle struct {
	in  *bufio.Writer
	out *bufio.Scanner
	id  int
}

// question is a terminal's size and what is written to it, in one piece each.
type question struct {
	ID       int      `json:"id"`
	Cols     int      `json:"cols"`
	Rows     int      `json:"rows"`
	Data     [][]byte `json:"data"`
	Clusters bool     `json:"clusters"`
	// Resize is columns and rows that the terminal gets in the end; empty without.
	Resize []int `json:"resize,omitempty"`
}

// oracleAnswer is the answer to a question.
type oracleAnswer struct {
	ID     int    `json:"id"`
	Failed string `json:"failed"` // what xterm.js has thrown; nothing else is there then
	Lines  []struct {
		Wrapped bool     `json:"wrapped"`
		Used    int      `json:"used"`
		Text    []string `json:"text"`
		Styles  []struct {
			N    int    `json:"n"`
			Look string `json:"look"`
		} `json:"styles"`
	} `json:"lines"`
	Base  int         `json:"base"`
	X     int         `json:"x"`
	Y     int         `json:"y"`
	Alt   bool        `json:"alt"`
	Title string      `json:"title"`
	Reply string      `json:"reply"`
	Modes oracleModes `json:"modes"`
}

// oracleModes are the modes that xterm.js tells of.
type oracleModes struct {
	AppCursor, AppKeypad, Paste, Insert, Origin, ReverseWrap, Focus, Autowrap bool
	Mouse                                                                     string
}

// startOracle starts node; JACKIN_ORACLE names the directory whose node_modules
// has what .ci/oracle installs.
func startOracle(t *testing.T) *oracle {
	t.Helper()
	prefix := os.Getenv("JACKIN_ORACLE")
	if prefix == "" {
		t.Fatal("JACKIN_ORACLE must name the directory that has @xterm/headless: run .ci/oracle")
	}
	cmd := exec.Command("node", filepath.Join("testdata", "oracle.cjs"))
	cmd.Env = append(os.Environ(), "NODE_PATH="+filepath.Join(prefix, "node_modules"))
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatalf("start node: %v", err)
	}
	t.Cleanup(func() {
		in.Close()
		io.Copy(io.Discard, out)
		if err := cmd.Wait(); err != nil {
			t.Errorf("node: %v", err)
		}
	})
	o := &oracle{in: bufio.NewWriterSize(in, 1<<20), out: bufio.NewScanner(out)}
	o.out.Buffer(nil, 256<<20)
	return o
}

// ask is what xterm.js makes of each question, in their order.
func (o *oracle) ask(t testing.TB, questions ...question) []oracleAnswer {
	t.Helper()
	first := o.id
	for _, q := range questions {
		q.ID, q.Clusters = o.id, true
		o.id++
		line, err := json.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		o.in.Write(append(line, '\n'))
	}
	if err := o.in.Flush(); err != nil {
		t.Fatalf("ask node: %v", err)
	}
	answers := make([]oracleAnswer, len(questions))
	for range questions {
		if !o.out.Scan() {
			t.Fatalf("node has ended: %v", o.out.Err())
		}
		var a oracleAnswer
		if err := json.Unmarshal(o.out.Bytes(), &a); err != nil {
			t.Fatal(err)
		}
		answers[a.ID-first] = a
	}
	return answers
}

// orphan is a cell of xterm.js without width whose wide character is gone; a blank
// with us (TestDifferences: "half of a wide character").
const orphan = "\ufffe"

// picture is what a terminal shows, as both can say it.
type picture struct {
	// text and looks are a line's cells, the history's first; looks are in words,
	// empty for the default. wrapped says that a line continues the one above.
	text, looks [][]string
	wrapped     []bool
	base        int // lines of history
	x, y        int
	pending     bool // a wrap is pending: the next character starts a line
	alt         bool
	modes       oracleModes
	title       string
}

func (a *oracleAnswer) picture(cols int) picture {
	p := picture{base: a.Base, x: a.X, y: a.Y, alt: a.Alt, modes: a.Modes, title: a.Title}
	if a.X >= cols {
		p.x, p.pending = cols-1, true
	}
	for _, l := range a.Lines {
		var looks []string
		for _, run := range l.Styles {
			for range run.N {
				looks = append(looks, run.Look)
			}
		}
		p.text, p.looks, p.wrapped = append(p.text, l.Text), append(p.looks, looks), append(p.wrapped, l.Wrapped)
	}
	return p
}

// pictureOf is our picture of s.
func pictureOf(s *Screen) picture {
	m := s.modesNow()
	p := picture{x: s.x, y: s.y, pending: s.wrapNext, alt: m.AltScreen, title: s.titles.now}
	p.modes = oracleModes{
		AppCursor: m.AppCursor, AppKeypad: m.AppKeypad, Paste: m.BracketedPaste, Focus: m.Focus, Insert: s.mode.insert,
		Origin: s.mode.origin, ReverseWrap: s.mode.reverseWrap, Autowrap: !s.mode.noAutowrap,
		Mouse: map[Mouse]string{MouseOff: "none", MouseX10: "x10", MouseNormal: "vt200", MouseButton: "drag", MouseAny: "any"}[m.Mouse],
	}
	continues := false
	add := func(f *Frame, cols int) {
		for _, l := range f.Lines {
			text, looks := make([]string, cols), make([]string, cols)
			for x := range cols {
				c := Cell{}
				if x < len(l.Cells) {
					c = l.Cells[x]
				}
				text[x], looks[x] = f.Text(c), look(f, c)
			}
			p.text, p.looks, p.wrapped = append(p.text, text), append(p.looks, looks), append(p.wrapped, continues)
			continues = l.Wrapped
		}
	}
	var f Frame
	if h := s.History(); h != nil && !m.AltScreen {
		h.CopyTo(&f, h.First(), h.Len())
		p.base = len(f.Lines)
		add(&f, s.cols)
	}
	f = Frame{}
	s.CopyTo(&f)
	add(&f, s.cols)
	return p
}

// look is the style of c in words, as oracle.cjs has it.
func look(f *Frame, c Cell) string {
	name := ""
	for i, n := range []string{"bold", "dim", "italic", "blink", "reverse", "conceal", "strike", "overline"} {
		if c.Attr>>i&1 == 1 {
			name += " " + n
		}
	}
	u := c.Attr.Underline()
	if u != UnderlineNone {
		name += " " + []string{"", "underline", "double", "curly", "dotted", "dashed"}[u]
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
	e := f.Ext(c)
	if u != UnderlineNone {
		color("ul", e.UnderlineColor)
	}
	if e.Link != "" {
		name += " link=" + e.Link + " id=" + e.LinkID
	}
	return name
}

// tolerance is what isn't said of two pictures.
type tolerance uint8

const (
	// exact says everything.
	exact tolerance = iota
	// halves: the table's rows of cells that wide characters leave behind.
	halves
	// scrolled: and rows have moved apart, or ED 1 was there. xterm.js, which marks
	// the lower of two rows, then goes on saying that it continues the one above, or
	// takes such a mark from a row of the history.
	scrolled
)

// toleranceFor is what random or recorded input needs.
func toleranceFor(input []byte) tolerance {
	if scrolling.Match(input) {
		return scrolled
	}
	return halves
}

// scrolling is what moves rows apart (IL, DL, SU, SD, RI, and anything in a
// region) and ED 1.
var scrolling = regexp.MustCompile(`\x1b(\[[0-9;]*[LMSTr]|M|\[\??1J)`)

// differences says where p, ours, differs from q, xterm.js's; nothing where they
// are equal.
func (p *picture) differences(q *picture, but tolerance) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if p.alt != q.alt {
		say("alternate screen %v, xterm.js %v", p.alt, q.alt)
	}
	if p.base != q.base {
		say("%d lines of history, xterm.js %d", p.base, q.base)
	}
	if p.x != q.x || p.y != q.y || p.pending != q.pending {
		say("cursor %d,%d pending %v, xterm.js %d,%d %v", p.x, p.y, p.pending, q.x, q.y, q.pending)
	}
	if p.modes != q.modes {
		say("modes %+v, xterm.js %+v", p.modes, q.modes)
	}
	if p.title != q.title {
		say("title %q, xterm.js %q", p.title, q.title)
	}
	// Histories of different lengths are compared from the end.
	for i := 1; i <= min(len(p.text), len(q.text)); i++ {
		a, b := len(p.text)-i, len(q.text)-i
		y := a - p.base
		for x, c := range q.text[b] {
			if but >= halves && c == orphan && x < len(p.text[a]) && p.text[a][x] == " " {
				q.text[b][x], q.looks[b][x] = " ", p.looks[a][x]
			}
		}
		if one, two := strings.TrimRight(strings.Join(p.text[a], ""), " "), strings.TrimRight(strings.Join(q.text[b], ""), " "); one != two {
			say("row %d is %q, xterm.js %q", y, one, two)
		} else {
			for x := range p.text[a] {
				if x < len(q.text[b]) && p.text[a][x] != q.text[b][x] {
					say("row %d column %d is %q, xterm.js %q", y, x, p.text[a][x], q.text[b][x])
					break
				}
			}
		}
		for x := range p.looks[a] {
			if but >= halves && y < 0 && x == len(p.looks[a])-1 && p.text[a][x] == " " {
				break // TestDifferences: "the cell that a wide character left free"
			}
			if x < len(q.looks[b]) && p.looks[a][x] != q.looks[b][x] {
				say("row %d column %d looks%s, xterm.js%s", y, x, p.looks[a][x], q.looks[b][x])
				break
			}
		}
		if a > 0 && b > 0 && p.wrapped[a] != q.wrapped[b] && !(but == scrolled && (q.wrapped[b] || y < 0)) {
			say("row %d continues the one above: %v, xterm.js %v", y, p.wrapped[a], q.wrapped[b])
		}
	}
	return out
}

// compare feeds both terminals the same and says where they differ.
func (o *oracle) compare(t testing.TB, cols, rows int, inputs ...[]byte) [][]string {
	t.Helper()
	questions := make([]question, len(inputs))
	for i, in := range inputs {
		questions[i] = question{Cols: cols, Rows: rows, Data: [][]byte{in}}
	}
	out := make([][]string, len(inputs))
	for i, a := range o.ask(t, questions...) {
		if a.Failed != "" {
			out[i] = []string{"xterm.js throws " + a.Failed}
			continue
		}
		s := oracleScreen(cols, rows)
		s.Write(inputs[i])
		ours, theirs := pictureOf(s), a.picture(cols)
		out[i] = ours.differences(&theirs, toleranceFor(inputs[i]))
	}
	return out
}

// oracleScreen is a screen with as much history as xterm.js is given.
func oracleScreen(cols, rows int) *Screen {
	h, err := NewHistory(make([]byte, 1<<20), 10_000, nil)
	if err != nil {
		panic(err)
	}
	return New(Options{Cols: cols, Rows: rows, History: h})
}
