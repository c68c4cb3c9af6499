package provider

import "encoding/json"

// Probe is the cheapest request that tells whether a provider takes a key.
//
// An endpoint that an agent is redirected to is asked for one short answer of its
// main model: that is the one request which all of them have, it is what the agent
// will send, and it tells a plan that has run out from one that works. It costs a
// few tokens. A native provider is asked for its list of models, which is free.
type Probe struct {
	// Label is that of the agent whose way of asking it is.
	Label string
	// Method and URL are the request's.
	Method, URL string
	// Header is sent as it is, and KeyHeader with the key behind KeyPrefix.
	Header               map[string]string
	KeyHeader, KeyPrefix string
	// Body is JSON. Nil: there is none.
	Body []byte
}

// probeTokens is how long an answer a probe asks for, in tokens: the least that all
// endpoints accept.
const probeTokens = 16

// manner is how an agent asks.
type manner struct {
	agent AgentID
	// path is behind an endpoint's base URL, and body what is sent there.
	path string
	body func(model string) any
	// list is where its native provider lists models.
	list                       string
	nativeHeader, nativePrefix string
	header                     map[string]string
}

func manners() []manner {
	return []manner{
		{
			agent: "claude",
			path:  "/v1/messages",
			body: func(model string) any {
				return map[string]any{
					"model": model, "max_tokens": probeTokens,
					"messages": []map[string]string{{"role": "user", "content": "Say ok."}},
				}
			},
			list:         "https://api.anthropic.com/v1/models",
			nativeHeader: "x-api-key",
			header:       map[string]string{"anthropic-version": "2023-06-01"},
		},
		{
			agent: "codex",
			path:  "/responses",
			body: func(model string) any {
				return map[string]any{
					"model": model, "max_output_tokens": probeTokens,
					"input":  []map[string]string{{"type": "message", "role": "user", "content": "Say ok."}},
					"stream": true, // as the agent does; not all have anything else
				}
			},
			list:         "https://api.openai.com/v1/models",
			nativeHeader: "Authorization", nativePrefix: bearer,
		},
	}
}

const bearer = "Bearer "

// Probes returns what to ask a provider: one for each agent that it answers, in the
// order of its endpoints; none for one that isn't known. Base URLs are those of c's
// settings.
func (c *Catalogue) Probes(id ID) ([]Probe, error) {
	var probes []Probe
	p, _ := c.Provider(id)
	for _, e := range p.Endpoints {
		for _, m := range manners() {
			if m.agent != e.Agent {
				continue
			}
			body, err := json.Marshal(m.body(e.Models.Main))
			if err != nil {
				return nil, err
			}
			probe := m.probe(c, "POST", e.BaseURL+m.path)
			probe.KeyHeader, probe.KeyPrefix, probe.Body = "Authorization", bearer, body
			probes = append(probes, probe)
		}
	}
	for _, m := range manners() {
		if a, ok := c.Agent(m.agent); ok && a.Native == id {
			probe := m.probe(c, "GET", m.list)
			probe.KeyHeader, probe.KeyPrefix = m.nativeHeader, m.nativePrefix
			probes = append(probes, probe)
		}
	}
	return probes, nil
}

func (m manner) probe(c *Catalogue, method, url string) Probe {
	a, _ := c.Agent(m.agent)
	return Probe{Label: a.Label, Method: method, URL: url, Header: m.header}
}
