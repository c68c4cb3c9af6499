package render

import "jackin/mux/vt"

// AppendLine appends row y of f with its colours, attributes and links as escape
// sequences, in full depth, for whoever reads it as text. The pen is the default
// one before and after; blanks at the end that have no style are left out.
func AppendLine(dst []byte, f *vt.Frame, y int) []byte {
	cells := f.Lines[y].Cells
	for len(cells) > 0 {
		if c := cells[len(cells)-1]; styleOf(c) != (vt.Cell{}) || f.Text(c) != " " {
			break
		}
		cells = cells[:len(cells)-1]
	}
	caps := Caps{Colors: TrueColor, UnderlineStyles: true, Strike: true, Overline: true, Links: true}
	var pen sgr
	var link vt.Ext
	for _, c := range cells {
		ext := f.Ext(c)
		if ext.Link != link.Link || ext.LinkID != link.LinkID {
			dst = appendLink(dst, ext.Link, ext.LinkID)
			link = ext
		}
		if to := (sgr{c.Fg, c.Bg, ext.UnderlineColor, styleOf(c).Attr}); to != pen {
			if to == (sgr{}) {
				dst = append(dst, "\x1b[m"...)
			} else {
				dst = joinParams(append(pen.append(append(dst, "\x1b["...), to, caps), 'm'))
			}
			pen = to
		}
		dst = append(dst, f.Text(c)...)
	}
	if link.Link != "" {
		dst = appendLink(dst, "", "")
	}
	if pen != (sgr{}) {
		dst = append(dst, "\x1b[m"...)
	}
	return dst
}
