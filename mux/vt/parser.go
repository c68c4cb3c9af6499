package vt

import "encoding/binary"

// The parser's limits.
const (
	// maxParams is the parameters of a sequence, sub-parameters included; those
	// behind them are dropped.
	maxParams = 64
	// maxParam is the largest value of one; larger ones are taken for it.
	maxParam = 1<<31 - 1
	// maxOSC is the longest operating system command; a longer one is swallowed.
	maxOSC = 1 << 20
	// maxDCS is the longest device control string; a longer one is swallowed.
	maxDCS = 4 << 10
	// keepString is the string memory that is kept for the next one.
	keepString = 4 << 10
)

// parser is the state between two bytes of input.
type parser struct {
	state state
	// prefix is the private marker (< = > ?) of a sequence, inter its last two
	// intermediates; three or more make it unknown (interMany).
	prefix byte
	inter  uint16
	// params are the parameters, at least one. Bit i of sub says that params[i]
	// was introduced by a colon. An omitted parameter is 0, an omitted
	// sub-parameter -1.
	params [maxParams]int32
	count  int
	sub    uint64
	// final is the final byte of the DCS under way.
	final byte
	// str is the string under way; overlong says that it has passed its limit.
	str      []byte
	overlong bool
	// bell says that BEL, not ST, has ended the string that is being run.
	bell bool
	// c2 says that the last byte of the string was 0xc2: with 0x9c it is ST.
	c2 bool
	// tail is the start of a character that the rest of is yet to come.
	tail    [4]byte
	tailLen int
	// drop says that the next character ends a broken sequence and isn't shown.
	drop bool
}

const interMany = 0xffff

func (p *parser) reset() {
	str := p.str[:0]
	*p = parser{str: str}
	p.clear()
}

// clear forgets the sequence before.
func (p *parser) clear() {
	p.prefix, p.inter = 0, 0
	p.params[0], p.count, p.sub = 0, 1, 0
	p.str, p.overlong, p.c2 = p.str[:0], false, false
}

func (p *parser) collect(b byte) {
	if p.inter > 0xff {
		p.inter = interMany
		return
	}
	p.inter = p.inter<<8 | uint16(b)
}

// param takes a digit, a semicolon or a colon.
func (p *parser) param(b byte) {
	if b < ':' {
		if p.count > maxParams {
			return
		}
		v := &p.params[p.count-1]
		if *v < 0 {
			*v = 0
		}
		*v = int32(min(int64(*v)*10+int64(b-'0'), maxParam))
		return
	}
	if p.count >= maxParams {
		p.count = maxParams + 1
		return
	}
	p.params[p.count] = 0
	if b == ':' {
		p.params[p.count] = -1
		p.sub |= 1 << p.count
	}
	p.count++
}

// seal makes the parameters ready to be read.
func (p *parser) seal() {
	p.count = min(p.count, maxParams)
}

// dropSubs removes all sub-parameters.
func (p *parser) dropSubs() {
	n := 0
	for i := range p.count {
		if p.sub>>i&1 == 0 {
			p.params[n] = p.params[i]
			n++
		}
	}
	p.count, p.sub = max(n, 1), 0
}

// get is parameter i, and def where it is missing or 0.
func (p *parser) get(i, def int) int {
	if i < p.count && p.params[i] > 0 {
		return int(p.params[i])
	}
	return def
}

// feed runs the state machine over b.
func (s *Screen) feed(b []byte) {
	p := &s.parser
	for i := 0; i < len(b); {
		switch {
		case p.state == ground:
			i += s.feedGround(b[i:])
		case p.state >= dcsString:
			i += s.feedString(b[i:])
		case b[i] >= 0x80 && p.state == csiIgnore:
			i++ // a character within what is ignored up to its final byte
		case b[i] >= 0x80:
			// A character within a sequence: both are dropped.
			p.state, p.drop = ground, true
		default:
			t := transitions[p.state][b[i]]
			p.state = t.state()
			s.act(t.action(), b[i])
			i++
		}
	}
}

func (s *Screen) act(a action, b byte) {
	p := &s.parser
	switch a {
	case doExecute:
		s.execute(b)
	case doCollect:
		p.collect(b)
	case doPrefix:
		p.prefix = b
	case doParam:
		p.param(b)
	case doEsc:
		s.escDispatch(b)
	case doCSI:
		p.seal()
		s.csiDispatch(b)
	case doHook:
		p.seal()
		p.final = b
	case doClear:
		p.clear()
	}
}

// feedGround takes text and controls up to the start of a sequence that is not
// whole in b, and says how many bytes that was.
func (s *Screen) feedGround(b []byte) int {
	p := &s.parser
	for i := 0; i < len(b); {
		switch c := b[i]; {
		case p.tailLen > 0:
			i += s.finishTail(b[i:])
		case c >= 0x20 && c < 0x7f:
			n := asciiRun(b[i:])
			p.drop = false
			s.printASCII(b[i : i+n])
			i += n
		case c >= 0x80:
			i += s.feedUTF8(b[i:])
		case c == 0x1b:
			i++
			p.drop = false
			if n := s.wholeCSI(b[i:]); n > 0 {
				i += n
				continue
			}
			p.clear()
			p.state = escape
			return i
		default:
			p.drop = false
			s.execute(c)
			i++
		}
		if p.state != ground {
			return i
		}
	}
	return len(b)
}

// asciiRun is the number of bytes 0x20..0x7e at the start of b, at least one.
func asciiRun(b []byte) int {
	const low, high = 0x2020202020202020, 0x8080808080808080
	const del = 0x7f7f7f7f7f7f7f7f
	n := 0
	for len(b)-n >= 8 {
		w := binary.LittleEndian.Uint64(b[n:])
		// A byte below 0x20 borrows, one that is 0x7f gives zero under the xor.
		x := w ^ del
		if (w-low|w|(x-0x0101010101010101)&^x)&high != 0 {
			break
		}
		n += 8
	}
	for n < len(b) && b[n] >= 0x20 && b[n] < 0x7f {
		n++
	}
	return n
}

// wholeCSI parses and runs a control sequence that lies whole in b, which starts
// behind its ESC. It is 0 where there is none, or anything unusual in it.
func (s *Screen) wholeCSI(b []byte) int {
	if len(b) < 2 || b[0] != '[' {
		return 0
	}
	p := &s.parser
	p.clear()
	i := 1
	if c := b[1]; c >= '<' && c <= '?' {
		p.prefix = c
		i++
	}
	value, digits := 0, false
	for ; i < len(b); i++ {
		switch c := b[i]; {
		case c >= '0' && c <= '9':
			if value = value*10 + int(c-'0'); value > maxParam {
				value = maxParam
			}
			digits = true
		case c == ';' || c == ':':
			if p.count >= maxParams {
				return 0
			}
			if digits {
				p.params[p.count-1] = int32(value)
			}
			value, digits = 0, false
			p.params[p.count] = 0
			if c == ':' {
				p.params[p.count] = -1
				p.sub |= 1 << p.count
			}
			p.count++
		case c >= 0x40 && c < 0x7f:
			if digits {
				p.params[p.count-1] = int32(value)
			}
			s.csiDispatch(c)
			return i + 1
		case c >= 0x20 && c < 0x30:
			if i+1 >= len(b) || b[i+1] < 0x40 || b[i+1] > 0x7e {
				return 0
			}
			p.collect(c)
		default:
			return 0
		}
	}
	return 0
}
