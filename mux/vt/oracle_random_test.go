//go:build oracle

package vt

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
)

// What TestOracleRandom does without JACKIN_ORACLE_SEED and JACKIN_ORACLE_CASES,
// and how many different failures it shows.
const (
	oracleSeed     = 1
	oracleCases    = 4000
	oracleFailures = 20
	oracleBatch    = 200
)

// generator makes random output of what both terminals implement alike; what
// xterm.js has otherwise, or not at all, is in TestDifferences.
type generator struct {
	*rand.Rand
	saved bool // the next 1049 restores
	// narrow is a case without wide characters, which autowrap may be off in, and
	// the screen of one row; TestDifferences has what xterm.js does else.
	narrow bool
	// origin is a case with origin mode, in which xterm.js gets all but CUP wrong.
	origin bool
}

func (g *generator) pick(of ...string) string { return of[g.IntN(len(of))] }

// number is a parameter: omitted, zero, small, large, or out of range.
func (g *generator) number() string {
	switch n := g.IntN(12); n {
	case 0, 1, 2:
		return ""
	case 3:
		return "0"
	case 4:
		return g.pick("99", "1000", "65535")
	default:
		return strconv.Itoa(1 + g.IntN(7))
	}
}

func (g *generator) text() string {
	n := g.IntN(9)
	if g.narrow && (n == 0 || n == 8) {
		n = 1
	}
	switch n {
	case 8:
		return g.pick("🇩🇪", "👨\u200d👩\u200d👧", "❤\ufe0f", "1\ufe0f\u20e3", "👍🏽", "\u1112\u1161\u11ab", "ﾊﾞ", "한국어", "🚀", "⌚", "\u00ad", "ß")
	case 0:
		return g.pick("漢", "字漢", "한", "Ａ", "👍", "漢字かな")
	case 1:
		return g.pick("é", "─", "✳", "e\u0301", "·", "a\u0300\u0301")
	case 2:
		return "abcdefghijklmnopqrstuvwxyz"[:1+g.IntN(26)]
	case 3:
		return strings.Repeat(" ", 1+g.IntN(5))
	default:
		return g.pick("a", "b", "xy", "hello", "0123", "~", "q", "#@[]", "`{|}")
	}
}

func (g *generator) control() string {
	return g.pick("\r", "\n", "\r\n", "\b", "\t", "\v", "\f", "\x0e", "\x0f", "\x00", "\a", "\x7f", "\x18", "\x1a")
}

// move is what moves the cursor.
func (g *generator) move() string {
	n := g.IntN(8)
	if g.origin {
		n = g.IntN(2)
	}
	switch n {
	case 0, 1:
		return fmt.Sprintf("\x1b[%s;%s%s", g.number(), g.number(), g.pick("H", "f"))
	case 2:
		// A place saved while no row scrolls away; for the others: TestDifferences.
		return g.pick("\x1b7", "\x1b[s", "\x1b[?1048h") + fmt.Sprintf("\x1b[%d;%d;%dm\x1b[%s;%sH", g.pickInt(1, 3, 9, 22, 29), 31+g.IntN(6), 41+g.IntN(6), g.number(), g.number()) + g.pick("\x1b8", "\x1b[u", "\x1b[?1048l")
	case 3:
		return g.pick("\x1bD", "\x1bE", "\x1bM", "\x1bH", "\x1b[g", "\x1b[3g", "\x1b[0g")
	default:
		return "\x1b[" + g.number() + g.pick("A", "B", "C", "D", "E", "F", "G", "`", "I", "Z", "a", "d", "e")
	}
}

// edit is what changes the screen's content.
func (g *generator) edit() string {
	switch g.IntN(6) {
	case 0:
		return "\x1b[" + g.pick("", "?") + g.pick("", "0", "1", "2") + g.pick("J", "K")
	case 1:
		return g.pick("\x1b[3J", "\x1b[m\x1b[r\x1b#8", "\x1b[1\"q"+g.text()+g.pick("\x1b[0\"q", "\x1b[2\"q"))
	case 2:
		if !g.narrow || g.origin {
			return ""
		}
		return g.pick("\x1b[C", "\x1b[2D") + "\x1b[" + g.number() + g.pick(" @", " A", "'}", "'~")
	case 3:
		return fmt.Sprintf("\x1b[%db", g.IntN(8))
	default:
		return "\x1b[" + g.number() + g.pick("@", "P", "X", "L", "M", "S", "T")
	}
}

func (g *generator) style() string {
	switch g.IntN(6) {
	case 0:
		return g.pick("\x1b[m", "\x1b[0m", "\x1b[39m", "\x1b[49m", "\x1b[22;24m", "\x1b[39;49m")
	case 1:
		return fmt.Sprintf(g.pick("\x1b[38;5;%dm", "\x1b[48;5;%dm", "\x1b[38:5:%dm", "\x1b[48;2;1;2;%dm", "\x1b[38:2::1:2:%dm", "\x1b[4;58;5;%dm", "\x1b[4;58:2::3:4:%dm"), g.IntN(256))
	case 2:
		return g.pick("\x1b[4:0m", "\x1b[4:1m", "\x1b[4:2m", "\x1b[4:3m", "\x1b[4:4m", "\x1b[4:5m", "\x1b[21m")
	case 3:
		return g.pick("\x1b]2;title\a", "\x1b]0;t\x1b\\")
	default:
		return fmt.Sprintf("\x1b[%dm", g.pickInt(1, 2, 3, 4, 5, 7, 8, 9, 22, 23, 24, 25, 27, 28, 29, 53, 55, 31, 37, 42, 47, 91, 107))
	}
}

func (g *generator) pickInt(of ...int) int { return of[g.IntN(len(of))] }

func (g *generator) charset() string {
	return g.pick("\x1b(0", "\x1b(B", "\x1b)0", "\x1b)B", "\x1b(A", "\x1b(K", "\x1b)Q", "\x1b(=", "\x1b*0", "\x1bn", "\x1bo", "\x1b%@")
}

// alternate changes the screen; what 1049 restores was saved before, and what
// xterm.js doesn't save is put back then: origin mode, styles, character sets.
func (g *generator) alternate() string {
	if g.narrow {
		return ""
	}
	if g.IntN(2) == 0 {
		return g.pick("\x1b[?47", "\x1b[?1047") + g.pick("h", "l")
	}
	if g.saved = !g.saved; g.saved {
		return "\x1b[?1049h"
	}
	return "\x1b[?1049l\x1b[?6l\x1b[m\x1b(B\x1b)B\x1b*B\x0f"
}

func (g *generator) mode() string {
	switch g.IntN(7) {
	case 0:
		return g.pick("\x1b[r", fmt.Sprintf("\x1b[%s;%sr", g.number(), g.number()))
	case 1:
		if g.narrow && g.IntN(2) == 0 {
			return g.pick("\x1b[?7l", "\x1b[?7l", "\x1b[?7h")
		}
		if g.origin {
			return g.pick("\x1b[?6h", "\x1b[?6h", "\x1b[?6l", fmt.Sprintf("\x1b[%d;%dr", 1+g.IntN(4), 2+g.IntN(6)))
		}
		return g.pick("\x1b[4", "\x1b[?45") + g.pick("h", "l")
	case 2:
		return g.alternate()
	case 3:
		return g.charset()
	case 4:
		return g.pick("\x1b[!p", "\x1b[20l\x1bc\x1b]2;\a", "\x1b[20h", "\x1b[20l", "\x1b=", "\x1b>")
	case 5:
		return "\x1b[?" + g.pick("1", "66", "9", "1000", "1002", "1003", "1004", "1006", "2004", "25", "12", "2026") + g.pick("h", "l")
	default:
		return g.pick("\x1b[?7h", "\x1b[?6l", "\x1b[4l", "\x1b[r", "\x1b(B\x0f")
	}
}

// broken is what ends or spoils a sequence.
func (g *generator) broken() string {
	return g.pick("\x1b[1;2$$z", "\x1b[?>1m", "\x1b[1\x18", "\x1b]0;x\x18", "\x1bP1;2qabc\x1b\\", "\x1b_Gx\x1b\\", "\x1b^x\x1b\\", "\x1bXx\x1b\\", "\x1b[3\r2C",
		"\x1b[1;9z", "\x1b#a", "\x1b(z", "\x1b[?1z", "\x1b]x\x1bb", "\x1b\x1b[A", "\x1b[99999999999d", "\x1b]999;x\a", "\x1b[1:2:3H", "\x1b[=5;6z", "\x1b[5n", "\x1b[6n", "\x1b[c")
}

// sequence is a random piece of output.
func (g *generator) sequence() string {
	switch n := g.IntN(100); {
	case n < 38:
		return g.text()
	case n < 50:
		return g.control()
	case n < 66:
		return g.move()
	case n < 80:
		return g.edit()
	case n < 88:
		return g.style()
	case n < 97:
		return g.mode()
	}
	return g.broken()
}

// oracleCase is a screen and what is written to it.
type oracleCase struct {
	cols, rows int
	parts      []string
}

func (c oracleCase) input() []byte { return []byte(strings.Join(c.parts, "")) }

func (g *generator) oracleCase() oracleCase {
	g.narrow, g.origin = g.IntN(4) == 0, g.IntN(6) == 0
	c := oracleCase{cols: 2 + g.IntN(11), rows: 2 + g.IntN(6)}
	if g.narrow {
		c.rows--
	}
	if c.cols*c.rows < 8 {
		c.rows = 4 // more REP than a screenful: TestDifferences
	}
	g.saved = false
	for range 1 + g.IntN(40) {
		c.parts = append(c.parts, g.sequence())
	}
	return c
}

// TestOracleRandom compares what random output shows.
func TestOracleRandom(t *testing.T) {
	setting := func(name string, def int) int {
		if v := os.Getenv(name); v != "" {
			n, err := strconv.Atoi(v)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			return n
		}
		return def
	}
	seed, cases := setting("JACKIN_ORACLE_SEED", oracleSeed), setting("JACKIN_ORACLE_CASES", oracleCases)
	g := &generator{Rand: rand.New(rand.NewPCG(uint64(seed), 0))}
	o := startOracle(t)
	shown, failed := map[string]bool{}, 0
	for done := 0; done < cases; done += oracleBatch {
		batch := make([]oracleCase, oracleBatch)
		questions := make([]question, oracleBatch)
		for i := range batch {
			batch[i] = g.oracleCase()
			questions[i] = question{Cols: batch[i].cols, Rows: batch[i].rows, Data: [][]byte{batch[i].input()}}
		}
		for i, a := range o.ask(t, questions...) {
			c := batch[i]
			if a.Failed != "" {
				continue
			}
			s := oracleScreen(c.cols, c.rows)
			s.Write(c.input())
			ours, theirs := pictureOf(s), a.picture(c.cols)
			if len(ours.differences(&theirs, toleranceFor(c.input()))) == 0 {
				continue
			}
			failed++
			small := o.shrink(t, c)
			if key := small.kind(); !shown[key] && len(shown) < oracleFailures {
				shown[key] = true
				t.Errorf("%dx%d %q:\n\t%s", small.cols, small.rows, small.input(),
					strings.Join(o.compare(t, small.cols, small.rows, small.input())[0], "\n\t"))
			}
			if len(shown) == oracleFailures {
				t.Fatalf("%d of the first %d cases differ", failed, done+i+1)
			}
		}
	}
	if failed > 0 {
		t.Errorf("%d of %d cases differ", failed, cases)
	}
}

// kind is c's sequences without their parameters: cases of one kind are mostly
// one difference.
func (c oracleCase) kind() string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9' || r == ';' || r == ' ':
			return -1
		case r > 0x7f:
			return 'w'
		}
		return r
	}, strings.Join(c.parts, ""))
}

// shrink is a smaller case that still differs.
func (o *oracle) shrink(t *testing.T, c oracleCase) oracleCase {
	differs := func(c oracleCase) bool {
		d := o.compare(t, c.cols, c.rows, c.input())[0]
		return len(d) > 0 && !strings.HasPrefix(d[0], "xterm.js throws")
	}
	for size := len(c.parts) / 2; size > 0; {
		removed := false
		for at := 0; at+size <= len(c.parts); {
			smaller := c
			smaller.parts = append(append([]string(nil), c.parts[:at]...), c.parts[at+size:]...)
			if differs(smaller) {
				c, removed = smaller, true
			} else {
				at += size
			}
		}
		if !removed {
			size /= 2
		}
	}
	// Text is cut to its shortest.
	for i, part := range c.parts {
		if part[0] >= ' ' && len(part) > 1 {
			for n := range part {
				smaller := c
				smaller.parts = append([]string(nil), c.parts...)
				if smaller.parts[i] = part[:n]; n > 0 && differs(smaller) {
					c = smaller
					break
				}
			}
		}
	}
	return c
}
