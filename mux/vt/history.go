package vt

import (
	"encoding/binary"
	"errors"
	"hash/crc32"
	"slices"
)

// DefaultHistoryLines is the limit of a history whose owner names none.
const DefaultHistoryLines = 10_000

// The layout of a history's memory: blocks of blockSize bytes, each a header and
// records. In a header: magic, sequence number, then used bytes and their
// checksum in one word, which is written last, so that a process that dies while
// it writes leaves the block as it was.
const (
	blockSize   = 16 << 10
	blockHeader = 24
	blockMagic  = 0x314b4c4254534948 // "HISTBLK1"
	// A record is its length, the packed row, its length again.
	recordExtra = 4
)

// MinHistoryBytes is the least memory that a history can work with.
const MinHistoryBytes = 2 * blockSize

// ErrHistoryMemory says that a history was given less than MinHistoryBytes.
var ErrHistoryMemory = errors.New("history memory is smaller than two blocks")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// History is the rows that have left the top of a screen, packed to bytes in
// memory that its owner gave it. A logical line is one record, or several that
// each continue the one before, as it was wrapped; which width a reader wraps it
// to is the reader's affair. Not safe for concurrent use: it belongs to the
// Screen that it was given to, and may be read while that one can't change.
type History struct {
	mem   []byte
	limit int
	// blocks are those in use, the oldest first; free are the others, by index.
	blocks []historyBlock
	free   []int
	seq    uint64
	lines  int
	// dropped is the number of records that have left at the old end since the
	// start: the first record's number.
	dropped uint64
	// open says that the newest record is continued by the screen's first row.
	open  bool
	buf   []byte
	freed func(off, n int)
}

type historyBlock struct {
	index int // place in mem, in blocks
	used  int // bytes of records
	lines int
	crc   uint32
	seq   uint64
}

// NewHistory makes a history in mem out of what is there: nothing in zeroed
// memory, else the rows of the process before, as far as their checksums hold.
// limit is the number of lines kept, 0 for DefaultHistoryLines; the oldest go
// first, earlier still when mem is full. freed is told which bytes of mem are
// zero and unused from now on, so that the owner can give them back; may be nil.
func NewHistory(mem []byte, limit int, freed func(off, n int)) (*History, error) {
	if len(mem) < MinHistoryBytes {
		return nil, ErrHistoryMemory
	}
	if limit <= 0 {
		limit = DefaultHistoryLines
	}
	h := &History{mem: mem[:len(mem)/blockSize*blockSize], limit: limit, freed: freed}
	h.load()
	return h, nil
}

// load finds the blocks whose checksums hold.
func (h *History) load() {
	for i := range len(h.mem) / blockSize {
		if b, ok := h.readBlock(i); ok {
			h.blocks = append(h.blocks, b)
		} else {
			h.free = append(h.free, i)
		}
	}
	slices.SortFunc(h.blocks, func(a, b historyBlock) int {
		if a.seq < b.seq {
			return -1
		}
		return 1
	})
	for i := range h.blocks {
		h.lines += h.blocks[i].lines
		h.seq = max(h.seq, h.blocks[i].seq)
	}
	slices.Reverse(h.free) // the lowest is taken first
	if rec := h.lastRecord(); rec != nil {
		h.open = rec[0]&packedWrap != 0
	}
}

func (h *History) readBlock(i int) (b historyBlock, ok bool) {
	mem := h.block(i)
	word := binary.LittleEndian.Uint64(mem[16:])
	b = historyBlock{index: i, seq: binary.LittleEndian.Uint64(mem[8:]), used: int(uint32(word)), crc: uint32(word >> 32)}
	if binary.LittleEndian.Uint64(mem) != blockMagic || b.used > blockSize-blockHeader || b.used == 0 {
		return b, false
	}
	data := mem[blockHeader : blockHeader+b.used]
	if crc32.Checksum(data, castagnoli) != b.crc {
		return b, false
	}
	for len(data) > 0 {
		if len(data) < recordExtra {
			return b, false
		}
		n := int(binary.LittleEndian.Uint16(data))
		if n == 0 || n+recordExtra > len(data) || int(binary.LittleEndian.Uint16(data[2+n:])) != n {
			return b, false
		}
		data = data[n+recordExtra:]
		b.lines++
	}
	return b, true
}

func (h *History) block(i int) []byte { return h.mem[i*blockSize : (i+1)*blockSize] }

// writeHeader publishes the block's records.
func (h *History) writeHeader(b *historyBlock) {
	binary.LittleEndian.PutUint64(h.block(b.index)[16:], uint64(uint32(b.used))|uint64(b.crc)<<32)
}

// Len is the number of rows kept.
func (h *History) Len() int { return min(h.lines, h.limit) }

// First is the number of the oldest row kept; rows are numbered from 0 on in the
// order in which they came, and keep their numbers while they are there.
func (h *History) First() uint64 { return h.dropped + uint64(h.lines-h.Len()) }

// Open says that the newest row is continued by the screen's first one.
func (h *History) Open() bool { return h.open }

// Clear drops all rows.
func (h *History) Clear() {
	for len(h.blocks) > 0 {
		h.dropOldest()
	}
	h.open = false
}

// dropOldest forgets the oldest block.
func (h *History) dropOldest() {
	b := h.blocks[0]
	h.lines -= b.lines
	h.dropped += uint64(b.lines)
	h.blocks = slices.Delete(h.blocks, 0, 1)
	h.release(b.index)
}

func (h *History) release(index int) {
	clear(h.block(index)[:blockHeader])
	h.free = append(h.free, index)
	if h.freed != nil {
		clear(h.block(index))
		h.freed(index*blockSize, blockSize)
	}
}

// endLine says that the newest row ends its line after all.
func (h *History) endLine() {
	if !h.open {
		return
	}
	h.open = false
	if rec := h.lastRecord(); rec != nil {
		rec[0] &^= packedWrap
		b := &h.blocks[len(h.blocks)-1]
		b.crc = crc32.Checksum(h.block(b.index)[blockHeader:blockHeader+b.used], castagnoli)
		h.writeHeader(b)
	}
}

// append packs a row; styled false says that all cells have the zero style. A row
// that doesn't fit a block becomes several records.
func (h *History) append(cells []Cell, styled, wrap bool, mark Mark, t *tables) {
	h.buf = packRow(h.buf[:0], cells, styled, wrap, mark, t)
	if len(h.buf)+recordExtra > blockSize-blockHeader {
		if len(cells) > 1 {
			half := len(cells) / 2
			if cells[half].Attr&AttrSpacer != 0 {
				half++
			}
			h.append(cells[:half], styled, true, mark, t)
			h.append(cells[half:], styled, wrap, MarkNone, t)
		}
		return
	}
	h.appendRecord(h.buf)
	h.open = wrap
}

func (h *History) appendRecord(rec []byte) {
	n := len(rec)
	if len(h.blocks) == 0 || h.blocks[len(h.blocks)-1].used+n+recordExtra > blockSize-blockHeader {
		h.newBlock()
	}
	b := &h.blocks[len(h.blocks)-1]
	at := blockHeader + b.used
	mem := h.block(b.index)[at : at+n+recordExtra]
	binary.LittleEndian.PutUint16(mem, uint16(n))
	copy(mem[2:], rec)
	binary.LittleEndian.PutUint16(mem[2+n:], uint16(n))
	b.crc = crc32.Update(b.crc, castagnoli, mem)
	b.used += len(mem)
	b.lines++
	h.lines++
	h.writeHeader(b)
	if h.lines-h.blocks[0].lines >= h.limit {
		h.dropOldest()
	}
}

// newBlock starts the next block, in place of the oldest where none is free.
func (h *History) newBlock() {
	if len(h.free) == 0 {
		h.dropOldest()
	}
	last := len(h.free) - 1
	index := h.free[last]
	h.free = h.free[:last]
	h.seq++
	mem := h.block(index)
	binary.LittleEndian.PutUint64(mem[16:], 0)
	binary.LittleEndian.PutUint64(mem[8:], h.seq)
	binary.LittleEndian.PutUint64(mem, blockMagic)
	h.blocks = append(h.blocks, historyBlock{index: index, seq: h.seq})
}

// lastRecord is the newest packed row in place, nil if there is none.
func (h *History) lastRecord() []byte {
	if len(h.blocks) == 0 {
		return nil
	}
	b := &h.blocks[len(h.blocks)-1]
	data := h.block(b.index)[blockHeader : blockHeader+b.used]
	n := int(binary.LittleEndian.Uint16(data[len(data)-2:]))
	return data[len(data)-2-n : len(data)-2]
}

// pop takes the newest row back into cells. ok is false if there is none.
func (h *History) pop(cells []Cell, t *tables) (_ []Cell, wrap bool, mark Mark, ok bool) {
	rec := h.lastRecord()
	if rec == nil || h.Len() == 0 {
		return cells, false, MarkNone, false
	}
	cells, wrap, mark = unpackRow(cells, rec, t)
	b := &h.blocks[len(h.blocks)-1]
	b.used -= len(rec) + recordExtra
	b.lines--
	h.lines--
	if b.used == 0 {
		index := b.index
		h.blocks = h.blocks[:len(h.blocks)-1]
		h.release(index)
	} else {
		b.crc = crc32.Checksum(h.block(b.index)[blockHeader:blockHeader+b.used], castagnoli)
		h.writeHeader(b)
	}
	h.open = false
	if rec := h.lastRecord(); rec != nil {
		h.open = rec[0]&packedWrap != 0
	}
	return cells, wrap, mark, true
}

// CopyTo makes f the n rows of the history from number first on, one line each,
// as wide as they were: Line.ID is the number plus one, Cells the row, Wrapped
// that the next row continues it. Rows that aren't there any more, or not yet,
// are left out; f.Cols is the longest row's width.
func (h *History) CopyTo(f *Frame, first uint64, n int) {
	t := tables{}
	t.init()
	f.Cols = 0
	lines := f.Lines[:0]
	end := min(first+uint64(max(n, 0)), h.dropped+uint64(h.lines))
	number := h.dropped
	first = max(first, h.First())
	for i := range h.blocks {
		b := &h.blocks[i]
		if number+uint64(b.lines) <= first {
			number += uint64(b.lines)
			continue
		}
		data := h.block(b.index)[blockHeader : blockHeader+b.used]
		for ; len(data) > 0 && number < end; number++ {
			n := int(binary.LittleEndian.Uint16(data))
			if number >= first {
				if len(lines) < cap(lines) {
					lines = lines[:len(lines)+1]
				} else {
					lines = append(lines, Line{})
				}
				l := &lines[len(lines)-1]
				l.Cells, l.Wrapped, l.Mark = unpackRow(l.Cells[:0], data[2:2+n], &t)
				l.ID, l.Gen = number+1, 1
				f.Cols = max(f.Cols, len(l.Cells))
			}
			data = data[n+recordExtra:]
		}
		if number >= end {
			break
		}
	}
	f.Lines, f.Rows = lines, len(lines)
	f.clusters, f.exts = t.clusters, t.exts
}
