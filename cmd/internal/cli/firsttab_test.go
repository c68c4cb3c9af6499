//go:build linux

package cli

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jackin/session/link"
)

func TestFirstTabs(t *testing.T) {
	for _, test := range []struct {
		args []string
		rest int // arguments behind the options
		want []link.FirstTab
		code int // of the refusal
	}{
		{args: nil},
		{args: []string{"--tab", "claude", "--tab=codex:minimax"}, want: []link.FirstTab{
			{Agent: "claude", Dir: "/shop"}, {Agent: "codex", Provider: "minimax", Dir: "/shop"}}},
		{args: []string{"--tab", "shell", "--main", "claude:zai"}, want: []link.FirstTab{
			{Agent: "claude", Provider: "zai", Main: true, Dir: "/shop"}, {Agent: "shell", Dir: "/shop"}}},
		{args: []string{"--tab", "claude:"}, code: exitUsage},
		{args: []string{"--tab", ":minimax"}, code: exitUsage},
		{args: []string{"--main", "claud"}, code: exitNotFound},
	} {
		o, _, err := parseInit(test.args)
		if err != nil {
			t.Errorf("parseInit(%q): %v", test.args, err)
			continue
		}
		got, err := o.firstTabs("/shop")
		var refusal *Error
		if errors.As(err, &refusal); refusal != nil && refusal.Code != test.code || refusal == nil && test.code != 0 {
			t.Errorf("firstTabs(%q): %v, want code %d", test.args, err, test.code)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("firstTabs(%q) (-want +got):\n%s", test.args, diff)
		}
	}
}

func TestNoVerb(t *testing.T) {
	for _, test := range []struct {
		args []string
		want bool
	}{
		{nil, true},
		{[]string{"--tab", "claude"}, true},
		{[]string{"--", "ls"}, true},
		{[]string{"--user", "agent", "--", "--help"}, true},
		{[]string{"ls"}, false},
		{[]string{"init", "--tab", "claude"}, false},
		{[]string{"--help"}, false},
		{[]string{"--debug", "-h"}, false},
	} {
		if got := noVerb(test.args); got != test.want {
			t.Errorf("noVerb(%q) = %v, want %v", test.args, got, test.want)
		}
	}
}
