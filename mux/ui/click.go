package ui

// Click implements Widget: a click on an item chooses it.
func (l *List) Click(x, y, cols, rows int) Outcome {
	in := l.itemArea(cols, rows)
	if !in.Contains(x, y) {
		return Pending
	}
	vis := l.visible()
	row := l.top(vis, in.Rows) + y - in.Y
	if row >= len(vis) || l.Items[vis[row]].Disabled {
		return Pending
	}
	l.Selected = vis[row]
	return Chosen
}

// Click implements Widget: a click on a choice takes it.
func (d *Dialog) Click(x, y, cols, rows int) Outcome {
	for _, s := range d.choiceSpans(inside(cols, rows)) {
		if s.Contains(x, y) {
			d.Selected = s.choice
			return Chosen
		}
	}
	return Pending
}

// Click implements Widget: there is nothing to click.
func (m *Message) Click(_, _, _, _ int) Outcome { return Pending }

// Click implements Widget: there is nothing to click.
func (in *Input) Click(_, _, _, _ int) Outcome { return Pending }
