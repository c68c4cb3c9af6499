package vt

import (
	"encoding/binary"
	"unsafe"
)

// littleEndian says that a Cell's first two fields lie in a 64-bit word as the
// rune in its low half.
var littleEndian = binary.NativeEndian.Uint16([]byte{1, 0}) == 1

// storeText makes cells the characters of text, which is as long, in the style
// of pen. It is most of the work of printing: a cell is stored as two words
// instead of five fields, which is a sixth of the whole time.
func storeText(cells []Cell, text []byte, pen Cell) {
	if len(cells) == 0 || len(cells) != len(text) {
		return
	}
	if !littleEndian {
		for i := range cells {
			pen.Rune = uint32(text[i])
			cells[i] = pen
		}
		return
	}
	pen.Rune = 0
	style := *(*[2]uint64)(unsafe.Pointer(&pen))
	low, high := style[0], style[1]
	words := unsafe.Slice((*[2]uint64)(unsafe.Pointer(&cells[0])), len(cells))
	for i := range words {
		words[i][0], words[i][1] = low|uint64(text[i]), high
	}
}
