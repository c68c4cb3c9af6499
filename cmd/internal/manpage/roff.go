package manpage

import (
	"bytes"
	"strings"
)

// roff is a page that is being written.
type roff struct{ bytes.Buffer }

// macro writes a request of the man macros with its arguments.
func (p *roff) macro(name string, args ...string) {
	p.WriteString("." + name)
	for _, a := range args {
		p.WriteString(` "` + strings.ReplaceAll(escape(a), `"`, `\(dq`) + `"`)
	}
	p.WriteByte('\n')
}

// line writes what is escaped already.
func (p *roff) line(s string) { p.WriteString(s + "\n") }

// escape makes text stand for itself: - is the one that is typed, and no line is a
// request.
func escape(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`, "'", `\(aq`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, ".") {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}

// text writes paragraphs, which are filled. Lines that begin with a space are a table:
// they stay as they are.
func (p *roff) text(text string) {
	table, blank := false, false
	for line := range strings.Lines(strings.TrimSpace(text)) {
		line = strings.TrimRight(line, " \n")
		if line == "" {
			blank = true
			continue
		}
		indented := strings.HasPrefix(line, " ")
		switch {
		case indented && !table:
			p.macro("PP")
			p.macro("RS", "4")
			p.macro("nf")
		case table && !indented:
			p.endTable()
			p.macro("PP")
		case blank && !table:
			p.macro("PP")
		}
		table, blank = indented, false
		p.line(escape(strings.TrimSpace(line)))
	}
	if table {
		p.endTable()
	}
}

func (p *roff) endTable() {
	p.macro("fi")
	p.macro("RE")
}

// section writes s, unless it is empty.
func (p *roff) section(s Section) {
	if s.Text == "" && len(s.Entries) == 0 {
		return
	}
	p.macro("SH", s.Title)
	if s.Text != "" {
		p.text(s.Text)
	}
	for _, e := range s.Entries {
		p.macro("TP")
		p.line(`\fB` + escape(e.Term) + `\fP`)
		p.text(e.Text)
	}
}
