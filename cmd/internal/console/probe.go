package console

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"jackin/cmd/internal/vault"
	"jackin/provider"
	"jackin/provider/config"
	"jackin/provider/secret"
)

// HTTP asks providers over the network. It is a [Prober].
type HTTP struct {
	// Resolver is how settings of a config are resolved.
	Resolver func(*config.Config) vault.Resolver
}

// Probe implements Prober. Redirects are not followed: the key goes to the host of
// the base URL alone.
func (h HTTP) Probe(ctx context.Context, c *config.Config, id provider.ID, s config.Setting) []Answer {
	catalogue, err := provider.Default().WithSettings(c.Settings())
	if err != nil {
		return []Answer{{Label: string(id), Said: err.Error()}}
	}
	probes, err := catalogue.Probes(id)
	if err != nil {
		return []Answer{{Label: string(id), Said: err.Error()}}
	}
	values, problems := h.Resolver(c).All(ctx, []config.Setting{s})
	for _, p := range problems {
		return []Answer{{Label: s.Name, Said: p.Reason}}
	}
	key := values[s.Name]
	if key.Empty() {
		return []Answer{{Label: s.Name, Said: "its value is empty"}}
	}
	client := &http.Client{
		Transport:     &http.Transport{Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	var answers []Answer
	for _, p := range probes {
		a := ask(ctx, client, p, key)
		a.Label = p.Label
		answers = append(answers, a)
	}
	return answers
}

// ask sends one probe. Of the answer the status alone is read: its body may repeat
// what was sent.
func ask(ctx context.Context, client *http.Client, p provider.Probe, key secret.Value) Answer {
	r, err := http.NewRequestWithContext(ctx, p.Method, p.URL, bytes.NewReader(p.Body))
	if err != nil {
		return Answer{Said: "the URL can't be asked"}
	}
	for name, value := range p.Header {
		r.Header.Set(name, value)
	}
	if p.Body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	r.Header.Set(p.KeyHeader, p.KeyPrefix+key.Reveal())
	host := r.URL.Host
	began := time.Now()
	response, err := client.Do(r)
	if err != nil {
		return Answer{Said: host + ": " + failure(ctx, err)}
	}
	defer response.Body.Close()
	said, ok := verdict(response.StatusCode)
	return Answer{OK: ok, Said: fmt.Sprintf("%s: %s (%s)", host, said, time.Since(began).Round(time.Millisecond))}
}

// verdict is an HTTP status in words.
func verdict(code int) (said string, ok bool) {
	status := fmt.Sprintf("%d %s", code, http.StatusText(code))
	switch {
	case code >= 200 && code < 300:
		return status + ": the key is taken", true
	case code == http.StatusUnauthorized:
		return status + ": the key is not taken", false
	case code == http.StatusForbidden:
		return status + ": the key is known, and may not do this", false
	case code == http.StatusPaymentRequired:
		return status + ": the plan or its credit has run out", false
	case code == http.StatusTooManyRequests:
		return status + ": the key is taken, its quota is used up for now", false
	case code == http.StatusNotFound:
		return status + ": nothing answers there; look at base_url", false
	case code == http.StatusBadRequest:
		return status + ": the request or its model is refused", false
	case code >= 300 && code < 400:
		return status + ": it sends elsewhere, where the key doesn't go", false
	case code >= 500:
		return status + ": the provider has a problem; this says nothing of the key", false
	}
	return status, false
}

// failure is why there was no answer, in words.
func failure(ctx context.Context, err error) string {
	var dns *net.DNSError
	var operation *net.OpError
	switch {
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		return context.Cause(ctx).Error()
	case ctx.Err() != nil:
		return "called off"
	case errors.As(err, &dns):
		return "its name can't be resolved"
	case errors.As(err, &operation):
		return operation.Err.Error()
	}
	return "no answer: " + err.Error()
}
