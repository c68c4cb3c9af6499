package render

import (
	"strconv"

	"jackin/mux/vt"
)

// The numbers in a vt.Cell's Rune and Ext mean something in its own frame only,
// and another thing after the emulator has collected what is unused. What the
// outer screen shows is therefore kept in numbers of our own.
const (
	// clusterBit marks a Rune of ours that numbers a cluster.
	clusterBit = 1 << 31
	// unknownRune is the Rune of a cell whose content isn't known.
	unknownRune = 1<<32 - 1
	// maxInterned is how many clusters, or styles, are remembered, and
	// maxInternedBytes how much text they have together. When there is more, and
	// twice of what the screen needed the last time, all are forgotten and the
	// screen is drawn anew.
	maxInterned      = 4096
	maxInternedBytes = 1 << 20
	// maxExts is what a cell can number: beyond it, in one single frame, cells
	// lose link and underline colour.
	maxExts = 1<<16 - 1
)

// interned is the clusters and extended styles of the shown cells.
type interned struct {
	clusters    []string
	clusterNums map[string]uint32
	exts        []vt.Ext // 0 is the style without anything
	extNums     map[vt.Ext]uint16
	bytes       int
	// limit and byteLimit are where to forget; 0 until the first frame after
	// the last time is drawn.
	limit, byteLimit int
}

func (t *interned) full() bool {
	return t.limit > 0 && (max(len(t.clusters), len(t.exts)) > t.limit || t.bytes > t.byteLimit)
}

// settle notes what a whole screen needed.
func (t *interned) settle() {
	if t.limit == 0 {
		t.limit = max(maxInterned, 2*len(t.clusters), 2*len(t.exts))
		t.byteLimit = max(maxInternedBytes, 2*t.bytes)
	}
}

func (t *interned) reset() {
	clear(t.clusterNums)
	clear(t.extNums)
	clear(t.clusters)
	clear(t.exts)
	t.bytes, t.limit, t.byteLimit = 0, 0, 0
	t.clusters = t.clusters[:0]
	t.exts = append(t.exts[:0], vt.Ext{})
	if t.clusterNums == nil {
		t.clusterNums = make(map[string]uint32)
		t.extNums = make(map[vt.Ext]uint16)
	}
}

// cluster is the Rune of ours for a text of several code points.
func (t *interned) cluster(s string) uint32 {
	if n, ok := t.clusterNums[s]; ok {
		return n
	}
	n := uint32(len(t.clusters)) | clusterBit
	t.clusterNums[s] = n
	t.bytes += len(s)
	t.clusters = append(t.clusters, clean(s))
	return n
}

// ext is the number of ours for e, which is already reduced to the caps.
func (t *interned) ext(e vt.Ext) uint16 {
	if e == (vt.Ext{}) {
		return 0
	}
	if n, ok := t.extNums[e]; ok {
		return n
	}
	if len(t.exts) > maxExts {
		return 0
	}
	n := uint16(len(t.exts))
	t.extNums[e] = n
	t.bytes += len(e.Link) + len(e.LinkID)
	e.Link, e.LinkID = cleanURI(e.Link), cleanURI(e.LinkID)
	if e.Link != "" && e.LinkID == "" {
		// A part of a link that is drawn later joins the rest only by an id.
		e.LinkID = "j" + strconv.Itoa(int(n))
	}
	t.exts = append(t.exts, e)
	return n
}
