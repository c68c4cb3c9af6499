//go:build linux

package cli

import (
	"bytes"
	"strings"
	"testing"

	"jackin/provider/secret"
	"jackin/session/pid1"
)

var knownKeys = []secret.Ref{"MINIMAX_API_KEY", "ZAI_API_KEY"}

// text is keys as NAME=VALUE, a space between.
func keysText(keys []pid1.Pushed) string {
	var list []string
	for _, k := range keys {
		list = append(list, string(k.Name)+"="+string(k.Value))
	}
	return strings.Join(list, " ")
}

func TestParseKeys(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{"ZAI_API_KEY", "sk-canary", "ZAI_API_KEY=sk-canary"},
		{"ZAI_API_KEY", "sk-canary\n", "ZAI_API_KEY=sk-canary"},
		{"ZAI_API_KEY", "sk-canary\r\n", "ZAI_API_KEY=sk-canary"},
		{"ZAI_API_KEY", "", "ZAI_API_KEY="},
		{"ZAI_API_KEY", "\n", "ZAI_API_KEY="},
		{"ZAI_API_KEY", "ZAI_API_KEY=x", "ZAI_API_KEY=ZAI_API_KEY=x"},
		{"", "ZAI_API_KEY=sk-canary", "ZAI_API_KEY=sk-canary"},
		{"", "\nZAI_API_KEY=sk==\r\n\nMINIMAX_API_KEY=\n", "ZAI_API_KEY=sk== MINIMAX_API_KEY="},
	} {
		keys, err := parseKeys(tc.name, []byte(tc.text), knownKeys)
		if got := keysText(keys); err != nil || got != tc.want {
			t.Errorf("parseKeys(%q, %q) = %q, %v, want %q", tc.name, tc.text, got, err, tc.want)
		}
	}
	for _, tc := range []struct{ name, text, want string }{
		{"NOPE", "sk-canary", `no key "NOPE"`},
		{"ZAI_API_KEY", "sk-canary\nsk-canary\n", "ZAI_API_KEY holds a control character"},
		{"ZAI_API_KEY", "sk-canary\x00", "control character"},
		{"ZAI_API_KEY", strings.Repeat("canary", 10000), "longer than"},
		{"ZAI_API_KEY", strings.Repeat("canary", pid1.MaxPush), "more than"},
		{"", "", "no line"},
		{"", "\n\n", "no line"},
		{"", "sk-canary", "line 1 is not NAME=VALUE"},
		{"", "\nsk-canary==", "line 2 names no key"},
		{"", "export ZAI_API_KEY=canary", "line 1 names no key"},
		{"", "ZAI_API_KEY=canary\nZAI_API_KEY=canary", "line 2 names ZAI_API_KEY again"},
		{"", "ZAI_API_KEY=canary\x1b", "line 1: the value of ZAI_API_KEY holds"},
	} {
		keys, err := parseKeys(tc.name, []byte(tc.text), knownKeys)
		if err == nil || !strings.Contains(err.Error(), tc.want) || strings.Contains(err.Error(), "canary") {
			t.Errorf("parseKeys(%q, %.40q) = %d keys, %v, want an error with %q", tc.name, tc.text, len(keys), err, tc.want)
		}
	}
}

func FuzzParseKeys(f *testing.F) {
	for _, s := range []string{"", "sk-canary\n", "ZAI_API_KEY=x\r\nMINIMAX_API_KEY=", "=", "ZAI_API_KEY", "\x00=\n"} {
		f.Add("", []byte(s))
		f.Add("ZAI_API_KEY", []byte(s))
	}
	f.Fuzz(func(t *testing.T, name string, text []byte) {
		keys, err := parseKeys(name, text, knownKeys)
		if err != nil {
			return
		}
		if name != "" && len(keys) != 1 {
			t.Errorf("%d values for one name", len(keys))
		}
		for _, k := range keys {
			if !bytes.Contains(text, k.Value) || k.Name != "ZAI_API_KEY" && k.Name != "MINIMAX_API_KEY" {
				t.Errorf("parseKeys(%q, %q) makes up %s", name, text, k.Name)
			}
		}
		// What is taken here is taken by init.
		push, err := pid1.WritePush(keys)
		if err != nil {
			t.Fatalf("WritePush of what parseKeys takes: %v", err)
		}
		push.Close()
	})
}

func TestParseSignal(t *testing.T) {
	for s, want := range map[string]int{"TERM": 15, "sigint": 2, "SIGUSR1": 10, "9": 9, "64": 64} {
		if got, err := parseSignal(s); err != nil || got != want {
			t.Errorf("parseSignal(%q) = %d, %v, want %d", s, got, err, want)
		}
	}
	for _, s := range []string{"", "0", "65", "-1", "nope", "SIGSIGTERM"} {
		if got, err := parseSignal(s); err == nil {
			t.Errorf("parseSignal(%q) = %d, want an error", s, got)
		}
	}
}
