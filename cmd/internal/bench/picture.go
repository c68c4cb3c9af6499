package bench

import (
	"bytes"
	"encoding/xml"
	"fmt"
)

// The measures of the picture, in pixels.
const (
	barHeight  = 11
	barGap     = 2
	groupGap   = 10
	titleSpace = 26
	labelWidth = 150
	barsWidth  = 330
	valueWidth = 130
	edge       = 12
	panelGap   = 18
)

// colours are the subjects', readable on light and dark.
var colours = map[Subject]string{Jackin: "#2f81f7", Tmux: "#57ab5a", Screen: "#b083f0", Bare: "#8b949e"}

// panel is bars of one unit.
type panel struct {
	title  string
	groups []group
}

// group is a measure; tail names another one whose value is written behind.
type group struct {
	label   string
	measure Measure
	tail    Measure
}

// panels are those of the picture, at one size of the terminal.
func panels(at string) []panel {
	cat := panel{title: "cat, MB/s at the client, " + at + " (longer is better)"}
	for _, c := range Corpora {
		cat.groups = append(cat.groups, group{label: "cat " + string(c), measure: Measure{"cat " + string(c), at, "MB/s"}})
	}
	echo := panel{title: "keystroke to echo, ms: median, 99 % behind it, " + at + " (shorter is better)"}
	for _, what := range []string{"at full speed", "at typing rhythm", "beside a flood"} {
		echo.groups = append(echo.groups, group{
			label:   what,
			measure: Measure{"echo " + what + ", median", at, "ms"},
			tail:    Measure{"echo " + what + ", 99 %", at, "ms"},
		})
	}
	return []panel{cat, echo}
}

// SVG is the picture of a report: bars for cat and echo at 80x24. What wasn't
// measured is left out.
func SVG(r *Report) []byte {
	var body bytes.Buffer
	y := edge
	for _, p := range panels("80x24") {
		y = p.draw(&body, r, y) + panelGap
	}
	x := edge
	for _, s := range Subjects {
		fmt.Fprintf(&body, `<rect x="%d" y="%d" width="10" height="10" fill="%s"/><text x="%d" y="%d">%s</text>`+"\n", x, y, colours[s], x+15, y+9, s)
		x += 80
	}
	y += 10 + edge
	const width = 2*edge + labelWidth + barsWidth + valueWidth
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" aria-label="%s">`+"\n",
		width, y, width, y, "jackin beside tmux, screen and a bare PTY: speed of cat, time from keystroke to echo")
	fmt.Fprintf(&b, `<rect width="100%%" height="100%%" rx="6" fill="#16181d"/>`+"\n")
	b.WriteString(`<g font-family="ui-sans-serif,system-ui,sans-serif" font-size="11" fill="#e6e6e6">` + "\n")
	b.Write(body.Bytes())
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes()
}

// draw appends a panel whose top is at y, and returns its bottom.
func (p panel) draw(b *bytes.Buffer, r *Report, y int) int {
	fmt.Fprintf(b, `<text x="%d" y="%d" font-weight="bold" font-size="13">%s</text>`+"\n", edge, y+13, escape(p.title))
	y += titleSpace
	longest := 0.0
	for _, g := range p.groups {
		for _, s := range Subjects {
			if res, ok := r.Find(g.measure, s); ok {
				longest = max(longest, res.Value)
			}
		}
	}
	for _, g := range p.groups {
		first := true
		for _, s := range Subjects {
			res, ok := r.Find(g.measure, s)
			if !ok {
				continue
			}
			if first {
				fmt.Fprintf(b, `<text x="%d" y="%d">%s</text>`+"\n", edge, y+barHeight-2, escape(g.label))
				first = false
			}
			length := 1.0
			if longest > 0 {
				length = max(1, res.Value/longest*barsWidth)
			}
			text := short(res.Value)
			if tail, ok := r.Find(g.tail, s); ok {
				text += " / " + short(tail.Value)
			}
			fmt.Fprintf(b, `<rect x="%d" y="%d" width="%.1f" height="%d" fill="%s"/>`, edge+labelWidth, y, length, barHeight, colours[s])
			fmt.Fprintf(b, `<text x="%.1f" y="%d">%s %s</text>`+"\n", edge+labelWidth+length+5, y+barHeight-2, s, text)
			y += barHeight + barGap
		}
		if !first {
			y += groupGap
		}
	}
	return y
}

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // it fails where the writer does, and a Buffer doesn't
	return b.String()
}
