package keys

import "bytes"

// csi is a control sequence, cut into its parts.
type csi struct {
	prefix byte   // <, =, > or ?; 0 without
	body   []byte // the parameters, ; between them and : inside them
	inter  []byte // intermediates
	final  byte
}

// maxNumber is the greatest number that a parameter can be; larger ones are it.
const maxNumber = 1 << 24

// scanCSI is scan for ESC [.
func scanCSI(b []byte, cpr bool) (Token, int, found) {
	i := 2
	for i < len(b) && b[i] >= 0x30 && b[i] <= 0x3f {
		i++
	}
	params := i
	for i < len(b) && b[i] >= 0x20 && b[i] <= 0x2f {
		i++
	}
	if i == len(b) {
		return Token{}, 0, partial
	}
	if b[i] < 0x40 || b[i] > 0x7e {
		return Token{}, 0, broken
	}
	s := csi{body: b[2:params], inter: b[params:i], final: b[i]}
	if len(s.body) > 0 && s.body[0] >= '<' {
		s.prefix, s.body = s.body[0], s.body[1:]
	}
	i++
	if i == 3 {
		switch s.final {
		case '[': // the Linux console: CSI [ A is F1
			if i == len(b) {
				return Token{}, 0, partial
			}
			if c := b[i]; c >= 'A' && c <= 'E' {
				return Token{Kind: Keystroke, Key: Key{Code: F1 + Code(c-'A')}}, i + 1, complete
			}
			return Token{}, 0, broken
		case 'M': // the mouse as X10 reports it: three bytes more
			if i+3 > len(b) {
				return Token{}, 0, partial
			}
			m, ok := x10Mouse(b[i : i+3])
			if !ok {
				return Token{}, 0, broken
			}
			return Token{Kind: MouseEvent, Mouse: m}, i + 3, complete
		}
	}
	return s.token(cpr), i, complete
}

// token is what a whole control sequence means.
func (s csi) token(cpr bool) Token {
	if s.prefix == 0 && len(s.inter) == 0 {
		switch {
		case s.final == '~' && s.is("200"):
			return Token{Kind: PasteStart}
		case s.final == 'I' && s.is(""):
			return Token{Kind: FocusIn}
		case s.final == 'O' && s.is(""):
			return Token{Kind: FocusOut}
		}
	}
	if m, ok := s.mouse(); ok {
		return Token{Kind: MouseEvent, Mouse: m}
	}
	if r, ok := s.reply(cpr); ok {
		return Token{Kind: ReplyEvent, Reply: r}
	}
	if k, ok := s.key(); ok {
		return Token{Kind: Keystroke, Key: k}
	}
	return Token{Kind: Unknown}
}

// is says that the parameters are these.
func (s csi) is(body string) bool { return string(s.body) == body }

// count is how many parameters there are; none is one empty one.
func (s csi) count() int { return 1 + bytes.Count(s.body, []byte{';'}) }

// field is parameter i as it stands; nil where there is none.
func (s csi) field(i int) []byte { return part(s.body, i, ';') }

// num is parameter i, or def where it is absent or empty; -1 for nonsense.
func (s csi) num(i, def int) int { return number(part(s.field(i), 0, ':'), def) }

// sub is sub-parameter j of parameter i, or def.
func (s csi) sub(i, j, def int) int { return number(part(s.field(i), j, ':'), def) }

// nums are all parameters, the absent ones 0.
func (s csi) nums() []int {
	out := make([]int, s.count())
	for i := range out {
		out[i] = s.num(i, 0)
	}
	return out
}

// part is the i-th of the parts of b between separators.
func part(b []byte, i int, separator byte) []byte {
	for ; i > 0; i-- {
		at := bytes.IndexByte(b, separator)
		if at < 0 {
			return nil
		}
		b = b[at+1:]
	}
	if at := bytes.IndexByte(b, separator); at >= 0 {
		b = b[:at]
	}
	return b
}

// number is b in decimal, def where b is empty, -1 where it isn't a number.
func number(b []byte, def int) int {
	if len(b) == 0 {
		return def
	}
	n := 0
	for _, c := range b {
		if c < '0' || c > '9' {
			return -1
		}
		n = min(n*10+int(c-'0'), maxNumber)
	}
	return n
}
