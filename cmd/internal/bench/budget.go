package bench

import (
	"fmt"
	"strings"
)

// Budget is what jackin's result must keep to. Each number is left out where it
// is zero; a result keeps the budget if it keeps to all of Most, Least and
// TmuxAtMost, and to one of TmuxTimes and BareShare.
type Budget struct {
	// Measure is the name of the measures that it holds for, at every size.
	Measure string
	// Most and Least bound the value, in the measure's unit.
	Most, Least float64
	// NoWorse: no worse than tmux in the same run.
	NoWorse bool
	// TmuxTimes is how many times tmux's value it must at least be, BareShare
	// which part of the bare PTY's.
	TmuxTimes, BareShare float64
}

// allocationLimit is how many allocations a MB of output may cost: what is
// interned once, and none on the way of a character.
const allocationLimit = 1

// gapLimit is how long, in milliseconds, a client may be without output while a
// tab floods: six frames.
const gapLimit = 100

// nearBare is the share of a bare PTY's speed that is enough whatever others do:
// there is nothing left to win.
const nearBare = 0.95

// Budgets are what jackin must keep to.
var Budgets = []Budget{
	{Measure: "emulator ascii", Least: 200},
	{Measure: "emulator sgr", Least: 120},
	{Measure: "emulator utf8", Least: 60},
	{Measure: "emulator redraw", Least: 200},
	{Measure: "emulator allocations", Most: allocationLimit},
	{Measure: "cat ascii", TmuxTimes: 2, BareShare: nearBare},
	{Measure: "cat sgr", TmuxTimes: 2.6, BareShare: nearBare},
	{Measure: "cat utf8", TmuxTimes: 4, BareShare: nearBare},
	{Measure: "cat redraw", TmuxTimes: 1.6, BareShare: nearBare},
	{Measure: "cat ascii to the client", NoWorse: true},
	{Measure: "cat sgr to the client", NoWorse: true},
	{Measure: "cat utf8 to the client", NoWorse: true},
	{Measure: "cat redraw to the client", NoWorse: true},
	{Measure: "cat ascii longest gap", Most: gapLimit},
	{Measure: "cat sgr longest gap", Most: gapLimit},
	{Measure: "cat utf8 longest gap", Most: gapLimit},
	{Measure: "cat redraw longest gap", Most: gapLimit},
	{Measure: "frames under a flood", Most: 60},
	{Measure: "echo at full speed, median", NoWorse: true},
	{Measure: "echo at full speed, 99 %", NoWorse: true},
	{Measure: "echo at typing rhythm, median", NoWorse: true},
	{Measure: "echo at typing rhythm, 99 %", NoWorse: true},
	{Measure: "echo beside a flood, median", NoWorse: true, Most: 20},
	{Measure: "echo beside a flood, 99 %", NoWorse: true, Most: 20},
	{Measure: "first output after a pause", NoWorse: true},
	{Measure: "cold start to prompt", NoWorse: true},
	{Measure: "attach to a full frame", NoWorse: true},
	{Measure: "init resident", Most: 4},
	{Measure: "server resident", Most: 25},
	{Measure: "a tab of 10,000 lines", Most: 2},
	{Measure: "wake-ups, 20 idle tabs", Most: 1},
	{Measure: "server killed to first frame, 20 tabs", Most: 100},
	{Measure: "screens whole after it", Least: 20},
	{Measure: "binary, stripped", Most: 12},
}

// BudgetOf is the budget for a measure; false where it has none.
func BudgetOf(m Measure) (Budget, bool) {
	for _, b := range Budgets {
		if b.Measure == m.Name {
			return b, true
		}
	}
	return Budget{}, false
}

// String is the budget in a few words.
func (b Budget) String() string {
	var parts []string
	if b.Most > 0 {
		parts = append(parts, "at most "+short(b.Most))
	}
	if b.Least > 0 {
		parts = append(parts, "at least "+short(b.Least))
	}
	if b.NoWorse {
		parts = append(parts, "no worse than tmux")
	}
	if b.TmuxTimes > 0 {
		parts = append(parts, fmt.Sprintf("%sx tmux or %.0f %% of bare", short(b.TmuxTimes), b.BareShare*100))
	}
	return strings.Join(parts, ", ")
}

// Verdict says whether jackin's result keeps the budget.
type Verdict struct {
	// Known is false where the run lacks a result that the budget needs.
	Known bool
	Met   bool
	// Short is by how much it isn't met, as a share of what is wanted: 0.1 is a
	// tenth too little or too much.
	Short float64
}

// String is the verdict in a word or two.
func (v Verdict) String() string {
	switch {
	case !v.Known:
		return "not measured"
	case v.Met:
		return "met"
	case v.Short < 0.01:
		return "missed by under 1 %"
	case v.Short > 1:
		return fmt.Sprintf("missed, %.1fx", 1+v.Short)
	}
	return fmt.Sprintf("missed by %.0f %%", v.Short*100)
}

// Judge holds a report's result of a measure against the budget.
func (b Budget) Judge(r *Report, m Measure) Verdict {
	own, ok := r.Find(m, Jackin)
	if !ok {
		return Verdict{}
	}
	v := Verdict{Known: true, Met: true}
	need := func(short float64) {
		if short > 0 {
			v.Met, v.Short = false, max(v.Short, short)
		}
	}
	if b.Most > 0 {
		need(own.Value/b.Most - 1)
	}
	if b.Least > 0 {
		need(1 - own.Value/b.Least)
	}
	tmux, hasTmux := r.Find(m, Tmux)
	if (b.NoWorse || b.TmuxTimes > 0) && !hasTmux {
		return Verdict{}
	}
	if b.NoWorse {
		if m.MoreIsBetter() {
			need(1 - own.Value/tmux.Value)
		} else {
			need(own.Value/tmux.Value - 1)
		}
	}
	if b.TmuxTimes > 0 {
		short := 1 - own.Value/(b.TmuxTimes*tmux.Value)
		if bare, ok := r.Find(m, Bare); ok {
			short = min(short, 1-own.Value/(b.BareShare*bare.Value))
		}
		need(short)
	}
	return v
}
