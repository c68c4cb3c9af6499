package render

import "strconv"

// terminal is the state of the outer terminal after the bytes written so far.
type terminal struct {
	// x and y are the cursor's place; -1 is unknown. x == cols is a pending
	// wrap: the last column was written and the next character goes to the next
	// line.
	x, y int
	pen  pen
	// jumps counts what a person could see the cursor do other than advance
	// behind a character.
	jumps int
}

// lose forgets everything about the terminal's state.
func (t *terminal) lose() { *t = terminal{x: -1, y: -1} }

// moveTo brings the cursor to x, y, from 0, by the shortest way.
func (r *Renderer) moveTo(dst []byte, x, y int) []byte {
	t := &r.out
	if t.x == x && t.y == y {
		return dst
	}
	t.jumps++
	best, cost := byAddress, addressCost(x, y)
	try := func(w way, c int) {
		if c < cost {
			best, cost = w, c
		}
	}
	down := y - t.y
	column := t.x >= 0 && t.x < r.cols // a relative move is safe
	switch {
	case t.y < 0:
	case down == 0:
		try(byColumn, 2+digits(x+1)+1)
		if column && x > t.x {
			try(byForward, countCost(x-t.x))
		}
		if column && x < t.x {
			try(byBackspace, t.x-x)
		}
		if x == 0 {
			try(byReturn, 1)
		}
	case down > 0:
		if column && x == t.x {
			try(byLineFeed, down)
		}
		if x == 0 {
			try(byReturn, 1+down)
		} else {
			try(byReturnForward, 1+down+countCost(x))
		}
	case column && x == t.x:
		try(byUp, countCost(-down))
	}
	dst = best.append(dst, t.x, t.y, x, y)
	t.x, t.y = x, y
	return dst
}

// way is how the cursor gets somewhere.
type way int

const (
	byAddress       way = iota // CUP
	byColumn                   // CHA
	byForward                  // CUF
	byUp                       // CUU
	byBackspace                // BS, several
	byLineFeed                 // LF, several: there is no scroll, y is on the screen
	byReturn                   // CR, then LFs
	byReturnForward            // and CUF
)

func (w way) append(dst []byte, x0, y0, x, y int) []byte {
	switch w {
	case byAddress:
		return appendAddress(dst, x, y)
	case byColumn:
		return appendCSI(dst, x+1, 'G')
	case byForward:
		return appendCount(dst, x-x0, 'C')
	case byUp:
		return appendCount(dst, y0-y, 'A')
	case byBackspace:
		return appendRepeated(dst, '\b', x0-x)
	case byLineFeed:
		return appendRepeated(dst, '\n', y-y0)
	}
	dst = appendRepeated(append(dst, '\r'), '\n', y-y0)
	if w == byReturnForward {
		dst = appendCount(dst, x, 'C')
	}
	return dst
}

// appendAddress is CUP, without the parameters that are 1.
func appendAddress(dst []byte, x, y int) []byte {
	dst = append(dst, "\x1b["...)
	if y > 0 {
		dst = strconv.AppendInt(dst, int64(y+1), 10)
	}
	if x > 0 {
		dst = append(dst, ';')
		dst = strconv.AppendInt(dst, int64(x+1), 10)
	}
	return append(dst, 'H')
}

func addressCost(x, y int) int {
	n := 3
	if y > 0 {
		n += digits(y + 1)
	}
	if x > 0 {
		n += 1 + digits(x+1)
	}
	return n
}

// appendCSI is a control sequence of one parameter.
func appendCSI(dst []byte, n int, final byte) []byte {
	dst = append(dst, "\x1b["...)
	dst = strconv.AppendInt(dst, int64(n), 10)
	return append(dst, final)
}

// appendCount is a control sequence of one count, which is left out when 1.
func appendCount(dst []byte, n int, final byte) []byte {
	if n == 1 {
		return append(dst, '\x1b', '[', final)
	}
	return appendCSI(dst, n, final)
}

// appendInt is n in decimal.
func appendInt(dst []byte, n int) []byte { return strconv.AppendInt(dst, int64(n), 10) }

func countCost(n int) int {
	if n == 1 {
		return 3
	}
	return 3 + digits(n)
}

func appendRepeated(dst []byte, b byte, n int) []byte {
	for range n {
		dst = append(dst, b)
	}
	return dst
}

func digits(n int) int {
	switch {
	case n < 10:
		return 1
	case n < 100:
		return 2
	case n < 1000:
		return 3
	}
	return len(strconv.Itoa(n))
}
