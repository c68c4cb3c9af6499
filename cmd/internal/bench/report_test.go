package bench

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sample() *Report {
	cat := Measure{"cat ascii", "80x24", "MB/s"}
	echo := Measure{"echo at full speed, median", "80x24", "ms"}
	return &Report{
		Facts: []Fact{{"date", "2026-11-24"}, {"jackin", "jackin 1.0"}},
		Results: []Result{
			{cat, Jackin, 50, 45, 55, 5}, {cat, Tmux, 20, 20, 20, 5}, {cat, Bare, 60, 59, 61, 5},
			{echo, Jackin, 0.3, 0.2, 0.4, 100}, {echo, Tmux, 0.2, 0.2, 0.3, 100},
			{Measure{"binary, stripped", "", "MB"}, Jackin, 10.25, 10.25, 10.25, 1},
		},
	}
}

func TestTSV(t *testing.T) {
	want := sample()
	got, err := ParseTSV(want.TSV())
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("the report that was written and read differs, %v:\n%s", err, diff)
	}
}

func TestParseTSVRefuses(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"no header", "fact\ta\tb\n", `line 1: "fact\ta\tb" isn't the header of a report`},
		{"unknown line", header + "\nfigure\t1\n", `line 2: "figure\t1" is neither a fact nor a result`},
		{"short fact", header + "\nfact\ta\n", `line 2: "fact\ta" is neither a fact nor a result`},
		{"no number", header + "\nresult\tm\t\tms\tjackin\tfast\t1\t1\t1\n", `line 2: "fast" is no number`},
		{"not a number", header + "\nresult\tm\t\tms\tjackin\tNaN\t1\t1\t1\n", `line 2: "NaN" is no number`},
		{"no count", header + "\nresult\tm\t\tms\tjackin\t1\t1\t1\t-1\n", `line 2: "-1" is no count`},
	} {
		if _, err := ParseTSV([]byte(tc.text)); err == nil || err.Error() != tc.want {
			t.Errorf("%s: ParseTSV(%q) = %v, want %s", tc.name, tc.text, err, tc.want)
		}
	}
}

// FuzzParseTSV: what is read can be written and read again.
func FuzzParseTSV(f *testing.F) {
	f.Add(sample().TSV())
	f.Add([]byte(header + "\nresult\tm\t\tms\tjackin\t1e300\t-0\t1\t1\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := ParseTSV(text)
		if err != nil {
			return
		}
		once := r.TSV()
		again, err := ParseTSV(once)
		if err != nil {
			t.Fatalf("ParseTSV(%q): %v", once, err)
		}
		if twice := again.TSV(); string(twice) != string(once) {
			t.Errorf("written once:\n%q\ntwice:\n%q", once, twice)
		}
		Table(r)
		SVG(r)
		Markdown(r, "p.svg")
	})
}

func TestRepeats(t *testing.T) {
	m := Measure{"m", "", "ms"}
	r := Repeats{{1, 2, 9}, {3, 4, 5}, nil, {6, 7, 8, 10}}
	for _, tc := range []struct {
		q    float64
		want Result
	}{
		{0.5, Result{m, Tmux, 5.5, 2, 7.5, 10}},
		{0.99, Result{m, Tmux, 10, 5, 10, 10}},
		{1, Result{m, Tmux, 10, 5, 10, 10}},
		{0, Result{m, Tmux, 1, 1, 6, 10}},
	} {
		if got := r.Quantile(tc.q, m, Tmux); got != tc.want {
			t.Errorf("Quantile(%v) = %v, want %v", tc.q, got, tc.want)
		}
	}
	if got := (Repeats{}).Median(m, Jackin); got.N != 0 {
		t.Errorf("the median of nothing has %d samples", got.N)
	}
}
