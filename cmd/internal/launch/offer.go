package launch

import (
	"fmt"
	"strings"

	"jackin/mux/ui"
	"jackin/provider"
)

// Choice is what the first tab runs.
type Choice struct {
	// Agent is empty where it isn't chosen yet.
	Agent provider.AgentID
	// Provider is empty where it isn't chosen yet, and for an agent without one.
	Provider provider.ID
}

// Offer is what there is to choose from.
type Offer struct {
	// Workspace is what the picker's title names.
	Workspace string
	Catalogue *provider.Catalogue
	// Keys decide which providers there are: those with a key in a layer.
	Keys *Keys
}

// Settle completes a choice as far as nobody has to be asked: asks says that
// somebody has. A choice that can't be is refused by name, in an error.
func (o Offer) Settle(c Choice) (settled Choice, asks bool, err error) {
	if c.Agent == "" {
		if c.Provider != "" {
			return c, false, fmt.Errorf("provider %q goes with an agent", c.Provider)
		}
		return c, true, nil
	}
	agent, ok := o.Catalogue.Agent(c.Agent)
	if !ok {
		var known []string
		for _, a := range o.Catalogue.Agents {
			known = append(known, string(a.ID))
		}
		return c, false, fmt.Errorf("there is no agent %q; known are %s", c.Agent, strings.Join(known, ", "))
	}
	if c.Provider != "" {
		if reason := o.Catalogue.Unavailable(c.Agent, c.Provider, o.Keys); reason != "" {
			return c, false, fmt.Errorf("provider %q for agent %q: %s", c.Provider, c.Agent, reason)
		}
		return c, false, nil
	}
	switch offered := o.Catalogue.Available(agent.ID, o.Keys); len(offered) {
	case 0:
		return c, false, nil
	case 1:
		c.Provider = offered[0].ID
		return c, false, nil
	}
	return c, true, nil
}

// agentItems are the rows of the agent picker.
func (o Offer) agentItems() []ui.Item {
	items := make([]ui.Item, len(o.Catalogue.Agents))
	for i, a := range o.Catalogue.Agents {
		items[i] = ui.Item{Label: a.Label}
	}
	return items
}

// providerItems are the rows of an agent's provider picker: the native one waits for
// nobody; the others have to be ready.
func (o Offer) providerItems(agent provider.Agent, offered []provider.Provider) []ui.Item {
	items := make([]ui.Item, len(offered))
	for i, p := range offered {
		items[i] = ui.Item{Label: p.Label}
		if p.ID == agent.Native {
			continue
		}
		switch state, reason := o.Keys.State(p.Key); state {
		case Resolving:
			items[i].Detail, items[i].Disabled = "resolving", true
		case Failed:
			items[i].Detail, items[i].Disabled = reason, true
		}
	}
	return items
}
