package launch

import (
	"context"
	"errors"

	"jackin/cmd/internal/screen"
	"jackin/mux/ui"
)

// ErrCancelled is Pick's error where Esc left the first picker.
var ErrCancelled = errors.New("nothing was picked")

// Display is where pickers are shown: a [screen.Screen].
type Display interface {
	Next(context.Context) (screen.Event, error)
	Draw(func(ui.Canvas)) error
	Size() (cols, rows int)
}

// Pick asks for what Settle leaves open in from: the agent, and then the provider
// where there is more than one. Esc in the provider picker goes back to the agents,
// unless fixed: the agent was asked for by name then, and Esc leaves.
func Pick(ctx context.Context, d Display, o Offer, from Choice, fixed bool) (Choice, error) {
	agents := ui.NewList("Launch "+o.Workspace, o.agentItems())
	for i, a := range o.Catalogue.Agents {
		if a.ID == from.Agent {
			agents.Selected = i
		}
	}
	for asked := from.Agent == ""; ; asked = true {
		if asked {
			chosen, err := ask(ctx, d, &agents, nil)
			if err == nil && !chosen {
				err = ErrCancelled
			}
			if err != nil {
				return Choice{}, err
			}
		}
		agent := o.Catalogue.Agents[agents.Selected]
		choice, asks, err := o.Settle(Choice{Agent: agent.ID})
		if err != nil || !asks {
			return choice, err
		}
		offered := o.Catalogue.Available(agent.ID, o.Keys)
		items := func() []ui.Item { return o.providerItems(agent, offered) }
		providers := ui.NewList(agent.Label+": provider", items())
		chosen, err := ask(ctx, d, &providers, items)
		switch {
		case err != nil:
			return Choice{}, err
		case chosen:
			return Choice{Agent: agent.ID, Provider: offered[providers.Selected].ID}, nil
		case fixed:
			return Choice{}, ErrCancelled
		}
	}
}

// ask shows a list until something is chosen, or false for Esc. items renews the
// rows when keys have changed; it may be nil.
func ask(ctx context.Context, d Display, l *ui.List, items func() []ui.Item) (chosen bool, err error) {
	for {
		if err := d.Draw(func(c ui.Canvas) { drawAbove(c, l) }); err != nil {
			return false, err
		}
		e, err := d.Next(ctx)
		if err != nil {
			return false, err
		}
		cols, rows := d.Size()
		rows = max(rows-1, 1)
		outcome := ui.Pending
		switch e.Kind {
		case screen.Woken:
			if items != nil {
				l.Retain(items())
			}
		case screen.Pressed:
			outcome = l.Key(e.Key, cols, rows)
		case screen.Clicked:
			if r := l.Rect(cols, rows); r.Contains(e.X, e.Y) {
				outcome = l.Click(e.X-r.X, e.Y-r.Y, r.Cols, r.Rows)
			}
		}
		switch outcome {
		case ui.Chosen:
			return true, nil
		case ui.Cancelled:
			return false, nil
		}
	}
}

// drawAbove draws a widget in the middle of c, and its hints on the last row.
func drawAbove(c ui.Canvas, w ui.Widget) {
	cols, rows := c.Size()
	hints := ui.HintRow{Hints: w.Hints()}
	if rows > 1 {
		hints.Draw(ui.Within(c, hints.Rect(cols, rows)))
	}
	w.Draw(ui.Within(c, w.Rect(cols, max(rows-1, 1))))
}
