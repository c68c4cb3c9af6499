package cli

import (
	"fmt"

	"jackin/mux/wire"
)

// askShortly is ask for a completion.
func (e Env) askShortly(verb string, body, answer any) error {
	s, err := e.connect(completionTime)
	if err != nil {
		return err
	}
	defer s.close()
	return s.request(verb, body, answer)
}

// tabWords are the numbers of the tabs with their labels.
func (e Env) tabWords() []string {
	var tabs []wire.Tab
	if e.askShortly(wire.VerbList, nil, &tabs) != nil {
		return nil
	}
	var list []string
	for _, t := range tabs {
		list = append(list, fmt.Sprintf("%d\t%s", t.ID, t.Label))
	}
	return list
}

// offered are the providers that the server has for an agent, with their labels.
func (e Env) offered(agent string) []string {
	var rows []wire.ProviderRow
	if e.askShortly(wire.VerbProviders, wire.ProvidersOf{Agent: agent}, &rows) != nil {
		return nil
	}
	var list []string
	for _, r := range rows {
		if r.Configured && (agent == "" || r.Agent == agent) {
			list = append(list, r.Provider+"\t"+r.Label)
		}
	}
	return list
}
