package vt

// The flags of the kitty keyboard protocol that there are.
const kittyFlags = 0x1f

// kittyDepth is how many flags a stack holds; the oldest is dropped beyond it.
const kittyDepth = 16

// kittyStack is the keyboard flags of one screen and those pushed below them.
type kittyStack struct {
	flags uint8
	below [kittyDepth]uint8
	depth uint8
}

// kittyStack is that of the screen on show.
func (s *Screen) kittyStack() *kittyStack {
	if s.g == &s.alternate {
		return &s.kitty[1]
	}
	return &s.kitty[0]
}

func (k *kittyStack) push(flags int) {
	if k.depth == kittyDepth {
		copy(k.below[:], k.below[1:])
		k.depth--
	}
	k.below[k.depth] = k.flags
	k.depth++
	k.flags = uint8(flags & kittyFlags)
}

// pop takes n flags off; below the last there are none.
func (k *kittyStack) pop(n int) {
	for ; n > 0; n-- {
		if k.depth == 0 {
			k.flags = 0
			return
		}
		k.depth--
		k.flags = k.below[k.depth]
	}
}

// set is CSI = flags ; how u: 1 replaces, 2 adds, 3 takes away.
func (k *kittyStack) set(flags, how int) {
	f := uint8(flags & kittyFlags)
	switch how {
	case 1:
		k.flags = f
	case 2:
		k.flags |= f
	case 3:
		k.flags &^= f
	}
}

// modifyOtherKeys is the resource of XTMODKEYS that there is.
const modifyOtherKeys = 4

// setModifyKeys is XTMODKEYS; without parameters all are reset.
func (s *Screen) setModifyKeys() {
	p := &s.parser
	switch v := p.get(1, 0); {
	case p.get(0, 0) == 0:
		s.otherKey = 0
	case p.get(0, 0) == modifyOtherKeys && v <= 2:
		s.otherKey = uint8(v)
	}
}
