package bench

import "testing"

func TestJudge(t *testing.T) {
	speed, wait := Measure{"speed", "", "MB/s"}, Measure{"wait", "", "ms"}
	results := func(m Measure, jackin, tmux, bare float64) *Report {
		var r Report
		for i, v := range []float64{jackin, tmux, bare} {
			if v != 0 {
				r.Results = append(r.Results, Result{Measure: m, Subject: []Subject{Jackin, Tmux, Bare}[i], Value: v})
			}
		}
		return &r
	}
	for _, tc := range []struct {
		name    string
		budget  Budget
		measure Measure
		report  *Report
		want    string
	}{
		{"at most", Budget{Most: 20}, wait, results(wait, 20, 0, 0), "met"},
		{"above at most", Budget{Most: 20}, wait, results(wait, 25, 0, 0), "missed by 25 %"},
		{"twice at most", Budget{Most: 20}, wait, results(wait, 50, 0, 0), "missed, 2.5x"},
		{"at least", Budget{Least: 200}, speed, results(speed, 200, 0, 0), "met"},
		{"below at least", Budget{Least: 200}, speed, results(speed, 150, 0, 0), "missed by 25 %"},
		{"a little below", Budget{Least: 200}, speed, results(speed, 199, 0, 0), "missed by under 1 %"},
		{"as long as tmux", Budget{NoWorse: true}, wait, results(wait, 1, 1, 0), "met"},
		{"longer than tmux", Budget{NoWorse: true}, wait, results(wait, 1.5, 1, 0), "missed by 50 %"},
		{"slower than tmux", Budget{NoWorse: true}, speed, results(speed, 1.5, 2, 0), "missed by 25 %"},
		{"the worse of two", Budget{NoWorse: true, Most: 1}, wait, results(wait, 1.5, 1.4, 0), "missed by 50 %"},
		{"times tmux", Budget{TmuxTimes: 2, BareShare: 0.95}, speed, results(speed, 40, 20, 100), "met"},
		{"near bare", Budget{TmuxTimes: 2, BareShare: 0.95}, speed, results(speed, 38, 20, 40), "met"},
		{"neither", Budget{TmuxTimes: 2, BareShare: 0.95}, speed, results(speed, 30, 20, 100), "missed by 25 %"},
		{"without bare", Budget{TmuxTimes: 2, BareShare: 0.95}, speed, results(speed, 30, 20, 0), "missed by 25 %"},
		{"without tmux", Budget{TmuxTimes: 2, BareShare: 0.95}, speed, results(speed, 30, 0, 100), "not measured"},
		{"without us", Budget{Most: 1}, wait, results(wait, 0, 1, 1), "not measured"},
	} {
		if got := tc.budget.Judge(tc.report, tc.measure).String(); got != tc.want {
			t.Errorf("%s: Judge = %q, want %q", tc.name, got, tc.want)
		}
	}
}

func TestBudgetString(t *testing.T) {
	for _, tc := range []struct {
		budget Budget
		want   string
	}{
		{Budget{Most: 20, NoWorse: true}, "at most 20, no worse than tmux"},
		{Budget{Least: 200}, "at least 200"},
		{Budget{TmuxTimes: 2.6, BareShare: 0.95}, "2.60x tmux or 95 % of bare"},
	} {
		if got := tc.budget.String(); got != tc.want {
			t.Errorf("%+v = %q, want %q", tc.budget, got, tc.want)
		}
	}
}

// TestBudgets: every measure has one budget at most, and each says something.
func TestBudgets(t *testing.T) {
	seen := map[string]bool{}
	for _, b := range Budgets {
		if seen[b.Measure] {
			t.Errorf("%q has two budgets", b.Measure)
		}
		seen[b.Measure] = true
		if b.String() == "" {
			t.Errorf("the budget of %q asks for nothing", b.Measure)
		}
		if (b.TmuxTimes > 0) != (b.BareShare > 0) {
			t.Errorf("%q has one of TmuxTimes and BareShare", b.Measure)
		}
	}
}
