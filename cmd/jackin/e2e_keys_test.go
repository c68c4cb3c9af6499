//go:build e2e

package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"jackin/cmd/internal/loopback"
)

// TestE2EAgents: each agent with each of its providers, in tabs opened by
// keystroke, answers a typed prompt by a tool call, and no key is anywhere but
// in the processes of the tabs that it belongs to.
func TestE2EAgents(t *testing.T) {
	t.Parallel()
	start := time.Now().Add(-time.Second)
	a := newAgents(t, newEndpoint(t, nativeMarker))
	a.init = a.startInit()
	relay := newRelay(t, a.runDir)
	a.attach(80, 24, relay.dir)
	a.open()
	a.must("new", "shell", "--background")
	a.must("new", "--background", "--", "cat")
	holders := a.holders()
	a.searched("before the prompts", start, relay, holders)

	a.ask("where are we")
	a.seen(1)
	a.searched("after the tool calls", start, relay, holders)

	a.term.resize(120, 40)
	a.ask("and where are we now")
	a.seen(2)
	a.searched("after a second round at 120x40", start, relay, holders)

	// Each agent ends as its user ends it, and takes its tab along.
	for i, tab := range agentTabs {
		a.term.leader(string(rune('1' + i)))
		a.ready(tab)
		a.term.must("send-keys", "C-c", "C-c")
		a.term.waitGone(tab.label)
	}
	a.must("new", "shell", "--background") // it gets the lowest number
	if got := a.labels(); got != "Shell, Shell, cat" {
		a.term.fatalf("after the agents' end the tabs are %s", got)
	}
	holders = a.holders()
	a.searched("after the agents' end", start, relay, holders)
	a.must("stop")
	<-a.init.ended
	a.searched("after jackin's end", start, relay, nil)
}

// holder is a tab, by the leader of its session, with the keys that its process
// tree may have, and has.
type holder struct {
	pid  int
	uuid string
	keys []string
}

// holders says who has which keys.
func (a *agents) holders() []holder {
	a.t.Helper()
	keys := map[string][]string{
		"Claude (MiniMax)":   {a.key.minimax},
		"Codex (MiniMax)":    {a.key.minimax},
		"Claude (Anthropic)": {a.key.anthropic, a.key.oauth},
		"Codex (OpenAI)":     {a.key.openai},
		"Shell":              a.key.natives(), // a user's own shell: what came in with the environment
		"cat":                nil,
	}
	var list []holder
	for _, tab := range a.tabs() {
		k, known := keys[tab.Label]
		if !known || tab.Pid == nil {
			a.term.fatalf("tab %d is %s, %s", tab.ID, tab.Label, tab.State)
		}
		list = append(list, holder{pid: *tab.Pid, uuid: tab.UUID, keys: k})
	}
	return list
}

// holderOf is the tab that a process belongs to: that of the leader that it
// descends from, or of the environment that it has from there, where what is
// between them has ended already.
func holderOf(all map[int]proc, p proc, holders []holder) *holder {
	for pid := p.pid; pid > 1; pid = all[pid].parent {
		for i, h := range holders {
			if h.pid == pid {
				return &holders[i]
			}
		}
	}
	for i, h := range holders {
		if p.value("JACKIN_TAB") == h.uuid {
			return &holders[i]
		}
	}
	return nil
}

// searched looks for every key everywhere. Each is in the processes of its
// holders, in the memory file that init keeps, and nowhere else. Without holders
// jackin has ended.
func (a *agents) searched(when string, start time.Time, r *relay, holders []holder) {
	a.t.Helper()
	var talk string
	var roots []int
	if holders != nil {
		for _, args := range [][]string{{"ls"}, {"ls", "--json"}, {"providers"}, {"providers", "--json"}} {
			talk += a.must(args...)
		}
		roots = []int{a.init.pid()}
	}
	texts := append(a.key.natives(), a.key.minimax)
	found, all := search(a.t, texts, roots, []string{a.base(), r.dir}, start)
	up, down := r.traffic()
	if down == "" || up == "" {
		a.t.Errorf("%s: the socket's traffic isn't recorded", when)
	}
	for _, text := range texts {
		name := keyName(text)
		held := map[int]bool{}
		for _, p := range found[text] {
			h := holderOf(all, p.proc, holders)
			switch {
			case p.what == "memfd" && slices.Contains(roots, p.proc.pid):
			case p.what == "environ" && h != nil && slices.Contains(h.keys, text):
				held[h.pid] = held[h.pid] || p.proc.pid == h.pid
			default:
				a.t.Errorf("%s: %s is in the %s", when, name, p)
			}
		}
		for _, h := range holders {
			if slices.Contains(h.keys, text) && !held[h.pid] {
				a.t.Errorf("%s: %s isn't in the environment of %s, where it belongs", when, name, all[h.pid])
			}
		}
		if strings.Contains(talk, text) {
			a.t.Errorf("%s: %s is printed by ls or providers:\n%s", when, name, talk)
		}
		if strings.Contains(up, text) || strings.Contains(down, text) {
			a.t.Errorf("%s: %s has passed the socket", when, name)
		}
	}
	for _, p := range all {
		if strings.Contains(p.cmdline, "app-server") && p.value("HOME") == a.home {
			a.t.Errorf("%s: an app-server runs: %s", when, p)
		}
	}
}

// keyName is a canary without what makes it unique, for messages.
func keyName(key string) string { return key[:strings.LastIndexByte(key, '-')] }

// seen checks what the endpoints were asked in so many rounds of prompts, against
// the catalogue's facts.
func (a *agents) seen(rounds int) {
	a.t.Helper()
	for _, want := range []struct {
		name           string
		s              *loopback.Server
		path, query    string
		model          string // the begin of its name
		bearer, apiKey string
	}{
		{"Claude on MiniMax", a.mm, "/anthropic/v1/messages", "beta=true", "MiniMax-M3", "Bearer " + a.key.minimax, ""},
		{"Codex on MiniMax", a.mm, "/v1/responses", "", "MiniMax-M3", "Bearer " + a.key.minimax, ""},
		{"Claude on Anthropic", a.native, "/v1/messages", "beta=true", "claude-", "", a.key.anthropic},
		{"Codex on OpenAI", a.native, "/v1/responses", "", "gpt-", "Bearer " + a.key.openai, ""},
	} {
		replies := map[loopback.Reply]int{}
		for _, r := range want.s.Requests() {
			if r.Path != want.path {
				continue
			}
			replies[r.Reply]++
			if r.Method != http.MethodPost || r.Query != want.query || !strings.HasPrefix(r.Model, want.model) ||
				r.Header.Get("Authorization") != want.bearer || r.Header.Get("X-Api-Key") != want.apiKey {
				a.t.Errorf("%s: %s %s?%s for %s with Authorization %q, X-Api-Key %q", want.name,
					r.Method, r.Path, r.Query, r.Model, r.Header.Get("Authorization"), r.Header.Get("X-Api-Key"))
			}
			if r.Reply == loopback.ReplyAnswer && !strings.Contains(r.Body, a.work) {
				a.t.Errorf("%s: the tool's output isn't in the request", want.name)
			}
		}
		if replies[loopback.ReplyTool] != rounds || replies[loopback.ReplyAnswer] != rounds {
			a.t.Errorf("%s: %v replies, want %d tool calls and as many answers", want.name, replies, rounds)
		}
	}
	never(a.t, "MiniMax", a.mm, a.key.natives()...)
	never(a.t, "native", a.native, a.key.minimax, a.key.oauth)
}

// never checks that an endpoint has not seen keys, in no part of any request.
func never(t *testing.T, name string, s *loopback.Server, keys ...string) {
	t.Helper()
	for _, r := range s.Requests() {
		if r.Dropped {
			t.Errorf("a body of the %s endpoint is gone unsearched", name)
		}
		all, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keys {
			if strings.Contains(string(all), key) {
				t.Errorf("the %s endpoint saw %s in %s %s", name, keyName(key), r.Method, r.Path)
			}
		}
	}
}

// TestE2ETwoServers: two servers with keys of their own and one home, one
// CODEX_HOME: each endpoint sees the key of its own server alone.
func TestE2ETwoServers(t *testing.T) {
	t.Parallel()
	native := newEndpoint(t, nativeMarker)
	first, second := newAgents(t, native), newAgents(t, native)
	second.home, second.work = first.home, first.work
	second.vars["CODEX_HOME"] = first.vars["CODEX_HOME"]
	tab := agentTabs[2] // Codex on MiniMax
	for _, a := range []*agents{first, second} {
		a.init = a.startInit()
		a.must("new", "codex", "--provider", "minimax")
		a.attach(80, 24, a.runDir)
		a.ready(tab)
	}
	for i, a := range []*agents{first, second, first} {
		a.prompt(tab, fmt.Sprintf("where are we, number %d", i))
	}
	for i, a := range []*agents{first, second} {
		other := []*agents{second, first}[i]
		for _, r := range a.mm.Requests() {
			if r.Key() != a.key.minimax {
				t.Errorf("endpoint %d saw the key %q in %s", i+1, r.Key(), r.Path)
			}
		}
		never(t, "MiniMax", a.mm, append(append(other.key.natives(), other.key.minimax), a.key.natives()...)...)
	}
}
