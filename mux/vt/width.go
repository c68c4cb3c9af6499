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

// clusterState is where a grapheme cluster stands after its last code point:
// the class of that one, and what the rules that look further back need. The
// zero value is the start of text.
type clusterState struct {
	class charClass
	// emoji: Extended_Pictographic Extend* so far (GB11).
	emoji bool
	// odd: the cluster is one regional indicator, a second may join (GB12).
	odd bool
	// conjunct is GB9c: 0 no consonant, 1 a consonant, 2 a linker after it.
	conjunct uint8
	// variant: the cluster is a single code point that U+FE0F widens.
	variant bool
}

// next is the state after r, and whether r belongs to the cluster of c.
func (c clusterState) next(p charProp) (clusterState, bool) {
	cl := p.class()
	joins := c.joins(cl)
	n := clusterState{class: cl}
	if !joins {
		n.odd = cl == classRegional
		n.emoji = cl == classPictographic
		n.variant = p&charEmojiVariant != 0
		if cl == classConsonant {
			n.conjunct = 1
		}
		return n, false
	}
	switch cl {
	case classPictographic:
		n.emoji = true
	case classExtend, classExtendNoConjunct, classLinker:
		n.emoji = c.emoji
	case classZWJ:
		n.emoji = c.emoji
	}
	switch {
	case cl == classConsonant:
		n.conjunct = 1
	case c.conjunct != 0 && cl == classLinker:
		n.conjunct = 2
	case cl == classExtend || cl == classZWJ:
		n.conjunct = c.conjunct
	}
	return n, true
}

// joins is the rules GB6 to GB13 of UAX #29 for a code point of class cl.
func (c clusterState) joins(cl charClass) bool {
	switch cl {
	case classControl:
		return false
	case classExtend, classExtendNoConjunct, classLinker, classZWJ, classSpacingMark:
		return c.class != classControl
	case classV:
		return c.class == classL || c.class == classV || c.class == classLV || c.class == classPrepend
	case classT:
		return c.class == classV || c.class == classT || c.class == classLV || c.class == classLVT || c.class == classPrepend
	case classL, classLV, classLVT:
		return c.class == classL || c.class == classPrepend
	case classPictographic:
		return c.class == classZWJ && c.emoji || c.class == classPrepend
	case classRegional:
		return c.class == classRegional && c.odd || c.class == classPrepend
	case classConsonant:
		return c.conjunct == 2 || c.class == classPrepend
	}
	return c.class == classPrepend
}

// joinedWidth is the cells of a cluster of width w and state c once r, whose
// properties are p, has joined it.
func (c clusterState) joinedWidth(w int, r rune, p charProp) int {
	switch {
	case p.class() == classRegional && c.class == classRegional:
		return 2
	case r == variationSelector16 && c.variant:
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
			st, _ = st.next(p)
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
