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
	pids := a.pids()
	holders := a.holders(pids)
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
	shells := map[int][]string{}
	for _, tab := range a.tabs() {
		if tab.Agent == "shell" {
			shells[*tab.Pid] = a.key.natives()
		} else {
			shells[*tab.Pid] = nil
		}
	}
	a.searched("after the agents' end", start, relay, shells)
	a.must("stop")
	<-a.init.ended
	a.searched("after jackin's end", start, relay, nil)
}

// holders says which keys the process tree of each tab may hold, and does.
func (a *agents) holders(pids map[string]int) map[int][]string {
	return map[int][]string{
		pids["Claude (MiniMax)"]:   {a.key.minimax},
		pids["Codex (MiniMax)"]:    {a.key.minimax},
		pids["Claude (Anthropic)"]: {a.key.anthropic, a.key.oauth},
		pids["Codex (OpenAI)"]:     {a.key.openai},
		// A user's own shell, with what came in with the environment.
		pids["Shell"]: a.key.natives(),
		pids["cat"]:   nil,
	}
}

// searched looks for every key everywhere. Each is in the processes of its
// holders, tabs by the pid of their leader, in the memory file that init keeps,
// and nowhere else.
func (a *agents) searched(when string, start time.Time, r *relay, holders map[int][]string) {
	a.t.Helper()
	texts := append(a.key.natives(), a.key.minimax)
	initPid := a.init.pid()
	if len(holders) == 0 {
		initPid = 0
	}
	talk := ""
	if holders != nil {
		for _, args := range [][]string{{"ls"}, {"ls", "--json"}, {"providers"}, {"providers", "--json"}} {
			talk += a.must(args...)
		}
	}
	var leaders []int
	for pid := range holders {
		leaders = append(leaders, pid)
	}
	found := search(a.t, texts, append(leaders, initPid), []string{a.base(), r.dir}, start)
	all := processTable(a.t)
	for _, text := range texts {
		name := keyName(text)
		held := map[int]bool{}
		for _, p := range found[text] {
			leader := below(all, p.proc.pid, leaders)
			switch {
			case p.what == "memfd" && p.proc.pid == initPid:
			case p.what == "environ" && leader != 0 && slices.Contains(holders[leader], text):
				held[leader] = true
			default:
				a.t.Errorf("%s: %s is in the %s", when, name, p)
			}
		}
		for leader, keys := range holders {
			if slices.Contains(keys, text) && !held[leader] {
				a.t.Errorf("%s: %s isn't in the environment of %s, where it belongs", when, name, all[leader])
			}
		}
		if strings.Contains(talk, text) {
			a.t.Errorf("%s: %s is printed by ls or providers:\n%s", when, name, talk)
		}
		up, down := r.traffic()
		if strings.Contains(up, text) || strings.Contains(down, text) {
			a.t.Errorf("%s: %s has passed the socket", when, name)
		}
		if down == "" || up == "" {
			a.t.Errorf("%s: the socket's traffic isn't recorded", when)
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
// catalogue.go's facts.
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
