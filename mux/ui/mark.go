package ui

import "github.com/gdamore/tcell/v2"

// TabState is where a tab is in its life. The zero value is starting.
type TabState uint8

// The states of a tab.
const (
	StateStarting TabState = iota
	StateWaiting           // for a key
	StateRunning
	StateExited
)

// Activity is what the agent in a running tab is doing. The zero value is
// unknown, which is shown as nothing: no mark may look like idle.
type Activity uint8

// The activities of an agent.
const (
	ActivityUnknown Activity = iota
	ActivityWorking
	ActivityBlocked // it waits for the operator
	ActivityDone
	ActivityIdle
)

// The marks. All of them are one cell wide.
const (
	markStarting = "…"
	markWaiting  = "?"
	markExited   = "✗"
	markWorking  = "●"
	markBlocked  = "◐"
	markDone     = "✓"
	markIdle     = "○"
	markAttend   = "!"
	markOldKey   = "↻"
)

// StateMarks is what stands behind a tab's label in the strip, for the help.
func StateMarks() []Hint {
	return []Hint{
		{markStarting, "the tab starts"},
		{markWaiting, "it waits for a key"},
		{markExited + "1", "its program exited with 1"},
		{markExited + "TERM", "its program was killed by SIGTERM"},
		{markOldKey, "its key has changed: run it again to use the new one"},
	}
}

// ActivityMarks is the same for agents that say what they do.
func ActivityMarks() []Hint {
	return []Hint{
		{markWorking, "the agent works"},
		{markBlocked, "the agent waits for you"},
		{markDone, "the agent is done"},
		{markIdle, "the agent is idle"},
		{markAttend, "the tab wants your attention"},
	}
}

// tone is how a mark is coloured where its tab is neither selected nor current.
type tone uint8

const (
	tonePlain tone = iota
	toneFaint
	toneGood
	toneAlert
	toneBad
)

func (t tone) style() tcell.Style {
	switch t {
	case toneFaint:
		return faint()
	case toneGood:
		return good()
	case toneAlert:
		return alert()
	case toneBad:
		return bad()
	}
	return plain()
}

// mark is the text behind the label of t.
func (t StripTab) mark() (string, tone) {
	m, tn := "", tonePlain
	switch t.State {
	case StateStarting:
		m, tn = markStarting, toneFaint
	case StateWaiting:
		m, tn = markWaiting, toneAlert
	case StateExited:
		m, tn = markExited+Clean(t.Exit), toneBad
		if t.Exit == "0" {
			tn = toneFaint
		}
	case StateRunning:
		m, tn = t.Activity.mark()
		if t.OldKey {
			m, tn = m+markOldKey, toneAlert
		}
	}
	if t.Attention {
		m, tn = m+markAttend, toneAlert
	}
	return m, tn
}

func (a Activity) mark() (string, tone) {
	switch a {
	case ActivityWorking:
		return markWorking, toneGood
	case ActivityBlocked:
		return markBlocked, toneAlert
	case ActivityDone:
		return markDone, toneGood
	case ActivityIdle:
		return markIdle, toneFaint
	}
	return "", tonePlain
}
