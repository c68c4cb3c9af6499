package vt

// charClass is a code point's grapheme cluster break class (UAX #29), numbered
// as internal/gentable writes it.
type charClass uint8

const (
	classOther charClass = iota
	classControl
	classExtend
	classExtendNoConjunct // Extend, but not InCB=Extend: it ends a conjunct
	classLinker           // Extend and InCB=Linker
	classZWJ
	classRegional
	classPrepend
	classSpacingMark
	classL
	classV
	classT
	classLV
	classLVT
	classPictographic
	classConsonant // Other and InCB=Consonant
)

const (
	charClassMask  = 0x0f
	charWidthShift = 4
	// charEmojiVariant marks the code points that U+FE0F makes an emoji two
	// cells wide (emoji-variation-sequences.txt).
	charEmojiVariant = 1 << 6
)

const variationSelector16 = 0xfe0f

// charProp is a code point's property byte: class, width, emoji variant.
type charProp uint8

func propOf(r rune) charProp {
	if uint32(r) > 0x10ffff {
		r = 0xfffd
	}
	return charProp(charStage2[int(charStage1[uint32(r)>>8])<<8|int(r&0xff)])
}

func (p charProp) class() charClass { return charClass(p & charClassMask) }

func (p charProp) width() int { return int(p>>charWidthShift) & 3 }

// clusterState is where a grapheme cluster stands after its last code point: the
// class of that one in the low bits, and what the rules that look further back
// need. The zero value is the start of text.
type clusterState uint16

const (
	// stateEmoji: Extended_Pictographic Extend* so far (GB11).
	stateEmoji clusterState = 1 << (4 + iota)
	// stateOdd: the cluster is one regional indicator, a second may join (GB12).
	stateOdd
	// stateConsonant: a conjunct's consonant, and extenders, so far (GB9c).
	stateConsonant
	// stateLinked: a linker too.
	stateLinked
	// stateVariant: the cluster is a single code point that U+FE0F widens.
	stateVariant
	// stateNoPlace is noPlace in a snapshot; nowhere else.
	stateNoPlace
)

func (c clusterState) class() charClass { return charClass(c & charClassMask) }

// startState is the state after a first code point.
func startState(p charProp) clusterState {
	n := clusterState(p.class())
	switch p.class() {
	case classRegional:
		n |= stateOdd
	case classPictographic:
		n |= stateEmoji
	case classConsonant:
		n |= stateConsonant
	}
	if p&charEmojiVariant != 0 {
		n |= stateVariant
	}
	return n
}

// next is the state after one more code point, and whether it belongs to the
// cluster of c.
func (c clusterState) next(p charProp) (n clusterState, joins bool) {
	cl := p.class()
	if !c.joins(cl) {
		return startState(p), false
	}
	n = clusterState(cl)
	switch cl {
	case classPictographic:
		n |= stateEmoji
	case classConsonant:
		n |= stateConsonant
	case classExtend, classZWJ:
		n |= c & (stateEmoji | stateConsonant | stateLinked)
	case classExtendNoConjunct:
		n |= c & stateEmoji
	case classLinker:
		n |= c & (stateEmoji | stateConsonant)
		if c&stateConsonant != 0 {
			n |= stateLinked
		}
	}
	return n, true
}

// joins is the rules GB6 to GB13 of UAX #29 for a code point of class cl.
func (c clusterState) joins(cl charClass) bool {
	last := c.class()
	if last == classPrepend {
		return cl != classControl
	}
	switch cl {
	case classExtend, classExtendNoConjunct, classLinker, classZWJ, classSpacingMark:
		return last != classControl
	case classV:
		return last == classL || last == classV || last == classLV
	case classT:
		return last == classV || last == classT || last == classLV || last == classLVT
	case classL, classLV, classLVT:
		return last == classL
	case classPictographic:
		return last == classZWJ && c&stateEmoji != 0
	case classRegional:
		return last == classRegional && c&stateOdd != 0
	case classConsonant:
		return c&stateLinked != 0
	}
	return false
}

// joinedWidth is the cells of a cluster of width w and state c once r, whose
// properties are p, has joined it.
func (c clusterState) joinedWidth(w int, r rune, p charProp) int {
	switch {
	case p.class() == classRegional && c.class() == classRegional:
		return 2
	case r == variationSelector16 && c&stateVariant != 0:
		return 2
	}
	return max(w, p.width())
}

// NextCluster cuts the first grapheme cluster off s and says how many cells it
// takes: 0, 1 or 2. Of an empty s it is empty.
func NextCluster(s string) (cluster string, width int, rest string) {
	var st clusterState
	for i, r := range s {
		p := propOf(r)
		if i == 0 {
			st = startState(p)
			width = p.width()
			continue
		}
		n, joins := st.next(p)
		if !joins {
			return s[:i], width, s[i:]
		}
		width = st.joinedWidth(width, r, p)
		st = n
	}
	return s, width, ""
}

// StringWidth is the number of cells that s takes on a screen.
func StringWidth(s string) int {
	n := 0
	for s != "" {
		if c := s[0]; c >= 0x20 && c < 0x7f && (len(s) == 1 || s[1] < 0x80) {
			n, s = n+1, s[1:]
			continue
		}
		var w int
		_, w, s = NextCluster(s)
		n += w
	}
	return n
}
