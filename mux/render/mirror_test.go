package render

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"jackin/mux/vt"
	"pgregory.net/rapid"
)

// The mirror: random operations on a pane, on what covers it and on the outer
// terminal; after each frame a second emulator that was fed our bytes must
// show, cell by cell, what a slow and simple function says it should.

// choices is where a mirror's decisions come from: 0 <= next(n) < n.
type choices interface{ next(n int) int }

type randomChoices struct{ *rand.Rand }

func (r randomChoices) next(n int) int { return r.IntN(n) }

type rapidChoices struct{ t *rapid.T }

func (r rapidChoices) next(n int) int { return rapid.IntRange(0, n-1).Draw(r.t, "choice") }

// bytesChoices takes them from a fuzzer's bytes; then it is out of choices.
type bytesChoices struct{ p []byte }

func (b *bytesChoices) next(n int) int {
	if len(b.p) == 0 {
		return 0
	}
	v := int(b.p[0])
	b.p = b.p[1:]
	if n > 256 && len(b.p) > 0 {
		v = v<<8 | int(b.p[0])
		b.p = b.p[1:]
	}
	return v % n
}

type mirror struct {
	c          choices
	caps       Caps
	cols, rows int
	outer      *vt.Screen
	panes      []*vt.Screen
	frames     []*vt.Frame
	now        int // the pane on show
	at         Rect
	covered    []Rect
	composer   *Composer
	log        strings.Builder
	scrolls    int
}

func newMirror(c choices) *mirror {
	m := &mirror{c: c}
	flip := func() bool { return c.next(2) == 1 }
	m.caps = Caps{
		Colors: Depth(c.next(4) - 1), Sync: flip(), UnderlineStyles: flip(), Strike: flip(), Overline: flip(),
		Links: flip(), REP: flip(), ECH: flip(), BCE: flip(), Kitty: flip(), OtherKeys: flip(), NoScroll: c.next(8) == 1,
		ColorReports: flip(),
	}
	m.cols, m.rows = 1+c.next(24), 1+c.next(10)
	for range 2 {
		m.panes = append(m.panes, vt.New(vt.Options{Cols: 2 + c.next(23), Rows: 1 + c.next(10)}))
		m.frames = append(m.frames, &vt.Frame{})
	}
	m.composer = NewComposer(m.caps)
	m.outer = vt.New(vt.Options{Cols: m.cols, Rows: m.rows})
	m.outer.Write(m.composer.Enter(nil))
	m.composer.Reset(m.cols, m.rows)
	m.place()
	return m
}

func (m *mirror) place() {
	c := m.c
	switch c.next(4) {
	case 0:
		m.at = Rect{c.next(m.cols), c.next(m.rows), 1 + c.next(m.cols), 1 + c.next(m.rows)}
	default:
		top := min(1, m.rows-1)
		m.at = Rect{0, top, m.cols, m.rows - top}
	}
}

// op does one random thing, and says what.
func (m *mirror) op() string {
	c := m.c
	switch c.next(16) {
	case 0:
		m.place()
		m.drawAround()
		return fmt.Sprintf("at %v", m.at)
	case 1:
		m.covered = m.covered[:0]
		for range c.next(3) {
			m.covered = append(m.covered, Rect{c.next(m.cols), c.next(m.rows), c.next(m.cols + 1), c.next(m.rows)})
		}
		return fmt.Sprintf("covered %v", m.covered)
	case 2:
		cols, rows := 2+c.next(23), 1+c.next(10) // in one column nothing wide has a place
		m.panes[m.now].Resize(cols, rows)
		return fmt.Sprintf("pane size %dx%d", cols, rows)
	case 3:
		m.cols, m.rows = 1+c.next(24), 1+c.next(10)
		m.outer.Resize(m.cols, m.rows)
		m.composer.Reset(m.cols, m.rows)
		m.covered = m.covered[:0]
		m.place()
		m.drawAround()
		return fmt.Sprintf("outer size %dx%d", m.cols, m.rows)
	case 4:
		m.now = 1 - m.now
		return "other pane"
	case 5: // somebody else draws
		r := Rect{c.next(m.cols), c.next(m.rows), 1 + c.next(m.cols), 1 + c.next(m.rows)}
		m.outer.Write(drawing(r.clip(m.cols, m.rows)))
		m.composer.Invalidate(r)
		m.composer.Lost()
		return fmt.Sprintf("drawn %v", r)
	}
	s := m.script()
	m.panes[m.now].Write([]byte(s))
	return fmt.Sprintf("write %q", s)
}

// drawAround is what a server does with the cells that are the pane's no more.
func (m *mirror) drawAround() {
	for y := range m.rows {
		for x := range m.cols {
			if !m.at.Contains(x, y) {
				m.outer.Write(drawing(Rect{x, y, 1, 1}))
			}
		}
	}
	m.composer.Lost()
}

// drawing is a surface as it may come: in some style, which it leaves set.
func drawing(r Rect) []byte {
	var b strings.Builder
	b.WriteString("\x1b[1;31;44m")
	for y := r.Y; y < r.Y+r.Rows; y++ {
		fmt.Fprintf(&b, "\x1b[%d;%dH%s", y+1, r.X+1, strings.Repeat("#", r.Cols))
	}
	return []byte(b.String())
}

var texts = []string{
	"a", "ab c", "hello world", "    ", "--------------", "漢字", "漢", "한국어", "é", "e\u0301", "🇩🇪", "👩‍👩‍👧", "❤️", "☕", "─────────────────",
	"\u0301", "x\u200dy", "1️⃣", "a漢b", "                         ", "क्षि", "\u00a0", "⎿ ✳",
}

// script is a few bytes for a pane's emulator.
func (m *mirror) script() string {
	c := m.c
	n := func(most int) int { return c.next(most) + 1 }
	var b strings.Builder
	for range n(6) {
		switch c.next(15) {
		case 0, 1, 2, 3:
			b.WriteString(texts[c.next(len(texts))])
		case 4:
			b.WriteString("\r\n")
		case 5:
			fmt.Fprintf(&b, "\x1b[%d;%dH", n(10), n(24))
		case 6:
			codes := []string{"", "1", "2", "3", "4", "4:3", "5", "7", "8", "9", "53", "22", "24", "27", "31", "102", "38;5;200", "48;5;17",
				"38;2;10;200;30", "48;2;80;0;120", "39", "49", "58:2::1:2:3", "58;5;9", "59", "21", "4:5"}
			fmt.Fprintf(&b, "\x1b[%s;%sm", codes[c.next(len(codes))], codes[1+c.next(len(codes)-1)])
		case 7:
			b.WriteString([]string{"\x1b[K", "\x1b[1K", "\x1b[J", "\x1b[2J", "\x1b[1J"}[c.next(5)])
		case 8:
			fmt.Fprintf(&b, "\x1b[%d%c", n(5), "XPL@M"[c.next(5)])
		case 9:
			fmt.Fprintf(&b, "\x1b[%d%c", n(4), "STAB"[c.next(4)])
		case 10:
			fmt.Fprintf(&b, "\x1b[%d;%dr", n(4), 3+n(8))
		case 11:
			b.WriteString([]string{"\x1b]8;;http://a/\x1b\\", "\x1b]8;id=7;http://b/\x1b\\", "\x1b]8;;\x1b\\"}[c.next(3)])
		case 12:
			b.WriteString([]string{"\x1b[?5h", "\x1b[?5l", "\x1b[?25l", "\x1b[?25h", "\x1b[4 q", "\x1b[0 q", "\x1b[1\"q", "\x1b[0\"q"}[c.next(8)])
		case 13:
			b.WriteString([]string{"\x1b[?2004h", "\x1b[?2004l", "\x1b[?1004h", "\x1b[?1002h", "\x1b[?1003h", "\x1b[?1003l", "\x1b=", "\x1b>",
				"\x1b[=5u", "\x1b[=0u", "\x1b[>4;2m", "\x1b[>4m", "\x1b]2;one\a", "\x1b]2;two\a", "\x1b[?1049h", "\x1b[?1049l", "\x1b[r",
				"\x1b[?2031h", "\x1b[?2031l", "\x1b]12;#010203\a", "\x1b]12;#0a0b0c\a", "\x1b]112\a"}[c.next(22)])
		case 14:
			specs := []string{"#102030", "#fafafa", "rgb:a0/00/10"}
			switch spec := specs[c.next(3)]; c.next(6) {
			case 0:
				fmt.Fprintf(&b, "\x1b]4;%d;%s\a", []int{1, 9, 17, 200}[c.next(4)], spec)
			case 1:
				fmt.Fprintf(&b, "\x1b]10;%s\a", spec)
			case 2:
				fmt.Fprintf(&b, "\x1b]11;%s\a", spec)
			case 3:
				b.WriteString([]string{"\x1b]104\a", "\x1b]104;1\a"}[c.next(2)])
			case 4:
				b.WriteString("\x1b]110\a")
			case 5:
				b.WriteString("\x1b]111\a")
			}
		}
	}
	return b.String()
}

// allowed is everything that may reach an outer terminal.
var allowed = regexp.MustCompile(`^(?:[^\x00-\x1f\x7f-\x9f]|[\r\n\x08]` +
	`|\x1b\[[0-9;]*[HGCAJKXrSTb]|\x1b\[[0-9;:]*m|\x1b\[\?(?:25|2026|2031|2004|1004|100[0236])[hl]|\x1b\[[0-6] q` +
	`|\x1b[=>]|\x1b\[=[0-9]+;1u|\x1b\[>4(?:;[12])?m|\x1b\](?:8|2);[^\x00-\x1f\x7f]*\x1b\\|\x1b\]12;rgb:[0-9a-f/]{8}\x1b\\|\x1b\]112\x1b\\)+$`)

// step does something, draws a frame and checks it.
func (m *mirror) step() error {
	was := slices.Clone(m.covered)
	fmt.Fprintln(&m.log, m.op())
	pane, f := m.panes[m.now], m.frames[m.now]
	pane.CopyTo(f)
	scene := Scene{Pane: f, At: m.at, Covered: m.covered, Cursor: PaneCursor(f, m.at, m.covered), Modes: PaneModes(f)}
	if !slices.Equal(was, m.covered) || m.c.next(8) == 0 { // the surfaces draw themselves
		for _, r := range m.covered {
			scene.Surfaces = append(scene.Surfaces, drawing(r.clip(m.cols, m.rows)))
		}
	}
	before := cellsOf(m.outer)
	out := m.composer.Frame(nil, scene)
	fmt.Fprintf(&m.log, "  -> %q\n", out)
	if len(out) > 0 && !allowed.Match(out) {
		return fmt.Errorf("a sequence that we don't send in %q", out)
	}
	if strings.Contains(string(out), "S\x1b[r") {
		m.scrolls++
	}
	m.outer.Write(out)
	if err := m.check(before, scene); err != nil {
		return err
	}
	scene.Surfaces = nil
	if again := m.composer.Frame(nil, scene); len(again) > 0 {
		return fmt.Errorf("nothing changed, but %q is sent", again)
	}
	return nil
}

// look is a cell as a person sees it.
type look struct {
	text   string
	fg, bg vt.Color
	attr   vt.Attr
	ext    vt.Ext
}

func cellsOf(s *vt.Screen) [][]look {
	var f vt.Frame
	s.CopyTo(&f)
	all := make([][]look, f.Rows)
	for y := range all {
		for x := range f.Cols {
			c := frameCell(&f, x, y)
			all[y] = append(all[y], look{f.Text(c), c.Fg, c.Bg, c.Attr, f.Ext(c)})
		}
	}
	return all
}

func frameCell(f *vt.Frame, x, y int) vt.Cell {
	if cells := f.Lines[y].Cells; x < len(cells) {
		return cells[x]
	}
	return vt.Cell{}
}

func (m *mirror) check(before [][]look, scene Scene) error {
	var f vt.Frame
	m.outer.CopyTo(&f)
	after := cellsOf(m.outer)
	for y := range m.rows {
		for x := range m.cols {
			want := before[y][x]
			switch {
			case m.at.Contains(x, y) && !m.isCovered(x, y):
				want = m.model(scene.Pane, x, y)
			case len(scene.Surfaces) > 0:
				continue
			}
			if got := after[y][x]; got != want && !m.sameLink(got, want) {
				return fmt.Errorf("at %d,%d: got %+v, want %+v", x, y, got, want)
			}
		}
	}
	got, want := f.Cursor, scene.Cursor
	if want.X >= m.cols || want.Y >= m.rows {
		want.Visible = false
	}
	if !want.Visible {
		got.X, got.Y, got.Shape = want.X, want.Y, want.Shape
	}
	if got != want {
		return fmt.Errorf("cursor: got %+v, want %+v", got, want)
	}
	modes, asked := PaneModes(&f), scene.Modes
	if !m.caps.Kitty {
		asked.KittyFlags = 0
	}
	if !m.caps.OtherKeys {
		asked.ModifyOtherKeys = 0
	}
	if !m.caps.ColorReports {
		asked.ColorReports = false
	}
	if !m.caps.cursorColor() {
		asked.CursorColor = 0
	}
	if asked.Title == "" {
		asked.Title = modes.Title
	}
	if modes != asked {
		return fmt.Errorf("modes: got %+v, want %+v", modes, asked)
	}
	if f.Modes.Sync || f.Modes.AppCursor {
		return fmt.Errorf("left in modes %+v", f.Modes)
	}
	return nil
}

// sameLink takes the id that we give a link without one for none.
func (m *mirror) sameLink(got, want look) bool {
	if want.ext.Link != "" && want.ext.LinkID == "" && strings.HasPrefix(got.ext.LinkID, "j") {
		got.ext.LinkID = ""
	}
	return got == want
}

func (m *mirror) isCovered(x, y int) bool {
	for _, r := range m.covered {
		if r.Contains(x, y) {
			return true
		}
	}
	return false
}

func (m *mirror) shows(x, y int) bool {
	return x >= 0 && x < m.cols && m.at.Contains(x, y) && !m.isCovered(x, y)
}

// model is what the outer screen should show at x, y, which shows the pane.
func (m *mirror) model(f *vt.Frame, x, y int) look {
	fx, fy := x-m.at.X, y-m.at.Y
	if fx >= f.Cols || fy >= f.Rows {
		return look{text: "·", attr: vt.AttrDim}
	}
	c := frameCell(f, fx, fy)
	l := look{f.Text(c), c.Fg, c.Bg, c.Attr &^ vt.AttrProtected, f.Ext(c)}
	cut := c.Attr&vt.AttrWide != 0 && !(m.shows(x+1, y) && fx+1 < f.Cols && frameCell(f, fx+1, fy).Attr&vt.AttrSpacer != 0) ||
		c.Attr&vt.AttrSpacer != 0 && !(m.shows(x-1, y) && fx > 0 && frameCell(f, fx-1, fy).Attr&vt.AttrWide != 0)
	if cut {
		l = look{text: " ", fg: c.Fg, bg: c.Bg, attr: c.Attr & vt.AttrReverse}
	}
	if !m.caps.Strike {
		l.attr &^= vt.AttrStrike
	}
	if !m.caps.Overline {
		l.attr &^= vt.AttrOverline
	}
	if !m.caps.UnderlineStyles {
		l.attr = l.attr.WithUnderline(min(l.attr.Underline(), vt.UnderlineSingle))
		l.ext.UnderlineColor = 0
	}
	if !m.caps.Links {
		l.ext.Link, l.ext.LinkID = "", ""
	}
	look := func(c vt.Color, def int) vt.Color {
		key := def
		if i, ok := c.Index(); ok {
			key = int(i)
		} else if !c.IsDefault() {
			key = -1
		}
		if o, ok := f.Overrides[key]; ok {
			c = vt.RGB(o.R, o.G, o.B)
		}
		return reduce(c, m.caps.Colors)
	}
	fgKey, bgKey := vt.OverrideForeground, vt.OverrideBackground
	reversed := l.attr&vt.AttrReverse != 0
	if f.ReverseScreen { // only the default colours change places
		reversed = !reversed
		l.fg, l.bg = l.bg, l.fg
		l.attr ^= vt.AttrReverse
	}
	l.ext.UnderlineColor = look(l.ext.UnderlineColor, -1)
	l.bg = look(l.bg, bgKey)
	if inked := reversed || l.attr.Underline() != 0 || l.attr&(vt.AttrStrike|vt.AttrOverline) != 0; l.text == " " && !inked && l.fg.IsDefault() {
		fgKey = -1 // there is nothing to see of it
	}
	l.fg = look(l.fg, fgKey)
	return l
}

func TestMirror(t *testing.T) {
	scrolls := 0
	for seed := range uint64(300) {
		m := newMirror(randomChoices{rand.New(rand.NewPCG(seed, 1))})
		for range 40 {
			if err := m.step(); err != nil {
				t.Fatalf("seed %d: %v\n%+v\n%s", seed, err, m.caps, m.log.String())
			}
		}
		scrolls += m.scrolls
	}
	if scrolls < 10 {
		t.Errorf("only %d frames scrolled: the test says nothing about scrolling", scrolls)
	}
}

// TestMirrorShrinks is the same, with a small case where it fails.
func TestMirrorShrinks(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		m := newMirror(rapidChoices{rt})
		for range 12 {
			if err := m.step(); err != nil {
				rt.Fatalf("%v\n%+v\n%s", err, m.caps, m.log.String())
			}
		}
	})
}

func FuzzMirror(f *testing.F) {
	f.Add([]byte("0123456789abcdefghijklmnopqrstuvwxyz"))
	for seed := range uint64(4) {
		r := rand.New(rand.NewPCG(seed, 2))
		p := make([]byte, 600)
		for i := range p {
			p[i] = byte(r.IntN(256))
		}
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, p []byte) {
		c := &bytesChoices{p[:min(len(p), 4096)]}
		m := newMirror(c)
		for len(c.p) > 0 {
			if err := m.step(); err != nil {
				t.Fatalf("%v\n%+v\n%s", err, m.caps, m.log.String())
			}
		}
	})
}
