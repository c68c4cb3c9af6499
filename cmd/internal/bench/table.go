package bench

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
)

// Table is the report for people: the facts, then a row for each measure with every
// subject's value and half its spread, how many times better jackin is than the
// others (below 1: worse), the budget and whether it is met.
func Table(r *Report) string {
	var b bytes.Buffer
	for _, f := range r.Facts {
		fmt.Fprintf(&b, "%s: %s\n", f.Name, f.Value)
	}
	b.WriteString("\n")
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "what\tsize\tunit\tjackin\ttmux\tscreen\tbare\tx tmux\tx screen\tx bare\tbudget\tverdict")
	for _, m := range r.Measures() {
		row := []string{m.Name, m.Size, m.Unit}
		for _, s := range Subjects {
			row = append(row, value(r, m, s))
		}
		for _, s := range Subjects[1:] {
			row = append(row, times(r, m, s))
		}
		budget, verdict := judged(r, m)
		fmt.Fprintln(w, strings.Join(append(row, budget, verdict), "\t"))
	}
	_ = w.Flush() // it fails where the buffer does, and that doesn't
	return b.String()
}

// judged is a measure's budget and verdict, dashes where it has none.
func judged(r *Report, m Measure) (budget, verdict string) {
	b, ok := BudgetOf(m)
	if !ok {
		return "-", "-"
	}
	return b.String(), b.Judge(r, m).String()
}

// value is a subject's result with half its spread.
func value(r *Report, m Measure, s Subject) string {
	res, ok := r.Find(m, s)
	if !ok {
		return "-"
	}
	if res.Value == 0 || res.Low == res.High {
		return short(res.Value)
	}
	return fmt.Sprintf("%s ±%.0f%%", short(res.Value), (res.High-res.Low)/2/res.Value*100)
}

// times is how many times better jackin is than another subject.
func times(r *Report, m Measure, s Subject) string {
	own, ok := r.Find(m, Jackin)
	other, ok2 := r.Find(m, s)
	if !ok || !ok2 || own.Value == 0 || other.Value == 0 {
		return "-"
	}
	t := own.Value / other.Value
	if !m.MoreIsBetter() {
		t = 1 / t
	}
	return fmt.Sprintf("%.2f", t)
}

// short is a number with the digits that matter.
func short(f float64) string {
	switch a := max(f, -f); {
	case a >= 100 || a == float64(int(a)):
		return strconv.FormatFloat(f, 'f', 0, 64)
	case a >= 10:
		return strconv.FormatFloat(f, 'f', 1, 64)
	}
	return strconv.FormatFloat(f, 'f', 2, 64)
}
