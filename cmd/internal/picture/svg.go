// Package picture draws a terminal's screen as SVG, for the documentation: text
// stays text, in the colours and attributes that the screen has.
//
// It is pure, and belongs to whoever calls it; nothing of jackin at work uses
// it. The script .ci/pictures makes the pictures anew.
package picture

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"

	"jackin/mux/vt"
)

// The measures of a cell, in pixels; the font is whatever monospaced one the
// reader has, made to fit by textLength.
const (
	cellWidth  = 8
	cellHeight = 17
	fontSize   = 13
	baseline   = 13
	margin     = 8
)

// SVG is the picture of a screen, with title for those who can't see it.
func SVG(f *vt.Frame, title string) []byte {
	var b bytes.Buffer
	width, height := f.Cols*cellWidth+2*margin, f.Rows*cellHeight+2*margin
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="%s">`+"\n",
		width, height, width, height, escape(title))
	colors := vt.DarkColors()
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="6" fill="%s"/>`+"\n", hex(background(colors)))
	fmt.Fprintf(&b, `<g font-family="ui-monospace,Menlo,Consolas,monospace" font-size="%d" xml:space="preserve">`+"\n", fontSize)
	for y, l := range f.Lines {
		for _, r := range runs(f, l) {
			draw(&b, &colors, r, y)
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes()
}

// run is a stretch of cells of one style.
type run struct {
	x, cols int
	text    string
	cell    vt.Cell // its style
}

// runs cuts a line where its style changes; blanks at the end in default
// colours are left out.
func runs(f *vt.Frame, l vt.Line) []run {
	var list []run
	for x, c := range l.Cells {
		if c.Attr&vt.AttrSpacer != 0 {
			list[len(list)-1].cols++
			continue
		}
		style := c
		style.Rune = 0
		style.Attr &^= vt.AttrWide
		if n := len(list); n > 0 && list[n-1].cell == style {
			list[n-1].text += f.Text(c)
			list[n-1].cols++
			continue
		}
		list = append(list, run{x: x, cols: 1, text: f.Text(c), cell: style})
	}
	return list
}

func draw(b *bytes.Buffer, colors *vt.Colors, r run, y int) {
	fg, bg := color(colors, r.cell.Fg, colors.Foreground), color(colors, r.cell.Bg, background(*colors))
	if r.cell.Attr&vt.AttrReverse != 0 {
		fg, bg = bg, fg
	}
	x, top := margin+r.x*cellWidth, margin+y*cellHeight
	if bg != background(*colors) {
		fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"/>`+"\n", x, top, r.cols*cellWidth, cellHeight, hex(bg))
	}
	if strings.TrimSpace(r.text) == "" || r.cell.Attr&vt.AttrConceal != 0 {
		return
	}
	style := ""
	if r.cell.Attr&vt.AttrBold != 0 {
		style += ` font-weight="bold"`
	}
	if r.cell.Attr&vt.AttrItalic != 0 {
		style += ` font-style="italic"`
	}
	if r.cell.Attr&vt.AttrDim != 0 {
		style += ` opacity="0.6"`
	}
	var lines []string
	if r.cell.Attr.Underline() != vt.UnderlineNone {
		lines = append(lines, "underline")
	}
	if r.cell.Attr&vt.AttrStrike != 0 {
		lines = append(lines, "line-through")
	}
	if len(lines) > 0 {
		style += fmt.Sprintf(` text-decoration="%s"`, strings.Join(lines, " "))
	}
	fmt.Fprintf(b, `<text x="%d" y="%d" textLength="%d" lengthAdjust="spacingAndGlyphs" fill="%s"%s>%s</text>`+"\n",
		x, top+baseline, r.cols*cellWidth, hex(fg), style, escape(r.text))
}

// background is a dark one that isn't quite black.
func background(vt.Colors) vt.RGBColor { return vt.RGBColor{R: 0x16, G: 0x18, B: 0x1d} }

func color(colors *vt.Colors, c vt.Color, dflt vt.RGBColor) vt.RGBColor {
	if r, g, b, ok := c.RGB(); ok {
		return vt.RGBColor{R: r, G: g, B: b}
	}
	if i, ok := c.Index(); ok {
		return colors.Palette[i]
	}
	return dflt
}

func hex(c vt.RGBColor) string { return fmt.Sprintf("#%02x%02x%02x", c.R, c.G, c.B) }

func escape(s string) string {
	var b bytes.Buffer
	// It fails where the writer does, and a Buffer doesn't.
	_ = xml.EscapeText(&b, []byte(s))
	return b.String()
}
