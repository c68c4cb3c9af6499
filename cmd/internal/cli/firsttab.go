//go:build linux

package cli

import (
	"strings"

	"jackin/provider"
	"jackin/session/link"
)

// firstTabs are the tabs that the server is to open at its start, in dir; the main
// one is the first.
func (o *initOptions) firstTabs(dir string) ([]link.FirstTab, error) {
	if dir == "" {
		dir = "/" // the working directory is gone
	}
	var tabs []link.FirstTab
	if o.main != "" {
		t, err := parseTab("--main", o.main)
		if err != nil {
			return nil, err
		}
		t.Main = true
		tabs = append(tabs, t)
	}
	for _, text := range o.tabs {
		t, err := parseTab("--tab", text)
		if err != nil {
			return nil, err
		}
		tabs = append(tabs, t)
	}
	if len(o.command) > 0 {
		tabs = append(tabs, link.FirstTab{Command: o.command})
	}
	if len(tabs) > link.MaxFirstTabs {
		return nil, fail(exitUsage, "%d tabs are more than the %d that there can be", len(tabs), link.MaxFirstTabs)
	}
	for i := range tabs {
		tabs[i].Dir = dir
	}
	return tabs, nil
}

// parseTab reads AGENT[:PROVIDER]. The agent's name is looked up here, where the
// person who has mistyped it sees the answer; providers are the server's, which
// knows the operator's own.
func parseTab(option, text string) (link.FirstTab, error) {
	agent, name, colon := strings.Cut(text, ":")
	if agent == "" || colon && name == "" {
		return link.FirstTab{}, fail(exitUsage, "%s %q isn't AGENT or AGENT:PROVIDER", option, text).hint("jackin help init")
	}
	if _, ok := provider.Default().Agent(provider.AgentID(agent)); !ok {
		var known []string
		for _, a := range provider.Default().Agents {
			known = append(known, string(a.ID))
		}
		return link.FirstTab{}, fail(exitNotFound, "%s: there is no agent %q", option, agent).hint("agents: %s", strings.Join(known, ", "))
	}
	return link.FirstTab{Agent: agent, Provider: name}, nil
}
