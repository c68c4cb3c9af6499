package vt

import "unicode/utf8"

// What a screen's tables may hold. When one is full, what no cell uses any more
// is collected; what then finds no room is shown without it: a cluster as its
// base character, a style without link and underline colour.
const (
	maxClusters  = 1 << 18
	maxExts      = 1 << 16 // Cell.Ext has 16 bits
	maxExtBytes  = 4 << 20 // links and their ids together
	minCollect   = 4096
	collectRatio = 2
)

// tables number the grapheme clusters and extended styles of cells. A number
// keeps its meaning until the next collection; the slices are only ever
// appended to or replaced, so that a Frame may share them.
type tables struct {
	clusters  []string
	clusterOf map[string]uint32
	exts      []Ext
	extOf     map[Ext]uint16
	extBytes  int
	// clusterMark, extMark and byteMark are where to collect.
	clusterMark, extMark, byteMark int
	// gen counts collections: numbers of different ones can't be compared.
	gen     uint64
	scratch []byte
}

func (t *tables) init() {
	t.clusters = []string{""}
	t.clusterOf = map[string]uint32{}
	t.exts = []Ext{{}}
	t.extOf = map[Ext]uint16{{}: 0}
	t.extBytes = 0
	t.clusterMark, t.extMark, t.byteMark = minCollect, minCollect, maxExtBytes
}

func (t *tables) full() bool {
	return len(t.clusters) >= t.clusterMark || len(t.exts) >= t.extMark || t.extBytes > t.byteMark
}

// cluster is the Cell.Rune for text, which is at least one code point.
func (t *tables) cluster(text []byte) (uint32, bool) {
	if r, n := utf8.DecodeRune(text); n == len(text) {
		return uint32(r), true
	}
	if n, ok := t.clusterOf[string(text)]; ok {
		return n | clusterBit, true
	}
	if len(t.clusters) >= maxClusters {
		return 0, false
	}
	n := uint32(len(t.clusters))
	str := string(text)
	t.clusters = append(t.clusters, str)
	t.clusterOf[str] = n
	return n | clusterBit, true
}

// ext is the Cell.Ext for e.
func (t *tables) ext(e Ext) uint16 {
	if n, ok := t.extOf[e]; ok {
		return n
	}
	size := len(e.Link) + len(e.LinkID)
	if len(t.exts) >= maxExts || t.extBytes+size > 2*maxExtBytes {
		return 0
	}
	n := uint16(len(t.exts))
	t.exts = append(t.exts, e)
	t.extOf[e] = n
	t.extBytes += size
	return n
}

// appendText appends the character of c to b; nothing for a blank.
func (t *tables) appendText(b []byte, c Cell) []byte {
	switch {
	case c.Rune == 0:
		return b
	case c.Rune&clusterBit != 0:
		return append(b, t.clusters[c.Rune&^clusterBit]...)
	}
	return utf8.AppendRune(b, rune(c.Rune))
}

// collect numbers anew what the screens' cells use, and drops the rest.
func (s *Screen) collect() {
	old := s.tables
	t := tables{gen: old.gen + 1}
	t.init()
	renumber := func(c *Cell) {
		if c.Rune&clusterBit != 0 {
			t.scratch = append(t.scratch[:0], old.clusters[c.Rune&^clusterBit]...)
			c.Rune, _ = t.cluster(t.scratch)
		}
		if c.Ext != 0 {
			c.Ext = t.ext(old.exts[c.Ext])
		}
	}
	for _, g := range []*grid{&s.primary, &s.alternate} {
		for _, r := range g.ring {
			for x := range r.cells[:r.used] {
				renumber(&r.cells[x])
			}
			s.touch(r)
		}
		g.saved.pen.Ext = 0 // restoreCursor makes it anew
	}
	s.tables = t
	renumber(&s.pen)
	t.clusterMark = max(minCollect, collectRatio*len(t.clusters))
	t.extMark = min(max(minCollect, collectRatio*len(t.exts)), maxExts)
	t.byteMark = max(maxExtBytes, t.extBytes*3/2)
	s.tables = t
}
