package provider

import (
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

func TestFill(t *testing.T) {
	s := slots{"a": "1", "empty": "", "q": "x\"\\\n\x7fé"}
	for _, tc := range []struct {
		text, want string
		full       bool
	}{
		{"", "", true},
		{"plain {} $ }", "plain {} $ }", true},
		{"${a}", "1", true},
		{"x${a}y${a}z", "x1y1z", true},
		{"x={${a:toml}=1}", `x={"1"=1}`, true},
		{"${a}${empty}", "1", false},
		{"${empty:toml}", `""`, false},
		{"${q:toml}", `"x\"\\\u000A\u007Fé"`, true},
	} {
		got, full, err := s.fill(tc.text)
		if err != nil || got != tc.want || full != tc.full {
			t.Errorf("fill(%q) = %q, %t, %v; want %q, %t", tc.text, got, full, err, tc.want, tc.full)
		}
	}
	for _, text := range []string{"${", "${a", "${b}", "${a:json}", "${}", "${a}${b}"} {
		if got, _, err := s.fill(text); err == nil {
			t.Errorf("fill(%q) = %q, want an error", text, got)
		}
	}
}

// A value is not searched for slots again.
func TestFillOnce(t *testing.T) {
	got, _, err := slots{"a": "${a}${b}"}.fill("${a}")
	if err != nil || got != "${a}${b}" {
		t.Errorf("fill = %q, %v", got, err)
	}
}

func FuzzQuoteTOML(f *testing.F) {
	for _, s := range []string{"", "plain", `a "b" \c`, "\x00\x1f\x7f\n", "é\u2028", "\xff", `"""`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		quoted := quoteTOML(s)
		if strings.Contains(quoted, "\n") {
			t.Fatalf("quoteTOML(%q) = %q has two lines", s, quoted)
		}
		var doc map[string]any
		if _, err := toml.Decode("x = { "+quoted+" = "+quoted+" }", &doc); err != nil {
			t.Fatalf("quoteTOML(%q) = %q: %v", s, quoted, err)
		}
		want := strings.ToValidUTF8(s, "\uFFFD")
		if got := doc["x"].(map[string]any)[want]; got != want {
			t.Errorf("quoteTOML(%q) reads back as %v", s, doc["x"])
		}
	})
}

func TestHolds(t *testing.T) {
	for _, tc := range []struct {
		args  string
		flags string
		want  bool
	}{
		{"", "-c", false},
		{"-c", "-c", true},
		{"-cx", "-c", true},
		{"--continue", "-c", false},
		{"--continue", "--cont", false},
		{"--continue=x", "--continue", true},
		{"a b -p", "-c -p", true},
		{"-- -c", "-c", false},
		{"model_provider=x", "model_provider", true},
		{"model_providers.x=1", "model_provider", false},
	} {
		if got := holds(strings.Fields(tc.args), strings.Fields(tc.flags)); got != tc.want {
			t.Errorf("holds(%q, %q) = %t, want %t", tc.args, tc.flags, got, tc.want)
		}
	}
}
