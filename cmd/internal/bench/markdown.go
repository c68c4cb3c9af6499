package bench

import (
	"fmt"
	"strings"
)

// Markdown is README's section on performance: where the figures come from, the
// picture, a table of all measures with the budget's verdict, and what is missed.
// picture is the path of what SVG has drawn, as README names it.
func Markdown(r *Report, picture string) string {
	var b strings.Builder
	b.WriteString("## Performance\n\n")
	fmt.Fprintf(&b, "Measured by `.ci/bench` in one run, everybody in turn, through real PTYs, on %s: %s; %s; %s; %s; %s.\n",
		r.Fact("date"), r.Fact("jackin"), r.Fact("tmux"), r.Fact("screen"), r.Fact("kernel"), r.Fact("processor"))
	fmt.Fprintf(&b, "Each value is a median, with half the spread of its repeats; %s. **bare** is a PTY without a multiplexer\n", r.Fact("corpora"))
	b.WriteString("whose reader throws away what it reads. The last column is our own budget.\n\n")
	fmt.Fprintf(&b, "![cat and echo: jackin beside tmux, screen and a bare PTY](%s)\n\n", picture)
	b.WriteString("| what | size | unit | jackin | tmux | screen | bare | budget |\n|---|---|---|---|---|---|---|---|\n")
	var missed []string
	for _, m := range r.Measures() {
		row := []string{m.Name, m.Size, m.Unit}
		for _, s := range Subjects {
			row = append(row, value(r, m, s))
		}
		budget, verdict := judged(r, m)
		switch verdict {
		case "-":
			row = append(row, "")
		case "met":
			row = append(row, budget+": met")
		default:
			row = append(row, budget+": **"+verdict+"**")
			missed = append(missed, strings.TrimSpace(m.Name+" "+m.Size)+" ("+verdict+")")
		}
		b.WriteString("| " + strings.Join(row, " | ") + " |\n")
	}
	if len(missed) > 0 {
		b.WriteString("\nNot met: " + strings.Join(missed, "; ") + ".\n")
	}
	return b.String()
}
