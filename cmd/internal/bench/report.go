package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Subject is who is measured.
type Subject string

// The subjects, as a table has them.
const (
	Jackin Subject = "jackin"
	Tmux   Subject = "tmux"
	Screen Subject = "screen"
	// Bare is a PTY without a multiplexer, whose reader throws away what it reads.
	Bare Subject = "bare"
)

// Subjects are all of them, in the order of the tables.
var Subjects = [...]Subject{Jackin, Tmux, Screen, Bare}

// Measure is one thing that is measured. It is comparable.
type Measure struct {
	// Name says what, such as "cat ascii".
	Name string
	// Size is the outer terminal's, such as "80x24"; empty where it is 80x24 and
	// makes no difference.
	Size string
	// Unit is "MB/s" or "tabs", of which more is better, or anything else, of which
	// less is.
	Unit string
}

// MoreIsBetter says which way the measure's unit goes.
func (m Measure) MoreIsBetter() bool { return m.Unit == "MB/s" || m.Unit == "tabs" }

// Result is what a measure found out about a subject.
type Result struct {
	Measure
	Subject Subject
	// Value is the median of the repeats, or what the measure's name says.
	Value float64
	// Low and High are the lowest and highest of the repeats.
	Low, High float64
	// N is how many single samples stand behind it.
	N int
}

// Fact is what a run's results hold for: a version, the date, the machine.
type Fact struct{ Name, Value string }

// Report is a run. The zero value is one that found nothing.
type Report struct {
	Facts   []Fact
	Results []Result
}

// Find is the result of a measure for a subject; false where there is none.
func (r *Report) Find(m Measure, s Subject) (Result, bool) {
	for _, res := range r.Results {
		if res.Measure == m && res.Subject == s {
			return res, true
		}
	}
	return Result{}, false
}

// Measures are those that have results, in the order in which they came.
func (r *Report) Measures() []Measure {
	var list []Measure
	seen := map[Measure]bool{}
	for _, res := range r.Results {
		if !seen[res.Measure] {
			seen[res.Measure] = true
			list = append(list, res.Measure)
		}
	}
	return list
}

// Fact is the value of a fact; empty where there is none.
func (r *Report) Fact(name string) string {
	for _, f := range r.Facts {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// The columns of the TSV; a fact has its name and value behind the kind.
const (
	kindFact   = "fact"
	kindResult = "result"
	header     = "kind\tmeasure\tsize\tunit\tsubject\tvalue\tlow\thigh\tsamples"
)

// TSV is the report as text: a header, and a line for each fact and result.
func (r *Report) TSV() []byte {
	var b bytes.Buffer
	fmt.Fprintln(&b, header)
	for _, f := range r.Facts {
		fmt.Fprintf(&b, "%s\t%s\t%s\n", kindFact, field(f.Name), field(f.Value))
	}
	for _, res := range r.Results {
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%d\n", kindResult, field(res.Name), field(res.Size), field(res.Unit),
			field(string(res.Subject)), number(res.Value), number(res.Low), number(res.High), res.N)
	}
	return b.Bytes()
}

// field keeps a text in its column.
func field(s string) string { return strings.Join(strings.Fields(s), " ") }

func number(f float64) string { return strconv.FormatFloat(f, 'g', 6, 64) }

// ParseTSV is the report that TSV has written. An error names the line.
func ParseTSV(text []byte) (*Report, error) {
	r := new(Report)
	lines := bufio.NewScanner(bytes.NewReader(text))
	for n := 1; lines.Scan(); n++ {
		line := lines.Text()
		if n == 1 {
			if line != header {
				return nil, fmt.Errorf("line 1: %q isn't the header of a report", line)
			}
			continue
		}
		columns := strings.Split(line, "\t")
		switch {
		case columns[0] == kindFact && len(columns) == 3:
			r.Facts = append(r.Facts, Fact{columns[1], columns[2]})
		case columns[0] == kindResult && len(columns) == 9:
			res, err := parseResult(columns[1:])
			if err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			r.Results = append(r.Results, res)
		default:
			return nil, fmt.Errorf("line %d: %q is neither a fact nor a result", n, line)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read report: %w", err)
	}
	return r, nil
}

func parseResult(c []string) (Result, error) {
	res := Result{Measure: Measure{Name: c[0], Size: c[1], Unit: c[2]}, Subject: Subject(c[3])}
	for i, to := range []*float64{&res.Value, &res.Low, &res.High} {
		f, err := strconv.ParseFloat(c[4+i], 64)
		if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
			return res, fmt.Errorf("%q is no number", c[4+i])
		}
		*to = f
	}
	n, err := strconv.Atoi(c[7])
	if err != nil || n < 0 {
		return res, fmt.Errorf("%q is no count", c[7])
	}
	res.N = n
	return res, nil
}
