package secret_test

import (
	"strings"
	"testing"

	"jackin/provider/secret"
)

func TestValue(t *testing.T) {
	if v := secret.New(canaryKey); v.Empty() || v.Reveal() != canaryKey {
		t.Errorf("New(canary): Empty %t, Reveal unequal", v.Empty())
	}
	for name, v := range map[string]secret.Value{"zero": {}, "empty": secret.New("")} {
		if !v.Empty() || v.Reveal() != "" {
			t.Errorf("%s Value: Empty %t, Reveal %q", name, v.Empty(), v.Reveal())
		}
	}
}

func TestParseSource(t *testing.T) {
	for _, c := range []struct {
		in      string
		kind    secret.Kind
		literal string
		host    string
		ref     string
	}{
		{in: "", kind: secret.KindLiteral},
		{in: "plain", kind: secret.KindLiteral, literal: "plain"},
		{in: " $SPACE", kind: secret.KindLiteral, literal: " $SPACE"},
		{in: "a$B", kind: secret.KindLiteral, literal: "a$B"},
		{in: "$$", kind: secret.KindLiteral, literal: "$"},
		{in: "$$NAME", kind: secret.KindLiteral, literal: "$NAME"},
		{in: "$$$", kind: secret.KindLiteral, literal: "$$"},
		{in: "two\nlines", kind: secret.KindLiteral, literal: "two\nlines"},
		{in: "https://x/op://y", kind: secret.KindLiteral, literal: "https://x/op://y"},
		{in: "$NAME", kind: secret.KindHost, host: "NAME"},
		{in: "${NAME}", kind: secret.KindHost, host: "NAME"},
		{in: "$_a1", kind: secret.KindHost, host: "_a1"},
		{in: "op://Team/MiniMax/key", kind: secret.KindOp, ref: "op://Team/MiniMax/key"},
		{in: "op://Team/Mini Max/section/key", kind: secret.KindOp, ref: "op://Team/Mini Max/section/key"},
		{in: "op://Team/MiniMax/otp?attribute=otp", kind: secret.KindOp, ref: "op://Team/MiniMax/otp?attribute=otp"},
		{in: "OP://Team/MiniMax/key", kind: secret.KindOp, ref: "OP://Team/MiniMax/key"},
	} {
		s, err := secret.ParseSource(c.in)
		if err != nil {
			t.Errorf("ParseSource(%q): %v", c.in, err)
			continue
		}
		ref, account := s.Op()
		if s.Kind() != c.kind || s.Literal().Reveal() != c.literal || s.HostVariable() != c.host || ref != c.ref || account != "" {
			t.Errorf("ParseSource(%q) = %v %q %q %q %q, want %v %q %q %q", c.in,
				s.Kind(), s.Literal().Reveal(), s.HostVariable(), ref, account, c.kind, c.literal, c.host, c.ref)
		}
	}
}

func TestParseSourceErrors(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"$", "write \"$$\""},
		{"$1canary", "write \"$$\""},
		{"$canary-key", "write \"$$\""},
		{"${canary", `must end with "}"`},
		{"${}", "write \"$$\""},
		{"${canary}x", `must end with "}"`},
		{"op://canary", "op://VAULT/ITEM/FIELD"},
		{"op://canary/item", "op://VAULT/ITEM/FIELD"},
		{"op://canary//field", "empty part"},
		{"op://canary/a/b/c/d", "op://VAULT/ITEM/FIELD"},
		{"op://canary/a/?attribute=otp", "empty part"},
		{"canary\x00", "NUL"},
		{"canary" + strings.Repeat("x", secret.MaxText), "longer than"},
	} {
		_, err := secret.ParseSource(c.in)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("ParseSource(%.20q) = %v, want an error with %q", c.in, err, c.want)
		} else if strings.Contains(err.Error(), "canary") {
			t.Errorf("ParseSource(%.20q) = %v, shows its input", c.in, err)
		}
	}
}

func TestOp(t *testing.T) {
	s, err := secret.Op(canaryOp, canaryAccount)
	if err != nil {
		t.Fatal(err)
	}
	if ref, account := s.Op(); ref != canaryOp || account != canaryAccount {
		t.Errorf("Op() = %q, %q", ref, account)
	}
	for _, c := range []struct{ ref, account string }{
		{"canary", ""}, {"$CANARY", ""}, {"", ""}, {"op://a/b/c", "canary\x00"},
	} {
		if _, err := secret.Op(c.ref, c.account); err == nil || strings.Contains(strings.ToLower(err.Error()), "canary") {
			t.Errorf("Op(%q, %q) = %v, want an error without its input", c.ref, c.account, err)
		}
	}
}

// Each accessor answers for its own kind alone.
func TestAccessorsOfOtherKinds(t *testing.T) {
	for name, s := range sources(t) {
		ref, account := s.Op()
		got := map[secret.Kind]bool{
			secret.KindLiteral: !s.Literal().Empty(),
			secret.KindHost:    s.HostVariable() != "",
			secret.KindOp:      ref != "" || account != "",
		}
		for kind, answered := range got {
			if answered != (kind == s.Kind()) {
				t.Errorf("%s: accessor of %v answered %t", name, kind, answered)
			}
		}
	}
}

func TestKindString(t *testing.T) {
	for k, want := range map[secret.Kind]string{
		secret.KindAbsent: "absent", secret.KindHidden: "hidden", secret.KindOp: "1Password reference", -1: "kind -1", 99: "kind 99",
	} {
		if got := k.String(); got != want {
			t.Errorf("Kind(%d).String() = %q, want %q", int(k), got, want)
		}
	}
}

func TestIsName(t *testing.T) {
	for s, want := range map[string]bool{
		"": false, "A": true, "_": true, "a_1": true, "1A": false, "A-B": false, "A=B": false, "Ä": false, "A ": false,
	} {
		if got := secret.IsName(s); got != want {
			t.Errorf("IsName(%q) = %t, want %t", s, got, want)
		}
	}
}

func FuzzParseSource(f *testing.F) {
	for _, s := range []string{"", "sk-cp-canary", "$NAME", "${NAME}", "$$x", "${", "$", "op://a/b/c", "op://a/b/s/c?attribute=otp", "OP://", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		s, err := secret.ParseSource(in)
		if err != nil {
			if s.Kind() != secret.KindAbsent {
				t.Errorf("ParseSource(%q) = %v beside an error", in, s.Kind())
			}
			if len(in) > 12 && strings.Contains(err.Error(), in) {
				t.Errorf("ParseSource(%q) = %v, shows its input", in, err)
			}
			return
		}
		// Written back in its kind's own form it must mean the same.
		var back string
		switch s.Kind() {
		case secret.KindLiteral:
			if back = s.Literal().Reveal(); strings.HasPrefix(back, "$") {
				back = "$" + back
			}
		case secret.KindHost:
			back = "${" + s.HostVariable() + "}"
		case secret.KindOp:
			back, _ = s.Op()
		default:
			t.Fatalf("ParseSource(%q) = %v", in, s.Kind())
		}
		r, err := secret.ParseSource(back)
		ref, _ := s.Op()
		backRef, _ := r.Op()
		if err != nil || r.Kind() != s.Kind() || r.Literal().Reveal() != s.Literal().Reveal() || r.HostVariable() != s.HostVariable() || ref != backRef {
			if len(back) <= secret.MaxText {
				t.Errorf("ParseSource(%q) written back as %q is %v, %v", in, back, r.Kind(), err)
			}
		}
	})
}
